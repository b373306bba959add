"""Planning again: near to what is published, in the order of the goals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.core.decided import Decided, decisions_broken
from planner.core.difference import plan_difference, plan_distance
from planner.core.problem import Forced, Replan
from planner.core.rules import check_plan, check_replan
from planner.core.score import score_plan
from planner.engine import solve
from planner.engine.generate import generate_problem
from planner.engine.replan import replan
from planner.engine.replan_levels import Freedom

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


def test_who_is_kept_away_does_not_come_and_who_is_pinned_does():
    event = PLAN.events[-1]
    gone, held = event.assign[0], event.assign[1]
    decided = Decided(frozenset({(event.id, gone.agency)}), {(event.id, held.agency): held.booth})
    answer = replan(Replan(PROBLEM, PLAN, 0, True), decided=decided, seconds=600)
    after = {item.agency: item for item in answer.outcome.plan.event_by_id()[event.id].assign}
    assert gone.agency not in after
    assert after[held.agency].booth == held.booth
    assert all(goal.proven and goal.least == goal.value for goal in answer.goals)


def test_a_newcomer_that_is_pinned_comes_at_the_price_of_coming():
    event = PLAN.events[-1]
    present = {item.agency for item in event.assign}
    days = {item.agency: {e.day for e in PLAN.events for p in e.assign if p.agency == item.agency}
            for e in PLAN.events for item in e.assign}  # fmt: skip
    wanted = next(
        agency.id
        for agency in PROBLEM.agencies
        if agency.id not in present
        and event.district in agency.serves
        and agency.avail[event.day] == "1"
        and len(days.get(agency.id, ())) < agency.max
    )
    decided = Decided(comes={(event.id, wanted): None})
    answer = replan(Replan(PROBLEM, PLAN, 0, True), decided=decided, seconds=600)
    plan = answer.outcome.plan
    assert wanted in {item.agency for item in plan.event_by_id()[event.id].assign}
    assert list(decisions_broken(decided, PLAN, plan)) == []
    assert answer.distance == plan_distance(PLAN, plan) >= 3


@pytest.mark.parametrize(
    "goals", [("distance", "uncovered", "score"), ("uncovered", "score", "distance")]
)
def test_goals_in_another_order_are_least_in_that_order(goals):
    event = PLAN.events[-1]
    task = Replan(without_agency(event.assign[0].agency, event.day), PLAN, event.day, True)
    answer = replan(task, goals=goals, seconds=600)
    assert [goal.name for goal in answer.goals] == list(goals)
    assert all(goal.proven for goal in answer.goals)
    usual = {goal.name: goal.value for goal in replan(task, seconds=600).goals}
    found = {goal.name: goal.value for goal in answer.goals}
    assert found[goals[0]] <= usual[goals[0]]
    assert found[goals[0]] < usual[goals[0]] or found[goals[1]] <= usual[goals[1]]


def test_stopped_at_once_it_proves_nothing():
    answer = replan(Replan(PROBLEM, PLAN, 0, True), seconds=600, should_stop=lambda: True)
    assert (answer.outcome.status, answer.goals) == ("out_of_time", ())


def test_what_a_level_leaves_out_costs_a_move_at_least():
    """One lost agency costs 3; whoever moves besides costs a venue (15) or a day (40) more."""
    event = PLAN.events[-1]
    cancelled = without_agency(event.assign[0].agency, event.day)
    freedom = Freedom(Replan(cancelled, PLAN, event.day, False))
    others = sum(e.day >= event.day for e in PLAN.events)
    assert others == 1
    assert freedom.cheapest_excluded(0) == 3 + 15
    assert freedom.cheapest_excluded(2) == 3 + 37
    assert Freedom(Replan(cancelled, PLAN, event.day, True)).cheapest_excluded(0) == float("inf")


def test_an_event_with_a_wished_day_costs_that_day_and_moves_no_further():
    event = PLAN.events[-1]
    cancelled = without_agency(event.assign[0].agency, event.day)
    wish = Forced(event.id, event.day - 1)
    freedom = Freedom(Replan(cancelled, PLAN, event.day - 1, False, (), (wish,)))
    assert [e.id for e in freedom.events.values()] == [event.id]
    assert freedom.cheapest_excluded(0) == float("inf")
