"""A table of a report as HWPX: written as text, for a hundred long tables are made in a request.

A short table stands in its line like a letter, so
that it stays whole and with its caption. A long one goes on over pages: its rows are never split,
and the row of headings stands on every page again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.reports.content import Grid, Head
from planner.reports.hwpx_columns import MARGIN_X, columns
from planner.reports.hwpx_shell import Look, Shell
from planner.reports.hwpx_text import lines, paragraph, plain, words

MARGIN_Y = 170  # above and below in a cell
BELOW = 283  # a millimetre
LINE = 1.3  # of the size of the letters, as `hwpx_looks.json` spaces the lines of cells
WHOLE_ROWS = 20  # a longer table goes on over pages
WHOLE_HEIGHT = 0.5  # of a page: Hangul cuts off what stands like a letter and is higher than a page
SUBLIST = (
    '<hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="{align}"'
    ' linkListIDRef="0" linkListNextIDRef="0" textWidth="0" textHeight="0" hasTextRef="0"'
    ' hasNumRef="0">{content}</hp:subList>'
)
INSIDE = f'left="{MARGIN_X}" right="{MARGIN_X}" top="{MARGIN_Y}" bottom="{MARGIN_Y}"'


@dataclass(frozen=True, slots=True)
class Row:
    """A row to write: its cells, the looks of each, its ground, and whether it is repeated."""

    cells: Sequence[str]
    looks: Sequence[Look]
    border: str
    heading: bool = False


def table(grid: Grid, shell: Shell, ids: Iterator[int], order: int) -> tuple[str, bool]:
    """The table alone, to stand in a paragraph's run, and whether it stays whole."""
    widths, size = columns(grid, shell)
    rows = _rows(grid, shell, size)
    heights = [_height(row, widths, shell.advances) for row in rows]
    whole = len(rows) <= WHOLE_ROWS and sum(heights) <= WHOLE_HEIGHT * shell.height
    body = "".join(_row(row, at, widths, heights[at], ids) for at, row in enumerate(rows))
    text = (
        f'<hp:tbl id="{next(ids)}" zOrder="{order}" numberingType="TABLE"'
        ' textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES" lock="0" dropcapstyle="None"'
        f' pageBreak="TABLE" repeatHeader="1" rowCnt="{len(rows)}" colCnt="{len(widths)}"'
        f' cellSpacing="0" borderFillIDRef="{shell.borders["cell"]}" noAdjust="0">'
        f'<hp:sz width="{shell.width}" widthRelTo="ABSOLUTE" height="{sum(heights)}"'
        f' heightRelTo="ABSOLUTE" protect="0"/><hp:pos treatAsChar="{whole:d}" affectLSpacing="0"'
        ' flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" vertRelTo="PARA"'
        ' horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/>'
        f'<hp:outMargin left="0" right="0" top="0" bottom="{0 if whole else BELOW}"/>'
        f"<hp:inMargin {INSIDE}/>{body}</hp:tbl>"
    )
    return text, whole


def _rows(grid: Grid, shell: Shell, size: str) -> list[Row]:
    looks, borders = shell.looks, shell.borders
    usual = [looks[_kind(head) + size] for head in grid.columns]
    if grid.columns[0].number:
        usual[0] = looks["order" + size]
    rows = [
        Row(
            [head.text for head in grid.columns],
            [looks["head" + size]] * len(usual),
            borders["head"],
            heading=True,
        ),
        *(Row(cells, usual, borders["cell"]) for cells in grid.rows),
    ]
    if not grid.rows and grid.empty:
        rows.append(Row([grid.empty], [looks["empty" + size]], borders["cell"]))
    if grid.total is not None:
        sums = [looks[f"sum_{_kind(head)}{size}"] for head in grid.columns]
        rows.append(Row(grid.total, sums, borders["sum"]))
    return rows


def _kind(head: Head) -> str:
    return "number" if head.number else "text"


def _height(row: Row, widths: Sequence[int], advances: Mapping[str, float]) -> int:
    """How high a row will be: whoever opens the file lays it out anew, a preview may not."""
    room = widths if len(row.cells) == len(widths) else [sum(widths)]
    tallest = max(
        lines(plain(text), (width - 2 * MARGIN_X) / look.size, advances) * look.size
        for text, look, width in zip(row.cells, row.looks, room, strict=True)
    )
    return round(tallest * LINE) + 2 * MARGIN_Y


def _row(row: Row, at: int, widths: Sequence[int], height: int, ids: Iterator[int]) -> str:
    alone = len(row.cells) != len(widths)  # one cell over all columns
    span, room = (len(widths), [sum(widths)]) if alone else (1, widths)
    cells = (
        f'<hp:tc name="" header="{row.heading:d}" hasMargin="0" protect="0" editable="0"'
        f' dirty="0" borderFillIDRef="{row.border}">'
        f"{SUBLIST.format(align='CENTER', content=_lines(look, text, ids))}"
        f'<hp:cellAddr colAddr="{column}" rowAddr="{at}"/>'
        f'<hp:cellSpan colSpan="{span}" rowSpan="1"/>'
        f'<hp:cellSz width="{width}" height="{height}"/><hp:cellMargin {INSIDE}/></hp:tc>'
        for column, (text, look, width) in enumerate(zip(row.cells, row.looks, room, strict=True))
    )
    return f"<hp:tr>{''.join(cells)}</hp:tr>"


def _lines(look: Look, text: str, ids: Iterator[int]) -> str:
    """A cell's lines are paragraphs, as somebody who types into the cell would make them."""
    return "".join(paragraph(look, words(line), next(ids)) for line in plain(text).split("\n"))
