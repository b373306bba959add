"""Statistics: the page's server time against its bare rollup SQL, on a made-up city.

`python -m benchmarks.run --part statistics` makes one year of 25 districts (1 million entries);
`--size city` makes ten years (10 million entries, minutes and some gigabytes of disk).
"""

from __future__ import annotations

import logging
import resource
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select

from benchmarks.feeds import line
from planner import create_app
from planner.accounts.models import Office, User
from planner.accounts.services import start_session
from planner.campaigns.models import Campaign
from planner.extensions import db, reading
from planner.results import rollups
from planner.results.city import City, generate
from planner.results.models import CountEntry, CountRollup
from planner.settings import Settings

SIZES = {"small": (25, 1), "city": (25, 10)}  # districts, years
ENTRIES = 40_000  # of a district in a year
ROUNDS = 7
CODE = "bench-city"


def run(size: str) -> None:
    """Make the city in a database of its own, then measure."""
    logging.disable(logging.WARNING)  # no line for each page
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Settings(
                instance_path=Path(folder),
                secret_key="benchmark",
                database_url=f"sqlite:///{folder}/planner.db",
                rate_limits=False,
            )
        )
        with app.app_context():
            db.create_all()
            _make(*SIZES[size])
            address, token = _visitor()
        _page_against_its_sql(app, address, token)
    logging.disable(logging.NOTSET)


def _make(districts: int, years: int) -> None:
    city = City(CODE, districts, years, ENTRIES, 2015, 1)
    begun, before, done = time.perf_counter(), _memory(), 0
    for made in generate(city, datetime.now(UTC)):
        done += made
    taken = time.perf_counter() - begun
    entries = db.session.scalar(select(func.count()).select_from(CountEntry))
    rows = db.session.scalar(select(func.count()).select_from(CountRollup))
    print(f"statistics: {entries:,} entries in {rows:,} rollup rows, {done / taken:,.0f} a second, "
          f"{_memory() - before:.0f} MB above start while they were made", flush=True)  # fmt: skip
    campaign = db.session.scalar(select(Campaign.id).order_by(Campaign.id.desc()).limit(1))
    assert campaign is not None and rollups.differences(campaign) == []


def _memory() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _visitor() -> tuple[str, str]:
    """The address of the newest season's page, and the token of somebody who may see it."""
    office = db.session.scalars(select(Office).where(Office.code == CODE)).one()
    now = datetime.now(UTC)
    user = User(office_id=office.id, email="bench@example.org", role="viewer", password_hash="!",
                created_at=now)  # fmt: skip
    db.session.add(user)
    db.session.commit()
    token = start_session(user, now=now, ip="127.0.0.1", user_agent="benchmark")
    newest = select(Campaign.id).where(Campaign.office_id == office.id)
    campaign = db.session.scalar(newest.order_by(Campaign.starts_on.desc()).limit(1))
    return f"/campaigns/{campaign}/statistics", token


def _page_against_its_sql(app: Flask, address: str, token: str) -> None:
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["token"] = token

    def page() -> None:
        answer = browser.get(address)
        assert answer.status_code == 200, answer.status

    page()
    with app.app_context(), _statements() as statements:
        page()
    with app.app_context():
        pages, bare = [], []
        for _ in range(ROUNDS):  # in turns, so that a busy machine is busy for both
            pages.append(_timed(page))
            bare.append(_timed(lambda: _execute(statements)))
    ratio = median(a / b for a, b in zip(pages, bare, strict=True))
    print(f"  page {median(pages):.3f} s, its {len(statements)} rollup statements "
          f"{median(bare):.3f} s")  # fmt: skip
    line("page by its bare rollup SQL", ratio, 2, at_least=False)


@contextmanager
def _statements() -> Any:
    """The statements over the rollups that run inside, with their values."""
    found: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if "count_rollup" in statement:
            found.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def _execute(statements: list[tuple[str, Any]]) -> None:
    """The same statements by the bare driver, every row fetched."""
    with reading():
        connection = db.engine.raw_connection()
        try:
            cursor = connection.cursor()
            for statement, values in statements:
                cursor.execute(statement, values)
                cursor.fetchall()
        finally:
            connection.close()


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
