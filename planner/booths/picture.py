"""The drawing of a board: for each booth its box, its lines of text, its words and its address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from planner.booths import words
from planner.booths.board import Board, Seat
from planner.core.layout import Drawing, Spot, draw, fit_lines
from planner.templating import named

COLUMNS = 13  # of text in a box


@dataclass(frozen=True, slots=True)
class Mark:
    """One booth as drawn. `look` names its fill, `label` says it all in words."""

    seat: Seat
    left: float
    top: float
    look: str
    name: str
    lines: tuple[str, ...]
    label: str
    url: str  # '' where nothing can be done
    attributes: list[tuple[str, str]]
    kind: str  # what stands there: assignment, extra, free
    row_id: int
    version: int
    pinned: bool
    wrong: bool
    own: bool = False  # the reader's own booth, on an agency's page


@dataclass(frozen=True, slots=True)
class Picture:
    """A booth plan ready for the template."""

    drawing: Drawing
    marks: tuple[Mark, ...]
    looks: tuple[tuple[str, str], ...]  # those of the legend: (look, word)

    @property
    def wide(self) -> bool:
        """Too wide to be shrunk to the page: it scrolls."""
        return self.drawing.width > 1250

    @property
    def broad(self) -> bool:
        """Too wide for anything to stand beside it."""
        return self.drawing.width > 800

    @property
    def description(self) -> str:
        """What the plan shows, in one sentence."""
        taken = sum(1 for mark in self.marks if mark.kind != "free")
        return _(
            "%(n)s booths, %(taken)s of them taken, drawn as they stand at the venue.",
            n=len(self.marks),
            taken=taken,
        )


def picture(board: Board, *, fill: bool = False) -> Picture:
    """The plan of the venue in use; free booths have an address for who may `fill` them."""
    spots = [Spot(seat.booth.id, seat.booth.x, seat.booth.y) for seat in board.seats]
    drawing = draw(spots)
    seats = {seat.booth.id: seat for seat in board.seats}
    marks = tuple(_mark(board, seats[box.id], box.left, box.top, fill) for box in drawing.boxes)
    shown = {mark.look for mark in marks}
    looks = tuple((look, word) for look, word in legend() if look in shown)
    return Picture(drawing, marks, looks)


def legend() -> list[tuple[str, str]]:
    """Every look of a booth with its word."""
    return [
        *((name, str(word)) for name, word in words.CATEGORIES.items()),
        *((f"extra-{name}", str(word)) for name, word in words.EXTRA_KINDS.items()),
        ("free", _("Free")),
    ]


def _mark(board: Board, seat: Seat, left: float, top: float, fill: bool) -> Mark:
    args = {"campaign_id": board.event.campaign_id, "event_id": board.event.id}
    attributes = words.attributes(seat.booth)
    row: Any = seat.assignment or seat.extra
    if seat.assignment is not None:
        name = named(seat.assignment.agency)
        kind, look = "assignment", seat.assignment.agency.category
        url = url_for("booths.assignment", assignment_id=row.id, **args)
    elif seat.extra is not None:
        name, kind, look = named(seat.extra), "extra", f"extra-{seat.extra.kind}"
        url = url_for("booths.extra", extra_id=row.id, **args)
    else:
        name, kind, look = "", "free", "free"
        url = url_for("booths.booth", booth_id=seat.booth.id, **args) if fill else ""
    return Mark(
        seat=seat,
        left=left,
        top=top,
        look=look,
        name=name,
        lines=fit_lines(name, COLUMNS, 2),
        label=_label(seat, name, attributes),
        url=url,
        attributes=attributes,
        kind=kind,
        row_id=row.id if row is not None else 0,
        version=row.version if row is not None else 0,
        pinned=seat.assignment is not None and seat.assignment.pinned,
        wrong=bool(seat.objections),
    )


def _label(seat: Seat, name: str, attributes: list[tuple[str, str]]) -> str:
    """The booth in words; it begins with what the box shows, so that it can be said aloud."""
    parts = [f"{seat.booth.number} {name or _('free')}"]
    if seat.assignment is not None:
        parts.append(", ".join(named(field) for field in seat.assignment.fields))
        if seat.assignment.pinned:
            parts.append(_("pinned"))
    elif seat.extra is not None:
        parts.append(str(words.EXTRA_KINDS[seat.extra.kind]))
    if attributes:
        parts.append(_("has: %(what)s", what=", ".join(word for _name, word in attributes)))
    if seat.objections:
        parts.append(_("needs attention"))
    return " · ".join(part for part in parts if part)
