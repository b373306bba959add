"""The values of a released season, and their JSON: what agencies, feeds and the public see.

Days and times of day are local to the season (Asia/Seoul); stamps are instants with a time zone.
A draft is the same values with `UNSTAMPED` stamps; `planner.core.release.stamp` fills them in.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

PLANNED = "planned"
CANCELLED = "cancelled"
UNSTAMPED = datetime(1970, 1, 1, tzinfo=UTC)
# An event's uid, its last change as JSON has it, and its sequence.
Stamp = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """The season itself and the office that holds it."""

    id: int
    slug: str
    name: str
    name_en: str = ""
    summary: str = ""
    starts_on: date = date(1970, 1, 1)
    ends_on: date = date(1970, 1, 1)
    office: str = ""
    office_en: str = ""
    department: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ZoneFacts:
    id: int
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """A counselling field; `is_new` where this season offers it for the first time."""

    id: int
    code: str
    name: str
    name_en: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class VenueFacts:
    """A place as it was when released; `precision` says how well `lat` and `lon` are known."""

    id: int
    name: str
    name_en: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: str = "exact"
    indoor: bool = False
    step_free: bool = False
    toilets: bool = False


@dataclass(frozen=True, slots=True)
class Extra:
    """An experience booth, a sponsor's booth or the office's desk, as the caller passes it in."""

    kind: str
    name: str
    name_en: str = ""
    booth: str | None = None
    agency: str = ""
    agency_en: str = ""


@dataclass(frozen=True, slots=True)
class ReleasedPlacement:
    """An agency at an event. `uid` is the event's and the agency's id: see `placement_uid`."""

    uid: str
    agency_id: int
    name: str
    name_en: str = ""
    category: str = "private"
    booth: str | None = None
    fields: tuple[FieldFacts, ...] = ()
    status: str = PLANNED
    created_at: datetime = UNSTAMPED
    changed_at: datetime = UNSTAMPED
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class ReleasedEvent:
    """One counselling day. `fields` are those offered there, `id` is the draft row's id."""

    uid: str
    id: int
    day: date
    starts_at: time
    ends_at: time
    status: str
    zone: ZoneFacts
    venue: VenueFacts
    theme: str = ""
    fallback: VenueFacts | None = None
    use_fallback: bool = False
    fields: tuple[FieldFacts, ...] = ()
    placements: tuple[ReleasedPlacement, ...] = ()
    extras: tuple[Extra, ...] = ()
    created_at: datetime = UNSTAMPED
    changed_at: datetime = UNSTAMPED
    sequence: int = 0

    @property
    def place(self) -> VenueFacts:
        """Where it is held: the fallback once the rain plan is switched on."""
        return self.fallback if self.use_fallback and self.fallback else self.venue

    @property
    def moved(self) -> bool:
        """Whether the rain plan is switched on."""
        return self.use_fallback and self.fallback is not None

    @property
    def cancelled(self) -> bool:
        return self.status == CANCELLED

    def present(self) -> Iterator[ReleasedPlacement]:
        """The placements that still stand."""
        return (item for item in self.placements if item.status != CANCELLED)


@dataclass(frozen=True, slots=True)
class ReleasedSeason:
    """Everything that a release holds; events by day, cancelled ones among them."""

    campaign: CampaignFacts
    zones: tuple[ZoneFacts, ...] = ()
    fields: tuple[FieldFacts, ...] = ()
    events: tuple[ReleasedEvent, ...] = ()

    def event_by_uid(self) -> dict[str, ReleasedEvent]:
        return {event.uid: event for event in self.events}


def at_slug(season: ReleasedSeason, slug: str) -> ReleasedSeason:
    """The season under the address name that its campaign has by now."""
    if season.campaign.slug == slug:
        return season
    return replace(season, campaign=replace(season.campaign, slug=slug))


def placement_uid(event_uid: str, agency_id: int) -> str:
    """The stable id of an agency's part in an event."""
    return f"{event_uid}-{agency_id}"


def to_json(season: ReleasedSeason) -> dict[str, Any]:
    """Plain values for a JSON column; `from_json` gives the same season back."""
    found = _encode(season)
    assert isinstance(found, dict)
    return found


def from_json(
    data: dict[str, Any], known: Mapping[Stamp, ReleasedEvent] | None = None
) -> ReleasedSeason:
    """The season of `to_json`. Raises KeyError, TypeError or ValueError for anything else.

    `known` are events of an earlier release by their stamps: what has not changed is taken over.
    """
    if known:
        events = tuple(known.get(_raw_stamp(raw)) or _event(raw) for raw in data["events"])
        return replace(from_json({**data, "events": []}), events=events)
    season = _decoder(ReleasedSeason)(data)
    assert isinstance(season, ReleasedSeason)
    return season


def stamps(season: ReleasedSeason) -> dict[Stamp, ReleasedEvent]:
    """The events by what says that nothing about them has changed."""
    return {(row.uid, row.changed_at.isoformat(), row.sequence): row for row in season.events}


def _raw_stamp(raw: dict[str, Any]) -> Stamp:
    return (raw["uid"], raw["changed_at"], raw["sequence"])


def _event(raw: dict[str, Any]) -> ReleasedEvent:
    event = _decoder(ReleasedEvent)(raw)
    assert isinstance(event, ReleasedEvent)
    return event


def _encode(value: Any) -> Any:
    if is_dataclass(value):
        return {item.name: _encode(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    return value


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of a type from its JSON; built once a type, for seasons are long."""
    if get_origin(kind) is types.UnionType:
        some = _decoder(next(item for item in get_args(kind) if item is not types.NoneType))
        return lambda value: None if value is None else some(value)
    if get_origin(kind) is tuple:
        each = _decoder(get_args(kind)[0])
        return lambda value: tuple(map(each, value))
    if is_dataclass(kind):
        return _decoder_of_fields(kind)
    if kind in (date, time, datetime):
        made: Callable[[Any], Any] = kind.fromisoformat
        return made
    return float if kind is float else lambda value: value


def _decoder_of_fields(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    inner = [(item.name, _decoder(hints[item.name])) for item in fields(kind)]

    def decode(value: Any) -> Any:
        return kind(**{name: make(value[name]) for name, make in inner if name in value})

    return decode
