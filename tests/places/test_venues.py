"""Venues: the list, the form, taking out of use, deleting; positions against outlines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.extensions import db
from planner.places.models import Venue
from tests import factories

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[127, 37.4], [127.1, 37.4], [127.1, 37.5], [127, 37.5], [127, 37.4]]],
}
ALL_DAYS = list(range(7))


@pytest.fixture
def zone(office: Any) -> Any:
    return factories.make_zone(office, name="North")


def typed(zone: Any, **values: Any) -> dict[str, Any]:
    return {"name": "Park", "zone_id": zone.id, "kind": "park", "precision": "exact",
            "open_on": ALL_DAYS, "version": "1", "dong_id": "", "fallback_1": "",
            "fallback_2": "", "fallback_3": "", **values}  # fmt: skip


class TestForm:
    def test_everything_of_a_venue_is_kept(self, sign_in: Any, office: Any, zone: Any) -> None:
        dong = factories.make_dong(office, zone)
        hall = factories.make_venue(office, zone, name="Hall", indoor=True)
        church = factories.make_venue(office, zone, name="Church", indoor=True)
        data = typed(
            zone, name="Riverside Park", name_en="Riverside", dong_id=dong.id, address="1 Road",
            legal_dong="Old dong", lat="37.4837", lon="127.0324", power="y", toilets="y",
            step_free="y", foot_weekday="420", foot_weekend="380", open_on=[0, 1, 2, 3, 4],
            closed_on="2023-05-01 ~ 2023-05-03 turf repair\n2023-06-06\n", fallback_1=church.id,
            fallback_2=hall.id, contact_name="Parks", contact_phone="02-2155-6870", note="a\nb",
        )  # fmt: skip
        answer = sign_in().post("/places/venues/new", data=data)
        venue = db.session.scalar(db.select(Venue).where(Venue.name == "Riverside Park"))
        assert (answer.status_code, answer.location) == (303, f"/places/venues/{venue.id}")
        assert (venue.lat, venue.lon, venue.dong_id) == (37.4837, 127.0324, dong.id)
        flags = (venue.power, venue.water, venue.toilets, venue.step_free)
        assert flags == (True, False, True, True)
        assert (venue.foot_weekday, venue.foot_weekend) == (420, 380)
        assert venue.open_weekdays == "1111100"
        assert [(c.first_day, c.last_day, c.reason) for c in venue.closures] == [
            (date(2023, 5, 1), date(2023, 5, 3), "turf repair"),
            (date(2023, 6, 6), date(2023, 6, 6), ""),
        ]
        assert [row.fallback.name for row in venue.fallbacks] == ["Church", "Hall"]
        assert (venue.contact_name, venue.note) == ("Parks", "a\nb")

    def test_the_form_shows_what_is_saved_and_saves_it_unchanged(
        self, sign_in: Any, office: Any, zone: Any
    ) -> None:
        hall = factories.make_venue(office, zone, name="Hall", indoor=True)
        venue = factories.make_venue(office, zone, name="Park", fallbacks=(hall,))
        browser = sign_in()
        page = browser.get(f"/places/venues/{venue.id}/edit").text
        assert f'<option selected value="{hall.id}">Hall</option>' in page
        data = typed(zone, fallback_1=hall.id, closed_on="2023-05-01", version="1")
        assert browser.post(f"/places/venues/{venue.id}/edit", data=data).status_code == 303
        db.session.expire_all()
        assert [row.fallback_id for row in venue.fallbacks] == [hall.id]
        assert venue.version == 2
        assert "2023-05-01" in browser.get(f"/places/venues/{venue.id}/edit").text

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"name": ""}, "Fill this in."),
            ({"lat": "40", "lon": "127"}, "Latitudes of Korea run from 33 to 39.5."),
            ({"lat": "37.5", "lon": ""}, "fill in both"),
            ({"lat": "nan", "lon": "127"}, "Latitude"),
            ({"open_on": []}, "Choose at least one day of the week."),
            ({"closed_on": "next week"}, "Write one span on each line"),
            ({"closed_on": "2023-05-03~2023-05-01"}, "Write one span on each line"),
            ({"foot_weekday": "-1"}, "Use a whole number from 0."),
            ({"kind": "lake"}, "Not a valid choice"),
            ({"zone_id": "999"}, "Not a valid choice"),
        ],
    )
    def test_bad_input_is_said_and_kept(
        self, sign_in: Any, zone: Any, values: dict[str, Any], sentence: str
    ) -> None:
        answer = sign_in().post("/places/venues/new", data=typed(zone, address="My road") | values)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert 'value="My road"' in answer.text
        assert db.session.scalar(db.select(db.func.count(Venue.id))) == 0

    def test_a_taken_name(self, sign_in: Any, office: Any, zone: Any) -> None:
        factories.make_venue(office, zone, name="Park")
        answer = sign_in().post("/places/venues/new", data=typed(zone))
        assert answer.status_code == 422
        assert "already an entry named &#39;Park&#39;" in answer.text

    def test_an_outdoor_fallback_is_no_choice(self, sign_in: Any, office: Any, zone: Any) -> None:
        other = factories.make_venue(office, zone, indoor=False)
        answer = sign_in().post("/places/venues/new", data=typed(zone, fallback_1=other.id))
        assert answer.status_code == 422

    def test_a_stale_form(self, sign_in: Any, office: Any, zone: Any) -> None:
        south = factories.make_zone(office, name="South")
        venue = factories.make_venue(office, south, name="Theirs", version=3, kind="hall")
        answer = sign_in().post(f"/places/venues/{venue.id}/edit", data=typed(zone, name="Mine"))
        assert answer.status_code == 409
        rows = answer.text.partition('id="stale"')[2].partition("</table>")[0]
        for yours, theirs in (("Mine", "Theirs"), ("North", "South"), ("Park", "Hall")):
            assert f"<td>{yours}</td><td>{theirs}</td>" in rows
        assert "Open on" not in rows
        assert 'name="version" type="hidden" value="3"' in answer.text
        db.session.expire_all()
        assert venue.name == "Theirs"

    def test_without_a_zone_the_form_says_what_to_do_first(self, sign_in: Any) -> None:
        assert "A venue needs a zone first" in sign_in().get("/places/venues/new").text


class TestList:
    def test_search_zone_place_and_use(self, sign_in: Any, office: Any, zone: Any) -> None:
        south = factories.make_zone(office, name="South")
        for name, where, values in (
            ("Oak Park", zone, {}),
            ("100% Hall", south, {"indoor": True}),
            ("Old Park", zone, {"active": False, "address": "Oak street"}),
        ):
            factories.make_venue(office, where, name=name, **values)
        browser = sign_in()

        def found(query: str) -> set[str]:
            page = browser.get(f"/places/venues?{query}").text
            return {name for name in ("Oak Park", "100% Hall", "Old Park") if f">{name}<" in page}

        assert found("") == {"Oak Park", "100% Hall"}
        assert found("use=all") == {"Oak Park", "100% Hall", "Old Park"}
        assert found("use=off") == {"Old Park"}
        assert found("use=all&text=oak") == {"Oak Park", "Old Park"}
        assert found("text=0%25") == {"100% Hall"}
        assert found("text=%25x") == set()
        assert found(f"zone={south.id}") == {"100% Hall"}
        assert found("place=out") == {"Oak Park"}
        assert found("zone=nonsense&place=x&page=-1") == {"Oak Park", "100% Hall"}

    def test_queries_do_not_grow_with_the_rows(
        self, sign_in: Any, office: Any, zone: Any, count_queries: Any
    ) -> None:
        browser = sign_in()
        browser.get("/places/venues")
        counts = []
        for number in (1, 2):
            for _ in range(number):
                factories.make_venue(office, zone)
            with count_queries() as statements:
                assert browser.get("/places/venues").status_code == 200
            counts.append(len(statements))
        assert counts[0] == counts[1]

    def test_an_empty_list(self, sign_in: Any) -> None:
        assert "There is nothing to show." in sign_in().get("/places/venues").text


class TestLifeOfAVenue:
    def test_one_with_events_is_taken_out_of_use_instead(
        self, sign_in: Any, office: Any, zone: Any
    ) -> None:
        venue = factories.make_venue(office, zone, name="Used")
        factories.make_event(factories.make_campaign(office), venue, date(2023, 5, 23))
        browser = sign_in()
        answer = browser.post(f"/places/venues/{venue.id}/delete", follow_redirects=True)
        assert "Events are planned or were held at &#39;Used&#39;" in answer.text
        browser.post(f"/places/venues/{venue.id}/active", data={"active": "0"})
        db.session.expire_all()
        assert venue.active is False
        browser.post(f"/places/venues/{venue.id}/active", data={"active": "1"})
        db.session.expire_all()
        assert (venue.active, venue.version) == (True, 3)

    def test_a_fallback_of_another_stays(self, sign_in: Any, office: Any, zone: Any) -> None:
        hall = factories.make_venue(office, zone, name="Hall", indoor=True)
        park = factories.make_venue(office, zone, name="Park", fallbacks=(hall,))
        browser = sign_in()
        answer = browser.post(f"/places/venues/{hall.id}/delete", follow_redirects=True)
        assert "&#39;Hall&#39; is the rain fallback of &#39;Park&#39;" in answer.text
        browser.post(f"/places/venues/{park.id}/delete")
        browser.post(f"/places/venues/{hall.id}/delete")
        assert db.session.scalar(db.select(db.func.count(Venue.id))) == 0

    def test_another_office_has_none_of_it(self, sign_in: Any) -> None:
        other = factories.make_office()
        venue = factories.make_venue(other, factories.make_zone(other))
        browser = sign_in()
        for path in ("", "/edit", "/booths"):
            assert browser.get(f"/places/venues/{venue.id}{path}").status_code == 404
        for path in ("/edit", "/booths", "/active", "/delete"):
            assert browser.post(f"/places/venues/{venue.id}{path}").status_code == 404
        assert browser.get("/places/venues/99999999999").status_code == 404


class TestPosition:
    def test_outside_the_zone_is_said_at_once(self, sign_in: Any, office: Any, zone: Any) -> None:
        zone.outline, zone.outline_source = SQUARE, "me"
        db.session.commit()
        browser = sign_in()

        def asked(lat: float, lon: float) -> tuple[Any, str]:
            answer = browser.get(f"/places/locate?lat={lat}&lon={lon}&zone={zone.id}").get_json()
            return answer["inside"], answer["sentence"]

        assert asked(37.45, 127.05) == (True, "Lies in North.")
        assert asked(37.55, 127.05)[0] is False
        south = factories.make_zone(office, name="South")
        answer = browser.get(f"/places/locate?lat=37.45&lon=127.05&zone={south.id}").get_json()
        assert answer == {
            "inside": False,
            "sentence": "The position lies in North, outside the chosen zone.",
            "zone": zone.id,
            "dong": None,
        }

    def test_without_outlines_nothing_is_claimed(self, sign_in: Any) -> None:
        answer = sign_in().get("/places/locate?lat=37.45&lon=127.05").get_json()
        assert answer["inside"] is None

    @pytest.mark.parametrize("query", ["", "lat=x&lon=1", "lat=nan&lon=1", "lat=100&lon=1"])
    def test_nonsense(self, sign_in: Any, query: str) -> None:
        assert sign_in().get(f"/places/locate?{query}").status_code == 422

    def test_saving_outside_warns_but_saves(self, sign_in: Any, zone: Any) -> None:
        zone.outline, zone.outline_source = SQUARE, "me"
        db.session.commit()
        answer = sign_in().post(
            "/places/venues/new", data=typed(zone, lat="37.55", lon="127.05"), follow_redirects=True
        )
        assert "The position lies outside every outline." in answer.text
        assert db.session.scalar(db.select(Venue.lat)) == 37.55
