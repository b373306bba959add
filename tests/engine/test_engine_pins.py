"""What a person has decided is kept, or refused with the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.core.rules import check_plan
from planner.engine import Ban, EventPin, Pins, PlacementPin, solve
from planner.engine.generate import generate_problem

PROBLEM = generate_problem("seocho", 2)
PLAN = solve(PROBLEM, seconds=600).plan
EVENT = PLAN.events[2]
HERE = EventPin(EVENT.district, EVENT.day, EVENT.venue, "mine")


def codes(outcome) -> set[str]:
    return {item.code for item in outcome.conflicts}


def test_the_pins_of_a_plan_give_no_worse_plan():
    pins = Pins(
        tuple(EventPin(e.district, e.day, e.venue, e.id) for e in PLAN.events),
        tuple(
            PlacementPin(e.district, e.day, p.agency, p.booth)
            for e in PLAN.events
            for p in e.assign
        ),
    )
    outcome = solve(PROBLEM, seconds=600, pins=pins)
    assert outcome.status == "optimal"
    assert [(e.id, e.day, e.venue) for e in outcome.plan.events] == [
        (e.id, e.day, e.venue) for e in PLAN.events
    ]


def test_an_event_a_placement_and_a_ban():
    here, gone = EVENT.assign[0], EVENT.assign[1].agency
    pins = Pins(
        (HERE,),
        (PlacementPin(EVENT.district, EVENT.day, here.agency, here.booth),),
        (Ban(gone, EVENT.district),),
    )
    outcome = solve(PROBLEM, seconds=600, pins=pins)
    assert check_plan(PROBLEM, outcome.plan) == ()
    mine = outcome.plan.event_by_id()["mine"]
    assert (mine.day, mine.venue) == (EVENT.day, EVENT.venue)
    assert (here.agency, here.booth) in {(p.agency, p.booth) for p in mine.assign}
    assert all(p.agency != gone for event in outcome.plan.events for p in event.assign)


def closed_day() -> int:
    return PROBLEM.allowed.index("0")


@pytest.mark.parametrize(
    ("pins", "code"),
    [
        (Pins((EventPin(0, closed_day()),)), "H02"),
        (Pins((EventPin(0, EVENT.day, 999),)), "H03"),
        (Pins((HERE,), (PlacementPin(0, EVENT.day, 999),)), "H10"),
        (Pins((HERE,), (PlacementPin(0, EVENT.day, EVENT.assign[0].agency, 999),)), "H13"),
        (Pins((), (PlacementPin(0, EVENT.day, EVENT.assign[0].agency, 1),)), "P01"),
        (
            Pins((HERE,), (PlacementPin(0, EVENT.day, EVENT.assign[0].agency),),
                 (Ban(EVENT.assign[0].agency),)),
            "P02",
        ),
    ],
)  # fmt: skip
def test_impossible_pins_are_refused_with_the_rule(pins, code):
    outcome = solve(PROBLEM, seconds=600, pins=pins)
    assert outcome.status == "infeasible"
    assert code in codes(outcome)


def test_pins_that_clash_are_named_with_the_rule_between_them():
    gap = replace(PROBLEM.districts[0], min_gap=30)
    problem = replace(PROBLEM, districts=(gap,))
    pins = Pins(tuple(EventPin(0, e.day, e.venue) for e in PLAN.events[:2]))
    outcome = solve(problem, seconds=600, pins=pins)
    assert outcome.status == "infeasible"
    assert codes(outcome)
