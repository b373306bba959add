"""The order of goals as a person sets it: ranks to groups and back, and which plan is better by it.

How an order counts stands in `core.goals`. The empty order weighs all terms against each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from planner.core.goals import complete_order, weights_of
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


def points_of(weights: Weights, units: Mapping[str, int], terms: Collection[str]) -> int:
    """Points of one goal: of some terms, each weighed by one at least."""
    own = weights_of(tuple(terms), weights)
    return sum(int(getattr(own, name)) * units.get(name, 0) for name in terms)


def goal_points(weights: Weights, units: Mapping[str, int], order: Order) -> tuple[int, ...]:
    """Points of each goal, the terms left out last: of two plans the lesser tuple is the better.

    One figure, the weighted sum of all, where the order is empty.
    """
    if not order:
        return (sum(int(getattr(weights, name)) * units.get(name, 0) for name in TERMS),)
    return tuple(points_of(weights, units, group) for group in complete_order(order, weights))


def void_terms(weights: Mapping[str, int], order: Order) -> Sequence[str]:
    """Terms with a rank whose weight is nothing: a goal that no plan could miss."""
    return [name for group in order for name in group if not weights.get(name, 1)]
