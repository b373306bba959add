"""A tally: what comes in and what goes out, entry by entry, and never more out than is there.

Booklets that are printed and handed out, goods and donations that are given and used, counsellors
who join and leave: one rule. An entry adds `value` (negative for what goes out); a correction is
an entry too. Days count, not the order of typing: what goes out on a day must be there by then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

# Direction of an entry; a correction keeps the direction of what it corrects.
DIRECTIONS = ("in", "out")
MOST = 10**14 - 1  # won, 14 digits; no sum of a thousand such overflows 64 bits


@dataclass(frozen=True, slots=True)
class Move:
    """One entry as the rule sees it; `held` tells apart what cannot stand in for each other."""

    day: date
    value: int
    held: Hashable = None


@dataclass(frozen=True, slots=True)
class Shortage:
    """The first day on which more would have gone out than had come in, and how much is missing."""

    day: date
    missing: int
    held: Hashable = None


def balance(moves: Iterable[Move]) -> int:
    """What is left after all of them."""
    return sum(move.value for move in moves)


def shortage(moves: Iterable[Move]) -> Shortage | None:
    """The first shortage, by day; what comes in on a day is there for what goes out on it."""
    days: dict[Hashable, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for move in moves:
        days[move.held][move.day] += move.value
    found = []
    for held, by_day in days.items():
        left = 0
        for day in sorted(by_day):
            left += by_day[day]
            if left < 0:
                found.append(Shortage(day, -left, held))
                break
    return min(found, key=lambda short: (short.day, str(short.held)), default=None)


def signed(direction: str, quantity: int) -> int:
    """The value of a quantity that comes in or goes out."""
    return quantity if direction == "in" else -quantity


def correction(direction: str, current: int, wanted: int) -> int:
    """What an entry must add so that an entry of quantity `current` counts as `wanted`."""
    return signed(direction, wanted - current)


def months_between(first: date, last: date) -> int:
    """How many calendar months a period touches; May to November are seven."""
    return 12 * (last.year - first.year) + last.month - first.month + 1


def pace(wanted: int, actual: int | None, first: date, last: date, today: date) -> str:
    """How a target stands: `met`, `missed` (its period is over), `ahead` (it has not begun),
    `behind` or `on` the way, by the share of the period's days that have passed; `unreported`
    when it has begun and nothing was recorded, which is not zero."""
    if actual is not None and actual >= wanted:
        return "met"
    if today < first:
        return "ahead"
    if actual is None:
        return "unreported"
    if today > last:
        return "missed"
    days = (last - first).days + 1
    passed = (today - first).days  # today itself is not over yet
    return "behind" if actual * days < wanted * passed else "on"


LATE = frozenset({"behind", "missed", "unreported"})
