"""Maps against plain Folium in the same run: server time, bytes, and the browser's own time.

Both make the same map from the same places in memory: Folium its page, we the data that the page
reads (the frame is made once). What whole requests take, with the database, sign-in and the list
beside the map, is printed besides: Folium's page would need all of that too.
"""

from __future__ import annotations

import gzip
import json
import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.feeds import line, serving
from benchmarks.map_folium import folium_page
from benchmarks.map_seasons import EMAIL, PASSWORD, store
from planner import create_app
from planner.maps import loading, queries
from planner.maps.geojson import by_event, collection
from planner.settings import Settings

SIZES = (5, 425, 2_000, 10_000)
JUDGED = 425  # as many as Seoul has dongs
PAGE, DATA = "/campaigns/1/map", "/campaigns/1/places.geojson"
ROUNDS = 15


def run() -> None:
    """Print each measure with its bar."""
    logging.getLogger("planner").setLevel(logging.WARNING)
    for places in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/planner.db"
            app = create_app(
                Settings(instance_path=Path(folder), secret_key="benchmark", database_url=url)
            )
            store(app, places)
            server(app, places)
            if places == JUDGED:
                browser(Path(folder), places)


def server(app: Any, places: int) -> None:
    """The map itself by both, then our whole requests."""
    client = _signed_in(app)
    page, data = client.get(PAGE), client.get(DATA)
    features = json.loads(data.data)["features"]
    with app.app_context():
        shown = loading.office_map(1, 1, "draft")
        areas = queries.zone_areas(1)
    ours = median(_timed(lambda: collection(areas, shown.spots, by_event)) for _ in range(ROUNDS))
    plain: list[str] = []
    rounds = 3 if places <= JUDGED else 1
    taken = median(_timed(lambda: plain.append(folium_page(features))) for _ in range(rounds))
    taken_page = median(_timed(lambda: client.get(PAGE)) for _ in range(ROUNDS))
    taken_data = median(_timed(lambda: client.get(DATA)) for _ in range(ROUNDS))
    print(
        f"maps: {places} places: the map {ours * 1e3:.2f} ms, {len(data.data) / 1e3:.0f} kB "
        f"({len(gzip.compress(data.data, 5)) / 1e3:.0f} kB in gzip); Folium {taken * 1e3:.0f} ms, "
        f"{len(plain[0].encode()) / 1e3:.0f} kB",
        flush=True,
    )
    if places == JUDGED:
        line("Folium's time ÷ ours", taken / ours, 200, at_least=True)
        line("HTML of the page, kB", len(page.data) / 1e3, 30, at_least=False)
    else:
        print(f"  Folium's time ÷ ours: {taken / ours:.0f}; page {len(page.data) / 1e3:.1f} kB")
    print(
        f"  whole requests: page {taken_page * 1e3:.1f} ms, data {taken_data * 1e3:.1f} ms; "
        f"Folium's map alone ÷ both: {taken / (taken_page + taken_data):.0f}",
        flush=True,
    )


def _signed_in(app: Any) -> Any:
    from datetime import UTC, datetime

    from planner.accounts.queries import find_user_by_email
    from planner.accounts.services import start_session

    client = app.test_client()
    with app.app_context():
        user = find_user_by_email(EMAIL)
        token = start_session(user, now=datetime.now(UTC), ip="127.0.0.1", user_agent="bench")
    with client.session_transaction() as session:
        session["token"] = token
    return client


def browser(folder: Path, places: int) -> None:
    """What a fresh Chromium loads for the map, and how long its main thread works."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import ARGUMENTS
    from tests.prepare import chromium

    with serving(folder) as port, sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        try:
            base = f"http://127.0.0.1:{port}"
            cookies = _cookies(made, base)
            loads = [_load(made, base, cookies) for _ in range(5)]
        finally:
            made.close()
    sent, busy = loads[0][0], median(load[1] for load in loads)
    total = sum(sent.values()) / 1e3
    print(f"maps: {places} places in Chromium, nothing kept from before, kB as sent:")
    for name, size in sorted(sent.items(), key=lambda item: -item[1]):
        print(f"  {name}: {size / 1e3:.1f}")
    line("all that is transferred, kB", total, 250, at_least=False)
    line(
        "the same without the typeface, kB", total - sent.get("font", 0) / 1e3, 250, at_least=False
    )
    line("processor time of the page, ms", busy * 1e3, 300, at_least=False)


def _cookies(made: Any, base: str) -> Any:
    """Signed in by the form; the cookies for contexts in which nothing is kept yet."""
    page = made.new_page(base_url=base)
    page.goto("/sign-in")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    state = page.context.storage_state()
    page.close()
    return state


def _load(made: Any, base: str, cookies: Any) -> tuple[dict[str, float], float]:
    """Bytes by kind, and seconds of work, of one load with an empty cache."""
    context = made.new_context(
        base_url=base,
        locale="ko-KR",
        viewport={"width": 1440, "height": 900},
        storage_state=cookies,
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    # Not the clock: what other programs take from the processor is no work of the page.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    kinds: dict[str, str] = {}
    sent: dict[str, float] = {}
    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: _kind(e)}))
    session.on("Network.loadingFinished", lambda e: _add(sent, kinds, e))
    before = _busy(session)
    page.goto(PAGE)
    page.wait_for_selector(".leaflet-marker-icon", timeout=120_000)
    page.wait_for_load_state("networkidle")
    after = _busy(session)
    context.close()
    return sent, after - before


def _kind(event: dict[str, Any]) -> str:
    kind: str = event["type"].lower()
    return "data" if kind == "fetch" else kind


def _add(sent: dict[str, float], kinds: dict[str, str], event: dict[str, Any]) -> None:
    kind = kinds.get(event["requestId"], "other")
    sent[kind] = sent.get(kind, 0) + event["encodedDataLength"]


def _busy(session: Any) -> float:
    found = session.send("Performance.getMetrics")["metrics"]
    return next(float(item["value"]) for item in found if item["name"] == "TaskDuration")


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
