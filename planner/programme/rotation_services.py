"""The dates of a rotating centre put into the draft of its season, as events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from planner.campaigns.event_services import EventData, add_events, is_near
from planner.campaigns.models import Event
from planner.campaigns.queries import get_campaign
from planner.errors import Refused
from planner.programme.models import Rotation
from planner.programme.rotation_queries import TurnRow, dates_of, turn_rows


def missing_events(rotation: Rotation, since: date) -> list[TurnRow]:
    """The dates from a day on that have a place, lie near the season, and are not in its draft."""
    if rotation.campaign is None:
        return []
    dates = [
        turn
        for turn in dates_of(rotation)
        if turn.day >= since and is_near(rotation.campaign, turn.day)
    ]
    return [row for row in turn_rows(rotation, dates) if row.venue and row.event is None]


def create_events(rotation: Rotation, since: date, now: datetime) -> Sequence[Event]:
    """Put every missing date into the draft, all or none. Refused: `no_campaign`, `nothing_new`,
    `rules`, `day_far`."""
    if rotation.campaign_id is None:
        raise Refused("no_campaign")
    campaign = get_campaign(rotation.office_id, rotation.campaign_id, lock=True)
    rows = missing_events(rotation, since)
    if not rows:
        raise Refused("nothing_new")
    data = [
        EventData(
            day=row.turn.day,
            starts_at=rotation.opens_at,
            ends_at=rotation.closes_at,
            venue=row.venue,
            theme=row.turn.theme,
            note=rotation.name,
        )
        for row in rows
        if row.venue is not None
    ]
    return add_events(campaign, data, now)
