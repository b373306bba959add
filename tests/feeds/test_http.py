"""The calendars' addresses: types, tags, 304, compression, secrets, revocation."""

from __future__ import annotations

import gzip
import logging
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from sqlalchemy import select

from planner.accounts import services as accounts
from planner.accounts.models import SecretLink
from planner.core.release import stamp
from planner.extensions import db
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


def test_a_new_release_changes_the_tag_and_an_equal_one_does_not(
    client, office, season, agency, time_machine
):
    time_machine.move_to(datetime(2023, 5, 16, 9, tzinfo=UTC), tick=False)
    first = client.get(PUBLIC)
    assert first.headers["Last-Modified"] == "Tue, 16 May 2023 09:00:00 GMT"
    later = RELEASED + timedelta(days=1)
    publish(office, stamp(season, draft(agency.id), later), now=later)
    time_machine.move_to(datetime(2023, 5, 17, 9, tzinfo=UTC), tick=False)
    same = client.get(PUBLIC)
    for name in ("ETag", "Last-Modified"):
        assert same.headers[name] == first.headers[name]
    moved = change(draft(agency.id), 0, use_fallback=True)
    publish(office, stamp(season, moved, later), now=later)
    response = client.get(PUBLIC, headers={"If-None-Match": first.headers["ETag"]})
    assert response.status_code == 200
    assert response.headers["Last-Modified"] == "Wed, 17 May 2023 09:00:00 GMT"


def test_the_date_rises_when_something_only_leaves(client, office, season, agency, time_machine):
    """A cancelled event leaves on a Monday: whoever asks by date is told."""
    cancelled = change(draft(agency.id), 0, status="cancelled")
    publish(office, stamp(season, cancelled, RELEASED), now=RELEASED)
    time_machine.move_to(datetime(2023, 6, 25, 14, 59, tzinfo=UTC), tick=False)  # Sunday in Seoul
    before = client.get(PUBLIC)
    assert uids(before) == list(UIDS)
    asked = {"If-Modified-Since": before.headers["Last-Modified"]}
    assert client.get(PUBLIC, headers=asked).status_code == 304
    time_machine.move_to(datetime(2023, 6, 25, 15, 0, tzinfo=UTC), tick=False)
    after = client.get(PUBLIC, headers=asked)
    assert after.status_code == 200 and uids(after) == [UIDS[1]]
    assert after.headers["Last-Modified"] == "Sun, 25 Jun 2023 15:00:00 GMT"
    time_machine.move_to(datetime(2023, 6, 28, tzinfo=UTC), tick=False)
    assert client.get(PUBLIC).headers["ETag"] == after.headers["ETag"]


def test_two_changes_in_one_second_have_two_dates(client, office, season, agency, time_machine):
    time_machine.move_to(datetime(2023, 5, 16, 9, tzinfo=UTC), tick=False)
    dates = [client.get(PUBLIC).headers["Last-Modified"]]
    previous = season
    for theme in ("a", "b"):
        previous = stamp(previous, change(draft(agency.id), 0, theme=theme), datetime.now(UTC))
        publish(office, previous, now=datetime.now(UTC))
        dates.append(client.get(PUBLIC).headers["Last-Modified"])
    assert [date[17:25] for date in dates] == ["09:00:00", "09:00:01", "09:00:02"]


def test_a_season_that_was_followed_empties_by_the_window(client, office, season, time_machine):
    time_machine.move_to(datetime(2024, 5, 1, tzinfo=UTC), tick=False)
    assert uids(client.get(PUBLIC)) == list(UIDS)  # the last there is: it keeps its view
    facts = replace(draft().campaign, slug="seocho-2024", ends_on=date(2024, 6, 9))
    publish(office, released(replace(draft(), campaign=facts, events=())))
    assert uids(client.get(PUBLIC)) == []


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


def test_a_renamed_agency_changes_the_calendars_name(client, season, secret, agency):
    first = client.get(f"/feeds/{secret}.ics")
    agency.name = "새 이름"
    db.session.commit()
    second = client.get(f"/feeds/{secret}.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    calendar = icalendar.Calendar.from_ical(second.data)
    assert str(calendar["NAME"]) == "찾아가는 복지상담소 · 새 이름"


def test_no_feed_is_ever_refused_for_its_rate(client, season, secret):
    answers = {client.get(path).status_code for path in (PUBLIC, f"/feeds/{secret}.ics") * 40}
    assert answers == {200}


@pytest.mark.parametrize("path", ["/feeds/public/a%00.ics", "/feeds/%00.ics", "/feeds/%ff.ics"])
def test_odd_bytes_in_an_address_are_404(client, season, path):
    response = client.get(path)
    assert (response.status_code, response.headers["Cache-Control"]) == (404, "no-store")
