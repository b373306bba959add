"""Whether a subscription is alive, as far as its last fetch tells."""

from __future__ import annotations

from datetime import datetime, timedelta

NEVER = "never"
STALE = "stale"
BEHIND = "behind"
FRESH = "fresh"
# The slowest program (Google) asks once a day; after a week without it, nobody is listening.
STALE_AFTER = timedelta(days=7)


def freshness(fetched_at: datetime | None, released_at: datetime | None, now: datetime) -> str:
    """NEVER fetched, STALE for a week, BEHIND the newest release, or FRESH."""
    if fetched_at is None:
        return NEVER
    if now - fetched_at >= STALE_AFTER:
        return STALE
    return BEHIND if released_at is not None and fetched_at < released_at else FRESH
