"""Improving a plan: free a few events, solve what is free by MIP, keep what is better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from planner.core.problem import Plan, PlanEvent
from planner.engine.adaptive import Kind, take_turns
from planner.engine.frame import Frame, Host, without_clashes
from planner.engine.joint import JointModel, free_host, make_plan
from planner.engine.layout import clash_count
from planner.engine.run import Run

# Attendances that a sub-problem may decide; LPs of this size take about a second.
_COLUMNS = 1500


Pick = Callable[[Random, Frame, Sequence[PlanEvent], int], list[PlanEvent]]


@dataclass(frozen=True, slots=True)
class Move:
    """Which events a neighbourhood frees, and whether their dates and venues are free too."""

    pick: Pick
    dates: bool


def pick_window(
    random: Random, frame: Frame, events: Sequence[PlanEvent], size: int
) -> list[PlanEvent]:
    """Events of one district that follow one another, a costly one among them."""
    seed = costly_event(random, frame, events)
    own = sorted((e for e in events if e.district == seed.district), key=lambda e: (e.day, e.id))
    place = own.index(seed)
    first = min(max(0, place - random.randrange(size)), max(0, len(own) - size))
    return own[first : first + size]


def pick_scattered(
    random: Random, frame: Frame, events: Sequence[PlanEvent], size: int
) -> list[PlanEvent]:
    """A costly event and any others of its district."""
    seed = costly_event(random, frame, events)
    own = [e for e in events if e.district == seed.district and e is not seed]
    return [seed, *random.sample(own, min(size - 1, len(own)))]


def pick_region(
    random: Random, frame: Frame, events: Sequence[PlanEvent], size: int
) -> list[PlanEvent]:
    """All events of a district with a costly event, then of those nearest to it."""
    problem, home = frame.problem, costly_event(random, frame, events).district
    near = sorted(
        {event.district for event in events},
        key=lambda d: (problem.travel_cost(home, d) if d != home else -1, d),
    )
    chosen = [event for district in near for event in events if event.district == district]
    return chosen[:size]


def pick_any(
    random: Random, frame: Frame, events: Sequence[PlanEvent], size: int
) -> list[PlanEvent]:
    """A costly event and any others."""
    seed = costly_event(random, frame, events)
    others = [event for event in events if event is not seed]
    return [seed, *random.sample(others, min(size - 1, len(others)))]


def costly_event(random: Random, frame: Frame, events: Sequence[PlanEvent]) -> PlanEvent:
    """An event drawn by what it costs alone: needs uncovered, contacts lost, clashes."""
    costs = [event_cost(frame, event) for event in events]
    floor = 1 + sum(costs) / len(costs) / 2
    return random.choices(events, [cost + floor for cost in costs])[0]


def event_cost(frame: Frame, event: PlanEvent) -> float:
    """Points of an event that are its own: uncovered, reach, adjacent."""
    weights, problem = frame.problem.weights, frame.problem
    served = Counter(name for placement in event.assign for name in placement.fields)
    missing = sum(max(0, item.need - served[item.id]) for item in problem.fields)
    booths = {placement.agency: placement.booth for placement in event.assign}
    clashes = clash_count(problem, problem.venue_by_id[event.venue], booths)
    lost = frame.facts.lost_reach(event.venue, event.day)
    return weights.uncovered * missing + weights.reach * lost + weights.adjacent * clashes


def kinds_for(frame: Frame, events: int) -> list[Kind[Move]]:
    """The kinds of neighbourhood that suit the problem."""
    kinds = [
        Kind("window", Move(pick_window, True), 4, events),
        Kind("scattered", Move(pick_scattered, True), 2, events),
        Kind("agencies", Move(pick_any, False), 8, events),
    ]
    if len(frame.problem.districts) > 1:
        kinds.append(Kind("districts", Move(pick_region, True), 2, events))
        kinds.append(Kind("region", Move(pick_region, False), 8, events))
    return kinds


def improve(run: Run, frame: Frame, plan: Plan, random: Random) -> None:
    """Improves on `plan` until `run` says stop or everything is proven."""
    names, base = _pinned_names(frame, plan), dict(frame.options)

    def attempt(kind: Kind[Move]) -> bool:
        current = run.plan or plan
        freed = kind.move.pick(random, frame, current.events, kind.amount)
        run.tell(kind.name)
        part = neighbourhood(random, frame, base, current, freed, kind.move.dates)
        return _try(run, part, current, freed, names)

    take_turns(kinds_for(frame, len(plan.events)), attempt, run.stopped)


def _pinned_names(frame: Frame, plan: Plan) -> dict[Host, str]:
    used: set[Host] = set()
    names = {}
    for event in plan.events:
        host = free_host(event, used)
        used.add(host)
        if host in frame.required:
            names[host] = event.id
    return names


def _try(
    run: Run, part: Frame, current: Plan, freed: Sequence[PlanEvent], names: dict[Host, str]
) -> bool:
    """Solves a neighbourhood and offers its plan; whether it was solved to its end."""
    joint = JointModel.of(part)
    found = joint.solve(run.limits(12.0, nodes=60), joint.start_from(freed))
    plan = make_plan(joint, found.values, names) if found.values else None
    if plan is not None and not run.offer(plan):
        run.offer(_rebased(run, current, plan, freed))
    return found.status == "optimal"


def _rebased(run: Run, base: Plan, plan: Plan, freed: Sequence[PlanEvent]) -> Plan | None:
    """What changed in `plan` brought into the best plan, where another thread moved that on."""
    best = run.plan
    if best is None or best is base:
        return None
    changed = {event.id for event in freed}
    kept = [event for event in best.events if event.id not in changed]
    ids = {event.id for event in kept}
    fresh = [event for event in plan.events if event.id in changed]
    if len(fresh) != len(changed) or ids & {event.id for event in fresh}:
        return None
    return Plan(plan.instance, tuple(sorted([*kept, *fresh], key=lambda e: (e.day, e.district))))


def neighbourhood(
    random: Random,
    frame: Frame,
    base: dict[Host, tuple[int, ...]],
    current: Plan,
    freed: Sequence[PlanEvent],
    moves: bool,
) -> Frame:
    """The frame in which `freed` events are chosen anew (on their days, unless `moves`)."""
    names = {event.id for event in freed}
    settled = tuple(event for event in current.events if event.id not in names)
    districts = {event.district for event in freed}
    if moves:
        options = {host: venues for host, venues in base.items() if host.district in districts}
    else:
        days = {(event.district, event.day) for event in freed}
        options = {h: v for h, v in base.items() if (h.district, h.day) in days}
    taken: set[Host] = set()
    for event in settled:
        host = free_host(event, taken)
        taken.add(host)
    options = {host: venues for host, venues in options.items() if host not in taken}
    options = without_clashes(frame.problem, options, settled)
    if moves:
        options = _promising(random, frame, options, freed)
    return frame.narrowed(options, settled)


def _promising(
    random: Random,
    frame: Frame,
    options: dict[Host, tuple[int, ...]],
    freed: Sequence[PlanEvent],
) -> dict[Host, tuple[int, ...]]:
    """The days that promise most, with some luck, up to a size that solves in about a second.

    The days on which the freed events are now stay, so that the present plan remains possible.
    """
    weights, problem, facts = frame.problem.weights, frame.problem, frame.facts

    def promise(host: Host) -> float:
        costs = []
        for name in options[host]:
            booths = len(problem.venue_by_id[name].booths)
            alone = facts.uncovered_alone(host.district, host.day, booths)
            lost = facts.lost_reach(name, host.day)
            costs.append(weights.uncovered * alone + weights.reach * lost)
        return min(costs) + random.random() * luck

    luck = weights.reach * 100.0
    now = {(event.district, event.day) for event in freed}
    ranked = sorted(options, key=lambda h: ((h.district, h.day) not in now, promise(h), h))
    kept, columns = {}, 0
    for host in ranked:
        kept[host] = options[host]
        columns += facts.agencies_on(host.district, host.day)
        if columns > _COLUMNS:
            break
    return {host: kept[host] for host in sorted(kept)}
