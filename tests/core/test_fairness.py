"""Fairness: tiny seasons by hand, and laws that hold for every plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.fairness import (
    AgencyAim,
    Span,
    Visit,
    ZoneAim,
    fairness_of_plan,
    measure,
)
from planner.core.fairness_rows import distribution
from planner.core.score import score_plan
from planner.core.waits import Wait, last_visit, longest_wait, waits
from tests.core.small import small_plan, small_problem
from tests.core.test_plan_score import plans

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

FIRST, LAST = date(2023, 5, 22), date(2023, 6, 9)
SPAN = Span(FIRST, LAST, LAST)
PROBLEM, PLAN = small_problem(), small_plan()


def may(day: int) -> date:
    return date(2023, 5, day)


# --- waits ------------------------------------------------------------------------------------


def test_a_wait_runs_from_the_visit_before_the_season():
    found = waits([may(25)], FIRST, LAST, date(2022, 10, 13))
    assert found == (
        Wait(date(2022, 10, 13), may(25)),
        Wait(may(25), LAST, over=False),
    )
    assert [wait.days for wait in found] == [224, 15]
    assert longest_wait([may(25)], FIRST, LAST, date(2022, 10, 13)) == found[0]


def test_without_a_visit_before_the_season_stands_in():
    assert waits([may(23)], FIRST, LAST, None)[0] == Wait(FIRST, may(23), known=False)
    assert waits([], FIRST, LAST, None) == (Wait(FIRST, LAST, known=False, over=False),)


def test_without_any_visit_the_wait_lasts():
    before = date(2022, 10, 13)
    assert waits([], FIRST, LAST, before) == (Wait(before, LAST, over=False),)


def test_a_visit_before_that_lies_in_the_season_says_nothing():
    assert waits([may(24)], FIRST, LAST, may(30))[0] == Wait(FIRST, may(24), known=False)


def test_events_outside_the_season_count_too():
    early, late = date(2023, 5, 10), date(2023, 6, 20)
    assert waits([early, late], FIRST, LAST, None) == (
        Wait(early, early, known=False),
        Wait(early, late),
    )


def test_of_equal_waits_the_first_is_told():
    assert longest_wait([may(24), may(26), may(28)], FIRST, may(28), may(20)).since == may(20)


def test_the_last_visit_up_to_a_day():
    days, before = [may(24), may(31)], date(2022, 10, 13)
    assert last_visit(days, before, may(30)) == may(24)
    assert last_visit(days, before, may(23)) == before
    assert last_visit(days, None, may(23)) is None


days = st.lists(st.dates(date(2023, 5, 1), date(2023, 7, 1)), max_size=6)
befores = st.none() | st.dates(date(2022, 1, 1), date(2023, 5, 30))


@CALM
@given(days, befores)
def test_waits_follow_each_other_to_the_end(visits, before):
    found = waits(visits, FIRST, LAST, before)
    assert all(one.until == two.since for one, two in pairwise(found))
    assert sum(wait.days for wait in found) == (found[-1].until - found[0].since).days
    assert found[-1].until == max([LAST, *visits])
    assert [wait.until for wait in found if wait.over] == sorted(set(visits))
    assert all(wait.known for wait in found[1:])


@CALM
@given(days, befores, st.dates(FIRST, LAST))
def test_one_more_visit_makes_no_wait_longer(visits, before, one_more):
    longer = longest_wait(visits, FIRST, LAST, before).days
    assert longest_wait([*visits, one_more], FIRST, LAST, before).days <= longer


# --- zones ------------------------------------------------------------------------------------


def test_zones_against_aim_need_and_the_season_before():
    aims = [
        ZoneAim(1, 2, 1, 2, need=30, last=date(2022, 10, 13), before=2),
        ZoneAim(2, 1, 1, 1, need=10, before=0, carried=1),
        ZoneAim(3, 1, 1, 2),
    ]
    visits = [Visit(may(23), 1), Visit(may(25), 2), Visit(may(31), 2), Visit(date(2023, 6, 2), 1)]
    found = measure(aims, [], {}, visits, SPAN)
    one, two, three = found.zones
    assert (one.visits, one.difference, one.standing) == (2, 0, "fair")
    assert (one.visit_share, one.need_share) == (0.5, 0.75)
    assert (one.last, one.since) == (date(2023, 6, 2), 7)
    assert one.wait == Wait(date(2022, 10, 13), may(23))
    assert (two.visits, two.difference, two.standing) == (2, 1, "beyond")
    assert (three.visits, three.difference, three.standing) == (0, -1, "short")
    assert (three.last, three.since, three.need_share) == (None, None, 0.0)
    assert found.zone_dev == 2
    assert [row.zone for row in found.waiting] == [1]


def test_a_zone_may_be_off_its_aim_within_its_limits():
    aims = [ZoneAim(1, 2, 1, 3), ZoneAim(2, 2, 0, 3)]
    visits = [Visit(may(n), 1) for n in (23, 24, 25)] + [Visit(may(26), 2)]
    assert [row.standing for row in measure(aims, [], {}, visits, SPAN).zones] == ["over", "under"]


def test_a_zone_without_an_aim_is_shown_and_does_not_wait():
    found = measure([ZoneAim(1, 1, 1, 1)], [], {}, [Visit(LAST, 9), Visit(FIRST, None)], SPAN)
    assert [(row.zone, row.visits, row.aim.ours) for row in found.zones] == [
        (1, 0, True),
        (9, 1, False),
    ]
    assert [row.zone for row in found.waiting] == [1]
    assert found.zone_dev == 2


def test_nothing_to_share():
    found = measure([ZoneAim(1, 1)], [], {}, [], SPAN)
    assert (found.zones[0].visit_share, found.zones[0].need_share) == (None, None)
    assert measure([], [], {}, [], SPAN).waiting == ()


# --- agencies and fields ----------------------------------------------------------------------


def test_agencies_against_their_share():
    aims = [AgencyAim(1, 2, 5), AgencyAim(2, 1, 5, before=4, carried=-1), AgencyAim(3, 2, 5),
            AgencyAim(4, 0, 5)]  # fmt: skip
    visits = [
        Visit(may(23), 1, ((1, (7,)), (2, (7,)))),
        Visit(may(24), 1, ((1, (7,)), (2, ()), (9, (7,)))),
    ]
    found = measure([], aims, {}, visits, SPAN)
    assert [(row.events, row.difference, row.standing) for row in found.agencies] == [
        (2, 0, "fair"),
        (2, 1, "over"),
        (0, -2, "none"),
        (0, 0, "idle"),
    ]
    burden = found.burden
    assert (burden.above, burden.at, burden.below) == (1, 2, 1)
    assert (burden.lowest, burden.highest, burden.spread, burden.squares) == (-2, 1, 3, 5)
    assert (found.load, found.strangers) == (5, 1)


def test_fields_against_their_need():
    visits = [
        Visit(may(23), 1, ((1, (7, 8)), (2, (7,)))),
        Visit(may(24), 1, ((1, (7,)),)),
    ]
    seven, eight, none = measure([], [], {7: 2, 8: 1, 9: 0}, visits, SPAN).fields
    assert (seven.wanted, seven.present, seven.missing, seven.met) == (4, 3, 1, 1)
    assert (eight.present, eight.missing, eight.share) == (1, 1, 0.5)
    assert (none.wanted, none.share, none.met) == (0, None, 2)


@CALM
@given(plans)
def test_the_totals_are_the_terms_of_the_score(plan):
    found, terms = fairness_of_plan(PROBLEM, plan), score_plan(PROBLEM, plan).terms
    assert found.zone_dev == terms["zone_dev"]
    assert found.load == terms["load"]
    assert found.uncovered == terms["uncovered"]


def test_a_plan_by_hand():
    found = fairness_of_plan(PROBLEM, PLAN)
    assert [(row.zone, row.visits, row.wait.days) for row in found.zones] == [
        (10, 1, 10),  # from day -3 to day 7
        (11, 1, 10),  # from day 1 to the last day, 11
        (12, 1, 7),  # from day 4 to the last day
    ]
    assert [row.zone for row in found.waiting] == [10, 11]
    assert [row.need_share for row in found.zones] == [7 / 14, 4 / 14, 3 / 14]


@CALM
@given(plans, st.integers(1, 40))
def test_shares_do_not_depend_on_the_unit_of_need(plan, factor):
    dongs = tuple(replace(dong, vuln=factor * dong.vuln) for dong in PROBLEM.dongs)
    found = fairness_of_plan(replace(PROBLEM, dongs=dongs), plan)
    assert [row.need_share for row in found.zones] == [
        row.need_share for row in fairness_of_plan(PROBLEM, plan).zones
    ]


@CALM
@given(plans, st.integers(-400, 400))
def test_another_year_changes_no_wait(plan, days):
    later = replace(PROBLEM, start=PROBLEM.start + timedelta(days=days))
    assert [row.wait.days for row in fairness_of_plan(later, plan).zones] == [
        row.wait.days for row in fairness_of_plan(PROBLEM, plan).zones
    ]


@CALM
@given(st.lists(st.integers(-9, 9), max_size=8))
def test_a_distribution_counts_everybody_once(differences):
    found = distribution(differences)
    assert found.above + found.at + found.below == len(differences)
    assert (found.squares == 0) == (not any(differences))
    assert found.spread >= 0
