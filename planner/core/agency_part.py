"""A released season through one agency's eyes: its parts of events, and what changed in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from planner.core.release import (
    CANCELLED,
    Change,
    Extra,
    ReleasedEvent,
    ReleasedPlacement,
    ReleasedSeason,
    difference,
)


@dataclass(frozen=True, slots=True)
class Part:
    """An agency at an event: its counselling, and the other booths that name it."""

    event: ReleasedEvent
    placement: ReleasedPlacement | None
    extras: tuple[Extra, ...] = ()

    @property
    def counsels(self) -> bool:
        """Whether its counselling still stands."""
        return self.placement is not None and self.placement.status != CANCELLED

    @property
    def cancelled(self) -> bool:
        """Whether it no longer comes: the event is off, or it was taken from it."""
        return self.event.cancelled or not (self.counsels or self.extras)

    @property
    def booths(self) -> tuple[str, ...]:
        """The numbers of its booths, the one for counselling first."""
        own = self.placement.booth if self.placement and self.counsels else None
        found = [own, *(extra.booth for extra in self.extras)]
        return tuple(dict.fromkeys(number for number in found if number))


def parts_of(season: ReleasedSeason, agency_id: int, name: str) -> list[Part]:
    """An agency's parts of a season by day, cancelled ones among them.

    A release names who runs another booth by its (Korean) name alone.
    """
    found = []
    for event in season.events:
        part = _part(event, agency_id, name)
        if part is not None:
            found.append(part)
    return found


def _part(event: ReleasedEvent, agency_id: int, name: str) -> Part | None:
    own = next((item for item in event.placements if item.agency_id == agency_id), None)
    extras = tuple(extra for extra in event.extras if extra.agency == name)
    return Part(event, own, extras) if own is not None or extras else None


def changes_for(
    previous: ReleasedSeason, current: ReleasedSeason, agency_id: int, name: str
) -> tuple[Change, ...]:
    """What changed for an agency between two releases; what concerns others alone is left out.

    An event that it joins is new to it, whenever the event itself was released.
    """
    before = {
        part.event.uid: part for part in parts_of(previous, agency_id, name) if not part.cancelled
    }
    after = {part.event.uid: part for part in parts_of(current, agency_id, name)}
    events = current.event_by_uid()
    gone = [Part(events[uid], None) for uid in before if uid not in after and uid in events]
    joined = [part for uid, part in after.items() if uid in before or not part.cancelled]
    return difference(_seen(current, before.values()), _seen(current, [*joined, *gone]))


def _seen(season: ReleasedSeason, parts: Iterable[Part]) -> ReleasedSeason:
    """A season of nothing but these parts; facts of the season itself are the same in each."""
    events = tuple(
        replace(
            part.event,
            placements=(part.placement,) if part.placement else (),
            fields=(),
            extras=part.extras,
        )
        for part in parts
    )
    return replace(season, zones=(), fields=(), events=events)
