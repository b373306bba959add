"""What changed between two plans."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.difference import (
    AgencyAdded,
    AgencyDropped,
    BoothChanged,
    DayMoved,
    EventAdded,
    EventRemoved,
    FallbackChanged,
    FieldsChanged,
    VenueMoved,
    plan_difference,
    plan_distance,
)
from planner.core.problem import DeltaWeights, Placement, Plan
from tests.core.small import change_event, small_plan
from tests.core.test_format_roundtrip import events

PLAN = small_plan()
BAND, CALM = PLAN.events[0].assign


@pytest.mark.parametrize(
    ("changes", "expected", "distance"),
    [
        ({"day": 2}, [DayMoved("a", 1, 2)], 40),
        ({"fallback": 7}, [FallbackChanged("a", 20, 7)], 0),
        ({"assign": (BAND,)}, [AgencyDropped("a", CALM)], 3),
        (
            {"assign": (BAND, CALM, Placement(30, 0, (1,)))},
            [AgencyAdded("a", Placement(30, 0, (1,)))],
            3,
        ),
        (
            {"assign": (BAND, replace(CALM, fields=(1,)))},
            [FieldsChanged("a", 32, (2,), (1,))],
            1,
        ),
        ({"assign": (replace(BAND, booth=0), CALM)}, [BoothChanged("a", 31, 1, 0)], 1),
        # Booths are compared only where the venue stayed.
        (
            {"venue": 20, "assign": (replace(BAND, booth=0), CALM)},
            [VenueMoved("a", 21, 20)],
            15,
        ),
    ],
)
def test_one_change(changes, expected, distance):
    new = change_event(PLAN, "a", **changes)
    assert list(plan_difference(PLAN, new)) == expected
    assert plan_distance(PLAN, new) == distance


def test_events_come_and_go():
    fewer = Plan("small", PLAN.events[1:])
    assert plan_difference(PLAN, fewer) == (EventRemoved(PLAN.events[0]),)
    assert plan_difference(fewer, PLAN) == (EventAdded(PLAN.events[0]),)


def test_weights_of_the_distance():
    new = change_event(PLAN, "b", day=9, assign=())
    assert plan_distance(PLAN, new, DeltaWeights(day=7, dropped=5)) == 12


plans = st.lists(events, max_size=3, unique_by=lambda e: e.id).map(
    lambda items: Plan("small", tuple(items))
)


@given(plans)
def test_equal_plans_do_not_differ(plan):
    assert plan_difference(plan, plan) == ()
    assert plan_difference(plan, Plan("small", plan.events[::-1])) == ()


@given(plans, plans)
def test_the_distance_is_the_same_both_ways(one, two):
    even = DeltaWeights(dropped=3, added=3)
    assert plan_distance(one, two, even) == plan_distance(two, one, even) >= 0
