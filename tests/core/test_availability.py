"""Masks of weekdays and spans of days off."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.core.availability import (
    DaysOff,
    days_between,
    is_available,
    month_weeks,
    months_between,
    season_mask,
    with_days_off,
)

MONDAY = date(2023, 5, 22)
days = st.integers(0, 40).map(lambda n: MONDAY + timedelta(days=n))
spans = st.lists(
    st.builds(
        lambda first, length, why: DaysOff(first, first + timedelta(days=length), why),
        days,
        st.integers(0, 5),
        st.sampled_from(["", "training", "audit"]),
    ),
    max_size=4,
)


def test_weekday_and_span_both_count() -> None:
    spans = [DaysOff(date(2023, 5, 24), date(2023, 5, 25))]
    assert season_mask("1111100", spans, MONDAY, 8) == "11001001"
    assert is_available("1111100", spans, date(2023, 5, 26))
    assert not is_available("1111100", spans, date(2023, 5, 27))


def test_a_day_taken_out_of_a_span_splits_it_and_keeps_the_reason() -> None:
    span = DaysOff(date(2023, 5, 22), date(2023, 5, 26), "training")
    off = {date(2023, 5, 22), date(2023, 5, 23), date(2023, 5, 25), date(2023, 5, 26)}
    assert with_days_off([span], MONDAY, date(2023, 5, 31), off, "new") == [
        DaysOff(date(2023, 5, 22), date(2023, 5, 23), "training"),
        DaysOff(date(2023, 5, 25), date(2023, 5, 26), "training"),
    ]


@given(spans, days, days, st.sets(days))
def test_days_off_are_exactly_what_was_ticked(
    before: list[DaysOff], one: date, two: date, ticked: set[date]
) -> None:
    first, last = min(one, two), max(one, two)
    after = with_days_off(before, first, last, ticked, "new")
    for day in days_between(MONDAY - timedelta(days=5), MONDAY + timedelta(days=60)):
        was = any(day in span for span in before)
        expected = day in ticked if first <= day <= last else was
        assert any(day in span for span in after) == expected
    for one_span, next_span in itertools.pairwise(after):
        assert one_span.last < next_span.first


@given(spans, days, days)
def test_setting_what_is_already_so_keeps_every_day_and_is_stable(
    before: list[DaysOff], one: date, two: date
) -> None:
    first, last = min(one, two), max(one, two)
    off = {day for span in before for day in days_between(span.first, span.last)}
    once = with_days_off(before, first, last, off, "new")
    assert with_days_off(once, first, last, off, "other") == once


def test_a_month_as_weeks() -> None:
    weeks = month_weeks(2023, 5)
    assert [len(week) for week in weeks] == [7] * 5
    assert weeks[0][0] == date(2023, 5, 1)
    assert weeks[-1] == [date(2023, 5, 29), date(2023, 5, 30), date(2023, 5, 31), *[None] * 4]
    assert month_weeks(2023, 12)[-1][-1] == date(2023, 12, 31)


def test_months_of_a_period() -> None:
    assert months_between(date(2023, 12, 5), date(2024, 2, 1)) == [(2023, 12), (2024, 1), (2024, 2)]
    assert months_between(MONDAY, date(2023, 6, 9)) == [(2023, 5), (2023, 6)]
