"""What the rules say to a wish.

Some rules forbid it whatever else is planned (the agency cannot come that day), others only
because of the rest of the plan (its week is full through two other events), which might be
planned otherwise. Reasons of their own: H12 'season_full' and 'week_full' (through the events
named); H13 'held' (the booth is another's), 'none_free'; H14 'none_suits' (the venue has no such
booth); H15 'busy' (its counsellors are in other fields).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from planner.core.placement_rules import agency_comes, booth_needs
from planner.core.plan import Placement, Plan, PlanEvent
from planner.core.problem import Agency, Needs, Problem, is_on
from planner.core.rules import check_plan
from planner.core.violation import Subject, Violation
from planner.core.wish import (
    NO_BOOTH,
    Wish,
    holds,
    moved,
    suiting_booths,
    wished_agency,
    wished_place,
)

MOVES = ("H05", "H06", "H07", "H08", "H09")  # rules for which other events have to move
_ALONE = ("H02", "H03", "H04", "H06", "H08", "H09")
_TOGETHER = (*MOVES, "H10", "H11", "H12")
_ANYWHERE = ("H05", "H08", "H09", "H10", "H11", "H12")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether the plan `holds` the wish already; else what forbids it.

    Violations in `outright` stand whatever else is planned, as long as the event itself is where
    the wish has it; those in `against` name what of the rest of the plan is in the way.
    """

    holds: bool = False
    outright: tuple[Violation, ...] = ()
    against: tuple[Violation, ...] = ()


def judge(problem: Problem, plan: Plan, wish: Wish) -> Judgement:
    """What the rules say to a wish that `wish_fault` has nothing against."""
    if holds(plan, wish):
        return Judgement(True)
    alone, together = (
        (_dates_alone, _dates_together) if wish.about_dates else (_agency_alone, _in_the_way)
    )
    outright, against = alone(problem, plan, wish), together(problem, plan, wish)
    return Judgement(False, tuple(outright), tuple(against))


# --- an event on a day, at a venue --------------------------------------------------------------


def place_faults(problem: Problem, event: PlanEvent) -> tuple[Violation, ...]:
    """The rules that an event breaks by its own day and venue, whatever else is planned."""
    bare = replace(event, assign=())
    found = check_plan(problem, Plan(problem.name, (bare,)), _ALONE)
    zone = problem.zone_by_id[problem.venue_by_id[event.venue].zone]
    if zone.max < 1:
        data = {"reason": "too_many", "visits": 1, "min": zone.min, "max": zone.max}
        found = (*found, Violation("H07", (("zone", zone.id),), data))
    return found


def _dates_alone(problem: Problem, plan: Plan, wish: Wish) -> tuple[Violation, ...]:
    day, venue = wished_place(problem, plan, wish)
    places = [venue]
    if wish.anywhere:
        others = [item for item in problem.venues if item.district == venue.district]
        places += [item for item in others if item is not venue]
    refused: tuple[Violation, ...] = ()
    for place in places:
        event = moved(problem, plan, wish.event, day, place).event_by_id()[wish.event]
        found = place_faults(problem, event)
        if not found:
            return ()
        refused = refused or found
    return refused


def _dates_together(problem: Problem, plan: Plan, wish: Wish) -> Iterator[Violation]:
    """What breaks when the event alone is moved, and was not broken before.

    With the venue left open only the rules that no venue could change.
    """
    codes = _ANYWHERE if wish.anywhere else _TOGETHER
    trial = moved(problem, plan, wish.event, *wished_place(problem, plan, wish))
    before = check_plan(problem, plan, codes)
    told = {item.code for item in _dates_alone(problem, plan, wish)} & {"H08", "H09"}
    for item in check_plan(problem, trial, codes):
        if item not in before and item.code not in told and not _is_last_season(item):
            yield item


def _is_last_season(item: Violation) -> bool:
    """Told by the event alone already."""
    return item.data.get("reason") == "last_season"


def open_days(problem: Problem, plan: Plan, wish: Wish) -> tuple[tuple[int, bool], ...]:
    """Days on which the event could be at the venue of the wish, and whether all others may stay.

    Agencies may have to change in any case. By distance from the day of the wish.
    """
    asked, venue = wished_place(problem, plan, wish)
    now = plan.event_by_id()[wish.event]
    found = []
    for day in sorted(range(problem.days), key=lambda day: (abs(day - asked), day)):
        if not is_on(problem.allowed, day) or (day, venue.id) == (now.day, now.venue):
            continue
        trial = moved(problem, plan, wish.event, day, venue).event_by_id()[wish.event]
        if not place_faults(problem, trial):
            at = replace(wish, day=day, venue=venue.id, anywhere=False)
            moves = any(item.code in MOVES for item in _dates_together(problem, plan, at))
            found.append((day, not moves))
    return tuple(found)


# --- an agency at an event ----------------------------------------------------------------------


def _agency_alone(problem: Problem, plan: Plan, wish: Wish) -> Iterator[Violation]:
    agency, event = wished_agency(problem, wish), plan.event_by_id()[wish.event]
    where: tuple[Subject, ...] = (("event", event.id), ("agency", agency.id))
    stands = (Placement(agency.id, NO_BOOTH if wish.booth is None else wish.booth, ()),)
    trial = Plan(problem.name, (replace(event, assign=stands),))
    yield from agency_comes(problem, trial)
    if not (agency.fields and agency.staff):
        yield Violation("H15", where, {"reason": "none"})
    elif wish.field is not None and wish.field not in agency.fields:
        yield Violation("H15", where, {"reason": "not_offered", "fields": [wish.field]})
    for reason, most in (("season", agency.max), ("week", agency.max_week)):
        if most < 1:
            data = {"reason": reason, "events": 1, "max": most, "day": event.day}
            yield Violation("H12", (("agency", agency.id),), data)
    if wish.booth is not None:
        yield from booth_needs(problem, trial)
    elif not suiting_booths(problem, event, agency):
        missing = _nowhere(problem, event, agency)
        yield Violation("H14", where, {"reason": "none_suits", "missing": missing})


def _nowhere(problem: Problem, event: PlanEvent, agency: Agency) -> list[str]:
    """What the agency needs and no booth of the venue has; all its needs where none has all."""
    booths = problem.venue_by_id[event.venue].booths
    needs = [need.name for need in fields(Needs) if getattr(agency.needs, need.name)]
    none = [name for name in needs if not any(getattr(booth, name) for booth in booths)]
    return none or needs


def _in_the_way(problem: Problem, plan: Plan, wish: Wish) -> Iterator[Violation]:
    agency, event = wished_agency(problem, wish), plan.event_by_id()[wish.event]
    here = next((item for item in event.assign if item.agency == agency.id), None)
    if here is None:
        yield from _elsewhere(problem, plan, event, agency)
        for item in event.assign:
            if frozenset((agency.id, item.agency)) in problem.conflict_pairs:
                who = (("event", event.id), ("agency", agency.id), ("agency", item.agency))
                yield Violation("H16", who)
    yield from _booths_held(problem, event, agency, wish, here)
    hands_full = here is not None and len(here.fields) >= agency.staff
    if here is not None and hands_full and wish.field in set(agency.fields) - set(here.fields):
        data = {"reason": "busy", "fields": list(here.fields), "staff": agency.staff}
        yield Violation("H15", (("event", event.id), ("agency", agency.id)), data)


def _elsewhere(
    problem: Problem, plan: Plan, event: PlanEvent, agency: Agency
) -> Iterator[Violation]:
    """H11 and H12 through the other events that the agency comes to."""
    others = [
        other
        for other in plan.events
        if other.id != event.id and any(item.agency == agency.id for item in other.assign)
    ]
    who: Subject = ("agency", agency.id)
    today = [other for other in others if other.day == event.day]
    if today:
        yield Violation("H11", (who, *_named(today)), {"reason": "same_day", "day": event.day})
    week = problem.week_of(event.day)
    same_week = [other for other in others if problem.week_of(other.day) == week]
    for reason, held, most in (
        ("season_full", others, agency.max),
        ("week_full", same_week, agency.max_week),
    ):
        if held and len(held) >= most:
            data = {"reason": reason, "events": len(held), "max": most, "day": event.day}
            yield Violation("H12", (who, *_named(held)), data)


def _named(events: Iterable[PlanEvent]) -> list[Subject]:
    return [("event", event.id) for event in sorted(events, key=lambda event: event.day)]


def _booths_held(
    problem: Problem, event: PlanEvent, agency: Agency, wish: Wish, here: Placement | None
) -> Iterator[Violation]:
    """H13: the booth of the wish, or every booth that would suit, is another's."""
    holders = {item.booth: item.agency for item in event.assign if item.agency != agency.id}
    where: tuple[Subject, ...] = (("event", event.id), ("agency", agency.id))
    if wish.booth is not None:
        if wish.booth in holders:
            who = (*where, ("booth", wish.booth), ("agency", holders[wish.booth]))
            yield Violation("H13", who, {"reason": "held"})
        return
    suiting = [booth.id for booth in suiting_booths(problem, event, agency)]
    if suiting and here is None and all(booth in holders for booth in suiting):
        others: list[Subject] = [("agency", holders[booth]) for booth in suiting]
        yield Violation("H13", (*where, *others), {"reason": "none_free", "booths": len(suiting)})
