"""Comparing figures: shares, achievement, growth, ratio to before, targets; exact where printed.

A ratio to before is after ÷ before and never called growth, which is (after − before) ÷ before.
"""

from __future__ import annotations

# Last year's number times this makes a target, rounded up: 11 ÷ 10, in whole numbers.
RAISE = (11, 10)


def share(part: int | None, whole: int | None) -> float | None:
    """part ÷ whole; None when either was not reported or the whole is nothing."""
    return None if part is None or not whole else part / whole


def achievement(actual: int | None, target: int | None) -> float | None:
    """actual ÷ target (1.0 is the target met)."""
    return share(actual, target)


def ratio_to_before(after: int | None, before: int | None) -> float | None:
    """after ÷ before (5.0 is 500 %); never called growth."""
    return share(after, before)


def growth(after: int | None, before: int | None) -> float | None:
    """(after − before) ÷ before (0.05 is 5 % more)."""
    return None if after is None or not before else (after - before) / before


def per_cent(part: int | None, whole: int | None, decimals: int = 1) -> str | None:
    """part ÷ whole × 100 as it is printed, halves rounded up: '806.2'; None where there is none.

    Whole numbers all the way, so that no figure hangs on how a float rounds.
    """
    if part is None or whole is None or whole <= 0:
        return None
    scale = 10**decimals
    size = (2 * abs(part) * 100 * scale + whole) // (2 * whole)
    sign = "-" if part < 0 and size else ""
    whole_part, rest = divmod(size, scale)
    return f"{sign}{whole_part}.{rest:0{decimals}}" if decimals else f"{sign}{whole_part}"


def target_from(last_year: int) -> int:
    """The target that follows from last year's number: times 1.1, rounded up."""
    if last_year < 0:
        raise ValueError("last year's number is below zero")
    times, parts = RAISE
    return -(-last_year * times // parts)
