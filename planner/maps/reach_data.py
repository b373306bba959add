"""What the coverage map draws, as GeoJSON."""

from __future__ import annotations

from typing import Any

from planner.maps.geojson import area_feature
from planner.maps.reach import Stop
from planner.maps.reach_labels import label_of
from planner.maps.reach_loading import Line, ReachPage


def reach_collection(page: ReachPage) -> dict[str, Any]:
    """Dongs with their shares (a point where there is no outline), and stops with their circles."""
    features = [area_feature(area) for area in page.areas]
    features += [_dong(line) for line in page.lines]
    features += [
        _stop(stop, number, fate, page.asked.metres) for number, stop, fate in page.numbered()
    ]
    return {"type": "FeatureCollection", "features": features}


def _dong(line: Line) -> dict[str, Any]:
    dong = line.dong
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
            "label": label_of(dong),
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
