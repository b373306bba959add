"""Reads behind the organizer's pages: who has answered what, and who looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from planner.accounts.models import SecretLink
from planner.accounts.queries import valid_links
from planner.agencies.models import Agency
from planner.campaigns.models import Campaign, CampaignAgency, Event, Release
from planner.core.invitation import DECLINED, WAITING, state_of, tally
from planner.extensions import db
from planner.places.models import Venue
from planner.portal.invitation_services import differs
from planner.portal.models import Invitation, PortalLook
from planner.portal.queries import asked

PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Answer:
    """An invitation as the organizer sees it."""

    row: Invitation
    state: str
    moved: bool  # the event is no longer as it was asked
    placed: bool  # the draft has the agency at the event

    @property
    def broken(self) -> bool:
        """Whether the draft counts on somebody who does not come."""
        return self.state == DECLINED and self.placed


@dataclass(frozen=True, slots=True)
class EventAnswers:
    """An event with its invitations."""

    event: Event
    answers: tuple[Answer, ...]

    @property
    def tally(self) -> dict[str, int]:
        return tally(item.state for item in self.answers)

    @property
    def deadline(self) -> date | None:
        """The latest deadline of those that are still waited for."""
        waiting = [item.row.deadline for item in self.answers if item.state in WAITING]
        return max(waiting, default=None)


@dataclass(slots=True)
class AgencyAnswers:
    """An agency of a season: its answers, its links and what it looked at."""

    agency: Agency
    answers: list[Answer] = field(default_factory=list)
    links: list[SecretLink] = field(default_factory=list)
    feed: SecretLink | None = None
    look: PortalLook | None = None

    @property
    def tally(self) -> dict[str, int]:
        return tally(item.state for item in self.answers)

    @property
    def waiting(self) -> list[Answer]:
        return [item for item in self.answers if item.state in WAITING]

    @property
    def last_used(self) -> object:
        """When any of its portal links was last used."""
        return max((row.last_used_at for row in self.links if row.last_used_at), default=None)


@dataclass(frozen=True, slots=True)
class Season:
    """The answers of a season."""

    campaign: Campaign
    release: int | None
    events: tuple[EventAnswers, ...]
    agencies: tuple[AgencyAnswers, ...]

    @property
    def answers(self) -> list[Answer]:
        return [item for row in self.events for item in row.answers]

    @property
    def tally(self) -> dict[str, int]:
        return tally(item.state for item in self.answers)

    @property
    def broken(self) -> list[Answer]:
        return [item for item in self.answers if item.broken]

    @property
    def waiting(self) -> list[AgencyAnswers]:
        """The agencies that are still waited for."""
        return [row for row in self.agencies if row.waiting]


def season_answers(campaign: Campaign, today: date) -> Season:
    """Everything of a season: eight queries, however large it is."""
    events = season_events(campaign.id)
    answers = _answers(events, today)
    release = db.session.scalar(
        select(func.max(Release.number)).where(Release.campaign_id == campaign.id)
    )
    by_event: dict[int, list[Answer]] = {}
    for item in answers:
        by_event.setdefault(item.row.event_id, []).append(item)
    rows = tuple(EventAnswers(event, tuple(by_event.get(event.id, ()))) for event in events)
    return Season(campaign, release, rows, tuple(_agencies(campaign, answers)))


def season_events(campaign_id: int) -> Sequence[Event]:
    """The events of a season by day, cancelled ones among them, with venues and assignments."""
    return db.session.scalars(
        select(Event)
        .where(Event.campaign_id == campaign_id)
        .options(
            joinedload(Event.venue).joinedload(Venue.zone),
            joinedload(Event.fallback),
            selectinload(Event.assignments),
        )
        .order_by(Event.day, Event.starts_at, Event.id)
    ).all()


def _answers(events: Sequence[Event], today: date) -> list[Answer]:
    known = {event.id: event for event in events}
    rows = db.session.scalars(
        select(Invitation)
        .join(Invitation.agency)
        .where(Invitation.event_id.in_(list(known)))
        .options(joinedload(Invitation.agency), joinedload(Invitation.answered_by))
        .order_by(Agency.name, Invitation.id)
    )
    return [_answer(row, known[row.event_id], today) for row in rows]


def _answer(row: Invitation, event: Event, today: date) -> Answer:
    placed = any(item.agency_id == row.agency_id for item in event.assignments)
    return Answer(
        row,
        state_of(asked(row), today),
        differs(row, event) and event.status == PLANNED,
        placed and event.status == PLANNED,
    )


def _agencies(campaign: Campaign, answers: Iterable[Answer]) -> list[AgencyAnswers]:
    """The season's agencies by name; one that was asked and left the season stays listed."""
    found = {row.id: AgencyAnswers(row) for row in _invited(campaign)}
    for item in answers:
        entry = found.setdefault(item.row.agency_id, AgencyAnswers(item.row.agency))
        entry.answers.append(item)
    for link in valid_links(list(found), "portal", "feed"):
        entry = found[link.agency_id or 0]
        if link.kind == "feed":
            entry.feed = _fresher(entry.feed, link)
        else:
            entry.links.append(link)
    for look in _looks(campaign.id, [link.id for row in found.values() for link in row.links]):
        entry = found[look.link.agency_id or 0]
        if entry.look is None or look.shown >= entry.look.shown:
            entry.look = look
    return sorted(found.values(), key=lambda row: (row.agency.name, row.agency.id))


def _fresher(one: SecretLink | None, other: SecretLink) -> SecretLink:
    """Of several calendars of an agency, the one that was fetched last."""
    if one is None or (other.last_used_at or other.created_at) > (
        one.last_used_at or one.created_at
    ):
        return other
    return one


def _invited(campaign: Campaign) -> Sequence[Agency]:
    return db.session.scalars(
        select(Agency)
        .join(CampaignAgency, CampaignAgency.agency_id == Agency.id)
        .where(CampaignAgency.campaign_id == campaign.id, Agency.office_id == campaign.office_id)
        .order_by(Agency.name, Agency.id)
    ).all()


def season_agencies(campaign: Campaign) -> Sequence[Agency]:
    """The active agencies of a season by name."""
    return [row for row in _invited(campaign) if row.active]


def ended_links(agency_id: int) -> Sequence[SecretLink]:
    """An agency's revoked portal links, the last one first."""
    return db.session.scalars(
        select(SecretLink)
        .where(
            SecretLink.kind == "portal",
            SecretLink.agency_id == agency_id,
            SecretLink.revoked_at.is_not(None),
        )
        .order_by(SecretLink.revoked_at.desc(), SecretLink.id.desc())
        .limit(20)
    ).all()


def _looks(campaign_id: int, link_ids: Sequence[int]) -> Sequence[PortalLook]:
    return db.session.scalars(
        select(PortalLook)
        .where(PortalLook.campaign_id == campaign_id, PortalLook.link_id.in_(link_ids))
        .options(joinedload(PortalLook.link))
        .order_by(PortalLook.at)
    ).all()


def event_answers(event: Event, today: date) -> EventAnswers:
    """One event (loaded with its assignments) with its invitations."""
    return EventAnswers(event, tuple(_answers([event], today)))
