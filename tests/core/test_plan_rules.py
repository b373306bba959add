"""Every hard rule, kept and broken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.core.problem import Forced, Placement, Plan, Replan
from planner.core.rules import check_plan, check_replan
from tests.core.small import change_event, codes, small_plan, small_problem

PROBLEM, PLAN = small_problem(), small_plan()


def placed(*placements: tuple[int, int, tuple[int, ...]]) -> tuple[Placement, ...]:
    return tuple(Placement(*item) for item in placements)


def test_the_sound_plan_breaks_nothing():
    assert check_plan(PROBLEM, PLAN) == ()


@pytest.mark.parametrize(
    ("expected", "event", "changes"),
    [
        ("H00", "a", {"id": "b"}),
        ("H00", "a", {"district": 99}),
        ("H02", "b", {"day": 3}),
        ("H02", "b", {"day": 12}),
        ("H02", "b", {"day": -1}),
        ("H03", "b", {"venue": 99}),
        ("H03", "b", {"venue": 22}),
        ("H03", "a", {"day": 7, "fallback": 20}),
        ("H04", "a", {"fallback": None}),
        ("H04", "a", {"fallback": 22}),
        ("H04", "b", {"fallback": 20}),
        ("H05", "b", {"day": 2}),
        ("H06", "b", {"day": 1}),
        ("H07", "c", {"venue": 20}),
        ("H10", "b", {"assign": placed((99, 0, (1,)))}),
        ("H10", "b", {"assign": placed((33, 0, (1,)))}),
        ("H10", "c", {"day": 8}),
        ("H11", "b", {"assign": placed((30, 0, (1,)), (30, 1, (1,)))}),
        ("H12", "a", {"day": 5, "assign": placed((30, 0, (1,)))}),
        ("H13", "b", {"assign": placed((30, 9, (1,)))}),
        ("H13", "b", {"assign": placed((30, 1, (1,)), (31, 1, (1,)))}),
        ("H14", "a", {"assign": placed((31, 2, (1,)))}),
        ("H15", "b", {"assign": placed((31, 1, (2,)))}),
        ("H15", "b", {"assign": placed((30, 1, ()))}),
        ("H15", "b", {"assign": placed((30, 1, (1, 1)))}),
        ("H15", "c", {"assign": placed((33, 1, (1, 2)))}),
        ("H16", "c", {"assign": placed((33, 0, (2,)), (31, 1, (1,)))}),
    ],
)
def test_a_broken_event_is_found(expected, event, changes):
    assert expected in codes(check_plan(PROBLEM, change_event(PLAN, event, **changes)))


def test_a_plan_for_another_problem_is_not_well_formed():
    found = check_plan(PROBLEM, replace(PLAN, instance="other"))
    assert codes(found) == ["H00"]


def test_events_are_counted_by_district():
    found = check_plan(PROBLEM, Plan("small", PLAN.events[1:]), ["H01"])
    assert [(v.subjects, dict(v.data)) for v in found] == [
        ((("district", 5),), {"expected": 2, "found": 1})
    ]


def test_a_fallback_must_be_open():
    hall = replace(PROBLEM.venues[0], avail="101111111111")
    problem = replace(PROBLEM, venues=(hall, *PROBLEM.venues[1:]))
    assert codes(check_plan(problem, PLAN)) == ["H04"]


def test_zone_gap_counts_the_last_season():
    early = change_event(PLAN, "b", day=1)
    assert codes(check_plan(PROBLEM, change_event(early, "a", day=5), ["H06"])) == ["H06"]


@pytest.mark.parametrize("least", [2, 0])
def test_zone_visits_have_both_bounds(least):
    zone = replace(PROBLEM.zones[0], min=least, max=least)
    problem = replace(PROBLEM, zones=(zone, *PROBLEM.zones[1:]))
    found = check_plan(problem, PLAN)
    assert [(v.code, v.data["reason"]) for v in found] == [
        ("H07", "too_few" if least else "too_many")
    ]


def test_weekend_events_are_few():
    problem = replace(PROBLEM, districts=(replace(PROBLEM.districts[0], max_weekend=0),
                                          PROBLEM.districts[1]))  # fmt: skip
    assert codes(check_plan(problem, change_event(PLAN, "a", day=2))) == ["H08"]


@pytest.mark.parametrize(("turnaround", "broken"), [(3, False), (4, True)])
def test_a_kit_is_away_for_the_turnaround(turnaround, broken):
    problem = replace(PROBLEM, kits=replace(PROBLEM.kits, pool=1, turnaround=turnaround))
    assert bool(check_plan(problem, PLAN, ["H09"])) == broken


def test_an_agency_is_at_one_event_a_day():
    both = change_event(PLAN, "c", day=1)
    found = check_plan(PROBLEM, both, ["H11"])
    assert [v.subjects for v in found] == [(("agency", 32), ("event", "a"), ("event", "c"))]


def test_weeks_start_on_monday():
    # Day 4 is a Monday: days 3 and 4 lie in two weeks, days 4 and 10 in one.
    def held(first, second):
        plan = change_event(PLAN, "a", day=first, assign=placed((30, 0, (1,))))
        return check_plan(PROBLEM, change_event(plan, "b", day=second), ["H12"])

    assert codes(held(4, 10)) == ["H12"]
    assert held(3, 4) == ()


def test_an_agency_keeps_to_its_maximum():
    dot = replace(PROBLEM.agencies[2], max=1)
    agencies = (*PROBLEM.agencies[:2], dot, PROBLEM.agencies[3])
    assert codes(check_plan(replace(PROBLEM, agencies=agencies), PLAN)) == ["H12"]


REPLAN = Replan(PROBLEM, PLAN, now=3, pin_schedule=True, movable=("c",))


def test_an_unchanged_plan_is_a_sound_replan():
    assert check_replan(REPLAN, PLAN) == ()


@pytest.mark.parametrize(
    ("expected", "event", "changes"),
    [
        ("R01", "a", {"id": "z"}),
        ("R01", "a", {"district": 3}),
        ("R02", "a", {"day": 4}),
        ("R02", "a", {"fallback": None}),
        ("R02", "b", {"day": 2}),
        ("R03", "a", {"assign": ()}),
        ("R04", "b", {"day": 8}),
        ("R04", "b", {"venue": 21}),
    ],
)
def test_what_must_stay_stays(expected, event, changes):
    assert expected in codes(check_replan(REPLAN, change_event(PLAN, event, **changes)))


def test_movable_events_may_move():
    assert check_replan(REPLAN, change_event(PLAN, "c", day=5)) == ()


@pytest.mark.parametrize(
    ("wish", "sound"),
    [
        (Forced("b", 7, 20), True),
        (Forced("b", 8), False),
        (Forced("b", None, 21), False),
        (Forced("z"), False),
    ],
)
def test_wishes_are_met(wish, sound):
    assert (check_replan(replace(REPLAN, force=(wish,)), PLAN) == ()) == sound
