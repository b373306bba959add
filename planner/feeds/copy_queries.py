"""One row says all that a poll needs: whether the feed is there, and what it last said.

The statements are built once, for they run at every poll.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import defer

from planner.accounts.models import SecretLink
from planner.agencies.models import Agency
from planner.campaigns.models import Campaign, Release
from planner.extensions import db
from planner.feeds.models import Counsellor, FeedCopy
from planner.security import secret_hash


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A secret's link, whose it is, its copy (if it has one), and its office's newest release."""

    id: int
    office_id: int
    revoked_at: datetime | None
    last_used_at: datetime | None
    label: str
    agency_id: int | None
    agency: str | None
    agency_en: str | None
    counsellor_id: int | None
    counsellor: str | None
    counsellor_version: int | None
    copy_id: int | None
    state: str | None
    etag: str | None
    changed_at: datetime | None
    newest: int | None


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """A campaign, one of its feeds' copy, and the newest release, its own and its office's."""

    id: int
    office_id: int
    copy_id: int | None
    state: str | None
    etag: str | None
    changed_at: datetime | None
    released: int | None
    newest: int | None


@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent: the bytes, their tag and their last change."""

    etag: str
    changed_at: datetime
    body: bytes


_COPY = (FeedCopy.id, FeedCopy.state, FeedCopy.etag, FeedCopy.changed_at)
_released = select(func.max(Release.id)).join(Campaign, Campaign.id == Release.campaign_id)
_LINK: Any = (
    select(
        SecretLink.id,
        SecretLink.office_id,
        SecretLink.revoked_at,
        SecretLink.last_used_at,
        SecretLink.label,
        SecretLink.agency_id,
        Agency.name,
        Agency.name_en,
        Counsellor.id,
        Counsellor.name,
        Counsellor.version,
        *_COPY,
        _released.where(Campaign.office_id == SecretLink.office_id)
        .correlate(SecretLink)
        .scalar_subquery(),
    )
    .outerjoin(Agency, Agency.id == SecretLink.agency_id)
    .outerjoin(Counsellor, Counsellor.id == SecretLink.counsellor_id)
    .outerjoin(
        FeedCopy,
        and_(FeedCopy.link_id == SecretLink.id, FeedCopy.variant == bindparam("variant")),
    )
    .where(SecretLink.token_hash == bindparam("token_hash"), SecretLink.kind == "feed")
)
_other = Campaign.__table__.alias("other")
_SEASON: Any = (
    select(
        Campaign.id,
        Campaign.office_id,
        *_COPY,
        select(func.max(Release.id))
        .where(Release.campaign_id == Campaign.id)
        .correlate(Campaign)
        .scalar_subquery(),
        select(func.max(Release.id))
        .join(_other, _other.c.id == Release.campaign_id)
        .where(_other.c.office_id == Campaign.office_id)
        .correlate(Campaign)
        .scalar_subquery(),
    )
    .outerjoin(
        FeedCopy,
        and_(
            FeedCopy.campaign_id == Campaign.id,
            FeedCopy.part == bindparam("part"),
            FeedCopy.variant == bindparam("variant"),
        ),
    )
    .where(Campaign.slug == bindparam("slug"))
)
_BODY: Any = select(FeedCopy.etag, FeedCopy.changed_at, FeedCopy.body).where(
    FeedCopy.id == bindparam("copy_id")
)
_COMPRESSED: Any = select(FeedCopy.etag, FeedCopy.changed_at, FeedCopy.compressed).where(
    FeedCopy.id == bindparam("copy_id")
)


def find_link_row(secret: str, variant: str) -> LinkRow | None:
    """By the hash of the secret: one row."""
    values = {"token_hash": secret_hash(secret), "variant": variant}
    row = db.session.execute(_LINK, values).first()
    return LinkRow(*row) if row else None


def find_season_row(slug: str, part: str, variant: str) -> SeasonRow | None:
    """By a campaign's public name: one row."""
    values = {"slug": slug, "part": part, "variant": variant}
    row = db.session.execute(_SEASON, values).first()
    return SeasonRow(*row) if row else None


def load_sent(copy_id: int, compressed: bool) -> Sent | None:
    """The bytes of a copy with the tag that is theirs, read together."""
    statement = _COMPRESSED if compressed else _BODY
    row = db.session.execute(statement, {"copy_id": copy_id}).first()
    return Sent(*row) if row and row[2] is not None else None


def lock_copy(link_id: int | None, campaign_id: int | None, part: str, variant: str) -> FeedCopy:
    """A copy's row for whoever writes it: held until the commit where rows can be locked.

    On SQLite the transaction itself is the lock (BEGIN IMMEDIATE).
    """
    return db.session.scalars(
        select(FeedCopy)
        .where(
            FeedCopy.link_id == link_id,
            FeedCopy.campaign_id == campaign_id,
            FeedCopy.part == part,
            FeedCopy.variant == variant,
        )
        .options(defer(FeedCopy.body), defer(FeedCopy.compressed))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
