"""When somebody can come: a mask of weekdays and spans of days off.

A mask holds seven characters, Monday first, `1` for a day that is possible. A span is a first and
a last day, both included, with a reason.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class DaysOff:
    """Days from `first` to `last`, both included, on which one cannot come."""

    first: date
    last: date
    reason: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def days_between(first: date, last: date) -> list[date]:
    """Every day from `first` to `last`, both included (none when they are the wrong way round)."""
    return [first + n * DAY for n in range((last - first).days + 1)]


def is_available(weekdays: str, spans: Iterable[DaysOff], day: date) -> bool:
    """Whether the weekday is possible and no span holds the day."""
    return weekdays[day.weekday()] == "1" and not any(day in span for span in spans)


def season_mask(weekdays: str, spans: Iterable[DaysOff], first: date, days: int) -> str:
    """A string of days for `core.problem`: `1` where one can come, from `first` on."""
    kept = tuple(spans)
    return "".join(
        "1" if is_available(weekdays, kept, first + n * DAY) else "0" for n in range(days)
    )


def with_days_off(
    spans: Iterable[DaysOff], first: date, last: date, off: Collection[date], reason: str = ""
) -> list[DaysOff]:
    """The spans after the days off from `first` to `last` were set to exactly `off`.

    A day that was off before keeps its reason; a day newly off gets `reason`. What lies outside
    the period stays. Neighbouring days with the same reason become one span.
    """
    reasons: dict[date, str] = {}
    for span in sorted(spans):
        for day in days_between(span.first, span.last):
            reasons.setdefault(day, span.reason)
    kept = {day: why for day, why in reasons.items() if not first <= day <= last}
    for day in off:
        if first <= day <= last:
            kept[day] = reasons.get(day, reason)
    return joined(kept)


def joined(reasons: dict[date, str]) -> list[DaysOff]:
    """Days with their reasons as the fewest spans, in order."""
    spans: list[DaysOff] = []
    for day in sorted(reasons):
        before = spans[-1] if spans else None
        if before and before.last + DAY == day and before.reason == reasons[day]:
            spans[-1] = DaysOff(before.first, day, before.reason)
        else:
            spans.append(DaysOff(day, day, reasons[day]))
    return spans


def changed_days(
    before: Iterable[DaysOff], after: Iterable[DaysOff]
) -> tuple[list[DaysOff], list[DaysOff]]:
    """The days that are newly off and those that no longer are, as the fewest spans."""
    were, are = ({day: "" for span in spans for day in _days(span)} for spans in (before, after))
    return (
        joined({day: "" for day in are if day not in were}),
        joined({day: "" for day in were if day not in are}),
    )


def _days(span: DaysOff) -> list[date]:
    return days_between(span.first, span.last)


def month_weeks(year: int, month: int) -> list[list[date | None]]:
    """A month as weeks of seven days, Monday first; None outside the month."""
    begin = date(year, month, 1)
    days: list[date | None] = [None] * begin.weekday()
    days += [begin.replace(day=number + 1) for number in range(monthrange(year, month)[1])]
    days += [None] * (-len(days) % 7)
    return [days[n : n + 7] for n in range(0, len(days), 7)]


def months_between(first: date, last: date) -> list[tuple[int, int]]:
    """(year, month) of every month that the period touches."""
    number, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [(n // 12, n % 12 + 1) for n in range(number, end + 1)]
