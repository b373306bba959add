"""What giving rules up means: which days open, how far a gap shrinks.

The hitting set says which rules give way; the dates that are then possible say on which days a
closed day has to open. How much of a gap can stay is tried out.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from planner.core.loosening import loosened
from planner.core.problem import Problem
from planner.core.violation import Violation
from planner.engine.conflict_model import ConflictModel, Place
from planner.engine.conflict_search import ConflictSearch
from planner.engine.mip import Solution
from planner.engine.outcome import Pins

_GLANCE = 1.5  # seconds that may go into finding out how wide a gap can stay
_OF_DAYS = ("H02", "H03", "H04")
_GAPS = ("H05", "H06")


def offers(
    problem: Problem,
    pins: Pins,
    stated: ConflictModel,
    given: Mapping[Violation, int],
    dates: Solution | None,
    deadline: float,
) -> tuple[Violation, ...]:
    """The rules given up with ``data["units"]``, ``data["days"]`` or ``data["to"]``."""
    held = [
        place
        for place in stated.places
        if dates is not None and round(dates.values[place.column]) > 0
        for _ in range(round(dates.values[place.column]))
    ]
    found = tuple(_offer(stated, rule, units, held) for rule, units in given.items())
    left = without_pins(pins, found)
    for place, offer in enumerate(found):
        if offer.code in _GAPS and dates is not None:
            others = loosened(problem, (item for item in found if item is not offer))
            best = _widest(others, left, offer, deadline)
            found = (*found[:place], best, *found[place + 1 :])
    return found


def _offer(stated: ConflictModel, rule: Violation, units: int, held: Iterable[Place]) -> Violation:
    data = {**rule.data, "units": units}
    about = dict(rule.subjects)
    own = [
        place
        for place in held
        if about.get("zone") in (None, place.zone.id)
        and about.get("district") in (None, place.zone.district)
    ]
    if rule.code in _OF_DAYS:
        column = stated.rules[rule]
        data["days"] = sorted({place.day for place in own if column in place.facts})
    elif rule.code in _GAPS:
        data["to"] = min(_distances(rule, [place.day for place in own]), default=0)
    return Violation(rule.code, rule.subjects, data)


def _distances(rule: Violation, days: list[int]) -> Iterator[int]:
    if rule.data.get("reason") == "last_season":
        last = rule.data["last"]
        yield from (day - int(str(last)) for day in days)
        return
    yield from (second - first for first, second in pairwise(sorted(days)))


def _widest(problem: Problem, pins: Pins, offer: Violation, deadline: float) -> Violation:
    """The offer with the widest gap under which there is a plan, as far as time allows to try."""
    deadline = min(deadline, time.monotonic() + _GLANCE)
    low, high = int(str(offer.data["to"])), int(str(offer.data["min_gap"])) - 1
    while low < high:
        middle = (low + high + 1) // 2
        trial = loosened(problem, (_with_gap(offer, middle),))
        search = ConflictSearch(ConflictModel(trial, pins), deadline)
        possible = search.can_hold(search.rules) if search.left > 0 else None
        if possible is None:
            break
        low, high = (middle, high) if possible else (low, middle - 1)
    return _with_gap(offer, low)


def _with_gap(offer: Violation, to: int) -> Violation:
    return Violation(offer.code, offer.subjects, {**offer.data, "to": to})


def without_pins(pins: Pins, given_up: Iterable[Violation]) -> Pins:
    """The pins without those that are given up (P03, P04)."""
    events, placements = list(pins.events), list(pins.placements)
    for offer in given_up:
        about, day = dict(offer.subjects), offer.data.get("day")
        if offer.code == "P03":
            events = [
                pin
                for pin in events
                if (pin.district, pin.day, pin.venue)
                != (about.get("district"), day, offer.data.get("venue"))
            ]
        elif offer.code == "P04":
            placements = [
                pin
                for pin in placements
                if (pin.agency, pin.district, pin.day, pin.event)
                != (about.get("agency"), about.get("district"), day, about.get("event"))
            ]
    return replace(pins, events=tuple(events), placements=tuple(placements))
