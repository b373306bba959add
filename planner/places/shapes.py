"""Outlines measured against each other in metres, and merged: what needs Shapely.

Outlines come in as GeoJSON of WGS 84. Areas are reckoned on a plane that touches the district; over
forty kilometres that is good to half a percent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import cos, radians
from typing import Any

from planner.core.metres import METRES_PER_DEGREE

LEAST = 1.0  # square metres: less is the rounding of coordinates
SLIVER_AREA = 100.0  # a hole of a merged outline that is smaller, or narrower, is filled
SLIVER_WIDTH = 5.0
# Widths in metres of open gaps between neighbours, and how many times as long as wide one is at
# least: what is shorter is a bay whose two shores are two dongs.
WIDTHS = (50.0, 20.0, 5.0)
SLENDER = 8.0
HAIR = 0.05  # metres: what is thinner than twice this is inexactness of the filling itself
NEAR = 1.0  # metres within which two dongs reach each other
GRID = 1e-7  # degrees: the decimals that are stored

Outline = Mapping[str, Any]


def in_metres(outlines: Sequence[Outline]) -> list[Any]:
    """The outlines as shapes on one plane, mended where a ring is unsound."""
    if not outlines:
        return []
    shapes = _shapes(outlines)
    scale = _scale(shapes)
    return [_on_plane(item, scale) for item in shapes]


def _shapes(outlines: Sequence[Outline]) -> list[Any]:
    import shapely
    from shapely.geometry import shape

    return [shapely.make_valid(shape(outline)) for outline in outlines]


def _scale(shapes: Sequence[Any]) -> Any:
    """Metres of a degree of longitude and of latitude, in the middle of the shapes."""
    import numpy
    import shapely

    _west, south, _east, north = shapely.total_bounds(shapes)
    east = METRES_PER_DEGREE * cos(radians((south + north) / 2))
    return numpy.array([east, METRES_PER_DEGREE])


def _on_plane(item: Any, scale: Any) -> Any:
    import shapely

    return shapely.transform(item, lambda positions: positions * scale)


def overlaps(shapes: Sequence[Any]) -> list[tuple[int, int, float]]:
    """Pairs of shapes that cover the same ground, with its square metres, largest first."""
    found = []
    for i, j in _near_pairs(shapes):
        area = shapes[i].intersection(shapes[j]).area
        if area >= LEAST:
            found.append((i, j, area))
    return sorted(found, key=lambda pair: -pair[2])


def gaps(shapes: Sequence[Any]) -> list[tuple[int, int, float]]:
    """Ground that no shape covers between two neighbours, with its square metres, largest first.

    Where more than two lie around it, the two with the longest sides are named.
    """
    found = [(i, j, piece.area) for i, j, piece in _gap_pieces(shapes)]
    return sorted(found, key=lambda gap: -gap[2])


def _gap_pieces(shapes: Sequence[Any]) -> Iterator[tuple[int, int, Any]]:
    """Enclosed holes between shapes, and long narrow slits that are open to the outside."""
    import shapely

    if len(shapes) < 2:
        return
    whole = shapely.union_all(shapes)
    tree = shapely.STRtree(shapes)
    for part in _polygons(whole):
        for ring in part.interiors:
            yield from _between(shapely.Polygon(ring), shapes, tree, LEAST / 10)
    solid = shapely.union_all([shapely.Polygon(part.exterior) for part in _polygons(whole)])
    sharp = {"join_style": "mitre", "mitre_limit": 2.0}
    seen: list[Any] = []
    for width in WIDTHS:
        closed = solid.buffer(width / 2, **sharp).buffer(-width / 2, **sharp)
        filled = closed.difference(solid).buffer(-HAIR, **sharp).buffer(HAIR, **sharp)
        for piece in _polygons(filled):
            if not any(piece.intersects(other) for other in seen):
                slits = list(_between(piece, shapes, tree, SLENDER * width))
                seen += [slit for _i, _j, slit in slits]
                yield from slits


def _between(
    piece: Any, shapes: Sequence[Any], tree: Any, side: float
) -> Iterator[tuple[int, int, Any]]:
    """A piece of ground with the two shapes that lie along it for at least `side` metres."""
    if piece.area < LEAST:
        return
    around = piece.buffer(2 * HAIR)
    touched = ((shapes[i].boundary.intersection(around).length, int(i)) for i in tree.query(around))
    beside = sorted(((length, i) for length, i in touched if length >= side), reverse=True)
    if len(beside) > 1:
        one, two = sorted(i for _length, i in beside[:2])
        yield one, two, piece


def groups(shapes: Sequence[Any]) -> list[list[int]]:
    """The shapes in sets whose members reach each other, each set and all of them in order."""
    reached = {i: {i} for i in range(len(shapes))}
    for i, j in _near_pairs(shapes, NEAR):
        if reached[i] is not reached[j] and shapes[i].distance(shapes[j]) <= NEAR:
            both = reached[i] | reached[j]
            for member in both:
                reached[member] = both
    return [list(members) for members in sorted({tuple(sorted(s)) for s in reached.values()})]


def difference(one: Any, others: Sequence[Any]) -> float:
    """The square metres that lie in a shape or in the others together, but not in both."""
    import shapely

    return float(one.symmetric_difference(shapely.union_all(others)).area)


def merged(outlines: Sequence[Outline]) -> dict[str, Any]:
    """The outlines as one, at the decimals that are stored: shared borders vanish, gaps are filled.

    Points of the outer border stay where they are, so that neighbours go on sharing theirs.
    """
    import shapely

    shapes = _shapes(outlines)
    scale = _scale(shapes)
    flat = [_on_plane(item, scale) for item in shapes]
    narrow = [piece for _i, _j, piece in _gap_pieces(flat) if _is_sliver(piece)]
    filling = [_on_plane(piece, 1 / scale) for piece in narrow]
    whole = shapely.union_all([*shapes, *filling], grid_size=GRID)
    kept = [_without_slivers(part, scale) for part in _polygons(whole)]
    return _geojson([part for part in kept if _on_plane(part, scale).area >= LEAST])


def _without_slivers(part: Any, scale: Any) -> Any:
    import shapely

    holes = [
        ring for ring in part.interiors if not _is_sliver(_on_plane(shapely.Polygon(ring), scale))
    ]
    return shapely.Polygon(part.exterior, holes)


def _is_sliver(piece: Any) -> bool:
    """Whether a piece in metres is a trace of inexact borders, by its area and its mean width."""
    return bool(piece.area < SLIVER_AREA or 2 * piece.area / piece.length < SLIVER_WIDTH)


def _polygons(item: Any) -> list[Any]:
    import shapely

    return [part for part in shapely.get_parts(item, return_index=False)
            if part.geom_type == "Polygon"]  # fmt: skip


def _near_pairs(shapes: Sequence[Any], distance: float = 0.0) -> Iterator[tuple[int, int]]:
    """Pairs of shapes whose boxes meet, the lower number first."""
    import shapely

    if shapes:
        boxes = shapely.box(*shapely.bounds(shapes).T)
        near = shapely.STRtree(boxes).query(
            boxes, predicate="dwithin", distance=max(distance, 1e-9)
        )
        yield from ((int(i), int(j)) for i, j in near.T if i < j)


def _geojson(parts: Sequence[Any]) -> dict[str, Any]:
    """Polygons as GeoJSON, largest part first, outer rings counter-clockwise."""
    ordered = sorted((part.normalize() for part in parts), key=lambda part: -part.area)
    coordinates = [
        [[[round(x, 7), round(y, 7)] for x, y in ring.coords]
         for ring in (part.exterior, *part.interiors)]
        for part in (_counter_clockwise(part) for part in ordered)
    ]  # fmt: skip
    if len(coordinates) == 1:
        return {"type": "Polygon", "coordinates": coordinates[0]}
    return {"type": "MultiPolygon", "coordinates": coordinates}


def _counter_clockwise(part: Any) -> Any:
    from shapely.geometry.polygon import orient

    return orient(part)
