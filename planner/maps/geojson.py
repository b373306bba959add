"""GeoJSON of what stands on a map: areas below, places above.

Empty values are left out, so that a season of thousands stays small.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.core.outline import centre, from_geojson
from planner.core.release import VenueFacts
from planner.maps.spots import Spot

Key = Callable[[Spot], str | int]


@dataclass(frozen=True, slots=True)
class Area:
    """A zone or a dong with its outline and whom to credit for it."""

    id: int
    name: str
    name_en: str
    outline: Mapping[str, Any]
    source: str
    kind: str = "zone"


def by_uid(spot: Spot) -> str:
    """What a page outside the office calls an event."""
    return spot.uid


def by_event(spot: Spot) -> int:
    """What the office's own pages call an event."""
    return spot.event_id


def collection(
    areas: Sequence[Area], spots: Sequence[Spot], key: Key = by_uid, more: Sequence[Any] = ()
) -> dict[str, Any]:
    """GeoJSON of areas and spots; a spot without a position has no geometry."""
    features = [area_feature(area) for area in areas]
    features += [_spot_feature(spot, key(spot)) for spot in spots]
    return {"type": "FeatureCollection", "features": [*features, *more]}


def area_feature(area: Area, **more: Any) -> dict[str, Any]:
    """An area, with the place of its label."""
    middle = centre(from_geojson(area.outline))
    return {
        "type": "Feature",
        "id": f"{area.kind}-{area.id}",
        "properties": {
            "kind": area.kind,
            "name": area.name,
            "name_en": area.name_en,
            "source": area.source,
            "label": [round(middle[1], 6), round(middle[0], 6)] if middle else None,
            **more,
        },
        "geometry": area.outline,
    }


def place_feature(place: VenueFacts, role: str) -> dict[str, Any]:
    """A place that is no event: the one for rain, or the one that was planned before."""
    return {
        "type": "Feature",
        "id": role,
        "properties": {"kind": "place", "status": role, **_place(place)},
        "geometry": _point(place),
    }


def _spot_feature(spot: Spot, key: str | int) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "kind": "event",
        "number": spot.number,
        "status": spot.status,
        "day": spot.day.isoformat(),
        "hours": f"{spot.starts_at:%H:%M}–{spot.ends_at:%H:%M}",
        **_place(spot.place),
        "zone": spot.zone.name,
    }
    if spot.zone.name_en:
        properties["zone_en"] = spot.zone.name_en
    if spot.moved_from is not None:
        properties["moved"] = spot.moved_from.name
        if spot.moved_from.name_en:
            properties["moved_en"] = spot.moved_from.name_en
    if spot.theme:
        properties["theme"] = spot.theme
    if spot.fields:
        properties["fields"] = [name for name, _english in spot.fields]
        if any(english for _name, english in spot.fields):
            properties["fields_en"] = [english or name for name, english in spot.fields]
    if spot.agencies:
        properties["agencies"] = spot.agencies
    return {"type": "Feature", "id": key, "properties": properties, "geometry": _point(spot.place)}


def _place(place: VenueFacts) -> dict[str, Any]:
    found: dict[str, Any] = {"name": place.name}
    if place.name_en:
        found["name_en"] = place.name_en
    if place.address:
        found["address"] = place.address
    if place.precision != "exact":
        found["rough"] = True
    return found


def _point(place: VenueFacts) -> dict[str, Any] | None:
    if place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}
