"""Proposals: ask for one, stop it, take it whole or in part, put it aside.

A proposal is a row beside the draft. `planner.jobs` works on it; nothing here changes the draft but
`take`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import select

from planner.accounts.models import User
from planner.campaigns.bridge import load_campaign
from planner.campaigns.drafting import Written, is_held, plan_to_draft
from planner.campaigns.models import Campaign, Event
from planner.core.formats import plan_from, problem_from
from planner.core.plan import Plan
from planner.core.problem import Problem
from planner.core.proposal_changes import changed_events, moved_underneath
from planner.errors import Refused
from planner.extensions import db
from planner.proposals.days import days_behind, ensure_as_of, local_day
from planner.proposals.input import plan_as_asked
from planner.proposals.models import Proposal
from planner.proposals.queries import running_proposals

__all__ = [
    "OPEN",
    "SECONDS",
    "WITH_PLAN",
    "discard",
    "draft_before",
    "is_held",
    "locked_draft",
    "plan_of",
    "problem_of",
    "propose",
    "stop",
    "take",
]
SECONDS = (10, 30, 120)
Value = TypeVar("Value")
OPEN = ("queued", "running")
WITH_PLAN = ("done", "stopped")


def propose(
    campaign: Campaign,
    kind: str = "season",
    *,
    event: Event | None = None,
    as_of: date | None = None,
    seconds: int = 30,
    user: User | None = None,
    now: datetime,
    queued: bool = True,
    also: Mapping[str, Any] | None = None,
) -> Proposal:
    """Ask for a proposal of the whole season, or of the booths of one event; commits.

    Events of a season up to and including `as_of` stay as they are, later ones are planned anew;
    without it the worker takes what is usual on its day. `also` is kept with the question. One
    that already waits or runs for the same is returned instead. With `queued` off it is meant for
    the caller to work on at once (the command line). Raises `Refused`: `no_zones`,
    `no_events_wanted`, `no_agencies`, `event_cancelled`, `as_of_outside`.
    """
    _ensure_plannable(campaign, kind, event)
    asked = dict(also or {})
    if as_of is not None and kind != "booths":
        ensure_as_of(campaign, as_of)
        asked["as_of"] = as_of.isoformat()
    already = _already(campaign, kind, event, asked) if queued else None
    if already is not None:
        return already
    row = Proposal(
        campaign_id=campaign.id,
        kind=kind,
        event_id=event.id if event else None,
        state="queued" if queued else "running",
        seconds=seconds,
        terms={},
        detail=asked,
        draft_version=campaign.version,
        created_at=now,
        created_by_id=user.id if user else None,
        started_at=None if queued else now,
        heartbeat_at=None if queued else now,
    )
    db.session.add(row)
    db.session.commit()
    return row


def _already(
    campaign: Campaign, kind: str, event: Event | None, asked: dict[str, Any]
) -> Proposal | None:
    """A queued or running proposal of the same kind and day, so that none is made twice."""
    rows = running_proposals(campaign.id, event.id if event else None, kind)
    return next((row for row in rows if {**row.detail, **asked} == row.detail), None)


def _ensure_plannable(campaign: Campaign, kind: str, event: Event | None) -> None:
    if not campaign.agencies and kind == "booths":
        raise Refused("no_agencies")
    if kind == "booths":
        if event is None or event.status != "planned":
            raise Refused("event_cancelled")
        return
    if not campaign.zones:
        raise Refused("no_zones")
    if campaign.events_wanted < 1:
        raise Refused("no_events_wanted")


def stop(proposal: Proposal, now: datetime) -> None:
    """End the search; the best plan so far is kept. One that still waits ends at once."""
    if proposal.state == "queued":
        proposal.state, proposal.finished_at = "stopped", now
    elif proposal.state == "running":
        proposal.stop_wanted = True
    db.session.commit()


def discard(proposal: Proposal) -> None:
    """Put a proposal away for good. Raises `Refused("still_running")` while it is worked on."""
    if proposal.state == "running":
        raise Refused("still_running")
    db.session.delete(proposal)
    db.session.commit()


def problem_of(proposal: Proposal) -> Problem:
    """The problem of a proposal on which work has begun."""
    return _read_once(proposal, "_problem", proposal.problem, problem_from)


def plan_of(proposal: Proposal) -> Plan | None:
    """The proposed plan, if there is one."""
    return _read_once(proposal, "_plan", proposal.plan, plan_from) if proposal.plan else None


def draft_before(proposal: Proposal) -> Plan:
    """The draft as it was when the search began."""
    return _read_once(proposal, "_before", proposal.detail["before"], plan_from)


def _read_once(proposal: Proposal, name: str, raw: Any, read: Callable[[Any], Value]) -> Value:
    """A stored value, read once for each row in memory: a page asks for it in many places."""
    known: tuple[Any, Value] | None = proposal.__dict__.get(name)
    if known is None or known[0] is not raw:
        known = proposal.__dict__[name] = (raw, read(raw))
    return known[1]


def take(
    proposal: Proposal, chosen: Collection[str] | None, *, aware: bool = False, now: datetime
) -> Written:
    """Write the proposal into the draft: whole, or the chosen events' uids only; commits.

    One that rests on assumptions is taken only by somebody who is `aware` that they are not facts.
    Raises `Refused`: `nothing_to_take` (no plan, or nothing chosen that would change),
    `days_behind` (an event would change that lies on a day already past, in the draft or in the
    proposal), `assumptions`, `stale` with `changes`, the draft's `EventChange`s since the search
    began that would be written over.
    """
    plan = plan_of(proposal)
    if plan is None or proposal.state not in (*WITH_PLAN, "taken") or proposal.kind == "replan":
        raise Refused("nothing_to_take")  # a re-planning is taken by `replan_services`
    if proposal.detail.get("assumptions") and not aware:
        raise Refused("assumptions")
    before = draft_before(proposal)
    touched = changed_events(before, plan)
    wanted = touched if chosen is None else touched & set(chosen)
    if not wanted:
        raise Refused("nothing_to_take")
    starts_on = proposal.campaign.starts_on
    if wanted & days_behind(proposal, starts_on, before, plan, local_day(now)):
        raise Refused("days_behind")
    campaign = locked_draft(proposal)
    booths = proposal.kind == "booths"
    current = plan_as_asked(campaign, proposal.event.uid if booths and proposal.event else None)
    moved = moved_underneath(before, plan, current, None if chosen is None else wanted)
    if moved:
        db.session.rollback()
        raise Refused("stale", changes=moved)
    written = plan_to_draft(
        campaign,
        plan,
        now=now,
        only=wanted,
        leave=proposal.detail.get("past", ()),
        dates=not booths,
        taken_booths={uid: set(ids) for uid, ids in proposal.detail.get("taken", {}).items()},
    )
    done = {*proposal.detail.get("taken_events", ()), *wanted}
    proposal.detail = {**proposal.detail, "taken_events": sorted(done)}
    if done >= touched:
        proposal.state = "taken"
    db.session.commit()
    return written


def locked_draft(proposal: Proposal) -> Campaign:
    """The campaign with its draft, read anew, its events locked against other writers."""
    events = select(Event.id).where(Event.campaign_id == proposal.campaign_id)
    db.session.execute(events.order_by(Event.id).with_for_update())
    office_id, campaign_id = proposal.campaign.office_id, proposal.campaign_id
    db.session.expire_all()
    return load_campaign(office_id, campaign_id)
