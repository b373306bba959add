"""Terms of agencies and booths at their borders, against sums written out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.core.problem import Booth, Field, Plan, PlanEvent
from planner.core.score import TermRow, explain_terms, score_plan
from tests.core.small import alter, change_event, placed, small_plan, small_problem

PROBLEM, PLAN = small_problem(), small_plan()


def units(term, problem=PROBLEM, plan=PLAN) -> int:
    return score_plan(problem, plan).terms[term]


def seated(name, *rows):
    return change_event(PLAN, name, assign=placed(*rows))


def only(**changes) -> Plan:
    """Event a alone, in the Hall on day 7 unless changed."""
    event = PlanEvent("a", 5, 7, 20, None, ())
    return Plan("small", (replace(event, **changes),))


# --- uncovered: debt (1) wants two agencies at every event, jobs (2) one


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        ((), 2 + 1),
        (((30, 0, (1,)),), 1 + 1),
        (((30, 0, (1, 2)),), 1 + 0),
        (((30, 0, (1,)), (31, 1, (1,))), 0 + 1),
        (((30, 0, (1, 2)), (31, 1, (1,))), 0),
        # A third for debt is no help for jobs.
        (((30, 0, (1,)), (31, 1, (1,)), (33, 2, (1,))), 0 + 1),
        # A field named twice, an agency named twice: one agency serves.
        (((30, 0, (1, 1)),), 1 + 1),
        (((30, 0, (1,)), (30, 1, (1,))), 1 + 1),
        (((30, 0, (2,)), (30, 1, (1,))), 1 + 0),
        # What the problem does not know serves nothing.
        (((30, 0, (9,)),), 2 + 1),
        (((99, 0, (1, 2)),), 2 + 1),
    ],
)
def test_uncovered_needs(rows, missing):
    assert units("uncovered", plan=only(assign=placed(*rows))) == missing


def test_a_field_without_need_is_never_uncovered():
    fields = (Field(1, "debt", 0), Field(2, "jobs", 3))
    assert units("uncovered", replace(PROBLEM, fields=fields), only()) == 3


def test_every_event_has_the_needs():
    assert units("uncovered", plan=Plan("small", only().events * 3)) == 3 * 3


# --- load: Aid wants 2 events, the others 1


@pytest.mark.parametrize(("events", "points"), [(0, 4), (1, 1), (2, 0), (3, 1), (4, 4)])
def test_load_is_the_square_of_what_is_off(events, points):
    plan = Plan("small", only(assign=placed((30, 0, (1,)))).events * events)
    assert units("load", plan=plan) == points + 3


def test_an_agency_named_twice_comes_once():
    plan = only(assign=placed((30, 0, (1,)), (30, 1, (2,)), (99, 2, (1,))))
    assert units("load", plan=plan) == 1 + 3


# --- travel: from Oak to Elm 9, from Elm to Oak 8


def test_the_way_goes_from_home_to_the_event():
    assert units("travel", plan=seated("b", (30, 0, (1,)))) == 8  # Calm at event a
    assert units("travel", plan=seated("b", (32, 0, (2,)))) == 8 + 8
    assert units("travel", plan=seated("c", (30, 0, (1,)), (31, 1, (1,)))) == 8 + 9 + 9


def test_travel_is_read_by_the_order_of_the_districts():
    turned = replace(PROBLEM, districts=PROBLEM.districts[::-1])
    assert units("travel", turned, seated("b", (32, 0, (2,)))) == 9 + 9


def test_a_home_that_the_problem_does_not_know_is_no_way():
    assert units("travel", alter(PROBLEM, "agencies", 32, home=77)) == 0
    assert units("travel", plan=only(assign=placed((99, 0, ())))) == 0


# --- adjacent: Band is noisy, Calm quiet; Aid and Dot are listed; the radius is 3


@pytest.mark.parametrize(
    ("booth", "clash"),
    [
        (Booth(1, 3, 0), 1),
        (Booth(1, 0, -3), 1),
        (Booth(1, 3.0001, 0), 0),
        (Booth(1, 2.9999, 0), 1),
        (Booth(1, 2, 2), 1),
        (Booth(1, 2, 3), 0),
        (Booth(1, 0, 0), 1),
    ],
)
def test_neighbours_are_within_the_radius_and_on_it(booth, clash):
    problem = alter(PROBLEM, "venues", 20, booths=(Booth(0), booth))
    assert units("adjacent", problem, only(assign=placed((31, 0, (1,)), (32, 1, (2,))))) == clash
    assert units("adjacent", problem, only(assign=placed((32, 0, (2,)), (31, 1, (1,))))) == clash


@pytest.mark.parametrize(
    ("one", "two", "clash"),
    [(31, 32, 1), (32, 31, 1), (30, 33, 1), (33, 30, 1), (30, 31, 0), (30, 32, 0), (31, 99, 0)],
)
def test_who_clashes(one, two, clash):
    rows = placed((one, 0, (1,)), (two, 1, (1,)))
    assert units("adjacent", plan=only(assign=rows)) == clash


def test_two_of_a_kind_do_not_clash():
    loud = alter(PROBLEM, "agencies", 32, noisy=True, quiet=False)
    still = alter(PROBLEM, "agencies", 31, noisy=False, quiet=True)
    both = only(assign=placed((31, 0, (1,)), (32, 1, (2,))))
    assert units("adjacent", loud, both) == units("adjacent", still, both) == 0


def test_a_pair_counts_once_however_many_reasons_it_has():
    problem = replace(PROBLEM, not_adjacent=((31, 32), (32, 31), (30, 33)))
    assert units("adjacent", problem, only(assign=placed((31, 0, (1,)), (32, 1, (2,))))) == 1


def test_an_agency_does_not_clash_with_itself():
    torn = alter(PROBLEM, "agencies", 31, quiet=True)
    assert units("adjacent", torn, only(assign=placed((31, 0, (1,)), (31, 1, (1,))))) == 0


def test_pairs_are_counted_within_an_event_over_all_of_them():
    crowd = placed((31, 1, (1,)), (32, 0, (2,)), (30, 2, (1,)), (33, 1, (1,)))
    # Band at 1 by Calm at 0; Aid at 2 by Dot at 1. Events do not mix.
    assert units("adjacent", plan=only(assign=crowd)) == 2
    apart = Plan("small", tuple(
        replace(only().events[0], id=str(n), assign=(row,)) for n, row in enumerate(crowd)
    ))  # fmt: skip
    assert units("adjacent", plan=apart) == 0


def test_booths_that_the_venue_lacks_are_next_to_nothing():
    assert units("adjacent", plan=only(assign=placed((31, 0, (1,)), (32, 9, (2,))))) == 0


# --- the sum and its rows


def test_points_are_units_times_weights():
    weights = replace(PROBLEM.weights, uncovered=7, load=0, adjacent=2)
    score = score_plan(replace(PROBLEM, weights=weights), PLAN)
    assert score.points == {
        "uncovered": 4 * 7,
        "zone_dev": 1 * 300,
        "period_miss": 2 * 100,
        "reach": 150,
        "vuln": 10,
        "load": 0,
        "travel": 8,
        "adjacent": 2,
    }
    assert score.total == 28 + 300 + 200 + 150 + 10 + 0 + 8 + 2


def test_every_row_says_who_and_why():
    assert explain_terms(PROBLEM, PLAN) == {
        "uncovered": (
            TermRow((("event", "a"), ("field", 1)), 1, {"need": 2}),
            TermRow((("event", "b"), ("field", 1)), 1, {"need": 2}),
            TermRow((("event", "c"), ("field", 1)), 2, {"need": 2}),
        ),
        "zone_dev": (TermRow((("zone", 11),), 1, {"visits": 1, "target": 2}),),
        "period_miss": (
            TermRow((("zone", 10), ("period", 0)), 1, {"from": 0, "to": 6}),
            TermRow((("zone", 12), ("period", 1)), 1, {"from": 6, "to": 12}),
        ),
        "reach": (
            TermRow((("event", "a"),), 50, {"reach": 150, "best": 200}),
            TermRow((("event", "b"),), 100, {"reach": 100, "best": 200}),
        ),
        "vuln": (
            TermRow((("dong", 100),), 7, {"covered": 1}),
            TermRow((("dong", 102),), 3, {"covered": 1}),
        ),
        "load": (
            TermRow((("agency", 30),), 1, {"events": 1, "target": 2}),
            TermRow((("agency", 32),), 1, {"events": 2, "target": 1}),
        ),
        "travel": (TermRow((("event", "a"), ("agency", 32)), 8),),
        "adjacent": (
            TermRow((("event", "a"), ("agency", 31), ("agency", 32)), 1, {"booths": [1, 2]}),
        ),
    }
