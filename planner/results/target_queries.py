"""Reads of targets."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from planner.campaigns.models import Campaign
from planner.extensions import db
from planner.results.models import Target


def list_targets(campaign_id: int) -> Sequence[Target]:
    """The targets of a season: by measure, those of the whole first, then by place and period."""
    return db.session.scalars(
        select(Target)
        .where(Target.campaign_id == campaign_id)
        .options(joinedload(Target.zone), joinedload(Target.dong), joinedload(Target.field))
        .order_by(Target.id)
    ).all()


def get_target(office_id: int, target_id: int) -> Target:
    """A target of this office, else 404."""
    found: Target | None = db.session.scalar(
        select(Target)
        .join(Campaign, Campaign.id == Target.campaign_id)
        .where(Target.id == target_id, Campaign.office_id == office_id)
        .options(joinedload(Target.campaign))
    )
    if found is None:
        raise NotFound
    return found
