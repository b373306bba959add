"""Reads of tallies: what is left of each, breakdowns, entries with their corrections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import defer, joinedload
from werkzeug.exceptions import NotFound

from planner.core.tally import DIRECTIONS, Move
from planner.extensions import db
from planner.paging import PER_PAGE, Page, paginate
from planner.places.models import AdminDong
from planner.programme.models import Tally, TallyEntry

HELD_BY_FIELD = ("counsellor",)  # of these, one field's cannot stand in for another's


@dataclass(frozen=True, slots=True)
class Sums:
    """What came in and went out of a tally, both as quantities."""

    into: int = 0
    out: int = 0
    into_made_up: bool = False  # some of it was made up
    out_made_up: bool = False

    @property
    def left(self) -> int:
        return self.into - self.out

    @property
    def synthetic(self) -> bool:
        return self.into_made_up or self.out_made_up


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry, its quantity with the corrections worked in, and those corrections."""

    entry: TallyEntry
    quantity: int
    corrections: Sequence[TallyEntry]


def tallies(office_id: int, kind: str | None = None) -> Sequence[Tally]:
    """The tallies of an office, of one kind or of all, in their order."""
    statement = select(Tally).where(Tally.office_id == office_id)
    if kind is not None:
        statement = statement.where(Tally.kind == kind)
    return db.session.scalars(statement.order_by(Tally.kind, Tally.position, Tally.id)).all()


def tally_page(office_id: int, kind: str, number: int) -> Page[Tally]:
    """One page of the tallies of a kind."""
    statement = select(Tally).where(Tally.office_id == office_id, Tally.kind == kind)
    return paginate(statement.order_by(Tally.position, Tally.id), number)


def get_tally(office_id: int, tally_id: int) -> Tally:
    """A tally of the office; 404 when there is none."""
    row: Tally | None = db.session.scalar(
        select(Tally).where(Tally.office_id == office_id, Tally.id == tally_id)
    )
    if row is None:
        raise NotFound
    return row


def sums(
    tally_ids: Iterable[int], first: date | None = None, last: date | None = None
) -> dict[int, Sums]:
    """In, out and left of each tally that has an entry (in a period): one query."""
    signed, made_up = func.sum(TallyEntry.value), TallyEntry.synthetic.is_(True)
    statement = (
        select(
            TallyEntry.tally_id,
            func.coalesce(func.sum(case((TallyEntry.direction == "in", TallyEntry.value))), 0),
            signed,
            *(
                func.max(case((made_up & (TallyEntry.direction == way), 1), else_=0))
                for way in DIRECTIONS
            ),
        )
        .where(TallyEntry.tally_id.in_(list(tally_ids)), *within(first, last))
        .group_by(TallyEntry.tally_id)
    )
    return {
        row[0]: Sums(int(row[1]), int(row[1]) - int(row[2]), bool(row[3]), bool(row[4]))
        for row in db.session.execute(statement)
    }


def within(first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    """The entries of a period; None is without an end."""
    found = [] if first is None else [TallyEntry.day >= first]
    return found if last is None else [*found, TallyEntry.day <= last]


def purposes(tally: Tally) -> Sequence[str]:
    """What was written as a programme of this tally before, to be offered again."""
    return db.session.scalars(
        select(TallyEntry.purpose)
        .where(TallyEntry.tally_id == tally.id, TallyEntry.purpose != "")
        .distinct()
        .order_by(TallyEntry.purpose)
        .limit(50)
    ).all()


def moves(tally: Tally) -> list[Move]:
    """Every entry of a tally as the rule of shortages sees it."""
    by_field = tally.kind in HELD_BY_FIELD
    rows = db.session.execute(
        select(TallyEntry.day, TallyEntry.field_id, func.sum(TallyEntry.value))
        .where(TallyEntry.tally_id == tally.id)
        .group_by(TallyEntry.day, TallyEntry.field_id)
    )
    return [Move(row[0], int(row[2]), row[1] if by_field else None) for row in rows]


def entry_page(tally: Tally, number: int) -> Page[EntryRow]:
    """One page of a tally's entries, the latest day first, each with its corrections."""
    base = select(TallyEntry).where(
        TallyEntry.tally_id == tally.id, TallyEntry.corrects_id.is_(None)
    )
    total = db.session.scalar(select(func.count()).select_from(base.subquery())) or 0
    number = min(number, max(1, -(-total // PER_PAGE)))
    rows = db.session.scalars(
        _with_names(base)
        .order_by(TallyEntry.day.desc(), TallyEntry.recorded_at.desc(), TallyEntry.id)
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    ).all()
    corrected = corrections([row.id for row in rows])
    return Page([_entry_row(row, corrected) for row in rows], total, number)


def _entry_row(row: TallyEntry, corrected: dict[str, list[TallyEntry]]) -> EntryRow:
    own = corrected.get(row.id, [])
    return EntryRow(row, abs(row.value + sum(item.value for item in own)), own)


def _with_names(statement: Select[Any]) -> Select[Any]:
    return statement.options(
        joinedload(TallyEntry.dong).options(defer(AdminDong.outline)),
        joinedload(TallyEntry.agency),
        joinedload(TallyEntry.field),
        joinedload(TallyEntry.user),
    )


def corrections(ids: Sequence[str]) -> dict[str, list[TallyEntry]]:
    """The corrections of these entries, in the order in which they came."""
    rows = db.session.scalars(
        select(TallyEntry)
        .where(TallyEntry.corrects_id.in_(ids))
        .options(joinedload(TallyEntry.user))
        .order_by(TallyEntry.recorded_at, TallyEntry.id)
    )
    found: dict[str, list[TallyEntry]] = {}
    for row in rows:
        found.setdefault(str(row.corrects_id), []).append(row)
    return found


def get_entry(office_id: int, entry_id: str) -> EntryRow:
    """A first entry (not a correction) of the office; 404 when there is none."""
    statement = (
        select(TallyEntry)
        .join(TallyEntry.tally)
        .where(
            Tally.office_id == office_id,
            TallyEntry.id == entry_id,
            TallyEntry.corrects_id.is_(None),
        )
    )
    row = db.session.scalar(_with_names(statement))
    if row is None:
        raise NotFound
    return _entry_row(row, corrections([row.id]))
