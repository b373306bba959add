"""What people see change between two releases of a season, without words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from planner.core.released import (
    CANCELLED,
    Extra,
    FieldFacts,
    ReleasedEvent,
    ReleasedPlacement,
    ReleasedSeason,
    VenueFacts,
    ZoneFacts,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change that can be seen. `subjects` names those concerned as plain values (`event` its
    uid, `day`, `venue`, `venue_en`, `agency`, `agency_en`), so that the sentence needs no lookup;
    `before` and `after` are plain values too (ISO texts, numbers, names, lists) or None.
    """

    kind: str
    subjects: dict[str, Any] = field(default_factory=dict)
    before: Any = None
    after: Any = None

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "subjects": dict(self.subjects),
            "before": self.before,
            "after": self.after,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Change:
        return cls(data["kind"], data["subjects"], data["before"], data["after"])


def difference(previous: ReleasedSeason | None, current: ReleasedSeason) -> tuple[Change, ...]:
    """All that changed, the season's own facts first, then event by event. Empty: nothing did."""
    changes: list[Change] = []
    if previous is not None:
        changes.extend(_season_changes(previous, current))
    before = previous.event_by_uid() if previous else {}
    after = current.event_by_uid()
    for event in current.events:
        old = before.get(event.uid)
        if old is None:
            changes.append(Change("event_added", _about(event), None, _when_and_where(event)))
        else:
            changes.extend(_event_changes(old, event))
    for uid, event in before.items():
        if uid not in after and not event.cancelled:
            changes.append(Change("event_cancelled", _about(event), _when_and_where(event), None))
    return tuple(changes)


def _season_changes(old: ReleasedSeason, new: ReleasedSeason) -> Iterator[Change]:
    was, now = old.campaign, new.campaign
    span = [[item.starts_on.isoformat(), item.ends_on.isoformat()] for item in (was, now)]
    if span[0] != span[1]:
        yield Change("period", {}, *span)
    if replace(was, starts_on=now.starts_on, ends_on=now.ends_on) != now:
        yield Change("campaign", {}, was.name, now.name)
    if old.zones != new.zones:
        yield Change("zones", {}, *(_names(season.zones) for season in (old, new)))
    if old.fields != new.fields:
        yield Change("fields", {}, *(_names(season.fields) for season in (old, new)))


def _event_changes(old: ReleasedEvent, new: ReleasedEvent) -> Iterator[Change]:
    about = _about(new)
    if old.status != new.status:
        kind = "event_cancelled" if new.cancelled else "event_restored"
        yield Change(kind, about, old.status, new.status)
    if old.day != new.day:
        yield Change("day", about, old.day.isoformat(), new.day.isoformat())
    hours = [_hours(item) for item in (old, new)]
    if hours[0] != hours[1]:
        yield Change("hours", about, *hours)
    yield from _place_changes(old, new)
    if old.theme != new.theme:
        yield Change("theme", about, old.theme, new.theme)
    if not (old.cancelled or new.cancelled):
        yield from _placement_changes(old, new)
    if old.fields != new.fields:
        yield Change("event_fields", about, _names(old.fields), _names(new.fields))
    if old.extras != new.extras:
        yield Change("extras", about, _names(old.extras), _names(new.extras))


def _place_changes(old: ReleasedEvent, new: ReleasedEvent) -> Iterator[Change]:
    about = _about(new)
    if old.venue.id != new.venue.id:
        yield Change("venue", about, _name(old.venue), _name(new.venue))
    elif old.venue != new.venue:
        yield Change("venue_facts", about, _place(old.venue), _place(new.venue))
    if old.zone != new.zone and old.venue.id == new.venue.id:
        yield Change("zone", about, _name(old.zone), _name(new.zone))
    if old.fallback != new.fallback:
        names = [_name(item.fallback) if item.fallback else None for item in (old, new)]
        yield Change("fallback", about, *names)
    if old.use_fallback != new.use_fallback:
        yield Change("rain_plan", about, _name(old.place), _name(new.place))


def _placement_changes(old: ReleasedEvent, new: ReleasedEvent) -> Iterator[Change]:
    before = {item.uid: item for item in old.placements}
    for item in new.placements:
        about = {**_about(new), "agency": item.name, "agency_en": item.name_en}
        was = before.get(item.uid)
        if was is None or was.status != item.status:
            gone = item.status == CANCELLED
            if was is not None or not gone:
                yield Change("agency_cancelled" if gone else "agency_added", about)
            continue
        if item.status == CANCELLED:
            continue
        if was.booth != item.booth:
            yield Change("booth", about, was.booth, item.booth)
        if was.fields != item.fields:
            yield Change("agency_fields", about, _names(was.fields), _names(item.fields))
        if (was.name, was.name_en, was.category) != (item.name, item.name_en, item.category):
            yield Change("agency_facts", about, _name(was), _name(item))


def _about(event: ReleasedEvent) -> dict[str, Any]:
    return {
        "event": event.uid,
        "id": event.id,
        "day": event.day.isoformat(),
        "venue": event.venue.name,
        "venue_en": event.venue.name_en,
    }


def _hours(event: ReleasedEvent) -> list[str]:
    return [event.starts_at.isoformat("minutes"), event.ends_at.isoformat("minutes")]


def _when_and_where(event: ReleasedEvent) -> dict[str, Any]:
    return {
        "day": event.day.isoformat(),
        "starts_at": event.starts_at.isoformat("minutes"),
        "ends_at": event.ends_at.isoformat("minutes"),
        "venue": _name(event.place),
    }


def _name(item: ZoneFacts | VenueFacts | FieldFacts | Extra | ReleasedPlacement) -> dict[str, str]:
    return {"name": item.name, "name_en": item.name_en}


def _names(items: Iterable[ZoneFacts | FieldFacts | Extra]) -> list[dict[str, str]]:
    return [_name(item) for item in items]


def _place(venue: VenueFacts) -> dict[str, Any]:
    return {**_name(venue), "address": venue.address}
