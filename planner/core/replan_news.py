"""What a re-planning means for each agency: whom to tell, and what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.core.difference import plan_difference
from planner.core.plan import Placement, Plan, PlanEvent

ADDED, DROPPED, MOVED, FIELDS, BOOTH, RAIN = "added", "dropped", "moved", "fields", "booth", "rain"


@dataclass(frozen=True, slots=True)
class News:
    """What becomes of an agency at one event: some of the kinds above, with both placements.

    `moved`: the event has another day or venue (booths are then told anew).
    """

    event: str
    kinds: tuple[str, ...]
    before: Placement | None
    after: Placement | None


def news_by_agency(old: Plan, new: Plan) -> dict[int, tuple[News, ...]]:
    """Every agency for which something changes, by id, its events in the order of (new) days."""
    before = old.event_by_id()
    found: dict[int, list[News]] = {}
    for event in sorted(new.events, key=lambda item: (item.day, item.id)):
        if event.id in before:
            for agency, news in _of_event(before[event.id], event):
                found.setdefault(agency, []).append(news)
    return {agency: tuple(found[agency]) for agency in sorted(found)}


def _of_event(old: PlanEvent, new: PlanEvent) -> Iterator[tuple[int, News]]:
    if not plan_difference(Plan("", (old,)), Plan("", (new,))):
        return
    were = {item.agency: item for item in old.assign}
    are = {item.agency: item for item in new.assign}
    for agency in sorted(were.keys() | are.keys()):
        before, after = were.get(agency), are.get(agency)
        kinds = tuple(_kinds(old, new, before, after))
        if kinds:
            yield agency, News(new.id, kinds, before, after)


def _kinds(
    old: PlanEvent, new: PlanEvent, before: Placement | None, after: Placement | None
) -> Iterator[str]:
    if before is None or after is None:
        yield ADDED if before is None else DROPPED
        return
    moved = (old.day, old.venue) != (new.day, new.venue)
    if moved:
        yield MOVED
    elif old.fallback != new.fallback:
        yield RAIN
    if sorted(before.fields) != sorted(after.fields):
        yield FIELDS
    if old.venue == new.venue and before.booth != after.booth:
        yield BOOTH
