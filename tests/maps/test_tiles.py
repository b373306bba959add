"""Tiles through our side: a provider that answers, is slow, is wrong, is gone."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from planner.core.tiles import REST
from planner.maps.tile_cache import TileCache, cache_for
from planner.maps.tile_views import BLANK
from planner.maps.tiles import LARGEST, Tile, TileFailure, Tiles

SEOUL = (11, 1746, 793)
ADDRESS = "/maps/tiles/11/1746/793.png"
KEY = "KEY-1234"


@dataclass
class Provider:
    """A tile server on loopback; `mode` says what it does, `asked` what it was asked."""

    port: int = 0
    mode: str = "good"
    keeping: str = "public, max-age=600"
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def template(self) -> str:
        return f"http://127.0.0.1:{self.port}/{{key}}/{{z}}/{{y}}/{{x}}.png"


@pytest.fixture
def provider() -> Iterator[Provider]:
    found = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            found.agents.append(self.headers["User-Agent"])
            status, kind, body = 200, "image/png", BLANK
            if found.mode == "slow":
                found.done.wait(3)
            elif found.mode == "broken":
                status = 500
            elif found.mode == "page":
                kind, body = "text/html", b"<h1>sign in</h1>"
            elif found.mode == "disguised":
                body = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
            elif found.mode == "huge":
                body = BLANK + bytes(LARGEST)
            elif found.mode == "none":
                status = 404
            elif found.mode == "elsewhere":
                status = 302
            try:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", found.keeping)
                if status == 302:
                    self.send_header("Location", f"http://127.0.0.1:{found.port}/{KEY}/1/1/1.png")
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # whoever asked has gone

        def log_message(self, *_arguments: Any) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.done.set()
    server.shutdown()
    server.server_close()


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tiles(provider: Provider, clock: Clock) -> Iterator[Tiles]:
    found = Tiles(provider.template, KEY, clock=clock)
    yield found
    found.pool.shutdown(wait=False, cancel_futures=True)


def test_a_tile_comes_with_its_type_and_its_time(provider: Provider, tiles: Tiles) -> None:
    assert tiles.tile(*SEOUL) == Tile(BLANK, "image/png", 600)
    assert provider.asked == [f"/{KEY}/11/793/1746.png"]
    assert provider.agents == ["outreach-planner"]


@pytest.mark.parametrize("mode", ["broken", "page", "disguised", "huge", "elsewhere"])
def test_after_a_failure_nobody_is_asked_for_a_minute(
    provider: Provider, tiles: Tiles, clock: Clock, mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    provider.mode = mode
    for _ in range(5):
        with pytest.raises(TileFailure):
            tiles.tile(*SEOUL)
    assert len(provider.asked) == 1
    clock.now = REST
    with pytest.raises(TileFailure):
        tiles.tile(*SEOUL)
    assert len(provider.asked) == 2
    provider.mode, clock.now = "good", 2 * REST
    assert tiles.tile(*SEOUL).data == BLANK
    assert tiles.tile(*SEOUL).data == BLANK
    assert len(provider.asked) == 4
    assert KEY not in caplog.text


def test_a_slow_provider_is_left_after_two_seconds(
    provider: Provider, tiles: Tiles, caplog: pytest.LogCaptureFixture
) -> None:
    provider.mode = "slow"
    began = time.monotonic()
    with pytest.raises(TileFailure):
        tiles.tile(*SEOUL)
    took = time.monotonic() - began
    assert 1.9 < took < 2.7
    with pytest.raises(TileFailure):
        tiles.tile(*SEOUL)
    assert time.monotonic() - began - took < 0.5
    assert len(provider.asked) == 1
    assert KEY not in caplog.text


def test_a_provider_that_is_gone(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    gone = Tiles("http://127.0.0.1:9/{key}/{z}/{x}/{y}", KEY, clock=clock)
    with caplog.at_level(logging.DEBUG), pytest.raises(TileFailure):
        gone.tile(*SEOUL)
    assert KEY not in caplog.text
    assert KEY not in repr(gone)


def test_a_place_without_a_tile_is_no_failure(provider: Provider, tiles: Tiles) -> None:
    provider.mode = "none"
    assert tiles.tile(*SEOUL).data == b""
    assert tiles.tile(*SEOUL).data == b""
    assert len(provider.asked) == 2


class TestOnTheDisk:
    def test_a_kept_tile_is_not_asked_for_again(
        self, provider: Provider, tiles: Tiles, tmp_path: Path
    ) -> None:
        tiles.cache = cache_for(tmp_path, provider.template)
        assert tiles.tile(*SEOUL).data == tiles.tile(*SEOUL).data == BLANK
        assert len(provider.asked) == 1
        provider.mode = "broken"
        assert tiles.tile(*SEOUL).type == "image/png"

    def test_what_the_provider_forbids_to_keep_is_not_kept(
        self, provider: Provider, tiles: Tiles, tmp_path: Path
    ) -> None:
        tiles.cache = cache_for(tmp_path, provider.template)
        provider.keeping = "no-store"
        assert [tiles.tile(*SEOUL).data for _ in range(2)] == [BLANK, BLANK]
        assert len(provider.asked) == 2

    def test_it_grows_old(self, tmp_path: Path) -> None:
        later = time.time() + 29 * 86_400
        cache = TileCache(tmp_path, clock=lambda: later)
        cache.keep(*SEOUL, BLANK)
        assert cache.find(*SEOUL) == BLANK
        cache.clock = lambda: later + 2 * 86_400
        assert cache.find(*SEOUL) is None
        cache.tidy()
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

    def test_it_has_a_limit(self, tmp_path: Path) -> None:
        cache = TileCache(tmp_path, most=1000, each=10)
        for x in range(30):
            cache.keep(11, x, 1, bytes(100))
        kept = [path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()]
        assert sum(kept) <= 1000

    def test_a_disk_that_cannot_be_written_is_no_failure(self, tmp_path: Path) -> None:
        (tmp_path / "11").write_text("a file where a folder should be")
        cache = TileCache(tmp_path)
        cache.keep(*SEOUL, BLANK)
        assert cache.find(*SEOUL) is None


class TestAddress:
    @pytest.fixture
    def switched_on(self, app: Flask, tiles: Tiles) -> Iterator[Tiles]:
        app.extensions["planner.tiles"] = tiles
        yield tiles
        del app.extensions["planner.tiles"]

    def test_off_there_is_no_such_address(self, client: Any) -> None:
        assert client.get(ADDRESS).status_code == 404

    def test_strangers_get_tiles_and_no_cookie(
        self, client: Any, provider: Provider, switched_on: Tiles
    ) -> None:
        answer = client.get(ADDRESS)
        assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", BLANK)
        assert answer.headers["Cache-Control"] == "private, max-age=600"
        assert "Set-Cookie" not in answer.headers
        assert "Vary" not in answer.headers
        assert KEY not in str(answer.headers)

    def test_a_failure_is_empty_and_not_kept(
        self, client: Any, provider: Provider, switched_on: Tiles
    ) -> None:
        provider.mode = "broken"
        answers = [client.get(ADDRESS) for _ in range(4)]
        assert {(a.status_code, a.data) for a in answers} == {(204, b"")}
        assert answers[0].headers["Cache-Control"] == "no-store"
        assert len(provider.asked) == 1

    def test_where_there_is_no_tile_a_picture_shows_nothing(
        self, client: Any, provider: Provider, switched_on: Tiles
    ) -> None:
        provider.mode = "none"
        assert client.get(ADDRESS).data == BLANK

    @pytest.mark.parametrize("path", ["3/1/1", "11/1746/0", "25/1/1", "11/99999/793", "11/-1/793"])
    def test_tiles_that_are_not_there(
        self, client: Any, provider: Provider, switched_on: Tiles, path: str
    ) -> None:
        assert client.get(f"/maps/tiles/{path}.png").status_code == 404
        assert provider.asked == []

    def test_a_member_of_staff_is_not_looked_up(
        self, sign_in: Any, provider: Provider, switched_on: Tiles, count_queries: Any
    ) -> None:
        browser = sign_in()
        with count_queries() as statements:
            assert browser.get(ADDRESS).data == BLANK
        assert statements == []

    def test_the_page_says_what_it_may_load(
        self, sign_in: Any, office: Any, switched_on: Tiles
    ) -> None:
        from datetime import date

        from tests import factories

        zone = factories.make_zone(office)
        campaign = factories.make_campaign(office, zones=(zone,))
        factories.make_event(campaign, factories.make_venue(office, zone), date(2023, 5, 23))
        browser = sign_in()
        page = browser.get(f"/campaigns/{campaign.id}/map").text
        assert 'data-tiles="/maps/tiles/{z}/{x}/{y}.png"' in page
        assert KEY not in page
        assert "maps-tiles.js" in page
        del browser.application.extensions["planner.tiles"]
        page = browser.get(f"/campaigns/{campaign.id}/map").text
        browser.application.extensions["planner.tiles"] = switched_on
        assert "data-tiles" not in page
        assert "maps-tiles.js" not in page
