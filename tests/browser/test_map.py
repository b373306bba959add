"""The maps in a real browser: pins by keyboard, the table's button, choosing a position."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, overflows, violations

pytestmark = pytest.mark.browser
ORGANIZER = "organizer@seocho.example"


def focused(page: Page) -> str:
    text: str = page.evaluate(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
    )
    return text.strip()


def test_a_season_by_keyboard_and_by_its_table(
    seocho: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(seocho, email=ORGANIZER, language="en")
    page.goto("/campaigns/1/map")
    pins = page.locator(".leaflet-marker-icon")
    expect(pins).to_have_count(5)
    expect(page.locator(".zone-label")).to_have_count(5)
    pins.nth(1).focus()
    label = focused(page)
    assert label.startswith("2. ")
    page.keyboard.press("Enter")
    expect(page.locator(".popup-title")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    assert focused(page) == label
    button = page.locator("[data-show-spot]").nth(3)
    button.press("Enter")
    expect(page.locator(".popup-title")).to_have_text("4. Yangjae Neighbourhood Park")
    expect(page.locator("tr.shown")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "Close"
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(button).to_be_focused()


def test_the_whole_map_with_keys_alone(seocho: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(seocho, email=ORGANIZER, language="en")
    page.emulate_media(reduced_motion="reduce")
    page.goto("/campaigns/1/map")
    expect(page.locator(".leaflet-marker-icon")).to_have_count(5)
    page.locator("[value=dongs]").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("layers=dongs"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "agencies"
    page.keyboard.press("Space")
    expect(page.locator("[data-caption^=Agencies]").first).to_be_visible()
    page.locator(".skip-map").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "map_season"
    before = view(page)
    page.keyboard.press("ArrowRight")
    assert view(page)["lng"] > before["lng"], "at once, for whoever asked for less motion"
    page.keyboard.press("+")
    assert view(page)["zoom"] == before["zoom"] + 1
    numbers = []
    for _ in range(5):
        page.keyboard.press("Tab")
        numbers.append(focused(page).split(".")[0])
    assert numbers == ["1", "2", "3", "4", "5"]
    at = view(page)
    page.keyboard.press("ArrowUp")
    assert view(page)["lat"] > at["lat"]
    page.keyboard.press("Enter")
    expect(page.locator(".popup-title")).to_be_focused()
    expect(page.locator(".spot-agencies li").first).to_be_visible()
    page.keyboard.press("Escape")
    assert focused(page).startswith("5. ")
    for name in ("Zoom in", "Zoom out", "Show everything"):
        page.get_by_role("button", name=name).press("Enter")
    page.locator(".skip-map").press("Enter")
    assert page.evaluate("document.activeElement.id") == "after-map_season"
    assert violations(page) == []


def view(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.evaluate(
        "({zoom: map_season.getZoom(), ...map_season.getCenter()})"
    )
    return found


def test_the_list_sorts_in_the_browser_and_by_address(
    seocho: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(seocho, email=ORGANIZER)
    page.goto("/campaigns/1/map")
    expect(page.locator("[data-show-spot]").first).to_be_visible()
    loads: list[str] = []
    page.on("request", lambda request: loads.append(request.url))
    orders = {}
    for sort in ("place", "-place", "zone", "day"):
        page.locator(f"[data-sort={sort.removeprefix('-')}]").press("Enter")
        orders[sort] = page.locator("tr[data-spot] .num").all_inner_texts()
    assert [url for url in loads if "/static/" not in url] == []
    assert page.locator("[aria-sort]").inner_text().startswith("날짜")
    assert orders["day"] == ["1", "2", "3", "4", "5"]
    assert orders["-place"] == orders["place"][::-1]
    for sort, order in orders.items():
        page.goto(f"/campaigns/1/map?sort={sort}")
        assert page.locator("tr[data-spot] .num").all_inner_texts() == order


def test_residents_see_the_map_and_its_list_on_a_phone(
    seocho: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(seocho, width=390)
    page.goto("/")
    expect(page.locator(".leaflet-marker-icon")).to_have_count(5)
    page.locator(".leaflet-marker-icon").first.press("Enter")
    details = page.locator(".spot-popup a")
    address = details.get_attribute("href") or ""
    assert "/seasons/seocho-2023/events/" in address
    assert not overflows(page)
    assert violations(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_an_event_with_its_place_for_rain(
    seocho: Server, open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(seocho, email=ORGANIZER, width=width)
    page.goto("/campaigns/1/events/1/map")
    office = page.url
    page.goto("/seasons/seocho-2023")
    residents = page.locator(".events h3 a").first.get_attribute("href") or ""
    for address in (office, residents):
        page.goto(address)
        expect(page.locator(".leaflet-marker-icon")).to_have_count(2)
        button = page.locator("[data-show-spot]").last
        button.press("Enter")
        expect(page.locator(".popup-title")).to_be_focused()
        expect(page.locator(".stops .shown .stop-role")).to_have_text("우천 대체 장소")
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
        assert not overflows(page)


def test_the_list_alone_without_javascript(seocho: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(seocho, email=ORGANIZER)
    page.route(
        re.compile(r"\.js(\?|$)"),
        lambda route: route.fulfill(body="", content_type="text/javascript"),
    )
    page.goto("/campaigns/1/map")
    expect(page.locator("tr[data-spot]")).to_have_count(5)
    assert not page.locator(".season-map").is_visible()
    assert not page.locator("[data-show-spot]").first.is_visible()


def test_a_position_chosen_with_the_keyboard(
    seocho: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(seocho, email=ORGANIZER, language="en")
    page.goto("/places/venues/new")
    page.get_by_role("button", name="Place the pin in the middle").click()
    latitude, longitude = page.locator("#lat"), page.locator("#lon")
    before = float(latitude.input_value())
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    assert round(float(latitude.input_value()) - before, 6) == 0.00055
    latitude.fill("37.4885")
    longitude.fill("127.0203")
    page.select_option("#zone_id", index=1)
    says = page.locator("[data-picker-says]")
    expect(says).not_to_be_empty()
    page.select_option("#zone_id", index=2)
    expect(says).to_have_attribute("data-inside", "true")
    latitude.fill("37.9")
    expect(says).to_have_attribute("data-inside", "false")
