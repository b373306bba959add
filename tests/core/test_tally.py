"""Never more out than in, on no day; targets from last year; how a target stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.tally import (
    Move,
    Shortage,
    balance,
    correction,
    months_between,
    pace,
    shortage,
    signed,
)

FIRST = date(2024, 3, 4)


def move(day: int, value: int, held: int | None = None) -> Move:
    return Move(FIRST + timedelta(days=day), value, held)


def test_what_goes_out_must_be_there_by_its_day() -> None:
    assert shortage([move(0, 2200), move(1, -2200)]) is None
    assert shortage([move(1, -2200), move(0, 2200)]) is None  # the order of typing is nothing
    assert shortage([move(0, -5), move(0, 5)]) is None  # what comes in on a day is there
    assert shortage([move(1, 2200), move(0, -1)]) == Shortage(FIRST, 1)
    assert shortage([move(0, 10), move(2, -7), move(3, -4), move(9, 100)]) == Shortage(
        FIRST + timedelta(days=3), 1
    )
    assert shortage([]) is None


def test_one_field_does_not_stand_in_for_another() -> None:
    assert shortage([move(0, 5, 1), move(1, -1, 2)]) == Shortage(FIRST + timedelta(days=1), 1, 2)
    assert shortage([move(0, 5, 1), move(0, 1, 2), move(1, -1, 2)]) is None


moves = st.lists(st.builds(move, st.integers(0, 9), st.integers(-50, 50)), max_size=30)


@given(moves)
def test_without_a_shortage_no_day_ends_below_zero(rows: list[Move]) -> None:
    found = shortage(rows)
    ends = [
        balance(row for row in rows if row.day <= FIRST + timedelta(days=day)) for day in range(10)
    ]
    assert (found is None) == (min(ends) >= 0)
    if found is not None:
        assert ends[(found.day - FIRST).days] == -found.missing
        assert min([*ends[: (found.day - FIRST).days], 0]) == 0


@given(st.sampled_from(["in", "out"]), st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_correction_makes_an_entry_count_as_wanted(
    direction: str, current: int, wanted: int
) -> None:
    value = signed(direction, current) + correction(direction, current, wanted)
    assert value == signed(direction, wanted)


def test_may_to_november_are_seven_months() -> None:
    assert months_between(date(2018, 5, 1), date(2018, 11, 30)) == 7
    assert months_between(date(2017, 12, 1), date(2018, 1, 2)) == 2
    assert months_between(FIRST, FIRST) == 1


@pytest.mark.parametrize(
    ("actual", "today", "state"),
    [
        (100, date(2024, 1, 1), "met"),
        (0, date(2023, 12, 31), "ahead"),
        (None, date(2023, 12, 31), "ahead"),
        (None, date(2024, 1, 1), "unreported"),
        (None, date(2025, 1, 1), "unreported"),
        (49, date(2024, 7, 2), "behind"),  # half of the year's 366 days have passed
        (50, date(2024, 7, 2), "on"),
        (99, date(2024, 12, 31), "behind"),
        (99, date(2025, 1, 1), "missed"),
    ],
)
def test_how_a_target_stands(actual: int | None, today: date, state: str) -> None:
    assert pace(100, actual, date(2024, 1, 1), date(2024, 12, 31), today) == state
