"""Training at least so many times a year, since a year: which years fall short, and by how many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Year:
    """A year's sessions against the least number. `open`: the year still runs."""

    year: int
    held: int
    least: int
    open: bool

    @property
    def missing(self) -> int:
        return max(0, self.least - self.held)

    @property
    def short(self) -> bool:
        """Whether the year has ended with too few."""
        return not self.open and self.missing > 0


def years(days: Iterable[date], since: int, least: int, today: date) -> list[Year]:
    """Every year from `since` to today's; a day in the future is planned, not held."""
    held: dict[int, int] = {}
    for day in days:
        if day <= today:
            held[day.year] = held.get(day.year, 0) + 1
    return [
        Year(year, held.get(year, 0), least, year == today.year)
        for year in range(since, today.year + 1)
    ]
