"""What takes place of a season: by its draft, by its newest release, and as it was held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import defer

from planner.campaigns.models import (
    Assignment,
    Campaign,
    CampaignAgency,
    CampaignZone,
    Event,
    Release,
    assignment_field,
)
from planner.campaigns.release_queries import latest_release, season_of
from planner.core.fairness import Visit
from planner.core.release import ReleasedEvent
from planner.extensions import db
from planner.places.models import Venue

NotHeldProvider = Callable[[int], frozenset[str]]
_providers: list[NotHeldProvider] = []


def register_not_held(provider: NotHeldProvider) -> None:
    """Let an area to the right say which events did not take place after all.

    `provider(campaign_id)` gives their uids. Registering the same function again changes nothing.
    """
    if provider not in _providers:
        _providers.append(provider)


@dataclass(frozen=True, slots=True)
class Account:
    """The visits of a season. Without a `release` they are those of the draft; `unheld` counts
    the events that were recorded as not held and so are none."""

    visits: tuple[Visit, ...]
    release: Release | None = None
    unheld: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """A season that is over, or is looked at beside another, as it was.

    `visits` by zone and `events` by agency hold those that took part, `last` the newest visit.
    """

    campaign: Campaign
    account: Account
    visits: dict[int, int]
    events: dict[int, int]
    last: dict[int, date]


def draft_account(campaign: Campaign, as_held: bool = False) -> Account:
    """The planned events of the draft: three queries. The zone is that of the place in use.

    `as_held` leaves out what was recorded as not held.
    """
    zones, placed = _zones(campaign.office_id), _placements(campaign.id)
    gone = _not_held(campaign) if as_held else frozenset()
    rows = db.session.execute(
        select(
            Event.id, Event.uid, Event.day, Event.venue_id, Event.fallback_id, Event.use_fallback
        )
        .where(Event.campaign_id == campaign.id, Event.status == "planned")
        .order_by(Event.day, Event.id)
    ).all()
    visits = tuple(
        Visit(
            day,
            zones[fallback if indoors and fallback else venue],
            tuple((agency, tuple(fields)) for agency, fields in placed.get(key, {}).items()),
        )
        for key, uid, day, venue, fallback, indoors in rows
        if uid not in gone
    )
    return Account(visits, unheld=len(rows) - len(visits))


def released_account(campaign: Campaign) -> Account | None:
    """The newest release without what was cancelled or not held; None before the first one."""
    release = latest_release(campaign.id)
    if release is None:
        return None
    zones, gone = _zones(campaign.office_id), _not_held(campaign)
    planned = [event for event in season_of(release).events if not event.cancelled]
    visits = tuple(_released_visit(event, zones) for event in planned if event.uid not in gone)
    return Account(visits, release, len(planned) - len(visits))


def _not_held(campaign: Campaign) -> frozenset[str]:
    return frozenset(uid for provider in _providers for uid in provider(campaign.id))


def account_of(campaign: Campaign) -> Account:
    """A season as it was: its release, or its draft where it was never released."""
    return released_account(campaign) or draft_account(campaign, as_held=True)


def load_past(campaign: Campaign) -> Past:
    """A season's own account, by zone and by agency."""
    account = account_of(campaign)
    zones = select(CampaignZone.zone_id).where(CampaignZone.campaign_id == campaign.id)
    agencies = select(CampaignAgency.agency_id).where(CampaignAgency.campaign_id == campaign.id)
    visits = dict.fromkeys(db.session.scalars(zones), 0)
    events = dict.fromkeys(db.session.scalars(agencies), 0)
    last: dict[int, date] = {}
    for visit in account.visits:
        for agency, _fields in visit.agencies:
            events[agency] = events.get(agency, 0) + 1
        if visit.zone is not None:
            visits[visit.zone] = visits.get(visit.zone, 0) + 1
            last[visit.zone] = max(visit.day, last.get(visit.zone, visit.day))
    return Past(campaign, account, visits, events, last)


def newest(*days: date | None) -> date | None:
    """The latest of days of which some are not known."""
    return max((day for day in days if day is not None), default=None)


def earlier_campaigns(campaign: Campaign) -> Sequence[Campaign]:
    """The office's seasons that began before this one, newest first."""
    return db.session.scalars(
        select(Campaign)
        .where(
            Campaign.office_id == campaign.office_id,
            Campaign.id != campaign.id,
            Campaign.starts_on < campaign.starts_on,
        )
        .options(defer(Campaign.summary))
        .order_by(Campaign.starts_on.desc(), Campaign.id.desc())
    ).all()


def _released_visit(event: ReleasedEvent, zones: dict[int, int]) -> Visit:
    agencies = ((item.agency_id, tuple(field.id for field in item.fields))
                for item in event.present())  # fmt: skip
    return Visit(event.day, zones.get(event.place.id, event.zone.id), tuple(agencies))


def _zones(office_id: int) -> dict[int, int]:
    """The zone of each venue."""
    rows = db.session.execute(select(Venue.id, Venue.zone_id).where(Venue.office_id == office_id))
    return dict(rows.all())


def _placements(campaign_id: int) -> dict[int, dict[int, list[int]]]:
    """By event and agency the fields in which it counsels there."""
    found: dict[int, dict[int, list[int]]] = {}
    rows = db.session.execute(
        select(Assignment.event_id, Assignment.agency_id, assignment_field.c.field_id)
        .join(Assignment.event)
        .outerjoin(assignment_field, assignment_field.c.assignment_id == Assignment.id)
        .where(Event.campaign_id == campaign_id, Event.status == "planned")
        .order_by(Assignment.id, assignment_field.c.field_id)
    )
    for event, agency, field in rows:
        fields = found.setdefault(event, {}).setdefault(agency, [])
        if field is not None:
            fields.append(field)
    return found
