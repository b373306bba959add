"""Changes of zones, dongs and venues: one function a use case, one commit each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from planner.errors import Refused
from planner.extensions import db
from planner.places import queries
from planner.places.models import (
    ALL_WEEK,
    AdminDong,
    Venue,
    VenueClosure,
    VenueFallback,
    Zone,
)

T = TypeVar("T", Zone, AdminDong, Venue)


@dataclass(frozen=True, slots=True)
class ZoneData:
    """What a form or a file gives of a zone, without its dongs."""

    name: str
    name_en: str = ""
    council: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class DongData:
    """What a form or a file gives of a dong."""

    name: str
    code: str = ""
    zone_id: int | None = None
    vulnerable: int = 0
    label_lat: float | None = None
    label_lon: float | None = None


@dataclass(frozen=True, slots=True)
class VenueData:
    """What a form or a file gives of a venue, without closures, fallbacks and booths."""

    name: str
    zone_id: int
    name_en: str = ""
    dong_id: int | None = None
    kind: str = "park"
    indoor: bool = False
    address: str = ""
    legal_dong: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: str = "exact"
    power: bool = False
    water: bool = False
    toilets: bool = False
    step_free: bool = False
    foot_weekday: int = 0
    foot_weekend: int = 0
    open_weekdays: str = ALL_WEEK
    contact_name: str = ""
    contact_phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Closure:
    """Days, both ends included, on which a venue cannot be had."""

    first_day: date
    last_day: date
    reason: str = ""


# zones and dongs


def save_zone(office_id: int, zone: Zone | None, data: ZoneData, dong_ids: Collection[int]) -> Zone:
    """Add or change a zone and the set of its dongs (each leaves the zone it was in).

    Refused: `name_taken`.
    """
    zone = put_zone(office_id, zone, data)
    db.session.flush()
    for dong in queries.dongs(office_id):
        if dong.id in dong_ids and dong.zone_id != zone.id:
            if dong.zone is not None:
                dong.zone.version += 1  # a form of that zone still lists this dong
            dong.zone_id = zone.id
        elif dong.id in dong_ids:
            continue
        elif dong.zone_id == zone.id:
            dong.zone_id = None
    db.session.commit()
    return zone


def put_zone(office_id: int, zone: Zone | None, data: ZoneData) -> Zone:
    """The same without dongs and without a commit."""
    _ensure_name_free(Zone, office_id, data.name, zone)
    return _put(Zone, office_id, zone, data)


def delete_zone(zone: Zone) -> None:
    """Delete a zone that nothing uses; its dongs stay, without a zone. Refused: `zone_in_use`."""
    name = zone.name
    if queries.venues_by_zone(zone.office_id).get(zone.id):
        raise Refused("zone_has_venues", name=name)
    for dong in zone.dongs:
        dong.zone_id = None
    _delete(zone, "zone_in_use", name)


def save_dong(office_id: int, dong: AdminDong | None, data: DongData) -> AdminDong:
    """Add or change a dong. Refused: `name_taken`."""
    _ensure_name_free(AdminDong, office_id, data.name, dong)
    dong = put_dong(office_id, dong, data)
    db.session.commit()
    return dong


def put_dong(office_id: int, dong: AdminDong | None, data: DongData) -> AdminDong:
    """The same without a look at names and without a commit; a new one goes to the end."""
    if dong is not None:
        return _put(AdminDong, office_id, dong, data)
    position = next_position(AdminDong, office_id)
    dong = _put(AdminDong, office_id, None, data)
    dong.position = position
    return dong


def delete_dong(dong: AdminDong) -> None:
    """Delete a dong that no venue lies in. Refused: `dong_in_use`."""
    _delete(dong, "dong_in_use", dong.name)


def next_position(model: type[Any], office_id: int) -> int:
    """The place after the last one."""
    last = db.session.scalar(select(func.max(model.position)).where(model.office_id == office_id))
    return 0 if last is None else last + 1


# venues


def save_venue(
    office_id: int,
    venue: Venue | None,
    data: VenueData,
    closures: Sequence[Closure],
    fallback_ids: Sequence[int],
) -> Venue:
    """Add or change a venue. Refused: `name_taken`, `fallback_unknown`."""
    _ensure_name_free(Venue, office_id, data.name, venue)
    venue = _put(Venue, office_id, venue, data)
    db.session.flush()
    set_closures(venue, closures)
    set_fallbacks(venue, fallback_ids)
    db.session.commit()
    return venue


def put_venue(office_id: int, venue: Venue | None, data: VenueData) -> Venue:
    """A venue's own columns, without a look at names and without a commit."""
    return _put(Venue, office_id, venue, data)


def set_closures(venue: Venue, closures: Sequence[Closure]) -> bool:
    """Replace the closed spans where they differ; whether anything changed. No commit."""
    wanted = sorted(closures, key=lambda c: (c.first_day, c.last_day))
    present = [Closure(c.first_day, c.last_day, c.reason) for c in venue.closures]
    if wanted == present:
        return False
    venue.closures = [VenueClosure(**asdict(closure)) for closure in wanted]
    return True


def set_fallbacks(venue: Venue, fallback_ids: Sequence[int]) -> bool:
    """Set the indoor venues for the rain, best first; whether anything changed. No commit.

    Refused: `fallback_unknown` for one that is not an indoor venue of the office.
    """
    wanted = list(dict.fromkeys(fallback_ids))
    if wanted == [row.fallback_id for row in venue.fallbacks]:
        return False
    allowed = {other.id for other in queries.indoor_venues(venue.office_id, but=venue.id)}
    if not set(wanted) <= allowed:
        raise Refused("fallback_unknown")
    present = {row.fallback_id: row for row in venue.fallbacks}
    rows = []
    for position, fallback_id in enumerate(wanted):
        row = present.get(fallback_id) or VenueFallback(fallback_id=fallback_id)
        row.position = position
        rows.append(row)
    venue.fallbacks = rows
    return True


def set_active(venue: Venue, active: bool) -> None:
    """Take a venue out of use or into it; what is planned there stays."""
    venue.active = active
    venue.version += 1
    db.session.commit()


def delete_venue(venue: Venue) -> None:
    """Delete a venue that nothing uses. Refused: `venue_is_fallback`, `venue_in_use`."""
    others = queries.fallback_of(venue.id)
    if others:
        raise Refused("venue_is_fallback", name=venue.name, other=others[0].name)
    _delete(venue, "venue_in_use", venue.name)


def _put(model: type[T], office_id: int, row: T | None, data: Any) -> T:
    if row is None:
        row = model(office_id=office_id)
        db.session.add(row)
    elif row.version is not None:
        row.version += 1
    for key, value in asdict(data).items():
        setattr(row, key, value)
    return row


def _ensure_name_free(model: type[Any], office_id: int, name: str, row: Any) -> None:
    if queries.name_taken(model, office_id, name, row.id if row is not None else None):
        raise Refused("name_taken", name=name)


def _delete(row: Any, code: str, name: str) -> None:
    """Delete; the database knows of every use, also by areas that this one must not import."""
    try:
        db.session.delete(row)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        raise Refused(code, name=name) from None
