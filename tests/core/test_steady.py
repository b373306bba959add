"""Changes that gain nothing are undone, those that gain something stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.core.problem import (
    Agency,
    Booth,
    District,
    Field,
    Kits,
    Needs,
    Placement,
    Plan,
    PlanEvent,
    Problem,
    Venue,
    Weights,
    Zone,
)
from planner.core.score import score_plan
from planner.core.steady import steady

OPEN = "1" * 10


def agency(number: int, **values: object) -> Agency:
    return replace(Agency(number, f"A{number}", 1, (1,), (1, 2), 1, OPEN, 9, 9, 1), **values)


PROBLEM = Problem(
    name="tiny",
    start=date(2023, 5, 22),
    days=10,
    weekday0=0,
    allowed=OPEN,
    weekend="0" * 10,
    rain=(0,) * 10,
    fields=(Field(1, "f", 1), Field(2, "g", 1)),
    kits=Kits(1, 1),
    districts=(District(1, "d", 1, 1, 0),),
    zones=(Zone(1, 1, "z", 1, 1, 1, 0),),
    dongs=(),
    venues=(
        Venue(1, 1, 1, "v", True, OPEN, (10, 10),
              booths=tuple(Booth(n, 4 * n, 0, power=n < 3) for n in (1, 2, 3))),
    ),
    agencies=(agency(1), agency(2), agency(3, needs=Needs(power=True))),
    travel=((0,),),
)  # fmt: skip


def event(day: int, *placements: tuple[int, int, tuple[int, ...]]) -> Plan:
    assign = tuple(Placement(*item) for item in placements)
    return Plan("tiny", (PlanEvent("e", 1, day, 1, None, assign),))


def test_an_equal_plan_becomes_the_old_one():
    before = event(3, (1, 1, (1,)), (2, 2, (2,)))
    after = event(5, (1, 2, (2,)), (2, 1, (1,)))
    assert steady(PROBLEM, before, after) == before


def test_what_gains_stays_and_the_rest_goes_back():
    before = event(3, (1, 1, (1,)))
    after = event(5, (1, 3, (2,)), (2, 1, (1,)))
    found = steady(PROBLEM, before, after)
    assert score_plan(PROBLEM, found).total <= score_plan(PROBLEM, after).total
    (kept,) = found.events
    assert (kept.day, {item.agency for item in kept.assign}) == (3, {1, 2})
    assert {item.agency: item.booth for item in kept.assign}[1] == 1


def test_nobody_is_moved_to_a_booth_that_does_not_suit():
    before = event(3, (1, 1, (1,)))
    after = event(3, (1, 3, (1,)), (3, 1, (2,)))
    (kept,) = steady(PROBLEM, before, after).events
    assert {item.agency: item.booth for item in kept.assign} == {1: 3, 3: 1}


def test_other_events_are_left_alone():
    before, after = event(3, (1, 1, (1,))), event(5, (1, 1, (1,)))
    assert steady(PROBLEM, before, after, only=()) == after


def test_what_a_person_forbids_does_not_come_back():
    before = event(3, (1, 1, (1,)), (2, 2, (2,)))
    after = event(3, (2, 2, (2,)), (3, 1, (1,)))

    def without_one(plan: Plan) -> bool:
        return all(item.agency != 1 for item in plan.events[0].assign)

    assert steady(PROBLEM, before, after) == before
    assert steady(PROBLEM, before, after, keeps=without_one) == after


def test_an_earlier_goal_is_not_traded_for_fewer_changes():
    calm = replace(PROBLEM, weights=Weights(uncovered=1, load=10))
    before = event(3, (1, 3, (1,)), (2, 2, (1,)), (3, 1, (1,)))  # everyone at its share, g bare
    after = event(3, (1, 3, (1,)), (2, 2, (2,)))  # all covered, one without its event
    assert steady(calm, before, after) == before
    assert steady(calm, before, after, order=(("uncovered",),)) == after
