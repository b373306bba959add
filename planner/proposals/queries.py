"""Reads of proposals, each within an office."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload
from werkzeug.exceptions import NotFound

from planner.campaigns.models import Campaign, Event
from planner.extensions import db
from planner.proposals.models import Proposal


def list_proposals(campaign_id: int) -> Sequence[Proposal]:
    """A campaign's proposals, newest first, without problems and plans: one query."""
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.campaign_id == campaign_id)
        .options(
            defer(Proposal.problem),
            defer(Proposal.plan),
            joinedload(Proposal.created_by),
            joinedload(Proposal.event).joinedload(Event.venue),
        )
        .order_by(Proposal.id.desc())
    ).all()


def find_proposal(office_id: int, campaign_id: int, proposal_id: int) -> Proposal | None:
    """A proposal of a campaign of this office."""
    return db.session.scalar(
        select(Proposal)
        .join(Proposal.campaign)
        .where(
            Proposal.id == proposal_id,
            Proposal.campaign_id == campaign_id,
            Campaign.office_id == office_id,
        )
        .options(joinedload(Proposal.created_by), joinedload(Proposal.event))
    )


def get_proposal(office_id: int, campaign_id: int, proposal_id: int) -> Proposal:
    """The same; 404 where there is none."""
    row = find_proposal(office_id, campaign_id, proposal_id)
    if row is None:
        raise NotFound
    return row


def running_proposals(campaign_id: int, event_id: int | None) -> Sequence[Proposal]:
    """Queued or running proposals of the same kind, newest first."""
    return db.session.scalars(
        select(Proposal)
        .where(
            Proposal.campaign_id == campaign_id,
            Proposal.event_id == event_id if event_id else Proposal.event_id.is_(None),
            Proposal.state.in_(("queued", "running")),
        )
        .order_by(Proposal.id.desc())
    ).all()
