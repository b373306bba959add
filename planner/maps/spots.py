"""What stands on the map: a season's events as spots, zones as areas, and both as GeoJSON."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from planner.core.outline import centre, from_geojson
from planner.core.release import ReleasedEvent, ReleasedSeason, VenueFacts, ZoneFacts

# In the order of the legend. 'held' and 'cancelled' are facts; 'rain' is an event that has moved
# indoors; 'released' is known outside; 'planned' is in the draft only.
STATUSES = ("planned", "released", "rain", "held", "cancelled")
SORTS = ("day", "zone", "place", "status")


@dataclass(frozen=True, slots=True)
class Spot:
    """One event where it is held; `number` is its place in the season, from 1."""

    number: int
    uid: str
    event_id: int
    status: str
    day: date
    starts_at: time
    ends_at: time
    zone: ZoneFacts
    place: VenueFacts
    moved_from: VenueFacts | None
    theme: str
    fields: tuple[tuple[str, str], ...]  # name, English name
    agencies: int

    @property
    def located(self) -> bool:
        return self.place.lat is not None and self.place.lon is not None


@dataclass(frozen=True, slots=True)
class Area:
    """A zone with its outline and whom to credit for it."""

    id: int
    name: str
    name_en: str
    outline: Mapping[str, Any]
    source: str


def season_spots(
    season: ReleasedSeason,
    *,
    released: Collection[str] = (),
    held: Collection[int] = (),
) -> tuple[Spot, ...]:
    """The spots of a season in the order of its days; `released` are uids, `held` event ids."""
    events = sorted(season.events, key=lambda event: (event.day, event.starts_at, event.uid))
    return tuple(
        _spot(number, event, _status(event, released, held))
        for number, event in enumerate(events, 1)
    )


def _status(event: ReleasedEvent, released: Collection[str], held: Collection[int]) -> str:
    if event.cancelled:
        return "cancelled"
    if event.id in held:
        return "held"
    if event.place is not event.venue:
        return "rain"
    return "released" if event.uid in released else "planned"


def _spot(number: int, event: ReleasedEvent, status: str) -> Spot:
    return Spot(
        number=number,
        uid=event.uid,
        event_id=event.id,
        status=status,
        day=event.day,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        place=event.place,
        moved_from=event.venue if event.place is not event.venue else None,
        theme=event.theme,
        fields=tuple((field.name, field.name_en) for field in event.fields),
        agencies=sum(1 for _ in event.present()),
    )


def sort_spots(spots: Sequence[Spot], by: str) -> list[Spot]:
    """The spots in the order of a column; an unknown one is the day."""
    keys: dict[str, Any] = {
        "zone": lambda spot: (spot.zone.name, spot.number),
        "place": lambda spot: (spot.place.name, spot.number),
        "status": lambda spot: (STATUSES.index(spot.status), spot.number),
    }
    return sorted(spots, key=keys.get(by, lambda spot: spot.number))


def collection(areas: Sequence[Area], spots: Sequence[Spot]) -> dict[str, Any]:
    """GeoJSON of zones (below) and spots (above); a spot without a position has no geometry."""
    return {
        "type": "FeatureCollection",
        "features": [*map(_area_feature, areas), *map(_spot_feature, spots)],
    }


def _area_feature(area: Area) -> dict[str, Any]:
    middle = centre(from_geojson(area.outline))
    return {
        "type": "Feature",
        "id": f"zone-{area.id}",
        "properties": {
            "kind": "zone",
            "name": area.name,
            "name_en": area.name_en,
            "source": area.source,
            "label": [round(middle[1], 6), round(middle[0], 6)] if middle else None,
        },
        "geometry": area.outline,
    }


def _spot_feature(spot: Spot) -> dict[str, Any]:
    place = spot.place
    point = {"type": "Point", "coordinates": [place.lon, place.lat]} if spot.located else None
    return {
        "type": "Feature",
        "id": spot.uid,
        "properties": {
            "kind": "event",
            "number": spot.number,
            "status": spot.status,
            "day": spot.day.isoformat(),
            "starts_at": f"{spot.starts_at:%H:%M}",
            "ends_at": f"{spot.ends_at:%H:%M}",
            "name": place.name,
            "name_en": place.name_en,
            "address": place.address,
            "zone": spot.zone.name,
            "zone_en": spot.zone.name_en,
            "precision": place.precision,
            "fields": [name for name, _english in spot.fields],
            "fields_en": [english or name for name, english in spot.fields],
            "agencies": spot.agencies,
        },
        "geometry": point,
    }
