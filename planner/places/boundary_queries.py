"""Reads of boundaries: the sets that were uploaded, what zones can be made of, the report."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from planner.accounts.models import User
from planner.extensions import db
from planner.places import queries
from planner.places.boundary_report import Area, BoundaryReport, report
from planner.places.models import AdminDong, BoundarySet, Zone


@dataclass(frozen=True, slots=True)
class KeptSet:
    """An upload, who brought it ('' for a command), and how many outlines of it are in use."""

    row: BoundarySet
    by: str
    in_use: int


def boundary_sets(office_id: int) -> list[KeptSet]:
    """Every upload of outlines, the newest first."""
    in_use: dict[int | None, int] = {}
    for model in (Zone, AdminDong):
        counts = db.session.execute(
            select(model.boundary_set_id, func.count())
            .where(model.office_id == office_id, model.boundary_set_id.is_not(None))
            .group_by(model.boundary_set_id)
        )
        for set_id, count in counts:
            in_use[set_id] = in_use.get(set_id, 0) + count
    rows = db.session.execute(
        select(BoundarySet, func.coalesce(func.nullif(User.name, ""), User.email))
        .outerjoin(User, User.id == BoundarySet.added_by_id)
        .where(BoundarySet.office_id == office_id)
        .order_by(BoundarySet.id.desc())
    )
    return [KeptSet(row, name or "", in_use.get(row.id, 0)) for row, name in rows]


def days_of_sets(set_ids: set[int | None]) -> set[date | None]:
    """The days for which sets of outlines hold; None is among them for a set that says none."""
    statement = select(BoundarySet.as_of).where(BoundarySet.id.in_(set_ids - {None}))
    return set(db.session.scalars(statement)) | ({None} if None in set_ids else set())


def mergeable(
    zones: Sequence[Zone], outlined_dongs: Collection[int]
) -> tuple[list[Zone], list[Zone]]:
    """The zones whose dongs all have an outline, and the others."""
    whole = [
        zone
        for zone in zones
        if zone.dongs and all(dong.id in outlined_dongs for dong in zone.dongs)
    ]
    return whole, [zone for zone in zones if zone not in whole]


def dongs_are_newer(zones: Sequence[Zone], dongs: Sequence[AdminDong]) -> bool:
    """Whether dongs have outlines of an upload after that of every zone's outline."""
    newest_dong = max((dong.boundary_set_id or 0 for dong in dongs), default=0)
    newest_zone = max((zone.boundary_set_id or 0 for zone in zones), default=0)
    return newest_dong > newest_zone


def boundary_report(office_id: int) -> BoundaryReport:
    """What is wrong with the office's boundaries as they are stored."""
    zones = queries.zones(office_id, outlines=True)
    dongs = queries.dongs(office_id, outlines=True)
    return report(
        [Area(zone.name, zone.outline) for zone in zones],
        [Area(dong.name, dong.outline, dong.zone.name if dong.zone else "") for dong in dongs],
    )
