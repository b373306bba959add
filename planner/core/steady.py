"""A plan brought closer to the one before without being worse: changes that gain nothing go.

Solvers know no loyalty among equals: equal days, like booths and like fields come out as they
fall. What follows undoes such changes one by one wherever plan and score allow it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from planner.core.goal_order import Order, goal_points
from planner.core.plan import Placement, Plan, PlanEvent
from planner.core.problem import Problem
from planner.core.rules import check_plan
from planner.core.score import score_plan


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a calmer plan must be as good in: the goals' order, and what a person decided."""

    problem: Problem
    order: Order
    keeps: Callable[[Plan], bool]

    def points(self, plan: Plan) -> tuple[int, ...]:
        units = score_plan(self.problem, plan).terms
        return goal_points(self.problem.weights, units, self.order)


def steady(
    problem: Problem,
    before: Plan,
    plan: Plan,
    only: Collection[str] | None = None,
    *,
    order: Order = (),
    keeps: Callable[[Plan], bool] = lambda plan: True,
) -> Plan:
    """`plan` (its ids those of `before` where an event is the same) with fewer changes.

    It breaks no more rules, is as good in the goals of `order` (empty: scores no more points), and
    `keeps` says yes to it. `only` limits it to these events.
    """
    old, wanted = before.event_by_id(), Wanted(problem, order, keeps)
    for name in [event.id for event in plan.events if event.id in old]:
        if only is not None and name not in only:
            continue
        for kind in (_whole, _place):
            plan = _tried(wanted, plan, kind(old[name], plan.event_by_id()[name]))
        plan = _tried(wanted, plan, _fields(problem, old[name], plan.event_by_id()[name]))
        plan = _tried(wanted, plan, _booths(problem, old[name], plan.event_by_id()[name]))
    return plan


def _tried(wanted: Wanted, plan: Plan, event: PlanEvent | None) -> Plan:
    """The plan with the event exchanged, if that is as good; else as it was."""
    if event is None or event == plan.event_by_id()[event.id]:
        return plan
    changed = Plan(
        plan.instance, tuple(event if item.id == event.id else item for item in plan.events)
    )
    if wanted.points(changed) > wanted.points(plan) or not wanted.keeps(changed):
        return plan
    problem = wanted.problem
    if len(check_plan(problem, changed)) > len(check_plan(problem, plan)):
        return plan
    return changed


def _whole(old: PlanEvent, new: PlanEvent) -> PlanEvent | None:
    return old


def _place(old: PlanEvent, new: PlanEvent) -> PlanEvent | None:
    """The new agencies on the old day, where the venue is the same."""
    if old.venue != new.venue:
        return None
    return replace(new, day=old.day, fallback=old.fallback)


def _fields(problem: Problem, old: PlanEvent, new: PlanEvent) -> PlanEvent | None:
    """Fields as they were, for every agency for which no field becomes short by it."""
    had = {item.agency: item.fields for item in old.assign}
    need = {item.id: item.need for item in problem.fields}
    served = {name: sum(name in item.fields for item in new.assign) for name in need}
    kept: list[Placement] = []
    for item in new.assign:
        wanted = had.get(item.agency, item.fields)
        lost, won = set(item.fields) - set(wanted), set(wanted) - set(item.fields)
        if wanted and all(served.get(name, 0) > need.get(name, 0) for name in lost):
            for name in lost:
                served[name] -= 1
            for name in won:
                served[name] = served.get(name, 0) + 1
            item = replace(item, fields=wanted)
        kept.append(item)
    return replace(new, assign=tuple(kept))


def _booths(problem: Problem, old: PlanEvent, new: PlanEvent) -> PlanEvent | None:
    """Booths as they were, where they suit and nobody loses an old one by it."""
    if old.venue != new.venue:
        return None
    had = {item.agency: item.booth for item in old.assign if item.booth > 0}
    stands = {item.agency: item.booth for item in new.assign}
    return _at(new, _settled(problem, new, had, stands))


def _settled(
    problem: Problem, event: PlanEvent, had: dict[int, int], stands: dict[int, int]
) -> dict[int, int]:
    """Each agency in turn gets its old booth; whoever stands there takes the one it leaves."""
    venue = problem.venue_by_id.get(event.venue)
    booths = {booth.id: booth for booth in venue.booths} if venue else {}
    agencies = problem.agency_by_id
    found = dict(stands)
    for agency, booth in had.items():
        if agency not in found or found[agency] == booth or booth not in booths:
            continue
        other = next((name for name, place in found.items() if place == booth), None)
        left = found[agency]
        suits = agency in agencies and booths[booth].meets(agencies[agency].needs)
        if other is not None:
            at_home = had.get(other) == booth
            fits = other in agencies and left in booths
            suits = suits and not at_home and fits and booths[left].meets(agencies[other].needs)
        if suits:
            found[agency] = booth
            if other is not None:
                found[other] = left
    return found


def _at(event: PlanEvent, stands: dict[int, int]) -> PlanEvent:
    assign = tuple(replace(item, booth=stands[item.agency]) for item in event.assign)
    return replace(event, assign=assign)
