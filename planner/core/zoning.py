"""How good a set of zones is: balanced, in one piece, compact; whoever drew them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

Neighbours = Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Plot:
    """A dong for the search: what it weighs, and its middle in metres."""

    id: int
    value: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a set of zones is.

    `loads` holds each zone's value, `deviation` the largest distance of one from the mean as a
    part of the mean (None where nothing is to be shared), `whole` for each zone whether it is in
    one piece, `spread` the mean distance of a dong from the middle of its zone in metres.
    """

    loads: tuple[int, ...]
    deviation: float | None
    whole: tuple[bool, ...]
    spread: float

    @property
    def contiguous(self) -> bool:
        return all(self.whole)


def bridged(plots: Sequence[Plot], near: Neighbours) -> tuple[Neighbours, list[tuple[int, int]]]:
    """The neighbours, with the shortest joins between parts that have no common border.

    The second value lists those joins: a river or a missing outline lies there.
    """
    joined = {plot.id: set(near.get(plot.id, ())) for plot in plots}
    joins: list[tuple[int, int]] = []
    while True:
        first = set(_piece(plots[0].id, joined, joined)) if plots else set()
        rest = [plot for plot in plots if plot.id not in first]
        if not rest:
            return {key: frozenset(found) for key, found in joined.items()}, joins
        inside = [plot for plot in plots if plot.id in first]
        one, two = min(
            ((a, b) for a in inside for b in rest),
            key=lambda pair: (hypot(pair[0].x - pair[1].x, pair[0].y - pair[1].y), pair[0].id),
        )
        joined[one.id].add(two.id)
        joined[two.id].add(one.id)
        joins.append((one.id, two.id))


def quality(plots: Sequence[Plot], near: Neighbours, zones: Sequence[Sequence[int]]) -> Quality:
    """How balanced, contiguous and compact zones are, whoever drew them."""
    by_id = {plot.id: plot for plot in plots}
    loads = tuple(sum(by_id[key].value for key in zone) for zone in zones)
    mean = sum(loads) / len(loads) if loads else 0
    away = []
    for zone in zones:
        rows = [by_id[key] for key in zone]
        for plot in rows:
            x = sum(row.x for row in rows) / len(rows)
            y = sum(row.y for row in rows) / len(rows)
            away.append(hypot(plot.x - x, plot.y - y))
    return Quality(
        loads=loads,
        deviation=max(abs(load - mean) for load in loads) / mean if mean else None,
        whole=tuple(in_one_piece(zone, near) for zone in zones),
        spread=sum(away) / len(away) if away else 0.0,
    )


def matched(
    zones: Sequence[Sequence[int]], present: Mapping[int, Sequence[int]], values: Mapping[int, int]
) -> list[int | None]:
    """For each zone the present one that it resembles most, each given once; None for a new one.

    So a suggestion changes as few dongs' zones as it can.
    """
    pairs = sorted(
        (
            (-sum(1 + values.get(key, 0) for key in set(zone) & set(old)), i, number)
            for i, zone in enumerate(zones)
            for number, old in present.items()
        ),
    )
    found: list[int | None] = [None] * len(zones)
    for overlap, i, number in pairs:
        if overlap < 0 and found[i] is None and number not in found:
            found[i] = number
    return found


def _piece(start: int, inside: Iterable[int], near: Mapping[int, Iterable[int]]) -> Iterator[int]:
    """All that can be walked to from `start` within `inside`."""
    left = set(inside) - {start}
    edge = [start]
    while edge:
        here = edge.pop()
        yield here
        reached = left.intersection(near.get(here, ()))
        left -= reached
        edge.extend(reached)


def in_one_piece(zone: Sequence[int], near: Neighbours) -> bool:
    return not zone or sum(1 for _ in _piece(zone[0], zone, near)) == len(zone)
