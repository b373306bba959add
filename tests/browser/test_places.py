"""Choosing where a venue is, in a real browser: by keyboard, by address, without script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Server, overflows, sign_in, violations

pytestmark = pytest.mark.browser
ORGANIZER = "organizer@seocho.example"
HOSTILE = "<img src=x onerror=alert(1)>{{7*191}}${alert(1)}`"
LIST = f"""도로명주소,건물명,우편번호,법정동,행정동,위도,경도
서울특별시 서초구 사임당로 89,서초1동주민센터,06641,서초동,서초1동,37.4885,127.0203
서울특별시 서초구 사임당로 890,{HOSTILE},06642,서초동,서초1동,37.4886,127.0204
서울특별시 서초구 방배로 1,,06700,방배동,방배본동,37.4942,126.988
"""


@pytest.fixture(scope="module")
def listed(seocho: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The season's server with a short list of addresses."""
    path: Path = tmp_path_factory.mktemp("addresses") / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    seocho.flask("addresses", "import", str(path), "--office", "seocho")
    return seocho


def test_an_address_fills_the_form_by_keyboard(
    listed: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(listed, email=ORGANIZER, language="en")
    page.goto("/places/venues/new")
    page.fill("#name", "By keyboard")
    page.select_option("#precision", "neighbourhood")
    page.locator("#address_q").focus()
    page.keyboard.type("서초구 사임당로 89")
    page.keyboard.press("Enter")
    expect(page.locator("[data-address-says]")).to_have_text("2 addresses were found.")
    expect(page.locator(".address-hit").nth(1)).to_contain_text(HOSTILE)
    assert violations(page) == []
    page.keyboard.press("Tab")  # to the button beside the field, then to the first result
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#address")).to_have_value("서울특별시 서초구 사임당로 89")
    expect(page.locator("#address")).to_be_focused()
    expect(page.locator("#lat")).to_have_value("37.488500")
    expect(page.locator("#lon")).to_have_value("127.020300")
    expect(page.locator("#legal_dong")).to_have_value("서초동")
    expect(page.locator("#dong_id option:checked")).to_have_text("서초1동")
    expect(page.locator("#precision")).to_have_value("exact")
    expect(page.locator(".picker-pin")).to_have_count(1)
    says = page.locator("[data-picker-says]")
    page.select_option("#zone_id", label="방배권역")
    expect(says).to_have_text("The position lies in Seocho zone, outside the chosen zone.")
    page.select_option("#zone_id", label="서초권역")
    expect(says).to_have_text("Lies in Seocho zone.")
    page.locator("#name").focus()
    page.keyboard.press("Enter")  # saves: the search field holds nothing new
    page.wait_for_url("**/places/venues/*")
    expect(page.locator("h1")).to_have_text("By keyboard")
    assert violations(page) == []
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete").click()  # other journeys plan with these venues
    page.wait_for_url("**/places/venues")


def test_the_pin_by_keyboard_and_what_is_approximate(
    listed: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(listed, email=ORGANIZER, language="en")
    page.goto("/places/venues/new")
    expect(page.locator(".zone-name")).to_have_count(5)
    page.get_by_role("button", name="Place the pin in the middle").press("Enter")
    before = float(page.locator("#lon").input_value())
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert round(float(page.locator("#lon").input_value()) - before, 6) == 0.00045
    expect(page.locator(".doubt")).to_have_count(0)
    page.select_option("#precision", "street")
    expect(page.locator(".doubt")).to_have_text("Approximate position")
    page.fill("#lat", "")
    page.fill("#lon", "")
    expect(page.locator(".picker-pin")).to_have_count(0)
    expect(page.locator("[data-picker-says]")).to_be_empty()
    page.locator(".picker-map").click(position={"x": 200, "y": 200})
    expect(page.locator(".picker-pin")).to_have_count(1)
    assert float(page.locator("#lat").input_value()) > 33


def test_on_a_phone(listed: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(listed, width=390, email=ORGANIZER)
    page.goto("/places/venues/new")
    page.fill("#address_q", "사임당로")
    page.keyboard.press("Enter")
    expect(page.locator(".address-hit")).to_have_count(2)
    assert not overflows(page)
    assert violations(page) == []


def test_a_search_that_fails_is_said(listed: Server, open_page: Callable[..., Page]) -> None:
    page = open_page(listed, email=ORGANIZER, language="en")
    page.goto("/places/venues/new")
    page.route("**/places/addresses?*", lambda route: route.fulfill(status=400, body="?"))
    page.fill("#address_q", "사임당로")
    page.keyboard.press("Enter")
    says = page.locator("[data-address-says]")
    expect(says).to_have_text("The search did not get through. Try again.")


def test_without_script_the_server_fills_the_form(
    listed: Server, open_page: Callable[..., Page]
) -> None:
    watched = open_page(listed)
    context = watched.context.browser.new_context(  # type: ignore[union-attr]
        base_url=listed.url, java_script_enabled=False, locale="ko-KR"
    )
    try:
        page = context.new_page()
        sign_in(page, ORGANIZER, PASSWORD)
        page.goto("/places/venues/new")
        assert not page.locator(".picker").is_visible()
        page.fill("#name", "스크립트 없이")
        page.fill("#address_q", "방배로 1")
        page.keyboard.press("Enter")
        page.locator(".address-hit").first.click()
        assert page.locator("#name").input_value() == "스크립트 없이"
        assert page.locator("#lat").input_value() == "37.494200"
        page.locator("#name").focus()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("스크립트 없이")
        page.get_by_role("button", name="삭제").click()
        page.wait_for_url("**/places/venues")
    finally:
        context.close()
