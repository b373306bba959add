"""Reads for the coverage map: dongs with their outlines, venues by their ids."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from planner.extensions import db
from planner.places.models import AdminDong, Venue, Zone


def dongs_on_map(office_id: int) -> Sequence[AdminDong]:
    """The office's dongs in their order, with outlines and zones: one query."""
    return db.session.scalars(
        select(AdminDong)
        .where(AdminDong.office_id == office_id)
        .options(joinedload(AdminDong.zone).options(defer(Zone.outline)))
        .order_by(AdminDong.position, AdminDong.name)
    ).all()


def venues_by_id(office_id: int, ids: Collection[int]) -> dict[int, Venue]:
    """These venues of the office; one that is gone is not in it."""
    rows = db.session.scalars(select(Venue).where(Venue.office_id == office_id, Venue.id.in_(ids)))
    return {row.id: row for row in rows}
