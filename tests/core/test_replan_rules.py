"""R01 to R05: a plan that breaks exactly one rule of re-planning, and its twin that is right."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from planner.core.problem import Forced, Plan, PlanEvent, Replan
from planner.core.rules import REPLAN_RULES, check_replan
from planner.core.violation import Violation
from tests.core.small import change_event, placed, small_plan, small_problem

PROBLEM, PLAN = small_problem(), small_plan()
# Day 3: event a (day 1) has been held; c (day 4) and b (day 7) are to come, b is pinned.
TASK = Replan(PROBLEM, PLAN, now=3, pin_schedule=True, movable=("c",))
FREE = replace(TASK, pin_schedule=False)


@dataclass(frozen=True)
class Case:
    """`wrong` breaks `expected` alone; `right` breaks nothing (in the task `better`)."""

    expected: Violation
    wrong: Plan
    right: Plan = PLAN
    task: Replan = TASK
    better: Replan | None = None


def wishing(*wishes: Forced) -> Replan:
    return replace(TASK, force=wishes)


A, B, Z = (("event", "a"),), (("event", "b"),), (("event", "z"),)
PAST_CHANGED = Violation("R02", A, {"reason": "changed"})
NEW = PlanEvent("z", 5, 9, 20)

CASES = {
    "R01 missing": Case(
        Violation("R01", B, {"reason": "missing"}),
        Plan("small", (PLAN.events[0], PLAN.events[2])),
    ),
    "R01 new": Case(Violation("R01", Z, {"reason": "new"}), Plan("small", (*PLAN.events, NEW))),
    "R01 district": Case(
        Violation("R01", B, {"reason": "district"}), change_event(PLAN, "b", district=3)
    ),
    "R02 changed day": Case(PAST_CHANGED, change_event(PLAN, "a", day=2), task=FREE, better=FREE),
    "R02 moved out of the past": Case(
        PAST_CHANGED, change_event(PLAN, "a", day=6), task=FREE, better=FREE
    ),
    "R02 changed venue": Case(
        PAST_CHANGED, change_event(PLAN, "a", venue=20), task=FREE, better=FREE
    ),
    "R02 changed fallback": Case(
        PAST_CHANGED,
        change_event(PLAN, "a", fallback=None),
        change_event(PLAN, "a", fallback=None),
        better=replace(TASK, now=1),
    ),
    "R02 into_past": Case(
        Violation("R02", (("event", "c"),), {"reason": "into_past", "day": 2, "now": 3}),
        change_event(PLAN, "c", day=2),
        change_event(PLAN, "c", day=3),
    ),
    "R03 dropped": Case(Violation("R03", A), change_event(PLAN, "a", assign=())),
    "R03 another booth": Case(
        Violation("R03", A),
        change_event(PLAN, "a", assign=placed((31, 0, (1,)), (32, 2, (2,)))),
        change_event(PLAN, "a", assign=placed((32, 2, (2,)), (31, 1, (1,)))),
    ),
    "R03 other fields": Case(
        Violation("R03", A),
        change_event(PLAN, "a", assign=placed((31, 1, (2,)), (32, 2, (2,)))),
    ),
    "R04 day": Case(
        Violation("R04", B, {"day": 8, "was_day": 7, "venue": 20, "was_venue": 20}),
        change_event(PLAN, "b", day=8),
        change_event(PLAN, "b", day=8),
        better=replace(TASK, movable=("b", "c")),
    ),
    "R04 venue": Case(
        Violation("R04", B, {"day": 7, "was_day": 7, "venue": 21, "was_venue": 20}),
        change_event(PLAN, "b", venue=21),
        change_event(PLAN, "b", venue=21),
        better=FREE,
    ),
    "R05 missing": Case(
        Violation("R05", Z, {"reason": "missing"}), PLAN, task=wishing(Forced("z")), better=TASK
    ),
    "R05 day": Case(
        Violation("R05", B, {"reason": "day", "day": 7, "wanted": 8}),
        PLAN,
        change_event(PLAN, "b", day=8),
        wishing(Forced("b", 8)),
    ),
    "R05 venue": Case(
        Violation("R05", B, {"reason": "venue", "venue": 20, "wanted": 21}),
        PLAN,
        change_event(PLAN, "b", venue=21),
        wishing(Forced("b", None, 21)),
    ),
    "R05 day before venue": Case(
        Violation("R05", B, {"reason": "day", "day": 7, "wanted": 8}),
        PLAN,
        change_event(PLAN, "b", day=8, venue=21),
        wishing(Forced("b", 8, 21)),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_exactly_the_broken_rule_is_named(name):
    case = CASES[name]
    assert check_replan(case.task, case.wrong) == (case.expected,)


@pytest.mark.parametrize("name", CASES)
def test_its_twin_is_right(name):
    case = CASES[name]
    assert check_replan(case.better or case.task, case.right) == ()


def test_every_rule_of_replanning_has_a_case():
    assert {name[:3] for name in CASES} == set(REPLAN_RULES)


def test_several_events_are_named_in_the_order_of_their_plans():
    """Not in the order of a set, which changes from run to run."""
    names = [f"n{number}" for number in range(6)]
    other = Plan("small", tuple(replace(NEW, id=name) for name in reversed(names)))
    found = check_replan(FREE, other)
    assert [item.subjects[0][1] for item in found] == ["a", "b", "c", *reversed(names)]


def test_an_event_on_the_day_itself_is_still_to_come():
    today = replace(FREE, now=1)
    assert check_replan(today, change_event(PLAN, "a", day=5, assign=())) == ()
    assert check_replan(FREE, change_event(PLAN, "a", day=5, assign=())) == (
        PAST_CHANGED,
        Violation("R03", A),
    )


def test_a_wish_without_day_and_venue_frees_a_pinned_event():
    moved = change_event(PLAN, "b", day=9)
    assert check_replan(wishing(Forced("b")), moved) == ()
    assert [item.code for item in check_replan(TASK, moved)] == ["R04"]
