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


def look(words, *, today=TODAY, base=BASE, known=None):
    return render.Look(today, words, base, known or render.EntryBytes())


def public(season, words, *, today=TODAY, until=None, known=None, base=BASE):
    return render.season_body(
        "n", season, season.events, look(words, today=today, base=base, known=known), until
    )


def agency(season, words, *, agency_id=1, today=TODAY, until=None):
    parts = render.agency_parts(season).get(agency_id, [])
    kept = {season.campaign.id: until} if until else None
    return render.agency_body("n", render.shown_parts(parts, today, kept), look(words, today=today))


def events(body):
    found = icalendar.Calendar.from_ical(body).walk("VEVENT")
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
    body = public(released(), words) + agency(released(), words)
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
        seen.append((events(public(fresh, words))[uid], events(agency(fresh, words))[own]))
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
    item = events(agency(without, words))[f"{UIDS[0]}-1"]
    assert str(item["SUMMARY"]).startswith("[취소] ")
    assert item["SEQUENCE"] == 1 and str(item["STATUS"]) == "CANCELLED"
    event = events(public(without, words))[UIDS[0]]
    assert str(event["STATUS"]) == "CONFIRMED"


def test_a_release_without_a_change_leaves_every_byte(words):
    first = released(draft(1, 2))
    again = stamp(first, draft(1, 2), RELEASED + timedelta(days=3))
    assert public(again, words) == public(first, words)
    assert agency(again, words) == agency(first, words)


def test_the_window_moves_on_mondays_only(words):
    season = released()
    day = season.events[0].day  # Tuesday 2023-05-23
    leaves = date(2023, 8, 28)
    assert leaves.weekday() == 0 and leaves - day == timedelta(days=97)
    for feed in (public, agency):
        assert len(events(feed(season, words, today=leaves - timedelta(days=1)))) == 2
        bodies = {feed(season, words, today=leaves + timedelta(days=n)) for n in range(7)}
        assert len(bodies) == 1
        assert events(bodies.pop()) == {}


def test_the_last_season_keeps_what_it_showed_on_its_last_day(words):
    late = date(2026, 11, 22)
    until = released().campaign.ends_on
    assert len(events(public(released(), words, today=late, until=until))) == 2
    assert len(events(agency(released(), words, today=late, until=until))) == 2
    assert events(public(released(), words, today=late)) == {}


def test_a_cancelled_event_leaves_a_month_after_its_day(words):
    season = stamp(released(), change(draft(), 0, status="cancelled"), RELEASED)
    leaves = date(2023, 6, 26)  # the first Monday more than 30 days after
    until = season.campaign.ends_on
    for feed, uid in ((public, UIDS[0]), (agency, f"{UIDS[0]}-1")):
        before = events(feed(season, words, today=leaves - timedelta(days=1), until=until))
        assert str(before[uid]["STATUS"]) == "CANCELLED"
        after = events(feed(season, words, today=leaves, until=until))
        assert uid not in after and len(after) == 1


def many(count, first=date(2023, 5, 23)):
    base = released().events[0]
    rows = (
        replace(base, uid=f"u{n}", day=first + timedelta(days=n // 10), placements=())
        for n in range(count)
    )
    return replace(released(), events=tuple(rows))


def uids(body):
    return [line[4:] for line in body.decode().split("\r\n") if line.startswith("UID:")]


def test_at_most_two_thousand_events_the_nearest_ahead_first(words):
    season = many(2105)
    assert uids(public(season, words)) == [f"u{n}" for n in range(2000)]
    late = season.events[800].day  # fewer than that are ahead: the rest is filled from before
    shown = uids(public(season, words, today=late))
    assert (len(shown), shown[0], shown[-1]) == (2000, "u105", "u2104")


def test_one_edit_renders_one_event(words, monkeypatch):
    rendered = []
    genuine = render.render_entry

    def counting(entry):
        rendered.append(entry.uid)
        return genuine(entry)

    monkeypatch.setattr(render, "render_entry", counting)
    known = render.EntryBytes()
    season = released(many(1000))
    first = public(season, words, known=known)
    assert len(rendered) == 1000
    assert public(season, words, known=known) == first
    edited = stamp(season, change(season, 7, theme="새 주제"), RELEASED + timedelta(days=1))
    rendered.clear()
    second = public(edited, words, known=known)
    assert rendered == ["u7"]
    assert second == public(edited, words)
    assert second != first


def test_entries_of_other_words_addresses_and_seasons_are_apart(app, words):
    with app.test_request_context():
        english = feed_words("en")
    known = render.EntryBytes()
    other = replace(released(), campaign=replace(released().campaign, slug="other"))
    ways = [
        (released(), words, BASE),
        (released(), words, "https://elsewhere.example"),
        (released(), english, BASE),
        (other, words, BASE),
    ]
    bodies = [public(season, spoken, base=base, known=known) for season, spoken, base in ways]
    assert bodies == [public(season, spoken, base=base) for season, spoken, base in ways]
    assert len(set(bodies)) == 4


def test_a_full_store_of_entries_begins_anew(words, monkeypatch):
    monkeypatch.setattr(render.EntryBytes, "MOST", 1)
    known = render.EntryBytes()
    before = known.of(released(), words, BASE)
    public(released(), words, known=known)
    assert len(before) == 2
    assert known.of(released(), words, BASE) == {}


def test_an_agencys_seasons_stand_by_day(words):
    spring, autumn = released(), released(draft(slug="autumn"))
    moved = change(autumn, 0, day=date(2023, 5, 24), uid="a")
    parts = [*render.agency_parts(moved)[1], *render.agency_parts(spring)[1]]
    body = render.agency_body("n", render.shown_parts(parts, TODAY), look(words))
    days = [str(event.decoded("DTSTART").date()) for event in events(body).values()]
    assert days == sorted(days)
    assert f"{BASE}/seasons/autumn/events/a".encode() in body.replace(b"\r\n ", b"")


def test_without_an_outside_address_there_is_no_url(words):
    assert b"URL:" not in public(released(), words, base="")
