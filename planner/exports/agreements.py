"""The register of agreements as a table."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

from planner.agencies.agreement_queries import AgreementFilter, agreement_rows
from planner.agencies.agreement_words import CATEGORY_LABELS, STATE_LABELS
from planner.exports.table import Column, Table
from planner.templating import named


def agreements_table(office_id: int, wanted: AgreementFilter, today: date) -> Table:
    """The agreements that a search finds, each with its state on that day."""
    rows = [
        (
            named(agreement.agency),
            str(CATEGORY_LABELS[agreement.category]),
            agreement.number or None,
            agreement.signed_on,
            agreement.starts_on,
            agreement.ends_on,
            ", ".join(named(field) for field in agreement.fields) or None,
            agreement.scope or None,
            str(STATE_LABELS[row.state]),
            agreement.note or None,
            agreement.synthetic,
        )
        for row in agreement_rows(office_id, wanted, today)
        for agreement in (row.agreement,)
    ]
    columns = (
        Column("agency", _l("Agency"), _l("With whom it was signed.")),
        Column("category", _l("Kind of agreement"), _l("By what the other side is.")),
        Column("number", _l("Document number"), _l("Of the signed paper.")),
        Column("signed_on", _l("Signed on"), _l("The day of the signing."), kind="day"),
        Column("starts_on", _l("Valid from"), _l("Its first day."), kind="day"),
        Column("ends_on", _l("Valid until"), _l("Its last day; empty without one."), kind="day"),
        Column("fields", _l("Fields"), _l("The fields that it covers.")),
        Column("scope", _l("What is agreed"), _l("In the words of the office.")),
        Column("state", _l("State"), _l("On the day of the download.")),
        Column("note", _l("Note"), _l("Remarks of the office.")),
        Column(
            "synthetic",
            _l("Synthetic"),
            _l("Yes where it was made up because the source names no parts."),
            kind="flag",
        ),
    )
    return Table(
        "agreements",
        _l("Agreements"),
        _l("Signed agreements with agencies."),
        columns,
        len(rows),
        lambda: rows,
    )
