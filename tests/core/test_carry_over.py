"""Debts of a season and the targets of the next: by hand, and laws."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.carry_over import Share, Wish, apportion, owed, shares, usual_target

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def given_to(*wishes: Wish, total: int | None = None) -> list[int]:
    return [share.given for share in shares(wishes, total)]


def test_a_debt_is_what_was_due_less_what_was_done():
    assert owed(2, 0, 1) == 1
    assert owed(2, 1, 3) == 0
    assert owed(2, -1, 2) == -1


@pytest.mark.parametrize(
    ("target", "carried", "before", "usual"),
    [
        (2, 0, None, 2),
        (3, 1, None, 2),  # it was raised by the debt
        (1, -1, None, 2),
        (2, 1, 2, 2),  # the debt was stopped at the most; the season before knows better
        (2, 1, 1, 1),
        (3, 1, 1, 2),  # somebody has set another target since
        (4, 5, None, 1),  # never below the least
    ],
)
def test_the_usual_target(target, carried, before, usual):
    assert usual_target(target, carried, 1, 4, before) == usual


def test_who_got_less_gets_more_from_who_got_more():
    wishes = (Wish(1, 1, 1), Wish(2, 1, -1), Wish(3, 1))
    assert given_to(*wishes) == [2, 0, 1]
    assert [share.reason for share in shares(wishes)] == ["paid", "taken", "usual"]


def test_the_least_stops_a_debt():
    wishes = (Wish(1, 1, 1, 1, 2), Wish(2, 1, 0, 1, 2), Wish(3, 1, 0, 1, 2))
    assert given_to(*wishes) == [1, 1, 1]
    assert shares(wishes)[0].reason == "unpaid"


def test_a_debt_is_paid_before_the_rest_is_shared():
    # Four visits are left for five zones: the one that is owed gets its usual one as well.
    assert given_to(*(Wish(key, 1, int(key == 3)) for key in range(1, 6))) == [1, 1, 2, 1, 0]


def test_an_event_too_many_goes_to_nobody_who_has_its_due():
    # Each would get 6/5; of the equal remainders the one goes to who would have had 2 of 6.
    wishes = [Wish(key, 1, carried) for key, carried in enumerate((-1, 0, 1, 0, 0))]
    assert given_to(*wishes, total=6) == [1, 1, 2, 1, 1]


def test_a_larger_season_scales_what_is_usual_and_not_the_debt():
    assert given_to(Wish(1, 1, 1), Wish(2, 1), total=11) == [6, 5]
    assert given_to(Wish(1, 1, 2), Wish(2, 3), total=10) == [4, 6]


def test_what_everybody_owes_nobody_owes():
    assert given_to(*(Wish(key, 5, 1) for key in range(4))) == [5, 5, 5, 5]
    assert given_to(*(Wish(key, 2, 4) for key in range(3))) == [2, 2, 2]


def test_limits_that_leave_no_room_are_kept():
    wishes = (Wish(1, 1, 0, 1, 2), Wish(2, 1, 0, 1, 2))
    assert given_to(*wishes, total=9) == [2, 2]
    assert given_to(*wishes, total=0) == [1, 1]


def test_without_usual_parts_all_are_alike():
    assert given_to(Wish(1, 0), Wish(2, 0), total=5) == [3, 2]
    assert given_to(Wish(1, 1, 0, 0, 1), Wish(2, 0), total=3) == [1, 2]
    assert apportion([], 3) == {}


@pytest.mark.parametrize(
    ("carried", "extra", "reason"),
    [
        (0, 0, "usual"), (0, -1, "others"), (2, 2, "paid"), (2, 3, "paid"), (2, 1, "part"),
        (2, 0, "unpaid"), (2, -1, "contrary"), (-2, -2, "taken"), (-2, -1, "taken_part"),
        (-2, 0, "untaken"), (-2, 1, "contrary"),
    ],
)  # fmt: skip
def test_reasons(carried, extra, reason):
    assert Share(Wish(1, 3, carried), 3 + extra, 3).reason == reason
    assert Share(Wish(1, 3, carried), 3 + extra, 3, 3 + extra).reason == reason
    assert Share(Wish(1, 3, carried), 3 + extra, 3, 9).reason == "hand"


def test_who_is_owed_less_than_others_gets_less():
    wishes = (Wish(1, 5, 1), Wish(2, 5, 3), Wish(3, 5, 3))
    assert [(share.given, share.reason) for share in shares(wishes)] == [
        (3, "contrary"),
        (6, "part"),
        (6, "part"),
    ]


# --- laws -------------------------------------------------------------------------------------

wish = st.builds(
    lambda usual, carried, least, more: Wish(0, usual, carried, least, least + more),
    st.integers(0, 8),
    st.integers(-5, 5),
    st.integers(0, 4),
    st.integers(0, 8),
)
many = st.lists(wish, min_size=1, max_size=9).map(
    lambda items: [replace(item, key=key) for key, item in enumerate(items)]
)
totals = st.integers(0, 80)


@CALM
@given(many, totals)
def test_limits_hold_and_the_sum_is_kept(wishes, total):
    found = apportion(wishes, total)
    assert all(item.least <= found[item.key] <= item.most for item in wishes)
    low, high = sum(item.least for item in wishes), sum(item.most for item in wishes)
    assert sum(found.values()) == min(max(total, low), high)


@CALM
@given(many)
def test_without_debts_everything_stays(wishes):
    plain = [replace(item, carried=0, least=0, most=99) for item in wishes]
    assert apportion(plain, sum(item.usual for item in plain)) == {
        item.key: item.usual for item in plain
    }


@CALM
@given(many)
def test_debts_that_cancel_out_are_paid_in_full(wishes):
    paired = [
        Wish(2 * item.key + n, item.usual + 5, sign * item.carried)
        for item in wishes
        for n, sign in enumerate((1, -1))
    ]
    found = apportion(paired, sum(item.usual for item in paired))
    assert found == {item.key: item.usual + item.carried for item in paired}


@CALM
@given(many, totals)
def test_of_two_alike_the_larger_debt_gets_no_less(wishes, total):
    alike = [replace(item, usual=3, least=1, most=6) for item in wishes]
    found = apportion(alike, total)
    ranked = sorted(alike, key=lambda item: (item.carried, -item.key))
    assert all(found[one.key] <= found[two.key] for one, two in pairwise(ranked))


@CALM
@given(many, totals, st.integers(2, 7))
def test_the_unit_of_the_usual_parts_does_not_matter(wishes, total, factor):
    larger = [replace(item, usual=factor * item.usual) for item in wishes]
    assert apportion(larger, total) == apportion(wishes, total)


@CALM
@given(many, totals)
def test_the_order_does_not_matter(wishes, total):
    assert apportion(wishes[::-1], total) == apportion(wishes, total)


@CALM
@given(many, totals)
def test_one_event_more_takes_from_nobody_more_than_a_remainder(wishes, total):
    one, two = apportion(wishes, total), apportion(wishes, total + 1)
    assert all(two[key] >= one[key] - 1 for key in one)


@CALM
@given(many)
def test_seasons_as_planned_leave_no_debt(wishes):
    """A season that gives each its target pays what the target held of the debt."""
    for share in shares(wishes):
        left = owed(share.wish.usual, share.wish.carried, share.given)
        assert left == share.wish.carried - (share.given - share.wish.usual)


@CALM
@given(wish, st.integers(0, 9))
def test_the_usual_target_is_found_again(item, stopped):
    """Wherever limits stop a debt between nothing and all of it."""
    step = min(stopped, abs(item.carried)) * (1 if item.carried > 0 else -1)
    target = item.usual + step
    assert usual_target(target, item.carried, item.least, item.most, item.usual) == item.usual
