"""Where one event is held, where it goes in the rain, and how far that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from planner.core.metres import local_metres, metres_apart
from planner.maps.spots import OnMap

SPARE = "spare"  # the place for rain
LEFT = "left"  # the place that was planned, once the event has moved indoors
FACTS = ("step_free", "toilets", "indoor")


class Place(Protocol):
    """A venue, of the draft or as it was released."""

    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...
    @property
    def precision(self) -> str: ...


class Held(Protocol):
    """An event, of the draft or as it was released."""

    @property
    def venue(self) -> Any: ...
    @property
    def fallback(self) -> Any: ...
    @property
    def use_fallback(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Stop(OnMap):
    """A place of the event: `role` is here, spare or left; `facts` are codes of FACTS."""

    role: str
    place: Any
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventPlaces:
    """The place in use first; `metres` to the other one, None where it cannot be told."""

    stops: tuple[Stop, ...]
    metres: int | None

    @property
    def located(self) -> bool:
        return any(stop.located for stop in self.stops)


def event_places(event: Held) -> EventPlaces:
    """The places of an event and the distance between them as the crow flies."""
    moved = bool(event.use_fallback and event.fallback)
    stops = [_stop("here", event.fallback if moved else event.venue)]
    if moved:
        stops.append(_stop(LEFT, event.venue))
    elif event.fallback:
        stops.append(_stop(SPARE, event.fallback))
    return EventPlaces(tuple(stops), apart([stop.place for stop in stops]))


def _stop(role: str, place: Any) -> Stop:
    return Stop(role, place, tuple(fact for fact in FACTS if getattr(place, fact)))


def apart(places: Sequence[Place]) -> int | None:
    """Metres between two places, rounded to tens (to fifties where one is known only roughly)."""
    points = [(place.lat, place.lon) for place in places
              if place.lat is not None and place.lon is not None]  # fmt: skip
    if len(points) != 2:
        return None
    one, two = points
    metres = metres_apart((0, 0), local_metres(one, two))
    step = 10 if all(place.precision == "exact" for place in places) else 50
    return round(metres / step) * step
