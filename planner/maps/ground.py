"""Outlines and positions on a plane of metres (EPSG:5179, Korea's unified grid), by shapely.

Degrees come in, plane geometry and metres go out; shapely and pyproj are loaded where they are
used, so that starting the application costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from planner.core.metres import LatLon

GRID = "EPSG:5179"
QUARTER = 64  # segments of a quarter of a circle: its area is right to one part in 10,000
# Borders of two dongs count as one where they run this close together for this long: files of
# boundaries leave slits between neighbours, and a common corner is not a common border.
SLIT, COMMON = 5.0, 20.0


@cache
def _grid() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", GRID, always_xy=True)


def on_grid(geometry: Mapping[str, Any]) -> Any:
    """A GeoJSON polygon or multipolygon in metres, valid."""
    import shapely
    from shapely.geometry import shape

    moved = shapely.transform(shape(dict(geometry)), _moved)
    return moved if moved.is_valid else shapely.make_valid(moved)


def _moved(positions: Any) -> Any:
    """Rows of longitude and latitude as rows of metres east and north."""
    import numpy

    return numpy.column_stack(_grid().transform(positions[:, 0], positions[:, 1]))


def points_on_grid(places: Sequence[LatLon]) -> list[tuple[float, float]]:
    """(latitude, longitude) in degrees as (east, north) in metres."""
    if not places:
        return []
    lats, lons = zip(*places, strict=True)
    easts, norths = _grid().transform(lons, lats)
    return list(zip(easts, norths, strict=True))


class Near:
    """All that lies within `metres` of any of the points; a shape looks at its own circles only."""

    def __init__(self, points: Sequence[tuple[float, float]], metres: float) -> None:
        import shapely

        found = shapely.points(list(dict.fromkeys(points))) if points else []
        self.circles = shapely.buffer(found, metres, quad_segs=QUARTER)
        self.tree = shapely.STRtree(self.circles)

    def part_of(self, shape: Any) -> float:
        """Which part of a shape's area lies in it: 0 to 1."""
        import shapely

        around = self.tree.query(shape, predicate="intersects")
        if not len(around):
            return 0.0
        near = shapely.union_all(self.circles[sorted(around)])
        return min(1.0, float(shape.intersection(near).area / shape.area))


def borders(shapes: Sequence[Any]) -> list[tuple[int, int]]:
    """Pairs of shapes, by their places in the list, that have a common border."""
    import shapely

    if not shapes:
        return []
    pairs = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=SLIT)
    return sorted(
        (int(i), int(j)) for i, j in pairs.T if i < j and border_between(shapes[i], shapes[j])
    )


def middle_of(shape: Any) -> tuple[float, float]:
    """The centre of gravity where it lies within the shape, else a point that does."""
    centre = shape.centroid
    if not shape.contains(centre):
        centre = shape.representative_point()
    return float(centre.x), float(centre.y)


def border_between(one: Any, two: Any) -> bool:
    """Whether two shapes have a common border, and not a corner alone."""
    if one.distance(two) > SLIT:
        return False
    return bool(one.boundary.intersection(two.buffer(SLIT)).length >= COMMON + 2 * SLIT)
