"""TopoJSON: arcs put together as they are shared, and every fault with its own code."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.outline import OutlineError
from planner.core.topojson import MOST_DECODED, Topology

# Two squares side by side: arc 0 is the border between them, 1 and 2 the rest of left and right.
ARCS = [
    [[1, 0], [0, 1]],
    [[1, 1], [-1, 0], [0, -1], [1, 0]],
    [[1, 0], [1, 0], [0, 1], [-1, 0]],
]
LEFT = {"type": "Polygon", "arcs": [[0, 1]]}
RIGHT = {"type": "Polygon", "arcs": [[2, -1]]}


def topology(*geometries: Any, arcs: Any = ARCS, **more: Any) -> dict[str, Any]:
    return {
        "type": "Topology",
        "arcs": arcs,
        "transform": {"scale": [0.5, 0.25], "translate": [127, 37]},
        "objects": {"dongs": {"type": "GeometryCollection", "geometries": list(geometries)}},
        **more,
    }


def fault(value: dict[str, Any]) -> str:
    with pytest.raises(OutlineError) as caught:
        read = Topology(value)
        for geometry in read.geometries:
            read.decoded(geometry)
    return caught.value.code


def test_neighbours_share_their_arc() -> None:
    read = Topology(topology(LEFT, RIGHT))
    assert [read.decoded(geometry) for geometry in read.geometries] == [
        {"type": "Polygon", "coordinates": [
            [[127.5, 37.0], [127.5, 37.25], [127.0, 37.25], [127.0, 37.0], [127.5, 37.0]]]},
        {"type": "Polygon", "coordinates": [
            [[127.5, 37.0], [128.0, 37.0], [128.0, 37.25], [127.5, 37.25], [127.5, 37.0]]]},
    ]  # fmt: skip


def test_without_a_transform_arcs_are_positions() -> None:
    arcs = [[[127, 37], [127.5, 37], [127.5, 37.5], [127, 37]]]
    value = topology({"type": "MultiPolygon", "arcs": [[[0]]]}, arcs=arcs)
    del value["transform"]
    read = Topology(value)
    assert read.decoded(read.geometries[0]) == {
        "type": "MultiPolygon",
        "coordinates": [[[[127.0, 37.0], [127.5, 37.0], [127.5, 37.5], [127.0, 37.0]]]],
    }


@given(st.lists(st.tuples(st.integers(-99, 99), st.integers(-99, 99)), min_size=2, max_size=20))
def test_an_arc_backwards_is_the_arc_reversed(steps: list[tuple[int, int]]) -> None:
    arcs = [[list(step) for step in steps]]
    read = Topology(topology(arcs=arcs) | {"objects": {"a": LEFT}})
    assert read._arc(-1) == read._arc(0)[::-1]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (topology(arcs=None), "not_topojson"),
        (topology(objects=[]), "not_topojson"),
        (topology(objects={}), "no_layer"),
        (topology({"type": "LineString", "arcs": [0]}), "no_layer"),
        (topology(objects={"a": LEFT, "b": RIGHT}), "several_layers"),
        (topology(LEFT, transform={"scale": [1], "translate": [0, 0]}), "bad_transform"),
        (topology(LEFT, transform={"scale": [1, float("nan")], "translate": [0, 0]}),
         "bad_transform"),
        (topology(LEFT, transform={"scale": [0, 1], "translate": [0, 0]}), "bad_transform"),
        (topology(LEFT, transform=3), "bad_transform"),
        (topology(LEFT, {"type": "Point"}), "not_a_polygon"),
        (topology(LEFT, None), "not_a_polygon"),
        (topology({"type": "Polygon", "arcs": [[0, 9]]}), "no_arc"),
        (topology({"type": "Polygon", "arcs": [[-4]]}), "no_arc"),
        (topology({"type": "Polygon", "arcs": [[True]]}), "bad_arc"),
        (topology({"type": "Polygon", "arcs": [["0"]]}), "bad_arc"),
        (topology({"type": "Polygon", "arcs": [[0, 2]]}), "arcs_apart"),
        (topology({"type": "Polygon", "arcs": []}), "not_positions"),
        (topology({"type": "Polygon", "arcs": [[]]}), "not_positions"),
        (topology({"type": "Polygon"}), "not_positions"),
        (topology(LEFT, arcs=[[[1, 0]], *ARCS[1:]]), "bad_arc"),
        (topology(LEFT, arcs=[[[1, 0, 5], [0, 1, 5]], *ARCS[1:]]), "third_dimension"),
        (topology(LEFT, arcs=[[[1, 10**400], [0, 1]], *ARCS[1:]]), "bad_arc"),
        (topology(LEFT, arcs=["arc", *ARCS[1:]]), "bad_arc"),
    ],
)  # fmt: skip
def test_every_fault_has_a_code(value: dict[str, Any], code: str) -> None:
    assert fault(value) == code


def test_one_long_arc_named_many_times_is_not_unfolded_for_ever() -> None:
    long = [[[0, 0], *([[1, 0], [-1, 0]] * 10_000)]]
    many = [{"type": "Polygon", "arcs": [[0]]} for _ in range(MOST_DECODED // 20_000 + 2)]
    assert fault(topology(*many, arcs=long)) == "too_many_positions"
    assert fault(topology({"type": "Polygon", "arcs": [[0] * 10]}, arcs=long)) == (
        "too_many_positions"
    )
