"""A centre that comes round: 'the 1st and 3rd Wednesday', 'four times a month', changed at will.

A rotation is a list of parts, each in force from its day until the next one begins. A part names
weeks of the month and a day of the week, and the themes and places that take their turns. Dates
are told, never stored: the same parts always give the same dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LAST = 5  # 'the last Wednesday' of a month, its fourth or fifth
SETTINGS = ("street", "facility")


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of a part, by its id, and whether it is in the street or in a facility."""

    place: int | None
    setting: str


@dataclass(frozen=True, slots=True)
class Part:
    """What holds from a day on: the nth weekdays of each month, themes and stops in turn."""

    starts: date
    weekday: int  # Monday is 0
    weeks: tuple[int, ...]  # 1 to 4, or LAST
    themes: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One date of a rotation with what is on."""

    day: date
    theme: str
    place: int | None
    setting: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a new part does to the dates from its day on."""

    dropped: tuple[Turn, ...]
    added: tuple[Turn, ...]
    altered: tuple[tuple[Turn, Turn], ...]  # same day, another theme or place
    kept: int


def nth_weekday(year: int, month: int, weekday: int, week: int) -> date:
    """The nth such day of a month; LAST is its last."""
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (min(week, 4) - 1))
    if week == LAST and (day + timedelta(days=7)).month == month:
        day += timedelta(days=7)
    return day


def days_of(part: Part, first: date, last: date) -> list[date]:
    """The part's days from `first` to `last`, both included, whatever comes before or after it."""
    found = set()
    for month in range(12 * first.year + first.month - 1, 12 * last.year + last.month):
        for week in part.weeks:
            day = nth_weekday(month // 12, month % 12 + 1, part.weekday, week)
            if first <= day <= last:
                found.add(day)
    return sorted(found)


def turns(parts: Iterable[Part], first: date, last: date) -> list[Turn]:
    """Every date from `first` to `last`. Themes and places count from the part's own first day,
    so a part added later changes nothing before it."""
    rows = sorted(parts, key=lambda part: part.starts)
    found: list[Turn] = []
    for place, part in enumerate(rows):
        following = rows[place + 1 :][:1]
        end = min([last, *(row.starts - timedelta(days=1) for row in following)])
        for number, day in enumerate(days_of(part, part.starts, end)):
            if day >= first:
                found.append(_turn(part, number, day))
    return found


def _turn(part: Part, number: int, day: date) -> Turn:
    theme = part.themes[number % len(part.themes)] if part.themes else ""
    stop = part.stops[number % len(part.stops)] if part.stops else Stop(None, "")
    return Turn(day, theme, stop.place, stop.setting)


def changes(before: Sequence[Turn], after: Sequence[Turn]) -> Changes:
    """What differs between two lists of dates."""
    old = {turn.day: turn for turn in before}
    new = {turn.day: turn for turn in after}
    both = sorted(old.keys() & new.keys())
    return Changes(
        dropped=tuple(old[day] for day in sorted(old.keys() - new.keys())),
        added=tuple(new[day] for day in sorted(new.keys() - old.keys())),
        altered=tuple((old[day], new[day]) for day in both if old[day] != new[day]),
        kept=sum(old[day] == new[day] for day in both),
    )
