"""`solve` a whole problem and `assign` agencies to fixed events."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from random import Random
from threading import Thread

from planner.core.goals import Order, complete_order
from planner.core.problem import Plan, PlanEvent, Problem
from planner.core.rules import RULES, check_plan
from planner.engine.construct import add_agencies, plan_dates
from planner.engine.districts import date_city, falls_apart
from planner.engine.exact import solve_exactly
from planner.engine.explain import explain
from planner.engine.frame import Frame, Host, all_options, too_many
from planner.engine.improve import improve
from planner.engine.joint import JointModel, constant_points
from planner.engine.ordered import Caps, search_in_order
from planner.engine.outcome import EventPin, Outcome, Pins, Progress
from planner.engine.pinning import pin_faults, pinned_frame, pins_kept, stated_pins
from planner.engine.run import Run

ProgressHook = Callable[[Progress], None]
StopHook = Callable[[], bool]

# Up to this many attendances (agency × possible event) one model proves the optimum in seconds.
EXACT = 2500


def solve(
    problem: Problem,
    *,
    seconds: float = 30.0,
    workers: int = 1,
    seed: int = 0,
    pins: Pins | None = None,
    start: Plan | None = None,
    order: Order = (),
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
        order: groups of terms that count one after the other; empty: the weighted sum of all.
        on_progress: called with a `Progress` now and then, from the calling thread or another.
        should_stop: asked about ten times a second; True ends the search with the best plan.

    Returns:
        An `Outcome`; its plan, where there is one, passes `check_plan` and keeps the pins.
    """
    pins = pins or Pins()
    faults = pin_faults(problem, pins)
    run = Run(
        problem, seconds, seed, on_progress, should_stop, keeps=lambda plan: pins_kept(pins, plan)
    )
    if faults:
        return run.outcome(infeasible=True, conflicts=faults)
    if too_many(problem):
        return unsearched(run, problem, pins)
    frame, names = pinned_frame(problem, pins, all_options(problem))
    if start is not None:
        run.offer(start)
    if order:
        groups = complete_order(order, problem.weights)

        def stage(part: Run, caps: Caps) -> bool:
            stated = restated(frame, part.problem, caps)
            return search(part, stated, names, workers, fresh=part.plan is None)

        def bounding(part: Run) -> None:
            plan_dates(part, restated(frame, part.problem, ()), names)

        large = frame.attendances() > EXACT
        possible = search_in_order(run, groups, stage, bounding if large else None)
    else:
        possible = search(run, frame, names, workers)
    if not possible:
        why = explain(problem, pins=pins, seconds=max(3.0, run.left), seed=seed, give_up=False)
        return run.outcome(infeasible=True, conflicts=why.conflicts or stated_pins(pins))
    if run.plan is not None:
        run.plan = renumbered(run.plan, {pin.event for pin in pins.events if pin.event}, start)
    return run.outcome()


def unsearched(run: Run, problem: Problem, pins: Pins) -> Outcome:
    """Why there is no plan where the choices are too many to be searched for one."""
    why = explain(problem, pins=pins, seconds=run.left, seed=run.seed, give_up=False)
    if why.feasible is False:
        return run.outcome(infeasible=True, conflicts=why.conflicts)
    return replace(run.outcome(), status="too_large")


def restated(frame: Frame, problem: Problem, caps: Caps) -> Frame:
    """The frame for the problem under other weights, with caps; it shares the facts."""
    stated = replace(frame, problem=problem, caps=caps)
    stated.__dict__["facts"] = frame.facts
    return stated


def search(
    run: Run, frame: Frame, names: Mapping[Host, str], workers: int, fresh: bool = True
) -> bool:
    """Searches until the run ends; False where the frame has no sound plan.

    Without `fresh` a large frame is not staffed anew: the run brings a good plan with it.
    """
    if any(host not in frame.options for host in frame.required):
        return False  # a pin asks for an event on a day on which no venue is open to it
    dates: Plan | bool | None = None
    if not frame.caps:  # a later goal begins with the plan of the one before
        run.tell("dates")
        apart = falls_apart(frame)
        dates = date_city(run, frame, names, workers) if apart else plan_dates(run, frame, names)
    if dates is False:
        return False
    if isinstance(dates, Plan):
        run.offer(dates)
    if frame.attendances() <= EXACT:
        run.tell("model")
        return solve_exactly(run, frame, names, run.plan.events if run.plan else ())
    run.tell("agencies")
    if isinstance(dates, Plan) and fresh:
        add_agencies(run, frame, dates)
    bounding = start_bound(run, frame, workers)
    if run.plan is not None:
        improve(run, frame, run.plan, Random(run.seed))
    if bounding is not None:
        bounding.join()
    return True


def start_bound(run: Run, frame: Frame, workers: int) -> Thread | None:
    """With a second worker: the bound of the joint relaxation, then a second search."""
    if workers < 2:
        return None

    def work() -> None:
        joint = JointModel.of(frame)
        found = joint.model.solve(run.limits(), relaxed=True, interior=True)
        # An interior solution is optimal to 1e-8 of its value; the slack is far wider.
        run.raise_bound(constant_points(frame) + found.bound - 1e-5 * abs(found.bound))
        if run.plan is not None:
            improve(run, frame, run.plan, Random(run.seed + 1))

    thread = Thread(target=work, name="bound", daemon=True)
    thread.start()
    return thread


def renumbered(plan: Plan, pinned: Collection[str], start: Plan | None) -> Plan:
    """The plan with events called e1, e2 … by day, but for the ids that pins gave.

    Where all events of `start` are there again by number, their ids stay.
    """
    kept = set(pinned) | ({event.id for event in start.events} if start is not None else set())
    fresh = (name for name in (f"e{n}" for n in range(1, 10**6)) if name not in kept)
    events = [e if e.id in kept else replace(e, id=next(fresh)) for e in plan.events]
    return replace(plan, events=tuple(events))


def assign(
    problem: Problem,
    events: Sequence[PlanEvent],
    *,
    keep: Collection[str] = (),
    seconds: float = 30.0,
    workers: int = 1,
    seed: int = 0,
    pins: Pins | None = None,
    order: Order = (),
    on_progress: ProgressHook | None = None,
    should_stop: StopHook | None = None,
) -> Outcome:
    """Chooses agencies, fields and booths at events whose day, venue and fallback stand.

    The events need not fill the season, nor keep the rules of dates: only H10 to H16 are looked
    at. `keep` names events that stay wholly as they are; the placements of the others are made
    anew, but for those that `pins.placements` holds. Bound and score are those of `events` alone.
    `order` gives goals in order, as for `solve`.
    """
    pins = pins or Pins()
    settled = tuple(event for event in events if event.id in keep)
    free = [event for event in events if event.id not in keep]
    codes = [code for code in RULES if code >= "H10"]
    before = check_plan(problem, Plan(problem.name, settled), codes)
    fixed = Pins(fixed_pins(free), pins.placements, pins.forbidden)
    run = Run(
        problem,
        seconds,
        seed,
        on_progress,
        should_stop,
        codes,
        before,
        keeps=lambda plan: pins_kept(fixed, plan),
    )
    faults = pin_faults(problem, fixed, dates=False)
    if faults:
        return run.outcome(infeasible=True, conflicts=faults)
    frame, names = pinned_frame(problem, fixed, {}, settled)
    run.tell("model")
    if order:

        def stage(part: Run, caps: Caps) -> bool:
            stated = restated(frame, part.problem, caps)
            return solve_exactly(part, stated, names, free, schedule=False)

        feasible = search_in_order(run, complete_order(order, problem.weights), stage)
    else:
        feasible = solve_exactly(run, frame, names, free, schedule=False)
    if run.plan is not None:
        run.plan = with_fallbacks(run.plan, events)
    return run.outcome(infeasible=not feasible)


def fixed_pins(events: Sequence[PlanEvent]) -> tuple[EventPin, ...]:
    """Pins that hold events on their day and at their venue."""
    return tuple(EventPin(event.district, event.day, event.venue, event.id) for event in events)


def with_fallbacks(plan: Plan, events: Sequence[PlanEvent]) -> Plan:
    """The plan with the places for rain of these events, by id."""
    drawn = {event.id: event.fallback for event in events}
    return replace(
        plan, events=tuple(replace(event, fallback=drawn[event.id]) for event in plan.events)
    )
