"""The hard rules H00 to H09: events, days, venues, gaps, visits and kits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from planner.core.problem import Plan, PlanEvent, Problem, Venue, is_on
from planner.core.violation import Subject, Violation


def event_subject(event: PlanEvent) -> Subject:
    return ("event", event.id)


def _by_district(plan: Plan) -> dict[int, list[PlanEvent]]:
    grouped: dict[int, list[PlanEvent]] = defaultdict(list)
    for event in sorted(plan.events, key=lambda event: event.day):
        grouped[event.district].append(event)
    return grouped


def _by_zone(problem: Problem, plan: Plan) -> dict[int, list[PlanEvent]]:
    grouped: dict[int, list[PlanEvent]] = defaultdict(list)
    for event in sorted(plan.events, key=lambda event: event.day):
        venue = problem.venue_by_id.get(event.venue)
        if venue is not None:
            grouped[venue.zone].append(event)
    return grouped


def located(problem: Problem, plan: Plan) -> Iterator[tuple[PlanEvent, Venue]]:
    for event in plan.events:
        venue = problem.venue_by_id.get(event.venue)
        if venue is not None:
            yield event, venue


def well_formed(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H00: the plan is for this problem, event ids are unique, districts are known."""
    if plan.instance != problem.name:
        data = {"reason": "instance", "expected": problem.name, "found": plan.instance}
        yield Violation("H00", (), data)
    for name, times in Counter(event.id for event in plan.events).items():
        if times > 1:
            yield Violation("H00", (("event", name),), {"reason": "duplicate", "times": times})
    for event in plan.events:
        if event.district not in problem.district_by_id:
            subjects = (event_subject(event), ("district", event.district))
            yield Violation("H00", subjects, {"reason": "unknown_district"})


def event_count(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H01: each district holds exactly its number of events."""
    held = Counter(event.district for event in plan.events)
    for district in problem.districts:
        if held[district.id] != district.events:
            data = {"expected": district.events, "found": held[district.id]}
            yield Violation("H01", (("district", district.id),), data)


def allowed_day(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H02: events lie on allowed days of the season."""
    for event in plan.events:
        if not is_on(problem.allowed, event.day):
            reason = "not_allowed" if 0 <= event.day < problem.days else "outside_season"
            yield Violation("H02", (event_subject(event),), {"reason": reason, "day": event.day})


def venue_open(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H03: a known venue of the district, available that day."""
    for event in plan.events:
        venue = problem.venue_by_id.get(event.venue)
        reason = None
        if venue is None:
            reason = "unknown"
        elif venue.district != event.district:
            reason = "other_district"
        elif 0 <= event.day < problem.days and not is_on(venue.avail, event.day):
            reason = "not_available"
        if reason:
            subjects = (event_subject(event), ("venue", event.venue))
            yield Violation("H03", subjects, {"reason": reason, "day": event.day})


def rain_plan(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H04: an outdoor event has an available fallback of its venue's list, an indoor one none."""
    for event, venue in located(problem, plan):
        reason = None
        if venue.indoor:
            reason = "not_wanted" if event.fallback is not None else None
        elif event.fallback is None:
            reason = "missing"
        elif event.fallback not in venue.fallbacks:
            reason = "not_listed"
        else:
            fallback = problem.venue_by_id.get(event.fallback)
            if fallback is None or not is_on(fallback.avail, event.day):
                reason = "not_available"
        if reason:
            subjects: tuple[Subject, ...] = (event_subject(event), ("venue", event.venue))
            if event.fallback is not None:
                subjects = (*subjects, ("fallback", event.fallback))
            yield Violation("H04", subjects, {"reason": reason, "day": event.day})


def district_gap(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H05: two events of a district lie `min_gap` days apart."""
    for district, events in _by_district(plan).items():
        known = problem.district_by_id.get(district)
        for first, second in pairwise(events):
            if known is not None and second.day - first.day < known.min_gap:
                subjects = (event_subject(first), event_subject(second), ("district", district))
                data = {"gap": second.day - first.day, "min_gap": known.min_gap}
                yield Violation("H05", subjects, data)


def zone_gap(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H06: visits of a zone lie `gap` days apart, the last before the season counted."""
    for zone_id, events in _by_zone(problem, plan).items():
        zone = problem.zone_by_id.get(zone_id)
        if zone is None:
            continue
        for event in events:
            if zone.last is not None and event.day - zone.last < zone.gap:
                data = {
                    "reason": "last_season",
                    "gap": event.day - zone.last,
                    "min_gap": zone.gap,
                }
                yield Violation("H06", (event_subject(event), ("zone", zone_id)), data)
        for first, second in pairwise(events):
            if second.day - first.day < zone.gap:
                subjects = (event_subject(first), event_subject(second), ("zone", zone_id))
                data = {
                    "reason": "visits",
                    "gap": second.day - first.day,
                    "min_gap": zone.gap,
                }
                yield Violation("H06", subjects, data)


def zone_visits(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H07: a zone is visited `min` to `max` times."""
    visits = _by_zone(problem, plan)
    for zone in problem.zones:
        count = len(visits.get(zone.id, ()))
        if not zone.min <= count <= zone.max:
            reason = "too_few" if count < zone.min else "too_many"
            data = {
                "reason": reason,
                "visits": count,
                "min": zone.min,
                "max": zone.max,
            }
            yield Violation("H07", (("zone", zone.id),), data)


def weekend_events(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H08: a district holds at most `max_weekend` events at weekends."""
    for district, events in _by_district(plan).items():
        known = problem.district_by_id.get(district)
        weekend = [event for event in events if is_on(problem.weekend, event.day)]
        if known is not None and len(weekend) > known.max_weekend:
            subjects = (("district", district), *map(event_subject, weekend))
            data = {"events": len(weekend), "max": known.max_weekend}
            yield Violation("H08", subjects, data)


def kits_in_use(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H09: kits in use on a day stay within the pool (looked at where an event begins)."""
    span = problem.kits.turnaround
    for day in sorted({event.day for event in plan.events}):
        using = [event for event in plan.events if day - span < event.day <= day]
        if len(using) > problem.kits.pool:
            data = {"day": day, "in_use": len(using), "pool": problem.kits.pool}
            yield Violation("H09", tuple(map(event_subject, using)), data)
