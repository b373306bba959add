"""Zones drawn from their dongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planner.accounts.models import Office
from planner.errors import Refused
from planner.extensions import db
from planner.places import queries
from planner.places.boundary_queries import days_of_sets, mergeable
from planner.places.models import AdminDong, BoundarySet
from planner.places.outlines import set_outline
from planner.places.shapes import merged


@dataclass(frozen=True, slots=True)
class Merged:
    """The names of the zones that were drawn anew, and of those that could not be."""

    drawn: tuple[str, ...]
    left: tuple[str, ...]


def dissolve_zones(office: Office, *, now: datetime, by: int | None = None) -> Merged:
    """Give each zone whose dongs all have an outline the outline of its dongs together.

    Other zones keep what they have. Refused: `nothing_to_merge`.
    """
    zones = queries.zones(office.id, outlines=True)
    dongs = [dong for zone in zones for dong in zone.dongs if dong.outline]
    whole, rest = mergeable(zones, {dong.id for dong in dongs})
    if not whole:
        raise Refused("nothing_to_merge")
    used = [dong for zone in whole for dong in zone.dongs]
    kept = BoundarySet(
        office_id=office.id,
        kind="dissolved",
        source=" · ".join(dict.fromkeys(dong.outline_source for dong in used))[:200],
        as_of=_common_day(used),
        outlines=len(whole),
        added_at=now,
        added_by_id=by,
    )
    db.session.add(kept)
    db.session.flush()
    for zone in whole:
        set_outline(zone, merged([dong.outline for dong in zone.dongs if dong.outline]), kept)
    db.session.commit()
    return Merged(tuple(zone.name for zone in whole), tuple(zone.name for zone in rest))


def _common_day(dongs: Sequence[AdminDong]) -> date | None:
    """The day for which all the dongs' outlines hold; None where they differ or say none."""
    days = days_of_sets({dong.boundary_set_id for dong in dongs})
    return days.pop() if len(days) == 1 else None
