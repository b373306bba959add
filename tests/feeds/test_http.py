"""The calendars' addresses: types, tags, 304, compression, secrets, revocation."""

from __future__ import annotations

import gzip
import logging
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from sqlalchemy import select

from planner.accounts import services as accounts
from planner.accounts.models import SecretLink
from planner.core.release import stamp
from planner.extensions import db
from planner.feeds import services
from tests.factories import make_agency, make_office
from tests.feeds.seasons import RELEASED, UIDS, change, draft, publish, released

PUBLIC = "/feeds/public/seocho-2023.ics"


@pytest.fixture
def agency(office):
    return make_agency(office, name="서초금융복지상담센터", name_en="Money centre")


@pytest.fixture
def season(office, agency):
    found = released(draft(agency.id))
    publish(office, found)
    return found


@pytest.fixture
def secret(office, agency):
    _link, secret = accounts.make_link(office.id, "feed", agency.name, agency.id, now=RELEASED)
    return secret


def uids(response):
    found = icalendar.Calendar.from_ical(response.data).walk("VEVENT")
    return [str(event["UID"]) for event in found]


def test_the_public_feed(client, season):
    response = client.get(PUBLIC)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=900"
    assert response.headers["Content-Disposition"] == "inline"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Last-Modified"] == "Mon, 15 May 2023 00:00:00 GMT"
    assert response.headers["ETag"].startswith('W/"')
    assert "Set-Cookie" not in response.headers
    assert uids(response) == list(UIDS)
    calendar = icalendar.Calendar.from_ical(response.data)
    assert str(calendar["NAME"]) == "서초 찾아가는 복지상담소"


def test_one_zone_and_one_field(client, season):
    assert uids(client.get("/feeds/public/seocho-2023/zones/2.ics")) == [UIDS[1]]
    assert uids(client.get("/feeds/public/seocho-2023/fields/debt.ics")) == [UIDS[0]]
    assert uids(client.get("/feeds/public/seocho-2023/fields/jobs.ics")) == list(UIDS)


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/public/nothing.ics",
        "/feeds/public/seocho-2023/zones/3.ics",
        "/feeds/public/seocho-2023/zones/99999999999.ics",
        "/feeds/public/seocho-2023/fields/none.ics",
        "/feeds/nothing.ics",
    ],
)
def test_what_never_was_is_404_and_not_kept(client, season, path):
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-store"


def test_a_season_that_is_not_released_has_no_feed(client, office):
    from tests.factories import make_campaign

    make_campaign(office, slug="draft-only")
    assert client.get("/feeds/public/draft-only.ics").status_code == 404


def test_the_agencys_feed(client, season, secret, agency):
    response = client.get(f"/feeds/{secret}.ics")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, max-age=900"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in response.headers
    assert uids(response) == [f"{UIDS[0]}-{agency.id}", f"{UIDS[1]}-{agency.id}"]
    calendar = icalendar.Calendar.from_ical(response.data)
    assert str(calendar["X-WR-CALNAME"]) == "찾아가는 복지상담소 · 서초금융복지상담센터"
    assert secret.encode() not in response.data
    link = db.session.scalars(select(SecretLink)).one()
    assert link.uses == 1 and link.last_used_at is not None


def test_an_agency_sees_its_own_office_only(client, office, season, agency):
    stranger = make_office()
    _link, secret = accounts.make_link(stranger.id, "feed", "x", agency.id, now=RELEASED)
    assert uids(client.get(f"/feeds/{secret}.ics")) == []


def test_a_revoked_secret_is_410_for_ever(client, season, secret):
    link = accounts.find_link(secret, "feed")
    tag = client.get(f"/feeds/{secret}.ics").headers["ETag"]
    accounts.revoke_link(link, RELEASED)
    for path in (f"/feeds/{secret}.ics", f"/feeds/{secret}"):
        response = client.get(path, headers={"If-None-Match": tag})
        assert response.status_code == 410
        assert response.headers["Cache-Control"] == "no-store"
        assert secret not in response.text


def test_a_secret_of_another_kind_opens_no_calendar(client, office, season, agency):
    _link, secret = accounts.make_link(office.id, "count", "x", agency.id, now=RELEASED)
    assert client.get(f"/feeds/{secret}.ics").status_code == 404
    assert client.get(f"/feeds/{secret}").status_code == 404


def test_not_modified_by_tag(client, season):
    tag = client.get(PUBLIC).headers["ETag"]
    for sent in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        response = client.get(PUBLIC, headers={"If-None-Match": sent})
        assert (response.status_code, response.data) == (304, b""), sent
        assert response.headers["ETag"] == tag
        assert response.headers["Cache-Control"] == "public, max-age=900"
    assert client.get(PUBLIC, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_tag_goes_before_the_date(client, season):
    since = "Tue, 01 Jan 2030 00:00:00 GMT"
    assert client.get(PUBLIC, headers={"If-Modified-Since": since}).status_code == 304
    both = {"If-Modified-Since": since, "If-None-Match": '"other"'}
    assert client.get(PUBLIC, headers=both).status_code == 200
    old = {"If-Modified-Since": "Sun, 14 May 2023 00:00:00 GMT"}
    assert client.get(PUBLIC, headers=old).status_code == 200


def test_a_new_release_changes_the_tag_and_an_equal_one_does_not(client, office, season, agency):
    first = client.get(PUBLIC)
    later = RELEASED + timedelta(days=1)
    publish(office, stamp(season, draft(agency.id), later), now=later)
    assert client.get(PUBLIC).headers["ETag"] == first.headers["ETag"]
    moved = change(draft(agency.id), 0, use_fallback=True)
    publish(office, stamp(season, moved, later), now=later)
    response = client.get(PUBLIC, headers={"If-None-Match": first.headers["ETag"]})
    assert response.status_code == 200
    assert response.headers["Last-Modified"] == "Tue, 16 May 2023 00:00:00 GMT"


def test_head_has_the_headers_and_no_body(client, season):
    full, head = client.get(PUBLIC), client.head(PUBLIC)
    assert head.status_code == 200 and head.data == b""
    for name in ("Content-Type", "ETag", "Last-Modified", "Cache-Control", "Content-Length"):
        assert head.headers[name] == full.headers[name]


def test_compression_only_when_asked(client, season):
    plain = client.get(PUBLIC)
    assert "Content-Encoding" not in plain.headers
    squeezed = client.get(PUBLIC, headers={"Accept-Encoding": "deflate, gzip;q=0.5"})
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed.data) == plain.data
    assert squeezed.headers["ETag"] == plain.headers["ETag"]
    for asked in ("gzip;q=0", "identity", "*"):
        response = client.get(PUBLIC, headers={"Accept-Encoding": asked})
        assert "Content-Encoding" not in response.headers, asked


def test_english_by_the_address(client, season):
    response = client.get(PUBLIC + "?lang=en")
    assert "Visiting welfare counselling" in response.text
    assert client.get(PUBLIC + "?lang=xx").data == client.get(PUBLIC).data


def test_the_language_of_the_browser_changes_nothing(client, season):
    before = client.get(PUBLIC).data
    client.set_cookie("locale", "en")
    assert client.get(PUBLIC).data == before


def test_nothing_is_written_in_the_log_that_opens_a_calendar(client, season, secret, caplog):
    caplog.set_level(logging.DEBUG)
    client.get(f"/feeds/{secret}.ics")
    client.get(f"/feeds/{secret}")
    client.get(f"/feeds/{secret}x.ics")
    lines = [record.getMessage() for record in caplog.records if record.name == "planner.access"]
    assert [line.split()[1] for line in lines] == [
        "/feeds/<secret>.ics",
        "/feeds/<secret>",
        "/feeds/<secret>.ics",
    ]
    assert secret not in caplog.text


def test_a_kept_answer_needs_no_snapshot(app, client, season, count_queries, monkeypatch):
    monkeypatch.setitem(app.config, "KEEP_FEEDS", True)
    monkeypatch.setitem(app.extensions, "planner.feeds", services.Kept())
    tag = client.get(PUBLIC).headers["ETag"]
    with count_queries() as statements:
        response = client.get(PUBLIC, headers={"If-None-Match": tag})
    assert response.status_code == 304
    assert len(statements) == 1 and "snapshot" not in statements[0]


def test_a_failure_sends_the_last_good_state(
    app, client, office, season, agency, monkeypatch, caplog
):
    monkeypatch.setitem(app.config, "KEEP_FEEDS", True)
    monkeypatch.setitem(app.extensions, "planner.feeds", services.Kept())
    good = client.get(PUBLIC)
    later = RELEASED + timedelta(days=1)
    moved = change(draft(agency.id), 0, use_fallback=True)
    publish(office, stamp(season, moved, later), now=later)

    def broken(*args, **kwargs):
        raise RuntimeError("rendering")

    monkeypatch.setattr("planner.feeds.render.season_feed", broken)
    response = client.get(PUBLIC)
    assert (response.status_code, response.data) == (200, good.data)
    assert "its last good state is sent" in caplog.text
    monkeypatch.undo()


def test_a_database_too_busy_to_note_the_use_still_answers(client, season, secret, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def busy(link, now):
        raise OperationalError("x", {}, Exception("locked"))

    monkeypatch.setattr(accounts, "touch_link", busy)
    assert client.get(f"/feeds/{secret}.ics").status_code == 200


def test_the_store_forgets_the_oldest(app, monkeypatch):
    monkeypatch.setattr(services, "KEPT", 2)
    store = services.Kept()
    made = []

    def make(n):
        def feed():
            made.append(n)
            return services.render.Feed(b"x%d" % n, datetime(2023, 1, 1, tzinfo=UTC))

        return feed

    for n in (1, 2, 1, 3, 1):
        store.answer(("feed", n), (), make(n))
    assert made == [1, 2, 3, 1]
