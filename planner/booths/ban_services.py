"""Agencies kept away from an event, whatever a proposal would like: banned, and let come again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from planner.accounts.models import User
from planner.agencies.models import Agency
from planner.campaigns.models import Event, PlacementBan
from planner.errors import Refused
from planner.extensions import db


def ban(
    event: Event, agency: Agency, reason: str, *, user: User | None, now: datetime
) -> PlacementBan:
    """Keep an agency away from an event; commits. Refused: as `put_ban`."""
    row = put_ban(event, agency, reason, user=user, now=now)
    try:
        db.session.commit()
    except IntegrityError as error:  # somebody else was faster
        db.session.rollback()
        raise Refused("already_banned", agency=db.session.get(Agency, agency.id)) from error
    return row


def put_ban(
    event: Event, agency: Agency, reason: str, *, user: User | None, now: datetime
) -> PlacementBan:
    """The same without a commit.

    One that is at the event stays there: the board says so, and the next proposal takes it out.
    Raises `Refused`: `already_banned`, `pinned_here`.
    """
    if find_ban(event.id, agency.id) is not None:
        raise Refused("already_banned", agency=agency)
    if any(row.agency_id == agency.id and row.pinned for row in event.assignments):
        raise Refused("pinned_here", agency=agency)
    row = PlacementBan(
        campaign_id=event.campaign_id,
        event_id=event.id,
        agency_id=agency.id,
        reason=reason,
        created_at=now,
        created_by_id=user.id if user else None,
    )
    db.session.add(row)
    return row


def lift_ban(event: Event, ban_id: int) -> Agency:
    """Let the agency come again; commits. Raises `Refused("ban_gone")` where there is no such ban.

    Returns the agency.
    """
    row = db.session.scalar(
        select(PlacementBan).where(PlacementBan.id == ban_id, PlacementBan.event_id == event.id)
    )
    if row is None:
        raise Refused("ban_gone")
    agency: Agency = row.agency
    db.session.delete(row)
    db.session.commit()
    return agency


def find_ban(event_id: int, agency_id: int) -> PlacementBan | None:
    """The ban of an agency at an event."""
    return db.session.scalar(
        select(PlacementBan).where(
            PlacementBan.event_id == event_id, PlacementBan.agency_id == agency_id
        )
    )


def ensure_may_be_pinned(event_id: int, agency: Agency) -> None:
    """Raise `Refused("kept_away")` for an agency that is kept away from the event."""
    if find_ban(event_id, agency.id) is not None:
        raise Refused("kept_away", agency=agency)
