"""The plan in force: what was released last, as a plan, and the rules as far as it keeps them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from planner.core.plan import Placement, Plan, PlanEvent
from planner.core.problem import Problem, Venue, Zone, is_on
from planner.core.released import ReleasedEvent, ReleasedSeason

STRANGE = -1  # the zone of venues that the season no longer knows


def plan_of_season(
    problem: Problem, season: ReleasedSeason, booths: Mapping[tuple[int, str], int]
) -> Plan:
    """The planned events of a release of the problem's season.

    `booths` gives a booth's id by (venue, number); an agency without a booth stands at `-agency`,
    as in the draft's plan.
    """
    district = problem.districts[0].id
    return Plan(
        problem.name,
        tuple(
            _plan_event(event, problem.start, district, booths)
            for event in season.events
            if not event.cancelled
        ),
    )


def _plan_event(
    event: ReleasedEvent, start: date, district: int, booths: Mapping[tuple[int, str], int]
) -> PlanEvent:
    place, rain = event.place, None if event.use_fallback else event.fallback
    assign = (
        Placement(
            item.agency_id,
            booths.get((place.id, item.booth or ""), -item.agency_id),
            tuple(field.id for field in item.fields),
        )
        for item in event.present()
    )
    return PlanEvent(
        id=event.uid,
        district=district,
        day=(event.day - start).days,
        venue=place.id,
        fallback=None if rain is None else rain.id,
        assign=tuple(assign),
    )


def in_force(released: Plan, draft: Plan, cancelled: Collection[str], now: int) -> Plan:
    """The release as far as the draft still holds it, and what only the draft holds.

    Events that the draft has cancelled are left out; one that was to be over and has been put off
    in the draft is as the draft has it.
    """
    drawn = draft.event_by_id()
    events = []
    for event in released.events:
        newer = drawn.get(event.id)
        if newer is not None and event.day < now <= newer.day:
            events.append(newer)
        elif newer is not None or event.id not in cancelled:
            events.append(event)
    known = {event.id for event in events}
    events += [event for event in draft.events if event.id not in known]
    return Plan(released.instance, tuple(sorted(events, key=lambda item: (item.day, item.id))))


def as_in_force(
    problem: Problem,
    plan: Plan,
    open_days: Collection[int] = (),
    names: Mapping[int, str] | None = None,
) -> Problem:
    """`problem` with its counts and gaps as wide as the plan in force needs them.

    A plan is released with warnings: fewer events than wanted, a zone left out, an event on a
    public holiday (its day among `open_days`). Planning again must not fail by that. Venues that
    the season has lost since are called as in `names`.
    """
    problem = _with_strangers(problem, plan, names or {})
    days: dict[int, list[int]] = {}
    visits: dict[int, list[int]] = {}
    for event in plan.events:
        days.setdefault(event.district, []).append(event.day)
        visits.setdefault(problem.venue_by_id[event.venue].zone, []).append(event.day)
    weekend = Counter(event.district for event in plan.events if is_on(problem.weekend, event.day))
    span = range(problem.kits.turnaround)
    in_use = Counter(event.day + more for event in plan.events for more in span)
    return replace(
        problem,
        allowed=_opened(problem.allowed, open_days),
        kits=replace(problem.kits, pool=max(problem.kits.pool, *in_use.values(), 0)),
        districts=tuple(
            replace(
                item,
                events=len(days.get(item.id, ())),
                min_gap=min(item.min_gap, _least_gap(days.get(item.id, ()), item.min_gap)),
                max_weekend=max(item.max_weekend, weekend[item.id]),
            )
            for item in problem.districts
        ),
        zones=tuple(_zone(zone, visits.get(zone.id, [])) for zone in problem.zones),
    )


def _zone(zone: Zone, visits: list[int]) -> Zone:
    known = visits if zone.last is None else [zone.last, *visits]
    return replace(
        zone,
        min=min(zone.min, len(visits)),
        max=max(zone.max, len(visits)),
        gap=min(zone.gap, _least_gap(known, zone.gap)),
    )


def _least_gap(days: Iterable[int], most: int) -> int:
    return min((two - one for one, two in pairwise(sorted(days))), default=most)


def _opened(days: str, also: Collection[int]) -> str:
    return "".join("1" if number in also else mark for number, mark in enumerate(days))


def _with_strangers(problem: Problem, plan: Plan, names: Mapping[int, str]) -> Problem:
    """Venues of the plan that the season has lost: known by id, never to be had again."""
    lost = {event.venue for event in plan.events} - problem.venue_by_id.keys()
    if not lost:
        return problem
    district, never = problem.districts[0].id, "0" * problem.days
    venues = (
        Venue(key, district, STRANGE, names.get(key, "?"), True, never, (0, 0))
        for key in sorted(lost)
    )
    zone = Zone(STRANGE, district, "", 0, 0, 0, 0)
    return replace(problem, venues=(*problem.venues, *venues), zones=(*problem.zones, zone))
