"""Terms of days and venues at their borders, against sums written out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.core.problem import Period, Plan, PlanEvent, Venue
from planner.core.score import best_reach, score_plan, venue_reach
from tests.core.small import alter, small_plan, small_problem

PROBLEM, PLAN = small_problem(), small_plan()


def units(term, problem=PROBLEM, plan=PLAN) -> int:
    return score_plan(problem, plan).terms[term]


def only(**changes) -> Plan:
    """Event a alone, in the Hall on day 7 unless changed."""
    event = PlanEvent("a", 5, 7, 20, None, ())
    return Plan("small", (replace(event, **changes),))


# --- zone_dev


@pytest.mark.parametrize(("visits", "off"), [(0, 2), (1, 1), (2, 0), (3, 1), (5, 3)])
def test_visits_off_their_target(visits, off):
    problem = alter(PROBLEM, "zones", 10, target=2)
    plan = Plan("small", only().events * visits)
    others = 2 + 1  # Oak south and Elm are not visited at all
    assert units("zone_dev", problem, plan) == off + others


# --- period_miss: days 0 to 5, then 6 to 11


@pytest.mark.parametrize(("day", "missed"), [(0, 1), (5, 1), (6, 1), (11, 1), (-1, 2), (12, 2)])
def test_a_period_takes_its_first_day_and_not_its_end(day, missed):
    elm = 2
    assert units("period_miss", plan=only(day=day)) == missed + elm


def test_periods_may_overlap_and_be_empty():
    problem = replace(PROBLEM, periods=(Period(0, 8), Period(7, 12), Period(7, 7)))
    assert units("period_miss", problem, only(day=7)) == 1 + 3
    assert units("period_miss", replace(PROBLEM, periods=()), only()) == 0


def test_zones_that_need_no_visit_miss_no_period():
    least = {10: 2, 11: 0, 12: 0}
    zones = tuple(replace(zone, min=least[zone.id]) for zone in PROBLEM.zones)
    assert units("period_miss", replace(PROBLEM, zones=zones), Plan("small")) == 2


# --- reach: the Park holds 200 on a weekday and 220 at the weekend, the Hall 100 and 120


@pytest.mark.parametrize(
    ("rain", "weekday", "weekend"),
    [
        (0, 200, 220),
        (100, 100, 120),
        (50, 150, 170),
        (1, (99 * 200 + 1 * 100) // 100, (99 * 220 + 1 * 120) // 100),
        (33, 167, 187),
        (99, 101, 121),
    ],
)
def test_rain_shares_the_reach_of_an_outdoor_venue(rain, weekday, weekend):
    problem = replace(PROBLEM, rain=(rain,) * 12)
    park = problem.venue_by_id[21]
    assert (venue_reach(problem, park, 1), venue_reach(problem, park, 2)) == (weekday, weekend)


def test_the_share_is_rounded_down_once():
    problem = replace(PROBLEM, rain=(50,) * 12)
    park, hall = replace(problem.venues[1], reach=(3, 1)), replace(problem.venues[0], reach=(2, 2))
    problem = replace(problem, venues=(hall, park, problem.venues[2]))
    # (50·3 + 50·2) / 100 = 2.5, not ⌊1.5⌋ + ⌊1⌋ and not 3.
    assert venue_reach(problem, park, 1) == 2


def test_an_indoor_venue_knows_no_rain():
    problem = alter(replace(PROBLEM, rain=(100,) * 12), "venues", 20, fallbacks=(22,))
    hall = problem.venue_by_id[20]
    assert [venue_reach(problem, hall, day) for day in (1, 2, 3, 4)] == [100, 120, 120, 100]


def test_the_best_open_fallback_counts():
    barn = Venue(24, 5, 10, "Barn", True, "1" * 7 + "0" + "1" * 4, (160, 10))
    problem = alter(replace(PROBLEM, rain=(50,) * 12), "venues", 21, fallbacks=(20, 24))
    problem = replace(problem, venues=(*problem.venues, barn))
    park = problem.venue_by_id[21]
    assert venue_reach(problem, park, 1) == (200 + 160) // 2
    assert venue_reach(problem, park, 2) == (220 + 120) // 2
    assert venue_reach(problem, park, 7) == (200 + 100) // 2
    closed = alter(alter(problem, "venues", 20, avail="0" * 12), "venues", 24, avail="0" * 12)
    assert venue_reach(closed, park, 1) == 100


def test_the_best_of_a_district_is_on_an_allowed_and_open_day():
    dry = replace(PROBLEM, rain=(0,) * 12)
    assert best_reach(dry) == {5: 220, 3: 80}
    # The weekend days are 2, 3, 9, 10, and day 3 is not allowed.
    no_weekend = replace(dry, allowed="110011111001")
    assert best_reach(no_weekend) == {5: 200, 3: 80}
    shut = alter(dry, "venues", 21, avail="000100000000")
    assert best_reach(shut) == {5: 120, 3: 80}
    assert best_reach(replace(dry, allowed="0" * 12)) == {5: 0, 3: 0}
    assert best_reach(alter(dry, "venues", 22, avail="0" * 12)) == {5: 220, 3: 0}


def test_a_venue_in_the_rain_counts_for_the_best_without_its_fallback():
    """The document asks of the best reach only that the venue's own day is allowed and open."""
    wet = alter(replace(PROBLEM, rain=(10,) * 12), "venues", 20, avail="0" * 12)
    assert best_reach(wet) == {5: 90 * 220 // 100, 3: 80}


def test_every_event_falls_short_by_itself():
    dry = replace(PROBLEM, rain=(0,) * 12)
    assert units("reach", dry) == (220 - 200) + (220 - 100) + (80 - 80)
    assert units("reach", dry, only(day=9)) == 220 - 120
    assert units("reach", dry, only(venue=21, day=9)) == 0
    assert units("reach", dry, only(venue=99)) == units("reach", dry, only(district=9)) == 0


# --- vuln: dong 100 weighs 7 and lies near the Hall alone, dong 101 weighs 4


@pytest.mark.parametrize(("times", "left"), [(0, 2), (1, 1), (2, 0), (3, 0)])
def test_residents_are_reached_twice(times, left):
    plan = Plan("small", only().events * times)
    assert units("vuln", plan=plan) == left * 7 + left * 4 + 2 * 3


def test_any_venue_near_a_dong_reaches_it_and_each_event_once():
    near = alter(PROBLEM, "venues", 20, covers=(101, 101, 101))
    assert units("vuln", near, only()) == 2 * 7 + 1 * 4 + 2 * 3
    two = Plan("small", (*only().events, *only(venue=21).events))
    assert units("vuln", PROBLEM, two) == 1 * 7 + 0 + 2 * 3
    assert units("vuln", alter(PROBLEM, "dongs", 102, vuln=0), two) == 7
