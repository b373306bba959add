"""Goals in order: against every plan of tiny problems, and what is said of each goal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.goals import complete_order, leading_weights, weights_of
from planner.core.plan import PlanEvent
from planner.core.problem import TERMS, Problem, Weights
from planner.core.rules import check_plan
from planner.core.score import score_plan
from planner.engine import Goal, Pins, PlacementPin, assign, solve
from planner.engine.generate import generate_problem
from tests.engine.brute import least
from tests.engine.problems import problems


def best_in_order(problem: Problem, groups: tuple[tuple[str, ...], ...]) -> tuple[int, ...] | None:
    """The least points group by group over every sound plan; None where there is none."""
    weights = [weights_of(group, problem.weights) for group in groups]

    def points(terms: dict[str, int]) -> tuple[int, ...]:
        return tuple(sum(getattr(w, n) * terms[n] for n in TERMS) for w in weights)

    return least(problem, points)


@st.composite
def orders(draw: st.DrawFn) -> tuple[tuple[str, ...], ...]:
    names = draw(st.permutations(TERMS))
    cut = sorted(draw(st.sets(st.integers(1, len(TERMS) - 1), min_size=1, max_size=3)))
    groups = [tuple(names[a:b]) for a, b in zip([0, *cut], [*cut, len(names)], strict=True)]
    return tuple(groups[: draw(st.integers(1, len(groups)))])


@settings(max_examples=25, deadline=None)
@given(problems(), orders())
def test_no_plan_is_better_in_the_order(problem: Problem, order: tuple[tuple[str, ...], ...]):
    groups = complete_order(order, problem.weights)
    outcome = solve(problem, seconds=600, order=order)
    best = best_in_order(problem, groups)
    if best is None:
        assert outcome.status == "infeasible"
        return
    assert outcome.status == "optimal"
    assert check_plan(problem, outcome.plan) == ()
    assert outcome.score == score_plan(problem, outcome.plan)
    assert tuple(goal.points for goal in outcome.goals) == best
    assert outcome.goals == tuple(
        Goal(group, points, points, True) for group, points in zip(groups, best, strict=True)
    )
    assert (outcome.bound, outcome.gap) == (None, None)


def test_a_season_covers_fields_before_all_else():
    problem = generate_problem("seocho", 0)
    weighed = solve(problem, seconds=600)
    ordered = solve(problem, seconds=600, order=(("reach",), ("load",)))
    assert ordered.status == "optimal"
    assert ordered.goals[0].points <= weighed.score.points["reach"]
    assert ordered.score.total >= weighed.score.total
    rest = ("uncovered", "zone_dev", "period_miss", "vuln", "travel", "adjacent")
    assert [goal.terms for goal in ordered.goals] == [("reach",), ("load",), rest]


def test_booths_of_fixed_events_are_given_in_order_too():
    problem = generate_problem("seocho", 1)
    plan = solve(problem, seconds=600).plan
    events = [PlanEvent(e.id, e.district, e.day, e.venue, e.fallback) for e in plan.events]
    outcome = assign(problem, events, seconds=600, order=(("load",),))
    assert outcome.status == "optimal"
    assert outcome.goals[0].points <= score_plan(problem, plan).points["load"]
    assert [(e.day, e.venue) for e in outcome.plan.events] == [(e.day, e.venue) for e in events]


def test_pins_hold_in_every_stage():
    problem = generate_problem("tiny", 2)
    plan = solve(problem, seconds=600).plan
    event = plan.events[0]
    pins = Pins(placements=(PlacementPin(event.district, event.day, event.assign[0].agency),))
    outcome = solve(problem, seconds=600, pins=pins, order=(("load",), ("uncovered",)))
    held = next(e for e in outcome.plan.events if e.day == event.day)
    assert event.assign[0].agency in {placement.agency for placement in held.assign}


def test_a_search_that_is_stopped_says_what_it_did_not_reach():
    problem = generate_problem("seocho", 0)
    asked = iter(range(10**9))
    outcome = solve(
        problem, seconds=600, order=(("uncovered",),), should_stop=lambda: next(asked) >= 3
    )
    if outcome.plan is None:
        assert outcome.status == "out_of_time"
        return
    assert check_plan(problem, outcome.plan) == ()
    assert outcome.status == ("optimal" if all(g.proven for g in outcome.goals) else "feasible")
    assert sum(len(goal.terms) for goal in outcome.goals) == len(TERMS)


def test_the_order_is_completed_by_what_it_leaves_out():
    weights = Weights(travel=0, adjacent=0)
    assert complete_order((("load",), (), ("travel", "uncovered")), weights) == (
        ("load",), ("travel", "uncovered"), ("zone_dev", "period_miss", "reach", "vuln"),
    )  # fmt: skip
    assert complete_order((), Weights()) == (TERMS,)


@pytest.mark.parametrize("order", [(("loud",),), (("load",), ("load",)), (("load", "load"),)])
def test_an_order_that_names_nonsense_is_refused(order):
    with pytest.raises(ValueError):
        complete_order(order, Weights())


def test_weights_of_a_group_leave_out_the_others_and_count_what_is_named():
    weights = Weights(load=0)
    assert weights_of(("load", "uncovered"), weights) == Weights(1000, 0, 0, 0, 0, 1, 0, 0)


def test_a_unit_that_leads_outweighs_one_of_any_later_term():
    leading = leading_weights(("reach",), ("uncovered", "load"), Weights())
    assert leading == Weights(1000, 0, 0, 3000, 0, 10, 0, 0)
    assert leading_weights(("uncovered",), ("load",), Weights()).uncovered == 20_000
