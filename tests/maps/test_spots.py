"""What stands on the map: numbers, statuses, order, positions that are missing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.release import FieldFacts, ReleasedEvent, VenueFacts, ZoneFacts
from planner.maps.geojson import Area, by_event, collection, place_feature
from planner.maps.spots import entry_of, in_order, known_sort, season_spots
from planner.maps.visits import DongVisits, dong_visits

NORTH, SOUTH = ZoneFacts(1, "North"), ZoneFacts(2, "South", "The south")
PARK = VenueFacts(1, "Park", lat=37.5, lon=127.0, precision="block")
HALL = VenueFacts(2, "Hall", "The hall", indoor=True)
MONEY = FieldFacts(1, "money", "Money", "Finance")


def event(number: int, **values: object) -> ReleasedEvent:
    made = ReleasedEvent(
        uid=f"u{number}",
        id=number,
        day=date(2023, 5, number),
        starts_at=time(10),
        ends_at=time(16),
        status="planned",
        zone=NORTH,
        venue=PARK,
        fallback=HALL,
        fields=(MONEY,),
    )
    return replace(made, **values)  # type: ignore[arg-type]


def test_the_status_says_the_strongest_thing() -> None:
    shown = (
        event(1),
        event(2),
        event(3, use_fallback=True),
        event(4, use_fallback=True),
        event(5, status="cancelled"),
    )
    spots = season_spots(shown, released={"u2", "u3", "u4", "u5"}, held={4, 5})
    assert [(spot.number, spot.status) for spot in spots] == [
        (1, "planned"), (2, "released"), (3, "rain"), (4, "held"), (5, "cancelled"),
    ]  # fmt: skip
    assert [spot.place.name for spot in spots] == ["Park", "Park", "Hall", "Hall", "Park"]
    assert [spot.moved_from for spot in spots] == [None, None, PARK, PARK, None]


def test_numbers_follow_the_days_and_columns_sort() -> None:
    shown = (event(9, zone=SOUTH), event(3, status="cancelled"), event(5, venue=HALL))
    spots = season_spots(shown)
    assert [(spot.number, spot.uid) for spot in spots] == [(1, "u3"), (2, "u5"), (3, "u9")]
    orders = {by: [entry.number for entry in in_order(map(entry_of, spots), by)]
              for by in ("day", "zone", "-place", "status", "-status", "nonsense")}  # fmt: skip
    assert orders == {
        "day": [1, 2, 3], "zone": [1, 2, 3], "-place": [3, 1, 2], "status": [2, 3, 1],
        "-status": [1, 3, 2], "nonsense": [1, 2, 3],
    }  # fmt: skip


def test_geojson_of_areas_and_spots() -> None:
    ring = [[127.0, 37.0], [127.2, 37.0], [127.2, 37.2], [127.0, 37.2], [127.0, 37.0]]
    area = Area(2, "South", "The south", {"type": "Polygon", "coordinates": [ring]}, "Source")
    spots = season_spots((event(1), event(2, use_fallback=True, zone=SOUTH)))
    found = json.loads(collection([area], spots))["features"]
    assert [item["id"] for item in found] == ["zone-2", "u1", "u2"]
    assert found[0]["properties"]["label"] == [37.1, 127.1]
    assert found[1]["geometry"] == {"type": "Point", "coordinates": [127.0, 37.5]}
    assert found[2]["geometry"] is None, "a place without a position is in the table alone"
    assert found[1]["properties"]["rough"] is True
    assert found[2]["properties"] == {
        "kind": "event", "number": 2, "status": "rain", "day": "2023-05-02",
        "hours": "10:00–16:00", "name": "Hall", "name_en": "The hall",
        "zone": "South", "zone_en": "The south", "moved": "Park",
        "fields": ["Money"], "fields_en": ["Finance"],
    }  # fmt: skip
    text = collection([], season_spots((event(7),), agencies={7: 4}), by_event)
    (again,) = json.loads(text)["features"]
    assert (again["id"], again["properties"]["agencies"]) == (7, 4)


def test_a_place_that_is_no_event() -> None:
    found = place_feature(PARK, "spare")
    assert found["properties"] == {
        "kind": "place",
        "status": "spare",
        "name": "Park",
        "rough": True,
    }
    assert found["geometry"] == {"type": "Point", "coordinates": [127.0, 37.5]}


@pytest.mark.parametrize(
    ("asked", "known"),
    [("zone", "zone"), ("-day", "-day"), ("", "day"), ("--day", "day"), ("name; --", "day")],
)
def test_an_order_of_the_address(asked: str, known: str) -> None:
    assert known_sort(asked) == known


def test_visits_of_dongs() -> None:
    spots = season_spots(
        (event(1), event(2), event(3, status="cancelled"), event(4, venue=HALL)), held={1}
    )
    assert dong_visits(spots, {PARK.id: 7, HALL.id: None}) == {
        7: DongVisits(held=1, planned=1, last=date(2023, 5, 2))
    }
    codes = [DongVisits().code, DongVisits(1).code, DongVisits(0, 2).code, DongVisits(1, 1).code]
    assert codes == ["none", "held", "planned", "both"]


TEXTS = st.text(max_size=12) | st.sampled_from(
    ['"', "\\", "</script>", "\u2028", "\ud800", "{{7}}"]
)


@given(TEXTS, TEXTS, TEXTS, st.booleans())
def test_whatever_is_typed_comes_out_of_the_data_as_it_went_in(
    name: str, address: str, theme: str, moved: bool
) -> None:
    place = VenueFacts(3, name, name, address, 37.123456, 127.1, "street")
    spots = season_spots(
        (event(1, venue=place, theme=theme, use_fallback=moved, fallback=replace(HALL, name=name)),)
    )
    (found,) = json.loads(collection([], spots))["features"]
    shown = found["properties"]
    assert shown["name"] == name
    assert shown.get("theme", "") == theme
    assert shown.get("moved", "") == (name if moved else "")
    assert shown.get("address", "") == ("" if moved else address)
    if not moved:
        assert found["geometry"]["coordinates"] == [127.1, 37.123456]
