"""Planning again: near to what is published, in the order of the goals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.core.difference import plan_difference, plan_distance
from planner.core.problem import Forced, Replan
from planner.core.rules import check_plan, check_replan
from planner.core.score import score_plan
from planner.engine import solve
from planner.engine.generate import generate_problem
from planner.engine.replan import replan

PROBLEM = generate_problem("seocho", 0)
PLAN = solve(PROBLEM, seconds=600).plan


def without_agency(agency: int, now: int):
    agencies = tuple(
        replace(item, avail=item.avail[:now] + "0" * (PROBLEM.days - now))
        if item.id == agency
        else item
        for item in PROBLEM.agencies
    )
    return replace(PROBLEM, agencies=agencies)


def judged(task: Replan):
    answer = replan(task, seconds=600)
    plan = answer.outcome.plan
    assert check_plan(task.problem, plan) == ()
    assert check_replan(task, plan) == ()
    assert answer.distance == plan_distance(task.published, plan, task.delta_weights)
    assert answer.outcome.score == score_plan(task.problem, plan)
    return answer


@pytest.mark.parametrize("pin", [True, False])
def test_nothing_happened_nothing_changes(pin):
    answer = judged(Replan(PROBLEM, PLAN, 0, pin))
    assert plan_difference(PLAN, answer.outcome.plan) == ()
    assert answer.distance == 0
    assert all(goal.proven for goal in answer.goals)


def test_an_agency_that_cancels_is_replaced():
    event = PLAN.events[-1]
    gone, now = event.assign[0].agency, PLAN.events[1].day
    problem = without_agency(gone, now)
    answer = judged(Replan(problem, PLAN, now, True))
    names = [goal.name for goal in answer.goals]
    assert names == ["uncovered", "distance", "score"]
    assert all(goal.proven for goal in answer.goals)
    dropped = sum(gone in {p.agency for p in e.assign} for e in PLAN.events if e.day >= now)
    assert answer.distance >= 3 * dropped
    # Crossing the agency out is no nearer and leaves no fewer needs uncovered.
    bare = replace(PLAN, events=tuple(
        replace(e, assign=tuple(p for p in e.assign if p.agency != gone or e.day < now))
        for e in PLAN.events
    ))  # fmt: skip
    uncovered = score_plan(problem, bare).terms["uncovered"]
    assert answer.goals[0].value <= uncovered
    if answer.goals[0].value == uncovered:
        assert answer.distance <= plan_distance(PLAN, bare)


def test_a_lost_venue_moves_its_event():
    event = PLAN.events[-1]
    venues = tuple(
        replace(venue, avail="0" * PROBLEM.days) if venue.id == event.venue else venue
        for venue in PROBLEM.venues
    )
    task = Replan(replace(PROBLEM, venues=venues), PLAN, event.day, True, (event.id,))
    answer = judged(task)
    moved = answer.outcome.plan.event_by_id()[event.id]
    assert moved.venue != event.venue
    assert answer.outcome.plan.events[:-1] == PLAN.events[:-1] or moved.day != event.day


def test_a_wish_that_cannot_be_is_refused():
    event = PLAN.events[-1]
    task = Replan(PROBLEM, PLAN, 0, True, (), (Forced(event.id, PROBLEM.allowed.index("0")),))
    answer = replan(task, seconds=600)
    assert answer.outcome.status == "infeasible"
    assert answer.outcome.plan is None
