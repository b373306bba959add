"""Reads of zones, dongs and venues; every one is given the office whose rows it sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import defer, joinedload, selectinload
from werkzeug.exceptions import NotFound

from planner.core.outline import contains, from_geojson
from planner.extensions import db
from planner.places.models import AdminDong, Venue, VenueFallback, Zone

T = TypeVar("T")


def zones(office_id: int, *, outlines: bool = False) -> Sequence[Zone]:
    """The zones in their order, with their dongs; outlines only when asked for (they are large)."""
    dong = selectinload(Zone.dongs)
    statement = select(Zone).where(Zone.office_id == office_id).order_by(Zone.position, Zone.name)
    if outlines:
        return db.session.scalars(statement.options(dong)).all()
    return db.session.scalars(
        statement.options(defer(Zone.outline), dong.options(defer(AdminDong.outline)))
    ).all()


def dongs(office_id: int, *, outlines: bool = False) -> Sequence[AdminDong]:
    """The dongs in their order, with their zones."""
    options = [] if outlines else [defer(AdminDong.outline)]
    zone = joinedload(AdminDong.zone)
    return db.session.scalars(
        select(AdminDong)
        .where(AdminDong.office_id == office_id)
        .options(zone if outlines else zone.options(defer(Zone.outline)), *options)
        .order_by(AdminDong.position, AdminDong.name)
    ).all()


def venues(office_id: int, *, active: bool | None = True) -> Sequence[Venue]:
    """The venues by name, with zone, booths, closures and fallbacks; `active=None` gives all."""
    statement = select(Venue).where(Venue.office_id == office_id)
    if active is not None:
        statement = statement.where(Venue.active == active)
    return db.session.scalars(
        statement.options(
            joinedload(Venue.zone).options(defer(Zone.outline)),
            selectinload(Venue.booths),
            selectinload(Venue.closures),
            selectinload(Venue.fallbacks).joinedload(VenueFallback.fallback),
        ).order_by(Venue.name)
    ).all()


def venues_matching(
    office_id: int,
    *,
    text: str = "",
    zone_id: int | None = None,
    indoor: bool | None = None,
    active: bool | None = None,
) -> Select[Any]:
    """The venues of a search, for paging; `text` is looked for in name, address and dong."""
    statement = select(Venue).where(Venue.office_id == office_id)
    if text:
        columns = (Venue.name, Venue.name_en, Venue.address, Venue.legal_dong)
        statement = statement.where(
            or_(*(column.icontains(text, autoescape=True) for column in columns))
        )
    if zone_id is not None:
        statement = statement.where(Venue.zone_id == zone_id)
    if indoor is not None:
        statement = statement.where(Venue.indoor == indoor)
    if active is not None:
        statement = statement.where(Venue.active == active)
    return statement.options(
        joinedload(Venue.zone).options(defer(Zone.outline)),
        joinedload(Venue.dong).options(defer(AdminDong.outline)),
        selectinload(Venue.booths),
    ).order_by(Venue.name, Venue.id)


def indoor_venues(office_id: int, *, but: int | None = None) -> Sequence[Venue]:
    """Where an event may move in the rain: the active indoor venues, by name."""
    statement = select(Venue).where(Venue.office_id == office_id, Venue.indoor, Venue.active)
    if but is not None:
        statement = statement.where(Venue.id != but)
    return db.session.scalars(statement.order_by(Venue.name)).all()


def find_zone(office_id: int, zone_id: int) -> Zone | None:
    """A zone of this office, with its outline, or None."""
    return db.session.scalar(select(Zone).where(Zone.office_id == office_id, Zone.id == zone_id))


def find_dong(office_id: int, dong_id: int) -> AdminDong | None:
    """A dong of this office, or None."""
    return db.session.scalar(
        select(AdminDong).where(AdminDong.office_id == office_id, AdminDong.id == dong_id)
    )


def find_venue(office_id: int, venue_id: int) -> Venue | None:
    """A venue of this office with its booths, closures and fallbacks, or None."""
    return db.session.scalar(
        select(Venue)
        .where(Venue.office_id == office_id, Venue.id == venue_id)
        .options(
            joinedload(Venue.zone),
            joinedload(Venue.dong),
            selectinload(Venue.booths),
            selectinload(Venue.closures),
            selectinload(Venue.fallbacks).joinedload(VenueFallback.fallback),
        )
    )


def get_zone(office_id: int, zone_id: int) -> Zone:
    """A zone of this office; another's is 404."""
    return _existing(find_zone(office_id, zone_id))


def get_dong(office_id: int, dong_id: int) -> AdminDong:
    """A dong of this office; another's is 404."""
    return _existing(find_dong(office_id, dong_id))


def get_venue(office_id: int, venue_id: int) -> Venue:
    """A venue of this office; another's is 404."""
    return _existing(find_venue(office_id, venue_id))


def _existing(row: T | None) -> T:
    if row is None:
        raise NotFound
    return row


def name_taken(model: type[Any], office_id: int, name: str, but: int | None) -> bool:
    """Whether another zone, dong or venue of the office has this name."""
    statement = select(model.id).where(model.office_id == office_id, model.name == name)
    if but is not None:
        statement = statement.where(model.id != but)
    return db.session.scalar(statement.limit(1)) is not None


def venues_by_zone(office_id: int) -> dict[int, int]:
    """How many active venues each zone has, by the zone's id."""
    rows = db.session.execute(
        select(Venue.zone_id, func.count())
        .where(Venue.office_id == office_id, Venue.active)
        .group_by(Venue.zone_id)
    )
    return {row[0]: row[1] for row in rows}


def fallback_of(venue_id: int) -> Sequence[Venue]:
    """The venues that name this one as their rain fallback."""
    return db.session.scalars(
        select(Venue)
        .join(VenueFallback, VenueFallback.venue_id == Venue.id)
        .where(VenueFallback.fallback_id == venue_id)
        .order_by(Venue.name)
    ).all()


@dataclass(frozen=True, slots=True)
class Located:
    """What lies at a position; `known` when the office has any outlines, `drawn` dongs with one."""

    zone: Zone | None
    dong: AdminDong | None
    known: bool
    drawn: frozenset[int]


def locate(office_id: int, lon: float, lat: float) -> Located:
    """The zone and the dong at a position."""
    all_zones = zones(office_id, outlines=True)
    all_dongs = [dong for dong in dongs(office_id, outlines=True) if dong.outline]
    dong = next((d for d in all_dongs if contains(from_geojson(d.outline), lon, lat)), None)
    zone = next((z for z in all_zones if contains(from_geojson(z.outline), lon, lat)), None)
    if zone is None and dong is not None:
        zone = dong.zone
    known = bool(all_dongs or any(z.outline for z in all_zones))
    return Located(zone, dong, known, frozenset(d.id for d in all_dongs))


def venue_points(office_id: int) -> Sequence[Any]:
    """(id, name, English name, latitude, longitude) of the active venues that have a position."""
    return db.session.execute(
        select(Venue.id, Venue.name, Venue.name_en, Venue.lat, Venue.lon)
        .where(
            Venue.office_id == office_id,
            Venue.active,
            Venue.lat.is_not(None),
            Venue.lon.is_not(None),
        )
        .order_by(Venue.name)
    ).all()


def outlined(model: type[Zone] | type[AdminDong], office_id: int) -> dict[int, str]:
    """The source of each outline, by the id of the zone or dong that has one."""
    rows = db.session.execute(
        select(model.id, model.outline_source).where(
            model.office_id == office_id, model.outline_source != ""
        )
    )
    return {row[0]: row[1] for row in rows}
