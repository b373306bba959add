"""The places of an event: which is in use, how far the other one is, what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.core.release import VenueFacts
from planner.maps.event_place import event_places

PARK = VenueFacts(1, "Park", lat=37.4837, lon=127.0324, step_free=True, toilets=True)
HALL = VenueFacts(2, "Hall", lat=37.4837, lon=127.0341, indoor=True)


@dataclass
class Held:
    venue: VenueFacts = PARK
    fallback: VenueFacts | None = HALL
    use_fallback: bool = False


def test_the_venue_and_its_place_for_rain() -> None:
    found = event_places(Held())
    assert [(stop.role, stop.place, stop.facts) for stop in found.stops] == [
        ("here", PARK, ("step_free", "toilets")),
        ("spare", HALL, ("indoor",)),
    ]
    assert found.metres == 150


def test_moved_indoors_the_hall_comes_first() -> None:
    found = event_places(Held(use_fallback=True))
    assert [(stop.role, stop.place) for stop in found.stops] == [("here", HALL), ("left", PARK)]
    assert found.metres == 150


def test_without_a_place_for_rain_there_is_no_distance() -> None:
    for held in (Held(fallback=None), Held(fallback=None, use_fallback=True)):
        found = event_places(held)
        assert [(stop.role, stop.place) for stop in found.stops] == [("here", PARK)]
        assert found.metres is None


def test_a_rough_position_gives_a_rough_distance() -> None:
    rough = replace(HALL, lon=127.0335, precision="street")
    found = event_places(Held(fallback=rough))
    assert [stop.rough for stop in found.stops] == [False, True]
    assert found.metres == 100, "97 metres, in steps of fifty"
    assert event_places(Held(fallback=replace(rough, precision="exact"))).metres == 100


def test_a_place_without_a_position() -> None:
    nowhere = replace(HALL, lat=None, lon=None)
    found = event_places(Held(fallback=nowhere))
    assert [stop.located for stop in found.stops] == [True, False]
    assert found.metres is None
    assert found.located
    assert not event_places(Held(venue=nowhere, fallback=None)).located
