"""Goals in order: groups of the score's terms that count one after the other.

Within a group terms are weighed against each other by the problem's weights; a group counts only
among plans that are equally good by the groups before it (lexicographic goals).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.core.problem import TERMS, Problem, Weights
from planner.core.score import Score

Order = Sequence[Sequence[str]]


def complete_order(order: Order, weights: Weights) -> tuple[tuple[str, ...], ...]:
    """The groups of `order`, and what they leave out as a last group of its own.

    Terms without weight that nobody named are left out. Raises ValueError for a name that is no
    term, or stands twice.
    """
    groups = tuple(tuple(group) for group in order if group)
    named = [name for group in groups for name in group]
    for name in named:
        if name not in TERMS:
            raise ValueError(f"{name} is no term of the score")
        if named.count(name) > 1:
            raise ValueError(f"{name} stands twice in the order")
    rest = tuple(name for name in TERMS if name not in named and getattr(weights, name) > 0)
    return (*groups, rest) if rest else groups


def weights_of(group: Sequence[str], weights: Weights) -> Weights:
    """The weights with those of other groups put to 0; a term that is named counts at least 1."""
    return Weights(**{n: max(1, getattr(weights, n)) if n in group else 0 for n in TERMS})


def leading_weights(group: Sequence[str], later: Sequence[str], weights: Weights) -> Weights:
    """Weights under which a unit of `group` counts for more than one of any of the `later` terms.

    They only resemble the order, but what they leave of later goals is no worse than need be.
    """
    own = {name: max(1, getattr(weights, name)) for name in group}
    rest = {name: getattr(weights, name) for name in later}
    raise_by = max(20, 3 * max(rest.values(), default=0) // min(own.values()))
    return Weights(**(dict.fromkeys(TERMS, 0) | rest | {n: w * raise_by for n, w in own.items()}))


def weighed_by(problem: Problem, weights: Weights) -> Problem:
    """The problem under other weights."""
    return problem if problem.weights == weights else replace(problem, weights=weights)


def points_under(score: Score, weights: Weights) -> int:
    """Points of a scored plan under other weights."""
    return sum(units * getattr(weights, name) for name, units in score.terms.items())
