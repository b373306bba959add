"""Copies of feeds are made anew under a lock: once a change, however many workers are asked."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from planner.extensions import db, writing
from planner.feeds.copy_queries import Stored, Where, lock_copy
from planner.feeds.models import FeedCopy

VARIANTS = 8  # of one feed: languages, and the outside addresses by which it is reached


def rebuild(where: Where, state: str, make: Callable[[], bytes], now: datetime) -> Stored:
    """The copy in this state: made by whoever comes first, read by the others.

    `changed_at` rises with every change of the bytes, also where only something has left.
    """
    with writing():
        db.session.rollback()  # what was read before belongs to another transaction
        _ensure_row(where)
        row = lock_copy(where)
        if row.state != state and not _is_older(state, row.state):
            _write(row, make(), now)
            row.state = state
        assert row.changed_at is not None
        found = Stored(row.id, row.etag, row.changed_at)
        db.session.commit()
    return found


def state_of(mark: str, digest: str, release: int) -> str:
    """All that a feed's bytes depend on; `release` is the newest that it can show."""
    return f"{mark}|{digest}|{release:010d}"


def _is_older(state: str, stored: str) -> bool:
    """Whether somebody who saw a newer release has been here meanwhile."""
    return state.rpartition("|")[2] < stored.rpartition("|")[2]


def _ensure_row(where: Where) -> None:
    """A row to lock; of two that add it at once, the second waits for the first."""
    values: dict[str, Any] = {
        "link_id": where.link_id,
        "campaign_id": where.campaign_id,
        "part": where.part,
        "variant": where.variant,
        "state": "",
        "etag": "",
    }
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    added = db.session.execute(
        dialect.insert(FeedCopy).values(**values).on_conflict_do_nothing().returning(FeedCopy.id)
    ).first()
    if added:
        _forget_oldest(where)


def _forget_oldest(where: Where) -> None:
    """A feed that is asked for by ever new outside addresses keeps its newest copies only."""
    same = (
        FeedCopy.link_id == where.link_id,
        FeedCopy.campaign_id == where.campaign_id,
        FeedCopy.part == where.part,
    )
    newest = select(FeedCopy.id).where(*same).order_by(FeedCopy.id.desc()).limit(VARIANTS)
    kept = db.session.scalars(newest).all()
    db.session.execute(delete(FeedCopy).where(*same, FeedCopy.id.not_in(kept)))


def _write(row: FeedCopy, body: bytes, now: datetime) -> None:
    etag = hashlib.sha256(body).hexdigest()[:32]
    if etag == row.etag:
        return
    row.etag, row.body = etag, body
    row.compressed = gzip.compress(body, 6, mtime=0)
    row.changed_at = _later(row.changed_at, now)


def _later(before: datetime | None, now: datetime) -> datetime:
    """Now in whole seconds, as HTTP tells it, but later than before: the same date would be 304."""
    at = now.replace(microsecond=0)
    return at if before is None else max(at, before + timedelta(seconds=1))
