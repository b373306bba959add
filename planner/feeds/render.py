"""What a feed shows of a released season; values in, bytes out.

`today` (in Seoul), the base URL and the words are arguments; nothing here asks for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner.core.calendar import Entry, render_calendar, render_entry
from planner.core.release import (
    CANCELLED,
    FieldFacts,
    ReleasedEvent,
    ReleasedPlacement,
    ReleasedSeason,
    VenueFacts,
)

SEOUL = ZoneInfo("Asia/Seoul")
# In whole weeks, so that the edges move on Mondays only and a client's copy stays right in between.
BACK = timedelta(weeks=13)  # 91 to 97 days
CANCELLED_BACK = timedelta(weeks=5)  # 35 to 41 days
MOST = 2000  # a client's parser is quadratic
RENDERER = 1  # rises with every change of what is written


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a feed in one language; `%(…)s` is filled in."""

    locale: str
    title: str  # %(place)s
    cancelled: str  # %(title)s
    zone: str  # %(zone)s
    theme: str  # %(theme)s
    fields: str  # %(fields)s
    agencies: str  # %(agencies)s
    booth: str  # %(booth)s
    booth_open: str
    rain: str  # %(place)s
    moved: str  # %(place)s
    called_off: str


@dataclass(frozen=True, slots=True)
class Feed:
    """Bytes to serve, and when they last changed."""

    body: bytes
    changed: datetime


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def left_on(season: ReleasedSeason, day: date, status: str) -> date | None:
    """The Monday on which an event leaves the feeds: 90 days after its day, 30 if cancelled.

    A season keeps what it showed on its last day, so that calendars do not empty themselves;
    then the answer is None.
    """
    if status == CANCELLED:
        return monday(day) + CANCELLED_BACK + timedelta(weeks=1)
    leaves = monday(day) + BACK + timedelta(weeks=1)
    return leaves if leaves <= season.campaign.ends_on else None


def is_shown(season: ReleasedSeason, day: date, status: str, today: date) -> bool:
    """Whether an event of that day and status is in the feeds today."""
    leaves = left_on(season, day, status)
    return leaves is None or today < leaves


def season_feed(
    name: str,
    season: ReleasedSeason,
    events: Iterable[ReleasedEvent],
    words: Words,
    *,
    today: date,
    base_url: str,
    released_at: datetime,
) -> Feed:
    """A public feed: a season's events, or those of one zone or field."""
    shown, changed = [], released_at
    for event in events:
        if is_shown(season, event.day, event.status, today):
            shown.append(event)
        else:
            changed = max(changed, _removal(season, event.day, event.status))
    entries = [event_entry(season, event, words, base_url) for event in shown[-MOST:]]
    return Feed(render_calendar(name, map(render_entry, entries)), changed)


def agency_feed(
    name: str,
    agency_id: int,
    seasons: Iterable[tuple[ReleasedSeason, datetime]],
    words: Words,
    *,
    today: date,
    base_url: str,
    made_at: datetime,
) -> Feed:
    """An agency's feed over all seasons of its office; `made_at` is when its link was made."""
    entries: list[Entry] = []
    changed = made_at
    for season, released_at in seasons:
        changed = max(changed, released_at)
        for event, item in agency_placements(season, agency_id):
            if is_shown(season, event.day, item.status, today):
                entries.append(placement_entry(season, event, item, words, base_url))
            else:
                changed = max(changed, _removal(season, event.day, item.status))
    entries.sort(key=lambda entry: (entry.starts, entry.uid))
    return Feed(render_calendar(name, map(render_entry, entries[-MOST:])), changed)


def agency_placements(
    season: ReleasedSeason, agency_id: int
) -> Iterator[tuple[ReleasedEvent, ReleasedPlacement]]:
    """An agency's parts in a season, cancelled ones among them."""
    for event in season.events:
        for item in event.placements:
            if item.agency_id == agency_id:
                yield event, item


def in_zone(season: ReleasedSeason, zone_id: int) -> list[ReleasedEvent]:
    return [event for event in season.events if event.zone.id == zone_id]


def with_field(season: ReleasedSeason, code: str) -> list[ReleasedEvent]:
    return [event for event in season.events if any(field.code == code for field in event.fields)]


def event_entry(season: ReleasedSeason, event: ReleasedEvent, words: Words, base_url: str) -> Entry:
    """An event as residents see it."""
    agencies = ", ".join(_named(item, words) for item in event.present())
    lines = [
        *_about(event, words),
        words.fields % {"fields": _fields(event.fields, words)} if event.fields else "",
        words.agencies % {"agencies": agencies} if agencies else "",
    ]
    return _entry(season, event, event, event.uid, words, base_url, lines, event.fields)


def placement_entry(
    season: ReleasedSeason,
    event: ReleasedEvent,
    item: ReleasedPlacement,
    words: Words,
    base_url: str,
) -> Entry:
    """An agency's part in an event: its booth and its fields."""
    lines = [
        words.booth % {"booth": item.booth} if item.booth else words.booth_open,
        words.fields % {"fields": _fields(item.fields, words)} if item.fields else "",
        *_about(event, words),
    ]
    return _entry(season, event, item, item.uid, words, base_url, lines, item.fields)


def _entry(
    season: ReleasedSeason,
    event: ReleasedEvent,
    stamped: ReleasedEvent | ReleasedPlacement,
    uid: str,
    words: Words,
    base_url: str,
    lines: list[str],
    fields: tuple[FieldFacts, ...],
) -> Entry:
    place = event.place
    title = words.title % {"place": _named(place, words)}
    cancelled = stamped.status == CANCELLED
    if cancelled:
        title = words.cancelled % {"title": title}
        lines = [words.called_off, *lines]
    return Entry(
        uid=uid,
        starts=datetime.combine(event.day, event.starts_at),
        ends=datetime.combine(event.day, event.ends_at),
        title=title,
        location=", ".join(part for part in (_named(place, words), place.address) if part),
        description="\n".join(line for line in lines if line),
        created=stamped.created_at,
        changed=stamped.changed_at,
        sequence=stamped.sequence,
        cancelled=cancelled,
        categories=tuple(_named(field, words) for field in fields),
        position=_position(place),
        url=f"{base_url}/seasons/{season.campaign.slug}/events/{event.uid}" if base_url else "",
    )


def _about(event: ReleasedEvent, words: Words) -> list[str]:
    lines = [words.zone % {"zone": _named(event.zone, words)}]
    if event.theme:
        lines.append(words.theme % {"theme": event.theme})
    if event.use_fallback and event.fallback:
        lines.append(words.moved % {"place": _named(event.venue, words)})
    elif event.fallback:
        place = event.fallback
        known = ", ".join(part for part in (_named(place, words), place.address) if part)
        lines.append(words.rain % {"place": known})
    return lines


def _removal(season: ReleasedSeason, day: date, status: str) -> datetime:
    """When an event left the feeds: a removal is a change too."""
    leaves = left_on(season, day, status)
    assert leaves is not None
    return datetime.combine(leaves, time(), SEOUL)


def _position(place: VenueFacts) -> tuple[float, float] | None:
    return None if place.lat is None or place.lon is None else (place.lat, place.lon)


def _named(row: object, words: Words) -> str:
    english = getattr(row, "name_en", "")
    return str(english) if english and words.locale == "en" else str(row.name)  # type: ignore[attr-defined]


def _fields(fields: tuple[FieldFacts, ...], words: Words) -> str:
    return ", ".join(_named(field, words) for field in fields)
