"""What the rules say to a wish, on a plan small enough to read."""

from __future__ import annotations

from dataclasses import replace

from planner.core.problem import Kits, Needs, Placement
from planner.core.wish import Wish, best_fallback, holds, joined, moved
from planner.core.wish_rules import judge, open_days
from tests.core.small import change_event, small_plan, small_problem

PROBLEM, PLAN = small_problem(), small_plan()


def said(wish: Wish, problem=PROBLEM, plan=PLAN):
    found = judge(problem, plan, wish)
    return tuple(
        [(item.code, item.data.get("reason")) for item in side]
        for side in (found.outright, found.against)
    )


def agencies(**changes):
    """The problem with one agency changed: `agencies(id=30, max=1)`."""
    wanted = changes.pop("id")
    return replace(PROBLEM, agencies=tuple(
        replace(agency, **changes) if agency.id == wanted else agency
        for agency in PROBLEM.agencies
    ))  # fmt: skip


def test_what_the_plan_does_already():
    assert judge(PROBLEM, PLAN, Wish("a", agency=31)).holds
    assert judge(PROBLEM, PLAN, Wish("a", agency=31, booth=1, field=1)).holds
    assert judge(PROBLEM, PLAN, Wish("a", day=1)).holds
    assert judge(PROBLEM, PLAN, Wish("a", day=1, anywhere=True)).holds
    assert not holds(PLAN, Wish("a", agency=31, booth=2))
    assert not holds(PLAN, Wish("a", agency=32, field=1))


def test_an_agency_that_could_come_at_once():
    assert said(Wish("a", agency=30)) == ([], [])


def test_an_agency_forbidden_whatever_else_is_planned():
    away = agencies(id=30, avail="0" * 12)
    assert said(Wish("a", agency=30), away)[0] == [("H10", "not_available")]
    assert said(Wish("c", agency=31))[0] == [("H10", "not_serving")]
    assert said(Wish("a", agency=30), agencies(id=30, max=0))[0] == [("H12", "season")]
    assert said(Wish("a", agency=30), agencies(id=30, max_week=0))[0] == [("H12", "week")]
    assert said(Wish("a", agency=30), agencies(id=30, staff=0))[0] == [("H15", "none")]
    assert said(Wish("a", agency=32, field=1))[0] == [("H15", "not_offered")]
    dry = agencies(id=30, needs=Needs(water=True))
    assert said(Wish("a", agency=30), dry)[0] == [("H14", "none_suits")]
    assert said(Wish("a", agency=31, booth=2))[0] == [("H14", None)]


def test_an_agency_with_the_rest_of_the_plan_in_its_way():
    busy = change_event(PLAN, "b", day=1)
    assert said(Wish("a", agency=30), plan=busy)[1] == [("H11", "same_day"), ("H12", "week_full")]
    assert said(Wish("a", agency=30), agencies(id=30, max=1))[1] == [("H12", "season_full")]
    week = change_event(PLAN, "b", day=2)
    assert said(Wish("a", agency=30), plan=week)[1] == [("H12", "week_full")]
    foes = replace(PROBLEM, conflicts=((30, 31),))
    (found,) = judge(foes, PLAN, Wish("a", agency=30)).against
    assert (found.code, found.subjects[-1]) == ("H16", ("agency", 31))


def test_a_booth_of_another_and_no_booth_left():
    (found,) = judge(PROBLEM, PLAN, Wish("a", agency=30, booth=2)).against
    assert found.data == {"reason": "held"}
    assert found.subjects[-2:] == (("booth", 2), ("agency", 32))
    choosy = agencies(id=30, needs=Needs(private=True))
    full = change_event(PLAN, "a", assign=(Placement(31, 0, (1,)),))
    (found,) = judge(choosy, full, Wish("a", agency=30)).against
    assert found.data == {"reason": "none_free", "booths": 1}


def test_counsellors_that_are_busy_in_other_fields():
    one = agencies(id=33, fields=(1, 2), staff=1)
    (found,) = judge(one, PLAN, Wish("c", agency=33, field=1)).against
    assert (found.code, found.data) == ("H15", {"reason": "busy", "fields": [2], "staff": 1})


def test_days_and_venues_forbidden_outright():
    assert said(Wish("a", day=3))[0] == [("H02", "not_allowed")]
    assert said(Wish("a", day=7))[0] == [("H03", "not_available")]
    assert said(Wish("b", day=0))[0] == [("H06", "last_season")]
    shut = replace(PROBLEM, venues=tuple(replace(v, fallbacks=()) for v in PROBLEM.venues))
    assert said(Wish("a", day=0), shut)[0] == [("H04", "missing")]
    assert said(Wish("a", day=0), replace(PROBLEM, kits=Kits(0, 2)))[0] == [("H09", None)]
    none = replace(PROBLEM, districts=(replace(PROBLEM.districts[0], max_weekend=0),))
    assert said(Wish("a", day=2), none)[0] == [("H08", None)]
    never = replace(PROBLEM, zones=tuple(replace(zone, max=0) for zone in PROBLEM.zones))
    assert said(Wish("a", day=0), never)[0] == [("H07", "too_many")]


def test_with_the_venue_left_open_one_that_works_is_enough():
    assert said(Wish("a", day=7, anywhere=True))[0] == []
    assert said(Wish("a", day=3, anywhere=True))[0] == [("H02", "not_allowed")]


def test_what_of_the_plan_stands_against_a_day_or_a_venue():
    assert said(Wish("a", day=5))[1] == [("H05", None)]
    assert said(Wish("a", day=2, venue=20)) == ([], [])
    near = change_event(PLAN, "b", day=6)
    assert said(Wish("a", day=2, venue=20), plan=near)[1] == [("H06", "visits")]
    strict = replace(PROBLEM, zones=tuple(
        replace(zone, min=1) if zone.id == 11 else zone for zone in PROBLEM.zones
    ))  # fmt: skip
    assert said(Wish("a", day=2, venue=20), strict)[1] == [("H07", "too_few")]


def test_agencies_that_would_have_to_leave_are_named():
    absent = agencies(id=31, avail="111111111011")
    (found,) = judge(absent, PLAN, Wish("a", day=9, anywhere=True)).against[-1:]
    assert found.code in ("H05", "H10", "H12")
    codes = {item.code for item in judge(absent, PLAN, Wish("a", day=9)).against}
    assert "H10" in codes


def test_days_on_which_the_event_could_be():
    days = dict(open_days(PROBLEM, PLAN, Wish("a", day=7)))
    assert 3 not in days and 7 not in days and 1 not in days
    assert days[0] is True
    assert days[5] is False


def test_the_plan_with_an_event_moved_and_an_agency_joined():
    park = PROBLEM.venue_by_id[21]
    event = moved(PROBLEM, PLAN, "b", 8, park).event_by_id()["b"]
    assert (event.day, event.venue, event.fallback) == (8, 21, 20)
    assert best_fallback(PROBLEM, PROBLEM.venue_by_id[20], 1) is None
    placed = joined(PROBLEM, PLAN, Wish("a", agency=30)).event_by_id()["a"].assign[-1]
    assert placed == Placement(30, 0, (1, 2))
    taken = joined(PROBLEM, PLAN, Wish("a", agency=30, booth=2, field=2)).event_by_id()["a"]
    assert taken.assign[-1] == Placement(30, 2, (1, 2))
