"""The address service: asked by the server alone, two seconds at most, its failures said."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from planner.places import address_search
from planner.places.address_api import AddressApi, ApiFault, Hit, ask
from tests import factories
from tests.places.test_addresses import LAT, LON, X, Y

KEY = "devU01TX0FVVEgyMDI2secret"
ROW = {
    "roadAddr": "서울특별시 서초구 사임당로 89 (서초동)",
    "roadAddrPart1": "서울특별시 서초구 사임당로 89",
    "zipNo": "06641", "bdNm": "서초1동주민센터", "emdNm": "서초동",
}  # fmt: skip


def answer(*rows: Any, code: str = "0", message: str = "정상") -> bytes:
    common = {"errorCode": code, "errorMessage": message, "totalCount": str(len(rows))}
    return json.dumps({"results": {"common": common, "juso": list(rows)}}).encode()


class Service:
    """A server on loopback that answers as it is told and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, list[str]]]] = []
        self.body, self.status, self.headers = answer(ROW), 200, {}
        self.hold = threading.Event()
        self.slow = False
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                service.asked.append((self.path, parse_qs(form)))
                if service.slow:
                    service.hold.wait(10)
                self.send_response(service.status)
                for name, value in service.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(service.body)))
                self.end_headers()
                self.wfile.write(service.body)

            do_GET = do_POST

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.api = AddressApi(f"http://127.0.0.1:{self.server.server_port}/search", KEY)


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.hold.set()
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def fault(api: AddressApi, **more: Any) -> tuple[str, str]:
    with pytest.raises(ApiFault) as caught:
        ask(api, "사임당로", **more)
    return caught.value.code, caught.value.said


def test_the_key_travels_in_the_body_and_the_answer_is_read(service: Service) -> None:
    service.body = answer(ROW, {**ROW, "roadAddrPart1": "B 1", "entX": X, "entY": Y})
    first, second = ask(service.api, "사임당로 89")
    assert first == Hit(
        "서울특별시 서초구 사임당로 89", "서초1동주민센터", "06641", "서초동", "", None, None
    )
    assert (round(second.lat or 0, 4), round(second.lon or 0, 4)) == (LAT, LON)
    ((path, form),) = service.asked
    assert path == "/search"
    assert (form["confmKey"], form["keyword"], form["resultType"]) == (
        [KEY], ["사임당로 89"], ["json"],
    )  # fmt: skip


def test_a_refusal_is_said_without_the_key(service: Service) -> None:
    service.body = answer(code="E0001", message=f"승인되지 않은 KEY <{KEY}>")
    assert fault(service.api) == ("refused", "승인되지 않은 KEY <…>")
    service.body, service.status = b"", 503
    assert fault(service.api) == ("refused", "503")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>", b"\xff\xfe", b"[]", b"null", b'{"results": null}', b"[" * 100_000,
        b'{"results": {"common": {}}}', b'{"results": {"common": {"errorCode": "0"}, "juso": [3]}}',
        answer() + b" " * (1 << 20),
    ],
)  # fmt: skip
def test_what_cannot_be_read(service: Service, body: bytes) -> None:
    service.body = body
    assert fault(service.api) == ("unreadable", "")


def test_hostile_rows_become_plain_text_or_nothing(service: Service) -> None:
    service.body = answer(
        {
            "roadAddr": "A\ud800\x00 1",
            "bdNm": ["x"],
            "zipNo": 6641,
            "entX": "nan",
            "entY": "1",
        },
        {"roadAddrPart1": "x" * 10_000, "entX": "1e400", "entY": "0"},
        {"roadAddrPart1": ""},
        {},
    )
    one, two = ask(service.api, "x")
    assert (one.label, one.building, one.postcode, one.lat) == ("A? 1", "", "", None)
    assert (len(two.label), two.lat) == (200, None)


def test_it_is_not_led_elsewhere(service: Service) -> None:
    service.status, service.headers = 302, {"Location": "/other"}
    assert fault(service.api) == ("refused", "302")
    assert [path for path, _form in service.asked] == ["/search"]


def test_a_slow_one_is_left_alone(service: Service) -> None:
    service.slow = True
    began = time.monotonic()
    assert fault(service.api, seconds=0.3) == ("slow", "")
    assert time.monotonic() - began < 2


def test_one_that_is_not_there(service: Service) -> None:
    service.server.server_close()
    assert fault(AddressApi("http://127.0.0.1:9/x", KEY)) == ("unreachable", "")


class TestSearch:
    def test_both_together_each_once(self, service: Service, office: Any) -> None:
        own = factories.make_address(office, label="서울특별시 서초구 사임당로 89")
        service.body = answer(ROW, {**ROW, "roadAddrPart1": "서울특별시 서초구 사임당로 90"})
        found = address_search.find(office.id, "사임당로", service.api)
        assert [(hit.label, hit.lat) for hit in found.hits] == [
            (own.label, own.lat), ("서울특별시 서초구 사임당로 90", None),
        ]  # fmt: skip

    def test_a_failure_leaves_the_own_list(self, service: Service, office: Any) -> None:
        own = factories.make_address(office)
        service.body = b"?"
        found = address_search.find(office.id, "사임당로", service.api)
        assert ([hit.label for hit in found.hits], found.fault.code) == ([own.label], "unreadable")

    def test_too_short_is_not_asked(self, service: Service, office: Any) -> None:
        assert address_search.find(office.id, " 가 ", service.api).code == "short"
        assert service.asked == []


class TestPage:
    @pytest.fixture(autouse=True)
    def with_key(self, app: Any, service: Service, monkeypatch: Any) -> None:
        settings = app.extensions["planner.settings"]
        changed = replace(settings, address_api_key=KEY, address_api_url=service.api.url)
        monkeypatch.setitem(app.extensions, "planner.settings", changed)

    def test_the_key_is_in_no_page_and_no_log(
        self, service: Service, sign_in: Any, office: Any, caplog: Any
    ) -> None:
        caplog.set_level(logging.DEBUG)
        service.body = answer(code="E0001", message=KEY)
        browser = sign_in()
        as_json = {"Accept": "application/json"}
        pages = [
            browser.get("/places/addresses?q=사임당로", headers=as_json),
            browser.get("/places/addresses?q=사임당로"),
            browser.get("/places/venues/new"),
        ]
        assert pages[0].get_json()["said"] == (
            "The address service refused: … Only the own list was searched. No address begins like "
            "that. Type a road and a number, a building, or a dong."
        )
        assert all(KEY not in page.text for page in pages)
        assert "address service: refused" in caplog.text
        assert KEY not in caplog.text
        assert KEY not in repr(browser.application.extensions["planner.settings"])
