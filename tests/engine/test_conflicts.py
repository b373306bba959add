"""Minimal sets of rules in conflict and the least to give up, against every handful of events."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from planner.core.loosening import loosened
from planner.core.problem import Kits
from planner.engine import EventPin, Pins, PlacementPin
from planner.engine.conflict_model import ConflictModel
from planner.engine.explain import explain
from planner.engine.generate import generate_problem
from planner.engine.giving_up import without_pins
from tests.engine.loose import broken_by, handfuls, places, price
from tests.engine.problems import problems

PROBLEM = generate_problem("seocho", 0)
DISTRICT = PROBLEM.districts[0]
DAYS = [day for day, on in enumerate(PROBLEM.allowed) if on == "1"]


def refused(problem, pins=None):
    answer = explain(problem, pins=pins, seconds=600)
    assert (answer.feasible, answer.minimal, answer.least) == (False, True, True)
    return answer


def kinds(items) -> list[tuple[str, str]]:
    return sorted((item.code, str(item.data.get("reason", ""))) for item in items)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_a_set_is_minimal_and_what_is_given_up_is_least(problem):
    assume(1 <= len(places(problem)) <= 12)
    answer = explain(problem, seconds=600)
    assume(answer.feasible is False)
    rules = ConflictModel(problem, Pins()).rules
    faults = [{rule: broken_by(problem, events, rule) for rule in rules}
              for events in handfuls(problem)]  # fmt: skip
    core = [rule for rule in rules if rule in answer.conflicts]
    assert len(core) == len(answer.conflicts)
    assert not any(all(not found[rule] for rule in core) for found in faults)
    for left_out in core:
        rest = [rule for rule in core if rule != left_out]
        assert any(all(not found[rule] for rule in rest) for found in faults)
    cheapest = min(sum(price(rule, found[rule]) for rule in rules) for found in faults)
    assert sum(price(item, item.data["units"]) for item in answer.give_up) == cheapest
    assert explain(loosened(problem, answer.give_up), seconds=600).feasible is True
    for item in answer.alone:
        assert explain(loosened(problem, [item]), seconds=600).feasible is True
    enough = [
        rule
        for rule in core
        if any(not any(found[other] for other in rules if other != rule) for found in faults)
    ]
    assert len(answer.alone) == len(enough)


def test_more_visits_than_events_blame_the_number_of_events():
    zones = tuple(replace(zone, min=2, max=2) for zone in PROBLEM.zones[:3])
    answer = refused(replace(PROBLEM, zones=(*zones, *PROBLEM.zones[3:])))
    assert ("H01", "too_many") in kinds(answer.conflicts)
    assert ("H07", "too_few") in kinds(answer.conflicts)


def test_the_widest_gap_that_remains_is_named():
    answer = refused(replace(PROBLEM, districts=(replace(DISTRICT, min_gap=20),)))
    (offer,) = answer.give_up
    assert offer.code == "H05"
    wide, wider = (replace(PROBLEM, districts=(replace(DISTRICT, min_gap=gap),))
                   for gap in (offer.data["to"], offer.data["to"] + 1))  # fmt: skip
    assert explain(wide, seconds=600).feasible is True
    assert explain(wider, seconds=600).feasible is False


def test_the_days_to_open_are_named():
    only = "".join("1" if day in DAYS[3:5] else "0" for day in range(PROBLEM.days))
    answer = refused(replace(PROBLEM, allowed=only))
    (offer,) = [item for item in answer.give_up if item.code == "H02"]
    assert offer.data["days"] == sorted(set(offer.data["days"]) - set(DAYS[3:5]))
    assert explain(loosened(replace(PROBLEM, allowed=only), answer.give_up)).feasible is True


def shut(zone: int, **changes):
    venues = (replace(v, **changes) if v.zone == zone else v for v in PROBLEM.venues)
    return replace(PROBLEM, venues=tuple(venues))


def zones(**changes):
    return replace(PROBLEM, zones=tuple(replace(zone, **changes) for zone in PROBLEM.zones))


SATURDAYS = replace(PROBLEM, allowed=PROBLEM.weekend)
CASES = {
    "H01": (replace(PROBLEM, districts=(replace(DISTRICT, events=99),)), None),
    "H02": (SATURDAYS, None),
    "H03": (shut(0, avail="0" * PROBLEM.days), None),
    "H04": (shut(1, indoor=False, fallbacks=()), None),
    "H05": (replace(PROBLEM, districts=(replace(DISTRICT, min_gap=20),)), None),
    "H06": (zones(last=-1, gap=40), None),
    "H07": (zones(min=0, max=0), None),
    "H08": (SATURDAYS, None),
    "H09": (replace(PROBLEM, kits=Kits(0, 2)), None),
    "P03": (PROBLEM, Pins((EventPin(0, DAYS[3]), EventPin(0, DAYS[4])))),
    "P04": (
        replace(PROBLEM, conflicts=((0, 1),)),
        Pins((), tuple(PlacementPin(0, day, agency) for agency in (0, 1) for day in DAYS[4:5])),
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_every_rule_can_be_to_blame(code):
    problem, pins = CASES[code]
    if code == "P04":
        ready = {**dict.fromkeys(("avail",), "1" * problem.days), "serves": (0,)}
        agencies = tuple(replace(a, **ready) if a.id < 2 else a for a in problem.agencies)
        problem = replace(problem, agencies=agencies)
    answer = refused(problem, pins)
    assert code in {item.code for item in answer.conflicts}
    left = without_pins(pins or Pins(), answer.give_up)
    again = explain(loosened(problem, answer.give_up), pins=left, seconds=600)
    assert again.feasible is True


def test_pinned_agencies_alone_are_explained_without_dates():
    indoor = next(venue.id for venue in PROBLEM.venues if venue.indoor)
    events = Pins(tuple(EventPin(0, day, indoor) for day in DAYS[3:5]))
    assert explain(PROBLEM, pins=events, dates=False).feasible is True
    assert explain(PROBLEM, pins=events, seconds=600).feasible is False
