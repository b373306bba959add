"""Goals one after the other: each group of terms is solved by the same search as the whole score.

A stage sees the problem under the weights of its group alone, and may not worsen what the groups
before it reached: their points are capped, in the models by a row each and by the run's own check.
In a large problem, where no stage comes to its end, the later groups count a little in each stage
as well, so that none of them begins with a poor plan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

from planner.core.goals import leading_weights, points_under, weighed_by, weights_of
from planner.core.plan import Plan
from planner.core.problem import Weights
from planner.core.score import score_plan
from planner.engine.outcome import Goal
from planner.engine.run import Run

Caps = tuple[tuple[Weights, int], ...]
# Searches within a run under caps until it ends; False where there is no sound plan.
Stage = Callable[[Run, Caps], bool]
# Raises the bound of a run by what can be proven without a search.
Bounding = Callable[[Run], None]

# Share of the time left that goes into a goal: earlier goals matter more.
_SHARE = 0.5
# Share of a stage's time that may go into its bound.
_BOUND_SHARE = 0.2


def search_in_order(
    run: Run, groups: Sequence[tuple[str, ...]], stage: Stage, bounding: Bounding | None = None
) -> bool:
    """Solves one group after the other by `stage`; False where there is no sound plan at all.

    The plan of `run` and its goals are those of the last stage that came to an answer. `bounding`
    is given for large problems, whose stages end when time does.
    """
    caps: Caps = ()
    goals: list[Goal] = []
    for number, group in enumerate(groups):
        if run.left <= 0 or run.asked_to_stop():
            break
        weights = weights_of(group, run.problem.weights)
        last = number == len(groups) - 1
        part = _stage_run(run, weights, caps, run.left * (1.0 if last else _SHARE))
        part.phase = f"goal {number + 1}"
        part.raise_bound(0)  # no term is ever negative
        if run.plan is not None:
            part.offer(run.plan)
        if bounding is None or last:
            possible = stage(part, caps)
        else:
            later = tuple(chain.from_iterable(groups[number + 1 :]))
            possible = _lead(run, part, caps, (group, later), stage, bounding)
        if not possible:
            return False
        if part.plan is None or part.score is None:
            break
        run.adopt(part.plan)
        caps = (*caps, (weights, part.score.total))
        bound = round(part.bound) if part.bound > -float("inf") else None
        goals.append(Goal(group, part.score.total, bound, part.proven()))
    if run.plan is not None:
        run.goals = (*goals, *_unreached(run, groups[len(goals) :]))
    return True


def _lead(
    run: Run,
    part: Run,
    caps: Caps,
    terms: tuple[tuple[str, ...], tuple[str, ...]],
    stage: Stage,
    bounding: Bounding,
) -> bool:
    """A stage of a large problem: `terms` are the group and all later ones."""
    if not caps:
        before = part.seconds
        part.seconds = part.elapsed + _BOUND_SHARE * part.left
        bounding(part)
        part.seconds = before
    weights = leading_weights(*terms, run.problem.weights)
    reached = part.proven
    mixed = _stage_run(run, weights, caps, part.left, reached)
    mixed.phase = part.phase
    mixed.on_better = part.offer
    if run.plan is not None:
        mixed.offer(run.plan)
    possible = stage(mixed, caps)
    part.replace_by(mixed.plan)
    return possible


def _unreached(run: Run, groups: Sequence[tuple[str, ...]]) -> list[Goal]:
    """The groups that time did not reach, as they stand in the plan."""
    assert run.score is not None
    weights = run.problem.weights
    points = [points_under(run.score, weights_of(group, weights)) for group in groups]
    return [Goal(group, value, None, False) for group, value in zip(groups, points, strict=True)]


def _stage_run(
    run: Run, weights: Weights, caps: Caps, seconds: float, enough: Callable[[], bool] | None = None
) -> Run:
    """A run of one stage, which keeps only plans that the caps allow."""

    def keeps(plan: Plan) -> bool:
        if not run.keeps(plan):
            return False
        score = score_plan(run.problem, plan)
        return all(points_under(score, given) <= most for given, most in caps)

    return run.part(weighed_by(run.problem, weights), seconds, keeps, enough)
