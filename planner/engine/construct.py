"""A first sound plan: dates and venues by one model, then agencies district by district."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from planner.core.problem import Plan
from planner.engine.frame import Frame, Host
from planner.engine.joint import JointModel, constant_points, make_plan
from planner.engine.run import Run


def plan_dates(run: Run, frame: Frame, names: Mapping[Host, str]) -> Plan | bool | None:
    """Dates and venues that promise well for the agencies; False where no season is possible.

    The plan holds the pinned agencies only, and is sound already. Raises the bound by what dates
    and venues cost alone with the needs that stay uncovered at an event whoever comes.
    """
    part = replace(frame, pinned_only=True)
    part.__dict__["facts"] = frame.facts
    joint = JointModel.of(part, agencies=frame.has_pinned)
    for (host, venue), column in joint.schedule.place.items():
        booths = len(frame.problem.venue_by_id[venue].booths)
        alone = frame.facts.uncovered_alone(host.district, host.day, booths)
        joint.model.cost[column] += frame.problem.weights.uncovered * alone
    found = joint.solve(run.limits(rel_gap=0.01))
    if found.status == "infeasible":
        return False
    if not frame.has_pinned:
        run.raise_bound(constant_points(frame) + found.bound)
    return make_plan(joint, found.values, names) if found.values else None


def add_agencies(run: Run, frame: Frame, plan: Plan) -> Plan:
    """The plan with agencies, chosen for one district after another, the fewest agencies first."""
    events = {event.id: event for event in plan.events}
    facts = frame.facts
    order = sorted(
        {event.district for event in plan.events}, key=lambda d: (len(facts.serving[d]), d)
    )
    for district in order:
        if run.stopped():
            break
        own = [event for event in events.values() if event.district == district]
        settled = tuple(event for event in events.values() if event.district != district)
        options: dict[Host, tuple[int, ...]] = {}
        names: dict[Host, str] = {}
        for event in own:
            copy = 0
            while Host(event.day, district, copy) in options:
                copy += 1
            host = Host(event.day, district, copy)
            options[host], names[host] = (event.venue,), event.id
        part = replace(frame.narrowed(options, settled), required=frozenset(options))
        part.__dict__["facts"] = facts
        joint = JointModel.of(part, schedule=False)
        found = joint.solve(run.limits(rel_gap=0.02))
        better = make_plan(joint, found.values, names) if found.values else None
        if better is not None:
            events = {event.id: event for event in better.events}
            run.offer(better)
    return Plan(plan.instance, tuple(events.values()))
