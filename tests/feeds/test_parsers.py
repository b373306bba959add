"""What real calendar programs read of our feeds: the same events, instants and words, no warning.

node-ical has two faults of its own, for which no writing helps: it takes an escaped backslash
before `n` for a line break, and drops quotation marks around a whole text. Its readings are held
against a model of exactly that; everything else must read back as meant everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.core.calendar import (
    Entry,
    calendar_name,
    escape,
    plain_text,
    render_calendar,
    render_entry,
)
from planner.core.release import stamp
from planner.feeds import render
from planner.feeds.entries import event_entry
from planner.feeds.words import feed_words
from tests.feeds.readers import ALWAYS, Readers
from tests.feeds.readers.programs import PROGRAMS
from tests.feeds.seasons import HALL, RELEASED, TODAY, change, draft, released

SEOUL = ZoneInfo("Asia/Seoul")
BASE = "https://planner.example"
LATER = RELEASED + timedelta(days=1, seconds=7)


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    found = Readers()
    yield found
    assert found.close() == ["", ""]  # nothing was said beside the answers


def instant(at: datetime) -> str:
    at = at if at.tzinfo else at.replace(tzinfo=SEOUL)
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def meant(entry: Entry) -> dict[str, Any]:
    """What every parser should read of an entry."""
    return {
        "uid": entry.uid,
        "summary": plain_text(entry.title),
        "location": plain_text(entry.location),
        "description": plain_text(entry.description),
        "start": instant(entry.starts),
        "end": instant(entry.ends),
        "stamp": instant(entry.changed),
        "sequence": entry.sequence,
        "status": "CANCELLED" if entry.cancelled else "CONFIRMED",
        "transparency": "TRANSPARENT" if entry.cancelled else "OPAQUE",
        "categories": [name for name in map(calendar_name, entry.categories) if name],
        "position": [round(x, 6) for x in entry.position] if entry.position else None,
        "url": entry.url,
    }


def node_ical_reads(text: str) -> str:
    """How node-ical undoes escapes: one replacement after the other over the whole text."""
    raw = escape(text).replace("\\,", ",").replace("\\;", ";")
    raw = re.sub(r"\\[nN]", "\n", raw).replace("\\\\", "\\")
    return re.sub(r'^"(.*)"$', r"\1", raw)


def has_faults_of_node_ical(text: str) -> bool:
    return bool(re.search(r"\\[nN]", text) or re.fullmatch(r'".*"', text))


def check(readers: Readers, body: bytes, entries: list[Entry], name: str) -> None:
    found = readers.read(body)
    assert set(ALWAYS) <= set(found)
    expected = [meant(entry) for entry in entries]
    for parser, read in found.items():
        assert read["warnings"] == [], parser
        own = [dict(event) for event in expected]
        if parser == "node-ical":
            for event in own:
                for key in ("summary", "location", "description"):
                    if has_faults_of_node_ical(event[key]):
                        event[key] = node_ical_reads(event[key])
        if parser == "libical":  # what its own functions tell
            own = [{key: event[key] for key in read["events"][0]} for event in own] if own else own
        else:
            assert (read["name"], read["shown"]) == (calendar_name(name),) * 2, parser
        assert read["events"] == own, parser


@pytest.fixture
def words(app):
    with app.test_request_context():
        return {locale: feed_words(locale) for locale in ("ko", "en")}


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_a_season_with_everything_in_it(readers, words, locale):
    """Planned, moved indoors, cancelled; with and without a position, an agency, a field."""
    season = draft(1, 2)
    bare = replace(season.events[0], uid="bare", id=33, day=date(2023, 5, 30), theme="")
    bare = replace(bare, venue=HALL, fallback=None, fields=(), placements=())
    season = replace(season, events=(*season.events, bare))
    season = stamp(released(season), change(season, 0, use_fallback=True), LATER)
    season = stamp(season, change(season, 1, status="cancelled"), LATER)
    look = render.Look(TODAY, words[locale], BASE, render.EntryBytes())
    body = render.season_body("서초; 2023, 봄", season, season.events, look)
    page = look.page(season)
    entries = [event_entry(event, words[locale], page) for event in season.events]
    assert [entry.cancelled for entry in entries] == [False, True, False]
    check(readers, body, entries, "서초; 2023, 봄")
    parts = render.shown_parts(render.agency_parts(season)[2], TODAY)
    own = [render.placement_entry(part.event, part.item, words[locale], page) for part in parts]
    check(readers, render.agency_body("기관", parts, look), own, "기관")


def test_an_empty_calendar(readers):
    check(readers, render_calendar("없음", []), [], "없음")


ODD = (
    "가힣각ㄱ🙂👨\u200d👩\u200d👧🇰🇷é\u0301한\u1100\u1161\u11a8,;\\:\"'nN \t\n\r=()"
    "\x00\x07\x0b\x1b\x7f\x85\u2028\ufeff"
)
SIGNS = st.text(alphabet=st.sampled_from(ODD), max_size=120)
TEXTS = SIGNS | st.text(max_size=120) | st.text(alphabet=st.sampled_from("가나다 "), max_size=300)
DAYS = st.datetimes(datetime(2011, 1, 1), datetime(2037, 12, 31)).map(
    lambda at: at.replace(microsecond=0)
)


@st.composite
def entries_of(draw: st.DrawFn, number: int) -> Entry:
    starts = draw(DAYS)
    place = st.tuples(st.floats(33, 39), st.floats(124, 132))
    return Entry(
        uid=f"6f0b62a4-0000-4000-8000-{number:012d}",
        starts=starts,
        ends=starts + draw(st.timedeltas(timedelta(minutes=1), timedelta(hours=12))),
        title=draw(TEXTS),
        location=draw(TEXTS),
        description=draw(TEXTS),
        created=RELEASED,
        changed=RELEASED + timedelta(minutes=draw(st.integers(0, 10**6))),
        sequence=draw(st.integers(0, 99)),
        cancelled=draw(st.booleans()),
        categories=tuple(draw(st.lists(TEXTS, max_size=3))),
        position=draw(st.none() | place),
        url=draw(st.sampled_from(["", f"{BASE}/seasons/s/events/u"])),
    )


CALENDARS = st.integers(1, 12).flatmap(
    lambda size: st.tuples(*(entries_of(number) for number in range(size)))
)


def entry(**values: Any) -> Entry:
    at = datetime(2023, 5, 23, 10)
    texts = {"title": "t", "location": "l", "description": "d"}
    return Entry(
        uid="u",
        starts=at,
        ends=at + timedelta(hours=6),
        created=RELEASED,
        changed=LATER,
        sequence=1,
        **{**texts, **values},
    )


@given(CALENDARS, TEXTS)
@example((entry(title="C:\\New", location="a\\nb", description="\\N\\n\\,\\;\n\\"),), "\\n,;")
@example((entry(title='"quoted"', location='say "it"', description='"a"\n"b"'),), '"n"')
@settings(max_examples=80, deadline=None)
def test_every_text_reads_back_as_meant(readers, entries, name):
    entries = [replace(one, ends=one.ends.replace(microsecond=0)) for one in entries]
    body = render_calendar(name, map(render_entry, entries))
    lines = body.split(b"\r\n")
    assert lines[-1] == b"" and max(map(len, lines)) <= 75
    assert not any(byte < 32 or byte == 127 for byte in body.replace(b"\r\n", b""))
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
    check(readers, body, list(entries), name)


@given(TEXTS)
def test_node_ical_misreads_nothing_else(text):
    text = plain_text(text)
    assert has_faults_of_node_ical(text) or node_ical_reads(text) == text


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_programs_of_debian_read_the_same(program, words, tmp_path):
    """khal and calcurse, as far as this machine has them: uids or titles, and instants."""
    season = stamp(released(), change(draft(), 1, status="cancelled"), LATER)
    look = render.Look(TODAY, words["ko"], BASE, render.EntryBytes())
    file = tmp_path / "feed.ics"
    file.write_bytes(render.season_body("서초 2023", season, season.events, look))
    expected = []
    for event in season.events:
        one = meant(event_entry(event, words["ko"], ""))
        expected.append((one["summary"], one["start"], one["end"]))
    read = PROGRAMS[program](file, tmp_path)
    assert read is None or read == expected
