"""Places that can be reserved at a centre: by day and time, counted and never named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

WAYS = ("phone", "visit")


@dataclass(frozen=True, slots=True)
class Hours:
    """When a centre takes people: days of the week (Monday first), hours, length of a slot."""

    weekdays: str
    opens: time
    closes: time
    minutes: int
    places: int  # at one time, by phone and by visit together
    opened: date | None = None
    closed: date | None = None  # the first day on which it is no longer there


def is_open(hours: Hours, day: date) -> bool:
    """Whether the centre takes anybody on a day (holidays are the office's to judge)."""
    if hours.opened is not None and day < hours.opened:
        return False
    if hours.closed is not None and day >= hours.closed:
        return False
    return hours.weekdays[day.weekday()] == "1"


def slots(hours: Hours, day: date) -> list[time]:
    """The beginnings of the slots of a day; one that would not end by closing is left out."""
    if not is_open(hours, day):
        return []
    first = 60 * hours.opens.hour + hours.opens.minute
    last = 60 * hours.closes.hour + hours.closes.minute
    starts = range(first, last - hours.minutes + 1, hours.minutes)
    return [time(start // 60, start % 60) for start in starts]


def free(hours: Hours, taken: int) -> int:
    """Places that are left in a slot."""
    return max(0, hours.places - taken)
