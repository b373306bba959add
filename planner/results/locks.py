"""Locks of the ledger, and the guard by which a refused use case leaves nothing behind.

Two locks on an event's row keep totals right on PostgreSQL, where SQLite has its one writer anyway:
whoever adds entries shares it, whoever judges the totals (a form, a correction, the sign-off) has
it alone. Counts outside events are judged under a lock on their campaign.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from sqlalchemy import select

from planner.campaigns.models import Campaign, Event
from planner.errors import Refused
from planner.extensions import db
from planner.results.models import EventRecord

P = ParamSpec("P")
R = TypeVar("R")


def all_or_nothing(work: Callable[P, R]) -> Callable[P, R]:
    """Whatever a use case refuses leaves nothing behind: no row, no lock."""

    @wraps(work)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return work(*args, **kwargs)
        except Exception:
            db.session.rollback()
            raise

    return guarded


def lock_event(office_id: int, event_id: int, *, alone: bool) -> Event:
    """The event, held until the transaction ends; `Refused` when the office has none such."""
    event = db.session.scalar(
        select(Event)
        .join(Campaign)
        .where(Event.id == event_id, Campaign.office_id == office_id)
        .with_for_update(of=Event, read=not alone, key_share=alone)
    )
    if event is None:
        raise Refused("no_event")
    return event


def lock_campaign(office_id: int, campaign_id: int) -> Campaign:
    """The campaign, held alone until the transaction ends; `Refused` when the office has none."""
    campaign = db.session.scalar(
        select(Campaign)
        .where(Campaign.id == campaign_id, Campaign.office_id == office_id)
        .with_for_update(of=Campaign, key_share=True)
    )
    if campaign is None:
        raise Refused("no_campaign")
    return campaign


def signed_off(event_id: int) -> bool:
    """Whether the counts of an event have been signed off."""
    statement = select(EventRecord.signed_off_at).where(EventRecord.event_id == event_id)
    return db.session.scalar(statement) is not None
