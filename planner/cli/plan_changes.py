"""Changes between two plans and rows behind a term, one plain English line each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from planner.cli.plan_sentences import plain
from planner.core.difference import (
    AgencyAdded,
    AgencyDropped,
    BoothChanged,
    Change,
    DayMoved,
    FallbackChanged,
    FieldsChanged,
    VenueMoved,
    plan_difference,
)
from planner.core.problem import Plan, Problem
from planner.core.violation import Subject


def change_lines(problem: Problem, before: Plan, after: Plan) -> list[str]:
    """What changes from one plan to the other."""
    return [_change(problem, item) for item in plan_difference(before, after)]


def _change(problem: Problem, item: Change) -> str:
    if isinstance(item, DayMoved):
        return f"{item.event}: {_day(problem, item.old)} → {_day(problem, item.new)}"
    if isinstance(item, VenueMoved | FallbackChanged):
        kind = "venue" if isinstance(item, VenueMoved) else "fallback"
        old, new = (_name(problem, "venue", key) for key in (item.old, item.new))
        return f"{item.event}: {kind} {old} → {new}"
    if isinstance(item, AgencyAdded | AgencyDropped):
        verb = "joins" if isinstance(item, AgencyAdded) else "leaves"
        return f"{item.event}: {_name(problem, 'agency', item.placement.agency)} {verb}"
    if isinstance(item, BoothChanged):
        return (
            f"{item.event}: {_name(problem, 'agency', item.agency)} booth {item.old} → {item.new}"
        )
    if isinstance(item, FieldsChanged):
        old, new = (" ".join(map(str, fields)) for fields in (item.old, item.new))
        return f"{item.event}: {_name(problem, 'agency', item.agency)} fields {old} → {new}"
    return f"{getattr(item, 'event', '')}: {type(item).__name__}"


def row_line(
    problem: Problem,
    plan: Plan,
    subjects: tuple[Subject, ...],
    amount: int,
    data: Mapping[str, object],
) -> str:
    """One reason for points: who, how many units, and the figures behind."""
    days = {event.id: event.day for event in plan.events}
    parts = []
    for kind, key in subjects:
        known = kind == "event" and str(key) in days
        more = f" ({_day(problem, days[str(key)])})" if known else ""
        parts.append(_name(problem, kind, key) + more)
    figures = ", ".join(f"{name} {value}" for name, value in data.items())
    return f"{amount:>6}  {', '.join(parts)}" + (f" ({figures})" if figures else "")


def _day(problem: Problem, day: int) -> str:
    try:
        return str(problem.start + timedelta(days=day))
    except OverflowError:
        return f"day {day}"


def _name(problem: Problem, kind: str, key: object) -> str:
    known: Mapping[str, Mapping[int, object]] = {
        "district": problem.district_by_id,
        "zone": problem.zone_by_id,
        "venue": problem.venue_by_id,
        "agency": problem.agency_by_id,
        "field": problem.field_by_id,
    }
    item = known[kind].get(key) if kind in known and isinstance(key, int) else None
    name = getattr(item, "name", "")
    return f"{kind} {plain(key)}" + (f" ({plain(name)})" if name else "")
