"""Reads for the directory in HSDS: agencies, venues, fields, postcodes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from planner.agencies.models import CounselingField
from planner.extensions import db
from planner.places.models import AddressPoint


def fields(office_id: int) -> Sequence[CounselingField]:
    """The office's fields in their order."""
    return db.session.scalars(
        select(CounselingField)
        .where(CounselingField.office_id == office_id)
        .order_by(CounselingField.position, CounselingField.id)
    ).all()


def postcodes(office_id: int, keys: Collection[str]) -> dict[str, str]:
    """By road and number: the postcode, where the office's list of addresses knows one."""
    rows = db.session.execute(
        select(AddressPoint.key, AddressPoint.postcode)
        .where(AddressPoint.office_id == office_id, AddressPoint.key.in_(keys))
        .order_by(AddressPoint.id)
    )
    return {key: code for key, code in rows if code}
