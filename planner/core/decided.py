"""What a person has decided about agencies at events of a plan in force; a re-planning keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from planner.core.problem import Plan
from planner.core.violation import Violation


@dataclass(frozen=True, slots=True)
class Decided:
    """By (event id, agency id): who is kept `away`, and who `comes` and keeps which booth.

    The booth (None: any) is kept where the event stays at its venue.
    """

    away: frozenset[tuple[str, int]] = frozenset()
    comes: Mapping[tuple[str, int], int | None] = field(default_factory=dict, hash=False)


NOTHING_DECIDED = Decided()


def decisions_broken(decided: Decided, published: Plan, plan: Plan) -> Iterator[Violation]:
    """P02: an agency is at an event that it is kept away from; P04: a pinned one is not there."""
    before = published.event_by_id()
    for event in plan.events:
        booths = {item.agency: item.booth for item in event.assign}
        for name, agency in sorted(decided.away):
            if name == event.id and agency in booths:
                yield _broken("P02", event.id, agency, event.day)
        old = before.get(event.id)
        for (name, agency), booth in sorted(decided.comes.items()):
            if name != event.id:
                continue
            stays = old is not None and old.venue == event.venue
            if agency not in booths or (stays and booth not in (None, booths[agency])):
                yield _broken("P04", event.id, agency, event.day)


def _broken(code: str, event: str, agency: int, day: int) -> Violation:
    return Violation(code, (("event", event), ("agency", agency)), {"day": day})
