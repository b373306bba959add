"""What a feed shows, and how it follows a season through its changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from planner.core.release import stamp
from planner.feeds import render
from planner.feeds.words import feed_words
from tests.feeds.seasons import HALL, RELEASED, TODAY, UIDS, change, draft, released

BASE = "https://planner.example"


@pytest.fixture
def words(app):
    with app.test_request_context():
        return feed_words("ko")


def public(season, words, *, today=TODAY, at=RELEASED):
    return render.season_feed(
        "n", season, season.events, words, today=today, base_url=BASE, released_at=at
    )


def agency(season, words, *, agency_id=1, today=TODAY, at=RELEASED):
    return render.agency_feed(
        "n",
        agency_id,
        [(season, at)],
        words,
        today=today,
        base_url=BASE,
        made_at=datetime(2023, 5, 1, tzinfo=UTC),
    )


def events(feed):
    found = icalendar.Calendar.from_ical(feed.body).walk("VEVENT")
    return {str(event["UID"]): event for event in found}


def test_an_event_for_residents(words):
    event = events(public(released(), words))[UIDS[0]]
    assert str(event["SUMMARY"]) == "찾아가는 복지상담소 · 싸리재공원"
    assert str(event["LOCATION"]) == "싸리재공원, 서초구 잠원동 1"
    assert str(event["DESCRIPTION"]).split("\n") == [
        "권역: 반포권역",
        "테마: 어르신",
        "우천 시: 잠원동주민센터, 서초구 잠원로 2",
        "상담 분야: 금융, 일자리",
        "참여기관: 기관1",
    ]
    assert event.decoded("DTSTART") == datetime(2023, 5, 23, 1, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2023, 5, 23, 7, tzinfo=UTC)
    assert str(event["URL"]) == f"{BASE}/seasons/seocho-2023/events/{UIDS[0]}"
    assert event["SEQUENCE"] == 0 and str(event["STATUS"]) == "CONFIRMED"
    assert event.decoded("DTSTAMP") == event.decoded("LAST-MODIFIED") == RELEASED


def test_an_event_in_english(app):
    with app.test_request_context():
        words = feed_words("en")
    event = events(public(released(), words))[UIDS[0]]
    assert str(event["SUMMARY"]) == "Visiting welfare counselling · Ssarijae Park"
    assert "Counselling: Money and debt, Jobs" in str(event["DESCRIPTION"])
    assert "Zone: Banpo zone" in str(event["DESCRIPTION"])


def test_an_agencys_part(words):
    found = events(agency(released(draft(1, 2)), words, agency_id=2))
    assert sorted(found) == [f"{UIDS[0]}-2", f"{UIDS[1]}-2"]
    text = str(found[f"{UIDS[0]}-2"]["DESCRIPTION"]).split("\n")
    assert text[:2] == ["부스: 3", "상담 분야: 금융"]
    assert "기관1" not in "".join(text)


def test_another_agency_has_nothing(words):
    assert events(agency(released(), words, agency_id=99)) == {}


def test_no_personal_data_and_no_invitation(words):
    body = public(released(), words).body + agency(released(), words).body
    for name in (b"ATTENDEE", b"ORGANIZER", b"ATTACH", b"VALARM", b"METHOD", b"02-2155"):
        assert name not in body


def test_a_season_of_changes_as_a_client_sees_it(words):
    """Create, move, rename the venue, swap the booth, rain, cancel: same uids, rising numbers."""
    first = released(draft(1, 2))
    uid, own = UIDS[0], f"{UIDS[0]}-1"
    seen = [(events(public(first, words))[uid], events(agency(first, words))[own])]

    def release(season, days):
        at = RELEASED + timedelta(days=days)
        fresh = stamp(history[-1], season, at)
        history.append(fresh)
        seen.append((events(public(fresh, words, at=at))[uid], events(agency(fresh, words))[own]))
        return fresh

    history = [first]
    moved = change(draft(1, 2), 0, day=date(2023, 5, 25))
    release(moved, 1)
    renamed = change(moved, 0, venue=replace(moved.events[0].venue, name="싸리재 공원"))
    release(renamed, 2)
    placements = renamed.events[0].placements
    swapped = change(renamed, 0, placements=(replace(placements[0], booth="5"), placements[1]))
    release(swapped, 3)
    rained = change(swapped, 0, use_fallback=True)
    release(rained, 4)
    release(change(rained, 0, status="cancelled"), 5)

    assert [event["SEQUENCE"] for event, _ in seen] == [0, 1, 1, 1, 2, 3]
    assert [item["SEQUENCE"] for _, item in seen] == [0, 1, 1, 2, 3, 4]
    stamps = [event.decoded("DTSTAMP") for event, _ in seen]
    assert stamps == [RELEASED + timedelta(days=n) for n in range(6)]
    assert [item.decoded("LAST-MODIFIED") for _, item in seen] == stamps
    assert {event.decoded("CREATED") for event, _ in seen} == {RELEASED}
    assert str(seen[4][0]["LOCATION"]).startswith(HALL.name)
    assert "우천으로 실내 장소로 변경되었습니다" in str(seen[4][0]["DESCRIPTION"])
    last, last_own = seen[5]
    assert str(last["SUMMARY"]) == f"[취소] 찾아가는 복지상담소 · {HALL.name}"
    assert str(last["STATUS"]) == str(last_own["STATUS"]) == "CANCELLED"
    assert str(last["TRANSP"]) == str(last_own["TRANSP"]) == "TRANSPARENT"


def test_a_booth_taken_away_stays_as_cancelled(words):
    first = released(draft(1, 2))
    later = RELEASED + timedelta(days=1)
    without = stamp(first, change(draft(1, 2), 0, placements=()), later)
    item = events(agency(without, words, at=later))[f"{UIDS[0]}-1"]
    assert str(item["SUMMARY"]).startswith("[취소] ")
    assert item["SEQUENCE"] == 1 and str(item["STATUS"]) == "CANCELLED"
    event = events(public(without, words, at=later))[UIDS[0]]
    assert str(event["STATUS"]) == "CONFIRMED"


def test_a_release_without_a_change_leaves_every_byte(words):
    first = released(draft(1, 2))
    again = stamp(first, draft(1, 2), RELEASED + timedelta(days=3))
    assert public(again, words).body == public(first, words).body
    assert agency(again, words).body == agency(first, words).body


def test_the_window_moves_on_mondays_only(words):
    season = replace(released(), campaign=replace(released().campaign, ends_on=date(2024, 12, 31)))
    day = season.events[0].day  # Tuesday 2023-05-23
    leaves = date(2023, 5, 22) + timedelta(weeks=14)
    assert leaves - day > timedelta(days=90) and leaves.weekday() == 0
    assert render.left_on(season, day, "planned") == leaves
    assert UIDS[0] in events(public(season, words, today=leaves - timedelta(days=1)))
    gone = public(season, words, today=leaves)
    assert events(gone) == {}
    bodies = {public(season, words, today=leaves + timedelta(days=n)).body for n in range(7)}
    assert bodies == {gone.body}
    assert gone.changed == datetime(2023, 8, 27, 15, tzinfo=UTC)  # Monday 0:00 in Seoul


def test_a_season_that_is_over_keeps_what_it_showed(words):
    assert len(events(public(released(), words, today=date(2026, 11, 22)))) == 2


def test_a_cancelled_event_leaves_a_month_after_its_day(words):
    season = released()
    season = stamp(season, change(draft(), 0, status="cancelled"), RELEASED)
    day = season.events[0].day
    assert UIDS[0] in events(public(season, words, today=day + timedelta(days=30)))
    late = public(season, words, today=day + timedelta(days=42))
    assert UIDS[0] not in events(late) and UIDS[1] in events(late)
    assert late.changed > RELEASED


def test_at_most_two_thousand_events(words):
    season = released()
    many = tuple(
        replace(season.events[0], uid=f"u{n}", day=date(2023, 5, 23) + timedelta(days=n // 10))
        for n in range(2005)
    )
    feed = public(replace(season, events=many), words)
    uids = [line for line in feed.body.split(b"\r\n") if line.startswith(b"UID:")]
    assert len(uids) == 2000 and uids[-1] == b"UID:u2004"


def test_without_a_base_address_there_is_no_url(words):
    season = released()
    feed = render.season_feed(
        "n", season, season.events, words, today=TODAY, base_url="", released_at=RELEASED
    )
    assert b"URL:" not in feed.body
