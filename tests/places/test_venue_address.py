"""Finding an address inside the venue form without JavaScript, and what the map shows below."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from planner.extensions import db
from planner.places import address_search
from planner.places.address_api import Hit
from planner.places.address_services import forget_addresses
from planner.places.models import AddressFile, AdminDong, Venue, Zone
from tests import factories

HOSTILE = "<script>alert(1)</script>{{7*191}}${x}`"


@pytest.fixture(autouse=True)
def ready(office: Any) -> Any:
    zone = factories.make_zone(office, name="North")
    factories.make_dong(office, zone, name="서초1동")
    factories.make_address(office, building="센터", building_key="센터")
    db.session.add(AddressFile(office_id=office.id, addresses=1, added_at=factories.CREATED))
    db.session.commit()
    return zone


def form(**more: str) -> dict[str, str]:
    zone = db.session.scalar(db.select(Zone.id).limit(1))
    fallbacks = {f"fallback_{i}": "" for i in (1, 2, 3)}
    data = {"name": "Park", "kind": "park", "zone_id": str(zone), "dong_id": ""}
    return {**data, "precision": "block", "open_on": "0", **fallbacks, **more}


def value(text: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', text)
    assert found
    held = re.search(r'value="([^"]*)"', found[0])
    return html.unescape(held[1]) if held else ""


def uses(text: str) -> list[str]:
    return [html.unescape(item) for item in re.findall(r'name="use" value="([^"]*)"', text)]


def saved() -> int:
    return db.session.scalar(db.select(db.func.count(Venue.id))) or 0


def test_search_then_choose_then_save(sign_in: Any) -> None:
    browser = sign_in()
    page = browser.post("/places/venues/new", data=form(do="search", address_q="사임당로"))
    assert (page.status_code, value(page.text, "name")) == (200, "Park")
    assert "1 address was found." in page.text
    (use,) = uses(page.text)
    page = browser.post("/places/venues/new", data=form(use=use, address_q="사임당로"))
    assert page.status_code == 200
    assert [value(page.text, name) for name in ("address", "legal_dong", "lat", "lon")] == [
        "서울특별시 서초구 사임당로 89", "서초동", "37.488500", "127.020300",
    ]  # fmt: skip
    assert re.search(r'<option data-zone="\d+" selected value="\d+">서초1동</option>', page.text)
    assert '<option selected value="exact">' in page.text
    assert saved() == 0
    data = form(address="서울특별시 서초구 사임당로 89", lat="37.4885", lon="127.0203")
    assert browser.post("/places/venues/new", data=data).status_code == 303
    assert saved() == 1


@pytest.mark.parametrize(
    ("more", "searches"),
    [
        ({"do": "enter", "address_q": "사임당로"}, True),
        ({"do": "enter", "address_q": "사임당로", "address_searched": "사임당로"}, False),
        ({"do": "enter", "address_q": " "}, False),
        ({"address_q": "사임당로"}, False),
    ],
)
def test_enter_searches_only_what_is_new(
    sign_in: Any, more: dict[str, str], searches: bool
) -> None:
    answer = sign_in().post("/places/venues/new", data=form(**more))
    assert answer.status_code == (200 if searches else 303)
    assert saved() == (0 if searches else 1)


@pytest.mark.parametrize(
    "use", ["", "&&&", "lat=nan&lon=1", "lat=1e400&lon=0", "address=" + "a" * 9000, "%ff=%fe",
            "&".join(["lat=1"] * 50)]
)  # fmt: skip
def test_a_choice_that_was_tampered_with_fills_in_nothing_bad(sign_in: Any, use: str) -> None:
    page = sign_in().post("/places/venues/new", data=form(use=use))
    assert (page.status_code, value(page.text, "lat"), value(page.text, "lon")) == (200, "", "")
    assert len(value(page.text, "address")) <= 200


def test_what_stands_in_the_list_is_text(sign_in: Any, office: Any) -> None:
    factories.make_address(office, label=HOSTILE, key="zz1", building=HOSTILE)
    page = sign_in().post("/places/venues/new", data=form(do="search", address_q="zz1"))
    assert html.escape(HOSTILE) in page.text.replace("&#39;", "&#x27;")
    assert "<script>alert" not in page.text


def test_what_is_packed_is_unpacked() -> None:
    hit = Hit("A & B=1", legal_dong="L", admin_dong="D", lat=37.4885123, lon=127.5)
    assert address_search.unpacked(address_search.packed(hit)) == {
        "address": "A & B=1", "legal_dong": "L", "admin_dong": "D", "lat": "37.4885123",
        "lon": "127.5000000",
    }  # fmt: skip
    assert "lat" not in address_search.unpacked(address_search.packed(Hit("A")))


def test_an_edited_venue_keeps_what_was_typed(sign_in: Any, office: Any, ready: Any) -> None:
    venue = factories.make_venue(office, ready, name="Old")
    data = form(do="search", address_q="센터", name="New", zone_id=str(ready.id))
    page = sign_in().post(f"/places/venues/{venue.id}/edit", data=data)
    assert (value(page.text, "name"), len(uses(page.text))) == ("New", 1)
    assert venue.name == "Old"


def test_without_anything_to_search_there_is_no_search(sign_in: Any, office: Any) -> None:
    browser = sign_in()
    assert 'name="address_q"' in browser.get("/places/venues/new").text
    forget_addresses(office.id)
    assert 'name="address_q"' not in browser.get("/places/venues/new").text


class TestBase:
    def test_venues_under_the_pin(self, sign_in: Any, office: Any, ready: Any) -> None:
        shown = factories.make_venue(office, ready, name=HOSTILE, name_en="")
        factories.make_venue(office, ready, lat=None, lon=None)
        factories.make_venue(office, ready, active=False)
        factories.make_venue(factories.make_office(), ready)
        answer = sign_in("viewer").get("/places/venues.geojson").get_json()
        assert answer == {"type": "FeatureCollection", "features": [
            {"type": "Feature", "id": shown.id, "properties": {"name": HOSTILE},
             "geometry": {"type": "Point", "coordinates": [127.01, 37.48]}},
        ]}  # fmt: skip

    def test_one_query_however_many(
        self, sign_in: Any, office: Any, ready: Any, count_queries: Any
    ) -> None:
        browser = sign_in()
        counts = []
        for _round in range(2):
            factories.make_venue(office, ready)
            db.session.expire_all()
            with count_queries() as statements:
                browser.get("/places/venues.geojson")
            counts.append(len(statements))
        assert counts[0] == counts[1]

    def test_who_may(self, sign_in: Any, client: Any) -> None:
        assert client.get("/places/venues.geojson").status_code == 302
        assert sign_in("recorder").get("/places/venues.geojson").status_code == 403


class TestLocate:
    def test_outside_the_dong(self, sign_in: Any, office: Any, ready: Any) -> None:
        ring = [[127, 37.4], [127.1, 37.4], [127.1, 37.5], [127, 37.5], [127, 37.4]]
        outline = {"type": "Polygon", "coordinates": [ring]}
        far = {"type": "Polygon", "coordinates": [[[x + 1, y] for x, y in ring]]}
        here = factories.make_dong(office, ready, name="Here", outline=outline)
        there = factories.make_dong(office, ready, name="There", outline=far)
        loose = factories.make_dong(office, name="Loose", outline=None)
        browser = sign_in("viewer")

        def asked(lon: float, **more: Any) -> tuple[Any, str]:
            query = "&".join(f"{key}={value}" for key, value in more.items())
            answer = browser.get(f"/places/locate?lat=37.45&lon={lon}&{query}").get_json()
            return answer["inside"], answer["sentence"]

        assert asked(127.05, zone=ready.id, dong=here.id) == (True, "Lies in North, Here.")
        assert asked(127.05, zone=ready.id, dong=there.id) == (
            False, "The position lies in Here, outside the chosen dong.",
        )  # fmt: skip
        assert asked(127.05, dong=loose.id) == (True, "Lies in North, Here.")
        assert asked(126.05, dong=here.id)[0] is False
        assert asked(127.05, dong="x", zone="0")[0] is True
        here.zone_id = None
        db.session.commit()
        assert asked(127.05, zone=ready.id) == (False, "Lies in Here, which belongs to no zone.")


def test_a_chosen_address_tells_the_zone_and_the_dong(sign_in: Any, office: Any) -> None:
    other = factories.make_zone(office, name="Other")
    dong = db.session.scalar(db.select(AdminDong).where(AdminDong.name == "서초1동"))
    dong.zone_id = other.id
    db.session.commit()
    browser = sign_in()
    new = browser.get("/places/venues/new").text
    zones = re.search(r'<select[^>]*id="zone_id"[^>]*>\s*<option value="">-</option>', new)
    assert zones and "selected" not in new[zones.start() :].partition("</select>")[0]
    (use,) = uses(
        browser.post("/places/venues/new", data=form(do="search", address_q="사임당로")).text
    )
    page = browser.post("/places/venues/new", data=form(use=use, zone_id=""))
    assert f'<option selected value="{other.id}">Other</option>' in page.text
    kept = form()["zone_id"]
    page = browser.post("/places/venues/new", data=form(use=use, zone_id=kept))
    assert f'<option selected value="{kept}">' in page.text


def test_no_zone_is_chosen_for_anybody(sign_in: Any) -> None:
    page = sign_in().post("/places/venues/new", data=form(zone_id=""))
    assert (page.status_code, "Choose a zone." in page.text, saved()) == (422, True, 0)
