"""GeoJSON of what stands on a map: areas below, places above.

Empty values are left out, so that a season of thousands stays small.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from json.encoder import encode_basestring as quoted
from typing import Any

from planner.core.outline import centre, from_geojson
from planner.core.release import VenueFacts, ZoneFacts
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
) -> str:
    """GeoJSON of areas and spots; a spot without a position has no geometry.

    The spots are written as text at once: a season has thousands of them, and most of a value is
    the same for many.
    """
    features = [_text(area_feature(area)) for area in areas]
    features += SpotWriter().write(spots, key)
    features += map(_text, more)
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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


class SpotWriter:
    """Writes spots as GeoJSON; what many of them share is put into text once."""

    def __init__(self) -> None:
        self._zones: dict[int, str] = {}
        self._hours: dict[tuple[time, time], str] = {}
        self._offers: dict[tuple[tuple[str, str], ...], str] = {}

    def write(self, spots: Sequence[Spot], key: Key) -> list[str]:
        """One feature a spot; `key` gives its id."""
        return [self._feature(spot, key(spot)) for spot in spots]

    def _feature(self, spot: Spot, key: str | int) -> str:
        place = spot.place
        number = f'"number":{spot.number},"status":"{spot.status}","day":"{spot.day}"'
        return (
            f'{{"type":"Feature","id":{key if isinstance(key, int) else quoted(key)},'
            f'"properties":{{"kind":"event",{number},"hours":{self._when(spot)},'
            f'"name":{quoted(place.name)}{_more_of(place)}{self._zone(spot.zone)}'
            f"{_more(spot)}{self._fields(spot.fields)}}},"
            f'"geometry":{_point_text(place)}}}'
        )

    def _when(self, spot: Spot) -> str:
        hours = (spot.starts_at, spot.ends_at)
        found = self._hours.get(hours)
        if found is None:
            found = self._hours[hours] = f'"{hours[0]:%H:%M}–{hours[1]:%H:%M}"'
        return found

    def _zone(self, zone: ZoneFacts) -> str:
        found = self._zones.get(zone.id)
        if found is None:
            found = f',"zone":{quoted(zone.name)}'
            if zone.name_en:
                found += f',"zone_en":{quoted(zone.name_en)}'
            self._zones[zone.id] = found
        return found

    def _fields(self, fields: tuple[tuple[str, str], ...]) -> str:
        if not fields:
            return ""
        found = self._offers.get(fields)
        if found is None:
            found = f',"fields":{_text([name for name, _english in fields])}'
            if any(english for _name, english in fields):
                found += f',"fields_en":{_text([english or name for name, english in fields])}'
            self._offers[fields] = found
        return found


def _more_of(place: VenueFacts) -> str:
    found = f',"name_en":{quoted(place.name_en)}' if place.name_en else ""
    if place.address:
        found += f',"address":{quoted(place.address)}'
    return found if place.precision == "exact" else found + ',"rough":true'


def _more(spot: Spot) -> str:
    found = ""
    if spot.moved_from is not None:
        found = f',"moved":{quoted(spot.moved_from.name)}'
        if spot.moved_from.name_en:
            found += f',"moved_en":{quoted(spot.moved_from.name_en)}'
    if spot.theme:
        found += f',"theme":{quoted(spot.theme)}'
    return f'{found},"agencies":{spot.agencies}' if spot.agencies else found


def _point_text(place: VenueFacts) -> str:
    if place.lat is None or place.lon is None:
        return "null"
    return f'{{"type":"Point","coordinates":[{place.lon!r},{place.lat!r}]}}'


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
