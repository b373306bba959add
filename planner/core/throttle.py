"""How long somebody who failed too often must wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
PER_EMAIL = 5
PER_ADDRESS = 20


def waiting_time(
    failures: Iterable[datetime], limit: int, now: datetime, window: timedelta = WINDOW
) -> timedelta | None:
    """None while fewer than `limit` failures lie within the window before `now`.

    Otherwise the time until the oldest of the last `limit` failures leaves the window.
    """
    recent = sorted(at for at in failures if at > now - window)
    if len(recent) < limit:
        return None
    return recent[-limit] + window - now
