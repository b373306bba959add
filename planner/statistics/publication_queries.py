"""Reads of publications: those of a season, and the newest for residents."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from planner.campaigns.models import Campaign
from planner.extensions import db
from planner.statistics.models import Publication


def list_publications(campaign_id: int) -> Sequence[Publication]:
    """All publications of a season with their tables, the first one first."""
    return db.session.scalars(
        select(Publication)
        .where(Publication.campaign_id == campaign_id)
        .options(joinedload(Publication.published_by))
        .order_by(Publication.number)
    ).all()


def newest_publication(campaign_id: int) -> Publication | None:
    """The publication that residents see."""
    found: Publication | None = db.session.scalar(
        select(Publication)
        .where(Publication.campaign_id == campaign_id)
        .options(defer(Publication.audit))
        .order_by(Publication.number.desc())
        .limit(1)
    )
    return found


def has_publication(slug: str) -> bool:
    """Whether figures of a season have been published."""
    statement = (
        select(Publication.id)
        .join(Campaign, Campaign.id == Publication.campaign_id)
        .where(Campaign.slug == slug)
    )
    return db.session.scalar(statement.limit(1)) is not None
