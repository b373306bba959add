"""A problem of two districts, small enough to reckon by hand, and a sound plan for it.

Ids differ from positions on purpose. Day 0 is a Thursday; days 2 and 3 are the weekend.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.core.problem import (
    Agency,
    Booth,
    District,
    Dong,
    Field,
    Kits,
    Needs,
    Period,
    Placement,
    Plan,
    PlanEvent,
    Problem,
    Venue,
    Zone,
)

EVERY_DAY = "1" * 12


def small_problem() -> Problem:
    return Problem(
        name="small",
        start=date(2024, 2, 1),
        days=12,
        weekday0=3,
        allowed="111011111111",
        weekend="001100000110",
        rain=(0, 50, 50, 50, 30, 30, 30, 30, 30, 30, 30, 30),
        fields=(Field(1, "debt", 2), Field(2, "jobs", 1)),
        kits=Kits(2, 2),
        districts=(District(5, "Oak", 2, 3, 1), District(3, "Elm", 1, 3, 1)),
        zones=(
            Zone(10, 5, "Oak north", 1, 2, 1, 5, -3),
            Zone(11, 5, "Oak south", 0, 2, 2, 5, None),
            Zone(12, 3, "Elm", 1, 1, 1, 5, None),
        ),
        dongs=(Dong(100, 10, 7), Dong(101, 11, 4), Dong(102, 12, 3)),
        venues=(
            Venue(20, 5, 10, "Hall", True, EVERY_DAY, (100, 120), covers=(100, 101), booths=ROW),
            Venue(21, 5, 11, "Park", False, "111111101111", (200, 220), covers=(101,),
                  fallbacks=(20,), booths=ROW),
            Venue(22, 3, 12, "Centre", True, EVERY_DAY, (80, 80), covers=(102,), booths=ROW),
        ),
        agencies=(
            Agency(30, "Aid", 5, (5, 3), (1, 2), 2, EVERY_DAY, 2, 1, 2),
            Agency(31, "Band", 5, (5,), (1,), 1, EVERY_DAY, 3, 2, 1, Needs(power=True), noisy=True),
            Agency(32, "Calm", 3, (3, 5), (2,), 1, "111111110111", 2, 2, 1, quiet=True),
            Agency(33, "Dot", 3, (3,), (1, 2), 1, EVERY_DAY, 1, 1, 1),
        ),
        travel=((0, 9), (8, 0)),
        periods=(Period(0, 6), Period(6, 12)),
        conflicts=((31, 33),),
        not_adjacent=((30, 33),),
        adj_radius=3,
    )  # fmt: skip


# Booths in a row, 3 apart: neighbours are within the radius, others are not.
ROW = (
    Booth(0, 0, 0, True, True, False, True),
    Booth(1, 3, 0, False, True, False, True),
    Booth(2, 6, 0, False, False, False, True),
)


def small_plan() -> Plan:
    """Park on day 1, Hall on day 7, Centre on day 8; nothing is broken."""
    return Plan(
        "small",
        (
            PlanEvent("a", 5, 1, 21, 20, (Placement(31, 1, (1,)), Placement(32, 2, (2,)))),
            PlanEvent("b", 5, 7, 20, None, (Placement(30, 2, (1, 2)),)),
            PlanEvent("c", 3, 4, 22, None, (Placement(33, 0, (2,)), Placement(32, 1, (2,)))),
        ),
    )


def change_event(plan: Plan, name: str, **changes: object) -> Plan:
    return replace(
        plan,
        events=tuple(replace(e, **changes) if e.id == name else e for e in plan.events),
    )


def alter(problem: Problem, kind: str, name: int, **changes: object) -> Problem:
    """The problem with the item of this id in the list `kind` changed."""
    items = getattr(problem, kind)
    return replace(
        problem,
        **{kind: tuple(replace(i, **changes) if i.id == name else i for i in items)},
    )


def placed(*placements: tuple[int, int, tuple[int, ...]]) -> tuple[Placement, ...]:
    return tuple(Placement(*item) for item in placements)


def codes(violations) -> list[str]:
    return [item.code for item in violations]
