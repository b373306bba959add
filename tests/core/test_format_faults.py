"""Every kind of fault in a file is named with its exact place."""

from __future__ import annotations

import math

import pytest

from planner.core.formats import (
    FormatError,
    plan_from,
    plan_to,
    problem_from,
    problem_to,
    replan_from,
    replan_to,
)
from planner.core.problem import Forced, Replan
from tests.core.places import REMOVED, put, shape, walk
from tests.core.small import small_plan, small_problem

FAR = 2**63
LISTED = Replan(small_problem(), small_plan(), 3, True, ("a",), (Forced("b", 4, 20),))
PROBLEM = problem_to(small_problem())
PROBLEM["zones"][1]["last"] = -9  # an integer in every place that may hold one
PLAN = plan_to(small_plan())
PLAN["events"][1]["fallback"] = 20
REPLAN = {key: value for key, value in replan_to(LISTED).items() if key != "instance"}

# What may stand in a place: by the shape of its path, else by its last key.
KINDS = {
    "integer": "id district zone home covers[] fallbacks[] serves[] agencies[].fields[] last day "
    "venue fallback agency booth assign[].fields[] now periods[][] conflicts[][] not_adjacent[][]",
    "count": "days weekday0 rain[] need pool turnaround events min_gap max_weekend min max target "
    "gap vuln reach[] staff max_week uncovered zone_dev period_miss weights.reach weights.vuln "
    "load travel[][] weights.travel adjacent delta_weights.day delta_weights.venue dropped added "
    "delta_weights.fields delta_weights.booth",
    "text": "name instance events[].id event movable[]",
    "number": "x y",
    "length": "adj_radius",
    "flag": "indoor private power water access noisy quiet pin_schedule",
    "days": "allowed weekend avail",
    "date": "start",
    "list": "rain fields districts zones dongs venues reach covers fallbacks booths agencies "
    "serves travel travel[] periods periods[] conflicts conflicts[] not_adjacent not_adjacent[] "
    "agencies[].fields assign assign[].fields movable force published.events",
    "object": "kits needs weights fields[] districts[] zones[] dongs[] venues[] booths[] "
    "agencies[] events[] assign[] force[] published delta_weights",
}  # fmt: skip

WHOLE = [(value, "not_an_integer") for value in ("3", 1.5, 3.0, True, None, [], {})]
WRONG = {
    "integer": [*WHOLE, (FAR, "too_large"), (-FAR - 1, "too_large")],
    "count": [*WHOLE, (FAR, "too_large"), (-1, "too_small")],
    "text": [(3, "not_a_text"), (None, "not_a_text"), (["a"], "not_a_text"),
             ("a\ud800", "not_unicode")],
    "number": [("3", "not_a_number"), (None, "not_a_number"), (True, "not_a_number"),
               (math.nan, "not_a_number"), (-math.inf, "not_a_number"), (1e300, "too_large")],
    "length": [("3", "not_a_number"), (-0.5, "too_small"), (10**300, "too_large")],
    "flag": [(2, "not_a_flag"), ("1", "not_a_flag"), (None, "not_a_flag"), ([], "not_a_flag")],
    "days": [(7, "not_a_text"), ("1" * 11 + "2", "not_days"), ("1" * 11, "wrong_length"),
             ("", "wrong_length"), ("1" * 13, "wrong_length")],
    "date": [(20240201, "not_a_text"), ("2024-02-30", "not_a_date"), ("20240201", "not_a_date"),
             ("2024-W05-4", "not_a_date"), ("", "not_a_date"), ("2024-2-1", "not_a_date")],
    "list": [({}, "not_a_list"), (None, "not_a_list"), ("[]", "not_a_list"), (0, "not_a_list")],
    "object": [([], "not_an_object"), (None, "not_an_object"), (0, "not_an_object")],
}  # fmt: skip

BY_SHAPE = {place: kind for kind, places in KINDS.items() for place in places.split()}


def kind_of(path: str) -> str:
    """By the longest ending of the path's shape that is listed."""
    parts = shape(path).split(".")
    endings = [".".join(parts[n:]) for n in range(len(parts))]
    if path == "events":
        return "list"
    return next(BY_SHAPE[ending] for ending in endings if ending in BY_SHAPE)


def places(data) -> list[str]:
    """One path of every shape (the last, as it shows that numbers are not just 0)."""
    return list({shape(path): path for path, _ in walk(data) if "format" not in path}.values())


def faults(read, data) -> list[tuple[str, str]]:
    with pytest.raises(FormatError) as caught:
        read(data)
    return [(fault.path, fault.reason) for fault in caught.value.faults]


DOCUMENTS = [(problem_from, PROBLEM), (plan_from, PLAN)]
CASES = [
    pytest.param(read, data, path, id=path) for read, data in DOCUMENTS for path in places(data)
]
REPLAN_PLACES = [path for path in places(REPLAN) if not path.startswith("published.events")]


@pytest.mark.parametrize(("read", "data", "path"), CASES)
def test_a_wrong_value_is_named_by_its_place(read, data, path):
    for value, reason in WRONG[kind_of(path)]:
        if value is None and path.endswith((".last", ".fallback")):
            continue  # null is a right value there
        assert faults(read, put(data, path, value)) == [(path, reason)], value


@pytest.mark.parametrize("path", REPLAN_PLACES)
def test_a_wrong_value_of_a_replanning(path):
    whole = {**REPLAN, "instance": PROBLEM}
    for value, reason in WRONG[kind_of(path)]:
        if value is not None:  # null: as if it were left out
            assert faults(replan_from, put(whole, path, value)) == [(path, reason)], value


@pytest.mark.parametrize(("read", "data", "path"), CASES)
def test_a_missing_key_is_named_by_its_place(read, data, path):
    if path.endswith("]"):
        return
    if path.endswith((".last", ".fallback")):
        read(put(data, path, REMOVED))
    else:
        assert faults(read, put(data, path, REMOVED)) == [(path, "missing")]


def test_parts_of_a_replanning_are_named_within_it():
    whole = {**REPLAN, "instance": PROBLEM}
    wrong = put(put(whole, "instance.venues[1].booths[2].x", "left"), "published.events[0].day", "")
    assert faults(replan_from, put(wrong, "force[0].day", [])) == [
        ("instance.venues[1].booths[2].x", "not_a_number"),
        ("published.events[0].day", "not_an_integer"),
        ("force[0].day", "not_an_integer"),
    ]
    assert faults(replan_from, put(whole, "instance.conflicts[0][1]", 88)) == [
        ("instance.conflicts[0][1]", "unknown_id")
    ]
    for key in ("instance", "published"):
        assert (key, "missing") in faults(replan_from, put(whole, key, REMOVED))


@pytest.mark.parametrize(
    ("path", "value", "found"),
    [
        ("zones[2].district", 4, ("zones[2].district", "unknown_id", {"id": 4})),
        ("dongs[0].zone", 4, ("dongs[0].zone", "unknown_id", {"id": 4})),
        ("venues[1].district", 4, ("venues[1].district", "unknown_id", {"id": 4})),
        ("venues[1].zone", 4, ("venues[1].zone", "unknown_id", {"id": 4})),
        ("venues[0].covers[1]", 7, ("venues[0].covers[1]", "unknown_id", {"id": 7})),
        ("venues[1].fallbacks[0]", 7, ("venues[1].fallbacks[0]", "unknown_id", {"id": 7})),
        ("agencies[0].serves[1]", 4, ("agencies[0].serves[1]", "unknown_id", {"id": 4})),
        ("agencies[3].fields[1]", 9, ("agencies[3].fields[1]", "unknown_id", {"id": 9})),
        ("conflicts[0][1]", 88, ("conflicts[0][1]", "unknown_id", {"id": 88})),
        ("not_adjacent[0][0]", 88, ("not_adjacent[0][0]", "unknown_id", {"id": 88})),
        ("fields[1].id", 1, ("fields[1].id", "duplicate", {"id": 1})),
        ("dongs[2].id", 101, ("dongs[2].id", "duplicate", {"id": 101})),
        ("agencies[1].id", 30, ("agencies[1].id", "duplicate", {"id": 30})),
        ("venues[2].booths[2].id", 0, ("venues[2].booths[2].id", "duplicate", {"id": 0})),
        ("rain", [0] * 11, ("rain", "wrong_length", {"expected": 12, "found": 11})),
        ("rain[3]", 101, ("rain[3]", "too_large", {"most": 100, "found": 101})),
        ("travel", [[0, 9]], ("travel", "wrong_length", {"expected": 2, "found": 1})),
        ("travel[1]", [8], ("travel[1]", "wrong_length", {"expected": 2, "found": 1})),
        ("travel[1][0]", -8, ("travel[1][0]", "too_small", {"least": 0, "found": -8})),
        ("weekday0", 7, ("weekday0", "too_large", {"most": 6, "found": 7})),
        ("conflicts[0]", [31], ("conflicts[0]", "not_a_pair", {"found": 1})),
        ("venues[0].reach", [1, 2, 3], ("venues[0].reach", "not_a_pair", {"found": 3})),
        ("periods[0]", [], ("periods[0]", "not_a_pair", {"found": 0})),
        ("start", "9999-12-25", ("days", "too_large", {"most": 7, "found": 12})),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_named(path, value, found):
    with pytest.raises(FormatError) as caught:
        problem_from(put(PROBLEM, path, value))
    fault = caught.value.faults[0]
    assert (fault.path, fault.reason, dict(fault.data)) == found


def test_all_faults_are_listed_in_the_order_of_the_file():
    wrong = put(put(PROBLEM, "allowed", "11"), "zones[0].gap", REMOVED)
    wrong = put(put(wrong, "agencies[0].staff", -1), "venues[1].booths[2].x", "left")
    assert faults(problem_from, wrong) == [
        ("allowed", "wrong_length"),
        ("zones[0].gap", "missing"),
        ("venues[1].booths[2].x", "not_a_number"),
        ("agencies[0].staff", "too_small"),
    ]
