"""The throttle as a law: open below the limit, and it says exactly when it opens again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.core.password_rules import password_fault
from planner.core.throttle import WINDOW, waiting_time

NOW = datetime(2023, 5, 15, tzinfo=UTC)


@given(st.lists(st.integers(0, 2000), max_size=12), st.integers(1, 6))
def test_it_opens_exactly_when_it_says(ages, limit):
    failures = [NOW - timedelta(seconds=age) for age in ages]
    wait = waiting_time(failures, limit, NOW)
    recent = [age for age in ages if age < WINDOW.total_seconds()]
    if len(recent) < limit:
        assert wait is None
    else:
        assert wait is not None and timedelta() < wait <= WINDOW
        assert waiting_time(failures, limit, NOW + wait) is None
        assert waiting_time(failures, limit, NOW + wait - timedelta(seconds=1)) is not None


def test_passwords():
    assert password_fault("a long enough sentence", "a@b.c") is None
    assert password_fault("비밀번호는열두글자이상이다", "a@b.c") is None
    assert password_fault("a@example.org", "A@example.org") == "own_email"
    assert password_fault("Password1234", "a@b.c") == "common"
    assert password_fault("abababababab", "a@b.c") == "common"
    assert password_fault("elevenchars", "a@b.c") == "short"
    assert password_fault("x1" * 101, "a@b.c") == "long"
