"""Rules given up, carried out on a problem."""

from __future__ import annotations

import pytest

from planner.core.loosening import loosened
from planner.core.violation import Violation
from tests.core.small import EVERY_DAY, small_problem

PROBLEM = small_problem()
OAK, NORTH = (("district", 5),), (("zone", 10),)


def done(code, subjects=(), **data):
    return loosened(PROBLEM, (Violation(code, subjects, data),))


def test_fewer_and_more_events():
    assert done("H01", OAK, reason="too_few", units=1).districts[0].events == 1
    assert done("H01", OAK, reason="too_many", units=2).districts[0].events == 4
    assert done("H01", OAK, reason="too_many", units=2).districts[1].events == 1


def test_days_open():
    assert done("H02", OAK, days=[3]).allowed == EVERY_DAY
    found = done("H03", (("zone", 11),), days=[7]).venue_by_id
    assert (found[21].avail, found[20].avail) == (EVERY_DAY, EVERY_DAY)


def test_gaps_shrink_and_never_grow():
    assert done("H05", OAK, to=1).districts[0].min_gap == 1
    assert done("H06", NORTH, reason="visits", to=2).zone_by_id[10].gap == 2
    assert done("H06", NORTH, reason="last_season", to=9).zone_by_id[10].gap == 5


@pytest.mark.parametrize(("reason", "bounds"), [("too_few", (0, 2)), ("too_many", (1, 3))])
def test_visits(reason, bounds):
    zone = done("H07", NORTH, reason=reason, units=1).zone_by_id[10]
    assert (zone.min, zone.max) == bounds


def test_weekends_and_kits():
    assert done("H08", OAK, units=2).districts[0].max_weekend == 3
    assert done("H09", (), units=1).kits.pool == 3


def test_a_place_for_rain_opens_or_is_not_needed():
    assert done("H04", (("zone", 11),), days=[1]).venue_by_id[20].avail == EVERY_DAY
    bare = loosened(PROBLEM, ())
    assert bare == PROBLEM


def test_pins_change_no_problem():
    assert done("P03", OAK, day=1, venue=None) == PROBLEM
