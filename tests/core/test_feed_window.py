"""Which days a feed shows: the edges as promised, moving on Mondays, never past the promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.core.feed_window import MOST, at_most, feed_window, inside, monday

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@dataclass(frozen=True)
class Row:
    day: date
    cancelled: bool = False


@given(DAYS, DAYS, st.booleans())
def test_the_promise_is_kept_and_at_most_six_days_more(today, day, cancelled):
    shown = feed_window(today).shows(day, cancelled)
    age, promised = (today - day).days, 30 if cancelled else 90
    if age <= promised:
        assert shown
    if age > promised + 6:
        assert not shown


@given(DAYS, DAYS)
def test_it_moves_on_mondays_only(today, until):
    for kept in (None, until):
        assert feed_window(today, kept) == feed_window(monday(today), kept)


@given(DAYS, st.integers(0, 400))
def test_a_season_that_nothing_followed_keeps_its_last_view(until, more):
    later = until + timedelta(days=more)
    assert feed_window(later, until).planned == feed_window(until).planned
    assert feed_window(later, until).cancelled == feed_window(later).cancelled
    assert feed_window(until - timedelta(days=more), until) == feed_window(
        until - timedelta(days=more)
    )


@given(DAYS, st.lists(st.builds(Row, DAYS, st.booleans()), max_size=30))
def test_inside_is_shows_over_rows_by_day(today, rows):
    window = feed_window(today)
    rows = sorted(rows, key=lambda row: row.day)
    assert inside(window, rows) == [row for row in rows if window.shows(row.day, row.cancelled)]


def test_the_nearest_ahead_come_first():
    today = date(2023, 5, 24)  # a Wednesday
    rows = [Row(today + timedelta(days=n)) for n in range(-10, MOST + 10)]
    chosen = at_most(rows, today)
    assert (len(chosen), chosen[0].day) == (MOST, date(2023, 5, 22))
    assert at_most(rows[:5], today) == rows[:5]
    few = rows[: MOST + 2]
    assert at_most(few, today) == few[2:]
