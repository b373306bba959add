"""Where a search stands, for its page and for the script that asks each second."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from planner.proposals.goals import is_ordered
from planner.proposals.models import Proposal
from planner.proposals.progress_pages import told
from planner.proposals.progress_words import stage_words
from planner.proposals.services import OPEN
from planner.proposals.words import gap_share, quality, state_label

SLOW_START = 15  # seconds after which a waiting proposal wonders where the worker is


def state_of(row: Proposal, now: datetime) -> dict[str, Any]:
    """The state in figures and words at the instant `now`."""
    trace = told(row)
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
        "left": _left(row, begun, end),
        "stage": stage_words(trace.stage) if row.state == "running" else "",
        "points": len(trace.points),
        "score": row.score,
        "bound": None if row.bound is None else max(0, round(row.bound)),
        "quality": quality(row),
        "gap": gap_share(row),
        "ordered": is_ordered(row),
        "late": row.state == "queued" and waited > SLOW_START,
        "stopping": row.state == "running" and row.stop_wanted,
    }


def _left(row: Proposal, begun: datetime | None, end: datetime) -> int | None:
    """Seconds that the search may still use; None where it does not run."""
    if row.state != "running" or begun is None:
        return None
    return max(0, round(row.seconds - (end - begun).total_seconds()))
