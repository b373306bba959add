"""Outlines on the map: GeoJSON polygons read strictly, and where a point lies.

Positions are (longitude, latitude) in degrees of WGS 84. Tests of geometry run on whole billionths
of a degree (a tenth of a millimetre), so that they are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from planner.core.segments import Point, boxes_meet, clash, doubled_area, side

Position = tuple[float, float]
Ring = tuple[Position, ...]
Polygon = tuple[Ring, ...]  # the outer ring, then its holes
Polygons = tuple[Polygon, ...]
Box = tuple[float, float, float, float]  # west, south, east, north

KOREA: Box = (124.0, 33.0, 132.0, 39.5)
SCALE = 10**9
KEPT_DECIMALS = 7  # a centimetre: what is stored and drawn
MOST_POSITIONS = 50_000


class OutlineError(ValueError):
    """A geometry that is not taken; `code` and `data` make the sentence."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


def read_geometry(geometry: Any, inside: Box = KOREA) -> Polygons:
    """The polygons of a GeoJSON geometry, checked.

    Raises `OutlineError`: not_a_polygon, not_positions, third_dimension, outside_box, ring_short,
    ring_open, ring_flat, self_intersection, hole_outside, parts_overlap, too_many_positions.
    """
    if not isinstance(geometry, Mapping) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        found = geometry.get("type") if isinstance(geometry, Mapping) else None
        raise OutlineError("not_a_polygon", type=str(found)[:40])
    coordinates = geometry.get("coordinates")
    parts = [coordinates] if geometry["type"] == "Polygon" else coordinates
    polygons = tuple(
        tuple(_ring(ring, inside) for ring in _members(part)) for part in _members(parts)
    )
    if sum(len(ring) for polygon in polygons for ring in polygon) > MOST_POSITIONS:
        raise OutlineError("too_many_positions", most=MOST_POSITIONS)
    _ensure_sound(polygons)
    return polygons


def to_geojson(polygons: Polygons) -> dict[str, Any]:
    """A GeoJSON geometry with seven decimals: a Polygon for one part, else a MultiPolygon."""
    parts = [
        [[[round(x, KEPT_DECIMALS), round(y, KEPT_DECIMALS)] for x, y in ring] for ring in polygon]
        for polygon in polygons
    ]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def from_geojson(geometry: Mapping[str, Any] | None) -> Polygons:
    """The polygons of a geometry that was checked when it was stored; none for None."""
    if geometry is None:
        return ()
    parts = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        parts = [parts]
    return tuple(
        tuple(tuple((float(x), float(y)) for x, y in ring) for ring in part) for part in parts
    )


def contains(polygons: Polygons, lon: float, lat: float) -> bool:
    """Whether a point lies in one of the polygons; its edge counts as in."""
    point = _exact((lon, lat))
    for polygon in polygons:
        sides = [side(_exact_ring(ring), point) for ring in polygon]
        if 0 in sides:
            return True
        if sides and sides[0] > 0 and all(where < 0 for where in sides[1:]):
            return True
    return False


def area(ring: Iterable[Position]) -> float:
    """The signed area of a closed ring in square degrees; positive when counter-clockwise."""
    return doubled_area(_exact_ring(ring)) / 2 / SCALE**2


def bounds(polygons: Polygons) -> Box | None:
    """West, south, east, north of all polygons; None for none."""
    positions = [position for polygon in polygons for ring in polygon for position in ring]
    if not positions:
        return None
    lons, lats = zip(*positions, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def self_intersection(ring: Sequence[Position]) -> Position | None:
    """A place where a closed ring touches or crosses itself, or None."""
    point = clash([_exact_ring(ring)])
    return None if point is None else _position_of(point)


def centre(polygons: Polygons) -> Position | None:
    """The centroid of the largest part, for a label; None for no polygons."""
    if not polygons:
        return None
    ring = max((polygon[0] for polygon in polygons), key=lambda ring: abs(area(ring)))
    x0, y0 = ring[0]
    total = x_sum = y_sum = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        total += cross
        x_sum += cross * (x1 + x2 - 2 * x0)
        y_sum += cross * (y1 + y2 - 2 * y0)
    return (x0 + x_sum / (3 * total), y0 + y_sum / (3 * total)) if total else ring[0]


def _members(value: Any) -> Sequence[Any]:
    if not isinstance(value, list) or not value:
        raise OutlineError("not_positions")
    return value


def _ring(value: Any, inside: Box) -> Ring:
    positions = [_position(item, inside) for item in _members(value)]
    kept = [positions[0]]
    kept += [after for before, after in pairwise(positions) if after != before]
    if len(kept) < 4:
        raise OutlineError("ring_short", count=len(kept))
    if kept[0] != kept[-1]:
        raise OutlineError("ring_open", lon=kept[0][0], lat=kept[0][1])
    return tuple(kept)


def _position(value: Any, inside: Box) -> Position:
    if not isinstance(value, list) or len(value) < 2:
        raise OutlineError("not_positions")
    if len(value) > 2:
        raise OutlineError("third_dimension")
    if any(isinstance(n, bool) or not isinstance(n, int | float) for n in value):
        raise OutlineError("not_positions")
    west, south, east, north = inside
    x, y = value
    if not (west <= x <= east and south <= y <= north):  # so is what is not a number, or infinite
        raise OutlineError("outside_box", lon=str(x)[:20], lat=str(y)[:20])
    return float(x), float(y)


def _ensure_sound(polygons: Polygons) -> None:
    exact = [[_exact_ring(ring) for ring in polygon] for polygon in polygons]
    for rings in exact:
        for ring in rings:
            if (place := clash([ring])) is not None:
                raise _at("self_intersection", place)
            if doubled_area(ring) == 0:
                raise _at("ring_flat", ring[0])
        for hole in rings[1:]:
            if _outside(hole, rings[0]):
                raise _at("hole_outside", hole[0])
    place = clash([ring for rings in exact for ring in rings], between=True)
    if place is not None:
        raise _at("self_intersection", place)
    for i, first in enumerate(exact):
        for second in exact[i + 1 :]:
            if _nested(first, second) or _nested(second, first):
                raise _at("parts_overlap", second[0][0])


def _at(code: str, point: Point) -> OutlineError:
    lon, lat = _position_of(point)
    return OutlineError(code, lon=lon, lat=lat)


def _position_of(point: Point) -> Position:
    return point[0] / SCALE, point[1] / SCALE


def _outside(hole: Sequence[Point], shell: Sequence[Point]) -> bool:
    sides = (side(shell, point) for point in hole)
    return next((where < 0 for where in sides if where), True)


def _nested(inner: Sequence[Sequence[Point]], outer: Sequence[Sequence[Point]]) -> bool:
    """Whether a corner or the middle of a side of one polygon lies within the other's area.

    Where no sides cross, that is all an overlap can look like (doubled, so that middles are whole).
    """
    shell, around = inner[0], outer[0]
    if not boxes_meet(shell, around):
        return False
    doubled = [[(2 * x, 2 * y) for x, y in ring] for ring in outer]
    points = [(a[0] + b[0], a[1] + b[1]) for a, b in pairwise(shell)]
    points += [(2 * x, 2 * y) for x, y in shell]
    return any(
        side(doubled[0], point) > 0 and all(side(hole, point) < 0 for hole in doubled[1:])
        for point in points
    )


def _exact(position: Position) -> Point:
    return round(position[0] * SCALE), round(position[1] * SCALE)


def _exact_ring(ring: Iterable[Position]) -> list[Point]:
    return [_exact(position) for position in ring]
