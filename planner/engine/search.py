"""`solve` a whole problem and `assign` agencies to fixed events."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from planner.core.problem import Plan, PlanEvent, Problem
from planner.core.rules import RULES, check_plan
from planner.engine.exact import solve_exactly
from planner.engine.frame import all_options
from planner.engine.outcome import EventPin, Outcome, Pins, Progress
from planner.engine.pinning import pin_faults, pinned_frame
from planner.engine.run import Run

ProgressHook = Callable[[Progress], None]
StopHook = Callable[[], bool]


def solve(
    problem: Problem,
    *,
    seconds: float = 30.0,
    workers: int = 1,
    seed: int = 0,
    pins: Pins | None = None,
    start: Plan | None = None,
    on_progress: ProgressHook | None = None,
    should_stop: StopHook | None = None,
) -> Outcome:
    """Plans the whole season: dates, venues, fallbacks, agencies, fields and booths together.

    Args:
        problem: what to plan.
        seconds: wall time that may be used.
        workers: threads that may be used.
        seed: of all random choices; the same seed with one worker gives the same plan.
        pins: what must stay; see `Pins`.
        start: a plan to improve on (it need not be sound).
        on_progress: called with a `Progress` now and then, from the calling thread or another.
        should_stop: asked about ten times a second; True ends the search with the best plan.

    Returns:
        An `Outcome`; its plan, where there is one, passes `check_plan` and keeps the pins.
    """
    pins = pins or Pins()
    run = Run(problem, seconds, seed, on_progress, should_stop)
    faults = pin_faults(problem, pins)
    if faults:
        return run.outcome(infeasible=True, conflicts=faults)
    frame, names = pinned_frame(problem, pins, all_options(problem))
    run.tell("model")
    feasible = solve_exactly(run, frame, names, start.events if start else ())
    return run.outcome(infeasible=not feasible)


def assign(
    problem: Problem,
    events: Sequence[PlanEvent],
    *,
    keep: Collection[str] = (),
    seconds: float = 30.0,
    workers: int = 1,
    seed: int = 0,
    pins: Pins | None = None,
    on_progress: ProgressHook | None = None,
    should_stop: StopHook | None = None,
) -> Outcome:
    """Chooses agencies, fields and booths at events whose day, venue and fallback stand.

    The events need not fill the season, nor keep the rules of dates: only H10 to H16 are looked
    at. `keep` names events that stay wholly as they are; the placements of the others are made
    anew, but for those that `pins.placements` holds. Bound and score are those of `events` alone.
    """
    pins = pins or Pins()
    settled = tuple(event for event in events if event.id in keep)
    free = [event for event in events if event.id not in keep]
    codes = [code for code in RULES if code >= "H10"]
    before = check_plan(problem, Plan(problem.name, settled), codes)
    run = Run(problem, seconds, seed, on_progress, should_stop, codes, before)
    fixed = Pins(_event_pins(free), pins.placements, pins.forbidden)
    faults = pin_faults(problem, fixed, dates=False)
    if faults:
        return run.outcome(infeasible=True, conflicts=faults)
    frame, names = pinned_frame(problem, fixed, {}, settled)
    run.tell("model")
    feasible = solve_exactly(run, frame, names, free, schedule=False)
    if run.plan is not None:
        run.plan = _with_fallbacks(run.plan, events)
    return run.outcome(infeasible=not feasible)


def _event_pins(events: Sequence[PlanEvent]) -> tuple[EventPin, ...]:
    return tuple(EventPin(event.district, event.day, event.venue, event.id) for event in events)


def _with_fallbacks(plan: Plan, events: Sequence[PlanEvent]) -> Plan:
    drawn = {event.id: event.fallback for event in events}
    return replace(
        plan, events=tuple(replace(event, fallback=drawn[event.id]) for event in plan.events)
    )
