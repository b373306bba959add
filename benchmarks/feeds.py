"""Feeds: polls against the bare `/healthz`, one edit against joining what is known, other writers.

Ratios within one run only; the server listens on loopback and ends with the run.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.feed_seasons import RELEASED, SLUG, edited, long_season, publish, store
from benchmarks.feed_writers import by_icalendar, by_ics
from planner import create_app
from planner.core.calendar import render_calendar, render_entry
from planner.core.release import ReleasedEvent
from planner.feeds import render
from planner.feeds.asked import Asked
from planner.feeds.entries import Words, event_entry
from planner.feeds.services import load, season_feed
from planner.feeds.words import feed_words
from planner.settings import Settings

ROUNDS = 25
REQUESTS = 40  # of each kind in a round
BASE = "https://planner.example"
Poll = tuple[str, dict[str, str], int]


def run() -> None:
    """Print each measure with its bar."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/planner.db"
        app = create_app(
            Settings(instance_path=Path(folder), secret_key="benchmark", database_url=url)
        )
        with app.app_context():
            secret = store(long_season(100))
            words = feed_words("ko")
        with serving(Path(folder)) as port:
            polls(port, secret)
        with app.test_request_context():
            first_poll_after_an_edit()
    one_edit(words)
    other_writers(words)


def line(text: str, value: float, bar: float, *, at_least: bool) -> None:
    holds = value >= bar if at_least else value <= bar
    sign = "≥" if at_least else "≤"
    print(f"  {text}: {value:.2f} ({sign} {bar:g} {'holds' if holds else 'MISSED'})", flush=True)


def polls(port: int, secret: str) -> None:
    """304 and 200 of a feed with 100 events, by the rate of `/healthz` in the same round."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    path, public = f"/feeds/{secret}.ics", f"/feeds/public/{SLUG}.ics"
    tags = [ask(connection, (one, {}, 200)) for one in (path, public)]
    kinds: dict[str, Poll] = {
        "healthz": ("/healthz", {}, 200),
        "304 by secret": (path, {"If-None-Match": tags[0]}, 304),
        "304 in public": (public, {"If-None-Match": tags[1]}, 304),
        "200 by secret": (path, {}, 200),
        "200 in public": (public, {}, 200),
        "200 compressed": (path, {"Accept-Encoding": "gzip"}, 200),
    }
    taken: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(ROUNDS):
        for kind, poll in kinds.items():
            begun = time.perf_counter()
            for _ in range(REQUESTS):
                ask(connection, poll)
            taken[kind].append(time.perf_counter() - begun)
    connection.close()
    bare = taken.pop("healthz")
    print(f"feeds: polls of 100 events, /healthz {REQUESTS / median(bare):.0f} a second")
    for kind, times in taken.items():
        ratio = median(a / b for a, b in zip(bare, times, strict=True))
        bar = 0.5 if kind.startswith("304") else 0.4
        line(f"{kind}, rate ÷ rate of /healthz", ratio, bar, at_least=True)


def ask(connection: http.client.HTTPConnection, poll: Poll) -> str:
    """One poll; its tag."""
    path, headers, expected = poll
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == expected, (path, answer.status)
    return answer.headers["ETag"] or ""


def one_edit(words: Words) -> None:
    """A body of 1,000 events after one edit, against joining bytes that are already in hand."""
    season = long_season(1000)
    look = render.Look(RELEASED.date(), words, BASE, render.EntryBytes())
    render.season_body("n", season, season.events, look)
    in_hand = list(look.known.of(season, words, BASE).values())
    nexts = [edited(season, 500, f"x{n}", RELEASED + timedelta(hours=n)) for n in range(1, 41)]
    page = look.page(season)
    whole, joined, one = [], [], []
    for fresh in nexts:
        joined.append(timed(lambda: render_calendar("n", in_hand)))
        one.append(timed(partial(single, fresh.events[500], words, page)))
        whole.append(timed(partial(render.season_body, "n", fresh, fresh.events, look)))
    allowed = median(joined) + median(one)
    print(
        f"feeds: one edit among 1,000 events {median(whole) * 1e3:.2f} ms; joining bytes in hand "
        f"{median(joined) * 1e3:.2f} ms, rendering one {median(one) * 1e3:.2f} ms"
    )
    line("one edit ÷ (joining + one rendering)", median(whole) / allowed, 3, at_least=False)


def single(event: ReleasedEvent, words: Words, page: str) -> bytes:
    """One event rendered anew."""
    return render_entry(event_entry(event, words, page))


def first_poll_after_an_edit() -> None:
    """With the database: the release is read, the copy made, compressed and stored."""
    season, now = long_season(1000), RELEASED
    publish(season, 2, now)
    asked = Asked("ko", BASE, RELEASED)

    def poll() -> None:
        load(season_feed(SLUG, "", asked), compressed=False)

    poll()
    times = []
    for number in range(3, 8):
        now += timedelta(hours=1)
        season = edited(season, 500, f"y{number}", now)
        publish(season, number, now)
        times.append(timed(poll))
    calm = median(timed(poll) for _ in range(9))
    print(
        f"feeds: the first poll of 1,000 events after an edit {median(times) * 1e3:.0f} ms "
        f"(most of it reads the release), every other {calm * 1e3:.1f} ms"
    )


def other_writers(words: Words) -> None:
    """The same 1,000 entries by this writer, anew and known, by icalendar and by ics.py."""
    season = long_season(1000)
    look = render.Look(RELEASED.date(), words, BASE, render.EntryBytes())
    page = look.page(season)
    entries = [event_entry(event, words, page) for event in season.events]

    def body(known: render.EntryBytes) -> bytes:
        return render.season_body("n", season, season.events, replace(look, known=known))

    anew = min(timed(lambda: body(render.EntryBytes())) for _ in range(3))
    body(look.known)
    again = min(timed(lambda: body(look.known)) for _ in range(3))
    print(f"feeds: 1,000 entries anew {anew * 1e3:.0f} ms, known {again * 1e3:.1f} ms")
    for name, writer in (("icalendar", by_icalendar), ("ics.py", by_ics)):
        taken = min(timed(partial(writer, entries)) for _ in range(2))
        print(f"  {name}: {taken / anew:.0f} × our time anew, {taken / again:.0f} × known")


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """The application under gunicorn, one worker, on a free port of loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PLANNER_")}
    environment = {
        **kept,
        "PLANNER_INSTANCE_PATH": str(folder),
        "PLANNER_JOBS": "0",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("feeds: the server did not start")
