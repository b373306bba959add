"""What the coverage map draws, as GeoJSON."""

from __future__ import annotations

from typing import Any

from planner.core.outline import centre, from_geojson
from planner.maps.reach import Stop
from planner.maps.reach_loading import Line, ReachPage


def reach_collection(page: ReachPage) -> dict[str, Any]:
    """Dongs with their shares (a point where there is no outline), and stops with their circles.

    Of two plans a stop is 'kept', 'new' or 'dropped'; else it is 'kept'.
    """
    before, after = page.now.keys, page.shown.keys
    stops = {stop.key: stop for stop in (*page.now.stops, *page.shown.stops)}
    features = [_dong(line) for line in page.lines]
    for number, stop in enumerate(stops.values(), 1):
        fate = "kept" if stop.key in before & after else "new" if stop.key in after else "dropped"
        features.append(_stop(stop, number, fate, page.asked.metres))
    return {"type": "FeatureCollection", "features": features}


def _dong(line: Line) -> dict[str, Any]:
    dong = line.dong
    at = None
    if dong.label_lat is not None and dong.label_lon is not None:
        at = [dong.label_lat, dong.label_lon]
    elif dong.outline and (middle := centre(from_geojson(dong.outline))):
        at = [round(middle[1], 6), round(middle[0], 6)]
    return {
        "type": "Feature",
        "id": f"dong-{dong.id}",
        "properties": {
            "kind": "dong",
            "name": dong.name,
            "share": line.after.share,
            "step": line.after.step,
            "change": line.change,
            "source": dong.outline_source,
            "label": at,
        },
        "geometry": dong.outline,
    }


def _stop(stop: Stop, number: int, fate: str, metres: int) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": stop.key,
        "properties": {
            "kind": "stop",
            "number": number,
            "name": stop.name,
            "name_en": stop.name_en,
            "fate": fate,
            "metres": metres,
            "roughly": stop.roughly,
        },
        "geometry": {"type": "Point", "coordinates": [stop.at[1], stop.at[0]]},
    }
