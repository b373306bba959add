"""Reads of an event's booths, goods and supplies, and of a season's coverage and load."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import NotFound

from planner.agencies.models import Agency
from planner.booths.models import ExtraBooth, GoodsItem, SupplyItem
from planner.campaigns.models import (
    Assignment,
    Campaign,
    CampaignAgency,
    Event,
    PlacementBan,
    assignment_field,
)
from planner.extensions import db
from planner.places.models import Venue

PLANNED = "planned"
Row = TypeVar("Row", ExtraBooth, GoodsItem, SupplyItem)


def get_campaign(office_id: int, campaign_id: int) -> Campaign:
    """A campaign of the office with its fields; 404 when there is none."""
    campaign: Campaign | None = db.session.scalar(
        select(Campaign)
        .where(Campaign.id == campaign_id, Campaign.office_id == office_id)
        .options(selectinload(Campaign.fields), selectinload(Campaign.rules))
    )
    if campaign is None:
        raise NotFound
    return campaign


def get_event(office_id: int, campaign_id: int, event_id: int, *, lock: bool = False) -> Event:
    """An event of the office's campaign with its venues' booths and its assignments; 404.

    With `lock` no other transaction changes this event until the end of this one.
    """
    where = (
        Event.id == event_id,
        Event.campaign_id == campaign_id,
        Event.campaign.has(Campaign.office_id == office_id),
    )
    if lock:
        db.session.execute(select(Event.id).where(*where).with_for_update())
    assignments = selectinload(Event.assignments)
    event: Event | None = db.session.scalar(
        select(Event)
        .where(*where)
        .options(
            joinedload(Event.campaign).selectinload(Campaign.fields),
            joinedload(Event.campaign).selectinload(Campaign.rules),
            joinedload(Event.campaign).selectinload(Campaign.agency_pairs),
            joinedload(Event.venue).selectinload(Venue.booths),
            joinedload(Event.venue).joinedload(Venue.zone),
            joinedload(Event.fallback).selectinload(Venue.booths),
            assignments.joinedload(Assignment.agency).selectinload(Agency.fields),
            assignments.joinedload(Assignment.agency).selectinload(Agency.absences),
            assignments.joinedload(Assignment.booth),
            assignments.selectinload(Assignment.fields),
        )
        .execution_options(populate_existing=True)
    )
    if event is None:
        raise NotFound
    return event


def season_events(campaign_id: int) -> Sequence[Event]:
    """The campaign's planned events in order of days, with their venues."""
    return db.session.scalars(
        select(Event)
        .where(Event.campaign_id == campaign_id, Event.status == PLANNED)
        .options(joinedload(Event.venue).joinedload(Venue.zone), joinedload(Event.fallback))
        .order_by(Event.day, Event.starts_at, Event.id)
    ).all()


def other_events(event: Event) -> Sequence[Event]:
    """The campaign's other events (cancelled ones too: their lists can be copied)."""
    return db.session.scalars(
        select(Event)
        .where(Event.campaign_id == event.campaign_id, Event.id != event.id)
        .options(joinedload(Event.venue))
        .order_by(Event.day, Event.id)
    ).all()


def invited(campaign_id: int) -> Sequence[CampaignAgency]:
    """The active agencies of the campaign with their fields and days off, by name."""
    return db.session.scalars(
        select(CampaignAgency)
        .join(CampaignAgency.agency)
        .where(CampaignAgency.campaign_id == campaign_id, Agency.active.is_(True))
        .options(
            joinedload(CampaignAgency.agency).selectinload(Agency.fields),
            joinedload(CampaignAgency.agency).selectinload(Agency.absences),
        )
        .order_by(Agency.name, Agency.id)
    ).all()


def agency_days(campaign_id: int) -> dict[int, list[tuple[str, date]]]:
    """By agency: (uid, day) of each planned event at which it is."""
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    rows = db.session.execute(
        select(Assignment.agency_id, Event.uid, Event.day)
        .join(Assignment.event)
        .where(Event.campaign_id == campaign_id, Event.status == PLANNED)
        .order_by(Event.day, Event.id)
    )
    for agency_id, uid, day in rows:
        found[agency_id].append((uid, day))
    return found


def fields_present(campaign_id: int) -> dict[tuple[int, int], int]:
    """Agencies by (event id, field id), planned events only."""
    rows = db.session.execute(
        select(Assignment.event_id, assignment_field.c.field_id, func.count())
        .join(assignment_field, assignment_field.c.assignment_id == Assignment.id)
        .join(Assignment.event)
        .where(Event.campaign_id == campaign_id, Event.status == PLANNED)
        .group_by(Assignment.event_id, assignment_field.c.field_id)
    )
    return {(event_id, field_id): count for event_id, field_id, count in rows}


def event_counts(campaign_id: int) -> dict[int, tuple[int, int]]:
    """By planned event: (agencies, those of them that have a booth)."""
    rows = db.session.execute(
        select(Assignment.event_id, func.count(), func.count(Assignment.booth_id))
        .join(Assignment.event)
        .where(Event.campaign_id == campaign_id, Event.status == PLANNED)
        .group_by(Assignment.event_id)
    )
    return {event_id: (agencies, seated) for event_id, agencies, seated in rows}


def taken_booths(campaign_id: int) -> dict[str, set[int]]:
    """By event uid: booths that an extra booth holds, so that no agency is proposed there."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = db.session.execute(
        select(Event.uid, ExtraBooth.booth_id)
        .join(ExtraBooth.event)
        .where(Event.campaign_id == campaign_id, ExtraBooth.booth_id.is_not(None))
        .order_by(ExtraBooth.id)
    )
    for uid, booth_id in rows:
        if booth_id is not None:
            found[uid].add(booth_id)
    return dict(found)


def extras(event_id: int) -> Sequence[ExtraBooth]:
    """The experience, sponsor and office booths of an event."""
    return db.session.scalars(
        select(ExtraBooth)
        .where(ExtraBooth.event_id == event_id)
        .options(joinedload(ExtraBooth.booth), joinedload(ExtraBooth.agency))
        .order_by(ExtraBooth.kind, ExtraBooth.id)
    ).all()


def bans(event_id: int) -> Sequence[PlacementBan]:
    """Who is kept away from an event, in the order of the agencies' names."""
    return db.session.scalars(
        select(PlacementBan)
        .join(PlacementBan.agency)
        .where(PlacementBan.event_id == event_id)
        .options(joinedload(PlacementBan.agency))
        .order_by(Agency.name, PlacementBan.id)
    ).all()


def goods(event_id: int) -> Sequence[GoodsItem]:
    """The goods of an event, each agency's together."""
    return db.session.scalars(
        select(GoodsItem)
        .outerjoin(GoodsItem.agency)
        .where(GoodsItem.event_id == event_id)
        .options(joinedload(GoodsItem.agency))
        .order_by(GoodsItem.kind, Agency.name, GoodsItem.id)
    ).all()


def supplies(event_id: int) -> Sequence[SupplyItem]:
    """The supplies of an event in the order in which they were written down."""
    return db.session.scalars(
        select(SupplyItem).where(SupplyItem.event_id == event_id).order_by(SupplyItem.id)
    ).all()


def get_assignment(event: Event, assignment_id: int) -> Assignment:
    """An assignment of this event (loaded with it); 404 when it is not there."""
    found = next((row for row in event.assignments if row.id == assignment_id), None)
    if found is None:
        raise NotFound
    return found


def get_row(kind: type[Row], event: Event, row_id: int) -> Row:
    """An extra booth, goods or a supply of this event; 404 when it is not there."""
    found: Row | None = db.session.scalar(
        select(kind).where(kind.id == row_id, kind.event_id == event.id)
    )
    if found is None:
        raise NotFound
    return found


def venue_in_use(event: Event) -> Venue:
    """Where the event is held: the fallback once the rain plan is switched on."""
    return event.fallback if event.use_fallback and event.fallback else event.venue
