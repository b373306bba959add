"""Plan again, close to the plan in force: goals one after the other, each proven if time allows.

Least uncovered needs first, then the least distance to the published plan, then the least score
(lexicographic optimisation over one model; see `replan_levels` for how far events may move).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from planner.core.decided import NOTHING_DECIDED, Decided, decisions_broken
from planner.core.difference import plan_distance
from planner.core.problem import Plan, PlanEvent, Replan
from planner.core.rules import check_replan
from planner.engine.explain import explain
from planner.engine.frame import can_hold
from planner.engine.outcome import EventPin, Outcome, Pins, Progress
from planner.engine.replan_faults import past_faults, standing_faults, task_faults
from planner.engine.replan_goals import GOALS, Found, past_uncovered, solve_level
from planner.engine.replan_levels import LEVELS, Freedom
from planner.engine.run import Run

__all__ = ["GOALS", "Goal", "ReplanOutcome", "replan", "staying"]

# Models with more attendances than this are not worth starting on.
_TOO_LARGE = 40_000


@dataclass(frozen=True, slots=True)
class Goal:
    """What was reached of one goal, and whether nothing less is possible under those before it.

    Where that is not proven, `least` is a proven lower bound, if one is known.
    """

    name: str
    value: int
    proven: bool
    least: int | None = None


@dataclass(frozen=True, slots=True)
class ReplanOutcome:
    """An `Outcome` (bound and status are those of the last goal) with the goals in order."""

    outcome: Outcome
    goals: tuple[Goal, ...] = ()
    distance: int | None = None


def replan(
    task: Replan,
    *,
    decided: Decided = NOTHING_DECIDED,
    seconds: float = 30.0,
    seed: int = 0,
    goals: Sequence[str] = GOALS,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> ReplanOutcome:
    """Plans again from `task.now`; the plan keeps H00 to H16, R01 to R05 and what is `decided`.

    What the past breaks under the rules of today is excused. `goals` orders the names of `GOALS`,
    or leaves some out; what is left out is not looked at.
    """
    freedom = Freedom(task, decided)
    run = Run(
        task.problem,
        seconds,
        seed,
        on_progress,
        should_stop,
        excused=past_faults(task),
        keeps=lambda plan: not any(_broken(task, decided, plan)),
    )
    faults = task_faults(task)
    if faults:
        return ReplanOutcome(run.outcome(infeasible=True, conflicts=faults))
    best: Found | None = None
    answered = True
    for level in LEVELS:
        if best is not None and not _may_help(freedom, level - 1, best):
            break
        if run.stopped() or freedom.frame(level).attendances() > _TOO_LARGE:
            answered = False
            break
        run.tell(f"level {level}")
        found, answered = solve_level(run, freedom, level, tuple(goals))
        if found is not None and found.better_than(best):
            best = found
            run.adopt(found.plan)
    if best is None:
        return _nothing(run, task, freedom, answered)
    complete = answered and not (level < LEVELS[-1] and _may_help(freedom, level, best))
    return _answer(run, freedom, best, complete or not _may_help(freedom, level - 1, best))


def _broken(task: Replan, decided: Decided, plan: Plan) -> Iterator[object]:
    yield from check_replan(task, plan)
    yield from decisions_broken(decided, task.published, plan)


def _may_help(freedom: Freedom, level: int, found: Found) -> bool:
    """Whether a plan outside of a level could be better than what was found in it."""
    if level >= LEVELS[-1]:
        return False
    cheapest = freedom.cheapest_excluded(level)
    if cheapest == math.inf:
        return False
    names = list(found.values)
    first = names[: names.index("distance")] if "distance" in names else names
    if "score" in first:
        return True
    missing = found.values.get("uncovered", 0)
    if "uncovered" in first and missing > freedom.least_uncovered() + past_uncovered(freedom):
        return True
    return "distance" not in names or found.values["distance"] >= cheapest


def _answer(run: Run, freedom: Freedom, best: Found, complete: bool) -> ReplanOutcome:
    task = freedom.task
    if complete:
        run.raise_bound(best.bound)
    goals = tuple(_goals(freedom, best, complete))
    outcome = run.outcome()
    if outcome.status == "optimal" and not all(goal.proven for goal in goals):
        outcome = Outcome("feasible", outcome.plan, outcome.score, elapsed=outcome.elapsed)
    distance = plan_distance(task.published, best.plan, task.delta_weights)
    return ReplanOutcome(outcome, goals, distance)


def _goals(freedom: Freedom, best: Found, complete: bool) -> Iterator[Goal]:
    """The goals with their proofs; a bound under a goal that is itself unproven says nothing."""
    before = True
    for name, value in best.values.items():
        reached = best.goals[name]
        proven = before and complete and reached.proven
        least = reached.least if before and complete else None
        if name == "uncovered" and before and not proven:
            least = max(least or 0, freedom.least_uncovered() + past_uncovered(freedom))
        yield Goal(name, value, proven, value if proven else least)
        before = proven


def staying(task: Replan) -> Pins:
    """What cannot move, as pins: the past, the pinned schedule, wishes for a day."""
    free = {*task.movable, *(wish.event for wish in task.force)}
    stay: list[PlanEvent] = [
        event
        for event in task.published.events
        if event.day < task.now or (task.pin_schedule and event.id not in free)
    ]
    pins = [EventPin(event.district, event.day, event.venue, event.id) for event in stay]
    events = task.published.event_by_id()
    for wish in task.force:
        if wish.day is not None and wish.event in events:
            event, venue = events[wish.event], wish.venue
            own = task.problem.venue_by_id.get(event.venue)
            if venue is None and own is not None and can_hold(task.problem, own, wish.day):
                venue = own.id  # told apart from others on that day; as good a reason as any
            pins.append(EventPin(event.district, wish.day, venue, wish.event))
    return Pins(tuple(pins))


def _nothing(run: Run, task: Replan, freedom: Freedom, answered: bool) -> ReplanOutcome:
    """No plan: proven with the reason, or out of time."""
    if not answered:
        return ReplanOutcome(run.outcome())
    seconds = max(3.0, run.left)
    why = explain(task.problem, pins=staying(task), seconds=seconds, give_up=False)
    conflicts = why.conflicts or standing_faults(task)
    return ReplanOutcome(run.outcome(infeasible=True, conflicts=conflicts))
