"""The values of a plan, and what a change of a plan in force costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Placement:
    """One agency at one event: its booth (id within the venue) and the fields it serves there."""

    agency: int
    booth: int
    fields: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """One event of a plan. `fallback` is an indoor venue id for rain, or None."""

    id: str
    district: int
    day: int
    venue: int
    fallback: int | None = None
    assign: tuple[Placement, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan for the problem named `instance`; `extra` as in `Problem`."""

    instance: str
    events: tuple[PlanEvent, ...] = ()
    extra: Mapping[object, object] = field(default_factory=dict, hash=False)

    def event_by_id(self) -> dict[str, PlanEvent]:
        return {event.id: event for event in self.events}


@dataclass(frozen=True, slots=True)
class DeltaWeights:
    """What one change against the published plan costs."""

    day: int = 40
    venue: int = 15
    dropped: int = 3
    added: int = 3
    fields: int = 1
    booth: int = 1


@dataclass(frozen=True, slots=True)
class Forced:
    """A wish that an event be on `day` and at `venue`; None leaves either open."""

    event: str
    day: int | None = None
    venue: int | None = None
