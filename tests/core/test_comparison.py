"""Percentages and targets in whole numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.comparison import per_cent, target_from


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "text"),
    [
        (6361, 789, 1, "806.2"),
        (4973, 6225, 1, "79.9"),
        (25, 5, 0, "500"),
        (151, 61, 0, "248"),
        (6361, 795, 0, "800"),
        (1, 8, 1, "12.5"),
        (1, 2000, 1, "0.1"),  # a half goes up
        (0, 5, 1, "0.0"),
        (-1, 3, 1, "-33.3"),
        (5, 0, 1, None),
        (None, 5, 1, None),
        (5, None, 1, None),
    ],
)
def test_per_cent(part, whole, decimals, text) -> None:
    assert per_cent(part, whole, decimals) == text


@given(st.integers(0, 10**12), st.integers(1, 10**12), st.integers(0, 2))
def test_per_cent_is_never_off_by_more_than_half_a_step(part, whole, decimals) -> None:
    step = Fraction(1, 10**decimals)
    off = Fraction(per_cent(part, whole, decimals)) - Fraction(part * 100, whole)
    assert -step / 2 < off <= step / 2


@pytest.mark.parametrize(
    ("before", "target"), [(0, 0), (1, 2), (9, 10), (10, 11), (11, 13), (20, 22), (100, 110)]
)
def test_a_target_from_last_year(before, target) -> None:
    assert target_from(before) == target


@given(st.integers(0, 10**15))
def test_a_target_is_the_least_number_that_is_enough(before) -> None:
    target = target_from(before)
    assert 10 * target >= 11 * before > 10 * (target - 1) or target == before == 0


def test_no_target_from_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="below zero"):
        target_from(-1)
