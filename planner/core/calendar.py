"""A plain writer of iCalendar (RFC 5545, 7986): values in, bytes out.

Nothing here knows of seasons; `planner.feeds.entries` says what an entry holds. A line is at most
75 octets and is folded between characters as people see them, so that neither a Hangul syllable
nor a family of emoji is cut in two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

PRODID = "-//Outreach Planner//Visiting counselling//EN"
ZONE = "Asia/Seoul"
LINE = 75
# Korea has had one offset and no daylight saving since 1988: the zone is a constant.
TIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19881009T000000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0900",
    "TZNAME:KST",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_UNNAMEABLE = re.compile(r"[,;\\:\"\s]+")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_JOINER = "\u200d"
_FLAG_LETTER = b"\xf0\x9f\x87"  # and one octet more; a flag is two of them
_MARKS = frozenset(("Mn", "Me", "Mc"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a calendar. `starts` and `ends` are local to Seoul (naive), stamps are aware.

    `title` stands as it is shown, a mark of cancellation included.
    """

    uid: str
    starts: datetime
    ends: datetime
    title: str
    location: str
    description: str
    created: datetime
    changed: datetime
    sequence: int
    cancelled: bool = False
    categories: tuple[str, ...] = ()
    position: tuple[float, float] | None = None  # latitude, longitude
    url: str = ""


def plain_text(text: str) -> str:
    """Text as it is meant: line breaks as ``\\n``, tabs as spaces, no control characters.

    White space around it means nothing, and some programs take it away.
    """
    return _CONTROL.sub("", _BREAKS.sub("\n", text).replace("\t", " ")).strip()


def escape(text: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line breaks escaped."""
    return plain_text(text).translate(_ESCAPES)


def calendar_name(text: str) -> str:
    """A name without ``, ; \\ : "``: some programs show its escapes, or split categories there."""
    return _UNNAMEABLE.sub(" ", plain_text(text)).strip()


def fold(line: str) -> bytes:
    """One content line, folded at 75 octets between characters, with its CRLF."""
    octets = line.encode()
    if len(octets) <= LINE:
        return octets + b"\r\n"
    parts: list[bytes] = []
    start, room = 0, LINE
    while len(octets) - start > room:
        cut = _cut(octets, start, start + room)
        parts.append(octets[start:cut])
        start, room = cut, LINE - 1  # the space that begins a continued line counts
    parts.append(octets[start:])
    return b"\r\n ".join(parts) + b"\r\n"


def _cut(octets: bytes, start: int, end: int) -> int:
    """Where to fold, at most at `end`: between two characters that are not one sign together.

    A sign that fills half a line is cut between its code points.
    """
    last = end = _boundary(octets, end)
    while last > start + LINE // 2:
        before = _boundary(octets, last - 1)
        after = octets[last : last + 4].decode(errors="ignore")[:1]
        if not (_is_one_sign(octets[before:last].decode(), after) or _halves_flag(octets, last)):
            return last
        last = before
    return end


def _boundary(octets: bytes, place: int) -> int:
    """The beginning of the UTF-8 character at `place`."""
    while place < len(octets) and octets[place] & 0xC0 == 0x80:
        place -= 1
    return place


def _is_one_sign(before: str, after: str) -> bool:
    """Whether two code points belong to one sign: accents, joined emoji, Hangul in its parts."""
    if after < "\u0300":
        return False
    return (
        _JOINER in (before, after)
        or unicodedata.category(after) in _MARKS
        or "\u1160" <= after <= "\u11ff"  # the vowel or the last consonant of a syllable
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # the colour of a skin
    )


def _halves_flag(octets: bytes, place: int) -> bool:
    """Whether the second of a flag's two letters stands at `place`."""
    letters = 0
    while octets.startswith(_FLAG_LETTER, place - 4 * letters):
        letters += 1
        if place < 4 * letters:
            break
    return letters > 0 and letters % 2 == 0


def render_entry(entry: Entry) -> bytes:
    """One VEVENT; a text that says nothing has no line (libical takes an empty one for a fault)."""
    changed = _instant(entry.changed)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escape(entry.uid)}",
        f"DTSTAMP:{changed}",
        f"CREATED:{_instant(entry.created)}",
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTART;TZID={ZONE}:{entry.starts:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={ZONE}:{entry.ends:%Y%m%dT%H%M%S}",
        *_text_line("SUMMARY", entry.title),
        *_text_line("LOCATION", entry.location),
        *_text_line("DESCRIPTION", entry.description),
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
        f"TRANSP:{'TRANSPARENT' if entry.cancelled else 'OPAQUE'}",
    ]
    if categories := list(filter(None, map(calendar_name, entry.categories))):
        lines.append("CATEGORIES:" + ",".join(categories))
    if entry.position is not None:
        lines.append(f"GEO:{entry.position[0]:.6f};{entry.position[1]:.6f}")
    if entry.url:
        lines.append(f"URL:{entry.url}")
    lines.append("END:VEVENT")
    return b"".join(map(fold, lines))


def _text_line(name: str, text: str) -> tuple[str, ...]:
    value = escape(text)
    return (f"{name}:{value}",) if value else ()


def render_calendar(name: str, entries: Iterable[bytes], *, color: str = "royalblue") -> bytes:
    """A VCALENDAR around rendered entries."""
    title = calendar_name(name)
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        *((f"NAME:{title}", f"X-WR-CALNAME:{title}") if title else ()),
        f"X-WR-TIMEZONE:{ZONE}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        f"COLOR:{color}",
        *TIMEZONE,
    )
    return b"".join((*map(fold, head), *entries, fold("END:VCALENDAR")))


def _instant(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"
