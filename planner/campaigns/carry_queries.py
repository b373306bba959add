"""What a season leaves to the next: what zones and agencies were to get, and what they got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from planner.campaigns.models import Campaign, CampaignAgency, CampaignZone
from planner.campaigns.visit_queries import Past, load_past, newest
from planner.core.carry_over import owed, usual_target
from planner.core.next_season import next_dates, next_name, next_slug
from planner.extensions import db

CHAIN = 50  # seasons that are looked back at, at most


@dataclass(frozen=True, slots=True)
class Left:
    """What a zone or an agency takes into the next season.

    It was to get its `usual` target and what had been `brought` in, and got `done`. `carried` is
    the debt that is left: positive where it got less, or came to fewer events.
    """

    target: int
    usual: int
    brought: int
    done: int
    last: date | None = None

    @property
    def carried(self) -> int:
        return owed(self.usual, self.brought, self.done)


@dataclass(frozen=True, slots=True)
class Inheritance:
    """A season that another is to follow. `ahead` are its events that still lie ahead."""

    past: Past
    zones: dict[int, Left]
    agencies: dict[int, Left]
    ahead: int

    @property
    def version(self) -> str:
        """Changes with whatever the proposed numbers rest on."""
        release = self.past.account.release
        parts = (self.past.campaign.version, release.number if release else 0,
                 self.past.account.unheld)  # fmt: skip
        return ".".join(map(str, parts))


def load_inheritance(campaign: Campaign, today: date) -> Inheritance:
    """The debts of a season as it was released and held (else as drafted)."""
    past, chain = load_past(campaign), _chain(campaign)
    visits, events = _usual_visits(chain), _usual_events(chain)
    zones = {
        row.zone_id: Left(
            row.target_visits,
            visits[row.zone_id],
            row.carried,
            past.visits.get(row.zone_id, 0),
            newest(row.last_visit, past.last.get(row.zone_id)),
        )
        for row in campaign.zones
    }
    agencies = {
        row.agency_id: Left(
            row.target_events,
            events[row.agency_id],
            row.carried,
            past.events.get(row.agency_id, 0),
        )
        for row in campaign.agencies
    }
    ahead = sum(visit.day >= today for visit in past.account.visits)
    return Inheritance(past, zones, agencies, ahead)


def proposed_values(campaign: Campaign) -> dict[str, Any]:
    """Name, address name and days of the season after this one."""
    first, last = next_dates(campaign.starts_on, campaign.ends_on)
    taken = frozenset(db.session.scalars(select(Campaign.slug)))
    return {
        "name": next_name(campaign.name, first.year, 120),
        "name_en": next_name(campaign.name_en, first.year, 160),
        "slug": next_slug(campaign.slug, first.year, taken),
        "starts_on": first,
        "ends_on": last,
        "events_wanted": campaign.events_wanted,
    }


def _chain(campaign: Campaign) -> list[int]:
    """The ids of this season and of those before it, the oldest first."""
    found: list[int] = []
    row: Campaign | None = campaign
    while row is not None and row.id not in found and len(found) < CHAIN:
        found.append(row.id)
        row = row.previous
    return found[::-1]


def _usual_visits(chain: Sequence[int]) -> dict[int, int]:
    """The usual visits of each zone: from the targets of the seasons, one after the other."""
    rows = db.session.scalars(select(CampaignZone).where(CampaignZone.campaign_id.in_(chain)))
    found: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: chain.index(row.campaign_id)):
        found[row.zone_id] = usual_target(
            row.target_visits, row.carried, row.min_visits, row.max_visits, found.get(row.zone_id)
        )
    return found


def _usual_events(chain: Sequence[int]) -> dict[int, int]:
    """The usual events of each agency."""
    rows = db.session.scalars(
        select(CampaignAgency)
        .where(CampaignAgency.campaign_id.in_(chain))
        .options(joinedload(CampaignAgency.agency))
    )
    found: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: chain.index(row.campaign_id)):
        found[row.agency_id] = usual_target(
            row.target_events, row.carried, 0, row.agency.max_events, found.get(row.agency_id)
        )
    return found
