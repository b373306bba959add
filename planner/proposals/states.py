"""Where a search stands, for its page and for the script that asks each second."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from planner.proposals.models import Proposal
from planner.proposals.services import OPEN
from planner.proposals.words import gap_share, quality, state_label

SLOW_START = 15  # seconds after which a waiting proposal wonders where the worker is


def state_of(row: Proposal, now: datetime) -> dict[str, Any]:
    """The state in figures and words at the instant `now`."""
    end = row.finished_at or now
    begun = row.started_at or (end if row.state == "queued" else None)
    label, kind = state_label(row)
    waited = (now - row.created_at).total_seconds()
    return {
        "state": row.state,
        "label": label,
        "kind": kind,
        "finished": row.state not in OPEN,
        "elapsed": max(0, round((end - begun).total_seconds())) if begun else 0,
        "seconds": row.seconds,
        "score": row.score,
        "bound": None if row.bound is None else max(0, round(row.bound)),
        "quality": quality(row),
        "gap": gap_share(row),
        "late": row.state == "queued" and waited > SLOW_START,
        "stopping": row.state == "running" and row.stop_wanted,
    }
