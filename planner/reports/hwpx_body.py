"""A report's blocks as the text of an HWPX section, and the pictures that it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from planner.reports.content import Block, Grid, Heading, Item, Note, Picture, Report
from planner.reports.hwpx_pictures import image
from planner.reports.hwpx_shell import END, UNITS_PER_MM, Shell
from planner.reports.hwpx_tables import table
from planner.reports.hwpx_text import paragraph, run, words

NOTE = "※ "
DOTS_PER_MM = 200 / 25.4
Draw = Callable[[str, int], bytes]


@dataclass
class Body:
    """What is being written: ids are counted, so the same report gives the same text."""

    shell: Shell
    draw: Draw
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    order: Iterator[int] = field(default_factory=count)
    pictures: list[bytes] = field(default_factory=list)

    def line(self, name: str, text: str, *, new_page: bool = False) -> str:
        look = self.shell.looks[name]
        return paragraph(look, words(text), next(self.ids), new_page=new_page)


def section(report: Report, shell: Shell, draw: Draw) -> tuple[str, list[bytes]]:
    """The section's XML and its pictures, which it names `image1`, `image2` …"""
    body = Body(shell, draw)
    text = [shell.opening, run(shell.looks["title"], words(report.title)), "</hp:p>"]
    if report.notice:
        text.append(body.line("season", report.notice))
    if report.season not in report.title:
        text.append(body.line("season", report.season))
    text.append(body.line("sender", sender(report)))
    text += [body.line("imprint", NOTE + line) for line in report.imprint]
    text += [_block(block, body) for block in report.blocks]
    return "".join(text) + END.removeprefix("</hp:p>"), body.pictures


def sender(report: Report) -> str:
    """The day, and below it the office and its department."""
    office = " ".join(part for part in (report.office, report.department) if part)
    return "\n".join(line for line in (report.day, office) if line)


def _block(block: Block, body: Body) -> str:
    match block:
        case Heading(level, mark, text, new_page):
            return body.line(f"heading{level}", f"{mark} {text}".strip(), new_page=new_page)
        case Item():
            return body.line(_item_look(block), f"{block.shown} {block.text}")
        case Note(text):
            return body.line("note", text)
        case Grid():
            return _grid(block, body)
        case Picture():
            return _picture(block, body)


def _item_look(item: Item) -> str:
    """Marks of somebody's own are wider than ours, so the next lines begin further in."""
    if not item.mark:
        return f"item{item.level}"
    return f"item{item.level}_{'digit' if item.mark.isascii() else 'letter'}"


def _grid(grid: Grid, body: Body) -> str:
    """Caption, unit line, table and note, in the order in which they are read.

    The caption is a paragraph that keeps with the table, for viewers draw Hangul's own captions
    over the table. The table stands in a low paragraph, which keeps with the note.
    """
    text = [body.line("caption", grid.caption)]
    if grid.unit:
        text.append(body.line("unit", grid.unit))
    content, whole = table(grid, body.shell, body.ids, next(body.order))
    look = body.shell.looks["table_noted" if grid.note and whole else "table"]
    text.append(paragraph(look, content + words(""), next(body.ids)))
    if grid.note:
        text.append(body.line("note", grid.note))
    return "".join(text)


def _picture(picture: Picture, body: Body) -> str:
    """A picture at its width on paper, or smaller where a page cannot hold it."""
    shell = body.shell
    ratio = picture.size[1] / picture.size[0]
    widest = min(shell.width, 0.85 * shell.height / ratio)
    width = round(min(picture.width * UNITS_PER_MM, widest))
    height = round(width * ratio)
    body.pictures.append(body.draw(picture.svg, round(width / UNITS_PER_MM * DOTS_PER_MM)))
    content = image(
        f"image{len(body.pictures)}",
        next(body.ids),
        next(body.order),
        (width, height),
        picture.description or picture.title,
    )
    drawn = paragraph(shell.looks["picture"], content, next(body.ids))
    return drawn + body.line("picture_title", picture.title)
