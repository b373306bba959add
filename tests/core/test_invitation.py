"""Invitations by their days, wishes by their kinds, notes that name nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.agency_terms import (
    KINDS,
    changed_keys,
    changed_kinds,
    days_off_of,
    of_kind,
    plain_days,
    with_wishes,
)
from planner.core.availability import DaysOff, changed_days, days_between
from planner.core.invitation import ANSWERS, STATES, Asked, state_of, tally, why_not
from planner.core.plain_note import names_a_person

DAY = date(2026, 9, 10)
DEADLINE = date(2026, 9, 5)
OPEN = Asked("", DAY, DEADLINE)


@pytest.mark.parametrize(
    ("asked", "today", "state", "shut"),
    [
        (OPEN, DEADLINE, "open", ""),
        (OPEN, DEADLINE + timedelta(1), "overdue", "deadline"),
        (OPEN, DAY, "overdue", "deadline"),
        (OPEN, DAY + timedelta(1), "over", "over"),
        (replace(OPEN, answer="accepted"), DEADLINE, "accepted", ""),
        (replace(OPEN, answer="declined"), DEADLINE + timedelta(1), "declined", "deadline"),
        (replace(OPEN, answer="accepted"), DAY + timedelta(1), "accepted", "over"),
        (replace(OPEN, withdrawn=True, answer="accepted"), DEADLINE, "withdrawn", "withdrawn"),
        (replace(OPEN, cancelled=True), DEADLINE, "cancelled", "cancelled"),
        (replace(OPEN, cancelled=True, withdrawn=True), DAY, "withdrawn", "withdrawn"),
    ],
)
def test_states(asked: Asked, today: date, state: str, shut: str) -> None:
    assert (state_of(asked, today), why_not(asked, today)) == (state, shut)


dates = st.dates(date(2026, 1, 1), date(2026, 12, 31))
askings = st.builds(
    Asked, st.sampled_from(("", *ANSWERS)), dates, dates, st.booleans(), st.booleans()
)


@given(askings, dates)
def test_only_what_is_open_or_answered_can_be_answered(asked: Asked, today: date) -> None:
    state = state_of(asked, today)
    assert state in STATES
    if why_not(asked, today) == "":
        assert state in ("open", *ANSWERS)
    if state in ("open",):
        assert why_not(asked, today) == ""


@given(st.lists(st.sampled_from(STATES)))
def test_a_tally_counts_each_once(states: list[str]) -> None:
    found = tally(states)
    assert list(found) == list(STATES)
    assert sum(found.values()) == len(states)


# ---------------------------------------------------------------- wishes

terms = st.fixed_dictionaries(
    {
        "fields": st.lists(st.integers(1, 5)),
        "staff_per_day": st.integers(1, 9),
        "needs_power": st.booleans(),
        "needs_water": st.booleans(),
        "needs_private": st.booleans(),
        "needs_step_free": st.booleans(),
        "noise": st.sampled_from(("", "noisy", "quiet")),
    }
)


@given(terms, terms)
def test_granting_every_changed_kind_gives_what_was_wished(now: dict, wanted: dict) -> None:
    wishes = [of_kind(wanted, kind) for kind in changed_kinds(now, wanted)]
    assert changed_kinds(with_wishes(now, wishes), wanted) == []
    for kind in changed_kinds(now, wanted):
        assert changed_keys(of_kind(now, kind), of_kind(wanted, kind)) != []


def test_the_order_of_fields_is_no_wish() -> None:
    base = {key: 0 for keys in KINDS.values() for key in keys}
    assert changed_kinds({**base, "fields": [2, 1]}, {**base, "fields": [1, 2, 2]}) == []


# ---------------------------------------------------------------- days off

spans = st.lists(
    st.builds(
        lambda first, length, reason: DaysOff(first, first + timedelta(length), reason),
        dates,
        st.integers(0, 9),
        st.sampled_from(("", "course")),
    ),
    max_size=6,
)


@given(spans, spans)
def test_changed_days_lead_from_the_one_to_the_other(
    before: list[DaysOff], after: list[DaysOff]
) -> None:
    added, removed = changed_days(before, after)
    were, are = days(before), days(after)
    assert days(added) == are - were and days(removed) == were - are


def days(found: list[DaysOff]) -> set[date]:
    return {day for span in found for day in days_between(span.first, span.last)}


@given(spans)
def test_plain_days_come_back(found: list[DaysOff]) -> None:
    assert days_off_of(plain_days(found)) == sorted(found)


# ---------------------------------------------------------------- notes


@pytest.mark.parametrize(
    "text",
    ["010-1234-5678", "01012345678", "02-100-2000", "call ０１０ １２３４ ５６７８", "a@b.example",
     "900101-1234567", "9001011234567", "+82 10 1234 5678", "(02) 2155-6652"],
)  # fmt: skip
def test_what_points_to_a_person(text: str) -> None:
    assert names_a_person(text)


@pytest.mark.parametrize(
    "text",
    ["", "11시부터 가능", "2026-09-10 10:00–16:00", "상담가 2명, 09:30 도착", "부스 D1, 90개",
     "0.5일", "12,000원", "2026-05-23 ~ 2026-06-02"],
)  # fmt: skip
def test_what_does_not(text: str) -> None:
    assert not names_a_person(text)
