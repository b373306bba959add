"""Large-neighbourhood search: free a few events, solve what is free by MIP, keep what is better.

(P. Shaw, 1998.) The kinds of neighbourhood take turns; how many events one frees follows from how
hard its last sub-problems were, counted in nodes, not in seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from planner.core.problem import Plan, PlanEvent
from planner.engine.frame import Frame, Host, without_clashes
from planner.engine.joint import JointModel, free_host, make_plan
from planner.engine.run import Run


@dataclass
class Kind:
    """A kind of neighbourhood: picks about `size` events; `moves` tells whether dates are free."""

    name: str
    pick: Callable[[Random, Frame, Sequence[PlanEvent], int], list[PlanEvent]]
    moves: bool
    size: float
    most: int


def pick_window(
    random: Random, frame: Frame, events: Sequence[PlanEvent], size: int
) -> list[PlanEvent]:
    """Events of one district that follow one another."""
    district = random.choice(events).district
    own = sorted((e for e in events if e.district == district), key=lambda e: e.day)
    first = random.randrange(max(1, len(own) - size + 1))
    return own[first : first + size]


def pick_scattered(
    random: Random, frame: Frame, events: Sequence[PlanEvent], size: int
) -> list[PlanEvent]:
    """Any events of one district."""
    district = random.choice(events).district
    own = [event for event in events if event.district == district]
    return random.sample(own, min(size, len(own)))


def pick_neighbours(
    random: Random, frame: Frame, events: Sequence[PlanEvent], size: int
) -> list[PlanEvent]:
    """All events of a district and of those nearest to it."""
    problem, home = frame.problem, random.choice(events).district
    near = sorted(
        {event.district for event in events},
        key=lambda d: (problem.travel_cost(home, d) if d != home else -1, d),
    )
    chosen: list[PlanEvent] = []
    for district in near:
        own = [event for event in events if event.district == district]
        if chosen and len(chosen) + len(own) > size:
            break
        chosen.extend(own)
    return chosen[: max(size, 1)]


def pick_any(
    random: Random, frame: Frame, events: Sequence[PlanEvent], size: int
) -> list[PlanEvent]:
    return random.sample(list(events), min(size, len(events)))


def kinds_for(frame: Frame, events: int) -> list[Kind]:
    """The kinds of neighbourhood that suit the problem."""
    kinds = [
        Kind("window", pick_window, True, 4, events),
        Kind("scattered", pick_scattered, True, 2, events),
        Kind("agencies", pick_any, False, 8, events),
    ]
    if len(frame.problem.districts) > 1:
        kinds.append(Kind("districts", pick_neighbours, True, 2, events))
        kinds.append(Kind("region", pick_neighbours, False, 8, events))
    return kinds


def improve(run: Run, frame: Frame, plan: Plan, random: Random) -> None:
    """Improves on `plan` until `run` says stop or everything is proven."""
    names = _pinned_names(frame, plan)
    base = dict(frame.options)
    kinds = kinds_for(frame, len(plan.events))
    while not run.stopped():
        for kind in kinds:
            if run.stopped():
                return
            current = run.plan or plan
            freed = kind.pick(random, frame, current.events, max(1, round(kind.size)))
            _try(run, frame, base, current, freed, kind, names)


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
    run: Run,
    frame: Frame,
    base: dict[Host, tuple[int, ...]],
    current: Plan,
    freed: list[PlanEvent],
    kind: Kind,
    names: dict[Host, str],
) -> None:
    part = neighbourhood(frame, base, current, freed, kind.moves)
    joint = JointModel.of(part)
    run.tell(kind.name)
    found = joint.solve(run.limits(12.0, nodes=60), joint.start_from(freed))
    if found.values:
        run.offer(make_plan(joint, found.values, names))
    # Easy sub-problems may grow, hard ones must shrink.
    kind.size *= 1.12 if found.status == "optimal" else 0.85
    kind.size = min(max(kind.size, 1.0), float(kind.most))


def neighbourhood(
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
    return frame.narrowed(without_clashes(frame.problem, options, settled), settled)
