"""Slots of a centre's day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from planner.core.time_slots import Hours, free, is_open, slots

HOURS = Hours("1111100", time(10), time(17), 60, 1)
WEDNESDAY, SUNDAY = date(2025, 3, 12), date(2025, 3, 16)


def test_the_slots_of_a_day() -> None:
    assert slots(HOURS, WEDNESDAY) == [time(hour) for hour in range(10, 17)]
    assert slots(HOURS, SUNDAY) == []
    assert slots(replace(HOURS, minutes=90), WEDNESDAY)[-1] == time(14, 30)  # 16:00 would end late


def test_before_it_opens_and_after_it_closes_there_is_none() -> None:
    there = replace(HOURS, opened=WEDNESDAY, closed=date(2025, 3, 14))
    days = [date(2025, 3, day) for day in (11, 12, 13, 14)]
    assert [is_open(there, day) for day in days] == [False, True, True, False]


@given(st.integers(5, 480), st.integers(0, 23), st.integers(1, 23))
def test_every_slot_ends_by_closing(minutes: int, first: int, last: int) -> None:
    hours = replace(HOURS, opens=time(first), closes=time(max(first, last)), minutes=minutes)
    for start in slots(hours, WEDNESDAY):
        assert 60 * start.hour + start.minute + minutes <= 60 * hours.closes.hour


def test_places_left() -> None:
    assert [free(replace(HOURS, places=2), taken) for taken in (0, 1, 2, 3)] == [2, 1, 0, 0]
