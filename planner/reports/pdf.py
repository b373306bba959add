"""A report as PDF: blocks as JSON for our own Typst page, which sets them as text.

Typst is asked without a file of its own, without packages and without the system's fonts: the same
report is the same file on every machine, and nothing that somebody typed is ever run.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from flask_babel import gettext as _

from planner.reports.columns import breadth
from planner.reports.content import Block, Grid, Item, Report, kind_of
from planner.reports.glyphs import BOX, advances, all_displayed, displayed
from planner.reports.typesetting import forget, typeface
from planner.reports.widths import Room, columns, heights
from planner.settings import ROOT
from planner.templating import SEOUL

PAGE = ROOT / "templates" / "reports"
ACROSS = 48_189  # 170 mm between the margins, in a hundredth of a point
CELL_MARGIN = 312  # 1.1 mm
SIZES = (900, 840, 800, 760)  # of the letters of a table
ROW_SPACE = 879  # 3.1 mm above and below the lines of a row
FEW, MOST_LAST = 6, 2  # rows of a table that stays whole, and of a longer one's end
WHOLE = 28_346  # 100 mm; more is never kept together
# PDF/UA-1: tagged, with a language, a title and words for every picture.
STANDARD: Literal["ua-1"] = "ua-1"


def pdf_bytes(report: Report, *, made: datetime) -> bytes:
    """The file; `made` is the instant that it says of itself."""
    import typst

    found = typst.compile(
        str(PAGE / "report.typ"),
        root=str(PAGE),
        font_paths=typeface(),
        ignore_system_fonts=True,
        package_path=str(PAGE / "none"),
        package_cache_path=str(PAGE / "none"),
        format="pdf",
        sys_inputs={"data": json.dumps(page_data(report, made), ensure_ascii=False)},
        pdf_standards=STANDARD,
        timestamp=int(made.timestamp()),
    )
    forget()
    return bytes(found)


def page_data(report: Report, made: datetime) -> dict[str, Any]:
    """A report as the page reads it; letters that the typeface lacks are boxes, and it says so."""
    whole = json.loads(json.dumps(_data(report, made)))
    found: dict[str, Any] = all_displayed(whole)
    if found != whole:
        words = _("A letter that the typeface lacks is shown as %(box)s.", box=BOX)
        found["imprint"].append(displayed(words))
    return found


def _data(report: Report, made: datetime) -> dict[str, Any]:
    day = made.astimezone(SEOUL)
    return {
        "lang": report.lang,
        "title": report.title,
        "author": report.office,
        "from": " ".join(filter(None, (report.office, report.department))),
        "day": report.day,
        "made": {"year": day.year, "month": day.month, "day": day.day},
        "notice": report.notice,
        "formulas": report.formulas,
        "imprint": list(report.imprint),
        "blocks": [_block(block) for block in report.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    found = {"kind": kind_of(block), **asdict(block)}
    if isinstance(block, Grid):
        found |= _layout(block)
    if isinstance(block, Item):
        found["mark"] = block.shown
        found["hang"] = breadth(block.shown) / 2 + 0.3
    return found


def _layout(grid: Grid) -> dict[str, Any]:
    """The widths and letters of a table, and what of it stays on one page.

    `whole` is a short table; of a longer one the `last` rows stay with its sum and its note. Cells
    of a `tall` one break too: what is higher than a page would be cut off.
    """
    room = Room(ACROSS, CELL_MARGIN, SIZES, advances())
    widths, at = columns(grid, room)
    rows = [height + ROW_SPACE for height in heights(grid, widths, SIZES[at], room)]
    last = rows[len(grid.rows) - MOST_LAST : len(grid.rows)] if len(grid.rows) > MOST_LAST else rows
    return {
        "widths": widths,
        "size": SIZES[at] / 100,
        "whole": len(grid.rows) <= FEW and sum(rows) <= WHOLE,
        "last": MOST_LAST if sum(last) <= WHOLE else 0,
        "tall": max(rows, default=0) > WHOLE,
    }
