"""The columns of a table as Hangul sets it."""

from __future__ import annotations

from planner.reports import widths
from planner.reports.content import Grid
from planner.reports.hwpx_shell import Shell

MARGIN_X = 300  # on each side of a cell
SIZES = {"": 10, "_9": 9, "_8": 8}  # of a cell's letters, as the looks have them


def columns(grid: Grid, shell: Shell) -> tuple[list[int], str]:
    """The columns' widths, and the ending of the looks of its cells."""
    sizes = [points * 100 for points in SIZES.values()]
    found, at = widths.columns(grid, widths.Room(shell.width, MARGIN_X, sizes, shell.advances))
    return found, list(SIZES)[at]
