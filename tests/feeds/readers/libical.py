"""libical, by which GNOME's and KDE's calendars read: through its shared library."""

from __future__ import annotations

import ctypes
import ctypes.util
from datetime import UTC, datetime
from functools import cache
from typing import Any

VEVENT = 4
ANY_PROPERTY = 0
X_LIC_ERROR = b"X-LIC-ERROR"


class Time(ctypes.Structure):
    """`struct icaltimetype` of libical 3."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    ]


@cache
def library() -> ctypes.CDLL | None:
    """The library with its types declared, or None where it is not installed."""
    name = ctypes.util.find_library("ical")
    if name is None or ".so.3" not in name:
        return None
    found = ctypes.CDLL(name)
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for function, result, *arguments in (
        ("icalparser_parse_string", pointer, text),
        ("icalcomponent_get_first_component", pointer, pointer, number),
        ("icalcomponent_get_next_component", pointer, pointer, number),
        ("icalcomponent_get_summary", text, pointer),
        ("icalcomponent_get_location", text, pointer),
        ("icalcomponent_get_description", text, pointer),
        ("icalcomponent_get_uid", text, pointer),
        ("icalcomponent_get_sequence", number, pointer),
        ("icalcomponent_get_status", number, pointer),
        ("icalcomponent_get_dtstart", Time, pointer),
        ("icalcomponent_get_dtend", Time, pointer),
        ("icalcomponent_get_dtstamp", Time, pointer),
        ("icalcomponent_as_ical_string", text, pointer),
        ("icalcomponent_count_errors", number, pointer),
        ("icalcomponent_free", None, pointer),
        ("icalrestriction_check", number, pointer),
        ("icaltime_as_timet_with_zone", ctypes.c_long, Time, pointer),
        ("icalproperty_status_to_string", text, number),
    ):
        declared = getattr(found, function)
        declared.restype, declared.argtypes = result, arguments
    return found


def read_libical(text: str) -> dict[str, Any]:
    """Events with their instants; a fault is what libical itself marks or counts as one."""
    lib = library()
    assert lib is not None
    calendar = lib.icalparser_parse_string(text.encode())
    assert calendar, "libical reads nothing"
    events = []
    event = lib.icalcomponent_get_first_component(calendar, VEVENT)
    while event:
        events.append(_event(lib, event))
        event = lib.icalcomponent_get_next_component(calendar, VEVENT)
    faults = []
    if lib.icalcomponent_count_errors(calendar):
        faults.append("errors in the calendar")
    if not lib.icalrestriction_check(calendar):
        faults.append("a restriction is broken")
    if X_LIC_ERROR in lib.icalcomponent_as_ical_string(calendar):
        faults.append("a line is marked as wrong")
    lib.icalcomponent_free(calendar)
    return {"events": events, "faults": faults}


def _event(lib: Any, event: int) -> dict[str, Any]:
    def text(name: str) -> str:
        return (getattr(lib, f"icalcomponent_get_{name}")(event) or b"").decode()

    def instant(name: str) -> str:
        at = getattr(lib, f"icalcomponent_get_{name}")(event)
        assert at.zone, "a floating time"
        seconds = lib.icaltime_as_timet_with_zone(at, at.zone)
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.000Z"

    return {
        "uid": text("uid"),
        "summary": text("summary"),
        "location": text("location"),
        "description": text("description"),
        "start": instant("dtstart"),
        "end": instant("dtend"),
        "stamp": instant("dtstamp"),
        "sequence": lib.icalcomponent_get_sequence(event),
        "status": lib.icalproperty_status_to_string(lib.icalcomponent_get_status(event)).decode(),
    }
