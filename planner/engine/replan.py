"""Plan again, close to the plan in force: goals one after the other, each proven if time allows.

Least uncovered needs first, then the least distance to the published plan, then the least score
(lexicographic optimisation over one model; see `replan_levels` for how far events may move).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner.core.difference import plan_distance
from planner.core.problem import Plan, Replan
from planner.core.rules import RULES, check_plan, check_replan
from planner.core.score import score_plan
from planner.engine.explain import explain
from planner.engine.joint import constant_points
from planner.engine.mip import Solution
from planner.engine.outcome import EventPin, Outcome, Pins, Progress
from planner.engine.replan_levels import LEVELS, Freedom
from planner.engine.replan_model import ChangeModel
from planner.engine.replan_plan import changed_plan, cut_clashes
from planner.engine.run import Run

GOALS = ("uncovered", "distance", "score")

# Models with more attendances than this are not worth starting on.
_TOO_LARGE = 40_000


@dataclass(frozen=True, slots=True)
class Goal:
    """What was reached of one goal, and whether nothing less is possible under those before it."""

    name: str
    value: int
    proven: bool


@dataclass(frozen=True, slots=True)
class ReplanOutcome:
    """An `Outcome` (bound and status are those of the last goal) with the goals in order."""

    outcome: Outcome
    goals: tuple[Goal, ...] = ()
    distance: int | None = None


@dataclass
class _Found:
    """The answer of one level."""

    plan: Plan
    goals: dict[str, tuple[int, bool]]
    bound: float


def replan(
    task: Replan,
    *,
    seconds: float = 30.0,
    seed: int = 0,
    goals: Sequence[str] = GOALS,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> ReplanOutcome:
    """Plans again from `task.now`; the plan keeps H00 to H16 and R01 to R05.

    What the past breaks under the rules of today is excused. `goals` orders the names of `GOALS`,
    or leaves some out; what is left out is not looked at.
    """
    freedom = Freedom(task)
    past = Plan(task.problem.name, freedom.past)
    excused = check_plan(task.problem, past, list(RULES)[2:])
    run = Run(
        task.problem,
        seconds,
        seed,
        on_progress,
        should_stop,
        excused=excused,
        keeps=lambda plan: not check_replan(task, plan),
    )
    best: _Found | None = None
    answered = True
    for level in LEVELS:
        if best is not None and not _may_help(freedom, level - 1, best):
            break
        if run.stopped() or freedom.frame(level).attendances() > _TOO_LARGE:
            answered = False
            break
        run.tell(f"level {level}")
        found, answered = _solve_level(run, task, freedom, level, tuple(goals), best)
        best = found or best
    if best is None:
        return _nothing(run, task, freedom, answered)
    complete = answered and not (level < LEVELS[-1] and _may_help(freedom, level, best))
    return _answer(run, task, best, complete or not _may_help(freedom, level - 1, best))


def _may_help(freedom: Freedom, level: int, found: _Found) -> bool:
    """Whether a plan outside of a level could be better than what was found in it."""
    if level >= LEVELS[-1]:
        return False
    if freedom.cheapest_excluded(level) == float("inf"):
        return False
    missing = found.goals.get("uncovered", (0, True))[0]
    if missing > freedom.least_uncovered() + _past_uncovered(freedom):
        return True
    distance = plan_distance(freedom.task.published, found.plan, freedom.task.delta_weights)
    return "distance" not in found.goals or distance >= freedom.cheapest_excluded(level)


def _past_uncovered(freedom: Freedom) -> int:
    past = Plan(freedom.problem.name, freedom.past)
    return score_plan(freedom.problem, past).terms["uncovered"]


def _solve_level(
    run: Run,
    task: Replan,
    freedom: Freedom,
    level: int,
    goals: tuple[str, ...],
    best: _Found | None,
) -> tuple[_Found | None, bool]:
    """The best plan of a level, and whether the level was searched to its end."""
    changes = ChangeModel.of(freedom.frame(level), freedom.events, task.delta_weights)
    model = changes.joint.model
    costs = {
        "uncovered": [(column, 1.0) for column in changes.joint.agencies.missing],
        "distance": changes.distance,
        "score": [(column, cost) for column, cost in enumerate(model.cost) if cost],
    }
    reached: dict[str, tuple[int, bool]] = {}
    start: dict[int, float] | None = None
    plan: Plan | None = None
    bound = -float("inf")
    for goal in goals:
        model.cost = [0.0] * len(model.cost)
        for column, cost in costs[goal]:
            model.cost[column] += cost
        run.tell(goal)
        found = _solve_goal(run, changes, goal, start)
        if not found.values:
            searched = found.status == "infeasible"
            return (_Found(plan, reached, bound) if plan else None), searched
        plan = changed_plan(changes, found.values) or plan
        proven = found.status == "optimal"
        value = _value(task, plan, goal) if plan else 0
        reached[goal] = value, proven
        if goal == "score":
            bound = constant_points(changes.joint.frame) + found.bound
            reached[goal] = value, proven and value - bound < 1
        spent = sum(cost * found.values[column] for column, cost in costs[goal])
        model.row(costs[goal], upper=round(spent) + 0.5)  # what is counted is whole
        start = {c: round(found.values[c]) for c, whole in enumerate(model.integral) if whole}
    if plan is None or run.faulty(plan):
        return None, False
    return _Found(plan, reached, bound), all(proven for _, proven in reached.values())


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


def _value(task: Replan, plan: Plan, goal: str) -> int:
    if goal == "distance":
        return plan_distance(task.published, plan, task.delta_weights)
    score = score_plan(task.problem, plan)
    return score.terms["uncovered"] if goal == "uncovered" else score.total


def _answer(run: Run, task: Replan, best: _Found, complete: bool) -> ReplanOutcome:
    goals = tuple(Goal(n, value, done and complete) for n, (value, done) in best.goals.items())
    run.offer(best.plan)
    if complete:
        run.raise_bound(best.bound)
    outcome = run.outcome()
    if outcome.status == "optimal" and not all(goal.proven for goal in goals):
        outcome = Outcome("feasible", outcome.plan, outcome.score, elapsed=outcome.elapsed)
    distance = plan_distance(task.published, best.plan, task.delta_weights)
    return ReplanOutcome(outcome, goals, distance)


def _nothing(run: Run, task: Replan, freedom: Freedom, answered: bool) -> ReplanOutcome:
    """No plan: proven with the reason, or out of time."""
    if not answered:
        return ReplanOutcome(run.outcome())
    stay = [event for event in task.published.events if event in freedom.past]
    if task.pin_schedule:
        free = {*task.movable, *(wish.event for wish in task.force)}
        stay += [event for event in freedom.events.values() if event.id not in free]
    pins = Pins(tuple(EventPin(e.district, e.day, e.venue, e.id) for e in stay))
    why = explain(task.problem, pins=pins, seconds=max(3.0, run.left), give_up=False)
    return ReplanOutcome(run.outcome(infeasible=True, conflicts=why.conflicts))
