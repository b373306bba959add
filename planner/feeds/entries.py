"""What an entry of a feed says: released values and words in, an `Entry` out.

The words and the outside address are arguments; nothing here asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.core.calendar import Entry
from planner.core.release import (
    CANCELLED,
    FieldFacts,
    ReleasedEvent,
    ReleasedPlacement,
    VenueFacts,
)


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


def event_entry(event: ReleasedEvent, words: Words, page: str) -> Entry:
    """An event as residents see it. `page` is the address under which its page stands, if any."""
    agencies = ", ".join(_named(item, words) for item in event.present())
    lines = [
        *_about(event, words),
        words.fields % {"fields": _fields(event.fields, words)} if event.fields else "",
        words.agencies % {"agencies": agencies} if agencies else "",
    ]
    return _entry(event, event, words, page, lines)


def placement_entry(
    event: ReleasedEvent, item: ReleasedPlacement, words: Words, page: str
) -> Entry:
    """An agency's part in an event: its booth and its fields."""
    lines = [
        words.booth % {"booth": item.booth} if item.booth else words.booth_open,
        words.fields % {"fields": _fields(item.fields, words)} if item.fields else "",
        *_about(event, words),
    ]
    return _entry(event, item, words, page, lines)


def _entry(
    event: ReleasedEvent,
    stamped: ReleasedEvent | ReleasedPlacement,
    words: Words,
    page: str,
    lines: list[str],
) -> Entry:
    place = event.place
    title = words.title % {"place": _named(place, words)}
    cancelled = stamped.status == CANCELLED
    if cancelled:
        title = words.cancelled % {"title": title}
        lines = [words.called_off, *lines]
    return Entry(
        uid=stamped.uid,
        starts=datetime.combine(event.day, event.starts_at),
        ends=datetime.combine(event.day, event.ends_at),
        title=title,
        location=", ".join(part for part in (_named(place, words), place.address) if part),
        description="\n".join(line for line in lines if line),
        created=stamped.created_at,
        changed=stamped.changed_at,
        sequence=stamped.sequence,
        cancelled=cancelled,
        categories=tuple(_named(field, words) for field in stamped.fields),
        position=_position(place),
        url=f"{page}{event.uid}" if page else "",
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


def _position(place: VenueFacts) -> tuple[float, float] | None:
    return None if place.lat is None or place.lon is None else (place.lat, place.lon)


def _named(row: object, words: Words) -> str:
    english = getattr(row, "name_en", "")
    return str(english) if english and words.locale == "en" else str(row.name)  # type: ignore[attr-defined]


def _fields(fields: tuple[FieldFacts, ...], words: Words) -> str:
    return ", ".join(_named(field, words) for field in fields)
