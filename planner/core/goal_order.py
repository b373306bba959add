"""Goals in order: groups of the score's terms that count one after the other.

An order is a tuple of groups, the first counts most. Terms of one group are weighed against each
other; terms that no group names come last, together. The empty order weighs all terms at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from planner.core.problem import TERMS, Weights

Order = tuple[tuple[str, ...], ...]


def order_from(groups: Iterable[Iterable[str]]) -> Order:
    """An order from stored groups; names that are no terms, repeated ones and bare groups go."""
    seen: set[str] = set()
    found = []
    for group in groups:
        kept = tuple(name for name in dict.fromkeys(group) if name in TERMS and name not in seen)
        seen.update(kept)
        if kept:
            found.append(kept)
    return tuple(found)


def order_of(ranks: Mapping[str, int]) -> Order:
    """The order in which terms with these ranks count (1 first; the same rank: together)."""
    return tuple(
        tuple(name for name in TERMS if ranks.get(name) == rank)
        for rank in sorted({rank for name, rank in ranks.items() if name in TERMS})
    )


def ranks_of(order: Order) -> dict[str, int]:
    """The rank of each named term, counted from 1 without gaps."""
    return {name: rank for rank, group in enumerate(order, 1) for name in group}


def whole_order(order: Order) -> Order:
    """The order with the terms that it does not name as its last group."""
    named = {name for group in order for name in group}
    rest = tuple(name for name in TERMS if name not in named)
    return (*order, rest) if rest else order


def points_of(weights: Weights, units: Mapping[str, int], terms: Collection[str]) -> int:
    """Weighted points of some terms."""
    return sum(int(getattr(weights, name)) * units.get(name, 0) for name in terms)


def goal_points(weights: Weights, units: Mapping[str, int], order: Order) -> tuple[int, ...]:
    """Points of each group in order, the rest last: of two plans the lesser tuple is the better."""
    return tuple(points_of(weights, units, group) for group in whole_order(order))


def void_terms(weights: Mapping[str, int], order: Order) -> Sequence[str]:
    """Terms with a rank whose weight is nothing: a goal that no plan could miss."""
    return [name for group in order for name in group if not weights.get(name, 1)]
