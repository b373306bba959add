"""When the next season lies and what it is called."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.next_season import next_dates, next_name, next_slug

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("first", "last", "then"),
    [
        (date(2023, 5, 22), date(2023, 6, 9), (date(2024, 5, 20), date(2024, 6, 7))),
        (date(2023, 1, 1), date(2023, 12, 31), (date(2024, 1, 7), date(2025, 1, 5))),
        (date(2022, 12, 1), date(2024, 1, 4), (date(2024, 1, 11), date(2025, 2, 13))),
    ],
)
def test_dates(first, last, then):
    assert next_dates(first, last) == then


@CALM
@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 400))
def test_it_begins_later_on_the_same_weekday_and_is_as_long(first, days):
    last = date.fromordinal(first.toordinal() + days)
    then, end = next_dates(first, last)
    assert (end - then) == (last - first)
    assert then > last and then.weekday() == first.weekday() and then.year > first.year


@pytest.mark.parametrize(
    ("name", "then"),
    [
        ("2023 찾아가는 복지상담소", "2024 찾아가는 복지상담소"),
        ("Counselling 2023", "Counselling 2024"),
        ("20231", "20231 2024"),
        ("봄 순회", "봄 순회 2024"),
        ("", ""),
    ],
)
def test_names(name, then):
    assert next_name(name, 2024, 120) == then


def test_a_long_name_stays_within_its_column():
    assert len(next_name("가" * 120, 2024, 120)) == 120


@pytest.mark.parametrize(
    ("slug", "taken", "then"),
    [
        ("seocho-2023", set(), "seocho-2024"),
        ("seocho-2023", {"seocho-2024"}, "seocho-2024-2"),
        ("seocho-2023", {"seocho-2024", "seocho-2024-2"}, "seocho-2024-3"),
        ("spring", set(), "spring-2024"),
    ],
)
def test_slugs(slug, taken, then):
    assert next_slug(slug, 2024, taken) == then


@CALM
@given(st.from_regex(r"[a-z0-9]{1,20}(-[a-z0-9]{1,20}){0,3}", fullmatch=True), st.integers(0, 3))
def test_a_slug_is_free_and_fits_its_column(slug, times):
    slug, taken = slug[:60].rstrip("-"), set()
    for _ in range(times + 1):
        found = next_slug(slug, 2024, taken)
        assert found not in taken and len(found) <= 60
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found)
        taken.add(found)
