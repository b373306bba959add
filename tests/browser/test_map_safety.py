"""What people type is text on every map: it is shown as it was typed, and never run.

Each page is watched besides: another host, a breach of the policy or an error fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from planner import create_app
from planner.accounts.models import Office
from planner.extensions import db
from planner.portal.link_services import make_links
from planner.settings import Settings
from tests import factories as make
from tests.browser.conftest import Server, _serve, add_person
from tests.portal.seasons import release_draft

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
ORGANIZER = "organizer@typed.example"
# What runs in Folium's templates, in its scripts, in a script of the page, and in markup.
TYPED = "{{7*191}} ${alert(1)} ` </script> <img src=x onerror=alert(1)>"
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[126.9, 37.4], [127.1, 37.4], [127.1, 37.6], [126.9, 37.6], [126.9, 37.4]]],
}


def typed(name: str) -> str:
    return f"{name} {TYPED}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from _serve(tmp_path_factory.mktemp("typed"), "none")


@dataclass
class Ids:
    campaign: int
    event: int
    uid: str
    venue: int
    zone: int
    portal: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def ids(server: Server) -> Iterator[Ids]:
    app = create_app(
        Settings(
            instance_path=server.instance,
            database_url=f"sqlite:///{server.instance / 'planner.db'}",
            secret_key="unused",
            testing=True,
        )
    )
    with app.app_context():
        code = db.session.scalars(select(Office)).one().code
        found = season_of_hostile_texts()
    add_person(server, ORGANIZER, code, "organizer")
    yield found
    _dispose(app)


def _dispose(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def season_of_hostile_texts() -> Ids:
    """A released season in which every text that a map shows is one that tries to run."""
    office = db.session.scalars(select(Office)).one()
    zone = make.make_zone(office, name=typed("Z"), name_en=typed("ZE"), outline=SQUARE,
                          outline_source=typed("S"), council=typed("C"))  # fmt: skip
    dong = make.make_dong(office, zone, name=typed("D"), outline=SQUARE, outline_source=typed("DS"))
    law = make.make_field(office, name=typed("F"), name_en=typed("FE"))
    agency = make.make_agency(office, (law,), name=typed("A"), name_en=typed("AE"))
    common: dict[str, Any] = {"address": typed("AD"), "note": typed("N"), "dong_id": dong.id,
                              "legal_dong": typed("L"), "contact_name": typed("CN")}  # fmt: skip
    hall = make.make_venue(office, zone, name=typed("H"), name_en=typed("HE"), indoor=True,
                           lat=37.481, precision="street", **common)  # fmt: skip
    park = make.make_venue(office, zone, name=typed("V"), name_en=typed("VE"), fallbacks=(hall,),
                           **common)  # fmt: skip
    campaign = make.make_campaign(office, zones=(zone,), fields=(law,), agencies=(agency,),
                                  name=typed("SE"), summary=typed("SU"))  # fmt: skip
    event = make.make_event(campaign, park, date(2023, 5, 23), fallback_id=hall.id,
                            theme=typed("T"), note=typed("EN"))  # fmt: skip
    moved = make.make_event(campaign, park, date(2023, 5, 24), fallback_id=hall.id,
                            use_fallback=True, theme=typed("T"))  # fmt: skip
    for row in (event, moved):
        make.make_assignment(row, agency, fields=(law,))
    release_draft(office.id, campaign.id)
    (link,) = make_links([agency], created_by=None, now=datetime.now(UTC))
    return Ids(campaign.id, event.id, event.uid, park.id, zone.id, link.path)


def watched(page: Page, ids: Ids) -> Page:
    page.on("dialog", lambda dialog: (ids.asked.append(dialog.message), dialog.dismiss()))
    return page


def literally(page: Page, *names: str) -> None:
    """These texts stand on the page as typed, nothing was worked out, nothing was made of them."""
    for name in names:  # what a map's data say comes after the page
        expect(page.locator("body")).to_contain_text(typed(name), use_inner_text=True)
    whole = page.content()
    assert "1337" not in whole.replace(ids_free(page.url), "")
    assert page.locator("img[src=x]").count() == 0


def ids_free(url: str) -> str:
    """The page's own path, which may hold any digits."""
    return url.split("?")[0].split("/", 3)[-1]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_office_s_maps(server: Server, ids: Ids, open_page: OpenPage, language: str) -> None:
    page = watched(open_page(server, email=ORGANIZER, language=language), ids)
    end = "E" if language == "en" else ""
    for show in ("draft", "released"):
        page.goto(f"/campaigns/{ids.campaign}/map?layers=dongs,agencies,counts&show={show}")
        expect(page.locator(".dong-label")).to_have_count(1)
        expect(page.locator("[data-caption]").first).to_be_visible()
        page.locator("[data-show-spot]").first.click()
        expect(page.locator(".spot-agencies li")).to_have_count(1)
        literally(page, f"V{end}", f"Z{end}", f"A{end}", f"F{end}", f"H{end}", "S", "DS", "T", "AD")
        assert typed("D") in (page.locator(".dong-label").text_content() or "")
        label = page.locator(".leaflet-marker-icon").first.get_attribute("aria-label") or ""
        assert typed(f"V{end}") in label
    page.goto(f"/campaigns/{ids.campaign}/events/{ids.event}/map")
    expect(page.locator(".leaflet-marker-icon")).to_have_count(2)
    page.locator("[data-show-spot]").last.click()
    literally(page, f"V{end}", f"H{end}", f"Z{end}", "D", "S", "AD")
    assert ids.asked == []


def test_the_picker_and_the_outlines(server: Server, ids: Ids, open_page: OpenPage) -> None:
    page = watched(open_page(server, email=ORGANIZER), ids)
    page.goto(f"/places/venues/{ids.venue}/edit")
    expect(page.locator(".leaflet-marker-icon")).to_have_count(1)
    literally(page, "Z", "S")
    assert page.locator("[name=name]").input_value() == typed("V")
    assert page.locator("[name=address]").input_value() == typed("AD")
    expect(page.locator("[data-picker-says]")).to_contain_text(typed("Z"))
    page.goto(f"/places/venues/{ids.venue}")
    expect(page.locator(".leaflet-marker-icon")).to_have_count(1)
    literally(page, "V", "AD", "Z")
    page.goto("/places/zones")
    literally(page, "Z", "D")
    page.goto("/places/outlines")
    literally(page, "S")
    assert ids.asked == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_agencies_and_residents_see(
    server: Server, ids: Ids, open_page: OpenPage, language: str
) -> None:
    page = watched(open_page(server, language=language), ids)
    end = "E" if language == "en" else ""
    page.goto("/")
    expect(page.locator(".leaflet-marker-icon")).to_have_count(2)
    page.locator("[data-show-spot]").first.click()
    expect(page.locator(".spot-popup")).to_have_count(1)
    literally(page, f"V{end}", f"H{end}", f"Z{end}", f"F{end}", "T", "AD", "S")
    season = page.locator(".events a").first.get_attribute("href") or ""
    for address in (season, f"{ids.portal}events/{ids.event}"):
        page.goto(address)
        expect(page.locator(".leaflet-marker-icon")).to_have_count(2)
        page.locator("[data-show-spot]").first.click()
        expect(page.locator(".spot-popup")).to_have_count(1)
        literally(page, f"V{end}", f"H{end}", f"Z{end}", "D", "S", "AD", "T")
    assert ids.asked == []


def test_the_coverage_map_and_the_pictures(server: Server, ids: Ids, open_page: OpenPage) -> None:
    page = watched(open_page(server, email=ORGANIZER), ids)
    page.goto(f"/campaigns/{ids.campaign}/map/reach")
    expect(page.locator(".leaflet-marker-icon")).to_have_count(2)
    page.locator(".leaflet-marker-icon").first.press("Enter")
    expect(page.locator(".spot-popup")).to_have_count(1)
    literally(page, "V", "H", "Z", "D", "DS")
    page.goto(f"/campaigns/{ids.campaign}/map/zones")
    literally(page, "Z", "D")
    for path in ("map.svg", "map/reach.svg", f"events/{ids.event}/map.svg"):
        page.goto(f"/campaigns/{ids.campaign}/{path}")
        text = page.evaluate("document.documentElement.textContent")
        assert typed("V" if path != "map/reach.svg" else "D") in text
        assert page.evaluate("document.querySelectorAll('script, image, img').length") == 0
    assert ids.asked == []
