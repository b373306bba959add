"""H10 to H16: a plan that breaks exactly one rule, and its twin that is right."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from planner.core.problem import Needs, Plan, Problem
from planner.core.rules import RULES, check_plan
from planner.core.violation import Violation
from tests.core.small import alter, change_event, placed, small_plan, small_problem

PROBLEM, PLAN = small_problem(), small_plan()


@dataclass(frozen=True)
class Case:
    """`wrong` breaks `expected` alone; `right` breaks nothing (in the problem `better`)."""

    expected: Violation
    wrong: Plan
    right: Plan = PLAN
    problem: Problem = PROBLEM
    better: Problem | None = None


def seated(name: str, *rows: tuple[int, int, tuple[int, ...]], **changes: object) -> Plan:
    return change_event(PLAN, name, assign=placed(*rows), **changes)


DEMANDING = alter(PROBLEM, "agencies", 30, needs=Needs(True, True, True, True))
BAND_IN_ELM = alter(PROBLEM, "agencies", 31, serves=(5, 3))
AID = ("agency", 30)
B_AID = (("event", "b"), AID)

CASES = {
    "H10 unknown": Case(
        Violation("H10", (("event", "b"), ("agency", 99), ("district", 5)),
                  {"reason": "unknown", "day": 7}),
        seated("b", (99, 0, (1,))),
    ),
    "H10 not_available": Case(
        Violation("H10", (("event", "c"), ("agency", 32), ("district", 3)),
                  {"reason": "not_available", "day": 8}),
        change_event(PLAN, "c", day=8),
        change_event(PLAN, "c", day=9),
    ),
    "H10 not_serving": Case(
        Violation("H10", (("event", "c"), ("agency", 31), ("district", 3)),
                  {"reason": "not_serving", "day": 4}),
        seated("c", (31, 0, (1,))),
        seated("c", (31, 0, (1,))),
        better=BAND_IN_ELM,
    ),
    "H11 same_event": Case(
        Violation("H11", B_AID, {"reason": "same_event", "times": 2}),
        seated("b", (30, 0, (1,)), (30, 1, (2,))),
    ),
    "H11 same_event at one booth": Case(
        Violation("H11", B_AID, {"reason": "same_event", "times": 3}),
        seated("b", (30, 0, (1,)), (30, 0, (2,)), (30, 0, (1,))),
        seated("b", (30, 0, (1,))),
    ),
    "H11 same_day": Case(
        Violation("H11", (("agency", 32), ("event", "a"), ("event", "c")),
                  {"reason": "same_day", "day": 1}),
        change_event(PLAN, "c", day=1),
        change_event(PLAN, "c", day=2),
    ),
    "H12 season": Case(
        Violation("H12", (("agency", 32),), {"reason": "season", "events": 2, "max": 1}),
        PLAN,
        problem=alter(PROBLEM, "agencies", 32, max=1),
        better=alter(PROBLEM, "agencies", 32, max=2),
    ),
    # Day 0 is a Thursday: the weeks begin on days -3, 4 and 11.
    "H12 week": Case(
        Violation("H12", (AID,), {"reason": "week", "events": 2, "max": 1, "day": 4}),
        seated("a", (30, 0, (1,)), day=10),
        seated("a", (30, 0, (1,)), day=11),
    ),
    "H12 first week": Case(
        Violation("H12", (("agency", 32),), {"reason": "week", "events": 2, "max": 1, "day": -3}),
        change_event(PLAN, "c", day=0),
        change_event(PLAN, "c", day=4),
        alter(PROBLEM, "agencies", 32, max_week=1),
    ),
    "H13 unknown": Case(
        Violation("H13", (*B_AID, ("booth", 9)), {"reason": "unknown", "venue": 20}),
        seated("b", (30, 9, (1,))),
        seated("b", (30, 2, (1,))),
    ),
    "H13 shared": Case(
        Violation("H13", (("event", "b"), ("booth", 1), AID, ("agency", 31)),
                  {"reason": "shared", "venue": 20}),
        seated("b", (30, 1, (1,)), (31, 1, (1,))),
        seated("b", (30, 1, (1,)), (31, 0, (1,))),
    ),
    "H14 one need": Case(
        Violation("H14", (("event", "a"), ("agency", 31), ("booth", 2)),
                  {"missing": ["power"], "venue": 21}),
        seated("a", (31, 2, (1,))),
        seated("a", (31, 1, (1,))),
    ),
    "H14 all needs": Case(
        Violation("H14", (*B_AID, ("booth", 2)),
                  {"missing": ["private", "power", "water"], "venue": 20}),
        PLAN,
        problem=DEMANDING,
        better=alter(DEMANDING, "agencies", 30, needs=Needs(access=True)),
    ),
    "H15 not_offered": Case(
        Violation("H15", (("event", "b"), ("agency", 31)),
                  {"reason": "not_offered", "fields": [2]}),
        seated("b", (31, 1, (2,))),
        seated("b", (31, 1, (1,))),
    ),
    "H15 repeated": Case(
        Violation("H15", B_AID, {"reason": "repeated"}),
        seated("b", (30, 1, (1, 1))),
        seated("b", (30, 1, (2, 1))),
    ),
    "H15 none": Case(
        Violation("H15", B_AID, {"reason": "none"}),
        seated("b", (30, 1, ())),
        seated("b", (30, 1, (1,))),
    ),
    "H15 staff": Case(
        Violation("H15", (("event", "c"), ("agency", 33)),
                  {"reason": "staff", "fields": 2, "staff": 1}),
        seated("c", (33, 0, (1, 2))),
        seated("c", (33, 0, (1,))),
    ),
    "H16": Case(
        Violation("H16", (("event", "c"), ("agency", 31), ("agency", 33))),
        seated("c", (33, 0, (2,)), (31, 1, (1,))),
        seated("c", (33, 0, (2,)), (31, 1, (1,))),
        BAND_IN_ELM,
        replace(BAND_IN_ELM, conflicts=((31, 30),)),
    ),
    "H16 listed the other way round": Case(
        Violation("H16", (("event", "a"), ("agency", 31), ("agency", 32))),
        PLAN,
        seated("a", (32, 2, (2,))),
        replace(PROBLEM, conflicts=((32, 31),)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_exactly_the_broken_rule_is_named(name):
    case = CASES[name]
    assert check_plan(case.problem, case.wrong) == (case.expected,)


@pytest.mark.parametrize("name", CASES)
def test_its_twin_is_right(name):
    case = CASES[name]
    assert check_plan(case.better or case.problem, case.right) == ()


def test_every_rule_of_placements_has_a_case():
    assert {name[:3] for name in CASES} == {code for code in RULES if code >= "H10"}


def test_an_agency_can_be_wrong_in_two_ways_at_once():
    problem = alter(PROBLEM, "agencies", 32, serves=(5,))
    who = (("event", "c"), ("agency", 32), ("district", 3))
    assert check_plan(problem, change_event(PLAN, "c", day=8)) == (
        Violation("H10", who, {"reason": "not_available", "day": 8}),
        Violation("H10", who, {"reason": "not_serving", "day": 8}),
    )


def test_fields_can_be_wrong_in_three_ways_at_once():
    who = (("event", "b"), ("agency", 31))
    assert check_plan(PROBLEM, seated("b", (31, 1, (2, 2)))) == (
        Violation("H15", who, {"reason": "not_offered", "fields": [2, 2]}),
        Violation("H15", who, {"reason": "repeated"}),
        Violation("H15", who, {"reason": "staff", "fields": 2, "staff": 1}),
    )


def test_an_unknown_venue_says_nothing_of_its_booths():
    free = alter(PROBLEM, "zones", 10, min=0)
    found = check_plan(free, seated("b", (30, 9, (1,)), venue=99))
    assert found == (
        Violation("H03", (("event", "b"), ("venue", 99)), {"reason": "unknown", "day": 7}),
    )


def test_an_unknown_agency_says_nothing_of_its_needs_fields_and_load():
    found = check_plan(PROBLEM, seated("b", (99, 0, ())))
    assert [item.code for item in found] == ["H10"]


def test_two_days_of_one_week_and_one_of_the_next():
    """Each week is counted by itself, whatever the order of the events."""
    busy = alter(PROBLEM, "agencies", 30, max=3)
    rows = placed((30, 2, (1,)))
    events = (
        replace(PLAN.events[0], day=11, assign=rows),
        replace(PLAN.events[1], day=8, assign=rows),
        replace(PLAN.events[2], day=4, assign=rows),
    )
    assert check_plan(busy, Plan("small", events)) == (
        Violation("H12", (AID,), {"reason": "week", "events": 2, "max": 1, "day": 4}),
    )
