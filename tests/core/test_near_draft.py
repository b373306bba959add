"""Equally good re-plannings: the one that the draft already has."""

from __future__ import annotations

from dataclasses import replace

from planner.core.happenings import AgencyNotAt
from planner.core.near_draft import near_draft
from planner.core.plan import Placement
from planner.core.problem import Plan
from planner.core.proposal_changes import written_over
from planner.core.replanning import Pinned, Wanted, pose
from tests.core.small import change_event, small_plan, small_problem

# Two agencies alike could stand in for Band at the park.
PROBLEM = small_problem()
TWIN = replace(PROBLEM.agencies[1], noisy=False)
PROBLEM = replace(
    PROBLEM,
    agencies=(*PROBLEM.agencies, replace(TWIN, id=41), replace(TWIN, id=42)),
)
PLAN = small_plan()
CALM = PLAN.event_by_id()["a"].assign[1]
GOALS = ("uncovered", "distance", "score")


def with_twin(agency, booth=1):
    return change_event(PLAN, "a", assign=(CALM, Placement(agency, booth, (1,))))


def asked(*happenings, now=0):
    return pose(PROBLEM, PLAN, now, happenings, Pinned(), Wanted())


def test_the_one_that_was_drawn_before_stays():
    question = asked(AgencyNotAt(31, "a"))
    assert near_draft(question, with_twin(42), with_twin(41), GOALS) == with_twin(42)
    assert near_draft(question, with_twin(41), with_twin(41), GOALS) == with_twin(41)


def test_who_cannot_come_any_more_is_left_out_of_it():
    question = asked(AgencyNotAt(31, "a"))
    drawn = change_event(PLAN, "a", assign=(*PLAN.event_by_id()["a"].assign[:1], CALM))
    both = change_event(PLAN, "a", assign=(Placement(31, 0, (1,)), CALM, Placement(42, 1, (1,))))
    assert near_draft(question, both, with_twin(41), GOALS) == with_twin(42)
    assert near_draft(question, drawn, with_twin(41), GOALS) == with_twin(41)  # less is covered


def test_what_reaches_less_breaks_a_rule_or_is_past_does_not_stay():
    question = asked(AgencyNotAt(31, "a"))
    answer = with_twin(41)
    powerless = with_twin(42, booth=2)
    assert near_draft(question, powerless, answer, GOALS) == answer
    moved = change_event(answer, "a", day=5)
    assert near_draft(question, moved, answer, GOALS) == answer
    over = asked(AgencyNotAt(31, "a"), now=2)
    assert near_draft(over, with_twin(42), answer, GOALS) == answer
    assert near_draft(question, Plan("small"), answer, GOALS) == answer


def test_goals_that_were_not_asked_for_do_not_count():
    question = asked(AgencyNotAt(31, "a"))
    more = change_event(
        with_twin(42), "b", assign=(*PLAN.event_by_id()["b"].assign, Placement(41, 0, (1,)))
    )
    assert near_draft(question, more, with_twin(41), ("uncovered",)) == more


def test_written_over_is_what_the_draft_loses():
    answer = with_twin(41)
    drawn = change_event(with_twin(41), "b", day=9)
    assert written_over(PLAN, drawn, answer) == ()  # event b is not touched, event a is the same
    other = change_event(with_twin(42), "a", fallback=None)
    lost = written_over(PLAN, other, answer)
    assert [(item.event, [type(c).__name__ for c in item.changes]) for item in lost] == [
        ("a", ["FallbackChanged", "AgencyAdded"])
    ]
    assert written_over(PLAN, PLAN, answer) == ()
