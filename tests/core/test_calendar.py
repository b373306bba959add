"""The writer of calendars: every text reads back as meant, every line is folded rightly."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.core.calendar import (
    LINE,
    Entry,
    calendar_name,
    escape,
    fold,
    plain_text,
    render_calendar,
    render_entry,
)

ODD = '가힣🙂👨\u200d👩,;\\:"nN \t\n\r\x00\x07\x0b\x85\u2028é한'
SIGNS = st.text(alphabet=st.sampled_from(ODD), max_size=120)
TEXTS = SIGNS | st.text(max_size=120)
CHANGED = datetime(2023, 5, 15, 1, 2, 3, tzinfo=UTC)


def entry(**values):
    defaults = {
        "uid": "u-1",
        "starts": datetime(2023, 5, 23, 10),
        "ends": datetime(2023, 5, 23, 16),
        "title": "title",
        "location": "place",
        "description": "text",
        "created": CHANGED,
        "changed": CHANGED,
        "sequence": 2,
    }
    return Entry(**{**defaults, **values})


def parse(body: bytes):
    calendar = icalendar.Calendar.from_ical(body)
    return calendar, calendar.walk("VEVENT")


@given(TEXTS, TEXTS, TEXTS)
@example("C:\\New", "a\\nb", "\\N\\n\\,\\;\n")
def test_texts_read_back_as_meant(title, location, description):
    body = render_calendar(
        "n", [render_entry(entry(title=title, location=location, description=description))]
    )
    _calendar, events = parse(body)
    assert len(events) == 1
    assert str(events[0].get("SUMMARY", "")) == plain_text(title)
    assert str(events[0].get("LOCATION", "")) == plain_text(location)
    assert str(events[0].get("DESCRIPTION", "")) == plain_text(description)


@given(TEXTS)
def test_lines_are_75_octets_and_cut_between_characters(text):
    line = "SUMMARY:" + escape(text)
    folded = fold(line)
    assert folded.endswith(b"\r\n")
    parts = folded[:-2].split(b"\r\n")
    for number, part in enumerate(parts):
        assert len(part) <= LINE
        part.decode("utf-8")
        assert number == 0 or part.startswith(b" ")
    assert folded[:-2].replace(b"\r\n ", b"").decode() == line


@pytest.mark.parametrize(
    "sign",
    [
        "👨\u200d👩\u200d👧",  # a family: three people, joined
        "👍🏽",  # a thumb and its colour
        "🇰🇷",  # a flag: two letters
        "e\u0301",  # a letter and its accent
        "\u1112\u1161\u11ab",  # a syllable in its parts
        "❤\ufe0f",  # a heart, shown in colour
        "한",
    ],
)
def test_a_sign_of_several_code_points_stays_whole(sign):
    for before in range(80):
        folded = fold("X" * before + sign * 40)
        parts = [part.decode() for part in folded[:-2].split(b"\r\n ")]
        assert "".join(parts) == "X" * before + sign * 40
        assert all(part.lstrip("X").replace(sign, "") == "" for part in parts)
        assert max(len(part.encode()) for part in parts) <= LINE


def test_a_sign_longer_than_half_a_line_is_cut_between_code_points():
    folded = fold("A" * 10 + "e" + "\u0301" * 200)
    assert max(map(len, folded.split(b"\r\n"))) <= LINE
    assert folded[:-2].replace(b"\r\n ", b"").decode() == "A" * 10 + "e" + "\u0301" * 200


@given(TEXTS)
def test_nothing_typed_ends_a_line(text):
    lines = render_entry(entry(title=text, location=text)).replace(b"\r\n ", b"").split(b"\r\n")
    assert len(lines) == (15 if plain_text(text) else 13)
    assert not any(byte < 32 or byte == 127 for line in lines for byte in line)


@given(st.lists(TEXTS, max_size=4))
def test_categories_read_back_without_what_splits_them(texts):
    wanted = [name for name in map(calendar_name, texts) if name]
    _calendar, events = parse(render_calendar("n", [render_entry(entry(categories=tuple(texts)))]))
    found = events[0]["CATEGORIES"].to_ical().decode().split(",") if wanted else []
    assert found == wanted


@given(TEXTS)
def test_names_hold_nothing_that_needs_an_escape(text):
    name = calendar_name(text)
    assert not set(name) & set(',;\\:"\n')
    calendar, _events = parse(render_calendar(text, []))
    assert str(calendar.get("NAME", "")) == str(calendar.get("X-WR-CALNAME", "")) == name


def test_an_entry_line_by_line():
    body = render_entry(
        entry(
            title="싸리재공원, 상담", position=(37.512345, 127.0123456), url="https://a.example/x"
        )
    )
    assert body.decode().split("\r\n") == [
        "BEGIN:VEVENT",
        "UID:u-1",
        "DTSTAMP:20230515T010203Z",
        "CREATED:20230515T010203Z",
        "LAST-MODIFIED:20230515T010203Z",
        "SEQUENCE:2",
        "DTSTART;TZID=Asia/Seoul:20230523T100000",
        "DTEND;TZID=Asia/Seoul:20230523T160000",
        "SUMMARY:싸리재공원\\, 상담",
        "LOCATION:place",
        "DESCRIPTION:text",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "GEO:37.512345;127.012346",
        "URL:https://a.example/x",
        "END:VEVENT",
        "",
    ]


def test_a_cancelled_entry_takes_no_time():
    body = render_entry(entry(cancelled=True))
    assert b"STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n" in body


def test_the_calendar_around_it():
    body = render_calendar("서초; 2023", [])
    text = body.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Outreach Planner//")
    for line in (
        "CALSCALE:GREGORIAN",
        "NAME:서초 2023",
        "X-WR-CALNAME:서초 2023",
        "X-WR-TIMEZONE:Asia/Seoul",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ):
        assert f"\r\n{line}\r\n" in text
    assert text.count("BEGIN:VTIMEZONE") == 1 and "TZNAME:KST" in text
    for absent in ("METHOD", "SOURCE", "COMMENT", "\r\nUID"):
        assert absent not in text


def test_instants_are_right_wherever_the_reader_is():
    _calendar, events = parse(render_calendar("n", [render_entry(entry())]))
    start = events[0].decoded("DTSTART")
    assert start == datetime(2023, 5, 23, 1, tzinfo=UTC)
    new_york = start.astimezone(ZoneInfo("America/New_York"))
    assert (new_york.day, new_york.hour) == (22, 21)
