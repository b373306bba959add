"""Changes of agreements: one function a use case, one commit each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date

from planner.agencies import agreement_queries as queries
from planner.agencies.models import Agency, Agreement, CounselingField
from planner.errors import Refused
from planner.extensions import db


@dataclass(frozen=True, slots=True)
class AgreementData:
    """Everything of an agreement but its agency and its fields."""

    category: str
    starts_on: date
    ends_on: date | None = None
    signed_on: date | None = None
    number: str = ""
    scope: str = ""
    note: str = ""
    synthetic: bool = False


AGREEMENT_COLUMNS = tuple(item.name for item in dataclass_fields(AgreementData))


def create_agreement(
    agency: Agency, data: AgreementData, fields: Sequence[CounselingField]
) -> Agreement:
    """Add an agreement. Refused: `agreement_known`."""
    agreement = put_agreement(None, agency, data, fields)
    db.session.commit()
    return agreement


def update_agreement(
    agreement: Agreement, agency: Agency, data: AgreementData, fields: Sequence[CounselingField]
) -> None:
    """Change an agreement. Refused: `agreement_known`."""
    put_agreement(agreement, agency, data, fields)
    agreement.version += 1
    db.session.commit()


def put_agreement(
    agreement: Agreement | None,
    agency: Agency,
    data: AgreementData,
    fields: Sequence[CounselingField],
) -> Agreement:
    """Write an agreement without committing (the importer's way in too)."""
    with db.session.no_autoflush:
        other = queries.find_same(agency.id, data.category, data.starts_on)
    if other is not None and other is not agreement:
        raise Refused("agreement_known", name=agency.name, first=data.starts_on)
    agreement = agreement or Agreement(office_id=agency.office_id)
    agreement.agency = agency
    for name in AGREEMENT_COLUMNS:
        setattr(agreement, name, getattr(data, name))
    agreement.fields = list(fields)
    db.session.add(agreement)
    return agreement


def delete_agreement(agreement: Agreement) -> None:
    """Delete an agreement; its agency stays."""
    db.session.delete(agreement)
    db.session.commit()
