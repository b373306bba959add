"""Goals in order: ranks to groups and back, and which of two plans is better."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planner.core.goal_order import (
    goal_points,
    order_from,
    order_of,
    points_of,
    ranks_of,
    void_terms,
)
from planner.core.problem import TERMS, Weights

RANKS = st.dictionaries(st.sampled_from(TERMS), st.integers(1, 9))
UNITS = st.fixed_dictionaries({name: st.integers(0, 50) for name in TERMS})


def test_the_same_rank_counts_together_and_gaps_close():
    order = order_of({"reach": 4, "uncovered": 1, "vuln": 4})
    assert order == (("uncovered",), ("reach", "vuln"))
    assert ranks_of(order) == {"uncovered": 1, "reach": 2, "vuln": 2}


def test_stored_groups_are_read_with_care():
    stored = [["uncovered", "nonsense"], [], ["uncovered", "load"], ["nonsense"]]
    assert order_from(stored) == (("uncovered",), ("load",))


def test_points_of_a_group():
    assert points_of(Weights(), {"uncovered": 2, "load": 3}, ("uncovered", "load")) == 2030
    assert points_of(Weights(load=0), {"load": 3}, ("load",)) == 3  # named, it counts


def test_an_earlier_goal_outweighs_any_number_of_later_points():
    order = (("uncovered",),)
    bare = goal_points(Weights(), {"uncovered": 1, "reach": 0}, order)
    far = goal_points(Weights(), {"uncovered": 0, "reach": 100_000}, order)
    assert (bare, far) == ((1000, 0), (0, 100_000))
    assert far < bare


def test_a_goal_of_no_weight_is_void():
    assert void_terms({"reach": 0, "load": 0}, (("uncovered",), ("reach",))) == ["reach"]


@given(RANKS)
def test_ranks_survive_being_stored(ranks):
    order = order_of(ranks)
    assert order_from([list(group) for group in order]) == order
    assert order_of(ranks_of(order)) == order
    assert set(ranks_of(order)) == set(ranks)
    for one in ranks:
        for two in ranks:
            assert (ranks[one] < ranks[two]) == (ranks_of(order)[one] < ranks_of(order)[two])


@given(RANKS, UNITS)
def test_the_goals_points_add_up_to_the_weighted_sum(ranks, units):
    total = points_of(Weights(), units, TERMS)
    assert sum(goal_points(Weights(), units, order_of(ranks))) == total
    assert goal_points(Weights(), units, ()) == (total,)
