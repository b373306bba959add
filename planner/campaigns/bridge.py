"""Between the tables and the core: a campaign as a planning problem, its draft as a plan.

Ids of the core are the rows' ids; an event's id is its uid, the one district is the office, days
count from `campaign.starts_on`. `load_campaign` loads all that is read here, in as many queries
for a large season as for a small one; the rest is pure over the loaded rows.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import NotFound

from planner.agencies.models import Agency
from planner.campaigns import problem_parts as parts
from planner.campaigns.drafting import plan_to_draft
from planner.campaigns.models import (
    Assignment,
    Campaign,
    CampaignAgency,
    CampaignZone,
    Event,
    PlacementBan,
)
from planner.campaigns.problem_parts import TakenBooths
from planner.core import problem as core
from planner.core.availability import season_mask
from planner.extensions import db
from planner.places.models import Venue, VenueFallback, Zone

__all__ = [
    "TakenBooths",
    "build_plan",
    "build_problem",
    "load_campaign",
    "plan_to_draft",
]


def load_campaign(office_id: int, campaign_id: int) -> Campaign:
    """The campaign with draft, bans, zones, venues, agencies and pairs; another office's is 404."""
    row: Campaign | None = db.session.scalar(
        select(Campaign)
        .where(Campaign.id == campaign_id, Campaign.office_id == office_id)
        .options(*_options())
    )
    if row is None:
        raise NotFound
    return row


def _options() -> tuple[Any, ...]:
    zone = selectinload(Campaign.zones).joinedload(CampaignZone.zone)
    agency = selectinload(Campaign.agencies).joinedload(CampaignAgency.agency)
    events = selectinload(Campaign.events)
    placed = events.selectinload(Event.assignments)
    stray = events.joinedload(Event.venue)  # may lie outside the campaign's zones
    return (
        joinedload(Campaign.office),
        selectinload(Campaign.fields),
        selectinload(Campaign.closed_days),
        selectinload(Campaign.agency_pairs),
        selectinload(Campaign.bans).joinedload(PlacementBan.agency),
        zone.selectinload(Zone.dongs),
        *_venue_options(zone.selectinload(Zone.venues)),
        agency.selectinload(Agency.fields),
        agency.selectinload(Agency.absences),
        stray.joinedload(Venue.zone),
        *_venue_options(stray),
        events.joinedload(Event.fallback),
        placed.joinedload(Assignment.agency),
        placed.joinedload(Assignment.booth),
        placed.selectinload(Assignment.fields),
    )


def _venue_options(venue: Any) -> tuple[Any, ...]:
    fallback = venue.selectinload(Venue.fallbacks).joinedload(VenueFallback.fallback)
    return (
        venue.selectinload(Venue.booths),
        venue.selectinload(Venue.closures),
        fallback.joinedload(Venue.zone),
        fallback.selectinload(Venue.booths),
        fallback.selectinload(Venue.closures),
        fallback.selectinload(Venue.fallbacks),
    )


def build_problem(
    campaign: Campaign,
    *,
    holidays_forbid: bool = False,
    taken_booths: TakenBooths | None = None,
) -> core.Problem:
    """The planning problem of a campaign that `load_campaign` loaded.

    A venue outside the campaign's zones that a fallback or an event names stays known, in a zone
    of no visits; an inactive one is never available. `taken_booths` gives by event uid the booths
    that other than agencies hold: they are left out. With `holidays_forbid` no public holiday is
    allowed, but for one on which a pinned event stands.
    """
    days = (campaign.ends_on - campaign.starts_on).days + 1
    venues = parts.known_venues(campaign)
    inside = {row.zone_id for row in campaign.zones}
    outside = {venue.zone.id: venue.zone for venue in venues if venue.zone_id not in inside}
    zones: tuple[CampaignZone | Zone, ...] = (
        *campaign.zones,
        *(outside[key] for key in sorted(outside)),
    )
    dongs = [dong for row in campaign.zones for dong in row.zone.dongs]
    ground = parts.Ground(venues, dongs)
    spots = ground.spots()
    places = parts.venue_values(campaign, ground, days)
    agencies = tuple(parts.agency_value(campaign, row, days) for row in parts.invited(campaign))
    known = {agency.id for agency in agencies}
    return core.Problem(
        name=campaign.slug,
        start=campaign.starts_on,
        days=days,
        weekday0=campaign.starts_on.weekday(),
        allowed=parts.allowed_days(campaign, days, holidays_forbid),
        weekend=season_mask("0000011", (), campaign.starts_on, days),
        rain=(campaign.rain_chance,) * days,
        fields=tuple(core.Field(row.field_id, row.field.name, row.need) for row in campaign.fields),
        kits=core.Kits(campaign.kits, campaign.kit_turnaround),
        districts=(parts.district(campaign),),
        zones=tuple(parts.zone_value(campaign, row) for row in zones),
        dongs=tuple(
            core.Dong(row.id, row.zone_id or 0, max(0, row.vulnerable), *spots.get(row, (0, 0)))
            for row in dongs
        ),
        venues=parts.without_booths(places, campaign, taken_booths or {}),
        agencies=agencies,
        travel=((0,),),
        conflicts=parts.agency_pairs(campaign, "conflict", known),
        not_adjacent=parts.agency_pairs(campaign, "not_adjacent", known),
        adj_radius=campaign.adjacent_metres,
        weights=parts.weights(campaign),
    )


def build_plan(campaign: Campaign, include_cancelled: bool = False) -> core.Plan:
    """The draft as a plan: its planned events (the cancelled ones too, if asked).

    What is incomplete stays visible to the rules: an event without a rain plan has the fallback
    None, an agency without a booth stands at the booth `-agency`, which no venue has (H13).
    """
    return core.Plan(
        campaign.slug,
        tuple(
            _plan_event(campaign, event)
            for event in campaign.events
            if include_cancelled or event.status == "planned"
        ),
    )


def _plan_event(campaign: Campaign, event: Event) -> core.PlanEvent:
    assign = (
        core.Placement(
            row.agency_id,
            -row.agency_id if row.booth_id is None else row.booth_id,
            tuple(field.id for field in row.fields),
        )
        for row in event.assignments
    )
    # Once the rain plan is switched on the event is held indoors, and its booths are there.
    indoors = event.use_fallback and event.fallback_id is not None
    return core.PlanEvent(
        id=event.uid,
        district=campaign.office_id,
        day=(event.day - campaign.starts_on).days,
        venue=event.fallback_id if indoors and event.fallback_id else event.venue_id,
        fallback=None if indoors else event.fallback_id,
        assign=tuple(assign),
    )
