"""Re-planning after a change: ask for it, take it into the draft, record what happened."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from planner.accounts.models import User
from planner.agencies.models import Agency
from planner.agencies.queries import days_off, find_agency
from planner.agencies.services import put_absences
from planner.campaigns.bridge import build_plan
from planner.campaigns.drafting import Written, is_held, plan_to_draft
from planner.campaigns.models import Assignment, Campaign, Event, PlacementBan
from planner.core.availability import DaysOff, days_between, with_days_off
from planner.core.happenings import (
    AgencyAway,
    AgencyNotAt,
    EventElsewhere,
    Happening,
    VenueClosed,
    from_json,
    to_json,
)
from planner.core.plan import Plan, PlanEvent
from planner.core.proposal_changes import changed_events, moved_underneath
from planner.errors import Refused
from planner.extensions import db
from planner.places.models import Venue
from planner.places.queries import find_venue
from planner.places.services import Closure, set_closures
from planner.proposals.days import days_behind, ensure_as_of, local_day
from planner.proposals.models import Proposal
from planner.proposals.queries import running_proposals
from planner.proposals.replan_input import published_of
from planner.proposals.services import WITH_PLAN, draft_before, locked_draft, plan_of

GOAL_ORDERS = (
    ("uncovered", "distance", "score"),
    ("distance", "uncovered", "score"),
    ("uncovered", "score", "distance"),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a re-planning is asked: what happened, the day after which, what may move, the goals."""

    as_of: date
    happenings: tuple[Happening, ...] = ()
    pin_schedule: bool = True
    movable: tuple[str, ...] = ()
    goals: tuple[str, ...] = GOAL_ORDERS[0]


@dataclass
class Taken:
    """What became of the draft, and how many facts were recorded with it."""

    written: Written = field(default_factory=Written)
    recorded: int = 0


def ask_replan(
    campaign: Campaign, wish: Wish, *, seconds: int = 30, user: User | None = None, now: datetime
) -> Proposal:
    """Ask for a re-planning; commits. One that already waits or runs for the same is returned.

    Raises `Refused`: `as_of_outside`, `no_events_ahead` (no planned event lies after the day).
    """
    ensure_as_of(campaign, wish.as_of)
    if not any(row.status == "planned" and row.day > wish.as_of for row in campaign.events):
        raise Refused("no_events_ahead", day=wish.as_of)
    asked = {
        "as_of": wish.as_of.isoformat(),
        "changes": [to_json(item) for item in wish.happenings],
        "pin_schedule": wish.pin_schedule,
        "movable": sorted(wish.movable),
        "aims": list(wish.goals),
    }
    for row in running_proposals(campaign.id, None, "replan"):
        if {**row.detail, **asked} == row.detail:
            return row
    row = Proposal(
        campaign_id=campaign.id,
        kind="replan",
        state="queued",
        seconds=seconds,
        terms={},
        detail=asked,
        draft_version=campaign.version,
        created_at=now,
        created_by_id=user.id if user else None,
    )
    db.session.add(row)
    db.session.commit()
    return row


def facts_of(detail: dict[str, Any]) -> tuple[Happening, ...]:
    """What happened, as far as it can be recorded: a wish for an event is no fact."""
    found = map(from_json, detail["changes"])
    return tuple(item for item in found if not isinstance(item, EventElsewhere))


def take_replan(
    proposal: Proposal, *, record: bool, user: User | None = None, now: datetime
) -> Taken:
    """Write the changes into the draft, and with `record` what happened beside it; commits once.

    Only events that the re-planning changes are written, against the plan in force. Raises
    `Refused`: `nothing_to_take` (no plan, or neither a change nor a fact to record),
    `days_behind`, `stale` with `changes`, as `services.take` does.
    """
    plan = plan_of(proposal)
    if proposal.kind != "replan" or plan is None or proposal.state not in WITH_PLAN:
        raise Refused("nothing_to_take")
    published = published_of(proposal)
    touched = changed_events(published, plan)
    facts = facts_of(proposal.detail) if record else ()
    if not touched and not facts:
        raise Refused("nothing_to_take")
    starts_on = proposal.campaign.starts_on
    if touched & days_behind(proposal, starts_on, published, plan, local_day(now)):
        raise Refused("days_behind")
    campaign = locked_draft(proposal)
    moved = moved_underneath(draft_before(proposal), plan, build_plan(campaign), touched)
    if moved:
        db.session.rollback()
        raise Refused("stale", changes=moved)
    written = _write(campaign, proposal, plan, touched, now)
    recorded = sum(_record(campaign, item, user, now) for item in facts)
    done = {"taken_events": sorted(touched), "recorded": recorded}
    proposal.detail = {**proposal.detail, **done}
    proposal.state = "taken"
    db.session.commit()
    return Taken(written, recorded)


def _write(
    campaign: Campaign, proposal: Proposal, plan: Plan, touched: Collection[str], now: datetime
) -> Written:
    """The changed events; pins that the plan cannot keep are given up, the others stay."""
    wanted = plan.event_by_id()
    drawn = build_plan(campaign).event_by_id()
    again: list[Assignment] = []
    for row in campaign.events:
        if row.uid in touched and row.uid in wanted and is_held(row):
            again += _loosened(row, drawn.get(row.uid), wanted[row.uid])
    taken = proposal.detail.get("taken", {})
    written = plan_to_draft(
        campaign,
        plan,
        now=now,
        only=touched,
        leave=proposal.detail.get("past", ()),
        taken_booths={uid: set(ids) for uid, ids in taken.items()},
    )
    for item in again:
        item.pinned = True
    return written


def _loosened(row: Event, drawn: PlanEvent | None, wanted: PlanEvent) -> Iterable[Assignment]:
    """Unpin what has to change; those that come all the same are pinned again afterwards."""
    if drawn is None or (drawn.day, drawn.venue) != (wanted.day, wanted.venue):
        row.pinned = False
        loose = [item for item in row.assignments if item.pinned]
    else:
        places = {item.agency: item for item in wanted.assign}
        loose = [
            item
            for item in row.assignments
            if item.pinned and not _stands(item, places.get(item.agency_id))
        ]
    comes = {item.agency for item in wanted.assign}
    for item in loose:
        item.pinned = False
    return [item for item in loose if item.agency_id in comes]


def _stands(row: Assignment, wanted: Any) -> bool:
    """Whether a pinned agency stays as it is."""
    if wanted is None:
        return False
    fields = {item.id for item in row.fields}
    return (row.booth_id or -row.agency_id, fields) == (wanted.booth, set(wanted.fields))


# --- what happened, recorded where it belongs ----------------------------------------------------


def _record(campaign: Campaign, item: Happening, user: User | None, now: datetime) -> bool:
    """Whether anything had to be written; what the office no longer has is passed over."""
    if isinstance(item, AgencyAway):
        agency = find_agency(campaign.office_id, item.agency)
        return agency is not None and _absent(agency, item)
    if isinstance(item, VenueClosed):
        venue = find_venue(campaign.office_id, item.venue)
        return venue is not None and _closed(venue, item)
    if isinstance(item, AgencyNotAt):
        return _kept_away(campaign, item, user, now)
    return False


def _spans(known: Iterable[DaysOff], item: AgencyAway | VenueClosed) -> list[DaysOff]:
    off = days_between(item.first, item.last)
    return with_days_off(known, item.first, item.last, off, item.reason)


def _absent(agency: Agency, item: AgencyAway) -> bool:
    before = days_off(agency)
    after = _spans(before, item)
    if sorted(after) == sorted(before):
        return False
    put_absences(agency, after)
    agency.version += 1
    return True


def _closed(venue: Venue, item: VenueClosed) -> bool:
    known = [DaysOff(row.first_day, row.last_day, row.reason) for row in venue.closures]
    spans = _spans(known, item)
    changed = set_closures(venue, [Closure(span.first, span.last, span.reason) for span in spans])
    venue.version += changed
    return changed


def _kept_away(campaign: Campaign, item: AgencyNotAt, user: User | None, now: datetime) -> bool:
    event = next((row for row in campaign.events if row.uid == item.event), None)
    agency = find_agency(campaign.office_id, item.agency)
    known = {(ban.event_id, ban.agency_id) for ban in campaign.bans}
    if event is None or agency is None or (event.id, agency.id) in known:
        return False
    ban = PlacementBan(
        event_id=event.id,
        agency_id=agency.id,
        reason=item.reason,
        created_at=now,
        created_by_id=user.id if user else None,
    )
    campaign.bans.append(ban)
    return True
