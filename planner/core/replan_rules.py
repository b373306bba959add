"""The rules R01 to R05 of re-planning: what has happened or is pinned stays, wishes are met."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planner.core.problem import Placement, Plan, PlanEvent, Replan
from planner.core.violation import Violation


def _kept(replan: Replan, plan: Plan) -> Iterator[tuple[PlanEvent, PlanEvent]]:
    after = plan.event_by_id()
    for event in replan.published.events:
        if event.id in after:
            yield event, after[event.id]


def _placements(event: PlanEvent) -> set[tuple[int, int, tuple[int, ...]]]:
    def key(placement: Placement) -> tuple[int, int, tuple[int, ...]]:
        return placement.agency, placement.booth, tuple(sorted(placement.fields))

    return {key(placement) for placement in event.assign}


def same_events(replan: Replan, plan: Plan) -> Iterator[Violation]:
    """R01: the plan holds the events of the published plan, by id and district."""
    before, after = replan.published.event_by_id(), plan.event_by_id()
    for name in (name for name in before if name not in after):
        yield Violation("R01", (("event", name),), {"reason": "missing"})
    for name in (name for name in after if name not in before):
        yield Violation("R01", (("event", name),), {"reason": "new"})
    for old, new in _kept(replan, plan):
        if old.district != new.district:
            yield Violation("R01", (("event", old.id),), {"reason": "district"})


def past_schedule(replan: Replan, plan: Plan) -> Iterator[Violation]:
    """R02: events before `now` keep day, venue and fallback, and none moves into the past."""
    for old, new in _kept(replan, plan):
        if old.day < replan.now:
            if (old.day, old.venue, old.fallback) != (new.day, new.venue, new.fallback):
                yield Violation("R02", (("event", old.id),), {"reason": "changed"})
        elif new.day < replan.now:
            data = {"reason": "into_past", "day": new.day, "now": replan.now}
            yield Violation("R02", (("event", old.id),), data)


def past_placements(replan: Replan, plan: Plan) -> Iterator[Violation]:
    """R03: events before `now` keep their agencies, booths and fields."""
    for old, new in _kept(replan, plan):
        if old.day < replan.now and _placements(old) != _placements(new):
            yield Violation("R03", (("event", old.id),))


def pinned_schedule(replan: Replan, plan: Plan) -> Iterator[Violation]:
    """R04: with `pin_schedule`, events that are neither movable nor forced keep day and venue."""
    free = {*replan.movable, *(wish.event for wish in replan.force)}
    for old, new in _kept(replan, plan):
        if not replan.pin_schedule or old.id in free:
            continue
        if (old.day, old.venue) != (new.day, new.venue):
            data = {"day": new.day, "was_day": old.day, "venue": new.venue, "was_venue": old.venue}
            yield Violation("R04", (("event", old.id),), data)


def forced_met(replan: Replan, plan: Plan) -> Iterator[Violation]:
    """R05: forced events are on the day and at the venue wanted."""
    after = plan.event_by_id()
    for wish in replan.force:
        event = after.get(wish.event)
        if event is None:
            yield Violation("R05", (("event", wish.event),), {"reason": "missing"})
        elif wish.day is not None and event.day != wish.day:
            data = {"reason": "day", "day": event.day, "wanted": wish.day}
            yield Violation("R05", (("event", wish.event),), data)
        elif wish.venue is not None and event.venue != wish.venue:
            data = {"reason": "venue", "venue": event.venue, "wanted": wish.venue}
            yield Violation("R05", (("event", wish.event),), data)


REPLAN_RULES: dict[str, Callable[[Replan, Plan], Iterator[Violation]]] = {
    "R01": same_events,
    "R02": past_schedule,
    "R03": past_placements,
    "R04": pinned_schedule,
    "R05": forced_met,
}


def check_replan(replan: Replan, plan: Plan) -> tuple[Violation, ...]:
    """All violations of R01 to R05; the hard rules are `check_plan`'s."""
    return tuple(item for rule in REPLAN_RULES.values() for item in rule(replan, plan))
