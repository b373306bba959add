"""Reads of campaigns, their events and releases; within an office unless it says otherwise.

The whole draft with all that rules and releases read is loaded by `bridge.load_campaign`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import NotFound

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import (
    Campaign,
    CampaignAgency,
    Event,
    Release,
    RuleSetting,
)
from planner.campaigns.release_queries import (
    get_release,
    latest_release,
    latest_releases,
    list_releases,
    season_of,
)
from planner.extensions import db
from planner.places.models import Venue, Zone

__all__ = [
    "SeasonRow",
    "campaign_in_view",
    "find_campaign",
    "find_campaign_by_slug",
    "find_event",
    "get_campaign",
    "get_event",
    "get_release",
    "latest_release",
    "latest_releases",
    "list_campaigns",
    "list_releases",
    "office_agencies",
    "office_fields",
    "office_venues",
    "office_zones",
    "season_of",
    "severity_settings",
    "slug_taken",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """A line of the list of campaigns."""

    campaign: Campaign
    events: int
    cancelled: int
    agencies: int
    release: int | None


def find_campaign(office_id: int, campaign_id: int) -> Campaign | None:
    """The bare campaign of this office; no query where the session holds it already."""
    row = db.session.get(Campaign, campaign_id)
    return row if row is not None and row.office_id == office_id else None


def get_campaign(office_id: int, campaign_id: int, *, lock: bool = False) -> Campaign:
    """The same; another office's, or none, is 404. `lock` holds it until the commit."""
    if lock:
        _lock(Campaign, campaign_id)
    return _must(find_campaign(office_id, campaign_id))


def find_campaign_by_slug(slug: str) -> Campaign | None:
    """By its public name, whatever the office (public pages, command line)."""
    return db.session.scalar(select(Campaign).where(Campaign.slug == slug))


def campaign_in_view(office_id: int, today: date) -> Campaign | None:
    """The campaign that a page shows where none is asked for: one query.

    The running one; else the next to begin, else the last to have ended, of those with a plan
    (events or a release); else the one that ends last. Of two running, one with a plan.
    """
    has_plan = Campaign.events.any() | Campaign.releases.any()
    running = (Campaign.starts_on <= today) & (Campaign.ends_on >= today)
    coming = Campaign.starts_on > today
    rank = case(
        (running & has_plan, 0),
        (running, 1),
        (coming & has_plan, 2),
        (has_plan, 3),
        else_=4,
    )
    return db.session.scalar(
        select(Campaign)
        .where(Campaign.office_id == office_id)
        .order_by(
            rank,
            case((coming & has_plan, Campaign.starts_on)),  # null, so equal, in other ranks
            Campaign.ends_on.desc(),
            Campaign.id.desc(),
        )
        .limit(1)
    )


def list_campaigns(office_id: int) -> list[SeasonRow]:
    """All campaigns of an office, newest first, with their numbers: four queries."""
    campaigns = db.session.scalars(
        select(Campaign)
        .where(Campaign.office_id == office_id)
        .order_by(Campaign.starts_on.desc(), Campaign.id.desc())
    ).all()
    ids = [campaign.id for campaign in campaigns]
    counts = db.session.execute(
        select(Event.campaign_id, Event.status, func.count())
        .where(Event.campaign_id.in_(ids))
        .group_by(Event.campaign_id, Event.status)
    )
    events = {(campaign_id, status): count for campaign_id, status, count in counts}
    agencies = _by_campaign(CampaignAgency.campaign_id, func.count(), ids)
    releases = _by_campaign(Release.campaign_id, func.max(Release.number), ids)
    return [
        SeasonRow(
            campaign,
            events.get((campaign.id, "planned"), 0),
            events.get((campaign.id, "cancelled"), 0),
            agencies.get(campaign.id, 0),
            releases.get(campaign.id),
        )
        for campaign in campaigns
    ]


def _by_campaign(column: Any, figure: Any, ids: Sequence[int]) -> dict[int, int]:
    statement = select(column, figure).where(column.in_(ids)).group_by(column)
    return dict(db.session.execute(statement).all())


def find_event(office_id: int, campaign_id: int, event_id: int) -> Event | None:
    """An event of a campaign of this office, with its venue, zone and fallback."""
    return db.session.scalar(
        select(Event)
        .join(Event.campaign)
        .where(
            Event.id == event_id,
            Event.campaign_id == campaign_id,
            Campaign.office_id == office_id,
        )
        .options(
            joinedload(Event.campaign),
            joinedload(Event.venue).joinedload(Venue.zone),
            joinedload(Event.fallback),
        )
    )


def get_event(office_id: int, campaign_id: int, event_id: int, *, lock: bool = False) -> Event:
    """The same; 404 where there is none. `lock` holds it until the commit."""
    if lock:
        _lock(Event, event_id)
    return _must(find_event(office_id, campaign_id, event_id))


# --- what a campaign can choose from ----------------------------------------------------------


def office_fields(office_id: int) -> Sequence[CounselingField]:
    return db.session.scalars(
        select(CounselingField)
        .where(CounselingField.office_id == office_id)
        .order_by(CounselingField.position, CounselingField.id)
    ).all()


def office_zones(office_id: int) -> Sequence[Zone]:
    return db.session.scalars(
        select(Zone).where(Zone.office_id == office_id).order_by(Zone.position, Zone.id)
    ).all()


def office_agencies(office_id: int, keep: Sequence[int] = ()) -> Sequence[Agency]:
    """The active agencies (and those of `keep`), by name, with their fields."""
    return db.session.scalars(
        select(Agency)
        .where(Agency.office_id == office_id, Agency.active.is_(True) | Agency.id.in_(keep))
        .options(selectinload(Agency.fields))
        .order_by(Agency.name, Agency.id)
    ).all()


def office_venues(office_id: int, keep: Sequence[int] = ()) -> Sequence[Venue]:
    """The active venues (and those of `keep`) by zone and name, with zones and fallbacks."""
    return (
        db.session.scalars(
            select(Venue)
            .join(Venue.zone)
            .where(Venue.office_id == office_id, Venue.active.is_(True) | Venue.id.in_(keep))
            .options(joinedload(Venue.zone), selectinload(Venue.fallbacks))
            .order_by(Zone.position, Zone.id, Venue.name, Venue.id)
        )
        .unique()
        .all()
    )


def slug_taken(slug: str, but: int | None = None) -> bool:
    """Whether another campaign of the installation has this public name."""
    found = db.session.scalar(select(Campaign.id).where(Campaign.slug == slug))
    return found is not None and found != but


def severity_settings(campaign_id: int) -> dict[str, str]:
    """The severities that a campaign has set itself."""
    rows = db.session.execute(
        select(RuleSetting.code, RuleSetting.severity).where(RuleSetting.campaign_id == campaign_id)
    )
    return dict(rows.all())


def _lock(kind: type[Campaign | Event], row_id: int) -> None:
    """Two people who save the same form wait for each other: the second then finds it stale."""
    db.session.execute(select(kind.id).where(kind.id == row_id).with_for_update())


def _must(row: T | None) -> T:
    if row is None:
        raise NotFound
    return row
