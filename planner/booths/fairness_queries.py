"""A season's fairness from the rows: a fixed number of queries for any size."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Campaign, CampaignAgency, CampaignField, CampaignZone
from planner.campaigns.visit_queries import (
    Account,
    Past,
    draft_account,
    earlier_campaigns,
    load_past,
    newest,
    released_account,
)
from planner.core.fairness import AgencyAim, Fairness, Span, Visit, ZoneAim, measure
from planner.extensions import db
from planner.places.models import AdminDong, Zone


@dataclass(frozen=True, slots=True)
class SeasonFairness:
    """The measures of a plan of a season, with the rows behind their ids.

    `plan` is 'draft' or 'released' (where `released` tells that there is one); `earlier` are the
    seasons that `past` can be chosen from.
    """

    campaign: Campaign
    plan: str
    released: bool
    account: Account
    past: Past | None
    earlier: tuple[Campaign, ...]
    span: Span
    found: Fairness
    zones: dict[int, Zone]
    agencies: dict[int, Agency]
    fields: dict[int, CounselingField]
    new_fields: frozenset[int]


def load_fairness(
    campaign: Campaign, plan: str, past_id: int | None, today: date
) -> SeasonFairness | None:
    """The fairness of the draft or of the newest release; None for a `past_id` not to choose from.

    Without `past_id` the season before is the one that this season was made from, else the newest
    earlier one; 0 means none. A plan that was never released is the draft's.
    """
    released = released_account(campaign)
    plan = "released" if plan == "released" and released else "draft"
    account = released if plan == "released" and released else draft_account(campaign)
    earlier = tuple(earlier_campaigns(campaign))
    chosen = _chosen(campaign, earlier, past_id)
    if past_id and chosen is None:
        return None
    past = load_past(chosen) if chosen else None
    span = Span(campaign.starts_on, campaign.ends_on, min(today, campaign.ends_on))
    fields = _fields(campaign.id)
    members = _members(campaign.id, account.visits)
    found = measure(
        _zone_aims(campaign, past),
        [_agency_aim(row, past) for row in members],
        {row.field_id: row.need for row in fields},
        account.visits,
        span,
    )
    return SeasonFairness(
        campaign=campaign,
        plan=plan,
        released=released is not None,
        account=account,
        past=past,
        earlier=earlier,
        span=span,
        found=found,
        zones=_zones({row.zone for row in found.zones}),
        agencies={row.agency_id: row.agency for row in members},
        fields={row.field_id: row.field for row in fields},
        new_fields=frozenset(row.field_id for row in fields if row.is_new),
    )


def _chosen(
    campaign: Campaign, earlier: tuple[Campaign, ...], past_id: int | None
) -> Campaign | None:
    if past_id == 0:
        return None
    usual = campaign.previous_id or (earlier[0].id if earlier else None)
    wanted = usual if past_id is None else past_id
    return next((row for row in earlier if row.id == wanted), None)


def _zone_aims(campaign: Campaign, past: Past | None) -> list[ZoneAim]:
    """In the order of the zones; a visit of the season before counts as the last one too."""
    rows = db.session.scalars(
        select(CampaignZone)
        .join(CampaignZone.zone)
        .where(CampaignZone.campaign_id == campaign.id)
        .order_by(Zone.position, Zone.id)
    ).all()
    needs = zone_needs([row.zone_id for row in rows])
    return [
        ZoneAim(
            row.zone_id,
            row.target_visits,
            row.min_visits,
            row.max_visits,
            need=needs.get(row.zone_id, 0),
            last=newest(row.last_visit, past.last.get(row.zone_id) if past else None),
            before=past.visits.get(row.zone_id) if past else None,
            carried=row.carried,
        )
        for row in rows
    ]


def _agency_aim(row: CampaignAgency, past: Past | None) -> AgencyAim:
    return AgencyAim(
        row.agency_id,
        row.target_events,
        row.agency.max_events,
        row.agency.max_per_week,
        before=past.events.get(row.agency_id) if past else None,
        carried=row.carried,
    )


def zone_needs(zones: Collection[int]) -> dict[int, int]:
    """The weight of each zone's vulnerable residents."""
    rows = db.session.execute(
        select(AdminDong.zone_id, func.sum(AdminDong.vulnerable))
        .where(AdminDong.zone_id.in_(zones))
        .group_by(AdminDong.zone_id)
    )
    return {zone: int(weight) for zone, weight in rows if zone is not None}


def _members(campaign_id: int, visits: Collection[Visit]) -> list[CampaignAgency]:
    """Who is invited, by name; one out of use only where it comes all the same."""
    placed = {agency for visit in visits for agency, _fields in visit.agencies}
    rows = db.session.scalars(
        select(CampaignAgency)
        .join(CampaignAgency.agency)
        .where(CampaignAgency.campaign_id == campaign_id)
        .options(joinedload(CampaignAgency.agency))
        .order_by(Agency.name, Agency.id)
    )
    return [row for row in rows if row.agency.active or row.agency_id in placed]


def _fields(campaign_id: int) -> list[CampaignField]:
    rows = db.session.scalars(
        select(CampaignField)
        .where(CampaignField.campaign_id == campaign_id)
        .options(joinedload(CampaignField.field))
        .order_by(CampaignField.position, CampaignField.id)
    )
    return list(rows)


def _zones(ids: Collection[int]) -> dict[int, Zone]:
    rows = db.session.scalars(select(Zone).where(Zone.id.in_(ids)))
    return {row.id: row for row in rows}
