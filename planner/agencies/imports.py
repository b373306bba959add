"""The files with fields, agencies and pairs that the importer reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from planner.accounts.models import Office
from planner.agencies import queries, services
from planner.agencies.agreement_imports import AGREEMENTS
from planner.agencies.models import Agency, CounselingField
from planner.agencies.services import AGENCY_COLUMNS, AgencyData, FieldData
from planner.agencies.words import CATEGORY_LABELS, NOISE_LABELS, PAIR_LABELS
from planner.core.availability import DaysOff
from planner.extensions import db
from planner.tabular import (
    Column,
    ImportKind,
    ImportResult,
    Row,
    RowsRefused,
    choice,
    day_spans,
    flag,
    integer,
    listing,
    text,
    weekdays,
)


def apply_fields(
    office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Add fields, or change those of the same code; the order of new ones is the file's."""
    known = queries.fields_by_code(office.id)
    names = {field.name: field for field in known.values()}
    added = changed = 0
    faults = []
    for row in rows:
        field = known.get(row["code"])
        if names.get(row["name"], field) is not field:
            faults.append(row.fault("name", "name_taken", value=row["name"]))
            continue
        data = FieldData(**(_kept(field, FieldData) | row))
        if field is None:
            field = services.put_field(office.id, None, data)
            db.session.flush()
            added += 1
        elif _kept(field, FieldData) != _values(data, FieldData):
            services.put_field(office.id, field, data)
            field.version += 1
            changed += 1
        known[field.code] = names[field.name] = field
    if faults:
        raise RowsRefused(faults)
    return ImportResult(added, changed, len(rows) - added - changed)


def apply_agencies(
    office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Add agencies, or change those of the same name; columns left out keep what was there."""
    known = queries.agencies_by_name(office.id)
    fields = queries.fields_by_code(office.id)
    fields |= {field.name: field for field in fields.values()}
    faults = [
        row.fault("fields", "unknown_field", value=word)
        for row in rows
        for word in row.get("fields", ())
        if word not in fields
    ]
    if faults:
        raise RowsRefused(faults)
    added = changed = 0
    for row in rows:
        agency = known.get(row["name"])
        wanted = [fields[word] for word in row["fields"]] if "fields" in row else None
        if agency is None:
            known[row["name"]] = _new_agency(office, row, wanted or [])
            added += 1
        elif _change_agency(agency, row, wanted):
            changed += 1
    return ImportResult(added, changed, len(rows) - added - changed)


def _new_agency(office: Office, row: Row, fields: list[CounselingField]) -> Agency:
    data = AgencyData(**{key: row[key] for key in AGENCY_COLUMNS if key in row})
    agency = Agency(office_id=office.id)
    _write(agency, data, fields, row.get("absences", ()))
    db.session.add(agency)
    return agency


def _change_agency(agency: Agency, row: Row, fields: list[CounselingField] | None) -> bool:
    """Write what the row says; whether anything was different."""
    before = _kept(agency, AgencyData)
    data = AgencyData(**(before | {key: row[key] for key in AGENCY_COLUMNS if key in row}))
    ids = {field.id for field in (agency.fields if fields is None else fields)}
    spans = tuple((span.first_day, span.last_day) for span in agency.absences)
    wanted = tuple(sorted(set(row.get("absences", spans))))
    if (
        before == _values(data, AgencyData)
        and ids == {field.id for field in agency.fields}
        and wanted == spans
    ):
        return False
    _write(agency, data, list(agency.fields) if fields is None else fields, wanted)
    agency.version += 1
    return True


def _write(
    agency: Agency,
    data: AgencyData,
    fields: Sequence[CounselingField],
    spans: Sequence[tuple[date, date]],
) -> None:
    for name in AGENCY_COLUMNS:
        setattr(agency, name, getattr(data, name))
    agency.fields = list(fields)
    reasons = {(span.first_day, span.last_day): span.reason for span in agency.absences}
    services.put_absences(agency, [DaysOff(*days, reasons.get(days, "")) for days in spans])


def apply_pairs(
    office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Add pairs that are not there yet, in either order."""
    known = queries.agencies_by_name(office.id)
    faults = [
        row.fault(key, "unknown_agency", value=row[key])
        for row in rows
        for key in ("first", "second")
        if row[key] not in known
    ]
    faults += [row.fault("second", "same_agency") for row in rows if row["first"] == row["second"]]
    if faults:
        raise RowsRefused(faults)
    db.session.flush()
    added = 0
    for row in rows:
        _pair, new = services.put_pair(
            office.id, row["kind"], known[row["first"]], known[row["second"]]
        )
        db.session.flush()
        added += new
    return ImportResult(added, 0, len(rows) - added)


def _kept(row: Any, data: type[Any]) -> dict[str, Any]:
    """The values of a row that a data class names; {} for no row."""
    return {} if row is None else {key: getattr(row, key) for key in data.__slots__}


def _values(value: Any, data: type[Any]) -> dict[str, Any]:
    return {key: getattr(value, key) for key in data.__slots__}


SENTENCES = {
    "name_taken": (
        _l("Another row already has the name '%(value)s'."),
        _l("Choose another name, or use that row's code."),
    ),
    "unknown_field": (
        _l("There is no field with the code or name '%(value)s'."),
        _l("Add the field to the catalogue first, or correct the code."),
    ),
    "unknown_agency": (
        _l("There is no agency named '%(value)s'."),
        _l("Add the agency first, or correct the name."),
    ),
    "same_agency": (
        _l("Both names are the same."),
        _l("A pair needs two different agencies."),
    ),
}

FIELDS = ImportKind(
    "fields",
    (
        Column("code", _l("Code"), required=True, parse=text(40), example="debt"),
        Column("name", _l("Name"), required=True, parse=text(80)),
        Column("name_en", _l("English name"), parse=text(120)),
        Column("description", _l("Description"), parse=text(1000, lines=True)),
    ),
    apply_fields,
    title=_l("Counselling fields"),
    lead=_l("One row for each field; a code that is already there is changed."),
    unique=("code",),
    sentences=SENTENCES,
)
AGENCIES = ImportKind(
    "agencies",
    (
        Column("name", _l("Name"), required=True, parse=text(120)),
        Column("name_en", _l("English name"), parse=text(160)),
        Column("category", _l("Category"), parse=choice(CATEGORY_LABELS, blank="private")),
        Column(
            "fields",
            _l("Counselling fields"),
            parse=listing(),
            help=_l("codes or names of fields, separated by ;"),
            example="debt;law",
        ),
        Column("staff_per_day", _l("Counsellors a day"), parse=integer(1, 99), default=1),
        Column("needs_power", _l("Needs power"), parse=flag()),
        Column("needs_water", _l("Needs water"), parse=flag()),
        Column("needs_private", _l("Needs privacy"), parse=flag()),
        Column("needs_step_free", _l("Needs step-free access"), parse=flag()),
        Column("noise", _l("Noise"), parse=choice(NOISE_LABELS, blank=""), example="quiet"),
        Column("max_events", _l("Most events of a season"), parse=integer(0, 999), default=99),
        Column("max_per_week", _l("Most events a week"), parse=integer(1, 7), default=7),
        Column("weekdays", _l("Weekdays"), parse=weekdays()),
        Column("absences", _l("Days off"), parse=day_spans()),
        Column("phone", _l("Phone"), parse=text(40), example="02-3707-9167"),
        Column("email", _l("E-mail"), parse=text(254)),
        Column("website", _l("Website"), parse=text(200)),
        Column("note", _l("Note"), parse=text(1000, lines=True)),
        Column("synthetic", _l("Made up"), parse=flag()),
    ),
    apply_agencies,
    title=_l("Agencies"),
    lead=_l("One row for each agency; a name that is already there is changed."),
    sentences=SENTENCES,
)
AGENCY_PAIRS = ImportKind(
    "agency_pairs",
    (
        Column("kind", _l("Rule"), required=True, parse=choice(PAIR_LABELS)),
        Column("first", _l("First agency"), required=True, parse=text(120)),
        Column("second", _l("Second agency"), required=True, parse=text(120)),
    ),
    apply_pairs,
    title=_l("Pairs of agencies"),
    lead=_l("Agencies that must not share an event, or should not stand side by side."),
    unique=("kind", "first", "second"),
    sentences=SENTENCES,
)
KINDS = (FIELDS, AGENCIES, AGENCY_PAIRS, AGREEMENTS)
