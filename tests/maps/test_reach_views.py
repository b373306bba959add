"""The coverage map, suggested zones and pictures: who may see them, what they say."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from planner.core.formats import write_plan
from planner.core.plan import Plan, PlanEvent
from planner.extensions import db
from planner.places.models import DongFigure
from planner.proposals.models import Proposal
from planner.results.models import EventRecord
from tests import factories


def ring(west: float, south: float, side: float = 0.02) -> dict[str, Any]:
    east, north = west + side, south + side
    return {"type": "Polygon", "coordinates": [
        [[west, south], [east, south], [east, north], [west, north], [west, south]]]}  # fmt: skip


@pytest.fixture
def season(office: Any) -> Any:
    """Four dongs in a row, two zones, one event in the middle of the first dong."""
    zones = [factories.make_zone(office, name=name) for name in ("West", "East")]
    for i, name in enumerate(("Aeju", "Buldo", "Cheon")):
        factories.make_dong(
            office, zones[i // 2], name=name, code=f"116510{i}000", position=i,
            outline=ring(127.0 + 0.02 * i, 37.5), outline_source="me & you",
        )  # fmt: skip
    factories.make_dong(office, zones[1], name="Dapo", position=3)
    venue = factories.make_venue(office, zones[0], name="Park", lat=37.51, lon=127.01)
    campaign = factories.make_campaign(office, zones=tuple(zones))
    factories.make_event(campaign, venue, date(2023, 5, 23))
    return campaign


def people(season: Any, **values: dict[str, int]) -> None:
    """Figures by measure and name of a dong."""
    from planner.maps.reach_queries import dongs_on_map

    ids = {dong.name: dong.id for dong in dongs_on_map(season.office_id)}
    for measure, counts in values.items():
        for name, value in counts.items():
            db.session.add(DongFigure(office_id=season.office_id, dong_id=ids[name],
                                      measure=measure, value=value, as_of=date(2023, 3, 31),
                                      source="Register <b>"))  # fmt: skip
    db.session.commit()


def propose(season: Any, *venues: Any, kind: str = "season") -> Proposal:
    events = (PlanEvent(f"e{i}", season.office_id, i, row.id) for i, row in enumerate(venues))
    plan = json.loads(write_plan(Plan("x", tuple(events)))) if venues else None
    row = Proposal(campaign_id=season.id, kind=kind, state="done", plan=plan, detail={},
                   created_at=factories.CREATED)  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def dongs_of(answer: Any) -> dict[str, Any]:
    features = answer.get_json()["features"]
    return {f["properties"]["name"]: f["properties"] for f in features
            if f["properties"]["kind"] == "dong"}  # fmt: skip


class TestReach:
    def test_shares_totals_and_what_is_left_out(self, sign_in: Any, season: Any) -> None:
        people(season, residents={"Aeju": 10_000, "Buldo": 20_000, "Dapo": 7000})
        browser = sign_in("viewer")
        found = dongs_of(browser.get(f"/campaigns/{season.id}/reach.geojson"))
        assert {name: facts["share"] for name, facts in found.items()} == {
            "Aeju": 0.2002, "Buldo": 0.0, "Cheon": 0.0, "Dapo": None,
        }  # fmt: skip
        assert [facts["step"] for facts in found.values()] == ["1", "0", "0", "unknown"]
        page = browser.get(f"/campaigns/{season.id}/map/reach").text
        assert "6.7%" in page  # 2,002 of 30,000
        assert "about 2,002 of 30,000" in page
        assert "Not known, and in no total: Dapo." in page
        assert "Residents: 1 dongs have no figure and are in no total." in page
        assert "2023-03-31, Register &lt;b&gt;." in page

    def test_the_distance_is_in_the_address(self, sign_in: Any, season: Any) -> None:
        address = f"/campaigns/{season.id}/reach.geojson"
        far = dongs_of(sign_in().get(f"{address}?metres=3000"))
        assert [facts["step"] for facts in far.values()] == ["4", "4", "1", "unknown"]

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("metres=99", "is no distance for this map"),
            ("metres=3001", "is no distance for this map"),
            ("metres=half<b>", "&#39;half&lt;b&gt;&#39; is no distance"),
            ("show=all", "is not known here"),
            ("show=released", "&#39;released&#39; is not known here"),
            ("measure=cats", "&#39;cats&#39; is not known here"),
            ("sort=up", "is not known here"),
            ("proposal=x", "is no proposal"),
        ],
    )
    def test_a_bad_address_is_said(self, sign_in: Any, season: Any, query: str, words: str) -> None:
        answer = sign_in().get(f"/campaigns/{season.id}/map/reach?{query}")
        assert answer.status_code == 422
        assert words in answer.text

    def test_what_was_typed_stands_there_still(self, sign_in: Any, season: Any) -> None:
        page = sign_in().get(f"/campaigns/{season.id}/map/reach?metres=99").text
        assert 'name="metres" inputmode="numeric" value="99"' in page

    def test_cancelled_and_not_held_stop_nowhere(self, sign_in: Any, season: Any) -> None:
        browser = sign_in()
        address = f"/campaigns/{season.id}/reach.geojson"
        event = season.events[0]
        assert dongs_of(browser.get(f"{address}?show=held"))["Aeju"]["share"] == 0
        record = EventRecord(event_id=event.id, held=True)
        db.session.add(record)
        db.session.commit()
        assert dongs_of(browser.get(f"{address}?show=held"))["Aeju"]["share"] == 0.2002
        record.held = False
        db.session.commit()
        assert dongs_of(browser.get(address))["Aeju"]["share"] == 0
        record.held, event.status = None, "cancelled"
        db.session.commit()
        assert dongs_of(browser.get(address))["Aeju"]["share"] == 0

    def test_without_people_the_weights_speak(self, sign_in: Any, season: Any, office: Any) -> None:
        factories.make_dong(
            office, None, name="Eun", vulnerable=5, label_lat=37.51, label_lon=127.01
        )
        page = sign_in().get(f"/campaigns/{season.id}/map/reach").text
        assert "No people by dong have been imported" in page
        assert "Weight of vulnerable residents" in page
        assert "counts wholly or not at all" in page

    def test_sorted_by_a_column(self, sign_in: Any, season: Any) -> None:
        people(season, residents={"Aeju": 10, "Buldo": 30, "Cheon": 20})
        browser = sign_in()
        page = browser.get(f"/campaigns/{season.id}/map/reach?sort=people").text
        places = [page.index(f'class="nowrap">{name}<') for name in ("Buldo", "Cheon", "Aeju")]
        assert places == sorted(places)
        for sort in ("dong", "zone", "reached", "share", "distance"):
            page = browser.get(f"/campaigns/{season.id}/map/reach?sort={sort}").text
            assert all(f'class="nowrap">{name}<' in page for name in ("Aeju", "Buldo", "Cheon"))

    def test_before_and_after_a_proposal(self, sign_in: Any, season: Any, office: Any) -> None:
        there = factories.make_venue(
            office, season.zones[1].zone, name="Hall", lat=37.51, lon=127.03
        )
        row = propose(season, there)
        browser = sign_in()
        answer = browser.get(f"/campaigns/{season.id}/reach.geojson?proposal={row.id}")
        found = dongs_of(answer)
        assert {name: facts["change"] for name, facts in found.items()} == {
            "Aeju": "lost", "Buldo": "won", "Cheon": "same", "Dapo": "",
        }  # fmt: skip
        fates = [f["properties"]["fate"] for f in answer.get_json()["features"]
                 if f["properties"]["kind"] == "stop"]  # fmt: skip
        assert fates == ["dropped", "new"]
        page = browser.get(f"/campaigns/{season.id}/map/reach?proposal={row.id}").text
        assert "<strong>Won</strong>: Buldo · <strong>Lost</strong>: Aeju" in page
        link = f"/campaigns/{season.id}/map/reach?proposal={row.id}"
        assert link in browser.get(f"/campaigns/{season.id}/proposals/{row.id}").text

    def test_a_proposal_without_a_plan_is_said(self, sign_in: Any, season: Any) -> None:
        page = sign_in().get(f"/campaigns/{season.id}/map/reach?proposal={propose(season).id}")
        assert page.status_code == 200
        assert "This proposal has no plan of places" in page.text

    def test_another_seasons_proposal_is_404(self, sign_in: Any, season: Any, office: Any) -> None:
        other = propose(factories.make_campaign(office))
        browser = sign_in()
        for path in ("map/reach", "reach.geojson", "map/reach.svg"):
            address = f"/campaigns/{season.id}/{path}?proposal={other.id}"
            assert browser.get(address).status_code == 404

    def test_no_dongs(self, sign_in: Any, office: Any) -> None:
        campaign = factories.make_campaign(office)
        assert "There are no dongs yet" in sign_in().get(f"/campaigns/{campaign.id}/map/reach").text

    def test_queries_do_not_grow(
        self, sign_in: Any, season: Any, office: Any, count_queries: Any
    ) -> None:
        browser = sign_in()
        counts = []
        for path in ("map/reach", "map/zones"):
            for day in (26, 27):
                browser.get(f"/campaigns/{season.id}/{path}")
                with count_queries() as statements:
                    assert browser.get(f"/campaigns/{season.id}/{path}").status_code == 200
                counts.append(len(statements))
                venue = factories.make_venue(office, season.zones[1].zone)
                factories.make_event(season, venue, date(2023, 5, day))
                factories.make_dong(office, season.zones[1].zone, outline=ring(127.1, 37.5))
        assert counts[0] == counts[1]
        assert counts[2] == counts[3]


class TestZones:
    def test_a_suggestion_beside_the_present_zones(self, sign_in: Any, season: Any) -> None:
        people(season, residents={"Aeju": 100, "Buldo": 100, "Cheon": 200})
        page = sign_in("viewer").get(f"/campaigns/{season.id}/map/zones?count=2").text
        assert page.count("<svg xmlns=") == 2
        assert "Largest deviation, suggested" in page
        assert "Without a position, so in no suggestion, they keep their zone: Dapo." in page
        assert "not a proven best" in page
        assert "me &amp; you" in page

    def test_the_file_is_what_the_importer_reads(
        self, sign_in: Any, season: Any, office: Any
    ) -> None:
        people(season, residents={"Aeju": 300, "Buldo": 100, "Cheon": 200})
        browser = sign_in()
        answer = browser.get(f"/campaigns/{season.id}/map/zones.csv?count=2&measure=residents")
        rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
        assert rows == [
            {"name": "West", "dongs": "Aeju"},
            {"name": "East", "dongs": "Buldo;Cheon;Dapo"},  # Dapo has no position: it stays
        ]
        from planner.places.imports import ZONES
        from planner.tabular import import_rows

        done = import_rows(ZONES, office, "zones.csv", answer.data, now=factories.CREATED)
        assert (done.added, done.changed, done.unchanged) == (0, 2, 0)
        again = browser.get(f"/campaigns/{season.id}/map/zones.csv?count=2&measure=residents")
        assert again.data == answer.data

    def test_a_measure_without_figures_is_said(self, sign_in: Any, season: Any) -> None:
        answer = sign_in().get(f"/campaigns/{season.id}/map/zones?measure=residents")
        assert answer.status_code == 422
        assert "&#39;residents&#39; is not known here" in answer.text

    @pytest.mark.parametrize("count", ["1", "13", "many"])
    def test_a_bad_number_is_said(self, sign_in: Any, season: Any, count: str) -> None:
        answer = sign_in().get(f"/campaigns/{season.id}/map/zones?count={count}")
        assert answer.status_code == 422
        assert f"&#39;{count}&#39; is no number of zones" in answer.text
        assert f'value="{count}"' in answer.text

    def test_nothing_has_a_position(self, sign_in: Any, office: Any) -> None:
        factories.make_dong(office)
        campaign = factories.make_campaign(office)
        page = sign_in().get(f"/campaigns/{campaign.id}/map/zones").text
        assert "No dong has a position" in page


class TestPictures:
    def test_the_draft_for_the_office(self, sign_in: Any, season: Any) -> None:
        answer = sign_in("viewer").get(f"/campaigns/{season.id}/map.svg")
        assert answer.mimetype == "image/svg+xml"
        assert "1. Park (West, 2023-05-23, Planned, not released)" in answer.text
        tag = answer.headers["ETag"]
        again = sign_in().get(f"/campaigns/{season.id}/map.svg", headers={"If-None-Match": tag})
        assert again.status_code == 304

    def test_one_event_for_its_run_sheet(self, sign_in: Any, season: Any) -> None:
        event = season.events[0]
        browser = sign_in("viewer")
        address = f"/campaigns/{season.id}/events/{event.id}/map.svg"
        assert "1. Park (West, 2023-05-23" in browser.get(address).text
        assert browser.get(f"/campaigns/{season.id}/events/99999/map.svg").status_code == 404
        sheet = browser.get(f"/campaigns/{season.id}/events/{event.id}/run-sheet")
        assert f'src="{address}" alt="Park in West"' in sheet.text

    def test_residents_see_the_release_alone(self, client: Any, season: Any) -> None:
        from tests.maps.test_views import release

        address = f"/seasons/{season.slug}/map.svg"
        assert client.get(address).status_code == 404
        release(season)
        client.set_cookie("locale", "en")
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
        assert "To be held" in answer.text
        assert client.get("/seasons/nowhere/map.svg").status_code == 404

    def test_saved_as_a_file(self, sign_in: Any, season: Any) -> None:
        answer = sign_in().get(f"/campaigns/{season.id}/map/reach.svg?save=1")
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="{season.slug}-reach-map.svg"'
        )
        assert "Aeju" in answer.text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("map/zones.csv?count=99", "'99' is no number of zones. Type a whole number from 2 to 12."),
        ("map/reach.svg?metres=0", "'0' is no distance for this map. Type a whole number from "
                                   "100 to 3000 metres."),
        ("reach.geojson?metres=abc", "'abc' is no distance for this map. Type a whole number from "
                                     "100 to 3000 metres."),
        ("map/reach.svg?measure=gold", "'gold' is not known here. Choose from the page."),
    ],
)  # fmt: skip
def test_a_file_of_what_cannot_be_had_is_422_in_words(
    sign_in: Any, season: Any, path: str, sentence: str
) -> None:
    answer = sign_in().get(f"/campaigns/{season.id}/{path}")
    assert (answer.status_code, answer.mimetype) == (422, "text/plain")
    assert answer.text == f"{sentence}\n"


PATHS = ("map/reach", "reach.geojson", "map/reach.svg", "map/zones", "map/zones.csv", "map.svg")


@pytest.mark.parametrize("path", PATHS)
def test_who_may(sign_in: Any, client: Any, season: Any, path: str) -> None:
    address = f"/campaigns/{season.id}/{path}"
    assert client.get(address).status_code == 302
    assert sign_in("recorder").get(address).status_code == 403
    assert sign_in(office=factories.make_office()).get(address).status_code == 404
