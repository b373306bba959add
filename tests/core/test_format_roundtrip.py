"""What is read comes back as it was, keys unknown to the format too; nothing else is let in."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.cli.plan_sentences import fault_line, sentence
from planner.core.formats import (
    FormatError,
    plan_from,
    plan_to,
    problem_from,
    problem_to,
    read_plan,
    read_problem,
    read_replan,
    replan_from,
    replan_to,
    write_plan,
    write_problem,
    write_replan,
)
from planner.core.problem import DeltaWeights, Forced, Placement, Plan, PlanEvent, Replan
from planner.core.rules import check_plan, check_replan
from planner.core.score import score_plan
from tests.core.drawn import problems, replannings
from tests.core.places import REMOVED, put, walk
from tests.core.small import small_plan, small_problem

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "plans"
PROBLEM, PLAN = problem_to(small_problem()), plan_to(small_plan())
REPLAN = replan_to(
    Replan(small_problem(), small_plan(), 3, True, ("a",), (Forced("b", 4),), DeltaWeights(day=9))
)
READERS = {
    "problem": (PROBLEM, problem_from, problem_to, read_problem, write_problem),
    "plan": (PLAN, plan_from, plan_to, read_plan, write_plan),
    "replan": (REPLAN, replan_from, replan_to, read_replan, write_replan),
}

often = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
whole = st.integers(-(2**63) + 1, 2**63 - 1)
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
placements = st.builds(Placement, whole, whole, st.lists(whole, max_size=3).map(tuple))
events = st.builds(PlanEvent, names, whole, whole, whole, st.none() | whole,
                   st.lists(placements, max_size=3).map(tuple))  # fmt: skip


@often
@given(st.builds(Plan, names, st.lists(events, max_size=3).map(tuple)))
def test_any_plan_comes_back(plan):
    assert read_plan(write_plan(plan).encode()) == plan


@often
@given(problems())
def test_any_problem_comes_back(problem):
    text = write_problem(problem)
    assert read_problem(text.encode()) == problem
    assert write_problem(read_problem(text)) == text


@often
@given(replannings())
def test_any_replanning_comes_back(drawn):
    task, _ = drawn
    assert read_replan(write_replan(task)) == task


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared problems are not here")
@pytest.mark.parametrize("name", ["seocho-s1", "district-year-s1", "city-month-s1"])
def test_shared_problems_lose_nothing(name):
    text = (SHARED / f"{name}.json").read_text(encoding="utf-8")
    assert problem_to(read_problem(text)) == json.loads(text)


NOTES = {
    "problem": ["note", "kits.note", "weights.note", "fields[1].note", "districts[0].note",
                "zones[2].note", "dongs[0].note", "venues[1].note", "venues[1].booths[2].note",
                "agencies[3].note", "agencies[3].needs.note"],
    "plan": ["note", "events[1].note", "events[0].assign[1].note"],
    "replan": ["note", "instance.note", "instance.agencies[0].note", "published.note",
               "published.events[2].assign[0].note", "force[0].note", "delta_weights.note"],
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_unknown_keys_come_back_wherever_they_stand(name):
    data, read, write, read_text, write_text = READERS[name]
    for path in NOTES[name]:
        data = put(data, path, {"deep": [1, {"er": None}, 0.5, "…"]})
    assert write(read(data)) == data
    value = read_text(write_text(read(data)))
    assert write(value) == data
    assert read(write(value)) == value


def test_an_unknown_key_follows_its_agency():
    problem = problem_from(put(PROBLEM, "agencies[1].phone", "02-123"))
    turned = replace(problem, agencies=problem.agencies[::-1])
    assert problem_to(turned)["agencies"][2]["phone"] == "02-123"
    gone = replace(problem, agencies=problem.agencies[2:])
    assert problem_to(gone)["agencies"] == PROBLEM["agencies"][2:]


def test_an_optional_key_may_be_left_out_or_null():
    for path in ("zones[0].last",):
        assert problem_from(put(PROBLEM, path, None)) == problem_from(put(PROBLEM, path, REMOVED))
    left_out = {key: REPLAN[key] for key in ("format", "instance", "published")}
    assert replan_from(left_out) == Replan(small_problem(), small_plan())
    assert replan_from(REPLAN | dict.fromkeys(["movable", "force", "now"])).movable == ()


def test_weights_of_changes_have_several_spellings():
    for key in ("dropped", "drop", "agency_dropped", "removed"):
        task = replan_from({**REPLAN, "delta_weights": {key: 7, "fields": 2}})
        assert task.delta_weights == DeltaWeights(dropped=7, fields=2)
        assert replan_from(replan_to(task)) == task


# --- what a file may hold instead

HOSTILE = [
    None, True, False, -1, 0, 1, 7, 99, 10**12, 2**62, 2**63, -(2**70), 10**400, 0.5, -0.0, 1e300,
    float("nan"), float("inf"), "", "0", "1" * 12, "2024-02-30", "9999-12-31", "\ud800",
    "\x00\x1b[31m\n", [], [[]], [None], [0, 0], {}, {"id": 1}, {"": {}}, REMOVED,
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, name: str):
    """The document with one to three places changed, repeated or exchanged."""
    data = READERS[name][0]
    for _ in range(draw(st.integers(1, 3))):
        places = [path for path, _ in walk(data)]
        if not places:
            break
        path = draw(st.sampled_from(places))
        value = draw(st.sampled_from(HOSTILE) | st.sampled_from([v for _, v in walk(data)]))
        data = put(data, path, value)
    return data


def judge(name, read, data):
    """A file is refused with places and lines, or everything can be done with its value."""
    _, _, write, read_text, write_text = READERS[name]
    try:
        value = read(data)
    except FormatError as error:
        assert error.faults
        for fault in error.faults:
            assert fault_line("file", fault).isprintable()
        return
    assert read_text(write_text(value).encode()) == value
    problem = small_problem()
    if name == "problem":
        found, problem = check_plan(value, small_plan()), value
        score_plan(value, small_plan())
    elif name == "plan":
        found = check_plan(problem, value)
        score_plan(problem, value)
    else:
        found, problem = check_replan(value, small_plan()), value.problem
    assert all(sentence(problem, item).isprintable() for item in found)
    assert write(value) is not None


fuzz = settings(max_examples=300, derandomize=True, deadline=None,
                suppress_health_check=list(HealthCheck))  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_a_changed_file_is_read_or_refused(name):
    @fuzz
    @given(mutated(name))
    def check(data):
        judge(name, READERS[name][1], data)
        text = json.dumps(data)
        judge(name, READERS[name][3], text)

    check()


@pytest.mark.parametrize("name", READERS)
def test_broken_text_is_read_or_refused(name):
    text = READERS[name][4](READERS[name][1](READERS[name][0])).encode()
    scraps = st.sampled_from([b'"', b"}", b"]", b"[" * 40, b"9" * 5000, b"\\ud800"])
    cut = st.tuples(st.integers(0, len(text)), st.integers(0, 30), st.binary(max_size=8) | scraps)

    @fuzz
    @given(st.lists(cut, min_size=1, max_size=2))
    def check(cuts):
        data = text
        for begin, length, other in cuts:
            data = data[:begin] + other + data[begin + length :]
        judge(name, READERS[name][3], data)

    check()
