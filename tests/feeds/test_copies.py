"""Copies of feeds: one row a poll, made once a change under a lock, the last good one when not."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from planner.accounts import services as accounts
from planner.accounts.models import SecretLink
from planner.core.release import stamp
from planner.extensions import db
from planner.feeds import copy_queries, copy_services, memory, render, services
from planner.feeds.copy_services import Where, rebuild, state_of
from planner.feeds.models import FeedCopy
from planner.feeds.uses import Uses
from tests.factories import make_agency
from tests.feeds.seasons import RELEASED, UIDS, change, draft, publish, released

PUBLIC = "/feeds/public/seocho-2023.ics"
NOW = datetime(2023, 5, 16, 9, tzinfo=UTC)


@pytest.fixture
def agency(office):
    return make_agency(office)


@pytest.fixture
def season(office, agency):
    found = released(draft(agency.id))
    publish(office, found)
    return found


@pytest.fixture
def secret(office, agency):
    _link, secret = accounts.make_link(office.id, "feed", agency.name, agency.id, now=RELEASED)
    return secret


@pytest.fixture
def kept(app, monkeypatch):
    """The memory of one worker over several requests."""
    monkeypatch.setitem(app.config, "KEEP_FEEDS", True)
    found = memory.Memory()
    monkeypatch.setitem(app.extensions, "planner.feeds", found)
    return found


@pytest.fixture
def renders(monkeypatch):
    """How often a feed was rendered."""
    made = []
    for name in ("season_body", "agency_body"):
        genuine = getattr(render, name)

        def counting(*args, _genuine=genuine, **kwargs):
            made.append(args[0])
            return _genuine(*args, **kwargs)

        monkeypatch.setattr(render, name, counting)
    return made


def edited(office, season, agency, theme="b", at=RELEASED + timedelta(days=1)):
    fresh = stamp(season, change(draft(agency.id), 0, theme=theme), at)
    publish(office, fresh, now=at)
    return fresh


@pytest.mark.parametrize("which", ["public", "secret"])
def test_a_poll_is_one_row_and_no_event(client, season, secret, which, kept, count_queries):
    path = PUBLIC if which == "public" else f"/feeds/{secret}.ics"
    tag = client.get(path).headers["ETag"]
    with count_queries() as statements:
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    reads = [one for one in statements if one.startswith("SELECT")]
    assert len(reads) == 1
    for column in ("snapshot", "feed_copy.body", "feed_copy.compressed"):
        assert column not in reads[0]
    with count_queries() as statements:
        answer = client.get(path)
    assert (answer.headers["ETag"], answer.data[:15]) == (tag, b"BEGIN:VCALENDAR")
    reads = [one for one in statements if one.startswith("SELECT")]
    assert len(reads) == 2 and "feed_copy.body" in reads[1] and "snapshot" not in reads[1]


def test_a_copy_outlives_the_worker(client, season, secret, renders):
    for path in (PUBLIC, f"/feeds/{secret}.ics"):
        assert len({client.get(path).data for _ in range(3)}) == 1  # each with an empty memory
    assert len(renders) == 2
    client.get(f"/feeds/{secret}.ics?lang=en")
    assert len(renders) == 3


def test_a_change_is_made_once(client, office, season, secret, agency, renders):
    client.get(PUBLIC)
    edited(office, season, agency)
    for _ in range(3):
        client.get(PUBLIC)
    assert len(renders) == 2
    assert db.session.scalar(select(func.count()).select_from(FeedCopy)) == 1


def test_workers_that_come_together_make_it_once(app, office, season):
    """Six threads, each with a connection of its own, ask for the same new copy."""
    campaign_id = services.find_season("seocho-2023")[0].campaign_id
    db.session.rollback()
    together, made, found = threading.Barrier(6), [], []

    def make():
        made.append(1)
        return b"body"

    def work():
        with app.app_context():
            together.wait()
            where = Where(None, campaign_id, "", "ko")
            found.append(rebuild(where, state_of("m", "d", 1), make, NOW))
            db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(found), len(set(found))) == (1, 6, 1)


def test_threads_of_one_worker_wait_for_the_first(app, client, season, kept, renders):
    """All see that there is no copy; one makes it, without a crowd before the database's lock."""
    db.session.rollback()
    together, answers = threading.Barrier(6), []

    def work():
        browser = app.test_client()
        together.wait()
        answers.append(browser.get(PUBLIC).data)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(answers), len(set(answers)), len(renders)) == (6, 1, 1)


def test_who_saw_an_older_release_does_not_undo_a_newer_one(office, season):
    campaign_id = services.find_season("seocho-2023")[0].campaign_id
    where = Where(None, campaign_id, "", "ko")
    new = rebuild(where, state_of("m", "d", 12), lambda: b"new", NOW)
    assert rebuild(where, state_of("m", "d", 9), lambda: b"old", NOW) == new
    assert copy_queries.load_sent(new.id, False).body == b"new"


def test_a_feed_asked_for_by_ever_new_addresses_keeps_its_newest_copies(office, season):
    campaign_id = services.find_season("seocho-2023")[0].campaign_id
    for number in range(copy_services.VARIANTS + 3):
        where = Where(None, campaign_id, "", f"ko {number}")
        rebuild(where, state_of("m", "d", 1), lambda: b"x", NOW)
    variants = db.session.scalars(select(FeedCopy.variant).order_by(FeedCopy.id)).all()
    assert variants == [f"ko {number}" for number in range(3, copy_services.VARIANTS + 3)]


def broken(*_args, **_kwargs):
    raise RuntimeError("rendering")


@pytest.mark.parametrize("which", ["public", "secret"])
def test_a_failure_sends_the_last_good_state(
    client, office, season, secret, agency, which, kept, monkeypatch, caplog, time_machine
):
    time_machine.move_to(NOW, tick=False)
    path = PUBLIC if which == "public" else f"/feeds/{secret}.ics"
    good = client.get(path)
    edited(office, season, agency)
    with monkeypatch.context() as patched:
        patched.setattr(render, "render_entry", broken)
        for _ in range(3):
            response = client.get(path)
            assert (response.status_code, response.data) == (200, good.data)
        asked = {"If-None-Match": good.headers["ETag"]}
        assert client.get(path, headers=asked).status_code == 304
    assert caplog.text.count("its last good state is sent") == 1  # not tried at every poll
    assert client.get(path).data == good.data
    time_machine.move_to(NOW + memory.RETRY, tick=False)
    assert client.get(path).data != good.data


def test_what_could_never_be_made_is_empty_or_leaves_what_there_is(
    client, season, secret, monkeypatch
):
    monkeypatch.setattr(render, "render_entry", broken)
    response = client.get(f"/feeds/{secret}.ics")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    assert response.data.startswith(b"BEGIN:VCALENDAR") and b"VEVENT" not in response.data
    assert "ETag" not in response.headers
    had = client.get(f"/feeds/{secret}.ics", headers={"If-None-Match": 'W/"old"'})
    assert (had.status_code, had.data) == (304, b"")
    monkeypatch.undo()
    assert b"VEVENT" in client.get(f"/feeds/{secret}.ics").data


@pytest.fixture
def no_database(monkeypatch):
    """From the call on, nothing can be read."""

    def gone(*_args, **_kwargs):
        raise OperationalError("SELECT", {}, Exception("gone"))

    return lambda: monkeypatch.setattr(db.session, "execute", gone)


@pytest.mark.parametrize("which", ["public", "secret"])
def test_without_the_database_what_was_sent_last_is_sent_again(
    client, season, secret, which, kept, no_database
):
    path = PUBLIC if which == "public" else f"/feeds/{secret}.ics"
    good = client.get(path)
    no_database()
    again = client.get(path)
    assert (again.status_code, again.data) == (200, good.data)
    for name in ("ETag", "Last-Modified", "Cache-Control", "Content-Type"):
        assert again.headers[name] == good.headers[name]
    asked = {"If-None-Match": good.headers["ETag"]}
    assert client.get(path, headers=asked).status_code == 304
    # Compressed it was never sent: what the client has is right, and it is asked to come later.
    both = {**asked, "Accept-Encoding": "gzip"}
    assert client.get(path, headers=both).status_code == 304


def test_without_the_database_an_unknown_address_is_asked_to_come_back(
    client, season, kept, no_database
):
    no_database()
    response = client.get("/feeds/nothing.ics")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "300")
    assert response.headers["Cache-Control"] == "no-store"
    had = client.get("/feeds/nothing.ics", headers={"If-None-Match": 'W/"x"'})
    assert had.status_code == 304


def test_a_revoked_feed_is_forgotten_by_the_worker(client, season, secret, kept, no_database):
    client.get(f"/feeds/{secret}.ics")
    accounts.revoke_link(accounts.find_link(secret, "feed"), NOW)
    assert client.get(f"/feeds/{secret}.ics").status_code == 410
    no_database()
    assert client.get(f"/feeds/{secret}.ics").status_code == 503


def test_the_memory_lets_the_oldest_go():
    found = memory.Newly(10)
    for key, weight in (("a", 4), ("b", 4), ("a", 5), ("c", 4)):
        found.put(key, key.upper(), weight)
    assert [found.get(key) for key in "abc"] == ["A", None, "C"]
    found.put("huge", "H", 99)
    assert [found.get(key) for key in ("a", "c", "huge")] == [None, None, "H"]
    found.drop("huge")
    assert found.get("huge") is None


def used(secret):
    db.session.rollback()
    row = accounts.find_link(secret, "feed")
    return row.uses, row.last_used_at


def test_fetches_are_written_together(app, office, secret, count_queries):
    link = accounts.find_link(secret, "feed")
    other, other_secret = accounts.make_link(office.id, "feed", "B", None, now=RELEASED)
    ids = (link.id, other.id)
    notes = Uses(app, every=3600)
    notes.note(ids[0], NOW, first=True)
    assert used(secret) == (1, NOW)  # a subscription has begun: seen at once
    with count_queries() as statements:
        for minute in (3, 2, 1):
            notes.note(ids[0], NOW + timedelta(minutes=minute), first=False)
        notes.note(ids[1], NOW, first=False)
    assert statements == []
    notes.write()
    assert used(secret) == (4, NOW + timedelta(minutes=3))
    assert used(other_secret) == (1, NOW)
    with count_queries() as statements:
        notes.write()
    assert statements == []


def test_notes_are_written_after_their_time(app, secret):
    link_id = accounts.find_link(secret, "feed").id
    db.session.rollback()
    written = threading.Event()

    class Watched(Uses):
        def write(self):
            super().write()
            written.set()

    Watched(app, every=0.01).note(link_id, NOW, first=False)
    assert written.wait(10)
    assert used(secret) == (1, NOW)


def test_a_database_too_busy_for_notes_gets_them_the_next_time(app, secret, monkeypatch, caplog):
    link_id = accounts.find_link(secret, "feed").id
    notes = Uses(app, every=0)
    busy = OperationalError("UPDATE", {}, Exception("locked"))

    def refuse(_conn, _cursor, statement, *_rest):
        if statement.startswith("UPDATE"):
            raise busy

    event.listen(db.engine, "before_cursor_execute", refuse)
    try:
        notes.note(link_id, NOW, first=True)
    finally:
        event.remove(db.engine, "before_cursor_execute", refuse)
    assert "the last fetches of 1 links could not be noted" in caplog.text
    notes.note(link_id, NOW + timedelta(hours=1), first=False)
    assert used(secret) == (2, NOW + timedelta(hours=1))


def test_a_poll_counts_once_and_the_page_does_not(client, season, secret):
    tag = client.get(f"/feeds/{secret}.ics").headers["ETag"]
    client.get(f"/feeds/{secret}.ics", headers={"If-None-Match": tag})
    client.head(f"/feeds/{secret}.ics")
    client.get(f"/feeds/{secret}")
    assert used(secret)[0] == 3


def test_only_a_secure_outside_address_is_told_on(app, client, season, monkeypatch):
    settings = app.extensions["planner.settings"]
    lines = {}
    for base in ("https://planner.example/p", "http://inner.example"):
        changed = replace(settings, base_url=base)
        monkeypatch.setitem(app.extensions, "planner.settings", changed)
        body = client.get(PUBLIC).data.replace(b"\r\n ", b"").decode()
        lines[base] = [line for line in body.split("\r\n") if line.startswith("URL:")]
    page = "URL:https://planner.example/p/seasons/seocho-2023/events/"
    assert lines["https://planner.example/p"] == [page + uid for uid in UIDS]
    assert lines["http://inner.example"] == []
    assert len(db.session.scalars(select(SecretLink)).all()) == 0
