"""What changed between two plans, event by event, and how far apart they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.core.problem import DeltaWeights, Placement, Plan, PlanEvent


@dataclass(frozen=True, slots=True)
class EventAdded:
    event: PlanEvent


@dataclass(frozen=True, slots=True)
class EventRemoved:
    event: PlanEvent


@dataclass(frozen=True, slots=True)
class DistrictChanged:
    event: str
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class DayMoved:
    event: str
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class VenueMoved:
    event: str
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class FallbackChanged:
    event: str
    old: int | None
    new: int | None


@dataclass(frozen=True, slots=True)
class AgencyAdded:
    event: str
    placement: Placement


@dataclass(frozen=True, slots=True)
class AgencyDropped:
    event: str
    placement: Placement


@dataclass(frozen=True, slots=True)
class FieldsChanged:
    """Field ids in ascending order."""

    event: str
    agency: int
    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BoothChanged:
    """Reported only where the venue stayed: a booth number means nothing at another venue."""

    event: str
    agency: int
    old: int
    new: int


Change = (
    EventAdded
    | EventRemoved
    | DistrictChanged
    | DayMoved
    | VenueMoved
    | FallbackChanged
    | AgencyAdded
    | AgencyDropped
    | FieldsChanged
    | BoothChanged
)


def _placement_changes(old: PlanEvent, new: PlanEvent) -> Iterator[Change]:
    before = {placement.agency: placement for placement in old.assign}
    after = {placement.agency: placement for placement in new.assign}
    for agency in sorted(before.keys() - after.keys()):
        yield AgencyDropped(old.id, before[agency])
    for agency in sorted(after.keys() - before.keys()):
        yield AgencyAdded(old.id, after[agency])
    for agency in sorted(before.keys() & after.keys()):
        one, two = before[agency], after[agency]
        if sorted(one.fields) != sorted(two.fields):
            served = tuple(sorted(one.fields)), tuple(sorted(two.fields))
            yield FieldsChanged(old.id, agency, *served)
        if old.venue == new.venue and one.booth != two.booth:
            yield BoothChanged(old.id, agency, one.booth, two.booth)


def _event_changes(old: PlanEvent, new: PlanEvent) -> Iterator[Change]:
    if old.district != new.district:
        yield DistrictChanged(old.id, old.district, new.district)
    if old.day != new.day:
        yield DayMoved(old.id, old.day, new.day)
    if old.venue != new.venue:
        yield VenueMoved(old.id, old.venue, new.venue)
    if old.fallback != new.fallback:
        yield FallbackChanged(old.id, old.fallback, new.fallback)
    yield from _placement_changes(old, new)


def plan_difference(old: Plan, new: Plan) -> tuple[Change, ...]:
    """Changes from `old` to `new`, matched by event id: `old`'s order, then what was added.

    Empty exactly where the plans say the same, the order of events, placements and fields apart.
    """
    before, after = old.event_by_id(), new.event_by_id()
    changes: list[Change] = []
    for name, event in before.items():
        if name in after:
            changes.extend(_event_changes(event, after[name]))
        else:
            changes.append(EventRemoved(event))
    changes.extend(EventAdded(event) for name, event in after.items() if name not in before)
    return tuple(changes)


def plan_distance(published: Plan, plan: Plan, weights: DeltaWeights | None = None) -> int:
    """Weighted number of changes that a re-planning counts, over events that both plans hold."""
    costs = weights or DeltaWeights()
    prices: dict[type, int] = {
        DayMoved: costs.day,
        VenueMoved: costs.venue,
        AgencyDropped: costs.dropped,
        AgencyAdded: costs.added,
        FieldsChanged: costs.fields,
        BoothChanged: costs.booth,
    }
    return sum(prices.get(type(change), 0) for change in plan_difference(published, plan))
