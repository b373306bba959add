"""The coverage map by keyboard, and background tiles that come, fail and are not missed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from planner.maps.tile_views import BLANK
from tests.browser.conftest import Server, _serve, add_person, overflows, violations

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
ORGANIZER = "organizer@seocho.example"


def focused(page: Page) -> str:
    text: str = page.evaluate(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
    )
    return text.strip()


def test_the_coverage_map_by_keyboard_and_by_its_table(seocho: Server, open_page: OpenPage) -> None:
    page = open_page(seocho, email=ORGANIZER, language="en")
    page.goto("/campaigns/1/map/reach")
    pins = page.locator(".leaflet-marker-icon")
    expect(pins).to_have_count(5)
    expect(page.locator(".reach-label")).to_have_count(18)
    expect(page.locator(".reach-circle")).to_have_count(5)
    pins.nth(1).focus()
    label = focused(page)
    assert label.startswith("2. ")
    page.keyboard.press("Enter")
    expect(page.locator(".popup-title")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    assert focused(page) == label
    page.locator("[data-show-dong]").nth(3).click()
    expect(page.locator("tr.shown")).to_have_count(1)
    page.get_by_label("Distance (m)").fill("1500")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("Who lives within 1,500 m of a stop")).to_be_visible()


@pytest.mark.parametrize("path", ["map/reach", "map/zones"])
def test_the_pages_on_a_phone(seocho: Server, open_page: OpenPage, path: str) -> None:
    page = open_page(seocho, width=390, email=ORGANIZER)
    page.goto(f"/campaigns/1/{path}")
    expect(page.locator("h1")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    assert not overflows(page)
    assert violations(page) == []


def test_a_picture_opens_by_itself_under_the_policy(seocho: Server, open_page: OpenPage) -> None:
    page = open_page(seocho)
    answer = page.goto("/seasons/seocho-2023/map.svg")
    assert answer is not None
    assert answer.status == 200
    assert page.evaluate("document.documentElement.tagName") == "svg"
    assert page.evaluate("document.querySelectorAll('text').length") > 10


@dataclass
class Provider:
    """Tiles on loopback, until it is told to fail."""

    url: str = ""
    status: int = 200
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    found = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            self.send_response(found.status)
            self.send_header("Content-Type", "image/png")
            self.send_header("Content-Length", str(len(BLANK)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(BLANK)

        def log_message(self, *_arguments: Any) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def with_tiles(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Server]:
    settings = {
        "PLANNER_MAP_TILE_URL": provider.url + "/{key}/{z}/{y}/{x}.png",
        "PLANNER_MAP_TILE_KEY": "KEY-1234",
        "PLANNER_MAP_TILE_CREDIT": "Tiles of the test",
    }
    for server in _serve(tmp_path_factory.mktemp("tiles"), "seocho-2023", **settings):
        add_person(server, ORGANIZER, "seocho", "organizer")
        yield server


def test_tiles_come_and_a_failure_leaves_areas_and_a_notice(
    with_tiles: Server, provider: Provider, open_page: OpenPage
) -> None:
    page = open_page(with_tiles, email=ORGANIZER)
    for path in ("/campaigns/1/map", "/campaigns/1/map/reach", "/seasons/seocho-2023"):
        page.goto(path, wait_until="domcontentloaded")  # tiles keep the page loading
        expect(page.locator("img.leaflet-tile-loaded").first).to_be_attached()
        expect(page.locator(".tile-credit")).to_have_text("Tiles of the test")
        expect(page.locator(".tile-notice")).to_have_count(0)
        assert violations(page) == []
    assert "KEY-1234" not in page.content()
    asked = len(provider.asked)
    assert asked > 3
    provider.status = 500
    page.goto("/campaigns/1/map")
    expect(page.locator(".tile-notice")).to_be_visible()
    expect(page.locator("img.leaflet-tile")).to_have_count(0)
    expect(page.locator(".tile-credit")).to_have_count(0)
    expect(page.locator(".zone-label")).to_have_count(5)
    expect(page.locator(".leaflet-marker-icon")).to_have_count(5)
    failed = len(provider.asked) - asked
    assert 1 <= failed <= 4  # as many as the worker has threads
    page.goto("/campaigns/1/map/reach")
    expect(page.locator(".tile-notice")).to_be_visible()
    assert len(provider.asked) - asked == failed
    log = (with_tiles.instance / "server.log").read_text(encoding="utf-8")
    assert "KEY-1234" not in log


def test_without_the_setting_nothing_is_asked(seocho: Server, open_page: OpenPage) -> None:
    page = open_page(seocho, email=ORGANIZER)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/campaigns/1/map")
    expect(page.locator(".leaflet-marker-icon")).to_have_count(5)
    assert [url for url in asked if "tile" in url] == []
