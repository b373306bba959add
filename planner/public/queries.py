"""Released seasons of all offices, without a look at any draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from planner.accounts.models import Office
from planner.campaigns.models import Campaign, Release
from planner.core.release import ReleasedSeason, at_slug, from_json
from planner.extensions import db


@dataclass(frozen=True, slots=True)
class Listed:
    """The newest release of a campaign, as a line of a list."""

    release_id: int
    office_id: int
    slug: str
    starts_on: date
    ends_on: date
    created_at: datetime
    apply_code: str  # the office's code, '' while it takes no applications of agencies


def database_answers() -> bool:
    """Whether the database can be read."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


def list_released() -> list[Listed]:
    """Every campaign that has been released, the latest season first."""
    newest = (
        select(Release.campaign_id, func.max(Release.number).label("number"))
        .group_by(Release.campaign_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Release.id,
            Campaign.office_id,
            Campaign.slug,
            Campaign.starts_on,
            Campaign.ends_on,
            Release.created_at,
            case((Office.takes_applications, Office.code), else_=""),
        )
        .join(
            newest,
            (Release.campaign_id == newest.c.campaign_id) & (Release.number == newest.c.number),
        )
        .join(Campaign, Campaign.id == Release.campaign_id)
        .join(Office, Office.id == Campaign.office_id)
        .order_by(Campaign.starts_on.desc(), Campaign.id.desc())
    )
    return [Listed(*row) for row in rows]


def load_seasons(release_ids: Iterable[int]) -> dict[int, ReleasedSeason]:
    """The seasons of these releases, in one query."""
    rows = db.session.execute(
        select(Release.id, Release.snapshot, Campaign.slug)
        .join(Campaign, Campaign.id == Release.campaign_id)
        .where(Release.id.in_(list(release_ids)))
    )
    return {number: at_slug(from_json(snapshot), slug) for number, snapshot, slug in rows}
