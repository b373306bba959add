"""Which links an office's agencies and their counsellors have, and who fetches them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload
from werkzeug.exceptions import NotFound

from planner.accounts.models import SecretLink
from planner.accounts.queries import valid_links
from planner.agencies.models import Agency
from planner.campaigns.models import Assignment, CampaignAgency, Event
from planner.extensions import db
from planner.feeds.models import Counsellor


@dataclass(frozen=True, slots=True)
class AgencyFeed:
    """An agency of a campaign, its links that still hold, and how many counsellors it has."""

    agency: Agency
    links: tuple[SecretLink, ...]
    counsellors: int

    @property
    def link(self) -> SecretLink | None:
        """The link that was fetched last, else the newest."""
        return max(self.links, key=_fetched, default=None)


@dataclass(frozen=True, slots=True)
class CounsellorFeed:
    """A counsellor and the link that holds, if there is one."""

    counsellor: Counsellor
    link: SecretLink | None


def campaign_feeds(office_id: int, campaign_id: int) -> list[AgencyFeed]:
    """The agencies of a campaign by name, each with its links: three queries."""
    agencies = db.session.scalars(
        select(Agency)
        .join(CampaignAgency, CampaignAgency.agency_id == Agency.id)
        .where(CampaignAgency.campaign_id == campaign_id, Agency.office_id == office_id)
        .order_by(Agency.name, Agency.id)
    ).all()
    ids = [agency.id for agency in agencies]
    links: dict[int | None, list[SecretLink]] = {}
    for link in valid_links(ids, "feed"):
        links.setdefault(link.agency_id, []).append(link)
    counts = db.session.execute(
        select(Counsellor.agency_id, func.count())
        .where(Counsellor.agency_id.in_(ids))
        .group_by(Counsellor.agency_id)
    )
    numbers = {row[0]: row[1] for row in counts}
    return [
        AgencyFeed(agency, tuple(links.get(agency.id, ())), numbers.get(agency.id, 0))
        for agency in agencies
    ]


def get_feed_agency(office_id: int, campaign_id: int, agency_id: int) -> Agency:
    """An agency of this office that the campaign has invited, else 404."""
    row: Agency | None = db.session.scalar(
        select(Agency)
        .join(CampaignAgency, CampaignAgency.agency_id == Agency.id)
        .where(
            CampaignAgency.campaign_id == campaign_id,
            Agency.office_id == office_id,
            Agency.id == agency_id,
        )
        .options(selectinload(Agency.fields))
    )
    if row is None:
        raise NotFound
    return row


def agency_links(agency_id: int) -> Sequence[SecretLink]:
    """All links that an agency ever had, those that hold first, then the newest."""
    return db.session.scalars(
        select(SecretLink)
        .where(
            SecretLink.kind == "feed",
            SecretLink.agency_id == agency_id,
            SecretLink.counsellor_id.is_(None),
        )
        .order_by(SecretLink.revoked_at.is_not(None), SecretLink.id.desc())
    ).all()


def agency_counsellors(agency_id: int) -> list[CounsellorFeed]:
    """An agency's counsellors by name, each with their link."""
    rows = db.session.scalars(
        select(Counsellor)
        .where(Counsellor.agency_id == agency_id)
        .options(selectinload(Counsellor.fields), selectinload(Counsellor.events))
        .order_by(Counsellor.name)
    ).all()
    links = {row.counsellor_id: row for row in valid_counsellor_links([row.id for row in rows])}
    return [CounsellorFeed(row, links.get(row.id)) for row in rows]


def agency_events(campaign_id: int, agency_id: int) -> Sequence[Event]:
    """The dates of a season's draft at which an agency stands, by day."""
    return db.session.scalars(
        select(Event)
        .join(Assignment, Assignment.event_id == Event.id)
        .where(Event.campaign_id == campaign_id, Assignment.agency_id == agency_id)
        .options(selectinload(Event.venue))
        .order_by(Event.day, Event.id)
    ).all()


def find_counsellor_by_name(agency_id: int, name: str) -> Counsellor | None:
    return db.session.scalar(
        select(Counsellor).where(Counsellor.agency_id == agency_id, Counsellor.name == name)
    )


def valid_counsellor_links(counsellor_ids: Sequence[int]) -> Sequence[SecretLink]:
    """The links of these counsellors that still hold, oldest first."""
    return db.session.scalars(
        select(SecretLink)
        .where(
            SecretLink.kind == "feed",
            SecretLink.revoked_at.is_(None),
            SecretLink.counsellor_id.in_(counsellor_ids),
        )
        .order_by(SecretLink.id)
    ).all()


def agencies_by_name(name: str, office_id: int | None = None) -> Sequence[Agency]:
    """The agencies of a name (in one office, or in all)."""
    statement = select(Agency).where(Agency.name == name).order_by(Agency.id)
    if office_id is not None:
        statement = statement.where(Agency.office_id == office_id)
    return db.session.scalars(statement).all()


def agencies_in_seasons(office_id: int | None = None) -> Sequence[Agency]:
    """Every active agency that some campaign has invited, by name."""
    invited = select(CampaignAgency.agency_id)
    statement = (
        select(Agency)
        .where(Agency.active.is_(True), Agency.id.in_(invited))
        .order_by(Agency.name, Agency.id)
    )
    if office_id is not None:
        statement = statement.where(Agency.office_id == office_id)
    return db.session.scalars(statement).all()


def feed_links(office_id: int | None = None) -> Sequence[SecretLink]:
    """All feed links that still hold, by label (for the command line)."""
    statement = (
        select(SecretLink)
        .where(SecretLink.kind == "feed", SecretLink.revoked_at.is_(None))
        .order_by(SecretLink.label, SecretLink.id)
    )
    if office_id is not None:
        statement = statement.where(SecretLink.office_id == office_id)
    return db.session.scalars(statement).all()


def _fetched(link: SecretLink) -> tuple[bool, datetime, int]:
    return (link.last_used_at is not None, link.last_used_at or link.created_at, link.id)
