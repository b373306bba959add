"""Which event of a new plan is which event of the draft, so that identities survive a proposal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from planner.core.problem import Plan, PlanEvent

Same = Callable[[PlanEvent, PlanEvent], bool]


def keep_identities(
    draft: Plan,
    plan: Plan,
    zone_of: Mapping[int, int],
    new_id: Callable[[], str],
    frozen: frozenset[str] = frozenset(),
) -> Plan:
    """`plan` with its events called as the draft's where they are the same in essence.

    An event is the same if it has the draft's id and is `frozen` (pinned, past), else by venue and
    day, then venue, then day in the same zone, then zone; nearest days first. Whatever is left
    gets `new_id()`. Every id of the draft is used at most once. `zone_of` gives a venue's zone.
    """
    before = draft.event_by_id()
    named = {event.id: event.id for event in plan.events if event.id in frozen & before.keys()}
    old = [event for event in draft.events if event.id not in named]
    new = [event for event in plan.events if event.id not in named]

    def zone(event: PlanEvent) -> int | None:
        return zone_of.get(event.venue)

    for same in (
        lambda a, b: a.venue == b.venue and a.day == b.day,
        lambda a, b: a.venue == b.venue,
        lambda a, b: zone(a) == zone(b) is not None and a.day == b.day,
        lambda a, b: zone(a) == zone(b) is not None,
    ):
        for first, second in _pairs(old, new, same):
            named[second.id] = first.id
            old.remove(first)
            new.remove(second)
    for event in new:
        named[event.id] = new_id()
    return Plan(plan.instance, tuple(replace(event, id=named[event.id]) for event in plan.events))


def _pairs(
    old: list[PlanEvent], new: list[PlanEvent], same: Same
) -> Iterator[tuple[PlanEvent, PlanEvent]]:
    """Pairs that are the same, each event once, nearest days first."""
    found = sorted(
        (abs(a.day - b.day), a.day, i, j)
        for i, a in enumerate(old)
        for j, b in enumerate(new)
        if same(a, b)
    )
    used_old: set[int] = set()
    used_new: set[int] = set()
    chosen = []
    for _gap, _day, i, j in found:
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            chosen.append((old[i], new[j]))
    yield from chosen
