"""Which days a feed shows: 90 days back and all ahead, cancelled ones until 30 days after.

The edges move on Mondays only, so that a client's copy stays right for the rest of the week.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Protocol, TypeVar

BACK = timedelta(days=90)
CANCELLED_BACK = timedelta(days=30)
MOST = 2000  # a client's parser is quadratic


class Dated(Protocol):
    """What has a day and may have been cancelled."""

    @property
    def day(self) -> date: ...

    @property
    def cancelled(self) -> bool: ...


T = TypeVar("T", bound=Dated)
_DAY = attrgetter("day")


@dataclass(frozen=True, slots=True)
class Window:
    """The first days that are shown: of what stands (`planned`) and of what was cancelled."""

    planned: date
    cancelled: date

    def shows(self, day: date, cancelled: bool) -> bool:
        return day >= (self.cancelled if cancelled else self.planned)


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def feed_window(today: date, kept_until: date | None = None) -> Window:
    """The window of a feed. `kept_until` is the last day of a season that nothing followed yet.

    Such a season keeps what it showed on its last day, so that calendars do not empty themselves
    while there is nothing newer.
    """
    here = monday(today)
    edge = here if kept_until is None else min(here, monday(kept_until))
    return Window(edge - BACK, here - CANCELLED_BACK)


def inside(window: Window, rows: Sequence[T]) -> list[T]:
    """The rows, which stand by day, that the window shows."""
    first = bisect_left(rows, window.planned, key=_DAY)
    second = bisect_left(rows, window.cancelled, key=_DAY)
    return [*(row for row in rows[first:second] if not row.cancelled), *rows[second:]]


def at_most(rows: Sequence[T], today: date) -> Sequence[T]:
    """As many as a feed may hold: from this week on the nearest, then back from there."""
    if len(rows) <= MOST:
        return rows
    ahead = bisect_left(rows, monday(today), key=_DAY)
    first = min(ahead, len(rows) - MOST)
    return rows[first : first + MOST]
