"""Whatever a file holds, it is taken or refused with a code; nothing else is ever raised."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.outline import OutlineError, read_geometry
from planner.places import shapes
from planner.places.address_files import check_file
from planner.places.address_kinds import ADDRESSES
from planner.places.outline_files import read_features
from planner.tabular import RowsRefused, fault_advice, fault_sentence

NUMBERS = (
    st.integers() | st.floats(allow_nan=True) | st.sampled_from([10**400, -(10**400), 127, 37])
)
JSON: Any = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
AREA = st.sampled_from(["Polygon", "MultiPolygon", "Point", "GeometryCollection", None])
GEOMETRY = st.fixed_dictionaries({"type": AREA, "coordinates": JSON, "arcs": JSON}) | JSON
GEOJSON = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["FeatureCollection", "Feature", "Polygon"]),
        "features": st.lists(
            st.fixed_dictionaries({"properties": JSON, "geometry": GEOMETRY}) | JSON, max_size=3
        ),
        "properties": JSON,
        "geometry": GEOMETRY,
    },
    optional={"crs": JSON},
)
TOPOJSON = st.fixed_dictionaries(
    {
        "type": st.just("Topology"),
        "arcs": st.lists(st.lists(st.lists(NUMBERS, max_size=3), max_size=4), max_size=4) | JSON,
        "objects": st.dictionaries(
            st.text(max_size=4),
            GEOMETRY
            | st.fixed_dictionaries(
                {"type": st.just("GeometryCollection"), "geometries": st.lists(GEOMETRY)}
            ),
            max_size=2,
        )
        | JSON,
    },
    optional={"transform": JSON},
)


def outlines(data: bytes) -> None:
    with suppress(OutlineError):
        for feature in read_features(data):
            assert isinstance(feature.name, str)
            with suppress(OutlineError):
                read_geometry(feature.geometry())


@given(GEOJSON | TOPOJSON | JSON)
def test_any_json_is_read_or_refused(value: Any) -> None:
    outlines(json.dumps(value).encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    outlines(data)


CELL = st.sampled_from(["", "1165010800", "사임당로", "89", "nan", "1e400", "127.02", "37.48", '"',
                        "-", "０", "{{7*191}}"]) | st.text(max_size=12)  # fmt: skip
LAYOUT = st.lists(
    st.lists(CELL, min_size=16, max_size=19).map("|".join), min_size=1, max_size=4
).map("\r\n".join)
TABLE = st.lists(st.lists(CELL, min_size=2, max_size=4).map(",".join), max_size=4).map(
    lambda rows: "\n".join(["address,lat,lon,postcode", *rows])
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    (LAYOUT | TABLE | st.text(max_size=80)).map(lambda text: text.encode("utf-8", "replace"))
    | st.binary(max_size=200)
)
def test_any_list_of_addresses_is_taken_or_refused_in_words(app: Any, data: bytes) -> None:
    try:
        assert check_file(io.BytesIO(data), (), "지하").addresses > 0
    except RowsRefused as refused:
        assert refused.faults
        for fault in refused.faults:
            assert fault_sentence(fault, ADDRESSES)
            assert fault_advice(fault, ADDRESSES)


CUTS = st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True).map(
    lambda cuts: [0, *sorted(cuts), 100]
)


@given(CUTS, CUTS)
def test_a_rectangle_cut_up_is_sound_and_merges_into_itself(xs: list[int], ys: list[int]) -> None:
    parts = []
    for west, east in pairwise(127 + x / 5000 for x in xs):
        for south, north in pairwise(37 + y / 5000 for y in ys):
            ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
            parts.append({"type": "Polygon", "coordinates": [ring]})
    flat = shapes.in_metres(parts)
    assert (shapes.overlaps(flat), shapes.gaps(flat)) == ([], [])
    assert len(shapes.groups(flat)) == 1
    whole = shapes.merged(parts)
    corners = {(round(x, 4), round(y, 4)) for x, y in whole["coordinates"][0]}
    border = {(x, y) for x in xs for y in ys if x in (0, 100) or y in (0, 100)}
    assert corners == {(round(127 + x / 5000, 4), round(37 + y / 5000, 4)) for x, y in border}
