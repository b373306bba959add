"""Writing to a tally: entries and corrections, only ever added, and never more out than in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from planner.core.plain_note import names_a_person
from planner.core.tally import Move, correction, shortage, signed
from planner.errors import Refused
from planner.extensions import db
from planner.programme.models import Tally, TallyEntry
from planner.programme.tally_queries import HELD_BY_FIELD, get_entry, get_tally, moves
from planner.templating import SEOUL


@dataclass(frozen=True, slots=True)
class EntryData:
    """An entry as a form or a file gives it; `id` is made by whoever sends it."""

    id: str
    day: date
    direction: str
    quantity: int
    channel: str = ""
    dong_id: int | None = None
    agency_id: int | None = None
    field_id: int | None = None
    purpose: str = ""
    synthetic: bool = False


def new_id() -> str:
    """An id for an entry that a form is about to send."""
    return str(uuid.uuid4())


def lock_tally(office_id: int, tally_id: int) -> Tally:
    """The tally, its balance held still until the transaction ends; 404 for another office's."""
    tally = get_tally(office_id, tally_id)
    db.session.execute(select(Tally.id).where(Tally.id == tally_id).with_for_update())
    return tally


def add_entry(
    office_id: int, tally_id: int, data: EntryData, *, user_id: int | None, now: datetime
) -> TallyEntry:
    """Add an entry; one whose id is there already was sent twice and is taken as it is.

    Refused: `shortage` with `day`, `missing`; `names_person`; `in_future`.
    """
    tally = lock_tally(office_id, tally_id)
    known = db.session.get(TallyEntry, data.id)
    if known is not None:
        if known.tally_id != tally.id:
            raise Refused("other_content")
        return known
    if data.day > now.astimezone(SEOUL).date():
        raise Refused("in_future")
    if names_a_person(data.purpose):
        raise Refused("names_person")
    ensure_enough(tally, [data])
    entry = entry_of(tally, data, user_id=user_id, now=now)
    db.session.add(entry)
    db.session.commit()
    return entry


def ensure_enough(tally: Tally, entries: Iterable[EntryData]) -> None:
    """Refuse entries that would let more go out of a tally than is there on some day."""
    by_field = tally.kind in HELD_BY_FIELD
    added = [
        Move(row.day, signed(row.direction, row.quantity), row.field_id if by_field else None)
        for row in entries
    ]
    _ensure_none_short(tally, added)


def _ensure_none_short(tally: Tally, added: list[Move]) -> None:
    short = shortage([*moves(tally), *added])
    if short is not None:
        raise Refused("shortage", day=short.day, missing=short.missing)


def entry_of(tally: Tally, data: EntryData, *, user_id: int | None, now: datetime) -> TallyEntry:
    """The row of an entry, not yet in the session."""
    return TallyEntry(
        id=data.id,
        tally_id=tally.id,
        day=data.day,
        direction=data.direction,
        value=signed(data.direction, data.quantity),
        channel=data.channel,
        dong_id=data.dong_id,
        agency_id=data.agency_id,
        field_id=data.field_id,
        purpose=data.purpose,
        recorded_at=now,
        user_id=user_id,
        synthetic=data.synthetic,
    )


def correct_entry(
    office_id: int,
    entry_id: str,
    *,
    shown: int,
    wanted: int,
    reason: str,
    user_id: int | None,
    now: datetime,
) -> None:
    """Add what makes an entry count as `wanted`; the entry itself stays.

    Refused: `changed` with `current` when it no longer counts as `shown`; `same`; `needs_reason`;
    `names_person`; `shortage`.
    """
    tally_id = get_entry(office_id, entry_id).entry.tally_id
    tally = lock_tally(office_id, tally_id)
    found = get_entry(office_id, entry_id)
    if found.quantity != shown:
        raise Refused("changed", current=found.quantity)
    if wanted == found.quantity:
        raise Refused("same")
    if not reason:
        raise Refused("needs_reason")
    if names_a_person(reason):
        raise Refused("names_person")
    entry = found.entry
    value = correction(entry.direction, found.quantity, wanted)
    held = entry.field_id if tally.kind in HELD_BY_FIELD else None
    _ensure_none_short(tally, [Move(entry.day, value, held)])
    db.session.add(
        TallyEntry(
            id=new_id(),
            tally_id=tally.id,
            day=entry.day,
            direction=entry.direction,
            value=value,
            channel=entry.channel,
            dong_id=entry.dong_id,
            agency_id=entry.agency_id,
            field_id=entry.field_id,
            purpose=entry.purpose,
            corrects_id=entry.id,
            reason=reason,
            recorded_at=now,
            user_id=user_id,
            synthetic=entry.synthetic,
        )
    )
    db.session.commit()
