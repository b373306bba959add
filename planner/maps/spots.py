"""What stands on the map: a season's events as spots, with their numbers, statuses and order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from planner.core.release import ReleasedEvent, VenueFacts, ZoneFacts

# In the order of the legend. 'held' and 'cancelled' are facts; 'rain' is an event that has moved
# indoors; 'released' is known outside; 'planned' is in the draft only.
STATUSES = ("planned", "released", "rain", "held", "cancelled")
SORTS = ("day", "zone", "place", "status")


@dataclass(frozen=True, slots=True)
class Spot:
    """One event where it is held; `number` is its place in the season, from 1."""

    number: int
    uid: str
    event_id: int
    status: str
    day: date
    starts_at: time
    ends_at: time
    zone: ZoneFacts
    place: VenueFacts
    moved_from: VenueFacts | None
    theme: str
    fields: tuple[tuple[str, str], ...]  # name, English name
    agencies: int

    @property
    def located(self) -> bool:
        return self.place.lat is not None and self.place.lon is not None

    @property
    def rough(self) -> bool:
        """On the map, but not exactly there."""
        return self.located and self.place.precision != "exact"


def season_spots(
    events: Iterable[ReleasedEvent],
    *,
    released: Collection[str] = (),
    held: Collection[int] = (),
    agencies: Mapping[int, int] | None = None,
) -> tuple[Spot, ...]:
    """The spots of events in the order of their days; `released` are uids, `held` event ids.

    `agencies` gives the number at each event where the events themselves hold no placements.
    """
    ordered = sorted(events, key=lambda event: (event.day, event.starts_at, event.uid))
    return tuple(
        _spot(number, event, _status(event, released, held), agencies)
        for number, event in enumerate(ordered, 1)
    )


def _status(event: ReleasedEvent, released: Collection[str], held: Collection[int]) -> str:
    if event.cancelled:
        return "cancelled"
    if event.id in held:
        return "held"
    if event.place is not event.venue:
        return "rain"
    return "released" if event.uid in released else "planned"


def _spot(
    number: int, event: ReleasedEvent, status: str, agencies: Mapping[int, int] | None
) -> Spot:
    present = sum(1 for _ in event.present()) if agencies is None else agencies.get(event.id, 0)
    return Spot(
        number=number,
        uid=event.uid,
        event_id=event.id,
        status=status,
        day=event.day,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        place=event.place,
        moved_from=event.venue if event.place is not event.venue else None,
        theme=event.theme,
        fields=tuple((field.name, field.name_en) for field in event.fields),
        agencies=present,
    )


def sort_spots(spots: Sequence[Spot], by: str) -> list[Spot]:
    """The spots in the order of a column, '-' before it for the reverse; unknown is the day."""
    name, backwards = by.removeprefix("-"), by.startswith("-")
    keys: dict[str, Any] = {
        "zone": lambda spot: (spot.zone.name, spot.number),
        "place": lambda spot: (spot.place.name, spot.number),
        "status": lambda spot: (STATUSES.index(spot.status), spot.number),
    }
    key = keys.get(name, lambda spot: spot.number)
    return sorted(spots, key=key, reverse=backwards)


def known_sort(text: str) -> str:
    """The order that an address asks for; nonsense is the day."""
    return text if text.removeprefix("-") in SORTS and not text.startswith("--") else "day"
