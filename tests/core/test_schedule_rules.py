"""H00 to H09: a plan that breaks exactly one rule, and its twin that is right."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from planner.core.problem import District, Kits, Plan, PlanEvent, Problem, Venue
from planner.core.rules import RULES, check_plan
from planner.core.violation import Violation
from tests.core.small import EVERY_DAY, alter, change_event, small_plan, small_problem

PROBLEM, PLAN = small_problem(), small_plan()


@dataclass(frozen=True)
class Case:
    """`wrong` breaks `expected` alone; `right` breaks nothing (in the problem `better`)."""

    expected: Violation
    wrong: Plan
    right: Plan = PLAN
    problem: Problem = PROBLEM
    better: Problem | None = None


def moved(**days: int) -> Plan:
    plan = PLAN
    for name, day in days.items():
        plan = change_event(plan, name, day=day)
    return plan


def with_event(*events: PlanEvent) -> Plan:
    return Plan("small", (*PLAN.events, *events))


AT_99 = Venue(23, 99, 10, "Far", True, EVERY_DAY, (1, 1))
FAR = replace(PROBLEM, venues=(*PROBLEM.venues, AT_99))
NORTH_FREE = alter(PROBLEM, "zones", 10, min=0)
BY_ELM = alter(alter(PROBLEM, "zones", 10, min=0), "zones", 12, max=2, gap=3)
HALL_TWICE = change_event(PLAN, "a", venue=20, fallback=None)
EMPTY_B = change_event(moved(a=5), "b", assign=())
AB = (("event", "a"), ("event", "b"))

CASES = {
    "H00 instance": Case(
        Violation("H00", (), {"reason": "instance", "expected": "small", "found": "other"}),
        replace(PLAN, instance="other"),
    ),
    "H00 duplicate": Case(
        Violation("H00", (("event", "a"),), {"reason": "duplicate", "times": 2}),
        change_event(PLAN, "b", id="a"),
    ),
    "H00 unknown_district": Case(
        Violation("H00", (("event", "d"), ("district", 99)), {"reason": "unknown_district"}),
        with_event(PlanEvent("d", 99, 2, 23)),
        with_event(PlanEvent("d", 99, 2, 23)),
        FAR,
        replace(FAR, districts=(*FAR.districts, District(99, "New", 1, 0, 1))),
    ),
    "H01 too few": Case(
        Violation("H01", (("district", 5),), {"expected": 2, "found": 1}),
        Plan("small", PLAN.events[1:]),
    ),
    "H01 too many": Case(
        Violation("H01", (("district", 5),), {"expected": 2, "found": 3}),
        with_event(PlanEvent("d", 5, 10, 21, 20)),
    ),
    "H01 none": Case(
        Violation("H01", (("district", 3),), {"expected": 1, "found": 0}),
        Plan("small", PLAN.events[:2]),
        problem=alter(PROBLEM, "zones", 12, min=0),
    ),
    "H02 not_allowed": Case(
        Violation("H02", (("event", "b"),), {"reason": "not_allowed", "day": 7}),
        PLAN,
        moved(b=6),
        replace(PROBLEM, allowed="111011101111"),
    ),
    "H02 after the season": Case(
        Violation("H02", (("event", "b"),), {"reason": "outside_season", "day": 12}),
        change_event(EMPTY_B, "b", day=12),
        change_event(EMPTY_B, "b", day=11),
    ),
    "H02 before the season": Case(
        Violation("H02", (("event", "b"),), {"reason": "outside_season", "day": -1}),
        change_event(EMPTY_B, "b", day=-1),
        change_event(EMPTY_B, "b", day=0),
        alter(PROBLEM, "zones", 10, last=None),
    ),
    "H03 unknown": Case(
        Violation("H03", (("event", "b"), ("venue", 99)), {"reason": "unknown", "day": 7}),
        change_event(PLAN, "b", venue=99),
        problem=NORTH_FREE,
    ),
    "H03 other_district": Case(
        Violation("H03", (("event", "b"), ("venue", 22)), {"reason": "other_district", "day": 7}),
        change_event(PLAN, "b", venue=22),
        problem=BY_ELM,
    ),
    "H03 not_available": Case(
        Violation("H03", (("event", "b"), ("venue", 20)), {"reason": "not_available", "day": 7}),
        PLAN,
        moved(b=6),
        alter(PROBLEM, "venues", 20, avail="111111101111"),
    ),
    "H04 not_wanted": Case(
        Violation("H04", (("event", "b"), ("venue", 20), ("fallback", 20)),
                  {"reason": "not_wanted", "day": 7}),
        change_event(PLAN, "b", fallback=20),
    ),
    "H04 missing": Case(
        Violation("H04", (("event", "a"), ("venue", 21)), {"reason": "missing", "day": 1}),
        change_event(PLAN, "a", fallback=None),
    ),
    "H04 not_listed": Case(
        Violation("H04", (("event", "a"), ("venue", 21), ("fallback", 22)),
                  {"reason": "not_listed", "day": 1}),
        change_event(PLAN, "a", fallback=22),
        change_event(PLAN, "a", fallback=22),
        PROBLEM,
        alter(PROBLEM, "venues", 21, fallbacks=(20, 22)),
    ),
    "H04 not_available": Case(
        Violation("H04", (("event", "a"), ("venue", 21), ("fallback", 20)),
                  {"reason": "not_available", "day": 1}),
        PLAN,
        moved(a=2),
        alter(PROBLEM, "venues", 20, avail="101111111111"),
    ),
    "H05": Case(
        Violation("H05", (*AB, ("district", 5)), {"gap": 2, "min_gap": 3}),
        moved(a=5),
        moved(a=5, b=8),
    ),
    "H06 last_season": Case(
        Violation("H06", (("event", "a"), ("zone", 10)),
                  {"reason": "last_season", "gap": 4, "min_gap": 5}),
        HALL_TWICE,
        change_event(HALL_TWICE, "a", day=2),
    ),
    "H06 visits": Case(
        Violation("H06", (*AB, ("zone", 10)), {"reason": "visits", "gap": 5, "min_gap": 6}),
        change_event(HALL_TWICE, "a", day=2),
        change_event(change_event(HALL_TWICE, "a", day=2), "b", day=8),
        alter(PROBLEM, "zones", 10, gap=6, last=None),
    ),
    "H07 too_few": Case(
        Violation("H07", (("zone", 11),), {"reason": "too_few", "visits": 1, "min": 2, "max": 2}),
        PLAN,
        problem=alter(PROBLEM, "zones", 11, min=2),
        better=alter(PROBLEM, "zones", 11, min=1),
    ),
    "H07 too_many": Case(
        Violation("H07", (("zone", 10),), {"reason": "too_many", "visits": 1, "min": 0, "max": 0}),
        PLAN,
        problem=alter(PROBLEM, "zones", 10, min=0, max=0),
        better=alter(PROBLEM, "zones", 10, min=0, max=1),
    ),
    "H08 none allowed": Case(
        Violation("H08", (("district", 5), ("event", "a")), {"events": 1, "max": 0}),
        moved(a=2),
        PLAN,
        alter(PROBLEM, "districts", 5, max_weekend=0),
    ),
    "H08 one allowed": Case(
        Violation("H08", (("district", 5), *AB), {"events": 2, "max": 1}),
        moved(a=2, b=9),
        moved(a=1, b=9),
    ),
    "H09": Case(
        Violation("H09", (("event", "b"), ("event", "c")), {"day": 6, "in_use": 2, "pool": 1}),
        moved(b=6),
        moved(b=7),
        replace(PROBLEM, kits=Kits(1, 3)),
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


def test_every_rule_of_the_schedule_has_a_case():
    assert {name[:3] for name in CASES} == {code for code in RULES if code < "H10"}


def test_gaps_of_zero_and_one_bind_nothing_between_different_days():
    for gap in (0, 1):
        problem = alter(alter(PROBLEM, "districts", 5, min_gap=gap), "zones", 11, gap=gap)
        assert check_plan(problem, moved(a=5, b=6), ["H05", "H06"]) == ()


def test_two_events_on_one_day_keep_a_gap_of_zero_only():
    two = change_event(moved(a=6, b=6), "b", venue=21, fallback=20)
    free = alter(alter(PROBLEM, "districts", 5, min_gap=0), "zones", 11, gap=0)
    assert check_plan(free, two, ["H05", "H06"]) == ()
    close = alter(alter(PROBLEM, "districts", 5, min_gap=1), "zones", 11, gap=1)
    assert check_plan(close, two, ["H05", "H06"]) == (
        Violation("H05", (*AB, ("district", 5)), {"gap": 0, "min_gap": 1}),
        Violation("H06", (*AB, ("zone", 11)), {"reason": "visits", "gap": 0, "min_gap": 1}),
    )


def test_kits_that_are_back_at_once_bind_nothing():
    assert check_plan(replace(PROBLEM, kits=Kits(0, 0)), PLAN) == ()
    found = check_plan(replace(PROBLEM, kits=Kits(0, 1)), PLAN)
    assert found == tuple(
        Violation("H09", (("event", name),), {"day": day, "in_use": 1, "pool": 0})
        for name, day in (("a", 1), ("c", 4), ("b", 7))
    )


def test_a_zone_belongs_to_the_venue_whatever_the_district_of_the_event():
    elsewhere = change_event(PLAN, "b", venue=22)
    assert check_plan(PROBLEM, elsewhere, ["H07"]) == (
        Violation("H07", (("zone", 10),), {"reason": "too_few", "visits": 0, "min": 1, "max": 2}),
        Violation("H07", (("zone", 12),), {"reason": "too_many", "visits": 2, "min": 1, "max": 1}),
    )


def test_a_plan_without_events_lacks_events_and_visits_only():
    assert check_plan(PROBLEM, Plan("small")) == (
        Violation("H01", (("district", 5),), {"expected": 2, "found": 0}),
        Violation("H01", (("district", 3),), {"expected": 1, "found": 0}),
        Violation("H07", (("zone", 10),), {"reason": "too_few", "visits": 0, "min": 1, "max": 2}),
        Violation("H07", (("zone", 12),), {"reason": "too_few", "visits": 0, "min": 1, "max": 1}),
    )


def test_only_the_rules_asked_for_are_looked_at():
    broken = change_event(replace(PLAN, instance="other"), "b", day=3)
    assert check_plan(PROBLEM, broken, ["H02"]) == (
        Violation("H02", (("event", "b"),), {"reason": "not_allowed", "day": 3}),
    )
    with pytest.raises(KeyError):
        check_plan(PROBLEM, PLAN, ["H17"])


def test_a_sound_plan_needs_nobody():
    bare = Plan("small", tuple(replace(event, assign=()) for event in PLAN.events))
    assert check_plan(PROBLEM, bare) == ()
