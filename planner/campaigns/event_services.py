"""Changes of the draft's events by hand. A rule that the season takes as `blocks` refuses them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

from planner.campaigns.bridge import load_campaign
from planner.campaigns.findings import Finding, find_problems, severities_of
from planner.campaigns.models import Campaign, Event
from planner.campaigns.release_queries import latest_release, season_of
from planner.errors import Refused
from planner.extensions import db
from planner.places.models import Venue

T = TypeVar("T")
# How far from the season an event may lie: farther off, a year has been mistyped.
NEAR = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class EventData:
    """What a person decides about an event."""

    day: date
    starts_at: time
    ends_at: time
    venue: Venue
    fallback: Venue | None = None
    use_fallback: bool = False
    theme: str = ""
    note: str = ""
    pinned: bool = False


def is_near(campaign: Campaign, day: date) -> bool:
    """Whether a day lies in the season or within three months of it."""
    return campaign.starts_on - NEAR <= day <= campaign.ends_on + NEAR


def _ensure_near(campaign: Campaign, day: date) -> None:
    if not is_near(campaign, day):
        raise Refused("day_far", day=day, first=campaign.starts_on, last=campaign.ends_on)


def add_event(campaign: Campaign, data: EventData, now: datetime) -> Event:
    """A new event with a UID of its own; refused: `rules`, `day_far`."""
    return add_events(campaign, [data], now)[0]


def add_events(campaign: Campaign, rows: Sequence[EventData], now: datetime) -> list[Event]:
    """New events, all of them or none; refused: `rules`, `day_far`."""
    for data in rows:
        _ensure_near(campaign, data.day)

    def change() -> list[Event]:
        made = []
        for data in rows:
            event = Event(campaign=campaign, uid=str(uuid.uuid4()), created_at=now)
            event.status = "planned"
            _write(event, data)
            made.append(event)
        db.session.add_all(made)
        return made

    return _guarded(campaign, change)


def update_event(event: Event, data: EventData) -> None:
    """Write an event; at another venue its agencies lose their booths.

    Refused: `rules`, `day_far`.
    """
    _ensure_near(event.campaign, data.day)

    def change() -> None:
        if event.venue_id != data.venue.id:
            for row in event.assignments:
                row.booth = None
                row.version += 1
        _write(event, data)
        event.version += 1

    _guarded(event.campaign, change)


def move_event(event: Event, day: date) -> None:
    """Put an event on another day; refused: `rules`, `day_far`."""
    _ensure_near(event.campaign, day)

    def change() -> None:
        event.day = day
        event.version += 1

    _guarded(event.campaign, change)


def set_cancelled(event: Event, cancelled: bool) -> None:
    """Cancel an event, or take it back; its agencies stay on the list. Refused: `rules`."""

    def change() -> None:
        event.status = "cancelled" if cancelled else "planned"
        event.version += 1

    if cancelled:
        change()
        db.session.commit()
    else:
        _guarded(event.campaign, change)


def delete_event(event: Event) -> None:
    """Remove an event that nobody outside knows; refused: `released`, `in_use`."""
    if was_released(event):
        raise Refused("released")
    db.session.delete(event)
    try:
        db.session.commit()
    except IntegrityError as error:  # counts or links hold on to it
        db.session.rollback()
        raise Refused("in_use") from error


def was_released(event: Event) -> bool:
    """Whether a release holds the event (the newest holds all that ever were released)."""
    release = latest_release(event.campaign_id)
    return release is not None and event.uid in season_of(release).event_by_uid()


def _write(event: Event, data: EventData) -> None:
    event.day = data.day
    event.starts_at, event.ends_at = data.starts_at, data.ends_at
    event.venue, event.fallback = data.venue, data.fallback
    event.use_fallback = data.use_fallback and data.fallback is not None
    event.theme, event.note, event.pinned = data.theme, data.note, data.pinned


def _guarded(campaign: Campaign, change: Callable[[], T]) -> T:
    """Change and commit, unless the change breaks a rule of severity `blocks` anew."""
    if "blocks" not in severities_of(campaign.id).values():
        result = change()
        db.session.commit()
        return result
    before = _blocking(campaign)
    result = change()
    db.session.flush()
    db.session.expire(campaign, ["events"])
    after = _blocking(campaign)
    new = [finding for key, finding in after.items() if key not in before]
    if new:
        db.session.rollback()
        raise Refused("rules", findings=new)
    db.session.commit()
    return result


def _blocking(campaign: Campaign) -> dict[object, Finding]:
    loaded = load_campaign(campaign.office_id, campaign.id)
    return {
        (finding.code, finding.subjects): finding
        for finding in find_problems(loaded)
        if finding.severity == "blocks"
    }
