"""All publications of a season as one system of unknowns, for the choice of further hidden cells.

An unknown is a cell together with its number: a figure that is the same in two publications is one
unknown, so what was shown of it once is known for good. Where the number of a cell has changed,
its two versions are two unknowns, and their difference a third, which a reader must not be able
to confine either when it is 1–4 (a total that goes from 1,200 to 1,203 tells a 3).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from planner.core.disclosure import HIDDEN, SMALL, SMALL_FROM, SMALL_TO, Figures, Published, small

OPEN, FIXED, UNKNOWN = "open", "fixed", "unknown"
FREE = (0.0, math.inf)


@dataclass(slots=True)
class Unknown:
    """A number that readers may or may not know.

    `state`: OPEN is shown by the new publication unless it is hidden, FIXED is known and cannot be
    hidden, UNKNOWN is not shown. `marked` bounds it by what its marks say. `sensitive` must stay
    unknown; `strict` besides must stay anything that its mark allows.
    """

    key: str  # the cell; for a difference, the cell that changed
    value: int
    state: str
    marked: tuple[float, float] = FREE
    sensitive: bool = False
    strict: bool = False
    cost: float = 0.0


@dataclass(slots=True)
class System:
    """Unknowns and the equations between them, each a row of (unknown, factor) that adds to 0."""

    unknowns: list[Unknown] = field(default_factory=list)
    rows: list[tuple[tuple[int, int], ...]] = field(default_factory=list)
    current: dict[str, int] = field(default_factory=dict)  # the unknown of each new cell

    def add(self, unknown: Unknown) -> int:
        self.unknowns.append(unknown)
        return len(self.unknowns) - 1


def marked_bounds(mark: str, value: int) -> tuple[float, float]:
    """What a mark says of a number; a small one that is not marked as such is betrayed by none."""
    if mark == SMALL:
        return (SMALL_FROM, SMALL_TO)
    return (SMALL_TO + 1, math.inf) if mark == HIDDEN and value > SMALL_TO else FREE


def build(new: Published, earlier: Sequence[Published]) -> System:
    """The system of a new publication with its marks so far, and of those before it."""
    system, versions = System(), {}
    costs = _costs(new.figures)
    for published in (*earlier, new):
        for key, value in published.figures.values.items():
            if value is None:
                continue
            if (key, value) not in versions:
                versions[key, value] = system.add(Unknown(key, value, UNKNOWN))
            place = versions[key, value]
            if published is new:
                system.current[key] = place
                _as_new(system.unknowns[place], new, costs[key])
            else:
                _as_earlier(system.unknowns[place], published)
    _relate(system, versions, (*earlier, new))
    _changes(system, versions)
    return system


def _as_earlier(unknown: Unknown, published: Published) -> None:
    mark = published.marks.get(unknown.key)
    if mark is None:
        unknown.state, unknown.sensitive, unknown.strict = FIXED, False, False
    elif unknown.state != FIXED:
        _mark(unknown, mark)


def _as_new(unknown: Unknown, new: Published, cost: float) -> None:
    unknown.cost = cost
    mark = new.marks.get(unknown.key)
    if unknown.state == FIXED:
        return
    if mark is not None:
        _mark(unknown, mark)
    elif unknown.key in new.figures.known or unknown.value <= SMALL_TO:
        unknown.state, unknown.sensitive, unknown.strict = FIXED, False, False
    else:
        unknown.state = OPEN


def _mark(unknown: Unknown, mark: str) -> None:
    lower, upper = marked_bounds(mark, unknown.value)
    unknown.state = UNKNOWN
    unknown.marked = (max(lower, unknown.marked[0]), min(upper, unknown.marked[1]))
    unknown.sensitive = small(unknown.value)
    unknown.strict = unknown.strict or mark == SMALL


def _costs(figures: Figures) -> dict[str, float]:
    """What hiding a cell costs: a little more for a larger number, and double for each step up
    the sums, so that a total goes only where cells below it cannot do."""
    parts: dict[str, list[str]] = {}
    for row in figures.sums:
        parts.setdefault(row.total, []).extend(row.parts)
    heights: dict[str, int] = {}

    def height(key: str) -> int:
        if key not in heights:
            heights[key] = 1 + max(map(height, parts[key])) if parts.get(key) else 0
        return heights[key]

    return {
        key: float((8 + (value or 0).bit_length()) * 2 ** height(key))
        for key, value in figures.values.items()
    }


def _relate(
    system: System, versions: dict[tuple[str, int], int], publications: Iterable[Published]
) -> None:
    """The sums of each publication over its versions, and what never exceeds what."""
    rows: dict[tuple[tuple[int, int], ...], None] = {}
    gaps: dict[tuple[int, int], None] = {}
    for published in publications:
        values = published.figures.values

        def at(key: str, values: object = values) -> int:
            return versions[key, values[key]]  # type: ignore[index]

        for row in published.figures.sums:
            if values.get(row.total) is not None:
                parts = published.figures.reported(row.parts)
                rows[((at(row.total), 1), *((at(part), -1) for part in parts))] = None
        for part, whole in published.figures.at_most:
            if len(published.figures.reported((part, whole))) == 2:
                gaps[at(part), at(whole)] = None
    system.rows += rows
    for low, high in gaps:
        gap = system.unknowns[high].value - system.unknowns[low].value
        between = system.add(Unknown("", max(gap, 0), UNKNOWN))
        if gap >= 0:  # where the figures themselves break the rule it tells nobody anything
            system.rows.append(((high, 1), (low, -1), (between, -1)))


def _changes(system: System, versions: dict[tuple[str, int], int]) -> None:
    """A difference for each two versions of a cell, its sign known to everybody."""
    found: dict[str, list[int]] = {}
    for (key, _value), place in versions.items():
        found.setdefault(key, []).append(place)
    for key, places in found.items():
        for one, other in combinations(places, 2):
            low, high = sorted((one, other), key=lambda place: system.unknowns[place].value)
            change = system.unknowns[high].value - system.unknowns[low].value
            between = system.add(Unknown(key, change, UNKNOWN, sensitive=small(change)))
            system.rows.append(((high, 1), (low, -1), (between, -1)))


# ---------------------------------------------------------------- tables with nothing in common


def separate(new: Published, earlier: Sequence[Published]) -> list[tuple[Published, ...]]:
    """The publications, the new one last, cut into parts between which no sum of any of them runs:
    each can be judged alone."""
    links = [
        (row.total, *row.parts) for published in (*earlier, new) for row in published.figures.sums
    ]
    links += [pair for published in (*earlier, new) for pair in published.figures.at_most]
    groups = _groups(new.figures.values, links)
    return [tuple(_only(published, keys) for published in (*earlier, new)) for keys in groups]


def _groups(keys: Iterable[str], links: Iterable[tuple[str, ...]]) -> list[frozenset[str]]:
    """Keys that are linked, directly or through others; in the order of `keys`."""
    group: dict[str, set[str]] = {key: {key} for key in keys}
    for link in links:
        joined = max((group.setdefault(key, {key}) for key in link), key=len)
        for key in link:
            if group[key] is not joined:
                joined |= group[key]
                for other in group[key]:
                    group[other] = joined
    return list(dict.fromkeys(frozenset(group[key]) for key in keys))


def _only(published: Published, keys: frozenset[str]) -> Published:
    figures = published.figures
    return Published(
        Figures(
            {key: value for key, value in figures.values.items() if key in keys},
            tuple(row for row in figures.sums if row.total in keys),
            tuple(pair for pair in figures.at_most if pair[0] in keys),
            figures.known & keys,
        ),
        {key: mark for key, mark in published.marks.items() if key in keys},
    )
