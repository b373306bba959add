"""Outlines: which rings are taken, and where points lie; laws over random shapes."""

from __future__ import annotations

import itertools
import math
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core import outline, segments
from planner.core.outline import OutlineError, contains, read_geometry

SQUARE = [[127.0, 37.0], [127.2, 37.0], [127.2, 37.2], [127.0, 37.2], [127.0, 37.0]]
HOLE = [[127.05, 37.05], [127.05, 37.1], [127.1, 37.1], [127.1, 37.05], [127.05, 37.05]]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def shifted(ring: list[list[float]], east: float) -> list[list[float]]:
    return [[x + east, y] for x, y in ring]


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "not_a_polygon"),
        ({"type": "Point", "coordinates": [127, 37]}, "not_a_polygon"),
        (polygon(), "not_positions"),
        (polygon("text"), "not_positions"),
        (polygon([[127.0, "37"]] * 4), "not_positions"),
        (polygon([[127.0, True]] * 4), "not_positions"),
        (polygon([[127.0]] * 4), "not_positions"),
        (polygon([[127.0, 37.0, 12.0]] * 4), "third_dimension"),
        (polygon([[37.0, 127.0]] * 4), "outside_box"),
        (polygon([[200123.0, 445000.0]] * 4), "outside_box"),
        (polygon([[math.inf, 37.0]] * 4), "outside_box"),
        (polygon(SQUARE[:3]), "ring_short"),
        (polygon([[127.0, 37.0]] * 5), "ring_short"),
        (polygon(SQUARE[:4]), "ring_open"),
        (polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]), "self_intersection"),
        (polygon([SQUARE[0], SQUARE[1], [127.1, 37.0], SQUARE[2], SQUARE[0]]), "self_intersection"),
        (polygon(SQUARE, shifted(HOLE, 0.3)), "hole_outside"),
        (polygon(SQUARE, shifted(HOLE, 0.12)), "self_intersection"),
        (
            {"type": "MultiPolygon", "coordinates": [[SQUARE], [HOLE]]},
            "parts_overlap",
        ),
        (
            {"type": "MultiPolygon", "coordinates": [[SQUARE], [shifted(SQUARE, 0.1)]]},
            "parts_overlap",  # though their edges only run along each other
        ),
    ],
)
def test_refused_geometries(geometry: Any, code: str) -> None:
    with pytest.raises(OutlineError) as refusal:
        read_geometry(geometry)
    assert refusal.value.code == code


def test_a_polygon_with_a_hole_is_read_and_written_back() -> None:
    polygons = read_geometry(polygon(SQUARE, HOLE))
    assert outline.to_geojson(polygons) == polygon(SQUARE, HOLE)
    assert outline.from_geojson(outline.to_geojson(polygons)) == polygons
    assert outline.bounds(polygons) == (127.0, 37.0, 127.2, 37.2)
    assert contains(polygons, 127.02, 37.02)
    assert not contains(polygons, 127.07, 37.07)
    assert contains(polygons, 127.05, 37.07), "the hole's edge belongs to the polygon"
    assert not contains(polygons, 127.3, 37.1)


def test_parts_may_touch_and_stand_in_holes() -> None:
    inner = [[127.06, 37.06], [127.09, 37.06], [127.09, 37.09], [127.06, 37.09], [127.06, 37.06]]
    geometry = {
        "type": "MultiPolygon",
        "coordinates": [[SQUARE, HOLE], [inner], [shifted(SQUARE, 0.2)]],
    }
    polygons = read_geometry(geometry)
    assert len(polygons) == 3
    assert contains(polygons, 127.07, 37.07)
    assert outline.to_geojson(polygons)["type"] == "MultiPolygon"


def test_repeated_positions_are_dropped() -> None:
    assert read_geometry(polygon([SQUARE[0], *SQUARE]))[0][0] == tuple(map(tuple, SQUARE))


def test_centre_and_area_of_a_square() -> None:
    polygons = read_geometry(polygon(SQUARE))
    assert outline.centre(polygons) == pytest.approx((127.1, 37.1))
    assert outline.area(polygons[0][0]) == pytest.approx(0.04)
    assert outline.area(reversed(polygons[0][0])) == pytest.approx(-0.04)
    assert outline.centre(()) is None
    assert outline.bounds(()) is None


def star(corners: int, seed: int) -> list[list[float]]:
    """A star-shaped ring around (127, 37): simple, whatever its radii."""
    chance = random.Random(seed)
    ring = []
    for i in range(corners):
        angle = 2 * math.pi * i / corners
        radius = chance.uniform(0.05, 0.3)
        ring.append([127 + radius * math.cos(angle), 37 + radius * math.sin(angle)])
    return [*ring, ring[0]]


@given(st.integers(5, 60), st.integers(0, 10**6))
def test_a_star_is_simple_and_holds_its_middle(corners: int, seed: int) -> None:
    polygons = read_geometry(polygon(star(corners, seed)))
    assert contains(polygons, 127, 37)
    west, south, east, north = outline.bounds(polygons)
    assert not contains(polygons, west - 0.01, south)
    assert not contains(polygons, east + 0.01, north)
    for lon, lat in polygons[0][0]:
        assert contains(polygons, lon, lat)


@given(st.integers(5, 40), st.integers(0, 10**6), st.integers(0, 10**6))
def test_turning_or_reversing_a_ring_changes_nothing(corners: int, seed: int, turn: int) -> None:
    ring = star(corners, seed)[:-1]
    k = turn % len(ring)
    turned = ring[k:] + ring[:k]
    forms = [read_geometry(polygon([*r, r[0]])) for r in (ring, turned, ring[::-1])]
    chance = random.Random(turn)
    for _ in range(10):
        lon, lat = 127 + chance.uniform(-0.4, 0.4), 37 + chance.uniform(-0.4, 0.4)
        assert len({contains(form, lon, lat) for form in forms}) == 1


@given(st.integers(6, 40), st.integers(0, 10**6))
def test_swapping_two_corners_that_face_each_other_crosses(corners: int, seed: int) -> None:
    angles = [2 * math.pi * i / corners for i in range(corners)]
    ring = [[127 + 0.2 * math.cos(a), 37 + 0.2 * math.sin(a)] for a in angles]
    i, j = 0, corners // 2
    ring[i], ring[j] = ring[j], ring[i]
    assert outline.self_intersection([tuple(p) for p in [*ring, ring[0]]]) is not None


points = st.tuples(st.integers(0, 6), st.integers(0, 6))


@given(st.lists(points, min_size=3, max_size=8, unique=True))
def test_the_sweep_agrees_with_every_pair(corners: list[tuple[int, int]]) -> None:
    ring = [(127 + x / 100, 37 + y / 100) for x, y in [*corners, corners[0]]]
    exact = [outline._exact(position) for position in ring]
    sides = list(itertools.pairwise(exact))
    size = len(sides)
    clash = False
    for i in range(size):
        for j in range(i):
            if i - j == 1:
                clash |= segments.folded(sides[j], sides[i])
            elif i - j == size - 1:
                clash |= segments.folded(sides[i], sides[j])
            else:
                clash |= segments.meet(sides[i], sides[j])
    assert (outline.self_intersection(ring) is not None) == clash


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=3),
                    lambda inner: st.lists(inner, max_size=4), max_leaves=20))  # fmt: skip
def test_any_json_is_read_or_refused(coordinates: Any) -> None:
    try:
        read_geometry({"type": "MultiPolygon", "coordinates": coordinates})
    except OutlineError as error:
        assert error.code
