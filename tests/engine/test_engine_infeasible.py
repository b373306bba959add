"""Seasons that cannot be: for each rule a tiny one whose only minimal conflict is pinned."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from planner.core.problem import (
    Agency,
    Booth,
    District,
    Field,
    Kits,
    Needs,
    Problem,
    Venue,
    Zone,
)
from planner.engine import Ban, EventPin, Pins, PlacementPin, assign, solve
from planner.engine.explain import explain

OPEN = "1111"
BOOTHS = (Booth(0, power=True), Booth(1), Booth(2))
# One event of one district in four days; day 0 is a Monday.
BASE = Problem(
    name="base",
    start=date(2024, 1, 1),
    days=4,
    weekday0=0,
    allowed=OPEN,
    weekend="0000",
    rain=(0,) * 4,
    fields=(Field(1, "debt", 1),),
    kits=Kits(9, 1),
    districts=(District(5, "Oak", 1, 1, 9),),
    zones=(Zone(10, 5, "North", 0, 9, 0, 0),),
    dongs=(),
    venues=(Venue(20, 5, 10, "Hall", True, OPEN, (9, 9), booths=BOOTHS),),
    agencies=tuple(
        Agency(name, f"agency {name}", 5, (5, 6), (1,), 1, OPEN, 3, 3, 1, Needs(power=name < 32))
        for name in (30, 31, 32)
    ),
    travel=((0,),),
)
TWO = replace(
    BASE,
    districts=(*BASE.districts, District(6, "Elm", 1, 1, 9)),
    zones=(*BASE.zones, Zone(11, 6, "Elm", 0, 9, 0, 0)),
    venues=(*BASE.venues, Venue(21, 6, 11, "Barn", True, OPEN, (9, 9), booths=BOOTHS)),
    travel=((0, 1), (1, 0)),
)


def alter(problem: Problem = BASE, **changes) -> Problem:
    """The problem with its first district, zone or venue changed: `zone_max=0`, `days=1` …"""
    for name, value in changes.items():
        kind, _, key = name.partition("_")
        listed = f"{kind}s"
        if key and hasattr(problem, listed):
            first, *others = getattr(problem, listed)
            items = (replace(first, **{key: value}), *others)
            problem = replace(problem, **{listed: items})
        else:
            problem = replace(problem, **{name: value})
    return problem


def agency(problem: Problem, name: int, **changes) -> Problem:
    agencies = tuple(replace(a, **changes) if a.id == name else a for a in problem.agencies)
    return replace(problem, agencies=agencies)


@dataclass(frozen=True)
class Case:
    """`problem` under `pins` breaks `conflict`, as (code and reason, subjects)."""

    problem: Problem
    conflict: set[tuple]
    give_up: dict[str, int] = field(default_factory=dict)
    pins: Pins = field(default_factory=Pins)


def oak(code: str, *more) -> tuple:
    return (code, ("district", 5), *more)


def north(code: str) -> tuple:
    return (code, ("zone", 10))


H01 = oak("H01")
SOUTH = Zone(12, 5, "South", 1, 9, 1, 0)
GREEN = Venue(22, 5, 12, "Green", False, OPEN, (9, 9))
LATE = Venue(22, 5, 12, "Late", True, "0011", (9, 9))

SEASONS = {
    "no venue": Case(alter(venues=()), {H01}, {"H01": 1}),
    "no allowed day": Case(alter(allowed="0000"), {H01, oak("H02 not_allowed")}, {"H01": 1}),
    "no open day": Case(alter(venue_avail="0000"), {H01, north("H03 not_available")}, {"H01": 1}),
    "no rain plan": Case(alter(venue_indoor=False), {H01, north("H04 not_available")}, {"H01": 1}),
    "district gap": Case(alter(district_events=2, district_min_gap=4), {H01, oak("H05")},
                         {"H01": 1}),
    "two on one day": Case(alter(district_events=2, days=1, allowed="1", weekend="0", rain=(0,),
                                 venue_avail="1"), {H01, oak("H05")}, {"H01": 1}),
    "zone gap": Case(alter(district_events=2, zone_gap=4), {H01, north("H06 visits")}, {"H01": 1}),
    "last season": Case(alter(zone_gap=5, zone_last=-1), {H01, north("H06 last_season")},
                        {"H01": 1}),
    "too few visits": Case(alter(zone_min=2), {H01, north("H07 too_few")}, {"H07": 1}),
    "too many visits": Case(alter(zone_max=0), {H01, north("H07 too_many")}, {"H01": 1}),
    "few and many": Case(alter(zones=(replace(BASE.zones[0], min=2, max=1), replace(SOUTH, min=0)),
                               venues=(*BASE.venues, LATE), district_events=2),
                         {north("H07 too_few"), north("H07 too_many")}),
    "weekends": Case(alter(weekend="1111", district_max_weekend=0), {H01, oak("H08")}),
    "kits": Case(alter(kits=Kits(0, 1)), {H01, ("H09",)}),
    "kits of two districts": Case(alter(TWO, kits=Kits(1, 4)),
                                  {H01, ("H01", ("district", 6)), ("H09",)}),
    "days and gap": Case(alter(allowed="1100", district_events=2, district_min_gap=3),
                         {H01, oak("H02 not_allowed"), oak("H05")}, {"H01": 1}),
    "open days and gap": Case(alter(venue_avail="0110", district_events=2, district_min_gap=3),
                              {H01, north("H03 not_available"), oak("H05")}, {"H01": 1}),
    "weekends of a zone": Case(
        alter(weekend="0011", district_max_weekend=0, zones=(*BASE.zones, SOUTH),
              venues=(*BASE.venues, LATE)),
        {("H03 not_available", ("zone", 12)), oak("H08"), ("H07 too_few", ("zone", 12))}),
    "a zone without rain plan": Case(
        alter(zones=(*BASE.zones, SOUTH), venues=(*BASE.venues, GREEN)),
        {("H04 not_available", ("zone", 12)), ("H07 too_few", ("zone", 12))}, {"H07": 1}),
}  # fmt: skip


def pinned(*events: EventPin, placed=(), banned=()) -> Pins:
    return Pins(events, tuple(placed), tuple(banned))


def at(day: int, name: int = 30, booth=None, district: int = 5) -> PlacementPin:
    return PlacementPin(district, day, name, booth)


def pin(day: int) -> tuple:
    return oak(f"P03 day {day}")


def comes(day: int, name: int = 30, district: int = 5) -> tuple:
    return (f"P04 day {day}", ("agency", name), ("district", district))


HALL = EventPin(5, 0, 20)
PAIR = alter(district_events=2)
PINNED = {
    "two pins, one event": Case(
        BASE, {H01, pin(0), pin(2)}, pins=pinned(EventPin(5, 0), EventPin(5, 2))),
    "pins too close": Case(
        alter(PAIR, district_min_gap=3), {oak("H05"), pin(0), pin(2)},
        pins=pinned(EventPin(5, 0), EventPin(5, 2))),
    "pins in one zone": Case(
        alter(PAIR, zone_gap=3), {north("H06 visits"), pin(0), pin(2)},
        pins=pinned(EventPin(5, 0), EventPin(5, 2))),
    "pins at weekends": Case(
        alter(weekend="1000", district_max_weekend=0), {oak("H08"), pin(0)},
        pins=pinned(EventPin(5, 0))),
    "one agency at two places": Case(
        TWO, {("H11 same_day", ("agency", 30)), comes(1), comes(1, district=6)},
        pins=pinned(placed=(at(1), at(1, district=6)))),
    "an agency too often": Case(
        agency(PAIR, 30, max=1), {("H12 season", ("agency", 30)), comes(0), comes(2)},
        pins=pinned(placed=(at(0), at(2)))),
    "an agency too often a week": Case(
        agency(PAIR, 30, max_week=1), {("H12 week", ("agency", 30)), comes(0), comes(2)},
        pins=pinned(placed=(at(0), at(2)))),
    "one booth with power": Case(
        BASE, {oak("H14", ("venue", 20)), comes(0), comes(0, 31)},
        pins=pinned(HALL, placed=(at(0), at(0, 31)))),
    "its only booth is another's": Case(
        agency(BASE, 30, needs=Needs()), {oak("H14", ("venue", 20)), comes(0), comes(0, 31)},
        pins=pinned(HALL, placed=(at(0, 30, 0), at(0, 31)))),
    "no love lost": Case(
        replace(BASE, conflicts=((30, 32),)),
        {("H16", ("agency", 30), ("agency", 32)), comes(0), comes(0, 32)},
        pins=pinned(HALL, placed=(at(0), at(0, 32)))),
}  # fmt: skip


def brief(item) -> tuple:
    """A rule as (code and reason, subjects); a pin by its day."""
    detail = item.data.get("reason", "") if item.code != "H01" else ""
    if item.code in ("P03", "P04"):
        detail = f"day {item.data['day']}"
    return (f"{item.code} {detail}".strip(), *item.subjects)


CASES = SEASONS | PINNED


@pytest.mark.parametrize("name", CASES)
def test_the_conflict_is_minimal_and_the_only_one(name):
    case = CASES[name]
    answer = explain(case.problem, pins=case.pins, seconds=600)
    assert (answer.feasible, answer.minimal, answer.least) == (False, True, True)
    assert sorted(map(brief, answer.conflicts)) == sorted(case.conflict)
    outcome = solve(case.problem, pins=case.pins, seconds=600)
    assert (outcome.status, outcome.plan) == ("infeasible", None)
    assert sorted(map(brief, outcome.conflicts)) == sorted(case.conflict)


@pytest.mark.parametrize("name", CASES)
def test_the_least_to_give_up_is_part_of_the_conflict(name):
    case = CASES[name]
    offers = explain(case.problem, pins=case.pins, seconds=600).give_up
    assert {brief(item) for item in offers} <= case.conflict
    if case.give_up:
        assert {item.code: item.data["units"] for item in offers} == case.give_up


def test_what_is_asked_for_is_possible_otherwise():
    for problem in (BASE, TWO, PAIR):
        assert solve(problem, seconds=600).status == "optimal"
    everyone = pinned(HALL, placed=(at(0), at(0, 32)), banned=(Ban(31),))
    assert solve(BASE, pins=everyone, seconds=600).status == "optimal"


def test_agencies_alone_can_make_a_fixed_event_impossible():
    event = solve(BASE, seconds=600).plan.events[0]
    pins = Pins((), (PlacementPin(5, event.day, 30), PlacementPin(5, event.day, 31)))
    outcome = assign(BASE, [event], pins=pins, seconds=600)
    assert (outcome.status, outcome.plan) == ("infeasible", None)
