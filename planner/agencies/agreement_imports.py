"""The file with agreements that the importer reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from planner.accounts.models import Office
from planner.agencies import agreement_services as services
from planner.agencies import queries
from planner.agencies.agreement_services import AGREEMENT_COLUMNS, AgreementData
from planner.agencies.agreement_words import CATEGORY_LABELS
from planner.agencies.models import Agreement
from planner.extensions import db
from planner.tabular import (
    Column,
    ImportKind,
    ImportResult,
    Row,
    RowsRefused,
    choice,
    day,
    flag,
    listing,
    text,
)


def apply_agreements(
    office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Add agreements, or change those of the same agency, kind and first day."""
    agencies = queries.agencies_by_name(office.id)
    fields = queries.fields_by_code(office.id)
    fields |= {field.name: field for field in fields.values()}
    known = _known(office.id)
    keys = [(agencies.get(row["agency"]), row["category"], row["starts_on"]) for row in rows]
    faults = []
    for row, key in zip(rows, keys, strict=True):
        if key[0] is None:
            faults.append(row.fault("agency", "unknown_agency", value=row["agency"]))
        faults += [
            row.fault("fields", "unknown_field", value=word)
            for word in row.get("fields", ())
            if word not in fields
        ]
        found = known.get((key[0].id if key[0] else 0, *key[1:]))
        last = row.get("ends_on", found.ends_on if found else None)
        if last is not None and last < row["starts_on"]:
            faults.append(row.fault("ends_on", "order"))
    if faults:
        raise RowsRefused(faults)
    added = changed = 0
    for row, (agency, category, first) in zip(rows, keys, strict=True):
        assert agency is not None
        found = known.get((agency.id, category, first))
        before = {key: getattr(found, key) for key in AGREEMENT_COLUMNS} if found else {}
        wanted = before | {key: row[key] for key in AGREEMENT_COLUMNS if key in row}
        offered = list(found.fields) if found else []
        chosen = [fields[word] for word in row["fields"]] if "fields" in row else offered
        if found and wanted == before and {*chosen} == {*offered}:
            continue
        services.put_agreement(found, agency, AgreementData(**wanted), chosen)
        if found:
            found.version += 1
        added, changed = added + (found is None), changed + (found is not None)
    return ImportResult(added, changed, len(rows) - added - changed)


def _known(office_id: int) -> dict[tuple[int, str, Any], Agreement]:
    rows = db.session.scalars(select(Agreement).where(Agreement.office_id == office_id))
    return {(row.agency_id, row.category, row.starts_on): row for row in rows}


SENTENCES = {
    "unknown_field": (
        _l("There is no field with the code or name '%(value)s'."),
        _l("Add the field to the catalogue first, or correct the code."),
    ),
    "unknown_agency": (
        _l("There is no agency named '%(value)s'."),
        _l("Add the agency first, or correct the name."),
    ),
    "order": (_l("The end lies before the beginning."), _l("Check both cells.")),
}
AGREEMENTS = ImportKind(
    "agreements",
    (
        Column("agency", _l("Agency"), required=True, parse=text(120)),
        Column(
            "category",
            _l("Kind of agreement"),
            required=True,
            parse=choice(CATEGORY_LABELS),
            example="law",
        ),
        Column("number", _l("Document number"), parse=text(60)),
        Column("signed_on", _l("Signed on"), parse=day()),
        Column("starts_on", _l("Valid from"), required=True, parse=day()),
        Column("ends_on", _l("Valid until"), parse=day(), example="2024-12-31"),
        Column(
            "fields",
            _l("Counselling fields"),
            parse=listing(),
            help=_l("codes or names of fields, separated by ;"),
            example="debt;law",
        ),
        Column("scope", _l("What is agreed"), parse=text(2000, lines=True)),
        Column("note", _l("Note"), parse=text(1000, lines=True)),
        Column("synthetic", _l("Made up"), parse=flag()),
    ),
    apply_agreements,
    title=_l("Agreements"),
    lead=_l("One row for each agreement; the same agency, kind and first day is changed."),
    unique=("agency", "category", "starts_on"),
    sentences=SENTENCES,
)
