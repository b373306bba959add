"""Adding entries up: the dimensions of a rollup's row, and what entries add to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from planner.core.count_terms import NEVER_SUMMED


class Key(NamedTuple):
    """The dimensions of one row, in the order in which rows are locked; 0 and '' are 'none'."""

    campaign_id: int
    event_id: int
    measure: str
    agency_id: int
    field_id: int
    zone_id: int
    dong_id: int
    channel: str
    target_group: str
    programme: str
    period: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What some entries add up to; `newest` is when the last of them arrived."""

    value: int
    entries: int
    synthetic: int
    newest: datetime

    def __add__(self, other: Sum) -> Sum:
        return Sum(
            self.value + other.value,
            self.entries + other.entries,
            self.synthetic + other.synthetic,
            max(self.newest, other.newest),
        )


def period_of(measure: str, day: date, span: str, event: int | None) -> str:
    """The period under which an entry is added up: none for an event, whose day may change.

    Outside events it is a month or a year, and the very day of what may not be added to others.
    """
    if event:
        return ""
    if span == "year":
        return f"{day.year:04}"
    if span == "day" and measure in NEVER_SUMMED:
        return day.isoformat()
    return f"{day.year:04}-{day.month:02}"


def first_day(day: date, span: str) -> date:
    """The day under which a count of this span is kept: the first of its month or year."""
    if span == "day":
        return day
    return day.replace(day=1) if span == "month" else day.replace(month=1, day=1)


def added(entries: Iterable[tuple[Key, Sum]]) -> dict[Key, Sum]:
    """The sums by key, the keys in order."""
    found: dict[Key, Sum] = {}
    for key, sum_ in entries:
        found[key] = found[key] + sum_ if key in found else sum_
    return dict(sorted(found.items()))
