"""Dates by a rule: nth weekdays, turns of themes and places, and what a change does to them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.rotation import LAST, Part, Stop, Turn, changes, days_of, nth_weekday, turns

WEDNESDAY = 2
TWICE = Part(
    date(2011, 3, 1),
    WEDNESDAY,
    (1, 3),
    ("seniors", "families"),
    (Stop(1, "facility"), Stop(2, "facility")),
)
FOUR = Part(
    date(2011, 9, 1),
    WEDNESDAY,
    (1, 2, 3, 4),
    ("seniors", "families"),
    (Stop(3, "street"), Stop(1, "facility"), Stop(4, "street"), Stop(2, "facility")),
)
END = date(2011, 12, 31)


@pytest.mark.parametrize(("week", "day"), [(1, 2), (2, 9), (3, 16), (4, 23), (LAST, 30)])
def test_the_nth_wednesday_of_march_2011(week: int, day: int) -> None:
    assert nth_weekday(2011, 3, WEDNESDAY, week) == date(2011, 3, day)


def test_the_last_one_may_be_the_fourth() -> None:
    assert nth_weekday(2011, 2, WEDNESDAY, LAST) == date(2011, 2, 23)


@given(st.integers(1990, 2100), st.integers(1, 12), st.integers(0, 6), st.integers(1, 5))
def test_an_nth_weekday_is_one(year: int, month: int, weekday: int, week: int) -> None:
    day = nth_weekday(year, month, weekday, week)
    assert (day.year, day.month, day.weekday()) == (year, month, weekday)
    if week == LAST:
        assert day.day > calendar.monthrange(year, month)[1] - 7
    else:
        assert (day.day - 1) // 7 + 1 == week


def test_twice_a_month_then_four_times() -> None:
    found = turns([FOUR, TWICE], date(2011, 1, 1), END)
    assert len(found) == 6 * 2 + 4 * 4
    assert found[0] == Turn(date(2011, 3, 2), "seniors", 1, "facility")
    assert found[1] == Turn(date(2011, 3, 16), "families", 2, "facility")
    assert found[12] == Turn(date(2011, 9, 7), "seniors", 3, "street")
    september = [turn.setting for turn in found if turn.day.month == 9]
    assert september == ["street", "facility", "street", "facility"]


def test_a_part_added_later_changes_nothing_before_it() -> None:
    before = turns([TWICE], date(2011, 1, 1), END)
    after = turns([TWICE, FOUR], date(2011, 1, 1), END)
    found = changes(before, after)
    assert all(turn.day >= FOUR.starts for turn in (*found.dropped, *found.added))
    assert (len(found.dropped), len(found.added), found.kept) == (0, 8, 12)
    assert [pair[0].day for pair in found.altered] == [
        nth_weekday(2011, month, WEDNESDAY, week) for month in range(9, 13) for week in (1, 3)
    ]


def test_another_weekday_drops_and_adds() -> None:
    friday = Part(date(2011, 9, 1), 4, (1, 3))
    found = changes(turns([TWICE], TWICE.starts, END), turns([TWICE, friday], TWICE.starts, END))
    assert [turn.day.day for turn in found.dropped if turn.day.month == 9] == [7, 21]
    assert [turn.day.day for turn in found.added if turn.day.month == 9] == [2, 16]
    assert found.altered == ()


parts = st.builds(
    Part,
    st.dates(date(2020, 1, 1), date(2021, 12, 31)),
    st.integers(0, 6),
    st.lists(st.integers(1, 5), min_size=1, max_size=5, unique=True).map(tuple),
)


@given(st.lists(parts, max_size=4, unique_by=lambda part: part.starts))
def test_dates_rise_and_each_belongs_to_the_part_in_force(rows: list[Part]) -> None:
    first, last = date(2020, 1, 1), date(2022, 6, 30)
    found = [turn.day for turn in turns(rows, first, last)]
    assert found == sorted(set(found))
    for day in found:
        part = max((row for row in rows if row.starts <= day), key=lambda row: row.starts)
        assert day in days_of(part, day, day)


@given(st.lists(parts, min_size=1, max_size=3, unique_by=lambda part: part.starts), parts)
def test_no_date_before_a_new_part_changes(rows: list[Part], new: Part) -> None:
    if any(row.starts == new.starts for row in rows):
        return
    first, last = date(2020, 1, 1), date(2022, 6, 30)
    day_before = new.starts - timedelta(days=1)
    assert [turn for turn in turns(rows, first, last) if turn.day <= day_before] == [
        turn for turn in turns([*rows, new], first, last) if turn.day <= day_before
    ]
