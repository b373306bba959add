"""Reads for booths' counting links: the event and booth they are for, who stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from planner.accounts.models import Office, SecretLink
from planner.agencies.models import Agency
from planner.booths.models import ExtraBooth
from planner.booths.queries import venue_in_use
from planner.campaigns.models import Assignment, Campaign, Event
from planner.extensions import db
from planner.places.models import Venue, VenueBooth

LARGEST_ID = 2**31 - 1


def row_id(text: str) -> int | None:
    """The id that a text is; None for what is no whole number that a table can hold."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 11 else 0
    return number if 0 < number <= LARGEST_ID else None


def find_event(name: str) -> Event | None:
    """The event of this id or uid, of any office (for the command line), with its venues."""
    number = row_id(name)
    wanted = Event.uid == name.lower() if number is None else Event.id == number
    return db.session.scalar(
        select(Event)
        .where(wanted)
        .options(
            joinedload(Event.campaign),
            joinedload(Event.venue).selectinload(Venue.booths),
            joinedload(Event.fallback).selectinload(Venue.booths),
        )
    )


def booths_named(event: Event, name: str) -> list[VenueBooth]:
    """Booths of an event's venues that a name means: by number where it is held, by number at the
    other venue, by id."""
    here = venue_in_use(event)
    venues = [here, *(row for row in (event.venue, event.fallback) if row and row is not here)]
    booths = [booth for venue in venues for booth in venue.booths]
    number = row_id(name)
    return [
        *(booth for booth in booths if booth.number == name),
        *(booth for booth in booths if booth.id == number and booth.number != name),
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands at a booth: an agency, or (agency None) a booth of the office's own."""

    name: str
    agency_id: int | None


def standing_at(event_id: int, booth_id: int) -> Standing | None:
    """Who stands at a booth of an event; None when it is empty."""
    agency = db.session.scalar(
        select(Agency)
        .join(Assignment, Assignment.agency_id == Agency.id)
        .where(Assignment.event_id == event_id, Assignment.booth_id == booth_id)
    )
    if agency is not None:
        return Standing(agency.name, agency.id)
    extra = db.session.scalar(
        select(ExtraBooth)
        .where(ExtraBooth.event_id == event_id, ExtraBooth.booth_id == booth_id)
        .order_by(ExtraBooth.id)
        .limit(1)
    )
    return Standing(extra.name, extra.agency_id) if extra is not None else None


def takes_part(event_id: int, agency_id: int) -> bool:
    """Whether an agency is at an event now, counselling or with a booth of another kind."""
    counsels = select(Assignment.id).where(
        Assignment.event_id == event_id, Assignment.agency_id == agency_id
    )
    besides = select(ExtraBooth.id).where(
        ExtraBooth.event_id == event_id, ExtraBooth.agency_id == agency_id
    )
    return db.session.scalar(select(counsels.exists() | besides.exists())) is True


@dataclass(frozen=True, slots=True)
class LinkedPlace:
    """The rows that a counting link is for."""

    event: Event
    booth: VenueBooth | None
    agency: Agency | None


def linked_place(link: SecretLink) -> LinkedPlace | None:
    """What a link is for; None when its office has no such event."""
    found = db.session.execute(
        select(Event, VenueBooth, Agency)
        .join(Campaign, Campaign.id == Event.campaign_id)
        .outerjoin(VenueBooth, VenueBooth.id == link.booth_id)
        .outerjoin(Agency, Agency.id == link.agency_id)
        .where(Event.id == link.event_id, Campaign.office_id == link.office_id)
    ).one_or_none()
    return LinkedPlace(*found) if found is not None else None


@dataclass(frozen=True, slots=True)
class CountLink:
    """A counting link in a list."""

    link: SecretLink
    office: str
    event_uid: str
    booth: str | None
    agency: str | None


def count_links() -> Sequence[CountLink]:
    """Every office's counting links, the newest first."""
    rows = db.session.execute(
        select(SecretLink, Office.code, Event.uid, VenueBooth.number, Agency.name)
        .join(Office, Office.id == SecretLink.office_id)
        .join(Event, Event.id == SecretLink.event_id)
        .outerjoin(VenueBooth, VenueBooth.id == SecretLink.booth_id)
        .outerjoin(Agency, Agency.id == SecretLink.agency_id)
        .where(SecretLink.kind == "count")
        .order_by(SecretLink.created_at.desc(), SecretLink.id.desc())
    )
    return [CountLink(*row) for row in rows]


def find_count_link(name: str) -> SecretLink | None:
    """The counting link of this id."""
    number = row_id(name)
    if number is None:
        return None
    return db.session.scalar(
        select(SecretLink).where(SecretLink.id == number, SecretLink.kind == "count")
    )
