"""Shares of dongs within a distance of stops: exact on a plane, and lawful anywhere."""

from __future__ import annotations

from math import pi
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.reach import Reached
from planner.maps.ground import border_between, middle_of, on_grid, points_on_grid
from planner.maps.reach import Ground, Laid, Stop, lay, reach, reach_on_plane
from planner.maps.reach_zones import neighbours

CIRCLE = 0.5 / 200  # what a circle of 256 sides may miss of a round one, generously


def square(number: int, west: float, south: float, side: float) -> Laid:
    from shapely import box

    shape = box(west, south, west + side, south + side)
    return Laid(number, shape, middle_of(shape))


def shares(dongs: list[Laid], points: list[tuple[float, float]], metres: float) -> list[Any]:
    keys = [str(i) for i in range(len(points))]
    return [row.share for row in reach_on_plane(dongs, keys, points, metres)]


class TestOnAPlane:
    def test_a_square_that_lies_within_is_reached_wholly(self) -> None:
        assert shares([square(1, -100, -100, 200)], [(0, 0)], 500) == [1.0]

    def test_a_quarter_of_a_circle_in_a_square(self) -> None:
        (found,) = shares([square(1, 0, 0, 2000)], [(0, 0)], 1000)
        assert found == pytest.approx(pi / 16, rel=CIRCLE)
        assert found == 0.1963

    def test_two_circles_count_their_common_part_once(self) -> None:
        dong = [square(1, -2000, -2000, 4000)]
        assert shares(dong, [(0, 0), (0, 0)], 1000) == shares(dong, [(0, 0)], 1000) == [0.1963]
        assert shares(dong, [(-1000, 0), (1000, 0)], 1000) == [0.3927]

    def test_the_nearest_stop_is_nearest_to_the_middle(self) -> None:
        (row,) = reach_on_plane([square(1, 0, 0, 200)], ["a", "b"], [(100, 900), (400, 100)], 500)
        assert row == Reached(1, row.share, "area", "b", 300)

    def test_without_stops_nobody_is_reached(self) -> None:
        assert reach_on_plane([square(1, 0, 0, 200)], [], [], 500) == (Reached(1, 0.0),)

    def test_a_label_is_all_or_nothing_and_no_position_is_not_known(self) -> None:
        dongs = [Laid(1, None, (0, 400)), Laid(2, None, (0, 600)), Laid(3, None, None)]
        assert shares(dongs, [(0, 0)], 500) == [1.0, 0.0, None]
        assert [row.how for row in reach_on_plane(dongs, [], [], 500)] == [
            "label", "label", "unknown",
        ]  # fmt: skip


class TestOnTheGround:
    def test_the_grid_is_koreas(self) -> None:
        ((east, north),) = points_on_grid([(38.0, 127.5)])  # where its origin lies
        assert (round(east), round(north)) == (1_000_000, 2_000_000)
        assert points_on_grid([]) == []

    def test_a_share_from_degrees(self) -> None:
        ring = [[127.0, 37.5], [127.02, 37.5], [127.02, 37.52], [127.0, 37.52], [127.0, 37.5]]
        outline = {"type": "Polygon", "coordinates": [ring]}
        area = on_grid(outline).area
        laid = lay([Ground(1, outline), Ground(2, None, (37.51, 127.01)), Ground(3)])
        found = reach(laid, [Stop("a", "A", (37.51, 127.01))], 500)
        assert found[0].share == round(found[0].share or 0, 4)
        assert found[0].share == pytest.approx(pi * 500**2 / area, rel=CIRCLE)
        assert (found[0].nearest, found[0].metres) == ("a", 0)
        assert found[1] == Reached(2, 1.0, "label", "a", 0)
        assert found[2].share is None

    def test_a_common_corner_is_no_common_border(self) -> None:
        one, two, three = square(1, 0, 0, 100), square(2, 102, 0, 100), square(3, 100, 100, 100)
        assert border_between(one.shape, two.shape)  # over a slit of two metres
        assert not border_between(one.shape, three.shape)
        assert neighbours([one, two, three]) == {
            1: frozenset({2}), 2: frozenset({1, 3}), 3: frozenset({2}),
        }  # fmt: skip

    def test_without_outlines_the_nearest_labels_are_neighbours(self) -> None:
        dongs = [Laid(i, None, (100.0 * i, 0.0)) for i in range(6)]
        found = neighbours(dongs)
        assert found[0] == frozenset({1, 2, 3})
        assert all(i in found[j] for i in found for j in found[i])


points = st.lists(
    st.tuples(st.integers(-3000, 3000), st.integers(-3000, 3000)).map(
        lambda pair: (float(pair[0]), float(pair[1]))
    ),
    max_size=8,
)


@settings(max_examples=60)
@given(points, points, st.integers(100, 3000))
def test_more_stops_never_lower_a_share(
    first: list[tuple[float, float]], more: list[tuple[float, float]], metres: int
) -> None:
    dongs = [square(1, -1000, -1000, 2000), square(2, 1000, -1000, 700), Laid(3, None, (0.0, 9.0))]
    before = shares(dongs, first, metres)
    after = shares(dongs, first + more, metres)
    assert all(0 <= old <= new <= 1 for old, new in zip(before, after, strict=True))


@settings(max_examples=30)
@given(points, st.integers(100, 2900))
def test_a_longer_way_never_lowers_a_share(stops: list[tuple[float, float]], metres: int) -> None:
    dongs = [square(1, -1000, -1000, 2000), Laid(3, None, (0.0, 9.0))]
    near, far = shares(dongs, stops, metres), shares(dongs, stops, metres + 100)
    assert all(one <= two for one, two in zip(near, far, strict=True))
