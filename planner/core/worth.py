"""Why an agency stands at an event: what would get worse without it, and what better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from planner.core.plan import Placement, Plan, PlanEvent
from planner.core.problem import Agency, Needs, Problem
from planner.core.score import within


@dataclass(frozen=True, slots=True)
class Worth:
    """One placement looked at by itself, all others as they are.

    `alone` are the fields that would be short without it, `spare` those that it serves beyond the
    need. It comes to `events` of its `target`; it needs `needs` at its booth, which `suiting`
    booths of the venue have; `clashes` stand near it and should not. `points` gives by term what
    taking it out would add to the score (negative: the score would get better).
    """

    event: str
    agency: int
    booth: int
    alone: tuple[int, ...]
    spare: tuple[int, ...]
    events: int
    target: int
    needs: tuple[str, ...]
    suiting: int
    clashes: tuple[int, ...]
    points: Mapping[str, int] = field(default_factory=dict, hash=False)

    @property
    def total(self) -> int:
        return sum(self.points.values())


def worths(problem: Problem, plan: Plan, event_id: str) -> tuple[Worth, ...]:
    """Every placement of an event whose agency the problem knows, in the plan's order."""
    events = Counter(item.agency for event in plan.events for item in event.assign)
    event = plan.event_by_id()[event_id]
    return tuple(
        _worth(problem, event, item, events[item.agency])
        for item in event.assign
        if item.agency in problem.agency_by_id
    )


def _worth(problem: Problem, event: PlanEvent, item: Placement, events: int) -> Worth:
    agency = problem.agency_by_id[item.agency]
    served = Counter(name for other in event.assign for name in set(other.fields))
    need = {wanted.id: wanted.need for wanted in problem.fields}
    own = [name for name in item.fields if name in need]
    alone = tuple(name for name in own if served[name] <= need[name])
    clashes = _clashes(problem, event, item)
    weights = problem.weights
    points = {
        "uncovered": weights.uncovered * len(alone),
        "load": weights.load * ((events - 1 - agency.target) ** 2 - (events - agency.target) ** 2),
        "travel": -weights.travel * problem.travel_cost(agency.home, event.district),
        "adjacent": -weights.adjacent * len(clashes),
    }
    return Worth(
        event=event.id,
        agency=agency.id,
        booth=item.booth,
        alone=alone,
        spare=tuple(name for name in own if name not in alone),
        events=events,
        target=agency.target,
        needs=_needs(agency),
        suiting=_suiting(problem, event, agency),
        clashes=clashes,
        points={name: found for name, found in points.items() if found},
    )


def _needs(agency: Agency) -> tuple[str, ...]:
    return tuple(need.name for need in fields(Needs) if getattr(agency.needs, need.name))


def _suiting(problem: Problem, event: PlanEvent, agency: Agency) -> int:
    venue = problem.venue_by_id.get(event.venue)
    return sum(booth.meets(agency.needs) for booth in venue.booths) if venue else 0


def _clashes(problem: Problem, event: PlanEvent, item: Placement) -> tuple[int, ...]:
    venue = problem.venue_by_id.get(event.venue)
    booths = {booth.id: booth for booth in venue.booths} if venue else {}
    here = booths.get(item.booth)
    found = []
    for other in event.assign:
        there = booths.get(other.booth)
        if other is item or here is None or there is None:
            continue
        near = within(here.x - there.x, here.y - there.y, problem.adj_radius)
        if near and problem.clashes(item.agency, other.agency):
            found.append(other.agency)
    return tuple(found)
