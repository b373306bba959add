"""The score against sums written out by hand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from planner.core.problem import TERMS, Placement, Plan, PlanEvent, Weights
from planner.core.score import best_reach, explain_terms, score_plan, venue_reach
from tests.core.small import change_event, small_plan, small_problem

PROBLEM, PLAN = small_problem(), small_plan()


def test_terms_by_hand():
    # uncovered: a has one of two for debt, b likewise, c has none for debt.
    # zone_dev: Oak south has one visit of two. period_miss: Oak north in the first period,
    # Elm in the second (Oak south has min 0).
    # reach: the best of Oak is 220 at the weekend with rain 30 on day 10: (70*220+30*120)//100
    # = 190; on day 0 rain 0: 200. a: (50*200+50*100)//100 = 150; b: 100. Elm: 80 of 80.
    # vuln: dong 100 covered once: 7; dong 101 twice: 0; dong 102 once: 3.
    # load: Aid 1 of 2, Band 1 of 1, Calm 2 of 1, Dot 1 of 1.
    # travel: Calm from Elm to Oak 8.
    assert score_plan(PROBLEM, PLAN).terms == {
        "uncovered": 1 + 1 + 2,
        "zone_dev": 1,
        "period_miss": 2,
        "reach": (200 - 150) + (200 - 100),
        "vuln": 7 + 3,
        "load": 1 + 0 + 1 + 0,
        "travel": 8,
        "adjacent": 1,
    }
    assert score_plan(PROBLEM, PLAN).total == (
        4 * 1000 + 300 + 2 * 100 + 150 + 10 + 2 * 10 + 8 + 25
    )


def test_reach_of_an_outdoor_venue_rounds_down():
    park = replace(PROBLEM.venues[1], reach=(201, 220))
    assert venue_reach(PROBLEM, park, 1) == (50 * 201 + 50 * 100) // 100 == 150
    assert best_reach(PROBLEM) == {5: 200, 3: 80}


def test_clashes_are_pairs_within_the_radius():
    def adjacent(*booths):
        assign = (Placement(31, booths[0], (1,)), Placement(32, booths[1], (2,)))
        return score_plan(PROBLEM, change_event(PLAN, "a", assign=assign)).terms["adjacent"]

    assert [adjacent(0, 1), adjacent(1, 2), adjacent(0, 2)] == [1, 1, 0]


def test_listed_pairs_clash_too():
    assign = (Placement(30, 0, (1,)), Placement(33, 1, (1,)))
    plan = change_event(change_event(PLAN, "a", assign=()), "c", assign=assign)
    assert score_plan(PROBLEM, plan).terms["adjacent"] == 1


def test_a_plan_without_events_is_scored():
    score = score_plan(PROBLEM, Plan("small"))
    assert score.terms["uncovered"] == score.terms["reach"] == 0
    assert score.terms["zone_dev"] == 1 + 2 + 1
    assert score.terms["vuln"] == 2 * (7 + 4 + 3)
    assert score.terms["load"] == 4 + 1 + 1 + 1


placements = st.builds(
    Placement,
    st.sampled_from([30, 31, 32, 33, 99]),
    st.integers(-1, 4),
    st.lists(st.sampled_from([1, 2, 9]), max_size=3).map(tuple),
)
events = st.builds(
    PlanEvent,
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from([5, 3, 9]),
    st.integers(-2, 14),
    st.sampled_from([20, 21, 22, 99]),
    st.none() | st.sampled_from([20, 22, 99]),
    st.lists(placements, max_size=3).map(tuple),
)
plans = st.builds(Plan, st.just("small"), st.lists(events, max_size=4).map(tuple))


@given(plans)
def test_any_plan_has_a_score_made_of_its_rows(plan):
    score, rows = score_plan(PROBLEM, plan), explain_terms(PROBLEM, plan)
    assert set(score.terms) == set(rows) == set(TERMS)
    assert all(row.amount > 0 for term in rows.values() for row in term)
    assert {name: sum(row.amount for row in term) for name, term in rows.items()} == score.terms
    assert score.total == sum(score.points.values()) >= 0


@given(plans, st.integers(0, 50))
def test_a_weight_counts_its_term(plan, weight):
    problem = replace(PROBLEM, weights=Weights(**dict.fromkeys(TERMS, 0) | {"travel": weight}))
    score = score_plan(problem, plan)
    assert score.total == weight * score.terms["travel"]
