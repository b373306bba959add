"""The day after which a proposal plans (its `as_of`), and what of it is only for comparison."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner.campaigns.models import Campaign
from planner.core.calendar import ZONE
from planner.core.plan import Plan
from planner.core.proposal_changes import event_changes
from planner.errors import Refused
from planner.proposals.models import Proposal

DAY = timedelta(days=1)


def local_day(now: datetime) -> date:
    """The calendar day of an instant, where the events are."""
    return now.astimezone(ZoneInfo(ZONE)).date()


def first_as_of(campaign: Campaign) -> date:
    """The earliest `as_of`: the whole season is planned anew."""
    return campaign.starts_on - DAY


def usual_as_of(campaign: Campaign, today: date) -> date:
    """Today while the season runs; the day before its first day once it is over, or while ahead."""
    early = first_as_of(campaign)
    return early if season_stage(campaign, today) == "over" else max(early, today)


def season_stage(campaign: Campaign, today: date) -> str:
    """'ahead', 'running' or 'over'."""
    if today < campaign.starts_on:
        return "ahead"
    return "over" if today > campaign.ends_on else "running"


def ensure_as_of(campaign: Campaign, as_of: date) -> None:
    """Raise `Refused("as_of_outside", first=, last=)` for a day that the season does not know."""
    first, last = first_as_of(campaign), campaign.ends_on
    if not first <= as_of <= last:
        raise Refused("as_of_outside", first=first, last=last)


def as_of(proposal: Proposal) -> date | None:
    """The day that a proposal of a season was asked for; None: of booths, or not begun yet."""
    text = proposal.detail.get("as_of")
    return date.fromisoformat(text) if text else None


def days_behind(
    proposal: Proposal, starts_on: date, before: Plan, plan: Plan, today: date
) -> frozenset[str]:
    """Uids of the events that lie on a day already past, before or after.

    Today counts as past for a season. Booths and agencies of today's event may still be changed:
    the rain plan is put on, and somebody cancels, that very morning.
    """
    limit = today - DAY if proposal.kind in ("booths", "replan") else today
    last = (limit - starts_on).days
    return frozenset(
        item.event
        for item in event_changes(before, plan)
        if any(event is not None and event.day <= last for event in (item.before, item.after))
    )
