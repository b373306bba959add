"""Reads behind an agency's own pages: who it is, what it was asked, what it told and counted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import NotFound

from planner.accounts.models import Office, SecretLink
from planner.agencies.models import Agency
from planner.booths.models import GoodsItem
from planner.campaigns.models import Campaign, CampaignAgency, Event
from planner.core.counting import Cell
from planner.core.invitation import Asked, state_of, why_not
from planner.core.release import ReleasedEvent
from planner.extensions import db
from planner.places.models import VenueBooth
from planner.portal.models import AgencyRequest, Invitation, PortalLook
from planner.results.models import CountRollup

BACK = timedelta(days=30)  # how long an invitation to a past event is listed


@dataclass(frozen=True, slots=True)
class Whose:
    """The link that was used, the agency that it is for, and that agency's office."""

    link: SecretLink
    agency: Agency
    office: Office


def find_whose(link: SecretLink) -> Whose | None:
    """Whose portal a link opens; None when the agency is gone."""
    row = db.session.execute(
        select(Agency, Office)
        .join(Office, Office.id == Agency.office_id)
        .where(Agency.id == link.agency_id, Office.id == link.office_id)
        .options(selectinload(Agency.fields))
    ).one_or_none()
    return Whose(link, row[0], row[1]) if row else None


# ---------------------------------------------------------------- invitations


@dataclass(frozen=True, slots=True)
class Asking:
    """An invitation and what it is worth today; `shut` says why it cannot be answered."""

    row: Invitation
    state: str
    shut: str


def asked(row: Invitation, released: ReleasedEvent | None = None) -> Asked:
    """What decides about an invitation. Of a released event the release says whether it is on."""
    off = released.cancelled if released else row.event.status == "cancelled"
    return Asked(row.answer, row.day, row.deadline, row.withdrawn_at is not None, off)


def invitations_of(agency_id: int, released: dict[int, ReleasedEvent], today: date) -> list[Asking]:
    """An agency's invitations, the latest deadline last; those long past are left out."""
    rows = db.session.scalars(
        select(Invitation)
        .where(Invitation.agency_id == agency_id, Invitation.day >= today - BACK)
        .options(joinedload(Invitation.event))
        .order_by(Invitation.deadline, Invitation.day, Invitation.id)
    )
    return [_asking(row, released, today) for row in rows]


def get_invitation(
    agency_id: int, invitation_id: int, released: dict[int, ReleasedEvent], today: date
) -> Asking:
    """One of an agency's own invitations, else 404."""
    row: Invitation | None = db.session.scalar(
        select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.agency_id == agency_id)
        .options(joinedload(Invitation.event))
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    return _asking(row, released, today)


def _asking(row: Invitation, released: dict[int, ReleasedEvent], today: date) -> Asking:
    facts = asked(row, released.get(row.event_id))
    return Asking(row, state_of(facts, today), why_not(facts, today))


# ---------------------------------------------------------------- what it told


def wishes_of(agency_id: int) -> Sequence[AgencyRequest]:
    """The changes that an agency asked for and nobody has decided, oldest first."""
    return db.session.scalars(
        select(AgencyRequest)
        .where(AgencyRequest.agency_id == agency_id, AgencyRequest.state == "open")
        .order_by(AgencyRequest.id)
    ).all()


def decided_of(agency_id: int, most: int = 5) -> Sequence[AgencyRequest]:
    """Its last decided requests, newest first."""
    return db.session.scalars(
        select(AgencyRequest)
        .where(
            AgencyRequest.agency_id == agency_id, AgencyRequest.state.in_(("accepted", "refused"))
        )
        .order_by(AgencyRequest.decided_at.desc(), AgencyRequest.id.desc())
        .limit(most)
    ).all()


def season_around(agency_id: int, today: date) -> tuple[date, date] | None:
    """The period of the running or next season that has the agency; no name, it may be a draft."""
    row = db.session.execute(
        select(Campaign.starts_on, Campaign.ends_on)
        .join(CampaignAgency, CampaignAgency.campaign_id == Campaign.id)
        .where(CampaignAgency.agency_id == agency_id, Campaign.ends_on >= today)
        .order_by(Campaign.starts_on, Campaign.id)
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


# ---------------------------------------------------------------- an event's pages


def booths_of(venue_id: int) -> Sequence[VenueBooth]:
    """The positions of a venue in their order."""
    return db.session.scalars(
        select(VenueBooth)
        .where(VenueBooth.venue_id == venue_id)
        .order_by(VenueBooth.position, VenueBooth.id)
    ).all()


def goods_of(event_id: int, agency_id: int) -> Sequence[GoodsItem]:
    """What an agency brings to an event to give away."""
    return db.session.scalars(
        select(GoodsItem)
        .where(GoodsItem.event_id == event_id, GoodsItem.agency_id == agency_id)
        .order_by(GoodsItem.id)
    ).all()


def get_goods(event_id: int, agency_id: int, item_id: int) -> GoodsItem:
    """One of an agency's own goods of an event, else 404."""
    row: GoodsItem | None = db.session.scalar(
        select(GoodsItem).where(
            GoodsItem.id == item_id,
            GoodsItem.event_id == event_id,
            GoodsItem.agency_id == agency_id,
        )
    )
    if row is None:
        raise NotFound
    return row


def get_draft_event(office_id: int, event_id: int) -> Event:
    """The row behind a released event: what is written hangs on it; nothing of it is shown."""
    row: Event | None = db.session.scalar(
        select(Event).join(Campaign).where(Event.id == event_id, Campaign.office_id == office_id)
    )
    if row is None:
        raise NotFound
    return row


def told_cells(agency_id: int, event_ids: Collection[int]) -> dict[int, set[Cell]]:
    """The cells that an agency has reported, by event."""
    found: dict[int, set[Cell]] = {}
    rows = db.session.execute(
        select(CountRollup.event_id, CountRollup.measure, CountRollup.field_id)
        .where(CountRollup.agency_id == agency_id, CountRollup.event_id.in_(list(event_ids)))
        .distinct()
    )
    for event_id, measure, field_id in rows:
        found.setdefault(event_id, set()).add(Cell(measure, agency_id, field_id or None))
    return found


# ---------------------------------------------------------------- what it looked at


def looks_of(link_id: int) -> dict[int, PortalLook]:
    """What a link has shown, by campaign."""
    rows = db.session.scalars(select(PortalLook).where(PortalLook.link_id == link_id))
    return {row.campaign_id: row for row in rows}
