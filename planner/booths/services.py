"""What is done to an event's booths by hand: assign, move, swap, pin, remove."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from planner.agencies.models import Agency, CounselingField
from planner.booths import queries
from planner.booths.ban_services import ensure_may_be_pinned
from planner.booths.board import Board, load_board
from planner.booths.models import ExtraBooth
from planner.booths.severities import forbidding
from planner.campaigns.models import Assignment, Event
from planner.core.violation import Violation
from planner.errors import Refused, StaleEdit
from planner.extensions import db

Standing = Assignment | ExtraBooth


def open_event(office_id: int, campaign_id: int, event_id: int) -> Event:
    """The event, locked for a change; `Refused('cancelled')` when it is not held any more."""
    event = queries.get_event(office_id, campaign_id, event_id, lock=True)
    if event.status == "cancelled":
        raise Refused("cancelled")
    return event


def assign(
    event: Event,
    agency_id: int,
    booth_id: int | None,
    field_ids: Sequence[int] | None,
    *,
    pinned: bool = False,
    note: str = "",
    anyway: bool = False,
) -> Assignment:
    """Put an agency into a free booth (None: at the event, booth still open).

    Without `field_ids` it takes those of its fields that the event misses most; `anyway` overrides
    rules that only block the release. Raises `Refused`: `not_invited`, `already_here`,
    `kept_away` (pinned), `no_such_booth`, `booth_taken`, `fields`, `no_fields`,
    `too_many_fields`, `rules` (with `violations`).
    """
    board = load_board(event)
    agency = next((row.agency for row in board.invited if row.agency_id == agency_id), None)
    if agency is None:
        raise Refused("not_invited")
    if any(row.agency_id == agency_id for row in event.assignments):
        raise Refused("already_here", agency=agency)
    if pinned:
        ensure_may_be_pinned(event.id, agency)
    _ensure_free(board, booth_id)
    fields = board.suggested(agency) if field_ids is None else tuple(field_ids)
    chosen = _chosen(agency, board, fields)
    against = board.objections_to(agency_id, booth_id, fields)
    _ensure_allowed(board, against, anyway=anyway)
    row = Assignment(
        event=event, agency=agency, booth_id=booth_id, pinned=pinned, note=note, version=1
    )
    row.fields = chosen
    db.session.add(row)
    _commit()
    return row


def change(
    event: Event,
    row: Assignment,
    version: int,
    field_ids: Sequence[int],
    *,
    pinned: bool,
    note: str,
) -> None:
    """Another choice of fields, pin or note; `StaleEdit` when the row is no longer at `version`.

    Raises `Refused("kept_away")` for a pin of an agency that is kept away from the event.
    """
    _ensure_current(row, version)
    if pinned and not row.pinned:
        ensure_may_be_pinned(event.id, row.agency)
    board = load_board(event)
    row.fields = _chosen(row.agency, board, field_ids)
    row.pinned, row.note = pinned, note
    row.version += 1
    _commit()


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did: who made way (None: the booth was free), what the new places break."""

    other: Standing | None = None
    objections: tuple[Violation, ...] = ()


def move(event: Event, row: Standing, version: int, booth_id: int | None) -> Moved:
    """Move to another booth, or off all (None); whoever stands there comes to the booth left.

    Raises `StaleEdit`, `Refused('no_such_booth')`, `Refused('rules')` (only for rules that block
    at once: the others are handed back).
    """
    _ensure_current(row, version)
    board = load_board(event)
    if booth_id is None:
        _place(row, None)
        _commit()
        return Moved()
    seat = board.seat(booth_id)
    if seat is None:
        raise Refused("no_such_booth")
    other: Standing | None = seat.assignment or seat.extra
    if other is row:
        return Moved()
    old = row.booth_id if row.booth_id and board.seat(row.booth_id) else None
    against = (*_against(board, row, booth_id), *(_against(board, other, old) if other else ()))
    _ensure_allowed(board, against, anyway=True)
    if other is not None:
        other.booth_id = None  # a booth holds one at a time, even within the swap
        db.session.flush()
    _place(row, booth_id)
    db.session.flush()
    if other is not None:
        _place(other, old)
    _commit()
    return Moved(other, against)


def remove(event: Event, row: Assignment, version: int) -> None:
    """Take an agency off the event."""
    _ensure_current(row, version)
    event.assignments.remove(row)
    _commit()


def pin(row: Assignment, version: int, pinned: bool) -> None:
    """Keep this placement through every proposal, or let go of it again; refused: `kept_away`."""
    _ensure_current(row, version)
    if pinned:
        ensure_may_be_pinned(row.event_id, row.agency)
    row.pinned = pinned
    row.version += 1
    _commit()


def _against(board: Board, row: Standing, booth_id: int | None) -> tuple[Violation, ...]:
    """What a move to a booth would break that is not broken already."""
    if isinstance(row, ExtraBooth) or booth_id is None:
        return ()
    fields = [field.id for field in row.fields]
    found = board.objections_to(row.agency_id, booth_id, fields)
    return tuple(item for item in found if item.code in ("H13", "H14"))


def _place(row: Standing, booth_id: int | None) -> None:
    row.booth_id = booth_id
    row.version += 1


def _ensure_current(row: Standing, version: int) -> None:
    if row.version != version:
        raise StaleEdit(row)


def _ensure_free(board: Board, booth_id: int | None) -> None:
    if booth_id is None:
        return
    seat = board.seat(booth_id)
    if seat is None:
        raise Refused("no_such_booth")
    if not seat.free:
        raise Refused("booth_taken", booth=seat.booth.number)


def _ensure_allowed(board: Board, violations: Iterable[Violation], *, anyway: bool) -> None:
    hard = forbidding(board.event.campaign, violations, anyway=anyway)
    if hard:
        raise Refused("rules", violations=hard, board=board)


def _chosen(agency: Agency, board: Board, wanted: Iterable[int]) -> list[CounselingField]:
    """The rows of the wanted fields: offered by the agency and the season, 1 to `staff` many."""
    by_id = {field.id: field for field in agency.fields if field.id in board.fields}
    ids = list(dict.fromkeys(wanted))
    if any(field_id not in by_id for field_id in ids):
        raise Refused("fields", agency=agency)
    if not ids:
        raise Refused("no_fields" if by_id else "nothing_to_offer", agency=agency)
    if len(ids) > agency.staff_per_day:
        raise Refused("too_many_fields", agency=agency, staff=agency.staff_per_day)
    return [by_id[field_id] for field_id in ids]


def _commit() -> None:
    try:
        db.session.commit()
    except IntegrityError as error:  # somebody else took the booth in this moment
        db.session.rollback()
        raise Refused("taken_meanwhile") from error
