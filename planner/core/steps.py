"""Steps of a shade: a whole number as one of at most five equal steps up to the greatest.

They begin at one, or at the least number where areas are to be told apart. Zero has a step of its
own (0), what was not reported has none; the number always stands beside the shade, so that nothing
hangs on seeing colour.
"""

from __future__ import annotations

from collections.abc import Iterable

STEPS = 5


def step_ranges(values: Iterable[int | None], *, from_least: bool = False) -> list[tuple[int, int]]:
    """(least, most) of each step from 1 up; [] where no value is above zero."""
    known = [value for value in values if value is not None and value > 0]
    if not known:
        return []
    before, top = (min(known) - 1 if from_least else 0), max(known)
    steps = min(STEPS, top - before)
    ends = [before - (before - top) * step // steps for step in range(steps + 1)]
    return [(ends[i] + 1, ends[i + 1]) for i in range(steps)]


def step_of(value: int | None, ranges: list[tuple[int, int]]) -> int:
    """The step of a value: 0 for zero, for less, and for what was not reported."""
    if value is None or value <= 0:
        return 0
    return next((i for i, (_least, most) in enumerate(ranges, 1) if value <= most), len(ranges))
