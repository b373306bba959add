"""Giving rules up: the steps that a proposal without a plan offers, carried out in one go."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import Campaign
from planner.campaigns.queries import get_campaign
from planner.core.violation import Violation
from planner.errors import Refused
from planner.extensions import db
from planner.proposals.give_up import OPEN, Step, row_of, state_of_step, steps_for
from planner.proposals.models import Proposal
from planner.proposals.work import violation_from


def offers_of(proposal: Proposal, name: str = "give_up") -> list[Violation]:
    """The rules that a proposal offers to give up: all together, or one of those `alone`."""
    return [violation_from(item) for item in proposal.detail.get(name, ())]


def give_up(office_id: int, proposal: Proposal, keys: Collection[str]) -> list[Step]:
    """Carry out the steps of these keys; commits.

    Raises `Refused`: `no_step` where none is chosen or the proposal does not offer one of them,
    `step_changed` where the season has changed since and a step means something else by now.
    """
    if not keys:
        raise Refused("no_step")
    get_campaign(office_id, proposal.campaign_id, lock=True)
    campaign = load_campaign(office_id, proposal.campaign_id)
    offered = {
        step.key: step
        for name in ("give_up", "alone")
        for offer in offers_of(proposal, name)
        for step in steps_for(campaign, offer)
    }
    steps = [_offered(offered, key) for key in dict.fromkeys(keys)]
    if any(state_of_step(campaign, step) != OPEN for step in steps):
        db.session.rollback()
        raise Refused("step_changed")
    for step in steps:
        APPLY[step.kind](campaign, step)
    campaign.version += 1
    db.session.commit()
    return steps


def _offered(offered: dict[str, Step], key: str) -> Step:
    if key not in offered:
        db.session.rollback()
        raise Refused("step_changed" if key.count(":") == 3 else "no_step")
    return offered[key]


def _setting(name: str) -> Callable[[Campaign, Step], None]:
    """A number of the season."""

    def write(campaign: Campaign, step: Step) -> None:
        setattr(campaign, name, step.after)

    return write


def _of_zone(name: str) -> Callable[[Campaign, Step], None]:
    """A number of a zone; what is aimed at stays between the bounds."""

    def write(campaign: Campaign, step: Step) -> None:
        row = next(row for row in campaign.zones if str(row.zone_id) == step.target)
        setattr(row, name, step.after)

    return write


def _open_day(campaign: Campaign, step: Step) -> None:
    day = date.fromisoformat(step.target)
    campaign.closed_days[:] = [row for row in campaign.closed_days if row.day != day]


def _use_weekday(campaign: Campaign, step: Step) -> None:
    number = int(step.target)
    campaign.weekdays = campaign.weekdays[:number] + "1" + campaign.weekdays[number + 1 :]


def _unpin_event(campaign: Campaign, step: Step) -> None:
    """The event may move: its own pin and those of its agencies are taken off."""
    event = next(event for event in campaign.events if event.uid == step.target)
    event.pinned = False
    event.version += 1
    for row in event.assignments:
        if row.pinned:
            row.pinned = False
            row.version += 1


def _unpin_agency(campaign: Campaign, step: Step) -> None:
    row = row_of(campaign, step.target)
    assert row is not None
    row.pinned = False
    row.version += 1


APPLY: dict[str, Callable[[Campaign, Step], None]] = {
    "events": _setting("events_wanted"),
    "weekends": _setting("max_weekend"),
    "kits": _setting("kits"),
    "min_gap": _setting("min_gap"),
    "zone_min": _of_zone("min_visits"),
    "zone_max": _of_zone("max_visits"),
    "zone_gap": _of_zone("gap"),
    "open_day": _open_day,
    "weekday": _use_weekday,
    "unpin_event": _unpin_event,
    "unpin_agency": _unpin_agency,
}
