"""What another program reads of a report's HWPX is what the report says, cell by cell."""

from __future__ import annotations

import base64
import struct
from typing import Any

import pytest

from planner.reports.content import Grid, Heading, Item, Note, Picture, Report
from planner.reports.hwpx import hwpx_bytes
from planner.reports.hwpx_body import sender
from planner.reports.hwpx_text import plain
from tests.reports.readers import read
from tests.reports.sample import MADE, sample_report

Read = dict[str, Any]
LANGS = ("ko", "en")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Read]:
    files = [hwpx_bytes(sample_report(lang), made=MADE) for lang in LANGS]
    return dict(zip(LANGS, read(tmp_path_factory.mktemp("hwpx"), *files), strict=True))


def paragraphs(report: Report) -> list[str]:
    """The lines of a report outside its tables; a table or a picture stands in an empty one."""
    lines = [report.title, report.season, sender(report)]
    lines += [f"※ {line}" for line in report.imprint]
    for block in report.blocks:
        match block:
            case Heading():
                lines.append(f"{block.mark} {block.text}")
            case Item():
                lines.append(f"{block.shown} {block.text}")
            case Note():
                lines.append(block.text)
            case Grid():
                lines += [block.caption, *([block.unit] if block.unit else []), ""]
                lines += [block.note] if block.note else []
            case Picture():
                lines += ["", block.title]
    return [plain(line) for line in lines]


def cells(grid: Grid) -> list[list[str]]:
    rows = [[head.text for head in grid.columns], *map(list, grid.rows)]
    if not grid.rows:
        rows.append([grid.empty])
    return [*rows, *([list(grid.total)] if grid.total else [])]


@pytest.mark.parametrize("lang", LANGS)
def test_every_line_is_read(found: dict[str, Read], lang: str) -> None:
    assert found[lang]["paragraphs"] == paragraphs(sample_report(lang))
    assert found[lang]["numbered"] is True
    assert found[lang]["warnings"] == []
    assert found[lang]["pages"] == {"ko": 2, "en": 1}[lang]


@pytest.mark.parametrize("lang", LANGS)
def test_every_cell_is_read(found: dict[str, Read], lang: str) -> None:
    grids = [block for block in sample_report(lang).blocks if isinstance(block, Grid)]
    tables = found[lang]["tables"]
    assert [table["repeatHeader"] for table in tables] == [True] * len(grids)
    for grid, table in zip(grids, tables, strict=True):
        rows: list[list[str]] = [[] for _ in range(table["rowCount"])]
        for cell in table["cells"]:
            rows[cell["row"]].append(cell["text"])
        assert rows == cells(grid)
        assert table["colCount"] == len(grid.columns)


def test_the_one_cell_of_an_empty_table_spans_its_columns(found: dict[str, Read]) -> None:
    (cell,) = [cell for cell in found["ko"]["tables"][1]["cells"] if cell["row"] == 1]
    assert (cell["colSpan"], cell["rowSpan"], cell["col"]) == (2, 1, 0)


@pytest.mark.parametrize(("lang", "width", "dots"), [("ko", 42520, 1181), ("en", 25512, 709)])
def test_every_picture_is_read(found: dict[str, Read], lang: str, width: int, dots: int) -> None:
    (picture,) = found[lang]["pictures"]
    (block,) = [block for block in sample_report(lang).blocks if isinstance(block, Picture)]
    assert picture["description"] == block.description
    assert (picture["width"], picture["height"]) == (width, round(width * 0.4))
    png = base64.b64decode(picture["png"])
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (dots, round(dots * 0.4))
