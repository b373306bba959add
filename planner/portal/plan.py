"""The booth plan of a released event as an agency sees it: its own booth marked, nothing to click.

Who stands where comes from the release; only the positions are the venue's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from planner.booths import words
from planner.booths.board import Seat
from planner.booths.picture import COLUMNS, Mark, Picture, legend
from planner.core.agency_part import Part
from planner.core.layout import Spot, draw, fit_lines
from planner.places.models import VenueBooth
from planner.templating import named


def plan_of(part: Part, booths: Sequence[VenueBooth]) -> Picture:
    """The plan of the place in use."""
    held: dict[str, tuple[str, str, str]] = {}
    for extra in part.event.extras:
        if extra.booth:
            held[extra.booth] = ("extra", f"extra-{extra.kind}", named(extra))
    for item in part.event.present():
        if item.booth:
            held[item.booth] = ("assignment", item.category, named(item))
    rows = {booth.id: booth for booth in booths}
    drawing = draw([Spot(booth.id, booth.x, booth.y) for booth in booths])
    marks = tuple(
        _mark(rows[box.id], held.get(rows[box.id].number), part.booths, box.left, box.top)
        for box in drawing.boxes
    )
    shown = {mark.look for mark in marks}
    return Picture(drawing, marks, tuple(pair for pair in legend() if pair[0] in shown))


def _mark(
    booth: VenueBooth,
    holder: tuple[str, str, str] | None,
    own: Sequence[str],
    left: float,
    top: float,
) -> Mark:
    kind, look, name = holder or ("free", "free", "")
    attributes = words.attributes(booth)
    mine = booth.number in own
    parts = [
        f"{booth.number} {name or _('free')}",
        _("our booth") if mine else "",
        _("has: %(what)s", what=", ".join(word for _name, word in attributes))
        if attributes
        else "",
    ]
    values: dict[str, Any] = {"url": "", "row_id": 0, "version": 0, "pinned": False, "wrong": False}
    return Mark(
        seat=Seat(booth),
        left=left,
        top=top,
        look=look,
        name=name,
        lines=fit_lines(name, COLUMNS, 2),
        label=" · ".join(text for text in parts if text),
        attributes=attributes,
        kind=kind,
        own=mine,
        **values,
    )
