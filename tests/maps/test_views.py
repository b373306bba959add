"""The pages of the map: the office's draft and release, what residents may read."""

from __future__ import annotations

import gzip
import re
import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import Release
from planner.campaigns.snapshots import draft_season
from planner.core.release import to_json
from planner.extensions import db
from planner.maps.frame import frame_tag
from planner.results.models import CountEntry, EventRecord
from planner.results.rollups import post
from tests import factories


@pytest.fixture
def season(office: Any) -> Any:
    """A campaign with two events at two places, nothing released."""
    zone = factories.make_zone(office, name="North")
    other = factories.make_zone(office, name="Elsewhere", outline={
        "type": "Polygon", "coordinates": [[[127, 37], [127.1, 37], [127.1, 37.1], [127, 37]]]},
        outline_source="me")  # fmt: skip
    assert other.outline
    hall = factories.make_venue(office, zone, name="Hall", indoor=True, lat=37.51)
    park = factories.make_venue(office, zone, name="Park", fallbacks=(hall,))
    campaign = factories.make_campaign(office, zones=(zone,))
    factories.make_event(campaign, park, date(2023, 5, 23), fallback_id=hall.id)
    factories.make_event(campaign, hall, date(2023, 5, 25))
    return campaign


def release(campaign: Any, number: int = 1) -> None:
    snapshot = to_json(draft_season(load_campaign(campaign.office_id, campaign.id)))
    db.session.add(Release(campaign_id=campaign.id, number=number, snapshot=snapshot,
                           created_at=datetime(2023, 5, 15, tzinfo=UTC)))  # fmt: skip
    db.session.commit()


def statuses(answer: Any) -> list[str]:
    features = answer.get_json()["features"]
    return [f["properties"]["status"] for f in features if f["properties"]["kind"] == "event"]


class TestOffice:
    def test_statuses_of_draft_and_release(self, sign_in: Any, season: Any) -> None:
        browser = sign_in("viewer")
        address = f"/campaigns/{season.id}/places.geojson"
        assert statuses(browser.get(address)) == ["planned", "planned"]
        assert "Planned, not released" in browser.get(f"/campaigns/{season.id}/map").text
        release(season)
        first, second = season.events
        first.use_fallback = True
        db.session.add(EventRecord(event_id=second.id, held=True))
        db.session.commit()
        assert statuses(browser.get(address)) == ["rain", "held"]
        assert statuses(browser.get(f"{address}?show=released")) == ["released", "held"]
        second.status = "cancelled"
        db.session.commit()
        assert statuses(browser.get(address)) == ["rain", "cancelled"]
        page = browser.get(f"/campaigns/{season.id}/map").text
        assert "Moved from Park" in page
        assert "Release no. 1" in page

    def test_the_table_works_alone_and_sorts(self, sign_in: Any, season: Any) -> None:
        browser = sign_in()
        page = browser.get(f"/campaigns/{season.id}/map").text
        assert page.index(">Park<") < page.index(">Hall<")
        for sort in ("place", "-day"):
            page = browser.get(f"/campaigns/{season.id}/map?sort={sort}").text
            assert page.index(">Hall<") < page.index(">Park<")
        assert 'aria-sort="descending"' in page
        assert 'data-places="/campaigns/' in page
        assert f'src="/maps/frames/season.js?v={frame_tag("season")}"' in page

    def test_a_long_season_is_paged(
        self, sign_in: Any, season: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("planner.maps.views.PER_PAGE", 1)
        browser = sign_in()
        first = browser.get(f"/campaigns/{season.id}/map").text
        assert (">Park<" in first, ">Hall<" in first) == (True, False)
        assert "<strong>2</strong>" in first, "how many in all"
        for number in ("2", "9"):
            second = browser.get(f"/campaigns/{season.id}/map?page={number}").text
            assert (">Park<" in second, ">Hall<" in second) == (False, True)
        nonsense = browser.get(f"/campaigns/{season.id}/map?page=x").text
        assert (">Park<" in nonsense, ">Hall<" in nonsense) == (True, False)

    def test_a_season_without_events(self, sign_in: Any, office: Any) -> None:
        campaign = factories.make_campaign(office)
        browser = sign_in()
        page = browser.get(f"/campaigns/{campaign.id}/map").text
        assert "There is nothing on the map yet" in page
        features = browser.get(f"/campaigns/{campaign.id}/places.geojson").get_json()["features"]
        assert [row for row in features if row["properties"]["kind"] == "event"] == []

    def test_who_may(self, sign_in: Any, client: Any, season: Any) -> None:
        event = f"events/{season.events[0].id}"
        for path in ("map", "places.geojson", "map/dongs.geojson", "map/agencies.json",
                     "map/counts.json", f"{event}/map", f"{event}/place.geojson"):  # fmt: skip
            assert client.get(f"/campaigns/{season.id}/{path}").status_code == 302
            assert sign_in("recorder").get(f"/campaigns/{season.id}/{path}").status_code == 403
            stranger = sign_in(office=factories.make_office())
            assert stranger.get(f"/campaigns/{season.id}/{path}").status_code == 404

    def test_queries_do_not_grow_with_the_events(
        self, sign_in: Any, season: Any, count_queries: Any
    ) -> None:
        browser = sign_in()
        paths = ("map", "places.geojson", "map/dongs.geojson", "map/agencies.json",
                 "map/counts.json", "map?layers=dongs,agencies,counts")  # fmt: skip
        counts = []
        for day in (26, 27, 28):
            counts.append(dict.fromkeys(paths, 0))
            for path in paths:
                with count_queries() as statements:
                    assert browser.get(f"/campaigns/{season.id}/{path}").status_code == 200
                counts[-1][path] = len(statements)
            place = factories.make_venue(season.office, season.zones[0].zone)
            event = factories.make_event(season, place, date(2023, 5, day))
            factories.make_assignment(event, factories.make_agency(season.office))
            factories.make_event(season, season.events[1].venue, date(2023, 6, day - 20))
        assert counts[1] == counts[2]
        assert counts[2]["map"] <= 14
        assert counts[2]["places.geojson"] <= 16

    def test_a_tag_and_gzip_for_those_who_ask(self, sign_in: Any, season: Any) -> None:
        browser = sign_in()
        season.events[0].venue.address = "1 Park Road " * 15
        db.session.commit()
        address = f"/campaigns/{season.id}/places.geojson"
        plain = browser.get(address)
        assert "Content-Encoding" not in plain.headers
        assert plain.headers["Vary"] == "Accept-Encoding, Cookie"
        assert plain.headers["Cache-Control"] == "private, no-cache"
        packed = browser.get(address, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        refused = browser.get(address, headers={"Accept-Encoding": "gzip;q=0"})
        assert refused.data == plain.data
        tag = plain.headers["ETag"]
        again = browser.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        season.events[0].status = "cancelled"
        db.session.commit()
        assert browser.get(address, headers={"If-None-Match": tag}).status_code == 200


class TestLayers:
    def test_dongs_with_their_visits(self, sign_in: Any, office: Any, season: Any) -> None:
        square = {"type": "Polygon", "coordinates": [[[127, 37], [127.1, 37], [127.1, 37.1],
                                                      [127, 37]]]}  # fmt: skip
        north = factories.make_dong(office, outline=square, outline_source="me", name="One")
        factories.make_dong(office, outline=square, outline_source="me", name="Two")
        factories.make_dong(office, name="Three")
        park, hall = (event.venue for event in season.events)
        park.dong_id = hall.dong_id = north.id
        db.session.add(EventRecord(event_id=season.events[0].id, held=True))
        db.session.commit()
        browser = sign_in("viewer")
        found = browser.get(f"/campaigns/{season.id}/map/dongs.geojson").get_json()["features"]
        names = ("name", "visited", "held", "planned", "kind")
        assert [tuple(item["properties"][name] for name in names) for item in found] == [
            ("One", "both", 1, 1, "dong"), ("Two", "none", 0, 0, "dong"),
        ]  # fmt: skip
        page = browser.get(f"/campaigns/{season.id}/map?layers=dongs").text
        assert "1 held, 1 to come" in page
        assert 'value="dongs" data-layer="/campaigns/' in page
        assert page.count(" checked") == 1
        assert "1 held, 1 to come" not in browser.get(f"/campaigns/{season.id}/map").text

    def test_agencies_of_draft_and_release(self, sign_in: Any, office: Any, season: Any) -> None:
        first, second = season.events
        bank = factories.make_agency(office, name="Bank", name_en="The bank")
        clinic = factories.make_agency(office, name="Clinic")
        factories.make_agency(office, name="Nowhere")
        factories.make_assignment(first, bank)
        factories.make_assignment(second, clinic)
        factories.make_assignment(second, bank)
        release(season)
        late = factories.make_agency(office, name="Late")
        factories.make_assignment(first, late)
        browser = sign_in()
        address = f"/campaigns/{season.id}/map/agencies.json"
        names = [["Bank", "The bank"], ["Clinic", ""]]
        assert browser.get(address).get_json() == {
            "names": [*names, ["Late", ""]],
            "events": {str(first.id): [0, 2], str(second.id): [1, 0]},
        }
        released = browser.get(f"{address}?show=released").get_json()
        assert released["names"] == names
        assert sorted(released["events"][str(second.id)]) == [0, 1]

    def test_counts_say_what_is_not_reported(self, sign_in: Any, season: Any) -> None:
        first, second = season.events
        agency = factories.make_agency(season.office)
        factories.make_assignment(first, agency)
        counted = datetime(2023, 5, 23, 6, tzinfo=UTC)
        post([
            CountEntry(
                id=str(uuid.uuid4()), office_id=season.office_id, campaign_id=season.id,
                event_id=first.id, agency_id=agency_id, measure=measure, value=value,
                day=first.day, recorded_at=counted, received_at=counted,
            )
            for measure, agency_id, value in (
                ("attendance", None, 120), ("consultations", agency.id, 7),
            )
        ])  # fmt: skip
        db.session.commit()
        answer = sign_in("viewer").get(f"/campaigns/{season.id}/map/counts.json")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.get_json()["events"] == {
            str(first.id): {"state": "in", "attendance": 120, "consultations": 7},
            str(second.id): {"state": "none", "attendance": None, "consultations": None},
        }


class TestEvent:
    def test_places_zone_and_dong(self, sign_in: Any, office: Any, season: Any) -> None:
        square = {"type": "Polygon", "coordinates": [[[127, 37.4], [127.1, 37.4], [127.1, 37.6],
                                                      [127, 37.6], [127, 37.4]]]}  # fmt: skip
        factories.make_dong(office, outline=square, outline_source="me", name="Around")
        browser = sign_in("viewer")
        event = season.events[0]
        base = f"/campaigns/{season.id}/events/{event.id}"
        found = browser.get(f"{base}/place.geojson").get_json()["features"]
        assert [(item["id"], item["properties"]["name"]) for item in found[1:]] == [
            (event.id, "Park"), ("spare", "Hall"),
        ]  # fmt: skip
        assert found[0]["properties"]["name"] == "Around"
        page = browser.get(f"{base}/map").text
        assert "The two places are about 3,340 m apart" in page
        assert "How to get there" in page
        assert f'href="{base}/map"' in browser.get(base).text

    def test_no_such_event(self, sign_in: Any, season: Any) -> None:
        other = factories.make_campaign(season.office)
        for path in ("map", "place.geojson"):
            for event_id in (season.events[0].id, 999_999):
                address = f"/campaigns/{other.id}/events/{event_id}/{path}"
                assert sign_in().get(address).status_code == 404


class TestResidents:
    def test_only_what_is_released(self, client: Any, season: Any) -> None:
        address = f"/seasons/{season.slug}/places.geojson"
        assert client.get(address).status_code == 404
        release(season)
        season.events[0].status = "cancelled"
        db.session.commit()
        answer = client.get(address)
        assert statuses(answer) == ["released", "released"]
        release(season, number=2)
        assert statuses(client.get(address)) == ["cancelled", "released"]

    def test_the_zones_of_the_season_alone(self, client: Any, season: Any) -> None:
        release(season)
        features = client.get(f"/seasons/{season.slug}/places.geojson").get_json()["features"]
        assert [feature["properties"]["name"] for feature in features] == ["Park", "Hall"]

    def test_a_tag_saves_the_second_copy(self, client: Any, season: Any) -> None:
        release(season)
        address = f"/seasons/{season.slug}/places.geojson"
        tag = client.get(address).headers["ETag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        season.events[0].use_fallback = True
        db.session.commit()
        release(season, number=2)
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200

    def test_no_such_season(self, client: Any) -> None:
        assert client.get("/seasons/nowhere/places.geojson").status_code == 404

    def test_the_residents_page_holds_the_map(self, client: Any, season: Any) -> None:
        release(season)
        page = client.get(f"/seasons/{season.slug}").text
        assert f'data-places="/seasons/{season.slug}/places.geojson"' in page
        assert f'src="/maps/frames/residents.js?v={frame_tag("residents")}"' in page
        assert page.index("<h3>") < page.index(">Hall<")

    def test_the_residents_list_sorts_by_address(self, client: Any, season: Any) -> None:
        client.set_cookie("locale", "en")
        release(season)
        for sort, first in (("", "Park"), ("?sort=place", "Hall"), ("?sort=nonsense", "Park")):
            page = client.get(f"/seasons/{season.slug}{sort}").text
            places = re.findall(r'<h3><a href="[^"]+">([^<]+)<', page)
            assert places[0] == first

    def test_one_event_with_its_places(self, client: Any, season: Any) -> None:
        client.set_cookie("locale", "en")
        address = f"/seasons/{season.slug}/events/{season.events[0].uid}"
        assert client.get(f"{address}/place.geojson").status_code == 404, "not released"
        release(season)
        answer = client.get(f"{address}/place.geojson")
        assert [feature["id"] for feature in answer.get_json()["features"]] == [
            season.events[0].uid, "spare",
        ]  # fmt: skip
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        page = client.get(address).text
        assert f'data-places="{address}/place.geojson"' in page
        assert "How to get there" in page
        gone = f"/seasons/{season.slug}/events/nobody/place.geojson"
        assert client.get(gone).status_code == 404
