"""A re-planning asked once more: with more events that may move, or without some wishes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from planner.core.happenings import EventElsewhere, from_json
from planner.proposals.models import Proposal
from planner.proposals.replan_input import published_of
from planner.proposals.replan_services import Wish


def asked_wish(
    proposal: Proposal, *, moves: Collection[str] = (), without: Collection[str] = ()
) -> Wish:
    """What a re-planning was asked, with the events `moves` free to move and no wish for the
    events `without` (both by uid; others than those in force are passed over)."""
    detail = proposal.detail
    known = {event.id for event in published_of(proposal).events}
    return Wish(
        as_of=date.fromisoformat(detail["as_of"]),
        happenings=tuple(
            item
            for item in map(from_json, detail["changes"])
            if not (isinstance(item, EventElsewhere) and item.event in without)
        ),
        pin_schedule=detail["pin_schedule"],
        movable=tuple({*detail["movable"], *(known & set(moves))}),
        goals=tuple(detail["aims"]),
    )
