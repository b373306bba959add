"""A plain writer of iCalendar (RFC 5545, 7986): values in, bytes out.

Nothing here knows of seasons; `planner.feeds.render` says what an entry holds. A line is at most
75 octets and is folded between characters, so that no Hangul syllable is cut in two.
"""

from __future__ import annotations

import re
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
    """Text as it is meant: line breaks as ``\\n``, tabs as spaces, no control characters."""
    return _CONTROL.sub("", _BREAKS.sub("\n", text).replace("\t", " "))


def escape(text: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line breaks escaped."""
    safe = plain_text(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return safe.replace("\n", "\\n")


def calendar_name(text: str) -> str:
    """A name without ``, ; \\ : "``, which some programs show with their escapes."""
    return _UNNAMEABLE.sub(" ", plain_text(text)).strip()


def fold(line: str) -> bytes:
    """One content line, folded between characters at 75 octets, with its CRLF."""
    if len(line) <= LINE // 4:
        return line.encode() + b"\r\n"
    parts: list[bytes] = []
    part = b""
    room = LINE
    for sign in line:
        octets = sign.encode()
        if len(part) + len(octets) > room:
            parts.append(part)
            part, room = b"", LINE - 1  # the space that begins a continued line counts
        part += octets
    parts.append(part)
    return b"\r\n ".join(parts) + b"\r\n"


def render_entry(entry: Entry) -> bytes:
    """One VEVENT."""
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
        f"SUMMARY:{escape(entry.title)}",
        f"LOCATION:{escape(entry.location)}",
        f"DESCRIPTION:{escape(entry.description)}",
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
        f"TRANSP:{'TRANSPARENT' if entry.cancelled else 'OPAQUE'}",
    ]
    if entry.categories:
        lines.append("CATEGORIES:" + ",".join(map(escape, entry.categories)))
    if entry.position is not None:
        lines.append(f"GEO:{entry.position[0]:.6f};{entry.position[1]:.6f}")
    if entry.url:
        lines.append(f"URL:{entry.url}")
    lines.append("END:VEVENT")
    return b"".join(map(fold, lines))


def render_calendar(name: str, entries: Iterable[bytes], *, color: str = "royalblue") -> bytes:
    """A VCALENDAR around rendered entries."""
    title = calendar_name(name)
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        f"NAME:{title}",
        f"X-WR-CALNAME:{title}",
        f"X-WR-TIMEZONE:{ZONE}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        f"COLOR:{color}",
        *TIMEZONE,
    )
    return b"".join((*map(fold, head), *entries, fold("END:VCALENDAR")))


def _instant(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"
