"""Pins that break a rule by themselves: refused with it, before anything is searched."""

from __future__ import annotations

import pytest

from planner.core.problem import Needs
from planner.engine import Ban, EventPin, solve
from planner.engine.explain import explain
from tests.engine.test_engine_infeasible import (
    BASE,
    HALL,
    TWO,
    agency,
    alter,
    at,
    brief,
    pinned,
)

ALONE = {
    "H02 not_allowed": (alter(allowed="0111"), pinned(EventPin(5, 0))),
    "H02 outside_season": (BASE, pinned(EventPin(5, 4))),
    "H03 unknown": (BASE, pinned(EventPin(5, 0, 99))),
    "H03 other_district": (TWO, pinned(EventPin(5, 0, 21))),
    "H03 not_available": (alter(venue_avail="0111"), pinned(HALL)),
    "H03 no_venue": (alter(venues=()), pinned(EventPin(5, 0))),
    "H04 missing": (alter(venue_indoor=False), pinned(HALL)),
    "H06 last_season": (alter(zone_gap=3, zone_last=-1), pinned(HALL)),
    "H10 unknown": (BASE, pinned(HALL, placed=(at(0, 99),))),
    "H10 not_available": (agency(BASE, 30, avail="0111"), pinned(HALL, placed=(at(0),))),
    "H10 not_serving": (agency(BASE, 30, serves=(6,)), pinned(HALL, placed=(at(0),))),
    "H12 season": (agency(BASE, 30, max=0), pinned(HALL, placed=(at(0),))),
    "H12 week": (agency(BASE, 30, max_week=0), pinned(HALL, placed=(at(0),))),
    "H13 unknown": (BASE, pinned(HALL, placed=(at(0, 30, 9),))),
    "H13 shared": (
        agency(BASE, 31, needs=Needs()),
        pinned(HALL, placed=(at(0, 30, 0), at(0, 31, 0))),
    ),
    "H14": (BASE, pinned(HALL, placed=(at(0, 30, 1),))),
    "H15 none": (agency(BASE, 30, staff=0), pinned(HALL, placed=(at(0),))),
    "P01 booth_without_venue": (BASE, pinned(EventPin(5, 0), placed=(at(0, 30, 0),))),
    "P02 banned": (BASE, pinned(HALL, placed=(at(0),), banned=(Ban(30, 5),))),
}


@pytest.mark.parametrize("reason", ALONE)
def test_a_pin_that_breaks_a_rule_alone_is_refused_with_it(reason):
    problem, pins = ALONE[reason]
    for answer in (solve(problem, pins=pins, seconds=600), explain(problem, pins=pins)):
        assert [brief(item)[0] for item in answer.conflicts] == [reason]
    assert explain(problem, pins=pins).minimal
