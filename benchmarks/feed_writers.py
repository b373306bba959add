"""The same entries by other writers: icalendar as it is meant to be used, and ics.py."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import icalendar
import ics

from planner.core.calendar import Entry


def by_icalendar(entries: list[Entry]) -> bytes:
    seoul = ZoneInfo("Asia/Seoul")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//benchmark//")
    calendar.add("version", "2.0")
    for entry in entries:
        event = icalendar.Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", entry.changed)
        event.add("created", entry.created)
        event.add("last-modified", entry.changed)
        event.add("sequence", entry.sequence)
        event.add("dtstart", entry.starts.replace(tzinfo=seoul))
        event.add("dtend", entry.ends.replace(tzinfo=seoul))
        event.add("summary", entry.title)
        event.add("location", entry.location)
        event.add("description", entry.description)
        event.add("status", "CONFIRMED")
        event.add("transp", "OPAQUE")
        event.add("categories", list(entry.categories))
        event.add("geo", entry.position)
        event.add("url", entry.url)
        calendar.add_component(event)
    return calendar.to_ical()


def by_ics(entries: list[Entry]) -> bytes:
    calendar = ics.Calendar(creator="-//benchmark//")
    for entry in entries:
        calendar.events.add(
            ics.Event(
                name=entry.title,
                begin=f"{entry.starts.isoformat()}+09:00",
                end=f"{entry.ends.isoformat()}+09:00",
                uid=entry.uid,
                description=entry.description,
                created=entry.created,
                last_modified=entry.changed,
                location=entry.location,
                url=entry.url,
                categories=set(entry.categories),
                status="CONFIRMED",
            )
        )
    return calendar.serialize().encode()
