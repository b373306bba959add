"""icalendar, vobject and (where it is installed) libical: a calendar a line in, what they read out.

Run as a program of its own, so that the time zone of its environment is the one that counts.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import icalendar
import vobject

from tests.feeds.readers.libical import library, read_libical


def read_icalendar(text: str) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(text)
    faults = [str(fault) for part in calendar.walk() for fault in part.errors]
    return {
        "name": str(calendar.get("NAME", "")),
        "shown": str(calendar.get("X-WR-CALNAME", "")),
        "faults": faults,
        "events": [_icalendar_event(event) for event in calendar.walk("VEVENT")],
    }


def _icalendar_event(event: Any) -> dict[str, Any]:
    geo = event.get("GEO")
    return {
        "uid": str(event["UID"]),
        "summary": str(event.get("SUMMARY", "")),
        "location": str(event.get("LOCATION", "")),
        "description": str(event.get("DESCRIPTION", "")),
        "start": iso(event.decoded("DTSTART")),
        "end": iso(event.decoded("DTEND")),
        "stamp": iso(event.decoded("DTSTAMP")),
        "sequence": int(event["SEQUENCE"]),
        "status": str(event["STATUS"]),
        "transparency": str(event["TRANSP"]),
        "categories": [str(name) for name in event["CATEGORIES"].cats]
        if "CATEGORIES" in event
        else [],
        "position": [geo.latitude, geo.longitude] if geo else None,
        "url": str(event.get("URL", "")),
    }


def read_vobject(text: str) -> dict[str, Any]:
    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    return {
        "name": _value(calendar, "name"),
        "shown": _value(calendar, "x-wr-calname"),
        "events": [_vobject_event(event) for event in getattr(calendar, "vevent_list", [])],
    }


def _vobject_event(event: Any) -> dict[str, Any]:
    value = partial(_value, event)
    geo = value("geo")
    return {
        "uid": value("uid"),
        "summary": value("summary"),
        "location": value("location"),
        "description": value("description"),
        "start": iso(event.dtstart.value),
        "end": iso(event.dtend.value),
        "stamp": iso(event.dtstamp.value),
        "sequence": int(value("sequence")),
        "status": value("status"),
        "transparency": value("transp"),
        "categories": value("categories") or [],
        "position": [float(part) for part in geo.split(";")] if geo else None,
        "url": value("url"),
    }


def _value(component: Any, name: str) -> Any:
    return component.contents[name][0].value if name in component.contents else ""


def iso(at: datetime) -> str:
    assert at.tzinfo is not None, "a floating time"
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


class Heard(logging.Handler):
    """Everything that is logged from warnings up."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def attempt(read: Callable[[str], dict[str, Any]], text: str, heard: Heard) -> dict[str, Any]:
    heard.lines.clear()
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            found = read(text)
        except Exception as error:
            return {"events": [], "warnings": [f"{type(error).__name__}: {error}"]}
    said = [str(one.message) for one in seen]
    return {**found, "warnings": [*said, *heard.lines, *found.pop("faults", [])]}


def main() -> None:
    heard = Heard()
    logging.getLogger().addHandler(heard)
    parsers = {"icalendar": read_icalendar, "vobject": read_vobject}
    if library() is not None:
        parsers["libical"] = read_libical
    for line in sys.stdin:
        text = json.loads(line)["ics"]
        answer = {name: attempt(read, text, heard) for name, read in parsers.items()}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
