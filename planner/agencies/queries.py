"""Reads of agencies, fields and pairs; every one within an office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import NotFound

from planner.agencies.models import (
    Agency,
    AgencyAbsence,
    AgencyPair,
    CounselingField,
    agency_field,
)
from planner.core.availability import DaysOff, is_available, season_mask
from planner.extensions import db
from planner.paging import Page, paginate

PER_PAGE = 50
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DirectoryFilter:
    """What the directory is searched by; an empty value does not restrict."""

    name: str = ""
    category: str = ""
    field_id: int | None = None
    day: date | None = None
    state: str = "active"  # active, inactive, all


def directory(office_id: int, wanted: DirectoryFilter, number: int = 1) -> Page[Agency]:
    """One page of the agencies that match, by name, with their fields and days off."""
    return paginate(directory_statement(office_id, wanted), number, PER_PAGE)


def directory_statement(office_id: int, wanted: DirectoryFilter) -> Select[Any]:
    """The search behind the directory and its download."""
    statement = _with_parts(select(Agency).where(Agency.office_id == office_id))
    if wanted.name:
        statement = statement.where(
            Agency.name.icontains(wanted.name, autoescape=True)
            | Agency.name_en.icontains(wanted.name, autoescape=True)
        )
    if wanted.category:
        statement = statement.where(Agency.category == wanted.category)
    if wanted.field_id is not None:
        statement = statement.where(Agency.fields.any(CounselingField.id == wanted.field_id))
    if wanted.day is not None:
        statement = statement.where(
            func.substr(Agency.weekdays, wanted.day.weekday() + 1, 1) == "1",
            ~Agency.absences.any(
                (AgencyAbsence.first_day <= wanted.day) & (AgencyAbsence.last_day >= wanted.day)
            ),
        )
    if wanted.state in ("active", "inactive"):
        statement = statement.where(Agency.active.is_(wanted.state == "active"))
    return statement.order_by(Agency.name, Agency.id)


def agencies(
    office_id: int, *, category: str | None = None, active_only: bool = False
) -> Sequence[Agency]:
    """All agencies of an office by name, with their fields and days off loaded."""
    statement = _with_parts(select(Agency).where(Agency.office_id == office_id))
    if category is not None:
        statement = statement.where(Agency.category == category)
    if active_only:
        statement = statement.where(Agency.active.is_(True))
    rows: Any = db.session.scalars(statement.order_by(Agency.name, Agency.id))
    return list(rows)


def _with_parts(statement: Select[Any]) -> Select[tuple[Agency]]:
    return statement.options(selectinload(Agency.fields), selectinload(Agency.absences))


def find_agency(office_id: int, agency_id: int) -> Agency | None:
    """An agency of the office, or None."""
    statement = select(Agency).where(Agency.office_id == office_id, Agency.id == agency_id)
    row: Any = db.session.scalar(_with_parts(statement))
    return row if isinstance(row, Agency) else None


def get_agency(office_id: int, agency_id: int) -> Agency:
    """An agency of the office; 404 when there is none."""
    return _found(find_agency(office_id, agency_id))


def find_agency_by_name(office_id: int, name: str) -> Agency | None:
    """The agency of that Korean name, or None."""
    return db.session.scalar(
        select(Agency).where(Agency.office_id == office_id, Agency.name == name)
    )


def agencies_by_name(office_id: int) -> dict[str, Agency]:
    """The office's agencies by their Korean name."""
    return {agency.name: agency for agency in agencies(office_id)}


def category_counts(office_id: int) -> dict[str, int]:
    """How many active agencies each category has."""
    rows = db.session.execute(
        select(Agency.category, func.count())
        .where(Agency.office_id == office_id, Agency.active.is_(True))
        .group_by(Agency.category)
    )
    return {row[0]: row[1] for row in rows}


def fields(office_id: int) -> Sequence[CounselingField]:
    """The office's counselling fields in their order."""
    return db.session.scalars(
        select(CounselingField)
        .where(CounselingField.office_id == office_id)
        .order_by(CounselingField.position, CounselingField.id)
    ).all()


def fields_by_code(office_id: int) -> dict[str, CounselingField]:
    """The office's fields by their code."""
    return {field.code: field for field in fields(office_id)}


def find_field(office_id: int, field_id: int) -> CounselingField | None:
    """A field of the office, or None."""
    return db.session.scalar(
        select(CounselingField).where(
            CounselingField.office_id == office_id, CounselingField.id == field_id
        )
    )


def get_field(office_id: int, field_id: int) -> CounselingField:
    """A field of the office; 404 when there is none."""
    return _found(find_field(office_id, field_id))


def field_counts(office_id: int) -> dict[int, int]:
    """How many active agencies offer each field (by its id; 0 is left out)."""
    rows = db.session.execute(
        select(agency_field.c.field_id, func.count())
        .join(Agency, Agency.id == agency_field.c.agency_id)
        .where(Agency.office_id == office_id, Agency.active.is_(True))
        .group_by(agency_field.c.field_id)
    )
    return {row[0]: row[1] for row in rows}


def pairs(office_id: int) -> Sequence[AgencyPair]:
    """All pairs of an office, conflicts first, with both agencies loaded."""
    return db.session.scalars(
        select(AgencyPair)
        .where(AgencyPair.office_id == office_id)
        .options(joinedload(AgencyPair.first), joinedload(AgencyPair.second))
        .order_by(AgencyPair.kind, AgencyPair.id)
    ).all()


def pairs_of(agency: Agency) -> Sequence[AgencyPair]:
    """The pairs that an agency is part of."""
    return db.session.scalars(
        select(AgencyPair)
        .where((AgencyPair.first_id == agency.id) | (AgencyPair.second_id == agency.id))
        .options(joinedload(AgencyPair.first), joinedload(AgencyPair.second))
        .order_by(AgencyPair.kind, AgencyPair.id)
    ).all()


def get_pair(office_id: int, pair_id: int) -> AgencyPair:
    """A pair of the office; 404 when there is none."""
    pair: AgencyPair | None = db.session.scalar(
        select(AgencyPair).where(AgencyPair.office_id == office_id, AgencyPair.id == pair_id)
    )
    return _found(pair)


def get_absence(agency: Agency, absence_id: int) -> AgencyAbsence:
    """A span of days off of this agency; 404 when it is not there."""
    return _found(next((row for row in agency.absences if row.id == absence_id), None))


def _found(row: T | None) -> T:
    if row is None:
        raise NotFound
    return row


def days_off(agency: Agency) -> tuple[DaysOff, ...]:
    """An agency's days off as values of `core`."""
    return tuple(DaysOff(row.first_day, row.last_day, row.reason) for row in agency.absences)


def is_agency_available(agency: Agency, day: date) -> bool:
    """Whether an agency can come on a day."""
    return is_available(agency.weekdays, days_off(agency), day)


def agency_mask(agency: Agency, first: date, days: int) -> str:
    """A string of days for a planning problem: `1` where the agency can come."""
    return season_mask(agency.weekdays, days_off(agency), first, days)


def uses(row: Any) -> dict[str, int]:
    """Rows elsewhere that refer to `row`: table name → count; empty when it may be deleted.

    Looked up over the foreign keys of all tables, so that an area further right is counted
    without being imported; what is deleted together with the row does not count.
    """
    table = row.__table__
    found: dict[str, int] = {}
    for other in db.metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is table and key.ondelete != "CASCADE":
                count = db.session.scalar(
                    select(func.count()).select_from(other).where(key.parent == row.id)
                )
                if count:
                    found[other.name] = found.get(other.name, 0) + count
    return found
