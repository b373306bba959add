"""The question of a re-planning: what stays, what is pinned, what can no longer be pinned."""

from __future__ import annotations

from datetime import date, timedelta

from planner.core.decided import Decided, decisions_broken
from planner.core.happenings import AgencyAway, AgencyNotAt, EventElsewhere, VenueClosed
from planner.core.plan import Forced, Placement
from planner.core.replanning import Pinned, Wanted, cannot_stay, crossed_out, pose
from tests.core.small import change_event, codes, small_plan, small_problem

PROBLEM, PLAN = small_problem(), small_plan()


def day(number: int) -> date:
    return PROBLEM.start + timedelta(days=number)


def asked(*happenings, now=0, pinned=None, wanted=None):
    return pose(PROBLEM, PLAN, now, happenings, pinned or Pinned(), wanted or Wanted())


def test_nothing_happened():
    question = asked()
    task = question.task
    assert (task.published, task.now, task.pin_schedule) == (PLAN, 0, True)
    assert (task.movable, task.force) == ((), ())
    assert question.decided == Decided()
    assert (question.stuck, question.given_up) == (frozenset(), ())


def test_an_event_at_a_closed_venue_may_move_the_others_stay():
    question = asked(VenueClosed(20, day(7), day(7)))
    assert question.stuck == {"b"}
    assert question.task.movable == ("b",)
    event = PLAN.event_by_id()["b"]
    assert codes(cannot_stay(question.problem, event)) == ["H03"]


def test_a_closed_place_for_rain_moves_the_event_only_if_there_is_no_other():
    question = asked(VenueClosed(20, day(1), day(1)))
    assert question.stuck == {"a"}  # the park's one rain place is the hall
    assert asked(VenueClosed(20, day(2), day(2))).stuck == frozenset()


def test_what_is_past_neither_moves_nor_breaks_anything():
    question = asked(VenueClosed(21, day(0), day(1)), AgencyAway(31, day(0), day(11)), now=2)
    assert question.stuck == frozenset()
    assert question.problem.venue_by_id[21].avail[1] == "1"
    assert question.problem.agency_by_id[31].avail == "010000000000"
    assert question.problem.allowed[:2] == "01"


def test_who_does_not_come_to_an_event_is_kept_away():
    question = asked(AgencyNotAt(31, "a"), pinned=Pinned(away=frozenset({("b", 33)})))
    assert question.decided.away == {("a", 31), ("b", 33)}


def test_pinned_agencies_come_and_keep_their_booth():
    pinned = Pinned(agencies={("a", 31): 1, ("a", 32): 0, ("b", 33): None})
    question = asked(pinned=pinned)
    assert question.decided.comes == {("a", 31): 1, ("a", 32): None, ("b", 33): None}
    assert question.given_up == ()


def test_crossed_out_are_those_who_cannot_come():
    question = asked(AgencyNotAt(31, "a"), AgencyAway(33, day(4), day(4)))
    bare = crossed_out(question).event_by_id()
    assert {name: [p.agency for p in event.assign] for name, event in bare.items()} == {
        "a": [32],
        "b": [30],
        "c": [32],
    }


def test_who_cancels_is_no_longer_pinned():
    pinned = Pinned(agencies={("a", 31): 1, ("a", 32): 2, ("b", 30): 2})
    happened = (AgencyAway(31, day(1), day(1)), AgencyNotAt(32, "a"))
    question = asked(*happened, pinned=pinned)
    assert question.decided.comes == {("b", 30): 2}
    assert question.given_up == (("a", 31), ("a", 32))


def test_a_pinned_place_holds_against_the_list_of_what_may_move():
    pinned = Pinned(places={"a": (1, 21)})
    question = asked(pinned=pinned, wanted=Wanted(movable=frozenset({"a", "b", "nobody"})))
    assert (question.task.movable, question.task.force) == (("b",), ())
    question = asked(pinned=pinned, wanted=Wanted(pin=False))
    assert question.task.force == (Forced("a", 1, 21),)


def test_a_place_pinned_in_the_draft_elsewhere_is_a_wish():
    question = asked(pinned=Pinned(places={"b": (8, 20)}))
    assert question.task.force == (Forced("b", 8, 20),)
    assert question.given_up == ()


def test_a_pinned_place_that_is_closed_or_wished_away_is_given_up():
    pinned = Pinned(places={"b": (7, 20)})
    assert asked(VenueClosed(20, day(7), day(7)), pinned=pinned).given_up == (("b", None),)
    question = asked(EventElsewhere("b", day(9)), pinned=pinned)
    assert question.given_up == (("b", None),)
    assert question.task.force == (Forced("b", 9, None),)


def test_decisions_are_judged():
    decided = Decided(frozenset({("a", 30)}), {("a", 31): 1, ("b", 30): None})
    assert list(decisions_broken(decided, PLAN, PLAN)) == []
    placed = PLAN.event_by_id()["a"].assign
    moved = change_event(
        PLAN, "a", assign=(*placed[1:], Placement(30, 0, (1,)), Placement(31, 0, (1,)))
    )
    assert codes(decisions_broken(decided, PLAN, moved)) == ["P02", "P04"]
    elsewhere = change_event(PLAN, "a", venue=20, assign=(Placement(31, 0, (1,)),))
    assert list(decisions_broken(decided, PLAN, elsewhere)) == []
    assert codes(decisions_broken(decided, PLAN, change_event(PLAN, "b", assign=()))) == ["P04"]
