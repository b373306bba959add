"""Reads of releases; a release is public, so only the lists of an office name one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload
from werkzeug.exceptions import NotFound

from planner.campaigns.models import Campaign, Release
from planner.core.release import ReleasedSeason, from_json
from planner.extensions import db


def latest_release(campaign_id: int) -> Release | None:
    """The newest release of a campaign, its snapshot loaded; any office's."""
    return db.session.scalar(
        select(Release)
        .where(Release.campaign_id == campaign_id)
        .order_by(Release.number.desc())
        .limit(1)
    )


def is_released(campaign_id: int) -> bool:
    """Whether a campaign was ever released."""
    found = select(Release.id).where(Release.campaign_id == campaign_id).limit(1)
    return db.session.scalar(found) is not None


def latest_releases(office_id: int | None = None) -> Sequence[Release]:
    """The newest release of each campaign (of one office, or of all), newest season first."""
    newest = (
        select(Release.campaign_id, func.max(Release.number).label("number"))
        .group_by(Release.campaign_id)
        .subquery()
    )
    statement = (
        select(Release)
        .join(
            newest,
            (Release.campaign_id == newest.c.campaign_id) & (Release.number == newest.c.number),
        )
        .join(Release.campaign)
        .options(joinedload(Release.campaign).joinedload(Campaign.office))
        .order_by(Campaign.starts_on.desc(), Campaign.id.desc())
    )
    if office_id is not None:
        statement = statement.where(Campaign.office_id == office_id)
    return db.session.scalars(statement).all()


def list_releases(campaign_id: int) -> Sequence[Release]:
    """All releases, newest first, without their snapshots."""
    return db.session.scalars(
        select(Release)
        .where(Release.campaign_id == campaign_id)
        .options(defer(Release.snapshot), joinedload(Release.created_by))
        .order_by(Release.number.desc())
    ).all()


def get_release(campaign_id: int, number: int) -> Release:
    """One release by its number; 404 where there is none."""
    found: Release | None = db.session.scalar(
        select(Release)
        .where(Release.campaign_id == campaign_id, Release.number == number)
        .options(joinedload(Release.created_by))
    )
    if found is None:
        raise NotFound
    return found


def season_of(release: Release) -> ReleasedSeason:
    """The season that a release holds."""
    return from_json(release.snapshot)
