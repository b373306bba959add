"""Where the label of a dong stands."""

from __future__ import annotations

from planner.core.metres import LatLon
from planner.core.outline import centre, contains, from_geojson
from planner.places.models import AdminDong


def label_of(dong: AdminDong) -> LatLon | None:
    """The position typed for it, unless its own outline has another place; else the middle."""
    typed = None
    if dong.label_lat is not None and dong.label_lon is not None:
        typed = (dong.label_lat, dong.label_lon)
    if not dong.outline:
        return typed
    polygons = from_geojson(dong.outline)
    if typed and contains(polygons, typed[1], typed[0]):
        return typed
    middle = centre(polygons)
    return (round(middle[1], 6), round(middle[0], 6)) if middle else typed
