"""Why an agency stands at an event: against the score without it, and term by term."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from planner.core.cost import term_changes
from planner.core.problem import Placement, Plan
from planner.core.score import score_plan
from planner.core.worth import worths
from tests.core.small import change_event, small_plan, small_problem

PROBLEM, PLAN = small_problem(), small_plan()


def without(plan: Plan, name: str, agency: int) -> Plan:
    event = plan.event_by_id()[name]
    kept = tuple(item for item in event.assign if item.agency != agency)
    return change_event(plan, name, assign=kept)


def test_what_each_placement_is_worth_is_the_score_without_it():
    for event in PLAN.events:
        for found in worths(PROBLEM, PLAN, event.id):
            bare = score_plan(PROBLEM, without(PLAN, event.id, found.agency))
            assert found.total == bare.total - score_plan(PROBLEM, PLAN).total


def test_the_reasons_of_one_placement():
    band, calm = worths(PROBLEM, PLAN, "a")
    assert (band.alone, band.spare, band.needs, band.suiting) == ((1,), (), ("power",), 2)
    assert (band.events, band.target) == (1, 1)
    assert band.clashes == (32,)
    assert band.points == {"uncovered": 1000, "load": 10, "adjacent": -25}
    assert calm.alone == (2,)


def test_a_field_served_beyond_its_need_is_spare():
    more = change_event(PLAN, "b", assign=(Placement(30, 2, (1, 2)), Placement(32, 1, (2,))))
    aid, calm = worths(PROBLEM, more, "b")
    assert (aid.alone, aid.spare) == ((1,), (2,))
    assert (calm.alone, calm.spare) == ((), (2,))


def test_unknown_agencies_are_passed_over():
    odd = change_event(PLAN, "b", assign=(Placement(99, 0, (1,)),))
    assert worths(PROBLEM, odd, "b") == ()


def test_the_cost_names_what_got_worse_and_what_better():
    bare = without(PLAN, "a", 31)
    changes = {item.term: item for item in term_changes(PROBLEM, PLAN, bare)}
    assert (changes["uncovered"].before, changes["uncovered"].after) == (4, 5)
    (row,) = changes["uncovered"].rows
    assert (row.subjects, row.more, row.worse) == ((("event", "a"), ("field", 1)), 1, True)
    (row,) = changes["adjacent"].rows
    assert (row.more, row.worse, row.after) == (-1, False, None)
    assert term_changes(PROBLEM, PLAN, PLAN) == ()


@given(st.permutations(range(2)))
def test_the_order_of_agencies_changes_nothing(order):
    assign = PLAN.events[0].assign
    turned = change_event(PLAN, "a", assign=tuple(assign[n] for n in order))
    assert term_changes(PROBLEM, PLAN, turned) == ()


def test_points_of_the_terms_add_up_to_the_cost():
    moved = change_event(without(PLAN, "c", 33), "b", day=9)
    points = sum(item.points for item in term_changes(PROBLEM, PLAN, moved))
    assert points == score_plan(PROBLEM, moved).total - score_plan(PROBLEM, PLAN).total
    assert replace(moved, events=moved.events) == moved
