"""How long a zone goes without a visit, from the last one before a season to the season's end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Wait:
    """A stretch without a visit.

    `known` is False where no earlier visit is known: it then begins with the season, and is at
    least so long. `over` is False where no visit ends it: it lasts on the season's last day.
    """

    since: date
    until: date
    known: bool = True
    over: bool = True

    @property
    def days(self) -> int:
        return (self.until - self.since).days


def waits(visits: Iterable[date], first: date, last: date, before: date | None) -> tuple[Wait, ...]:
    """Every stretch between visits, in order.

    `before` is the last visit before the season; one that does not lie before the season's first
    day, and before every visit, says nothing and is left out. There is always at least one.
    """
    days = sorted(set(visits))
    begin = min([first, *days])
    known = before is not None and before < begin
    start = before if known and before is not None else begin
    found = [Wait(one, two) for one, two in pairwise(days)]
    if not days:
        return (Wait(start, max(start, last), known, over=False),)
    found.insert(0, Wait(start, days[0], known))
    if days[-1] < last:
        found.append(Wait(days[-1], last, over=False))
    return tuple(found)


def longest_wait(visits: Iterable[date], first: date, last: date, before: date | None) -> Wait:
    """The longest of them; of several alike the earliest."""
    return max(waits(visits, first, last, before), key=lambda wait: wait.days)


def last_visit(visits: Iterable[date], before: date | None, as_of: date) -> date | None:
    """The newest visit up to and including a day."""
    known = [*visits] if before is None else [*visits, before]
    return max((day for day in known if day <= as_of), default=None)
