"""The hard rules H10 to H16: agencies, booths and counselling fields at events."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from planner.core.problem import Placement, Plan, PlanEvent, Problem, is_on
from planner.core.schedule_rules import event_subject, located
from planner.core.violation import Subject, Violation


def _placements(problem: Problem, plan: Plan) -> Iterator[tuple[PlanEvent, Placement]]:
    """Placements whose agency the problem knows."""
    for event in plan.events:
        for placement in event.assign:
            if placement.agency in problem.agency_by_id:
                yield event, placement


def agency_comes(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H10: a known agency, available that day, serving the district."""
    for event in plan.events:
        for placement in event.assign:
            agency = problem.agency_by_id.get(placement.agency)
            reasons = []
            if agency is None:
                reasons.append("unknown")
            else:
                if not is_on(agency.avail, event.day):
                    reasons.append("not_available")
                if event.district not in agency.serves:
                    reasons.append("not_serving")
            subjects = (
                event_subject(event),
                ("agency", placement.agency),
                ("district", event.district),
            )
            for reason in reasons:
                yield Violation("H10", subjects, {"reason": reason, "day": event.day})


def once_a_day(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H11: an agency is at an event at most once, and at one event a day."""
    days: dict[tuple[int, int], list[str]] = defaultdict(list)
    for event in plan.events:
        for agency, times in Counter(placement.agency for placement in event.assign).items():
            days[agency, event.day].append(event.id)
            if times > 1:
                subjects = (event_subject(event), ("agency", agency))
                yield Violation("H11", subjects, {"reason": "same_event", "times": times})
    for (agency, day), events in days.items():
        if len(events) > 1:
            who: list[Subject] = [("agency", agency), *(("event", name) for name in events)]
            yield Violation("H11", tuple(who), {"reason": "same_day", "day": day})


def agency_load(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H12: an agency keeps to `max` events, and to `max_week` in a week from Monday."""
    days: dict[int, list[int]] = defaultdict(list)
    for event in plan.events:
        for agency_id in dict.fromkeys(placement.agency for placement in event.assign):
            days[agency_id].append(event.day)
    for agency_id, held in days.items():
        agency, subjects = problem.agency_by_id.get(agency_id), (("agency", agency_id),)
        if agency is None:
            continue
        if len(held) > agency.max:
            data = {"reason": "season", "events": len(held), "max": agency.max}
            yield Violation("H12", subjects, data)
        for week, count in Counter(map(problem.week_of, held)).items():
            if count > agency.max_week:
                monday = week * 7 - problem.weekday0
                data = {
                    "reason": "week",
                    "events": count,
                    "max": agency.max_week,
                    "day": monday,
                }
                yield Violation("H12", subjects, data)


def booth_taken(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H13: the booth exists at the venue and holds one agency."""
    for event, venue in located(problem, plan):
        booths = {booth.id for booth in venue.booths}
        holders: dict[int, dict[int, None]] = defaultdict(dict)  # in order, each agency once
        for placement in event.assign:
            holders[placement.booth][placement.agency] = None
            if placement.booth not in booths:
                subjects = (
                    event_subject(event),
                    ("agency", placement.agency),
                    ("booth", placement.booth),
                )
                yield Violation("H13", subjects, {"reason": "unknown", "venue": venue.id})
        for booth, agencies in holders.items():
            if len(agencies) > 1:
                shared: list[Subject] = [event_subject(event), ("booth", booth)]
                shared += [("agency", agency) for agency in agencies]
                yield Violation("H13", tuple(shared), {"reason": "shared", "venue": venue.id})


def booth_needs(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H14: the booth has what the agency needs."""
    for event, venue in located(problem, plan):
        booths = {booth.id: booth for booth in venue.booths}
        for placement in event.assign:
            agency, booth = problem.agency_by_id.get(placement.agency), booths.get(placement.booth)
            if agency is None or booth is None or booth.meets(agency.needs):
                continue
            missing = [
                name
                for name in ("private", "power", "water", "access")
                if getattr(agency.needs, name) and not getattr(booth, name)
            ]
            subjects = (event_subject(event), ("agency", agency.id), ("booth", booth.id))
            yield Violation("H14", subjects, {"missing": missing, "venue": venue.id})


def fields_served(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H15: the fields are offered by the agency, distinct, one to `staff` many."""
    for event, placement in _placements(problem, plan):
        agency = problem.agency_by_id[placement.agency]
        subjects = (event_subject(event), ("agency", agency.id))
        foreign = [name for name in placement.fields if name not in agency.fields]
        if foreign:
            yield Violation("H15", subjects, {"reason": "not_offered", "fields": foreign})
        if len(set(placement.fields)) < len(placement.fields):
            yield Violation("H15", subjects, {"reason": "repeated"})
        if not placement.fields:
            yield Violation("H15", subjects, {"reason": "none"})
        if len(placement.fields) > agency.staff:
            data = {
                "reason": "staff",
                "fields": len(placement.fields),
                "staff": agency.staff,
            }
            yield Violation("H15", subjects, data)


def no_conflicts(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """H16: agencies in conflict do not share an event."""
    for event in plan.events:
        present = sorted({placement.agency for placement in event.assign})
        for first, second in combinations(present, 2):
            if frozenset((first, second)) in problem.conflict_pairs:
                subjects = (event_subject(event), ("agency", first), ("agency", second))
                yield Violation("H16", subjects)
