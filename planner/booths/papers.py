"""Which state of the plan a paper shows: a release, or the draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from planner.campaigns.models import Event
from planner.campaigns.queries import get_draft, latest_release, season_of
from planner.campaigns.snapshots import draft_season
from planner.core.release import difference


@dataclass(frozen=True, slots=True)
class State:
    """The newest release, if any, and whether this event is still as it was released."""

    release: int | None
    released_at: datetime | None
    unchanged: bool


def state_of(event: Event) -> State:
    """Compare an event of the draft with the newest release of its season."""
    release = latest_release(event.campaign_id)
    if release is None:
        return State(None, None, False)
    season = season_of(release)
    if event.uid not in season.event_by_uid():
        return State(release.number, release.created_at, False)
    draft = draft_season(get_draft(event.campaign.office_id, event.campaign_id))
    changed = any(change.subjects.get("event") == event.uid for change in difference(season, draft))
    return State(release.number, release.created_at, not changed)
