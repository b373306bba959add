"""TopoJSON read strictly: a layer of areas whose borders are arcs that neighbours share.

Only what an outline needs is taken: one layer of Polygons and MultiPolygons. A geometry is decoded
when it is asked for, so that what an office leaves out costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from planner.core.outline import MOST_POSITIONS, OutlineError

AREAS = ("Polygon", "MultiPolygon")
LARGEST = 10**12  # of a number in an arc: a coordinate in any unit is far smaller
MOST_DECODED = 1_000_000  # positions of all geometries of a file; one arc may stand in many

Point = tuple[float, float]


class Topology:
    """One layer of a topology: `geometries` as they stand in the file, `decoded` as GeoJSON."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        """Raises `OutlineError`: not_topojson, bad_transform, bad_arc, third_dimension, no_layer,
        several_layers."""
        arcs = value.get("arcs")
        if not isinstance(arcs, list):
            raise OutlineError("not_topojson")
        self.geometries = _layer(value.get("objects"))
        self._transform = _transform(value.get("transform"))
        self._arcs = arcs
        self._known: dict[int, tuple[Point, ...]] = {}
        self._left = MOST_DECODED

    def decoded(self, geometry: Any) -> dict[str, Any]:
        """A geometry as GeoJSON.

        Raises `OutlineError`: not_a_polygon, bad_arc, no_arc, arcs_apart, too_many_positions.
        """
        kind = geometry.get("type") if isinstance(geometry, Mapping) else None
        if kind not in AREAS:
            raise OutlineError("not_a_polygon", type=str(kind)[:40])
        arcs = geometry.get("arcs")
        parts = [arcs] if kind == "Polygon" else arcs
        room = min(MOST_POSITIONS, self._left)
        polygons: list[list[list[list[float]]]] = []
        for part in _members(parts):
            rings: list[list[list[float]]] = []
            polygons.append(rings)
            for ring in _members(part):
                rings.append(self._ring(_members(ring), room))
                room -= len(rings[-1])
                self._left -= len(rings[-1])
        return {"type": kind, "coordinates": polygons[0] if kind == "Polygon" else polygons}

    def _ring(self, numbers: Sequence[Any], room: int) -> list[list[float]]:
        ring: list[Point] = []
        for number in numbers:
            points = self._arc(number)
            if ring and ring[-1] != points[0]:
                raise OutlineError("arcs_apart", lon=points[0][0], lat=points[0][1])
            ring.extend(points[1:] if ring else points)
            if len(ring) > room:
                raise OutlineError("too_many_positions", most=MOST_POSITIONS)
        return [[x, y] for x, y in ring]

    def _arc(self, number: Any) -> tuple[Point, ...]:
        """The points of an arc; ~n is arc n from its end to its beginning."""
        if isinstance(number, bool) or not isinstance(number, int):
            raise OutlineError("bad_arc", number=str(number)[:20])
        index = ~number if number < 0 else number
        if index >= len(self._arcs):
            raise OutlineError("no_arc", number=str(number)[:20], count=len(self._arcs))
        if index not in self._known:
            self._known[index] = self._points(index)
        points = self._known[index]
        return points[::-1] if number < 0 else points

    def _points(self, index: int) -> tuple[Point, ...]:
        found: list[Point] = []
        x = y = 0.0
        for position in _members(self._arcs[index], "bad_arc", number=index):
            dx, dy = _pair(position, index)
            if self._transform is None:
                found.append((dx, dy))
                continue
            x, y = x + dx, y + dy
            (kx, ky), (tx, ty) = self._transform
            found.append((x * kx + tx, y * ky + ty))
        if len(found) < 2:
            raise OutlineError("bad_arc", number=index)
        return tuple(found)


def _layer(objects: Any) -> list[Any]:
    """The geometries of the one layer that holds areas."""
    if not isinstance(objects, Mapping):
        raise OutlineError("not_topojson")
    layers = {str(name): _flat(item) for name, item in objects.items()}
    areas = {
        name: items
        for name, items in layers.items()
        if any(isinstance(item, Mapping) and item.get("type") in AREAS for item in items)
    }
    if not areas:
        raise OutlineError("no_layer")
    if len(areas) > 1:
        raise OutlineError("several_layers", names=", ".join(sorted(areas))[:80])
    return next(iter(areas.values()))


def _flat(item: Any) -> list[Any]:
    if isinstance(item, Mapping) and item.get("type") == "GeometryCollection":
        geometries = item.get("geometries")
        return geometries if isinstance(geometries, list) else []
    return [item]


def _transform(value: Any) -> tuple[Point, Point] | None:
    if value is None:
        return None
    parts = [value.get(key) for key in ("scale", "translate")] if isinstance(value, Mapping) else []
    numbers = [part for part in parts if isinstance(part, list) and len(part) == 2]
    if len(numbers) != 2 or not all(map(_is_number, chain(*numbers))) or 0 in numbers[0]:
        raise OutlineError("bad_transform")
    (kx, ky), (tx, ty) = numbers
    return (float(kx), float(ky)), (float(tx), float(ty))


def _pair(position: Any, index: int) -> Point:
    if isinstance(position, list) and len(position) > 2:
        raise OutlineError("third_dimension")
    if not isinstance(position, list) or len(position) < 2 or not all(map(_is_number, position)):
        raise OutlineError("bad_arc", number=index)
    return float(position[0]), float(position[1])


def _is_number(value: Any) -> bool:
    """Whether a JSON value is a number that a coordinate can be (NaN compares false)."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST


def _members(value: Any, code: str = "not_positions", **data: Any) -> Sequence[Any]:
    if not isinstance(value, list) or not value:
        raise OutlineError(code, **data)
    return value
