"""Which release is the newest, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload
from werkzeug.exceptions import NotFound

from planner.agencies.models import Agency
from planner.campaigns.models import Campaign, Release
from planner.core.release import ReleasedSeason, from_json, stamps
from planner.extensions import db
from planner.feeds.models import Counsellor


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest release of a campaign, without its snapshot."""

    id: int
    campaign_id: int
    slug: str
    number: int
    created_at: datetime
    ends_on: date


def newest_of_slug(slug: str) -> Newest | None:
    """The newest release of a campaign by its public name."""
    statement = _newest().where(Campaign.slug == slug)
    row = db.session.execute(statement.order_by(Release.number.desc()).limit(1)).first()
    return Newest(*row) if row else None


def newest_of_office(office_id: int | None) -> list[Newest]:
    """The newest release of each campaign of an office (of all, for None), oldest season first."""
    numbers = (
        select(Release.campaign_id, func.max(Release.number).label("number"))
        .group_by(Release.campaign_id)
        .subquery()
    )
    statement = _newest().join(
        numbers,
        (Release.campaign_id == numbers.c.campaign_id) & (Release.number == numbers.c.number),
    )
    if office_id is not None:
        statement = statement.where(Campaign.office_id == office_id)
    rows = db.session.execute(statement.order_by(Campaign.starts_on, Campaign.id))
    return [Newest(*row) for row in rows]


def load_season(release_id: int, before: ReleasedSeason | None = None) -> ReleasedSeason:
    """The season that a release holds; what has not changed since `before` is taken over."""
    snapshot = db.session.scalars(select(Release.snapshot).where(Release.id == release_id)).one()
    return from_json(snapshot, stamps(before) if before else None)


def find_agency(agency_id: int) -> Agency | None:
    return db.session.get(Agency, agency_id)


def find_counsellor(counsellor_id: int | None) -> Counsellor | None:
    return None if counsellor_id is None else db.session.get(Counsellor, counsellor_id)


def get_counsellor(office_id: int, counsellor_id: int) -> Counsellor:
    """A counsellor of this office, else 404."""
    row: Counsellor | None = db.session.scalar(
        select(Counsellor)
        .where(Counsellor.id == counsellor_id, Counsellor.office_id == office_id)
        .options(selectinload(Counsellor.fields), selectinload(Counsellor.events))
    )
    if row is None:
        raise NotFound
    return row


def _newest() -> Select[int, int, str, int, datetime, date]:
    return select(
        Release.id,
        Release.campaign_id,
        Campaign.slug,
        Release.number,
        Release.created_at,
        Campaign.ends_on,
    ).join(Campaign, Campaign.id == Release.campaign_id)
