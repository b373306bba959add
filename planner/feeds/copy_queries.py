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


@dataclass(frozen=True, slots=True)
class Where:
    """Which copy: of a link, or of a campaign's part; in which language and for which address."""

    link_id: int | None
    campaign_id: int | None
    part: str
    variant: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A copy as it is known without its bytes."""

    id: int
    etag: str
    changed_at: datetime


# Tables and not entities: at thousands of polls an hour, the mapping would be half of the time.
_link: Any = SecretLink.__table__
_agency: Any = Agency.__table__
_counsellor: Any = Counsellor.__table__
_copy: Any = FeedCopy.__table__
_release: Any = Release.__table__
_campaign: Any = Campaign.__table__
_COPY = (_copy.c.id, _copy.c.state, _copy.c.etag, _copy.c.changed_at)


def _newest_of(office_id: Any, *, but: Any) -> Any:
    """The newest release of an office, for each row of `but`."""
    campaign = _campaign.alias("of_office")
    return (
        select(func.max(_release.c.id))
        .join(campaign, campaign.c.id == _release.c.campaign_id)
        .where(campaign.c.office_id == office_id)
        .correlate(but)
        .scalar_subquery()
    )


_LINK: Any = (
    select(
        _link.c.id,
        _link.c.office_id,
        _link.c.revoked_at,
        _link.c.last_used_at,
        _link.c.label,
        _link.c.agency_id,
        _agency.c.name,
        _agency.c.name_en,
        _counsellor.c.id,
        _counsellor.c.name,
        _counsellor.c.version,
        *_COPY,
        _newest_of(_link.c.office_id, but=_link),
    )
    .outerjoin(_agency, _agency.c.id == _link.c.agency_id)
    .outerjoin(_counsellor, _counsellor.c.id == _link.c.counsellor_id)
    .outerjoin(
        _copy,
        and_(_copy.c.link_id == _link.c.id, _copy.c.variant == bindparam("variant")),
    )
    .where(_link.c.token_hash == bindparam("token_hash"), _link.c.kind == "feed")
)
_SEASON: Any = (
    select(
        _campaign.c.id,
        _campaign.c.office_id,
        *_COPY,
        select(func.max(_release.c.id))
        .where(_release.c.campaign_id == _campaign.c.id)
        .correlate(_campaign)
        .scalar_subquery(),
        _newest_of(_campaign.c.office_id, but=_campaign),
    )
    .outerjoin(
        _copy,
        and_(
            _copy.c.campaign_id == _campaign.c.id,
            _copy.c.part == bindparam("part"),
            _copy.c.variant == bindparam("variant"),
        ),
    )
    .where(_campaign.c.slug == bindparam("slug"))
)
_BODY = select(_copy.c.etag, _copy.c.changed_at, _copy.c.body)
_COMPRESSED = select(_copy.c.etag, _copy.c.changed_at, _copy.c.compressed)
_SENT: dict[bool, Any] = {
    compressed: statement.where(_copy.c.id == bindparam("copy_id"))
    for compressed, statement in ((False, _BODY), (True, _COMPRESSED))
}


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
    row = db.session.execute(_SENT[compressed], {"copy_id": copy_id}).first()
    return Sent(*row) if row and row[2] is not None else None


def find_stored(where: Where, state: str) -> Stored | None:
    """A copy that is in this state."""
    row = db.session.execute(
        select(FeedCopy.id, FeedCopy.etag, FeedCopy.changed_at).where(
            *_at(where), FeedCopy.state == state
        )
    ).first()
    return Stored(row.id, row.etag, row.changed_at) if row and row.changed_at else None


def lock_copy(where: Where) -> FeedCopy:
    """A copy's row for whoever writes it: held until the commit where rows can be locked.

    On SQLite the transaction itself is the lock (BEGIN IMMEDIATE).
    """
    return db.session.scalars(
        select(FeedCopy)
        .where(*_at(where))
        .options(defer(FeedCopy.body), defer(FeedCopy.compressed))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _at(where: Where) -> tuple[Any, ...]:
    return (
        FeedCopy.link_id == where.link_id,
        FeedCopy.campaign_id == where.campaign_id,
        FeedCopy.part == where.part,
        FeedCopy.variant == where.variant,
    )
