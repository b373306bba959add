"""A season of more places than pins: clusters that are buttons, a list in pages, both in step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from benchmarks.map_seasons import fill
from planner import create_app
from planner.accounts.models import Office
from planner.extensions import db
from planner.settings import Settings
from tests.browser.conftest import Server, _serve, add_person, overflows, violations

pytestmark = pytest.mark.browser
ORGANIZER = "organizer@many.example"
PLACES = 230


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    for made in _serve(tmp_path_factory.mktemp("many"), "none"):
        app = create_app(
            Settings(
                instance_path=made.instance,
                database_url=f"sqlite:///{made.instance / 'planner.db'}",
                secret_key="unused",
                testing=True,
            )
        )
        with app.app_context():
            code = db.session.scalars(select(Office.code).where(Office.id == 1)).one()
            fill(PLACES)
            db.session.commit()
            db.engine.dispose()
        add_person(made, ORGANIZER, code, "organizer")
        yield made


def label(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def test_clusters_are_buttons_with_words(server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(server, email=ORGANIZER)
    page.goto("/campaigns/1/map")
    clusters = page.locator(".leaflet-marker-icon:has(.spot-cluster)")
    expect(clusters.first).to_be_visible()
    assert page.locator(".leaflet-marker-icon").count() < 200
    first = clusters.first
    assert first.get_attribute("role") == "button"
    count = first.locator("[data-count]").get_attribute("data-count")
    assert first.get_attribute("aria-label") == (
        f"가까운 장소 {count}곳. Enter를 누르면 확대합니다."
    )
    assert violations(page) == []
    zoom = page.evaluate("map_season.getZoom()")
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("zoom => map_season.getZoom() > zoom", arg=zoom)
    assert label(page) not in ("None", ""), "the focus went into what the cluster held"


def test_list_and_map_in_step(server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(server, email=ORGANIZER)
    page.goto("/campaigns/1/map")
    rows = page.locator("tr[data-spot]")
    expect(rows.first.locator("button")).to_be_visible()
    assert rows.count() == 20
    expect(page.locator(".grid-bar")).to_contain_text(f"총 {PLACES}건")
    page.locator(".paging a", has_text="12").click()
    expect(page).to_have_url(re.compile("page=12$"))
    assert rows.count() == 10
    assert rows.last.locator(".num").inner_text() == str(PLACES)
    rows.last.locator("button").press("Enter")
    expect(page.locator(".popup-title")).to_be_focused()
    expect(page.locator(".popup-title")).to_contain_text(f"{PLACES}. ")
    expect(rows.last).to_have_class("shown")
    page.locator("[data-sort=day]").click()
    assert rows.first.locator(".num").inner_text() == str(PLACES)
    assert page.locator(".paging [aria-current]").inner_text() == "1"
    page.evaluate("map_season.closePopup()")
    page.locator("[data-sort=day]").click()
    pin = page.locator(".leaflet-marker-icon:not(:has(.spot-cluster))").first
    number = (pin.get_attribute("aria-label") or "").split(".")[0]
    pin.press("Enter")
    expect(page.locator("tr.shown .num")).to_have_text(number)


def test_the_same_list_without_javascript(server: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(server, email=ORGANIZER, width=390)
    page.route(
        "**/js/maps.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    page.goto("/campaigns/1/map?sort=-day")
    assert page.locator("tr[data-spot] .num").first.inner_text() == str(PLACES)
    page.locator(".paging a", has_text="다음").click()
    assert page.locator("tr[data-spot] .num").first.inner_text() == str(PLACES - 20)
    assert not page.locator(".season-map").is_visible()
    assert not overflows(page)
