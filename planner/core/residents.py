"""A released season through a resident's eyes: what is next, what is over, what is offered where.

`at` is a local time of the season (naive, Asia/Seoul).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.core.release import FieldFacts, ReleasedEvent, ReleasedPlacement, ReleasedSeason

COMING = "coming"
RUNNING = "running"
OVER = "over"
CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A counselling field and, for each event that is shown, whether it is offered there."""

    field: FieldFacts
    offered: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class FieldOffer:
    """A counselling field at one event and the agencies that give it."""

    field: FieldFacts
    agencies: tuple[ReleasedPlacement, ...]


def state_of(event: ReleasedEvent, at: datetime) -> str:
    """Whether an event is coming, running, over or cancelled."""
    if event.cancelled:
        return CANCELLED
    if at < datetime.combine(event.day, event.starts_at):
        return COMING
    return RUNNING if at < datetime.combine(event.day, event.ends_at) else OVER


def next_event(season: ReleasedSeason, at: datetime) -> ReleasedEvent | None:
    """The event that runs now, else the next that comes; None once all are over."""
    ahead = [event for event in season.events if state_of(event, at) in (RUNNING, COMING)]
    return min(ahead, key=lambda event: (event.day, event.starts_at, event.uid), default=None)


def held_events(season: ReleasedSeason) -> list[ReleasedEvent]:
    """The events that have not been cancelled, by day."""
    return [event for event in season.events if not event.cancelled]


def field_table(season: ReleasedSeason) -> list[FieldRow]:
    """Fields down, events (those not cancelled) across; fields offered nowhere are left out."""
    offered = [{field.id for field in event.fields} for event in held_events(season)]
    rows = [
        FieldRow(field, tuple(field.id in there for there in offered)) for field in season.fields
    ]
    return [row for row in rows if any(row.offered)]


def field_offers(event: ReleasedEvent) -> list[FieldOffer]:
    """The fields of an event, each with its agencies; a field without one is left out."""
    offers = [
        FieldOffer(
            field,
            tuple(
                item for item in event.present() if any(own.id == field.id for own in item.fields)
            ),
        )
        for field in event.fields
    ]
    return [offer for offer in offers if offer.agencies]


def other_agencies(event: ReleasedEvent) -> list[ReleasedPlacement]:
    """Agencies that are there without a counselling field (sponsors, councils …)."""
    return [item for item in event.present() if not item.fields]
