"""Problems, plans and re-plannings as text: nothing lost, every fault named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.formats import (
    FormatError,
    plan_from,
    plan_to,
    problem_from,
    problem_to,
    read_plan,
    read_problem,
    read_replan,
    write_plan,
    write_problem,
    write_replan,
)
from planner.core.problem import DeltaWeights, Forced, Placement, Plan, PlanEvent, Replan
from tests.core.small import small_plan, small_problem

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "plans"


def faults(read, data) -> dict[str, str]:
    with pytest.raises(FormatError) as caught:
        read(data)
    return {fault.path: fault.reason for fault in caught.value.faults}


def test_a_problem_comes_back():
    problem = replace(small_problem(), extra={"seed": 4})
    assert read_problem(write_problem(problem)) == problem
    assert json.loads(write_problem(problem))["seed"] == 4


def test_a_plan_and_a_replanning_come_back():
    plan = small_plan()
    replan = Replan(small_problem(), plan, 3, True, ("a",), (Forced("b", 4),), DeltaWeights(day=9))
    assert read_plan(write_plan(plan)) == plan
    assert read_replan(write_replan(replan).encode()) == replan


names = st.text(max_size=6)
placements = st.builds(
    Placement, st.integers(), st.integers(), st.lists(st.integers(), max_size=3).map(tuple)
)
events = st.builds(
    PlanEvent,
    names,
    st.integers(),
    st.integers(),
    st.integers(),
    st.none() | st.integers(),
    st.lists(placements, max_size=3).map(tuple),
)


@given(st.builds(Plan, names, st.lists(events, max_size=3).map(tuple)))
def test_any_plan_comes_back(plan):
    assert read_plan(write_plan(plan)) == plan


def test_all_faults_are_named_at_once():
    data = problem_to(small_problem())
    data["venues"][1]["booths"][2]["x"] = "left"
    data["agencies"][0]["staff"] = -1
    data["allowed"] = "11"
    del data["zones"][0]["gap"]
    assert faults(problem_from, data) == {
        "venues[1].booths[2].x": "not_a_number",
        "agencies[0].staff": "too_small",
        "allowed": "wrong_length",
        "zones[0].gap": "missing",
    }


def test_ids_that_name_nothing_are_named():
    data = problem_to(small_problem())
    data["venues"][0]["covers"] = [100, 7]
    data["agencies"][1]["id"] = 30
    data["conflicts"] = [[30, 88]]
    found = faults(problem_from, data)
    assert found["venues[0].covers[1]"] == "unknown_id"
    assert found["agencies[1].id"] == "duplicate"
    assert found["conflicts[0][1]"] == "unknown_id"


@pytest.mark.parametrize(
    ("text", "reason"),
    [(b"\xff", "not_utf8"), ("{", "not_json"), ("[]", "not_an_object"), ("3", "not_an_object")],
)
def test_what_is_no_plan_is_refused(text, reason):
    assert reason in faults(read_plan, text).values()


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["format", "instance", "events", "id", "day"]), inner),
    max_leaves=8,
))  # fmt: skip
def test_any_json_is_read_or_refused(data):
    try:
        plan = plan_from(data)
    except FormatError as error:
        assert error.faults
    else:
        assert plan_from(plan_to(plan)) == plan


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared problems are not here")
@pytest.mark.parametrize("name", ["seocho-s1", "district-year-s1", "city-month-s1"])
def test_shared_problems_lose_nothing(name):
    text = (SHARED / f"{name}.json").read_text(encoding="utf-8")
    assert problem_to(read_problem(text)) == json.loads(text)
