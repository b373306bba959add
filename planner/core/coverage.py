"""Counselling fields against what is needed at events, and agencies against their fair share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Cover:
    """A field at one event: agencies `needed` and `present`."""

    field: int
    needed: int
    present: int

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.present)

    @property
    def heat(self) -> str:
        """'none' (needed, nobody comes), 'short', 'met', 'over', or 'idle' (not needed)."""
        if self.present == 0:
            return "none" if self.needed else "idle"
        if self.present < self.needed:
            return "short"
        return "met" if self.present == self.needed or not self.needed else "over"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Fields by events: `cells[field][event]`, with the sums of what is present and missing."""

    fields: tuple[int, ...]
    events: tuple[int, ...]
    cells: Mapping[int, Mapping[int, Cover]]

    def row(self, field: int) -> tuple[int, int]:
        """(present, missing) of a field over all events."""
        return _sums(self.cells[field].values())

    def column(self, event: int) -> tuple[int, int]:
        """(present, missing) of an event over all fields."""
        return _sums(cells[event] for cells in self.cells.values())

    def total(self) -> tuple[int, int]:
        """(present, missing) of the season."""
        return _sums(cover for cells in self.cells.values() for cover in cells.values())

    def unmet(self) -> tuple[tuple[int, Cover], ...]:
        """(event, cover) where agencies are missing, by event."""
        return tuple(
            (event, self.cells[field][event])
            for event in self.events
            for field in self.fields
            if self.cells[field][event].missing
        )


def _sums(covers: Iterable[Cover]) -> tuple[int, int]:
    found = tuple(covers)
    return sum(item.present for item in found), sum(item.missing for item in found)


def matrix(
    needs: Mapping[int, int], events: Sequence[int], present: Mapping[tuple[int, int], int]
) -> Matrix:
    """Coverage from the need of each field (in its order) and the agencies by (event, field)."""
    cells = {
        field: {event: Cover(field, need, present.get((event, field), 0)) for event in events}
        for field, need in needs.items()
    }
    return Matrix(tuple(needs), tuple(events), cells)


def suggest_fields(
    offered: Sequence[int], covers: Mapping[int, Cover], staff: int
) -> tuple[int, ...]:
    """The fields an agency should take: the barest first, at most one a counsellor.

    Offered fields that the season does not have are left out; a field already met is taken only
    where the agency would have none.
    """
    known = [field for field in offered if field in covers]
    order = sorted(known, key=lambda field: (-covers[field].missing, covers[field].present))
    wanted = [field for field in order if covers[field].missing] or order[:1]
    return tuple(sorted(wanted[:staff], key=known.index))


@dataclass(frozen=True, slots=True)
class Load:
    """An agency's events of the season against its fair share and its limits.

    `weeks` are the season's weeks in order, the events in each.
    """

    agency: int
    events: int
    target: int
    most: int
    weeks: tuple[int, ...]
    most_per_week: int

    @property
    def standing(self) -> str:
        """'beyond' (over a limit), 'idle' (not wanted), 'none', 'under', 'fair' or 'over'."""
        if self.events > self.most or max(self.weeks, default=0) > self.most_per_week:
            return "beyond"
        if self.events == self.target:
            return "fair" if self.target else "idle"
        if self.events == 0:
            return "none"
        return "under" if self.events < self.target else "over"


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks_of(starts_on: date, ends_on: date) -> tuple[date, ...]:
    """The Mondays of the weeks that a period touches."""
    first, last = monday(starts_on), monday(ends_on)
    return tuple(first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1))


def load(
    agency: int,
    days: Iterable[date],
    weeks: Sequence[date],
    *,
    target: int,
    most: int,
    most_per_week: int,
) -> Load:
    """An agency's load from the days of its events."""
    by_week = Counter(monday(day) for day in days)
    return Load(
        agency,
        sum(by_week.values()),
        target,
        most,
        tuple(by_week[week] for week in weeks),
        most_per_week,
    )
