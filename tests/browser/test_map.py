"""The maps in a real browser: pins by keyboard, the table's button, choosing a position."""

from __future__ import annotations

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
    page.locator("[data-show-spot]").nth(3).click()
    expect(page.locator(".popup-title")).to_have_text("4. Yangjae Neighbourhood Park")
    expect(page.locator("tr.shown")).to_have_count(1)


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


def test_the_list_alone_without_javascript(seocho: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(seocho, email=ORGANIZER)
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
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
    page.select_option("#zone_id", index=0)
    says = page.locator("[data-picker-says]")
    expect(says).not_to_be_empty()
    page.select_option("#zone_id", index=1)
    expect(says).to_have_attribute("data-inside", "true")
    latitude.fill("37.9")
    expect(says).to_have_attribute("data-inside", "false")
