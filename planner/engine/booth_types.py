"""When do agencies fit the booths of a venue? Hall's condition over kinds of needs.

An agency may stand at a booth that has all it needs. A group of agencies can be placed exactly
when every upward-closed set of needs is asked for by no more agencies than there are booths that
meet any of its members (P. Hall, 1935; only such sets can be tight). With four needs there are at
most 166 of them, so the condition goes into a linear model and the booths themselves do not.
"""

from __future__ import annotations

from functools import lru_cache

from planner.core.problem import Booth, Needs, Venue

_NAMES = ("private", "power", "water", "access")


def kind_of(thing: Needs | Booth) -> int:
    """Needs, or what a booth has, as a bit set."""
    return sum(1 << bit for bit, name in enumerate(_NAMES) if getattr(thing, name))


@lru_cache(maxsize=64)
def closed_sets(kinds: frozenset[int]) -> tuple[frozenset[int], ...]:
    """The upward-closed, non-empty sets of the kinds of needs that occur."""
    found = {frozenset[int]()}
    for kind in sorted(kinds):
        above = frozenset(other for other in kinds if other & kind == kind)
        found |= {known | above for known in found}
    return tuple(sorted((group for group in found if group), key=lambda g: (len(g), sorted(g))))


@lru_cache(maxsize=64)
def few_sets(kinds: frozenset[int]) -> tuple[frozenset[int], ...]:
    """Of the closed sets those above one kind of needs, and the set of all."""
    found = {kinds} if kinds else set()
    found |= {frozenset(k for k in kinds if k & kind == kind) for kind in kinds}
    return tuple(sorted(found, key=lambda g: (len(g), sorted(g))))


def room_for(venue: Venue, group: frozenset[int], taken: frozenset[int] = frozenset()) -> int:
    """Booths of `venue` (but for the ids `taken`) that meet at least one of the kinds of needs."""
    return _room(venue.booths, group, taken)


@lru_cache(maxsize=100_000)
def _room(booths: tuple[Booth, ...], group: frozenset[int], taken: frozenset[int]) -> int:
    free = (kind_of(booth) for booth in booths if booth.id not in taken)
    return sum(1 for has in free if any(has & kind == kind for kind in group))
