"""Changes of agencies, fields and pairs: one function a use case, one commit each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date

from sqlalchemy import func, select

from planner.agencies import queries
from planner.agencies.models import (
    CATEGORIES,
    NOISES,
    PAIR_KINDS,
    Agency,
    AgencyAbsence,
    AgencyPair,
    CounselingField,
)
from planner.core.availability import DaysOff, with_days_off
from planner.errors import Refused
from planner.extensions import db


@dataclass(frozen=True, slots=True)
class AgencyData:
    """Everything of an agency that a form or an import gives, except its days off."""

    name: str
    name_en: str = ""
    category: str = "private"
    staff_per_day: int = 1
    needs_power: bool = False
    needs_water: bool = False
    needs_private: bool = False
    needs_step_free: bool = False
    noise: str = ""
    max_events: int = 99
    max_per_week: int = 7
    weekdays: str = "1111111"
    phone: str = ""
    email: str = ""
    website: str = ""
    note: str = ""
    synthetic: bool = False


AGENCY_COLUMNS = tuple(item.name for item in dataclass_fields(AgencyData))


@dataclass(frozen=True, slots=True)
class FieldData:
    """Everything of a counselling field that a form or an import gives."""

    code: str
    name: str
    name_en: str = ""
    description: str = ""


# agencies


def create_agency(office_id: int, data: AgencyData, fields: Sequence[CounselingField]) -> Agency:
    """Add an agency. Refused: `name_taken`."""
    agency = put_agency(office_id, None, data, fields)
    db.session.commit()
    return agency


def update_agency(agency: Agency, data: AgencyData, fields: Sequence[CounselingField]) -> Agency:
    """Change an agency. Refused: `name_taken`."""
    put_agency(agency.office_id, agency, data, fields)
    agency.version += 1
    db.session.commit()
    return agency


def put_agency(
    office_id: int,
    agency: Agency | None,
    data: AgencyData,
    fields: Sequence[CounselingField],
) -> Agency:
    """Write an agency without committing (the importers' way in too)."""
    _ensure_agency_name(office_id, data.name, agency)
    if data.category not in CATEGORIES or data.noise not in NOISES:
        raise ValueError("unknown category or noise")
    agency = agency or Agency(office_id=office_id)
    for name in AGENCY_COLUMNS:
        setattr(agency, name, getattr(data, name))
    agency.fields = list(fields)
    db.session.add(agency)
    return agency


def _ensure_agency_name(office_id: int, name: str, agency: Agency | None) -> None:
    with db.session.no_autoflush:
        other = queries.find_agency_by_name(office_id, name)
    if other is not None and other is not agency:
        raise Refused("name_taken", name=name)


def set_active(agency: Agency, active: bool) -> None:
    """Take an agency out of use, or back into it."""
    agency.active = active
    agency.version += 1
    db.session.commit()


def delete_agency(agency: Agency) -> None:
    """Delete an agency that nothing refers to. Refused: `in_use` with `uses`."""
    _ensure_unused(agency)
    db.session.delete(agency)
    db.session.commit()


def _ensure_unused(row: Agency | CounselingField) -> None:
    uses = queries.uses(row)
    if uses:
        raise Refused("in_use", name=row.name, uses=uses)


# days off


def add_absence(agency: Agency, span: DaysOff) -> None:
    """Add a span of days off. Refused: `absence_overlaps` with `first`, `last`."""
    for row in agency.absences:
        if row.first_day <= span.last and span.first <= row.last_day:
            raise Refused("absence_overlaps", first=row.first_day, last=row.last_day)
    put_absences(agency, [*queries.days_off(agency), span])
    agency.version += 1
    db.session.commit()


def delete_absence(agency: Agency, absence: AgencyAbsence) -> None:
    """Take a span of days off away again."""
    agency.absences.remove(absence)
    agency.version += 1
    db.session.commit()


def set_days_off(
    agency: Agency, first: date, last: date, off: Collection[date], reason: str
) -> None:
    """Make `off` the days off from `first` to `last`; days outside the period stay."""
    put_absences(agency, with_days_off(queries.days_off(agency), first, last, off, reason))
    agency.version += 1
    db.session.commit()


def put_absences(agency: Agency, spans: Sequence[DaysOff]) -> None:
    """Replace an agency's days off without committing; spans that stay keep their rows."""
    rows = {DaysOff(row.first_day, row.last_day, row.reason): row for row in agency.absences}
    agency.absences = [
        rows.get(span)
        or AgencyAbsence(first_day=span.first, last_day=span.last, reason=span.reason)
        for span in sorted(set(spans))
    ]


# pairs


def add_pair(office_id: int, kind: str, first: Agency, second: Agency) -> AgencyPair:
    """Add a pair. Refused: `same_agency`, `pair_known`."""
    pair, added = put_pair(office_id, kind, first, second)
    if not added:
        raise Refused("pair_known", first=first.name, second=second.name)
    db.session.commit()
    return pair


def put_pair(office_id: int, kind: str, first: Agency, second: Agency) -> tuple[AgencyPair, bool]:
    """The pair (in either order), and whether it was added; without committing."""
    if kind not in PAIR_KINDS:
        raise ValueError(f"unknown kind of pair {kind!r}")
    if first.id == second.id:
        raise Refused("same_agency", name=first.name)
    low, high = sorted((first.id, second.id))
    known = db.session.scalar(
        select(AgencyPair).where(
            AgencyPair.kind == kind, AgencyPair.first_id == low, AgencyPair.second_id == high
        )
    )
    if known is not None:
        return known, False
    pair = AgencyPair(office_id=office_id, kind=kind, first_id=low, second_id=high)
    db.session.add(pair)
    return pair, True


def delete_pair(pair: AgencyPair) -> None:
    """Take a pair away."""
    db.session.delete(pair)
    db.session.commit()


# fields


def create_field(office_id: int, data: FieldData) -> CounselingField:
    """Add a field at the end. Refused: `code_taken`, `name_taken`."""
    field = put_field(office_id, None, data)
    db.session.commit()
    return field


def update_field(field: CounselingField, data: FieldData) -> CounselingField:
    """Change a field. Refused: `code_taken`, `name_taken`."""
    put_field(field.office_id, field, data)
    field.version += 1
    db.session.commit()
    return field


def put_field(office_id: int, field: CounselingField | None, data: FieldData) -> CounselingField:
    """Write a field without committing."""
    with db.session.no_autoflush:
        others = [row for row in queries.fields(office_id) if row is not field]
    if any(row.code == data.code for row in others):
        raise Refused("code_taken", taken=data.code)
    if any(row.name == data.name for row in others):
        raise Refused("name_taken", name=data.name)
    if field is None:
        field = CounselingField(office_id=office_id, position=_next_position(office_id))
        db.session.add(field)
    field.code, field.name = data.code, data.name
    field.name_en, field.description = data.name_en, data.description
    return field


def _next_position(office_id: int) -> int:
    highest = db.session.scalar(
        select(func.max(CounselingField.position)).where(CounselingField.office_id == office_id)
    )
    return 0 if highest is None else highest + 1


def move_field(field: CounselingField, step: int) -> None:
    """Move a field up (-1) or down (+1) in the order; at either end nothing changes."""
    rows = list(queries.fields(field.office_id))
    here = rows.index(field)
    there = here + step
    if 0 <= there < len(rows):
        rows.insert(there, rows.pop(here))
    for position, row in enumerate(rows):
        row.position = position
    db.session.commit()


def delete_field(field: CounselingField) -> None:
    """Delete a field that nothing refers to. Refused: `in_use` with `uses`."""
    _ensure_unused(field)
    db.session.delete(field)
    db.session.commit()
