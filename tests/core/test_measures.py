"""Figures of a plan, and whom two plans part, on the small problem."""

from __future__ import annotations

from dataclasses import replace

from planner.core.measures import Attendance, attendance_changes, measures
from planner.core.plan import Placement
from planner.core.score import score_plan
from tests.core.small import change_event, small_plan, small_problem

PROBLEM, PLAN = small_problem(), small_plan()


def test_the_figures_of_a_plan():
    found = measures(PROBLEM, PLAN)
    assert found.score == score_plan(PROBLEM, PLAN).total
    assert found.terms == score_plan(PROBLEM, PLAN).terms
    assert (found.bare, found.events) == (3, 3)  # field 1 is short by one at each event
    assert found.visits == {10: 1, 11: 1, 12: 1}
    assert found.loads == {30: 1, 31: 1, 32: 2, 33: 1}
    assert (found.spread, found.idle, found.off_share) == ((1, 2), 0, 2)


def test_an_agency_not_asked_for_counts_once_it_comes():
    agencies = tuple(replace(row, target=0) if row.id == 31 else row for row in PROBLEM.agencies)
    problem = replace(PROBLEM, agencies=agencies)
    assert measures(problem, PLAN).loads[31] == 1
    without = change_event(PLAN, "a", assign=(Placement(32, 2, (2,)),))
    assert 31 not in measures(problem, without).loads
    assert measures(PROBLEM, without).idle == 1


def test_unknown_places_and_agencies_are_passed_over():
    plan = change_event(PLAN, "a", venue=999, assign=(Placement(999, 1, (1,)),))
    found = measures(PROBLEM, plan)
    assert (found.visits[11], sum(found.loads.values())) == (0, 3)


def test_no_agency_at_all():
    assert measures(replace(PROBLEM, agencies=()), PLAN).spread == (0, 0)


def test_whose_days_differ():
    moved = change_event(PLAN, "c", day=6)
    assert attendance_changes(PLAN, PLAN) == ()
    assert attendance_changes(PLAN, moved) == (
        Attendance(32, (4,), (6,)),
        Attendance(33, (4,), (6,)),
    )
    gone = change_event(PLAN, "b", assign=())
    assert attendance_changes(PLAN, gone) == (Attendance(30, (7,), ()),)
    assert attendance_changes(gone, PLAN) == (Attendance(30, (), (7,)),)
