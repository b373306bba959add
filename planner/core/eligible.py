"""Who may stand where: the hard rules asked about one placement before it is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.core.plan import Placement, Plan, PlanEvent
from planner.core.problem import Problem
from planner.core.rules import check_plan
from planner.core.violation import Violation

CODES = ("H10", "H11", "H12", "H13", "H14", "H15", "H16")


def objections(
    problem: Problem, plan: Plan, event_id: str, placement: Placement
) -> tuple[Violation, ...]:
    """The hard rules that `placement` would break, were the agency put there.

    Whoever holds the booth now and where the agency stands at this event now are passed over: the
    question is about the place, not about who was first. What the agency breaks elsewhere is
    passed over too.
    """
    tried = Plan(plan.instance, tuple(_around(plan, event_id, placement)))
    day = next((event.day for event in tried.events if event.id == event_id), 0)
    week = problem.week_of(day)
    return tuple(
        violation
        for violation in check_plan(problem, tried, CODES)
        if ("agency", placement.agency) in violation.subjects
        and _is_here(problem, violation, event_id, week)
    )


def _around(plan: Plan, event_id: str, placement: Placement) -> Iterator[PlanEvent]:
    """This event with the placement in it, the others with the agency's own placements only."""
    for event in plan.events:
        if event.id == event_id:
            others = tuple(
                item
                for item in event.assign
                if item.agency != placement.agency and item.booth != placement.booth
            )
            yield replace(event, assign=(*others, placement))
            continue
        own = tuple(item for item in event.assign if item.agency == placement.agency)
        if own:
            yield replace(event, assign=own)


def _is_here(problem: Problem, violation: Violation, event_id: str, week: int) -> bool:
    if violation.code != "H12":
        return ("event", event_id) in violation.subjects
    if violation.data["reason"] == "season":
        return True
    day = violation.data["day"]
    return isinstance(day, int) and problem.week_of(day) == week
