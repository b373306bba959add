"""What stands on the map: a season's events as spots, with their numbers, statuses and order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Protocol

from planner.core.release import ReleasedEvent, VenueFacts, ZoneFacts

# In the order of the legend. 'held' and 'cancelled' are facts; 'rain' is an event that has moved
# indoors; 'released' is known outside; 'planned' is in the draft only.
STATUSES = ("planned", "released", "rain", "held", "cancelled")
SORTS = ("day", "zone", "place", "status")


class OnMap:
    """What has a `place`: whether its position is known, and how well."""

    __slots__ = ()
    place: Any

    @property
    def located(self) -> bool:
        return self.place.lat is not None and self.place.lon is not None

    @property
    def rough(self) -> bool:
        """On the map, but not exactly there."""
        return self.located and self.place.precision != "exact"


@dataclass(frozen=True, slots=True)
class Spot(OnMap):
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


class Held(Protocol):
    """What an event's status depends on."""

    @property
    def id(self) -> int: ...
    @property
    def uid(self) -> str: ...
    @property
    def cancelled(self) -> bool: ...
    @property
    def moved(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list before it is written: enough to order thousands of them."""

    number: int
    event_id: int
    status: str
    zone: str
    place: str


def season_spots(
    events: Iterable[ReleasedEvent],
    *,
    released: Collection[str] = (),
    held: Collection[int] = (),
    agencies: Mapping[int, int] | None = None,
) -> tuple[Spot, ...]:
    """The spots of a season's events in the order of their days.

    `released` are uids, `held` event ids; `agencies` gives the number at each event where the
    events themselves hold no placements.
    """
    ordered = sorted(events, key=lambda event: (event.day, event.starts_at, event.uid))
    return tuple(
        spot_of(number, event, status_of(event, released, held), agencies)
        for number, event in enumerate(ordered, 1)
    )


def status_of(event: Held, released: Collection[str], held: Collection[int]) -> str:
    """The strongest thing that can be said of an event."""
    if event.cancelled:
        return "cancelled"
    if event.id in held:
        return "held"
    if event.moved:
        return "rain"
    return "released" if event.uid in released else "planned"


def spot_of(
    number: int, event: ReleasedEvent, status: str, agencies: Mapping[int, int] | None
) -> Spot:
    """An event as a spot; `agencies` as in `season_spots`."""
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


def entry_of(spot: Spot) -> Entry:
    """A spot's line in the list, as far as its order asks."""
    return Entry(spot.number, spot.event_id, spot.status, spot.zone.name, spot.place.name)


def in_order(entries: Iterable[Entry], by: str) -> list[Entry]:
    """The entries in the order of a column, '-' before it for the reverse; unknown is the day."""
    keys: dict[str, Any] = {
        "zone": lambda entry: (entry.zone, entry.number),
        "place": lambda entry: (entry.place, entry.number),
        "status": lambda entry: (STATUSES.index(entry.status), entry.number),
    }
    key = keys.get(by.removeprefix("-"), lambda entry: entry.number)
    return sorted(entries, key=key, reverse=by.startswith("-"))


def known_sort(text: str) -> str:
    """The order that an address asks for; nonsense is the day."""
    return text if text.removeprefix("-") in SORTS and not text.startswith("--") else "day"
