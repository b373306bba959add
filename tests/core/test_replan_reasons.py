"""Why each change is there, one tiny case a reason; and whom it concerns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.core.happenings import AgencyAway, AgencyNotAt, EventElsewhere, VenueClosed
from planner.core.plan import Placement, Plan
from planner.core.replan_news import news_by_agency
from planner.core.replan_reasons import Reason, explain_changes
from planner.core.replanning import Pinned, Wanted, pose
from tests.core.small import change_event, codes, small_plan, small_problem

PROBLEM, PLAN = small_problem(), small_plan()
EVENTS = PLAN.event_by_id()
BAND, CALM = EVENTS["a"].assign


def day(number: int) -> date:
    return PROBLEM.start + timedelta(days=number)


def why(plan, *happenings, problem=PROBLEM, **values):
    """The reasons by (event, kind of change)."""
    question = pose(
        problem, PLAN, 0, happenings, values.get("pinned", Pinned()),
        values.get("wanted", Wanted()),
    )  # fmt: skip
    return [
        (item.event, type(item.change).__name__, item.reason)
        for item in explain_changes(question, plan)
    ]


def without(event, *agencies):
    rest = tuple(item for item in EVENTS[event].assign if item.agency not in agencies)
    return change_event(PLAN, event, assign=rest)


def only(reasons):
    assert len(reasons) == 1
    return reasons[0][2]


def changed_agency(agency, **values):
    agencies = tuple(
        replace(item, **values) if item.id == agency else item for item in PROBLEM.agencies
    )
    return replace(PROBLEM, agencies=agencies)


def test_nothing_changes_nothing_is_explained():
    assert why(PLAN, AgencyAway(33, day(9), day(9))) == []


@pytest.mark.parametrize(
    ("happened", "problem", "code"),
    [
        (AgencyAway(31, day(1), day(1)), PROBLEM, "cancelled"),
        (AgencyNotAt(31, "a"), PROBLEM, "not_here"),
        (None, changed_agency(31, avail="0" * 12), "absent"),
        (None, replace(PROBLEM, agencies=PROBLEM.agencies[2:]), "stranger"),
        (None, PROBLEM, "spare"),
    ],
)
def test_why_an_agency_leaves(happened, problem, code):
    happenings = (happened,) if happened else ()
    assert only(why(without("a", 31), *happenings, problem=problem)).code == code


def test_an_agency_kept_away_for_good():
    pinned = Pinned(away=frozenset({("a", 31)}))
    assert only(why(without("a", 31), pinned=pinned)).code == "banned"


def test_an_agency_that_is_needed_elsewhere():
    taken = without("a", 32)
    taken = change_event(taken, "b", assign=(*EVENTS["b"].assign, Placement(32, 0, (2,))))
    limited = changed_agency(32, avail="1" * 12, max=2, max_week=7)
    reasons = {(event, kind): reason for event, kind, reason in why(taken, problem=limited)}
    assert reasons["a", "AgencyDropped"] == Reason("limit", events=("b",))
    same_day = change_event(taken, "b", day=1, assign=(*EVENTS["b"].assign, Placement(32, 0, (2,))))
    reasons = {(e, kind): r for e, kind, r in why(same_day, problem=limited)}
    assert reasons["a", "AgencyDropped"] == Reason("same_day", events=("b",))


def test_an_agency_that_must_not_meet_another_or_has_no_booth():
    foes = change_event(without("c", 33), "c", assign=(Placement(31, 1, (1,)),))
    dropped = {kind: r for e, kind, r in why(foes) if e == "c" and r.code == "conflict"}
    assert dropped == {"AgencyDropped": Reason("conflict", agencies=(31,))}
    dark = tuple(replace(v, booths=v.booths[2:]) if v.id == 21 else v for v in PROBLEM.venues)
    assert only(why(without("a", 31), problem=replace(PROBLEM, venues=dark))).code == "room"


def test_a_newcomer_takes_over_a_field():
    plan = change_event(PLAN, "a", assign=(CALM, Placement(30, 1, (1,))))
    reasons = {kind: reason for _e, kind, reason in why(plan, AgencyAway(31, day(1), day(1)))}
    assert reasons["AgencyAdded"] == Reason("covers", (31,), (1,))
    assert reasons["AgencyDropped"].code == "cancelled"


def test_a_newcomer_for_a_field_that_nobody_had():
    plan = change_event(PLAN, "a", assign=(BAND, CALM, Placement(30, 0, (1,))))
    assert only(why(plan)) == Reason("covers", (), (1,))


def test_a_newcomer_that_is_pinned_or_only_makes_the_plan_better():
    plan = change_event(PLAN, "b", assign=(*EVENTS["b"].assign, Placement(31, 0, (1,))))
    pinned = Pinned(agencies={("b", 31): 0})
    assert only(why(plan, pinned=pinned)).code == "pinned"
    easy = replace(PROBLEM, fields=(replace(PROBLEM.fields[0], need=0), PROBLEM.fields[1]))
    assert only(why(plan, problem=easy)).code == "better"


def test_other_fields():
    served = change_event(PLAN, "b", assign=(Placement(30, 2, (1,)),))
    assert only(why(served)).code == "spare"
    assert only(why(served, problem=changed_agency(30, fields=(1,)))) == Reason(
        "offers", fields=(2,)
    )
    helping = change_event(PLAN, "c", assign=(Placement(33, 0, (1,)), EVENTS["c"].assign[1]))
    assert only(why(helping)) == Reason("covers", (), (1,))


def test_other_booths():
    swapped = change_event(PLAN, "a", assign=(replace(BAND, booth=0), replace(CALM, booth=1)))
    found = [reason for _e, _k, reason in why(swapped)]
    assert found == [Reason("room", agencies=(32,)), Reason("better")]
    taken = tuple(replace(v, booths=v.booths[:1]) if v.id == 21 else v for v in PROBLEM.venues)
    moved = change_event(PLAN, "a", assign=(replace(BAND, booth=0), CALM))
    assert only(why(moved, problem=replace(PROBLEM, venues=taken))).code == "gone"
    needy = changed_agency(31, needs=replace(PROBLEM.agencies[1].needs, private=True))
    assert only(why(moved, problem=needy)).code == "needs"


def test_why_an_event_moves():
    plan = change_event(PLAN, "b", day=8)
    closed = VenueClosed(20, day(7), day(7))
    assert only(why(plan, closed)).code == "closed"
    assert only(why(plan, EventElsewhere("b", day(8)))).code == "wished"
    assert only(why(plan, pinned=Pinned(places={"b": (8, 20)}))).code == "pinned"
    assert only(why(plan, wanted=Wanted(pin=False))).code == "freed"
    shut = tuple(replace(v, avail="1" * 7 + "0" + "1" * 4) if v.id == 20 else v
                 for v in PROBLEM.venues)  # fmt: skip
    reason = only(why(plan, problem=replace(PROBLEM, venues=shut)))
    assert (reason.code, codes(reason.violations)) == ("broken", ["H03"])


def test_the_place_for_rain():
    plan = change_event(PLAN, "a", day=5, fallback=None)
    assert [(kind, r.code) for _e, kind, r in why(plan, VenueClosed(20, day(1), day(1)))] == [
        ("DayMoved", "rain_closed"),
        ("FallbackChanged", "moved"),
    ]
    stays = change_event(PLAN, "a", fallback=None)
    assert only(why(stays, VenueClosed(20, day(1), day(1)))).code == "rain_closed"
    assert only(why(stays)).code == "better"
    indoors = change_event(PLAN, "a", venue=20, fallback=None)
    assert [kind for _e, kind, _r in why(indoors)] == ["VenueMoved"]


def test_changes_come_in_the_order_of_the_new_days():
    plan = change_event(change_event(PLAN, "a", day=9), "c", assign=())
    assert [event for event, _k, _r in why(plan)] == ["c", "c", "a"]


def test_whom_to_tell():
    plan = change_event(
        change_event(PLAN, "a", assign=(replace(CALM, booth=0), Placement(30, 1, (1,)))),
        "c", day=5, assign=(replace(EVENTS["c"].assign[0], fields=(1,)),),
    )  # fmt: skip
    found = {
        agency: [(item.event, item.kinds) for item in news]
        for agency, news in news_by_agency(PLAN, plan).items()
    }
    assert found == {
        30: [("a", ("added",))],
        31: [("a", ("dropped",))],
        32: [("a", ("booth",)), ("c", ("dropped",))],
        33: [("c", ("moved", "fields"))],
    }


def test_another_place_for_rain_is_told_to_all_who_stay():
    plan = change_event(PLAN, "a", fallback=None)
    assert {agency: item[0].kinds for agency, item in news_by_agency(PLAN, plan).items()} == {
        31: ("rain",),
        32: ("rain",),
    }
    assert news_by_agency(PLAN, Plan("small", PLAN.events)) == {}
