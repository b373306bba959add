"""Pins: turned into a frame of the model, or refused with the rule that they break alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from planner.core.placement_rules import agency_comes, booth_needs, booth_taken, fields_served
from planner.core.problem import Agency, Placement, Plan, PlanEvent, Problem
from planner.core.rules import check_plan
from planner.core.violation import Subject, Violation
from planner.engine.frame import Frame, Host
from planner.engine.outcome import Ban, EventPin, Pins, PlacementPin

# Rules that an event breaks by its own day and venue, whatever else happens.
_ALONE = ("H00", "H02", "H03", "H04", "H06")


def _as_event(problem: Problem, pin: EventPin, venue: int) -> PlanEvent:
    place = problem.venue_by_id.get(venue)
    fallback = None
    if place is not None and not place.indoor:
        open_ones = [
            name
            for name in place.fallbacks
            if name in problem.venue_by_id
            and problem.venue_by_id[name].avail[pin.day : pin.day + 1] == "1"
        ]
        fallback = next(iter(open_ones), None)
    name = pin.event or f"{pin.district}/{pin.day}"
    return PlanEvent(name, pin.district, pin.day, venue, fallback)


def _event_faults(problem: Problem, pin: EventPin) -> Iterator[Violation]:
    venues = [pin.venue] if pin.venue is not None else []
    if not venues:
        venues = [venue.id for venue in problem.venues if venue.district == pin.district]
    refused: tuple[Violation, ...] = ()
    for venue in venues:
        plan = Plan(problem.name, (_as_event(problem, pin, venue),))
        found = check_plan(problem, plan, _ALONE)
        if not found:
            return
        refused = refused or found
    if not venues:
        data = {"reason": "no_venue", "day": pin.day}
        refused = (Violation("H03", (("district", pin.district),), data),)
    yield from refused


def _placement_faults(
    problem: Problem, pin: PlacementPin, events: tuple[EventPin, ...]
) -> Iterator[Violation]:
    place = next((event for event in events if _belongs(pin, event)), None)
    venue = place.venue if place is not None else None
    booth = pin.booth if pin.booth is not None else -1
    name = pin.event or f"{pin.district}/{pin.day}"
    stands = (Placement(pin.agency, booth, pin.fields),)
    event = PlanEvent(name, pin.district, pin.day, -1 if venue is None else venue, None, stands)
    plan = Plan(problem.name, (event,))
    yield from agency_comes(problem, plan)
    agency = problem.agency_by_id.get(pin.agency)
    if agency is not None:
        yield from _never_comes(problem, agency, pin.day)
        if pin.fields and agency.staff and agency.fields:
            yield from fields_served(problem, plan)
    if pin.booth is not None and venue is None:
        subjects = (("event", name), ("agency", pin.agency), ("booth", pin.booth))
        yield Violation("P01", subjects, {"reason": "booth_without_venue"})
    elif pin.booth is not None:
        yield from booth_taken(problem, plan)
        yield from booth_needs(problem, plan)


def _never_comes(problem: Problem, agency: Agency, day: int) -> Iterator[Violation]:
    """Why an agency comes to no event at all."""
    where: tuple[Subject, ...] = (("agency", agency.id),)
    if not (agency.staff and agency.fields):
        yield Violation("H15", where, {"reason": "none"})
    if agency.max < 1:
        yield Violation("H12", where, {"reason": "season", "max": agency.max})
    if agency.max_week < 1:
        monday = problem.week_of(day) * 7 - problem.weekday0
        yield Violation("H12", where, {"reason": "week", "max": agency.max_week, "day": monday})


def _shared_booths(problem: Problem, pins: Pins) -> Iterator[Violation]:
    """Booths that are pinned for several agencies of one event."""
    for event in pins.events:
        if event.venue in problem.venue_by_id:
            own = [pin for pin in pins.placements if _belongs(pin, event)]
            rows = tuple(Placement(p.agency, p.booth, ()) for p in own if p.booth is not None)
            held = replace(_as_event(problem, event, event.venue), assign=rows)
            for item in booth_taken(problem, Plan(problem.name, (held,))):
                if item.data["reason"] == "shared":
                    yield replace(item, data={**item.data, "day": event.day})


def _belongs(pin: PlacementPin, event: EventPin) -> bool:
    same_day = (pin.district, pin.day) == (event.district, event.day)
    return same_day and (pin.event is None or pin.event == event.event)


def pin_faults(problem: Problem, pins: Pins, *, dates: bool = True) -> tuple[Violation, ...]:
    """What pins break by themselves, the rules of dates left out if so wished.

    P01: a booth is pinned where no venue is; P02: a pinned placement is forbidden.
    """
    found: list[Violation] = []
    for event in pins.events:
        if dates:
            found.extend(_event_faults(problem, event))
        elif event.venue not in problem.venue_by_id or event.district not in problem.district_by_id:
            where: tuple[Subject, ...] = (("event", event.event or ""), ("venue", event.venue or 0))
            found.append(Violation("H03", where, {"reason": "unknown", "day": event.day}))
    found.extend(_shared_booths(problem, pins))
    for pin in pins.placements:
        found.extend(_placement_faults(problem, pin, pins.events))
        banned = (ban for ban in pins.forbidden if ban.agency == pin.agency)
        for ban in banned:
            if ban.district in (None, pin.district) and ban.day in (None, pin.day):
                subjects = (("agency", pin.agency), ("district", pin.district))
                found.append(Violation("P02", subjects, {"reason": "banned", "day": pin.day}))
    return tuple(found)


def pinned_frame(
    problem: Problem,
    pins: Pins,
    options: Mapping[Host, tuple[int, ...]],
    settled: tuple[PlanEvent, ...] = (),
) -> tuple[Frame, dict[Host, str]]:
    """A frame under pins that break nothing alone, and the names of its pinned hosts."""
    free, options = options, dict(options)
    required: set[Host] = set()
    names: dict[Host, str] = {}
    hosts: list[tuple[EventPin, Host]] = []
    for pin in pins.events:
        host = _free(pin.day, pin.district, required)
        required.add(host)
        hosts.append((pin, host))
        if pin.event is not None:
            names[host] = pin.event
        if pin.venue is not None:
            options[host] = (pin.venue,)
        elif host.copy and Host(pin.day, pin.district) in free:
            # Perhaps one pin more than the district may hold events on that day.
            options[host] = free[Host(pin.day, pin.district)]
    fixed: dict[tuple[int, Host], bool] = {}
    booths: dict[tuple[int, Host], int] = {}
    serves: dict[tuple[int, Host], tuple[int, ...]] = {}
    for placement in pins.placements:
        own = (host for event, host in hosts if _belongs(placement, event))
        host = next(own, Host(placement.day, placement.district))
        required.add(host)
        fixed[placement.agency, host] = True
        if placement.booth is not None:
            booths[placement.agency, host] = placement.booth
        if placement.fields:
            serves[placement.agency, host] = placement.fields
    for ban in pins.forbidden:
        for host in options:
            if ban.district in (None, host.district) and ban.day in (None, host.day):
                fixed[ban.agency, host] = False
    return Frame(problem, options, frozenset(required), settled, fixed, booths, serves), names


def _free(day: int, district: int, used: set[Host]) -> Host:
    copy = 0
    while Host(day, district, copy) in used:
        copy += 1
    return Host(day, district, copy)


def stated_pins(pins: Pins) -> tuple[Violation, ...]:
    """Every pin as a rule (P03, P04): the reason where nothing closer is known."""
    found = []
    for event in pins.events:
        where: tuple[Subject, ...] = (("district", event.district),)
        named = where if event.event is None else (*where, ("event", event.event))
        found.append(Violation("P03", named, {"day": event.day, "venue": event.venue}))
    for pin in pins.placements:
        who: tuple[Subject, ...] = (("agency", pin.agency), ("district", pin.district))
        found.append(Violation("P04", who, {"day": pin.day}))
    return tuple(found)


def pins_kept(pins: Pins, plan: Plan) -> bool:
    """Whether a plan holds everything that pins ask for."""
    return (
        all(any(_is_pinned(pin, event) for event in plan.events) for pin in pins.events)
        and all(any(_is_placed(pin, event) for event in plan.events) for pin in pins.placements)
        and not any(_is_banned(ban, event) for ban in pins.forbidden for event in plan.events)
    )


def _is_pinned(pin: EventPin, event: PlanEvent) -> bool:
    return (
        (pin.district, pin.day) == (event.district, event.day)
        and pin.venue in (None, event.venue)
        and pin.event in (None, event.id)
    )


def _is_placed(pin: PlacementPin, event: PlanEvent) -> bool:
    if (pin.district, pin.day) != (event.district, event.day) or pin.event not in (None, event.id):
        return False
    return any(
        placed.agency == pin.agency
        and pin.booth in (None, placed.booth)
        and set(pin.fields) <= set(placed.fields)
        for placed in event.assign
    )


def _is_banned(ban: Ban, event: PlanEvent) -> bool:
    if ban.district not in (None, event.district) or ban.day not in (None, event.day):
        return False
    return any(placement.agency == ban.agency for placement in event.assign)
