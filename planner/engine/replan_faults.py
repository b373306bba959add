"""What a re-planning asks for that no plan can give, refused by name before any search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.core.problem import Plan, PlanEvent, Replan
from planner.core.rules import RULES, check_plan, check_replan
from planner.core.violation import Violation
from planner.engine.frame import open_fallbacks


def task_faults(task: Replan) -> tuple[Violation, ...]:
    """Rules that the published plan and the wishes break, whatever else would be planned.

    Wishes for events that are not there or already held, for days before `now`, against another
    wish (R01 to R05); events that the problem does not ask for or leaves out (H00, H01); days and
    venues that are none (H02, H03).
    """
    wished = Plan(task.problem.name, tuple(_as_wished(task)))
    return (
        *check_plan(task.problem, wished, ["H00", "H01"]),
        *_impossible(task, wished),
        *check_replan(task, wished),
    )


def past_faults(task: Replan) -> tuple[Violation, ...]:
    """What the past breaks under the rules of today, which no plan can mend.

    Visits that a zone still lacks are none of it: they can be made.
    """
    past = tuple(event for event in task.published.events if event.day < task.now)
    found = check_plan(task.problem, Plan(task.problem.name, past), list(RULES)[2:])
    return tuple(item for item in found if item.data.get("reason") != "too_few")


def standing_faults(task: Replan) -> tuple[Violation, ...]:
    """What would be broken if all stayed as it is published but for the wishes."""
    problem, events = task.problem, []
    for event in _as_wished(task):
        venue = problem.venue_by_id.get(event.venue)
        open_ones = open_fallbacks(problem, venue, event.day) if venue is not None else []
        if event.day >= task.now and venue is not None and event.fallback not in open_ones:
            event = replace(event, fallback=next(iter(open_ones), None))
        events.append(event)
    excused = past_faults(task)
    found = check_plan(problem, Plan(problem.name, tuple(events)))
    return tuple(item for item in found if item not in excused)


def _as_wished(task: Replan) -> Iterator[PlanEvent]:
    """The published events, those to come on the days and at the venues wished."""
    wishes = {wish.event: wish for wish in task.force}
    for event in task.published.events:
        wish = wishes.get(event.id)
        if wish is None or event.day < task.now:
            yield event
            continue
        day = event.day if wish.day is None else wish.day
        venue = event.venue if wish.venue is None else wish.venue
        yield replace(event, day=day, venue=venue)


def _impossible(task: Replan, wished: Plan) -> Iterator[Violation]:
    events = wished.event_by_id()
    for wish in task.force:
        event = events.get(wish.event)
        if event is None:
            continue
        alone = Plan(task.problem.name, (event,))
        if wish.day is not None:
            yield from check_plan(task.problem, alone, ["H02"])
        if wish.venue is not None:
            for item in check_plan(task.problem, alone, ["H03"]):
                if item.data["reason"] != "not_available" or wish.day is not None:
                    yield item
