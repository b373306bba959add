"""Rules and score against a second implementation, written from the format document alone."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from planner.core.difference import plan_distance
from planner.core.formats import plan_to, problem_to, replan_to
from planner.core.rules import check_plan, check_replan
from planner.core.score import score_plan
from tests.core import naive, naive_score
from tests.core.drawn import problems_and_plans, replannings

often = settings(
    max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)


@often
@given(problems_and_plans())
def test_the_rules_are_those_of_the_document(drawn):
    problem, plan = drawn
    codes = {item.code for item in check_plan(problem, plan)}
    assert codes == naive.broken(problem_to(problem), plan_to(plan))


@often
@given(problems_and_plans())
def test_the_score_is_that_of_the_document(drawn):
    problem, plan = drawn
    score, data = score_plan(problem, plan), (problem_to(problem), plan_to(plan))
    assert score.terms == naive_score.terms(*data)
    assert score.total == naive_score.total(*data)


@often
@given(replannings())
def test_replanning_is_that_of_the_document(drawn):
    task, plan = drawn
    data = replan_to(task), plan_to(plan)
    assert {item.code for item in check_replan(task, plan)} == naive.replan_broken(*data)
    assert plan_distance(task.published, plan, task.delta_weights) == naive.distance(*data)
