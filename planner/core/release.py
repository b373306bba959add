"""Stamps of a release and its difference to the one before.

UIDs never change and are never lost: what a draft no longer holds stays in the season as
cancelled. `sequence` rises when time, place or status change (for a placement its booth too),
`changed_at` with every change that can be seen; what did not change keeps its stamps exactly.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from planner.core.release_difference import Change, difference
from planner.core.released import (
    CANCELLED,
    UNSTAMPED,
    CampaignFacts,
    Extra,
    FieldFacts,
    ReleasedEvent,
    ReleasedPlacement,
    ReleasedSeason,
    VenueFacts,
    ZoneFacts,
    at_slug,
    from_json,
    placement_uid,
    stamps,
    to_json,
)

__all__ = [
    "CANCELLED",
    "CampaignFacts",
    "Change",
    "Extra",
    "FieldFacts",
    "ReleasedEvent",
    "ReleasedPlacement",
    "ReleasedSeason",
    "VenueFacts",
    "ZoneFacts",
    "at_slug",
    "difference",
    "from_json",
    "placement_uid",
    "stamp",
    "stamps",
    "to_json",
]


def stamp(previous: ReleasedSeason | None, draft: ReleasedSeason, now: datetime) -> ReleasedSeason:
    """The draft as it is to be released at `now` (aware), after `previous`.

    An event that was never released and is already cancelled is left out: nobody knew of it.
    """
    before = previous.event_by_uid() if previous else {}
    events = [
        _stamp_event(before.get(event.uid), event, now)
        for event in draft.events
        if event.uid in before or not event.cancelled
    ]
    kept = {event.uid for event in draft.events}
    events += [_cancel_event(event, now) for uid, event in before.items() if uid not in kept]
    events.sort(key=lambda event: (event.day, event.starts_at, event.uid))
    return replace(draft, events=tuple(events))


def _stamp_event(old: ReleasedEvent | None, draft: ReleasedEvent, now: datetime) -> ReleasedEvent:
    event = replace(draft, placements=_stamp_placements(old, draft, now))
    if old is None:
        return replace(event, created_at=now, changed_at=now, sequence=0)
    rises = (_when(old), _where(old), old.status) != (_when(event), _where(event), event.status)
    return replace(
        event,
        created_at=old.created_at,
        changed_at=old.changed_at if _seen(old) == _seen(event) else now,
        sequence=old.sequence + rises,
    )


def _cancel_event(old: ReleasedEvent, now: datetime) -> ReleasedEvent:
    """An event that the draft no longer holds."""
    gone = replace(old, status=CANCELLED)
    return _stamp_event(old, gone, now)


def _stamp_placements(
    old: ReleasedEvent | None, draft: ReleasedEvent, now: datetime
) -> tuple[ReleasedPlacement, ...]:
    before = {item.uid: item for item in old.placements} if old else {}
    found = []
    for item in draft.placements:
        if draft.cancelled:
            item = replace(item, status=CANCELLED)
        if item.uid in before or item.status != CANCELLED:
            found.append(_stamp_placement(old, before.get(item.uid), draft, item, now))
    kept = {item.uid for item in draft.placements}
    for uid, item in before.items():
        if uid not in kept:
            gone = replace(item, status=CANCELLED)
            found.append(_stamp_placement(old, item, draft, gone, now))
    return tuple(sorted(found, key=lambda item: (item.status == CANCELLED, item.agency_id)))


def _stamp_placement(
    old_event: ReleasedEvent | None,
    old: ReleasedPlacement | None,
    event: ReleasedEvent,
    item: ReleasedPlacement,
    now: datetime,
) -> ReleasedPlacement:
    """A placement moves with its event: the agency's calendar shows the event's time and place.

    A cancelled one too, for it is shown at its event's time: what can be seen is what is stamped.
    """
    if old is None or old_event is None:
        return replace(item, created_at=now, changed_at=now, sequence=0)
    then = (_when(old_event), _where(old_event), old.status, old.booth)
    rises = then != (_when(event), _where(event), item.status, item.booth)
    same = _own(old) == _own(item) and _frame(old_event) == _frame(event)
    return replace(
        item,
        created_at=old.created_at,
        changed_at=old.changed_at if same else now,
        sequence=old.sequence + rises,
    )


def _when(event: ReleasedEvent) -> tuple[object, ...]:
    return (event.day, event.starts_at, event.ends_at)


def _where(event: ReleasedEvent) -> tuple[object, ...]:
    """Where one has to go: another venue, or the same at another address; a name is not a place."""
    place = event.place
    return (place.id, place.address, place.lat, place.lon)


def _own(item: ReleasedPlacement) -> ReleasedPlacement:
    return replace(item, created_at=UNSTAMPED, changed_at=UNSTAMPED, sequence=0)


def _frame(event: ReleasedEvent) -> ReleasedEvent:
    """What an agency sees of the event around its own part."""
    bare = replace(event, created_at=UNSTAMPED, changed_at=UNSTAMPED, sequence=0)
    return replace(bare, placements=(), fields=(), extras=())


def _seen(event: ReleasedEvent) -> tuple[object, ...]:
    return (_frame(event), event.fields, event.extras, tuple(map(_own, event.placements)))
