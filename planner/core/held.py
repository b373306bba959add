"""Events that stay whatever the rules of days say: what has been held cannot break a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from planner.core.problem import Agency, Plan, PlanEvent, Problem, is_on


def admit(problem: Problem, held: Collection[PlanEvent], first_day: int) -> Problem:
    """`problem` from `first_day` on, in which the `held` events break nothing by themselves.

    No other day before `first_day` is allowed. What the held events rely on is opened on their
    very days only (the day, the venue, the agencies that are there); the most visits of a zone,
    events of an agency and events at weekends are raised to what has been.
    """
    days = {event.day for event in held}
    allowed = "".join(
        "1" if day in days or (day >= first_day and is_on(problem.allowed, day)) else "0"
        for day in range(problem.days)
    )
    weekends = Counter(event.district for event in held if is_on(problem.weekend, event.day))
    districts = (
        replace(item, max_weekend=max(item.max_weekend, weekends[item.id]))
        for item in problem.districts
    )
    visits = Counter(
        problem.venue_by_id[event.venue].zone
        for event in held
        if event.venue in problem.venue_by_id
    )
    zones = (replace(zone, max=max(zone.max, visits[zone.id])) for zone in problem.zones)
    venue_days = _days_by((event.venue, event.day) for event in held)
    venues = (
        replace(venue, avail=_opened(venue.avail, venue_days.get(venue.id, set())))
        for venue in problem.venues
    )
    return replace(
        problem,
        allowed=allowed,
        districts=tuple(districts),
        zones=tuple(zones),
        venues=tuple(venues),
        agencies=tuple(_admit_agencies(problem, held)),
    )


def _admit_agencies(problem: Problem, held: Collection[PlanEvent]) -> Iterator[Agency]:
    days = _days_by((item.agency, event.day) for event in held for item in event.assign)
    for agency in problem.agencies:
        own = days.get(agency.id, set())
        weeks = Counter(problem.week_of(day) for day in own)
        yield replace(
            agency,
            avail=_opened(agency.avail, own),
            max=max(agency.max, len(own)),
            max_week=max(agency.max_week, *weeks.values()) if weeks else agency.max_week,
        )


def _days_by(pairs: Iterable[tuple[int, int]]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = {}
    for key, day in pairs:
        found.setdefault(key, set()).add(day)
    return found


def _opened(days: str, also: set[int]) -> str:
    if not also:
        return days
    return "".join("1" if number in also else mark for number, mark in enumerate(days))


def settled(problem: Problem, held: Collection[PlanEvent], out: Collection[int]) -> Problem:
    """The problem in which the agencies `out` were to come to what is held, and to no more."""
    came = Counter(item.agency for event in held for item in event.assign)
    agencies = (
        replace(row, target=came[row.id]) if row.id in out else row for row in problem.agencies
    )
    return replace(problem, agencies=tuple(agencies))


def left_out(plan: Plan, out: Collection[int], but: Collection[str]) -> Plan:
    """The plan without the agencies `out`, other than at the events `but`."""
    return Plan(
        plan.instance,
        tuple(
            event
            if event.id in but
            else replace(
                event, assign=tuple(item for item in event.assign if item.agency not in out)
            )
            for event in plan.events
        ),
    )


def known_only(problem: Problem, plan: Plan) -> Plan:
    """The plan without events at unknown venues and without unknown agencies, for a solver."""
    events = (event for event in plan.events if event.venue in problem.venue_by_id)
    return Plan(
        plan.instance,
        tuple(
            replace(
                event,
                assign=tuple(item for item in event.assign if item.agency in problem.agency_by_id),
            )
            for event in events
        ),
    )
