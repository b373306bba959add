"""Planning again against every plan of tiny seasons: goals in order, proofs, refusals, stopping."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.formats import plan_to, replan_to
from planner.core.problem import Forced, Placement, Plan, Replan
from planner.core.score import score_plan
from planner.engine import solve
from planner.engine.replan import replan
from tests.core import naive
from tests.engine.replan_brute import best_goals, faults
from tests.engine.replans import ORDERS, tasks
from tests.engine.test_engine_brute import StopAfter
from tests.engine.test_engine_infeasible import PAIR, agency, alter

LONG = 600


def often(examples: int) -> settings:
    return settings(max_examples=examples, derandomize=True, deadline=None,
                    suppress_health_check=list(HealthCheck))  # fmt: skip


def judge(task: Replan, goals, best, answer) -> None:
    """Whatever an answer says is true, given the best values of the goals (None: no plan)."""
    outcome = answer.outcome
    assert (outcome.plan is None) == (outcome.status in ("infeasible", "out_of_time"))
    if outcome.plan is None:
        assert outcome.status != "infeasible" or (best is None and outcome.conflicts)
        return
    assert best is not None
    assert faults(task, outcome.plan) == []
    assert outcome.score == score_plan(task.problem, outcome.plan)
    assert answer.distance == naive.distance(replan_to(task), plan_to(outcome.plan))
    own = {"uncovered": outcome.score.terms["uncovered"], "distance": answer.distance,
           "score": outcome.score.total}  # fmt: skip
    assert [goal.name for goal in answer.goals] == list(goals)
    values = tuple(goal.value for goal in answer.goals)
    assert values == tuple(own[goal] for goal in goals)
    assert values >= best
    for number, goal in enumerate(answer.goals):
        if goal.proven:
            assert values[: number + 1] == best[: number + 1]
        if goal.least is not None and values[:number] == best[:number]:
            assert goal.least <= best[number]
    assert outcome.status != "optimal" or values == best


@often(150)
@given(tasks(), st.sampled_from(ORDERS))
def test_the_goals_are_least_in_their_order_and_proven(task, goals):
    best, answer = best_goals(task, goals), replan(task, seconds=LONG, goals=goals)
    judge(task, goals, best, answer)
    if best is None:
        assert answer.outcome.status == "infeasible"
    else:
        assert [(goal.value, goal.proven) for goal in answer.goals] == [(v, True) for v in best]


@often(40)
@given(tasks(), st.sampled_from(ORDERS), st.integers(0, 1))
def test_stopping_at_any_time_leaves_a_sound_plan_or_says_there_is_none(task, goals, first):
    best = best_goals(task, goals)
    for count in range(first, 12, 2):
        stop = StopAfter(count)
        judge(task, goals, best, replan(task, seconds=LONG, goals=goals, should_stop=stop))
        if stop.left >= 0:
            break  # it ended by itself


@often(25)
@given(tasks(), st.integers(0, 2**31 - 1))
def test_the_same_seed_gives_the_same_plan(task, seed):
    first, second = (replan(task, seconds=LONG, seed=seed) for _ in range(2))
    assert (first.outcome.plan, first.goals) == (second.outcome.plan, second.goals)


# --- what cannot be asked for, by name

PLAN = solve(PAIR, seconds=LONG).plan  # e1 on day 0, e2 on a later one
E1, E2 = PLAN.events
TASK = Replan(PAIR, PLAN, E1.day + 1)


def wish(*wishes: Forced) -> Replan:
    return replace(TASK, force=wishes)


REFUSED = {
    "R05 missing": wish(Forced("e9")),
    "R05 day": wish(Forced("e1", E1.day + 1)),
    "R05 venue": replace(wish(Forced("e1", None, 22)), problem=alter(PAIR, days=4)),
    "R02 into_past": wish(Forced("e2", E1.day)),
    "H02 outside_season": wish(Forced("e2", 4)),
    "H02 not_allowed": replace(wish(Forced("e2", 3)), problem=alter(PAIR, allowed="1110")),
    "H03 unknown": wish(Forced("e2", None, 99)),
    "H03 not_available": replace(wish(Forced("e2", 3, 20)),
                                 problem=alter(PAIR, venue_avail="1110")),
    "H01": replace(TASK, problem=alter(PAIR, district_events=3)),
    "H00 duplicate": replace(TASK, published=Plan("base", (E1, replace(E2, id="e1")))),
    "H00 unknown_district": replace(TASK, published=Plan("base", (E1, replace(E2, district=7)))),
}  # fmt: skip


@pytest.mark.parametrize("reason", REFUSED)
def test_what_no_plan_can_give_is_refused_by_name(reason):
    answer = replan(REFUSED[reason], seconds=LONG)
    assert (answer.outcome.status, answer.outcome.plan) == ("infeasible", None)
    named = [f"{v.code} {v.data.get('reason', '')}".strip() for v in answer.outcome.conflicts]
    assert reason in named


def test_two_wishes_against_each_other_are_refused():
    answer = replan(wish(Forced("e2", 2), Forced("e2", 3)), seconds=LONG)
    assert [(v.code, dict(v.data)) for v in answer.outcome.conflicts] == [
        ("R05", {"reason": "day", "day": 3, "wanted": 2})
    ]


@pytest.mark.parametrize("rows", [
    (Placement(99, 0, (1,)),), (Placement(30, 99, (1,)),), (Placement(30, 0, (7,)),),
    (Placement(30, 0, (1, 7)),), (Placement(30, 0, (1, 1)),), (Placement(30, 0, ()),),
    (Placement(30, 1, (1,)), Placement(31, 1, (1,))),
])  # fmt: skip
def test_whatever_the_published_plan_says_there_is_a_plan_again(rows):
    """Agencies, booths and fields that are gone or wrong, in the past and to come."""
    coming = replace(TASK, published=Plan("base", (E1, replace(E2, assign=rows))))
    past = replace(TASK, published=Plan("base", (replace(E1, assign=rows), E2)))
    for task in (coming, past):
        answer = replan(task, seconds=LONG)
        judge(task, ORDERS[0], best_goals(task, ORDERS[0]), answer)
        assert answer.outcome.status == "optimal"


@pytest.mark.parametrize("number", [0, 1])
def test_a_venue_that_is_gone_is_no_dead_end(number):
    """Of an event that has been held, and of one to come."""
    events = [replace(event, venue=77) if n == number else event
              for n, event in enumerate(PLAN.events)]  # fmt: skip
    task = replace(TASK, published=Plan("base", tuple(events)))
    answer = replan(task, seconds=LONG)
    judge(task, ORDERS[0], best_goals(task, ORDERS[0]), answer)
    assert answer.outcome.status == "optimal"


def test_an_agency_that_leaves_a_field_may_come_with_another():
    problem = agency(PAIR, E2.assign[0].agency, fields=())
    answer = replan(replace(TASK, problem=problem), seconds=LONG)
    judge(replace(TASK, problem=problem), ORDERS[0],
          best_goals(replace(TASK, problem=problem), ORDERS[0]), answer)  # fmt: skip
    assert [goal.proven for goal in answer.goals] == [True, True, True]
