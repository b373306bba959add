"""A proposal against the draft: which events change, and whether the draft moved underneath."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from planner.core.difference import Change, plan_difference
from planner.core.problem import Plan, PlanEvent

NEW, CHANGED, SAME, CANCELLED = "new", "changed", "same", "cancelled"


@dataclass(frozen=True, slots=True)
class EventChange:
    """One event before and after: `kind` is new, changed, same or cancelled."""

    event: str
    kind: str
    before: PlanEvent | None
    after: PlanEvent | None
    changes: tuple[Change, ...] = ()

    @property
    def day(self) -> int:
        event = self.after or self.before
        return event.day if event else 0


def event_changes(before: Plan, after: Plan) -> tuple[EventChange, ...]:
    """Every event of either plan, in the order of (new) days."""
    old, new = before.event_by_id(), after.event_by_id()
    found = [_change(old.get(name), new.get(name)) for name in {**old, **new}]
    return tuple(sorted(found, key=lambda item: (item.day, item.event)))


def _change(old: PlanEvent | None, new: PlanEvent | None) -> EventChange:
    if old is None or new is None:
        event = old or new
        assert event is not None
        return EventChange(event.id, CANCELLED if new is None else NEW, old, new)
    changes = plan_difference(Plan("", (old,)), Plan("", (new,)))
    return EventChange(old.id, CHANGED if changes else SAME, old, new, changes)


def changed_events(before: Plan, after: Plan) -> frozenset[str]:
    """Ids of the events that a proposal makes, changes or cancels."""
    return frozenset(item.event for item in event_changes(before, after) if item.kind != SAME)


def written_over(published: Plan, draft: Plan, plan: Plan) -> tuple[EventChange, ...]:
    """What the draft has drawn since `published` in events that `plan` changes, and would lose."""
    touched, wanted = changed_events(published, plan), event_changes(published, plan)
    kept = {item.event: item.changes for item in wanted}
    found = []
    for item in event_changes(published, draft):
        lost = tuple(change for change in item.changes if change not in kept.get(item.event, ()))
        if item.event in touched and lost:
            found.append(replace(item, changes=lost))
    return tuple(found)


def moved_underneath(
    before: Plan, after: Plan, current: Plan, chosen: Collection[str] | None = None
) -> tuple[EventChange, ...]:
    """What was done to the draft since `before` that taking `after` would write over.

    An event that already is as proposed is no conflict. With `chosen` only these events are taken
    and looked at; without, an event drawn meanwhile conflicts too, as the season would hold more
    events than the proposal planned.
    """
    return tuple(_moved(before, after, current, chosen))


def _moved(
    before: Plan, after: Plan, current: Plan, chosen: Collection[str] | None
) -> Iterator[EventChange]:
    wanted, touched = after.event_by_id(), changed_events(before, after)
    for item in event_changes(before, current):
        if item.kind == SAME:
            continue
        proposed = wanted.get(item.event)
        if _alike(item.after, proposed):
            continue
        taken = item.event in touched if chosen is None else item.event in chosen
        if taken or (chosen is None and item.kind == NEW):
            yield item


def _alike(one: PlanEvent | None, two: PlanEvent | None) -> bool:
    if one is None or two is None:
        return one is two
    return not plan_difference(Plan("", (one,)), Plan("", (two,)))
