"""The pages of the map: the office's draft and release, what residents may read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import Release
from planner.campaigns.snapshots import draft_season
from planner.core.release import to_json
from planner.extensions import db
from planner.results.models import EventRecord
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
        page = browser.get(f"/campaigns/{season.id}/map?sort=place").text
        assert page.index(">Hall<") < page.index(">Park<")
        assert 'data-places="/campaigns/' in page
        assert 'src="/maps/frame.js"' in page

    def test_a_season_without_events(self, sign_in: Any, office: Any) -> None:
        campaign = factories.make_campaign(office)
        browser = sign_in()
        page = browser.get(f"/campaigns/{campaign.id}/map").text
        assert "There is nothing on the map yet" in page
        assert browser.get(f"/campaigns/{campaign.id}/places.geojson").status_code == 200

    def test_who_may(self, sign_in: Any, client: Any, season: Any) -> None:
        for path in ("map", "places.geojson"):
            assert client.get(f"/campaigns/{season.id}/{path}").status_code == 302
            assert sign_in("recorder").get(f"/campaigns/{season.id}/{path}").status_code == 403
            stranger = sign_in(office=factories.make_office())
            assert stranger.get(f"/campaigns/{season.id}/{path}").status_code == 404

    def test_queries_do_not_grow_with_the_events(
        self, sign_in: Any, season: Any, count_queries: Any
    ) -> None:
        browser = sign_in()
        address = f"/campaigns/{season.id}/map"
        browser.get(address)
        counts = []
        for day in (26, 27):
            with count_queries() as statements:
                assert browser.get(address).status_code == 200
            counts.append(len(statements))
            factories.make_event(season, season.events[0].venue, date(2023, 5, day))
            factories.make_event(season, season.events[1].venue, date(2023, 6, day - 20))
        assert counts[0] == counts[1]


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
        assert 'src="/maps/frame.js"' in page
