"""Rotating centres as values of `core`, their dates, and what of these the draft holds already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import NotFound

from planner.campaigns.models import Event
from planner.core.rotation import Changes, Part, Stop, Turn, changes, turns
from planner.extensions import db
from planner.paging import PER_PAGE, Page
from planner.places.models import Venue
from planner.programme.items import Values
from planner.programme.models import Rotation, RotationPart, RotationStop

INDOORS = ("community_center", "welfare_center", "school", "hall")
LONGEST = timedelta(days=30 * 366)  # as far from the first day as dates are told


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A date with its venue, and the event of the season's draft on that day at that place."""

    turn: Turn
    venue: Venue | None
    event: Event | None


@dataclass(frozen=True, slots=True)
class NextTurn:
    """A rotating centre and its next date (None: none is left)."""

    rotation: Rotation
    turn: Turn | None


def rotations(office_id: int) -> Sequence[Rotation]:
    """The rotating centres of an office with their parts: four queries."""
    return db.session.scalars(
        _with_parts().where(Rotation.office_id == office_id).order_by(Rotation.id)
    ).all()


def get_rotation(office_id: int, rotation_id: int) -> Rotation:
    """A rotating centre of the office; 404 when there is none."""
    row: Rotation | None = db.session.scalar(
        _with_parts().where(Rotation.office_id == office_id, Rotation.id == rotation_id)
    )
    if row is None:
        raise NotFound
    return row


def _with_parts() -> Select[Any]:
    return select(Rotation).options(
        joinedload(Rotation.campaign),
        selectinload(Rotation.parts)
        .selectinload(RotationPart.stops)
        .joinedload(RotationStop.venue),
    )


def setting_of(venue: Venue) -> str:
    """Whether a place is in the street or in a facility."""
    return "facility" if venue.indoor or venue.kind in INDOORS else "street"


def part_of(row: RotationPart) -> Part:
    """A stored part as a value of `core`."""
    return Part(
        row.starts_on,
        int(row.weekday),
        tuple(int(week) for week in row.weeks.split(";")),
        tuple(theme for theme in row.themes.split(";") if theme),
        tuple(Stop(stop.venue_id, setting_of(stop.venue)) for stop in row.stops),
    )


def typed_part(office_id: int, values: Values) -> Part:
    """What was typed as a value of `core`."""
    rows = db.session.scalars(
        select(Venue).where(Venue.office_id == office_id, Venue.id.in_(values["stops"]))
    )
    venues = {row.id: row for row in rows}
    return Part(
        values["starts_on"],
        int(values["weekday"]),
        tuple(sorted(int(week) for week in values["weeks"])),
        tuple(values["themes"]),
        tuple(Stop(id_, setting_of(venues[id_])) for id_ in values["stops"]),
    )


def last_day(rotation: Rotation, first: date) -> date:
    """The last day of which dates are told."""
    return min(rotation.ends_on, first + LONGEST)


def dates_of(rotation: Rotation) -> list[Turn]:
    """Every date of a rotating centre."""
    if not rotation.parts:
        return []
    first = rotation.parts[0].starts_on
    return turns([part_of(row) for row in rotation.parts], first, last_day(rotation, first))


def preview(rotation: Rotation, part: Part, replaced: RotationPart | None) -> Changes:
    """What a new part, or another text of `replaced`, does to the dates."""
    kept = [part_of(row) for row in rotation.parts if row is not replaced]
    parts = [*kept, part]
    first = min(row.starts for row in [*parts, *map(part_of, rotation.parts)])
    return changes(dates_of(rotation), turns(parts, first, last_day(rotation, first)))


def turn_page(dates: Sequence[Turn], number: int | None, today: date) -> Page[Turn]:
    """One page of dates; without a number the one on which the next date stands."""
    if number is None:
        past = sum(turn.day < today for turn in dates)
        number = min(past, max(0, len(dates) - 1)) // PER_PAGE + 1
    number = min(number, max(1, -(-len(dates) // PER_PAGE)))
    return Page(dates[(number - 1) * PER_PAGE : number * PER_PAGE], len(dates), number)


def turn_rows(rotation: Rotation, dates: Sequence[Turn]) -> list[TurnRow]:
    """Dates with their venues and the draft's events: two queries."""
    places = {turn.place for turn in dates if turn.place is not None}
    venues = {row.id: row for row in db.session.scalars(select(Venue).where(Venue.id.in_(places)))}
    events = {(row.day, row.venue_id): row for row in events_on(rotation, dates)}
    return [
        TurnRow(turn, venues.get(turn.place or 0), events.get((turn.day, turn.place or 0)))
        for turn in dates
    ]


def events_on(rotation: Rotation, dates: Sequence[Turn]) -> Sequence[Event]:
    """The events that the season's draft holds between the first and the last of these dates."""
    if rotation.campaign_id is None or not dates:
        return []
    return db.session.scalars(
        select(Event).where(
            Event.campaign_id == rotation.campaign_id,
            Event.day.between(dates[0].day, dates[-1].day),
            Event.status != "cancelled",
        )
    ).all()


def next_turns(office_id: int, today: date) -> list[NextTurn]:
    """Each rotating centre with its next date."""
    found = []
    for row in rotations(office_id):
        coming = [turn for turn in dates_of(row) if turn.day >= today]
        found.append(NextTurn(row, coming[0] if coming else None))
    return found
