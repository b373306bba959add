"""Disclosure control: what of a table may be public, and what whoever reads it is taken to know.

A publication is a set of cells and the sums that hold between them (rows, columns, hierarchies,
several tables at once: a cell that stands in two tables has one key). Each cell is shown, marked
`SMALL` ('fewer than 5') or marked `HIDDEN` ('not shown').

**What the reader is taken to know**

1. every cell that is shown, in this publication and in each one before it;
2. every sum, and that one figure never exceeds another where that is so (completed ≤ received);
3. that counts are whole numbers, never below 0;
4. which figures are the same as in an earlier publication, and whether the others rose or fell;
5. what is public elsewhere (`known`).

With that, no hidden cell and no change of 1–4 between two publications may be confined to an
interval narrower than `WIDTH`. That alone is too weak, because the marks speak too: 6 = 'fewer than
5' + 'not shown' leaves one answer if 'not shown' is never a small number. So, second:

6. a cell marked `SMALL` is 1–4, one marked `HIDDEN` is 5 or more.

With that too, each `SMALL` cell must still be able to be 1 as well as 4: nothing is learned of it
but its mark. Where the mark itself would tell (a total of 4 over four cells that are 'fewer than
5'), the cell is marked `HIDDEN`, and then says nothing at all.

A 0 is shown as 0 and is never hidden; a cell that was not reported (None) is no number and stands
in no sum. What this does not protect from is written in docs/statistics.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

SMALL_FROM, SMALL_TO = 1, 4
WIDTH = 4
SMALL, HIDDEN = "small", "hidden"  # the marks; a cell without one is shown


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` is the sum of `parts` (keys of cells)."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The cells that would be public, and what holds between them."""

    values: Mapping[str, int | None]
    sums: tuple[Sum, ...] = ()
    at_most: tuple[tuple[str, str], ...] = ()  # (part, whole): the one never exceeds the other
    known: frozenset[str] = frozenset()  # public elsewhere: hiding them would hide nothing

    def reported(self, keys: Iterable[str]) -> list[str]:
        """Those of the cells that hold a number."""
        return [key for key in keys if self.values.get(key) is not None]


@dataclass(frozen=True, slots=True)
class Published:
    """Figures with the mark of each cell that does not show its number."""

    figures: Figures
    marks: Mapping[str, str] = field(default_factory=dict)

    def shown(self, key: str) -> int | None:
        """What stands in a cell for everybody; None where it is marked or was not reported."""
        return None if key in self.marks else self.figures.values.get(key)


def small(value: int | None) -> bool:
    """Whether a number is too small to be shown."""
    return value is not None and SMALL_FROM <= value <= SMALL_TO


def primary_marks(figures: Figures) -> dict[str, str]:
    """The marks of all small cells: `SMALL`, or `HIDDEN` for one that adds up several others (its
    mark would bound them, and theirs would bound it)."""
    several = {
        row.total
        for row in figures.sums
        if sum(bool(figures.values.get(part)) for part in row.parts) > 1
    }
    return {
        key: HIDDEN if key in several else SMALL
        for key, value in figures.values.items()
        if small(value) and key not in figures.known
    }


# ---------------------------------------------------------------- tables


@dataclass(frozen=True, slots=True)
class Dimension:
    """A tree of lines: each name with the line that it is part of (None for the topmost)."""

    above: Mapping[str, str | None]

    @property
    def leaves(self) -> list[str]:
        """The lines that have none below them."""
        inner = set(self.above.values())
        return [name for name in self.above if name not in inner]

    def below(self) -> dict[str, list[str]]:
        """The parts of each line that has some, from the bottom up."""
        found: dict[str, list[str]] = {}
        for name, parent in self.above.items():
            if parent is not None:
                found.setdefault(parent, []).append(name)
        order = sorted(found, key=self._depth, reverse=True)
        return {name: found[name] for name in order}

    def _depth(self, name: str) -> int:
        parent = self.above[name]
        return 0 if parent is None else 1 + self._depth(parent)


def cross(
    name: str, dimensions: Sequence[Dimension], leaves: Mapping[tuple[str, ...], int | None]
) -> Figures:
    """A table over up to three dimensions with all its totals; a combination of leaves that is not
    in `leaves` was not reported. The key of a cell is the name and its lines, with '/' between."""
    values: dict[tuple[str, ...], int | None] = {
        at: leaves.get(at) for at in product(*(dimension.leaves for dimension in dimensions))
    }
    sums: list[Sum] = []
    below = [dimension.below() for dimension in dimensions]
    for axis, lines in enumerate(below):
        for line, parts in lines.items():
            for at in [at for at in values if at[axis] == parts[0]]:
                cells = [(*at[:axis], part, *at[axis + 1 :]) for part in parts]
                values[*at[:axis], line, *at[axis + 1 :]] = _total(values[cell] for cell in cells)
    for at in values:
        for axis, lines in enumerate(below):
            if at[axis] in lines:
                cells = [(*at[:axis], part, *at[axis + 1 :]) for part in lines[at[axis]]]
                sums.append(Sum(_key(name, at), tuple(_key(name, cell) for cell in cells)))
    return Figures({_key(name, at): value for at, value in values.items()}, tuple(sums))


def _total(values: Iterable[int | None]) -> int | None:
    there = [value for value in values if value is not None]
    return sum(there) if there else None


def _key(name: str, at: tuple[str, ...]) -> str:
    return "/".join((name, *at))


def linked(tables: Sequence[Figures]) -> Figures:
    """Several tables as one: cells of one key are one cell, and must hold one value."""
    values: dict[str, int | None] = {}
    for table in tables:
        for key, value in table.values.items():
            if values.setdefault(key, value) != value:
                raise ValueError(f"{key} holds two values")
    return Figures(
        values,
        tuple(dict.fromkeys(row for table in tables for row in table.sums)),
        tuple(dict.fromkeys(pair for table in tables for pair in table.at_most)),
        frozenset().union(*(table.known for table in tables)),
    )


# ---------------------------------------------------------------- as it is stored


def to_json(published: Published) -> dict[str, Any]:
    """A publication as plain values, with the exact numbers: for the office's own store only."""
    figures = published.figures
    return {
        "values": dict(figures.values),
        "sums": [[row.total, list(row.parts)] for row in figures.sums],
        "at_most": [list(pair) for pair in figures.at_most],
        "known": sorted(figures.known),
        "marks": dict(published.marks),
    }


def from_json(stored: Mapping[str, Any]) -> Published:
    """What `to_json` stored."""
    figures = Figures(
        dict(stored["values"]),
        tuple(Sum(total, tuple(parts)) for total, parts in stored["sums"]),
        tuple((part, whole) for part, whole in stored["at_most"]),
        frozenset(stored["known"]),
    )
    return Published(figures, dict(stored["marks"]))
