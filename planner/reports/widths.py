"""How wide the columns of a table are, and how large its letters, so that no word is broken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from planner.reports.content import Grid
from planner.reports.hwpx_text import ems, lines

MOST = 0.3  # of the width is kept for one word; a longer one is broken
SHORT = 18  # letters of a cell that stays on one line where there is room, such as a date
LINE = 1.3  # of the size of the letters, from one line to the next
AIR = 0.2  # of an em beside a word, for letters that another face has wider


@dataclass(frozen=True, slots=True)
class Room:
    """What a table has: the text's width, and the space on each side of a cell, in a hundredth of
    a point; the sizes of letters that it may take, from the largest; how wide letters are, in ems.
    """

    total: int
    margin: float
    sizes: Sequence[int]
    advances: Mapping[str, float]


def columns(grid: Grid, room: Room) -> tuple[list[int], int]:
    """The columns' widths, which add up to the text's, and which of the sizes its letters have.

    A table that wants more gets smaller letters. Weights may be how many letters a column wants.
    """
    weights = [head.weight for head in grid.columns]
    words, cells = _longest(grid, room.advances, 0), _longest(grid, room.advances, SHORT)
    for at, size in enumerate(room.sizes):
        if sum(weights) / 2 * size > room.total:
            continue
        for longest in (cells, words):
            needs = _needs(longest, size, room)
            if sum(needs) <= room.total:
                return fitted(weights, needs, room.total), at
    least = len(room.sizes) - 1
    return fitted(weights, _needs(words, room.sizes[least], room), room.total), least


def _needs(longest: Sequence[float], size: int, room: Room) -> list[float]:
    return [min(word * size, MOST * room.total) + 2 * room.margin for word in longest]


def _longest(grid: Grid, advances: Mapping[str, float], short: int) -> list[float]:
    """The longest word of each column, in ems; a cell of few letters counts as one word."""
    rows = [*grid.rows, *([grid.total] if grid.total else [])]
    found = []
    for at, head in enumerate(grid.columns):
        words = head.text.split()
        for cells in rows:
            words += [cells[at]] if len(cells[at]) <= short else cells[at].split()
        found.append(AIR + max((ems(word, advances) for word in words), default=0.0))
    return found


def heights(grid: Grid, across: Sequence[int], size: int, room: Room) -> list[float]:
    """About how high the lines of each row are, with its sum."""
    rows = [*grid.rows, *([grid.total] if grid.total else [])]
    space = [(width - 2 * room.margin) / size for width in across]
    return [
        LINE
        * size
        * max(lines(cell, wide, room.advances) for cell, wide in zip(row, space, strict=True))
        for row in rows
    ]


def fitted(weights: Sequence[float], needs: Sequence[float], total: int) -> list[int]:
    """Widths by weight, none below its need; by need alone where there is no room for all."""
    if sum(needs) >= total:
        return shares(needs, total)
    low: set[int] = set()
    while True:
        left = total - sum(needs[at] for at in low)
        scale = left / sum(weight for at, weight in enumerate(weights) if at not in low)
        more = {at for at, weight in enumerate(weights) if weight * scale < needs[at]} - low
        if not more:
            break
        low |= more
    return shares(
        [needs[at] if at in low else weight * scale for at, weight in enumerate(weights)], total
    )


def shares(weights: Sequence[float], total: int) -> list[int]:
    """Whole widths in the proportion of the weights, which add up to the total exactly."""
    whole = sum(weights)
    edges = [0, *(round(total * part / whole) for part in accumulate(weights))]
    return [right - left for left, right in pairwise(edges)]
