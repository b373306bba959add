"""Reads of proposals, each within an office."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload
from werkzeug.exceptions import NotFound

from planner.campaigns.models import Campaign, Event
from planner.extensions import db
from planner.paging import Page, paginate
from planner.proposals.models import Proposal

PER_PAGE = 20


def list_proposals(
    campaign_id: int, number: int = 1, *, kind: str = "", state: str = ""
) -> Page[Proposal]:
    """A page of a campaign's proposals, newest first, without problems and plans: two queries.

    Questions (`why_not`) have a list of their own.
    """
    statement = (
        select(Proposal)
        .where(Proposal.campaign_id == campaign_id, Proposal.kind != "why_not")
        .options(
            defer(Proposal.problem),
            defer(Proposal.plan),
            joinedload(Proposal.created_by),
            joinedload(Proposal.event).joinedload(Event.venue),
        )
        .order_by(Proposal.id.desc())
    )
    if kind:
        statement = statement.where(Proposal.kind == kind)
    if state:
        statement = statement.where(Proposal.state == state)
    return paginate(statement, number, PER_PAGE)


def chosen_proposals(office_id: int, campaign_id: int, ids: Collection[int]) -> Sequence[Proposal]:
    """These proposals of a campaign of this office, oldest first; 404 where one is missing."""
    rows = db.session.scalars(
        select(Proposal)
        .join(Proposal.campaign)
        .where(
            Proposal.id.in_(ids),
            Proposal.campaign_id == campaign_id,
            Campaign.office_id == office_id,
        )
        .options(joinedload(Proposal.event).joinedload(Event.venue))
        .order_by(Proposal.id)
    ).all()
    if len(rows) < len(set(ids)):
        raise NotFound
    return rows


def latest_plain(campaign_id: int) -> Proposal | None:
    """The newest proposal of the whole season that rests on no assumption and has a plan."""
    return db.session.scalar(
        select(Proposal)
        .where(
            Proposal.campaign_id == campaign_id,
            Proposal.kind == "season",
            Proposal.state.in_(("done", "stopped", "taken")),
            Proposal.score.is_not(None),
        )
        .order_by(Proposal.id.desc())
        .limit(1)
    )


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


def running_proposals(campaign_id: int, event_id: int | None, kind: str) -> Sequence[Proposal]:
    """Queued or running proposals of a kind (of an event's booths), newest first."""
    return db.session.scalars(
        select(Proposal)
        .where(
            Proposal.campaign_id == campaign_id,
            Proposal.kind == kind,
            Proposal.event_id == event_id if event_id else Proposal.event_id.is_(None),
            Proposal.state.in_(("queued", "running")),
        )
        .order_by(Proposal.id.desc())
    ).all()


def list_questions(campaign_id: int, most: int = 50) -> Sequence[Proposal]:
    """The newest questions of a campaign, without problems and plans: one query."""
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.campaign_id == campaign_id, Proposal.kind == "why_not")
        .options(defer(Proposal.problem), defer(Proposal.plan), joinedload(Proposal.created_by))
        .order_by(Proposal.id.desc())
        .limit(most)
    ).all()


def running_questions(campaign_id: int) -> Sequence[Proposal]:
    """Questions that wait for their answer, newest first."""
    return db.session.scalars(
        select(Proposal)
        .where(
            Proposal.campaign_id == campaign_id,
            Proposal.kind == "why_not",
            Proposal.state.in_(("queued", "running")),
        )
        .order_by(Proposal.id.desc())
    ).all()
