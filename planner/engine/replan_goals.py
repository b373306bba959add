"""One level of a re-planning: its goals one after the other, each held by a row for the next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from planner.core.difference import plan_distance
from planner.core.problem import Plan, Replan
from planner.core.score import score_plan
from planner.engine.joint import constant_points
from planner.engine.mip import Solution
from planner.engine.replan_levels import Freedom
from planner.engine.replan_model import ChangeModel
from planner.engine.replan_plan import changed_plan, cut_clashes
from planner.engine.run import Run

GOALS = ("uncovered", "distance", "score")


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal within a level: whether nothing less is possible there, and the proven least."""

    proven: bool
    least: int | None = None


@dataclass
class Found:
    """The answer of a level; `bound` is a proven lower bound of the score under the other goals."""

    plan: Plan
    values: dict[str, int]
    goals: dict[str, Reached]
    bound: float

    def better_than(self, other: Found | None) -> bool:
        """Whether it reaches less in the first goal in which the two differ."""
        return other is None or list(self.values.values()) < list(other.values.values())


def goal_value(task: Replan, plan: Plan, goal: str) -> int:
    """What a plan reaches of a goal."""
    if goal == "distance":
        return plan_distance(task.published, plan, task.delta_weights)
    score = score_plan(task.problem, plan)
    return score.terms["uncovered"] if goal == "uncovered" else score.total


def past_uncovered(freedom: Freedom) -> int:
    """Needs that stayed uncovered at events that are over."""
    past = Plan(freedom.problem.name, freedom.past)
    return score_plan(freedom.problem, past).terms["uncovered"]


def solve_level(
    run: Run, freedom: Freedom, level: int, goals: Sequence[str]
) -> tuple[Found | None, bool]:
    """The best plan of a level, and whether the level was searched to its end."""
    task = freedom.task
    changes = ChangeModel.of(
        freedom.frame(level), freedom.events, task.delta_weights, freedom.decided
    )
    model = changes.joint.model
    costs = {
        "uncovered": [(column, 1.0) for column in changes.joint.agencies.missing],
        "distance": changes.distance,
        "score": [(column, cost) for column, cost in enumerate(model.cost) if cost],
    }
    constants = {
        "uncovered": past_uncovered(freedom) - model.offset,
        "distance": changes.base - model.offset,
        "score": constant_points(changes.joint.frame),
    }
    reached: dict[str, Reached] = {}
    start: dict[int, float] | None = None
    plan: Plan | None = None
    bound = -math.inf
    for goal in goals:
        model.cost = [0.0] * len(model.cost)
        for column, cost in costs[goal]:
            model.cost[column] += cost
        run.tell(goal)
        found = _solve_goal(run, changes, goal, start)
        least = found.bound + constants[goal]
        if not found.values:
            return _found(run, task, goals, plan, reached, bound), found.status == "infeasible"
        plan = changed_plan(changes, found.values) or plan
        proven = found.status == "optimal"
        if goal == "score" and plan is not None:
            bound = least
            proven = proven and goal_value(task, plan, goal) - least < 1
        reached[goal] = Reached(proven, math.ceil(least - 1e-3) if math.isfinite(least) else None)
        spent = sum(cost * found.values[column] for column, cost in costs[goal])
        model.row(costs[goal], upper=round(spent) + 0.5)  # what is counted is whole
        start = {c: round(found.values[c]) for c, whole in enumerate(model.integral) if whole}
    answer = _found(run, task, goals, plan, reached, bound)
    return answer, answer is not None and all(goal.proven for goal in reached.values())


def _found(
    run: Run,
    task: Replan,
    goals: Sequence[str],
    plan: Plan | None,
    reached: dict[str, Reached],
    bound: float,
) -> Found | None:
    """The answer, if its plan is sound; a goal that was not come to is not proven."""
    if plan is None or run.faulty(plan):
        return None
    values = {goal: goal_value(task, plan, goal) for goal in goals}
    return Found(plan, values, {goal: reached.get(goal, Reached(False)) for goal in goals}, bound)


def _solve_goal(
    run: Run, changes: ChangeModel, goal: str, start: dict[int, float] | None
) -> Solution:
    """One goal; clashes of newcomers are brought in by cuts while the score is the goal."""
    while True:
        found = changes.joint.solve(run.limits(), start)
        if goal != "score" or found.status != "optimal":
            return found
        if not cut_clashes(changes, found.values) or run.left <= 0:
            return found
