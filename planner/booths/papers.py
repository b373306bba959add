"""Which state of the plan a paper shows: a release, or the draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import Event
from planner.campaigns.releases import preview_release


@dataclass(frozen=True, slots=True)
class State:
    """The newest release, if any, and whether this event is still as it was released."""

    release: int | None
    released_at: datetime | None
    unchanged: bool


def state_of(event: Event, now: datetime) -> State:
    """Compare an event of the draft with the newest release of its season."""
    draft = load_campaign(event.campaign.office_id, event.campaign_id)
    preview = preview_release(draft, now)
    if preview.previous is None:
        return State(None, None, False)
    changed = any(change.subjects.get("event") == event.uid for change in preview.changes)
    return State(preview.previous.number, preview.previous.created_at, not changed)
