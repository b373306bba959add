"""The files with extra booths, goods and supplies that the importer reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from planner.accounts.models import Office
from planner.agencies.queries import agencies_by_name
from planner.booths import words
from planner.booths.models import ExtraBooth, GoodsItem, SupplyItem
from planner.booths.queries import venue_in_use
from planner.campaigns.models import Campaign, Event
from planner.extensions import db
from planner.places.models import Venue
from planner.tabular import (
    Column,
    ImportKind,
    ImportResult,
    Row,
    RowFault,
    RowsRefused,
    choice,
    day,
    flag,
    integer,
    text,
)

Key = tuple[Any, ...]


@dataclass
class Lookup:
    """The office's events and agencies by the names that a file uses; collects the faults."""

    office: Office
    faults: list[RowFault] = field(default_factory=list)

    def __post_init__(self) -> None:
        events = db.session.scalars(
            select(Event)
            .join(Event.campaign)
            .where(Campaign.office_id == self.office.id)
            .options(
                joinedload(Event.campaign),
                joinedload(Event.venue).selectinload(Venue.booths),
                joinedload(Event.fallback).selectinload(Venue.booths),
                selectinload(Event.assignments),
            )
            .order_by(Event.id)
        ).all()
        self.campaigns = {event.campaign.slug for event in events}
        self.events: dict[tuple[str, date], list[Event]] = defaultdict(list)
        for event in events:
            self.events[event.campaign.slug, event.day].append(event)
        self.agencies = agencies_by_name(self.office.id)

    def event(self, row: Row) -> Event | None:
        """The one event of the row's campaign and day; a fault where there is not one."""
        if row["campaign"] not in self.campaigns:
            self.faults.append(row.fault("campaign", "unknown", value=row["campaign"]))
            return None
        found = self.events.get((row["campaign"], row["day"]), [])
        if len(found) != 1:
            code = "no_event" if not found else "several_events"
            self.faults.append(row.fault("day", code, value=row["day"].isoformat()))
            return None
        return found[0]

    def agency_id(self, row: Row) -> int | None:
        """The row's agency; None where the cell is blank; a fault for an unknown one."""
        name = row.get("agency")
        if not name:
            return None
        if name not in self.agencies:
            self.faults.append(row.fault("agency", "unknown", value=name))
            return None
        return self.agencies[name].id


def _apply(
    model: Any,
    office: Office,
    rows: Sequence[Row],
    values: Callable[[Row, Event, Lookup], dict[str, Any]],
    key: Sequence[str],
) -> ImportResult:
    """Add the rows that are new by event and `key`, change the others; refuse all at a fault."""
    lookup = Lookup(office)
    read = [(row, lookup.event(row)) for row in rows]
    wanted = [(event, values(row, event, lookup)) for row, event in read if event is not None]
    if lookup.faults:
        raise RowsRefused(lookup.faults)
    ids = {event.id for event, _values in wanted}
    kept: dict[Key, Any] = {}
    for item in db.session.scalars(select(model).where(model.event_id.in_(ids))):
        kept[(item.event_id, *(getattr(item, name) for name in key))] = item
    added = changed = 0
    for event, data in wanted:
        found = kept.get((event.id, *(data[name] for name in key)))
        if found is None:
            db.session.add(model(event_id=event.id, **data))
            added += 1
        elif any(getattr(found, name) != value for name, value in data.items()):
            for name, value in data.items():
                setattr(found, name, value)
            found.version += 1
            changed += 1
    return ImportResult(added, changed, len(wanted) - added - changed)


def apply_extra_booths(
    office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Experience, sponsor and office booths; a booth that an agency holds is a fault."""
    given: dict[tuple[int, int], int] = {}

    def values(row: Row, event: Event, lookup: Lookup) -> dict[str, Any]:
        booth_id = _booth_id(row, event, lookup)
        if booth_id is not None:
            if booth_id in {item.booth_id for item in event.assignments}:
                lookup.faults.append(row.fault("booth", "booth_taken", value=row["booth"]))
            first = given.setdefault((event.id, booth_id), row.number)
            if first != row.number:
                fault = row.fault("booth", "booth_twice", value=row["booth"], first=first)
                lookup.faults.append(fault)
        return {
            "kind": row["kind"],
            "name": row["name"],
            "name_en": row.get("name_en", ""),
            "booth_id": booth_id,
            "agency_id": lookup.agency_id(row),
        }

    return _apply(ExtraBooth, office, rows, values, ("kind", "name"))


def _booth_id(row: Row, event: Event, lookup: Lookup) -> int | None:
    number = row.get("booth")
    if not number:
        return None
    venue = venue_in_use(event)
    found = next((booth.id for booth in venue.booths if booth.number == number), None)
    if found is None:
        lookup.faults.append(row.fault("booth", "no_booth", value=number, venue=venue.name))
    return found


def apply_goods(
    office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Promotional and sponsored goods of the agencies."""

    def values(row: Row, event: Event, lookup: Lookup) -> dict[str, Any]:
        return {
            "kind": row["kind"],
            "name": row["name"],
            "quantity": row.get("quantity", 0),
            "unit": row.get("unit", ""),
            "synthetic": row.get("synthetic", False),
            "agency_id": lookup.agency_id(row),
        }

    return _apply(GoodsItem, office, rows, values, ("kind", "agency_id", "name"))


def apply_supplies(
    office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """What the office packs for each event."""

    def values(row: Row, event: Event, lookup: Lookup) -> dict[str, Any]:
        names = {"quantity": 1, "unit": "", "responsible": "", "ready": False}
        return {"name": row["name"], **{key: row.get(key, none) for key, none in names.items()}}

    return _apply(SupplyItem, office, rows, values, ("name",))


SENTENCES = {
    "no_event": (
        _l("The season has no event on %(value)s."),
        _l("Write the day of an event, or plan the event first."),
    ),
    "several_events": (
        _l("The season has several events on %(value)s, so the day does not tell which."),
        _l("Enter this row by hand on the event's page."),
    ),
    "no_booth": (
        _l("%(venue)s has no booth '%(value)s'."),
        _l("Write the number of a booth of the venue, or leave the cell empty."),
    ),
    "booth_taken": (
        _l("Booth '%(value)s' is taken by an agency at this event."),
        _l("Write a free booth, or move the agency first."),
    ),
    "booth_twice": (
        _l("Booth '%(value)s' is already given away in row %(first)s."),
        _l("Write another booth in one of the two rows."),
    ),
}
_EVENT = (
    Column("campaign", _l("Season"), required=True, parse=text(60), example="seocho-2023",
           help=_l("the season's name in addresses")),
    Column("day", _l("Day"), required=True, parse=day()),
)  # fmt: skip

EXTRA_BOOTHS = ImportKind(
    "extra_booths",
    (
        *_EVENT,
        Column("kind", _l("Kind"), required=True, parse=choice(words.EXTRA_KINDS)),
        Column("name", _l("Name"), required=True, parse=text(120)),
        Column("name_en", _l("Name in English"), parse=text(160)),
        Column("booth", _l("Booth"), parse=text(12), help=_l("its number at the venue")),
        Column("agency", _l("Run by"), parse=text(120), help=_l("name of an agency; or empty")),
    ),
    apply_extra_booths,
    title=_l("Extra booths"),
    unique=("campaign", "day", "kind", "name"),
    sentences=SENTENCES,
)
GOODS = ImportKind(
    "goods",
    (
        *_EVENT,
        Column("agency", _l("Brought by"), parse=text(120), help=_l("name of an agency; or empty")),
        Column("kind", _l("Kind"), parse=choice(words.GOODS_KINDS), default="promo"),
        Column("name", _l("Item"), required=True, parse=text(120)),
        Column("quantity", _l("Quantity"), parse=integer(), default=0),
        Column("unit", _l("Unit"), parse=text(20)),
        Column("synthetic", _l("Figure made up"), parse=flag()),
    ),
    apply_goods,
    title=_l("Goods"),
    unique=("campaign", "day", "agency", "kind", "name"),
    sentences=SENTENCES,
)
SUPPLIES = ImportKind(
    "supplies",
    (
        *_EVENT,
        Column("name", _l("Item"), required=True, parse=text(120)),
        Column("quantity", _l("Quantity"), parse=integer(), default=1),
        Column("unit", _l("Unit"), parse=text(20)),
        Column("responsible", _l("Responsible"), parse=text(80)),
        Column("ready", _l("Ready"), parse=flag()),
    ),
    apply_supplies,
    title=_l("Supplies"),
    unique=("campaign", "day", "name"),
    sentences=SENTENCES,
)
KINDS: tuple[ImportKind, ...] = (EXTRA_BOOTHS, GOODS, SUPPLIES)
