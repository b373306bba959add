"""Texts that are filled in, addresses, the steps of a letter, names that look alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.addresses import is_address
from planner.core.agreements import STATES as AGREEMENT_STATES
from planner.core.agreements import agreement_state
from planner.core.letter_steps import PAUSES, STATES, STEPS, may, next_try
from planner.core.letter_text import (
    PLACES,
    fill,
    holds_secret,
    is_one_line,
    places_in,
    unknown_places,
)
from planner.core.similar_names import folded, may_be_same

NOW = datetime(2023, 5, 15, tzinfo=UTC)
TEXT = st.text(max_size=60)


def test_places_are_filled_once_and_other_braces_are_text():
    text = "{agency}: {events} {x} {} {{agency}} {Agency} {a b}"
    assert places_in(text) == {"agency", "events", "x"}
    assert unknown_places(places_in(text), PLACES) == ("x",)
    filled = fill(text, {"agency": "{events}", "events": "23 May"})
    assert filled == "{events}: 23 May {x} {} {{events}} {Agency} {a b}"


@given(TEXT, st.dictionaries(st.sampled_from(PLACES), TEXT))
def test_filling_never_reads_what_it_filled_in(text, values):
    marked = {name: f"<{i}>" for i, name in enumerate(values)}
    filled = fill(text + "".join(f"{{{name}}}" for name in values), marked)
    assert not places_in(filled) & set(marked)
    assert fill(text, {}) == text


def test_an_address_with_a_secret_is_seen():
    secret = "a-b_" * 8
    assert holds_secret(f"see https://x.kr/feeds/{secret}")
    assert holds_secret(f"https://x.kr/p/{secret}/")
    assert holds_secret(f"/portal/{secret}") and holds_secret(f"/count/{secret}/entries")
    assert not holds_secret("https://x.kr/feeds/public/seocho-2023.ics and /subscribe/seocho-2023")


@given(st.text(max_size=30))
def test_one_line_is_what_a_header_can_hold(text):
    assert not is_one_line(text) or len(f"x{text}x".splitlines()) == 1
    assert not is_one_line(text + "\r\nBcc: x@y.kr")


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("a@b.kr", True),
        ("first.last+x@sub.example.org", True),
        ("agency03@example.org", True),
        ("a@b", False),
        ("a b@c.kr", False),
        ("a@b.kr, c@d.kr", False),
        ("a@b.kr\nBcc: c@d.kr", False),
        ("a@b.kr\n", False),
        ("<a@b.kr>", False),
        ('"a"@b.kr', False),
        (".a@b.kr", False),
        ("a..b@c.kr", False),
        ("가@나.kr", False),
        ("a@-b.kr", False),
        ("a" * 65 + "@b.kr", False),
        ("a@" + "b" * 250 + ".kr", False),
        ("", False),
    ],
)
def test_addresses(text, good):
    assert is_address(text) is good


@given(st.text(max_size=40))
def test_no_address_breaks_a_line_or_names_two(text):
    if is_address(text):
        assert is_one_line(text) and text.count("@") == 1 and " " not in text


def test_a_letter_is_reviewed_before_it_goes():
    for step in ("queue", "mark_sent"):
        assert not may("draft", step)
        assert may("reviewed", step)
    for states, after in STEPS.values():
        assert {*states, after} <= set(STATES)
        assert not states & {"sent", "sending", "withdrawn"}


def test_pauses_grow_and_end():
    waits = [next_try(tries, NOW) - NOW for tries in range(1, len(PAUSES) + 1)]
    assert waits == [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
    assert next_try(len(PAUSES) + 1, NOW) is None


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(DAYS, st.one_of(st.none(), DAYS), DAYS)
def test_the_states_of_an_agreement_follow_each_other(first, last, today):
    if last is not None and last < first:
        first, last = last, first
    order = {name: i for i, name in enumerate(AGREEMENT_STATES)}
    here = agreement_state(first, last, today)
    assert order[here] <= order[agreement_state(first, last, today + timedelta(days=1))]
    assert (here == "over") == (last is not None and today > last)
    assert (here == "ahead") == (today < first)


def test_an_agreement_ends_soon_within_sixty_days():
    last = date(2023, 12, 31)
    first = date(2023, 1, 1)
    assert agreement_state(first, last, last - timedelta(days=61)) == "in_force"
    assert agreement_state(first, last, last - timedelta(days=60)) == "ending"
    assert agreement_state(first, last, last) == "ending"
    assert agreement_state(first, None, date(2099, 1, 1)) == "in_force"


def test_names_that_may_be_the_same():
    assert folded("㈜사조 대림") == folded("(주)사조대림") == "사조대림"
    assert may_be_same("서초구 보건소", "서초구보건소(본소)")
    assert may_be_same("사회복지법인 나눔의집", "나눔의집")
    assert not may_be_same("서초구보건소", "서초구치매안심센터")
    assert not may_be_same("A", "AB")
    assert folded("(주)") == "주"


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_goes_both_ways(one, other):
    assert may_be_same(one, other) == may_be_same(other, one)
    assert may_be_same(one, one)
