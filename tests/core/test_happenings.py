"""What happened, as values and as JSON, and the problem after it."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.happenings import (
    AgencyAway,
    AgencyNotAt,
    EventElsewhere,
    VenueClosed,
    changed_problem,
    from_json,
    kept_away,
    to_json,
    wishes,
)
from planner.core.plan import Forced
from tests.core.small import EVERY_DAY, small_problem

PROBLEM = small_problem()
START = PROBLEM.start


def day(number: int) -> date:
    return START + timedelta(days=number)


def avail(problem) -> dict[int, str]:
    return {item.id: item.avail for item in (*problem.agencies, *problem.venues)}


@pytest.mark.parametrize(
    "item",
    [
        AgencyAway(30, day(1), day(2), "ill"),
        AgencyNotAt(30, "a"),
        VenueClosed(20, day(0), day(11), "works"),
        EventElsewhere("a", day(3), None),
        EventElsewhere("a", None, 20),
    ],
)
def test_a_happening_comes_back_from_json(item):
    assert from_json(json.loads(json.dumps(to_json(item)))) == item


@pytest.mark.parametrize(
    "data",
    [{"kind": "flood"}, {"kind": "agency_away", "agency": 1}, {"agency": 1},
     {"kind": "agency_away", "agency": 1, "first": "x", "last": "y", "reason": ""}],
)  # fmt: skip
def test_anything_else_is_refused(data):
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_json(data)


def test_absences_and_closures_fall_on_their_own_days_only():
    happened = (
        AgencyAway(30, day(1), day(2)),
        AgencyAway(30, day(10), day(400)),
        AgencyAway(31, day(0), day(0)),
        VenueClosed(22, day(-5), day(1)),
    )
    changed = avail(changed_problem(PROBLEM, happened))
    before = avail(PROBLEM)
    assert changed[30] == "100111111100"
    assert changed[31] == "011111111111"
    assert changed[22] == "001111111111"
    others = before.keys() - {30, 31, 22}
    assert {key: changed[key] for key in others} == {key: before[key] for key in others}


def test_what_concerns_one_event_changes_no_days():
    happened = (AgencyNotAt(30, "a"), EventElsewhere("b", day(4), 20))
    assert changed_problem(PROBLEM, happened) == PROBLEM
    assert kept_away(happened) == {("a", 30)}
    assert wishes(PROBLEM, happened) == (Forced("b", 4, 20),)


@given(st.integers(-20, 20), st.integers(0, 20), st.sampled_from([30, 31, 32, 33]))
def test_an_absence_only_takes_days_away(first, length, agency):
    item = AgencyAway(agency, day(first), day(first + length))
    before, after = avail(PROBLEM), avail(changed_problem(PROBLEM, (item,)))
    for number in range(len(EVERY_DAY)):
        gone = first <= number <= first + length
        assert after[agency][number] == ("0" if gone else before[agency][number])
    assert changed_problem(changed_problem(PROBLEM, (item,)), (item,)) == changed_problem(
        PROBLEM, (item,)
    )
