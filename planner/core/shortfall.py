"""Why a field lacks agencies at an event: what keeps each agency that offers it from helping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.core.problem import Agency, Plan, PlanEvent, Problem, is_on

# In the order in which they are asked; an agency counts under the first that holds.
REASONS = ("absent", "here", "same_day", "limit", "conflict", "booth", "spare")


@dataclass(frozen=True, slots=True)
class Shortfall:
    """`missing` of `need` agencies in a field at an event; `reasons` counts those that offer it.

    absent: cannot come that day; here: at the event, its counsellors in other fields; same_day: at
    another event; limit: no further event in the season or week; conflict: with one that is there;
    booth: no free booth suits it; spare: could come, but the plan is better otherwise.
    """

    event: str
    field: int
    missing: int
    need: int
    offering: int
    reasons: Mapping[str, int]


def shortfalls(problem: Problem, plan: Plan) -> tuple[Shortfall, ...]:
    """Every field short of agencies, event by event in the order of days."""
    found = []
    for event in sorted(plan.events, key=lambda event: (event.day, event.id)):
        for wanted in problem.fields:
            served = sum(wanted.id in item.fields for item in event.assign)
            if served < wanted.need:
                offering = [a for a in problem.agencies if wanted.id in a.fields]
                counts = dict.fromkeys(REASONS, 0)
                for agency in offering:
                    if not _serves(event, agency, wanted.id):
                        counts[_reason(problem, plan, event, agency)] += 1
                reasons = {name: count for name, count in counts.items() if count}
                missing = wanted.need - served
                found.append(
                    Shortfall(event.id, wanted.id, missing, wanted.need, len(offering), reasons)
                )
    return tuple(found)


def _serves(event: PlanEvent, agency: Agency, field_id: int) -> bool:
    return any(item.agency == agency.id and field_id in item.fields for item in event.assign)


def _reason(problem: Problem, plan: Plan, event: PlanEvent, agency: Agency) -> str:
    if any(item.agency == agency.id for item in event.assign):
        return "here"
    if not is_on(agency.avail, event.day):
        return "absent"
    days = [
        other.day
        for other in plan.events
        if other.id != event.id and any(item.agency == agency.id for item in other.assign)
    ]
    week = problem.week_of(event.day)
    if event.day in days:
        return "same_day"
    in_week = sum(problem.week_of(day) == week for day in days)
    if len(days) >= agency.max or in_week >= agency.max_week:
        return "limit"
    present = {item.agency for item in event.assign}
    if any(frozenset((agency.id, other)) in problem.conflict_pairs for other in present):
        return "conflict"
    venue = problem.venue_by_id.get(event.venue)
    used = {item.booth for item in event.assign}
    free = [booth for booth in venue.booths if booth.id not in used] if venue else []
    return "spare" if any(booth.meets(agency.needs) for booth in free) else "booth"
