"""Rules of agencies over pinned placements alone, for the explanation of conflicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Protocol

from planner.core.problem import Problem
from planner.core.violation import Subject
from planner.engine.booth_types import closed_sets, kind_of, room_for
from planner.engine.outcome import EventPin, Pins, PlacementPin


class RuleModel(Protocol):
    """What is needed of a model of rules: columns that are 1 where a rule is given up."""

    def rule(self, code: str, subjects: tuple[Subject, ...], **data: object) -> int: ...

    def limit(
        self, columns: Iterable[int], most: float, rule: int, slack: float, sign: float = 1.0
    ) -> None: ...


def _at_most(model: RuleModel, pins: list[int], most: int, rule: int) -> None:
    """At most so many of the pins hold; each pin's column is 1 where it is given up."""
    model.limit(pins, most - len(pins), rule, len(pins) - most, sign=-1.0)


def add_pinned_agencies(problem: Problem, pins: Pins, model: RuleModel) -> None:
    """H11, H12, H13, H14 and H16 over the pinned placements, each of which can be given up."""
    literals: dict[PlacementPin, int] = {}
    for pin in pins.placements:
        where: tuple[Subject, ...] = (("agency", pin.agency), ("district", pin.district))
        if pin.event is not None:
            where = (*where, ("event", pin.event))
        literals[pin] = model.rule("P04", where, day=pin.day)
    by_agency: dict[int, list[PlacementPin]] = defaultdict(list)
    by_event: dict[tuple[int, int, str | None], list[PlacementPin]] = defaultdict(list)
    for pin in literals:
        by_agency[pin.agency].append(pin)
        by_event[pin.district, pin.day, pin.event].append(pin)
    for agency, own in by_agency.items():
        _one_agency(problem, model, agency, own, literals)
    for there in by_event.values():
        _one_event(problem, model, there, _place_of(there[0], pins.events), literals)


def _place_of(pin: PlacementPin, events: Iterable[EventPin]) -> int | None:
    for event in events:
        if (event.district, event.day) == (pin.district, pin.day) and (
            pin.event in (None, event.event)
        ):
            return event.venue
    return None


def _one_agency(
    problem: Problem,
    model: RuleModel,
    agency_id: int,
    own: list[PlacementPin],
    literals: dict[PlacementPin, int],
) -> None:
    agency, where = problem.agency_by_id[agency_id], (("agency", agency_id),)
    days: dict[int, list[int]] = defaultdict(list)
    weeks: dict[int, list[int]] = defaultdict(list)
    for pin in own:
        days[pin.day].append(literals[pin])
        weeks[problem.week_of(pin.day)].append(literals[pin])
    for day, group in days.items():
        if len(group) > 1:
            _at_most(model, group, 1, model.rule("H11", where, reason="same_day", day=day))
    if len(own) > agency.max:
        rule = model.rule("H12", where, reason="season", max=agency.max)
        _at_most(model, [literals[pin] for pin in own], agency.max, rule)
    for week, group in weeks.items():
        if len(group) > agency.max_week:
            monday = week * 7 - problem.weekday0
            rule = model.rule("H12", where, reason="week", max=agency.max_week, day=monday)
            _at_most(model, group, agency.max_week, rule)


def _one_event(
    problem: Problem,
    model: RuleModel,
    there: list[PlacementPin],
    venue: int | None,
    literals: dict[PlacementPin, int],
) -> None:
    first = there[0]
    where = (("district", first.district),)
    for one, two in combinations(there, 2):
        if frozenset((one.agency, two.agency)) in problem.conflict_pairs:
            subjects = (("agency", one.agency), ("agency", two.agency))
            rule = model.rule("H16", subjects, day=first.day)
            _at_most(model, [literals[one], literals[two]], 1, rule)
        if one.booth is not None and one.booth == two.booth:
            rule = model.rule("H13", where, reason="shared", day=first.day)
            _at_most(model, [literals[one], literals[two]], 1, rule)
    kinds = {pin: kind_of(problem.agency_by_id[pin.agency].needs) for pin in there}
    if venue is None:
        _any_venue(problem, model, there, kinds, literals)
        return
    place = problem.venue_by_id[venue]
    # Who is pinned to a booth asks for what that booth has, whatever it needs itself.
    held = {booth.id: kind_of(booth) for booth in place.booths}
    for group in closed_sets(frozenset(kinds.values())):
        asking = [
            literals[pin]
            for pin, kind in kinds.items()
            if kind in group
            or (pin.booth in held and any(held[pin.booth] & low == low for low in group))
        ]
        room = room_for(place, group)
        if len(asking) > room:
            rule = model.rule("H14", (*where, ("venue", venue)), day=first.day, booths=room)
            _at_most(model, asking, room, rule)


def _any_venue(
    problem: Problem,
    model: RuleModel,
    there: list[PlacementPin],
    kinds: dict[PlacementPin, int],
    literals: dict[PlacementPin, int],
) -> None:
    """No more than the largest venue of the district has booths for, whichever it will be."""
    first = there[0]
    venues = [venue for venue in problem.venues if venue.district == first.district]
    for group in closed_sets(frozenset(kinds.values())):
        asking = [literals[pin] for pin, kind in kinds.items() if kind in group]
        room = max((room_for(venue, group) for venue in venues), default=0)
        if len(asking) > room:
            where = (("district", first.district),)
            rule = model.rule("H14", where, reason="any_venue", day=first.day, booths=room)
            _at_most(model, asking, room, rule)
