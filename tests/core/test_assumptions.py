"""Assumptions: each on the small problem, and the laws that hold for any of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.assumption_values import KINDS, assumptions_from, assumptions_to
from planner.core.assumptions import (
    AgencyEffort,
    AgencyOut,
    DayOpened,
    EventCount,
    FieldNeed,
    Goals,
    KitPool,
    MinGap,
    RainChance,
    VenueClosed,
    WeekdayOpened,
    WeekendMax,
    ZoneVisits,
    agencies_out,
    apply,
    goal_order,
)
from planner.core.problem import TERMS
from tests.core.small import small_problem

START = date(2024, 2, 1)
PROBLEM = small_problem()


def day(number: int) -> date:
    return START + timedelta(days=number)


def assumed(*assumptions):
    return apply(PROBLEM, assumptions)


def test_an_agency_that_does_not_take_part():
    agency = assumed(AgencyOut(30)).agency_by_id[30]
    assert (agency.avail, agency.target) == ("0" * 12, 0)
    assert agencies_out([AgencyOut(30), KitPool(1)]) == {30}


def test_an_agency_that_takes_on_more():
    agency = assumed(AgencyEffort(31, max=9, target=4)).agency_by_id[31]
    assert (agency.max, agency.max_week, agency.target) == (9, 2, 4)
    assert assumed(AgencyEffort(31, max_week=5)).agency_by_id[31].max_week == 5


def test_a_venue_that_is_not_to_be_had():
    venue = assumed(VenueClosed(21, day(3), day(8))).venue_by_id[21]
    assert venue.avail == "111000000111"
    early = assumed(VenueClosed(21, day(-4), day(0))).venue_by_id[21]
    assert early.avail == "011111101111"


def test_a_zone_visited_more_often():
    zone = assumed(ZoneVisits(10, 2, 3, 4)).zone_by_id[10]
    assert (zone.min, zone.target, zone.max, zone.gap) == (2, 3, 4, 5)


def test_numbers_of_the_season():
    problem = assumed(EventCount(4), KitPool(5), MinGap(0), WeekendMax(2), RainChance(80))
    assert [(d.events, d.min_gap, d.max_weekend) for d in problem.districts] == [(4, 0, 2)] * 2
    assert (problem.kits.pool, problem.kits.turnaround) == (5, 2)
    assert problem.rain == (80,) * 12


def test_days_opened():
    assert PROBLEM.allowed == "111011111111"
    assert assumed(DayOpened(day(3))).allowed == "1" * 12
    closed = replace(PROBLEM, allowed="0" * 12)  # day 0 is a Thursday
    assert apply(closed, [WeekdayOpened(5)]).allowed == "001000000100"
    assert apply(closed, [WeekdayOpened(5, (day(9),))]).allowed == "001000000000"


def test_another_need_of_a_field():
    assert [row.need for row in assumed(FieldNeed(1, 5)).fields] == [5, 1]


def test_other_goals():
    goals = Goals((("reach", 7), ("nonsense", 3)), (("uncovered",),))
    assert replace(PROBLEM.weights, reach=7) == assumed(goals).weights
    assert goal_order([goals], (("load",),)) == (("uncovered",),)
    assert goal_order([KitPool(1)], (("load",),)) == (("load",),)


IDS = st.sampled_from((1, 2, 10, 11, 20, 21, 30, 31, 99))
NUMBERS = st.integers(0, 9)
DAYS = st.integers(-3, 15).map(day)
ASSUMPTIONS = st.one_of(
    st.builds(AgencyOut, IDS),
    st.builds(AgencyEffort, IDS, *[st.none() | NUMBERS] * 3),
    st.builds(VenueClosed, IDS, DAYS, DAYS),
    st.builds(ZoneVisits, IDS, NUMBERS, NUMBERS, NUMBERS),
    st.builds(EventCount, NUMBERS),
    st.builds(KitPool, NUMBERS),
    st.builds(MinGap, NUMBERS),
    st.builds(WeekendMax, NUMBERS),
    st.builds(RainChance, st.integers(0, 100)),
    st.builds(DayOpened, DAYS),
    st.builds(WeekdayOpened, st.integers(0, 6), st.lists(DAYS, max_size=2).map(tuple)),
    st.builds(FieldNeed, IDS, NUMBERS),
    st.builds(
        Goals,
        st.lists(st.tuples(st.sampled_from(TERMS), NUMBERS), max_size=3).map(tuple),
        st.sampled_from(((), (("load",),), (("uncovered",), ("load", "reach")))),
    ),
)


def test_every_kind_is_tried():
    assert len(KINDS) == 13


def test_nothing_assumed_is_the_problem_itself():
    assert assumed() is PROBLEM


@given(st.lists(ASSUMPTIONS, max_size=5))
def test_it_changes_another_problem_never_this_one(items):
    before = small_problem()
    found = apply(PROBLEM, items)
    assert before == PROBLEM
    assert (found.days, len(found.allowed), len(found.rain)) == (12, 12, 12)
    assert [row.id for row in found.agencies] == [row.id for row in PROBLEM.agencies]
    assert {len(row.avail) for row in (*found.agencies, *found.venues)} == {12}


@given(ASSUMPTIONS)
def test_assumed_twice_is_assumed_once(item):
    assert assumed(item, item) == assumed(item)


@given(st.lists(ASSUMPTIONS, max_size=6), st.lists(ASSUMPTIONS, max_size=3))
def test_one_after_the_other_is_all_at_once(first, second):
    assert apply(apply(PROBLEM, first), second) == apply(PROBLEM, [*first, *second])


@given(ASSUMPTIONS, ASSUMPTIONS)
def test_of_different_kinds_the_order_is_indifferent(one, two):
    if type(one) is type(two) or {type(one), type(two)} == {AgencyOut, AgencyEffort}:
        return
    assert assumed(one, two) == assumed(two, one)


@given(st.lists(ASSUMPTIONS, max_size=6))
def test_stored_and_read_they_are_the_same(items):
    stored = json.loads(json.dumps(assumptions_to(items)))
    assert assumptions_from(stored) == tuple(items)


@pytest.mark.parametrize("stored", [[{"kind": "nonsense"}], [{}]])
def test_an_unknown_kind_is_left_out(stored):
    assert assumptions_from(stored) == ()
