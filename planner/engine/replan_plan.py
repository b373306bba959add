"""Plans out of the answers of a `ChangeModel`: who stays keeps booth and, if unchanged, fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from planner.core.problem import Agency, Placement, Plan, PlanEvent, Problem
from planner.engine.frame import Host, open_fallbacks
from planner.engine.layout import lay_out
from planner.engine.replan_model import ChangeModel
from planner.engine.serving import share_fields


def changed_plan(changes: ChangeModel, values: Sequence[float]) -> Plan | None:
    """The plan of an answer, in the order of the published one; None where booths fall short."""
    frame = changes.joint.frame
    events = {event.id: event for event in frame.settled}
    for host, venue, agencies in changes.joint.chosen(values):
        event = _changed_event(changes, values, host, venue, agencies)
        if event is None:
            return None
        events[event.id] = event
    ordered = sorted(events.values(), key=lambda e: (e.day, e.district, e.id))
    return Plan(frame.problem.name, tuple(ordered))


def _staying(changes: ChangeModel, values: Sequence[float], host: Host) -> dict[int, int]:
    """Booth id by agency id of those who keep their booths."""
    event = changes.events[host.copy]
    booths = {placement.agency: placement.booth for placement in event.assign}
    kept = [a for (a, at), c in changes.stays.items() if at == host and values[c] > 0.5]
    return {agency: booths[agency] for agency in kept}


def _changed_event(
    changes: ChangeModel,
    values: Sequence[float],
    host: Host,
    venue_id: int,
    agencies: Sequence[Agency],
) -> PlanEvent | None:
    problem, event = changes.joint.frame.problem, changes.events[host.copy]
    venue = problem.venue_by_id[venue_id]
    layout = lay_out(problem, venue, agencies, _staying(changes, values, host))
    if layout is None:
        return None
    before = {placement.agency: placement.fields for placement in event.assign}
    unchanged = {
        agency.id: before[agency.id]
        for agency in agencies
        if agency.id in before and values[changes.refielded[agency.id, host]] < 0.5
    }
    fields = _fields(problem, agencies, unchanged)
    assign = tuple(
        Placement(agency.id, layout[0][agency.id], fields[agency.id])
        for agency in sorted(agencies, key=lambda agency: agency.id)
    )
    fallbacks = [] if venue.indoor else open_fallbacks(problem, venue, host.day)
    fallback = event.fallback if event.fallback in fallbacks else next(iter(fallbacks), None)
    return replace(event, day=host.day, venue=venue_id, fallback=fallback, assign=assign)


def _fields(
    problem: Problem, agencies: Sequence[Agency], unchanged: dict[int, tuple[int, ...]]
) -> dict[int, tuple[int, ...]]:
    """Fields of everyone: those unchanged as they were, the others share what is left to cover."""
    served = Counter(name for names in unchanged.values() for name in set(names))
    left = [replace(item, need=max(0, item.need - served[item.id])) for item in problem.fields]
    others = [agency for agency in agencies if agency.id not in unchanged]
    return unchanged | share_fields(left, others)


def cut_clashes(changes: ChangeModel, values: Sequence[float]) -> bool:
    """Adds cuts where an answer's layouts clash more than the model knows; whether any did."""
    problem, news = changes.joint.frame.problem, False
    if not problem.weights.adjacent:
        return False
    for host, venue_id, agencies in changes.joint.chosen(values):
        staying = _staying(changes, values, host)
        layout = lay_out(problem, problem.venue_by_id[venue_id], agencies, staying)
        known = round(values[changes.adjacent[host]])
        if layout is None or not layout[2] or layout[1] <= known:
            continue
        changes.add_cut(host, venue_id, [agency.id for agency in agencies], staying, layout[1])
        news = True
    return news
