"""Zones of dongs: whole, even, compact, and the same each time."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.zoning import Neighbours, Plot, bridged, matched, quality
from planner.core.zoning_search import cost_of, suggest


def grid(width: int, height: int, values: list[int]) -> tuple[list[Plot], Neighbours]:
    """Dongs as squares of a kilometre, numbered row by row."""
    plots = [
        Plot(y * width + x, values[y * width + x], 1000.0 * x, 1000.0 * y)
        for y in range(height)
        for x in range(width)
    ]
    near = {
        plot.id: frozenset(
            other.id for other in plots if abs(plot.x - other.x) + abs(plot.y - other.y) == 1000
        )
        for plot in plots
    }
    return plots, near


def best_by_trying(plots: list[Plot], near: Neighbours, count: int) -> float:
    """The least cost of all ways to make whole zones."""
    found = []
    for way in product(range(count), repeat=len(plots)):
        zones = [[p.id for p, z in zip(plots, way, strict=True) if z == i] for i in range(count)]
        if all(zones) and quality(plots, near, zones).contiguous:
            found.append(cost_of(plots, zones))
    return min(found)


def test_even_dongs_become_even_zones() -> None:
    plots, near = grid(4, 3, [100] * 12)
    zones = suggest(plots, near, 4)
    found = quality(plots, near, zones)
    assert found.loads == (300, 300, 300, 300)
    assert found.deviation == 0
    assert found.contiguous


def test_the_search_finds_the_best_of_small_ones() -> None:
    for values in ([9, 1, 1, 1, 1, 1, 1, 1, 9], [5, 3, 8, 2, 7, 1, 6, 4, 9], [1] * 9):
        plots, near = grid(3, 3, values)
        for count in (2, 3):
            found = cost_of(plots, suggest(plots, near, count))
            assert abs(found - best_by_trying(plots, near, count)) < 1e-9


def test_zones_are_measured_whoever_drew_them() -> None:
    plots, near = grid(3, 1, [10, 20, 60])
    found = quality(plots, near, [(0, 2), (1,)])
    assert found.loads == (70, 20)
    assert found.deviation == 25 / 45
    assert found.whole == (False, True)
    assert found.spread == 2000 / 3


def test_an_island_is_joined_over_the_shortest_way() -> None:
    plots = [Plot(1, 1, 0, 0), Plot(2, 1, 1000, 0), Plot(3, 1, 5000, 0)]
    near, joins = bridged(plots, {1: frozenset({2}), 2: frozenset({1})})
    assert joins == [(2, 3)]
    assert near[3] == frozenset({2})
    assert bridged([], {}) == ({}, [])


def test_a_suggestion_keeps_the_names_that_fit() -> None:
    values = {1: 5, 2: 5, 3: 5, 4: 50}
    assert matched([(1, 2), (3, 4)], {7: [1, 2, 3], 8: [4]}, values) == [7, 8]
    assert matched([(1,), (2,), (3, 4)], {7: [1, 2, 3, 4]}, values) == [None, None, 7]


def test_more_zones_than_dongs_and_none() -> None:
    plots, near = grid(2, 1, [1, 2])
    assert suggest(plots, near, 5) == [(0,), (1,)]
    assert suggest([], {}, 3) == []


def test_nobody_lives_anywhere() -> None:
    plots, near = grid(3, 2, [0] * 6)
    zones = suggest(plots, near, 2)
    assert quality(plots, near, zones).deviation is None
    assert quality(plots, near, zones).contiguous


@settings(max_examples=40)
@given(st.data())
def test_every_dong_is_in_one_whole_zone(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 4))
    size = width * height
    values = data.draw(st.lists(st.integers(0, 1000), min_size=size, max_size=size))
    count = data.draw(st.integers(1, 6))
    plots, near = grid(width, height, values)
    zones = suggest(plots, near, count)
    assert sorted(key for zone in zones for key in zone) == list(range(size))
    assert len(zones) == min(count, size)
    assert quality(plots, near, zones).contiguous
    assert suggest(plots, near, count) == zones
