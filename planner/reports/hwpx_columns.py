"""How wide the columns of a table are, and how large its letters, so that no word is broken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from planner.reports.content import Grid
from planner.reports.hwpx_shell import Shell
from planner.reports.hwpx_text import ems

MARGIN_X = 300  # on each side of a cell
SIZES = {"": 10, "_9": 9, "_8": 8}  # of a cell's letters, as the looks have them
MOST = 0.3  # of the width is kept for one word; a longer one is broken
AIR = 0.2  # of an em beside a word, for letters that another face has wider


def columns(grid: Grid, shell: Shell) -> tuple[list[int], str]:
    """The columns' widths, which add up to the text's, and the ending of the looks of its cells.

    A table that wants more gets smaller letters. Weights may be how many letters a column wants.
    """
    total, weights = shell.width, [head.weight for head in grid.columns]
    longest = _longest(grid, shell.advances)
    for ending, points in SIZES.items():
        size = points * 100
        needs = [min(word * size, MOST * total) + 2 * MARGIN_X for word in longest]
        if sum(needs) <= total and sum(weights) / 2 * size <= total:
            return fitted(weights, needs, total), ending
    return fitted(weights, needs, total), ending


def _longest(grid: Grid, advances: Mapping[str, float]) -> list[float]:
    """The longest word of each column, in ems."""
    rows = [[head.text for head in grid.columns], *grid.rows, *([grid.total] if grid.total else [])]
    return [
        AIR + max((ems(word, advances) for cell in cells for word in cell.split()), default=0.0)
        for cells in zip(*rows, strict=True)
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
