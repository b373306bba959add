"""A frame solved by one model, with clashing neighbours brought in by cuts as they turn up.

The model leaves booths out, so its value never exceeds the score. Where the best layout of an
event has clashes, a cut says so of that venue and a smallest group of agencies that makes them
unavoidable, and the model is solved again: a logic-based Benders decomposition (J. Hooker, 2003).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.core.problem import Agency, Plan, PlanEvent, Problem, Venue
from planner.engine.frame import Frame, Host
from planner.engine.joint import JointModel, constant_points, make_plan
from planner.engine.layout import lay_out
from planner.engine.run import Run


def solve_exactly(
    run: Run,
    frame: Frame,
    names: Mapping[Host, str],
    start: Sequence[PlanEvent] = (),
    *,
    schedule: bool = True,
) -> bool:
    """Solves a frame of the whole problem, offering plans and bounds to `run`.

    Without `schedule` the days and venues stand as they are (one option a host). Returns False
    where the frame has no sound plan.
    """
    joint = JointModel.of(frame, schedule=schedule)
    constant = constant_points(frame, schedule)
    cuts = ClashCuts(joint)
    events = list(start)
    while not run.stopped():
        first = joint.start_from(events) if events else None
        found = joint.solve(run.limits(), first)
        if found.status == "infeasible":
            return False
        run.raise_bound(constant + found.bound)
        if not found.values:
            return True
        plan = make_plan(joint, found.values, names)
        if plan is None:
            return True
        run.offer(plan)
        run.raise_bound(constant + found.bound)
        if found.status != "optimal" or not cuts.add(plan):
            return True
        events = list((run.plan or plan).events)
    return True


class ClashCuts:
    """Cuts that count the clashes which a group of agencies cannot avoid at a venue."""

    def __init__(self, joint: JointModel) -> None:
        self._joint = joint
        self._known: set[tuple[int, frozenset[int]]] = set()

    def add(self, plan: Plan) -> bool:
        """Adds cuts for the clashes of a plan; whether there was anything new to say."""
        problem, settled = self._joint.frame.problem, self._joint.frame.settled
        capped = any(weights.adjacent for weights, _ in self._joint.frame.caps)
        if not problem.weights.adjacent and not capped:
            return False
        news = False
        for event in plan.events:
            if event in settled:
                continue
            agencies = [problem.agency_by_id[p.agency] for p in event.assign]
            news |= self._cut(problem.venue_by_id[event.venue], agencies)
        return news

    def _cut(self, venue: Venue, agencies: list[Agency]) -> bool:
        problem = self._joint.frame.problem
        least = _least_clashes(problem, venue, agencies)
        if not least:
            return False
        core = list(agencies)
        for agency in agencies:
            fewer = [other for other in core if other.id != agency.id]
            if _least_clashes(problem, venue, fewer):
                core = fewer
        news = self._state(venue.id, core, _least_clashes(problem, venue, core))
        return self._state(venue.id, agencies, least) or news

    def _state(self, venue: int, group: list[Agency], clashes: int) -> bool:
        key = venue, frozenset(agency.id for agency in group)
        if key in self._known or not clashes:
            return False
        self._known.add(key)
        model, joint = self._joint.model, self._joint
        for host, venues in joint.frame.options.items():
            comes = [joint.agencies.come.get((agency.id, host)) for agency in group]
            present = [(come, -float(clashes)) for come in comes if come is not None]
            if venue not in venues or len(present) < len(group):
                continue
            place = (joint.schedule.place[host, venue], -float(clashes))
            entries = [(joint.clashes_at(host), 1.0), place, *present]
            model.row(entries, lower=-float(clashes) * len(group))
        return True


def _least_clashes(problem: Problem, venue: Venue, agencies: Sequence[Agency]) -> int:
    """The proven least number of clashes; 0 where nothing is proven."""
    ids = [agency.id for agency in agencies]
    if not any(problem.clashes(one, two) for one in ids for two in ids if one < two):
        return 0
    layout = lay_out(problem, venue, agencies)
    return layout[1] if layout is not None and layout[2] else 0
