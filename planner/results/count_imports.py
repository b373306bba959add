"""Counts from an organizer's own spreadsheet: of events, and of the wider programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid5

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from planner.campaigns.models import Campaign, Event
from planner.core.count_terms import MOST_MONEY
from planner.core.counting import CHANNELS, MEASURES, PROGRAMMES, TARGET_GROUPS, most
from planner.core.rollup import first_day
from planner.extensions import db
from planner.results.import_lookup import SENTENCES, SEOUL, Lookup, instant
from planner.results.locks import lock_campaign, lock_event
from planner.results.models import CountEntry, EventRecord
from planner.results.rollups import post
from planner.results.words import CHANNELS as CHANNEL_WORDS
from planner.results.words import MEASURES as MEASURE_WORDS
from planner.results.words import PROGRAMMES as PROGRAMME_WORDS
from planner.results.words import SPANS as SPAN_WORDS
from planner.results.words import TARGET_GROUPS as GROUP_WORDS
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

# Every id of an imported entry is made from what its row says, below this one.
LEDGER = UUID("6f5d1c0e-8c1b-5d0a-9d0e-2f6f7b1f4a10")
NOON = time(12)


def apply_counts(
    office: Any, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Add an entry for each row (no commit). The id of an entry is made from its row and from how
    often the same row stands before it, so a file read twice adds nothing the second time."""
    look = Lookup(office)
    entries: list[CountEntry] = []
    seen: dict[str, int] = {}
    for row in rows:
        campaign = look.campaign(row)
        entry = _outside(row, look, campaign) if row.get("span") else _of_event(row, look, campaign)
        if row["value"] > most(row["measure"]):
            limits = {"low": 0, "high": most(row["measure"]), "value": str(row["value"])}
            look.faults.append(row.fault("value", "out_of_range", **limits))
        if entry is None:
            continue
        content = _content(row, entry)
        seen[content] = seen.get(content, 0) + 1
        entry.id = str(uuid5(LEDGER, f"{content}|{seen[content]}"))
        entry.office_id, entry.received_at = office.id, now
        entries.append(entry)
    there = _there([entry.id for entry in entries])
    fresh = [entry for entry in entries if entry.id not in there]
    for event_id in sorted({entry.event_id for entry in fresh if entry.event_id is not None}):
        lock_event(office.id, event_id, alone=False)
    for campaign_id in sorted({entry.campaign_id for entry in fresh if entry.event_id is None}):
        lock_campaign(office.id, campaign_id)
    look.faults += _closed(rows, look, {entry.event_id for entry in fresh if entry.event_id})
    if look.faults:
        raise RowsRefused(look.faults)
    post(fresh)
    return ImportResult(added=len(fresh), unchanged=len(entries) - len(fresh))


def _of_event(row: Row, look: Lookup, campaign: Campaign | None) -> CountEntry | None:
    """A count of the event of that day; place and zone are the event's own."""
    event = look.event(row, campaign)
    for name in ("zone", "dong"):
        if row.get(name):
            look.faults.append(row.fault(name, "place_of_event", value=str(row[name])))
    entry = _entry(row, look, campaign)
    if event is None:
        return None
    entry.event_id, entry.day = event.id, event.day
    entry.recorded_at = row.get("recorded_at") or datetime.combine(event.day, event.ends_at, SEOUL)
    return entry


def _outside(row: Row, look: Lookup, campaign: Campaign | None) -> CountEntry | None:
    """A count of a day, month or year outside events."""
    zone, dong = look.named(row, "zone", look.zones), look.named(row, "dong", look.dongs)
    entry = _entry(row, look, campaign)
    entry.span, entry.day = row["span"], first_day(row["day"], row["span"])
    entry.dong_id = dong.id if dong else None
    entry.zone_id = zone.id if zone and not dong else None  # a dong says its zone itself
    if zone and dong and dong.zone_id != zone.id:
        look.faults.append(row.fault("dong", "dong_elsewhere", value=row["dong"]))
    entry.recorded_at = row.get("recorded_at") or datetime.combine(entry.day, NOON, SEOUL)
    return entry if campaign is not None else None


def _entry(row: Row, look: Lookup, campaign: Campaign | None) -> CountEntry:
    agency = look.named(row, "agency", look.agencies)
    field = look.named(row, "field", look.fields)
    return CountEntry(
        campaign_id=campaign.id if campaign else None,
        agency_id=agency.id if agency else None,
        field_id=field.id if field else None,
        measure=row["measure"],
        channel=row.get("channel") or "import",
        target_group=row.get("target_group") or "",
        programme=row.get("programme") or "",
        span="day",
        value=row["value"],
        synthetic=row.get("synthetic", False),
    )


def _content(row: Row, entry: CountEntry) -> str:
    """What a row says, as text; for a plain count of an event as it always was."""
    if entry.event_id is not None:
        event = db.session.get_one(Event, entry.event_id)
        place: tuple[Any, ...] = (event.uid,)
    else:
        where = (entry.zone_id or 0, entry.dong_id or 0)
        place = (entry.campaign_id, entry.span, entry.day, *where)
    more = (entry.target_group, entry.programme)
    parts = (
        *place,
        entry.agency_id or 0,
        entry.field_id or 0,
        entry.measure,
        entry.channel,
        entry.value,
        entry.recorded_at.astimezone(SEOUL).isoformat(),
        *(more if any(more) else ()),
    )
    return "|".join(map(str, parts))


def _there(ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        found.update(db.session.scalars(select(CountEntry.id).where(CountEntry.id.in_(part))))
    return found


def _closed(rows: Sequence[Row], look: Lookup, events: set[int]) -> list[RowFault]:
    """Faults of rows that would add to an event whose counts have been signed off."""
    closed = set(
        db.session.scalars(
            select(EventRecord.event_id).where(
                EventRecord.event_id.in_(events), EventRecord.signed_off_at.is_not(None)
            )
        )
    )
    faults = []
    for row in rows if closed else ():
        campaign = look.campaigns.get(row["campaign"])
        held = look.events.get((campaign.id, row["day"]), []) if campaign else []
        if not row.get("span") and any(event.id in closed for event in held):
            faults.append(row.fault("day", "signed_off", value=str(row["day"])))
    return faults


COUNTS = ImportKind(
    "counts",
    (
        Column("campaign", _l("Season (short name)"), required=True, parse=text(60)),
        Column("day", _l("Date"), required=True, parse=day(),
               help=_l("of the event, or the first day of the month or year")),
        Column("agency", _l("Agency"), parse=text(120), help=_l("Empty: the office itself")),
        Column("field", _l("Field (code)"), parse=text(80)),
        Column("measure", _l("Measure"), required=True, parse=choice(MEASURE_WORDS)),
        Column("channel", _l("Channel"), parse=choice(CHANNEL_WORDS)),
        Column("value", _l("Number counted"), required=True, parse=integer(0, MOST_MONEY)),
        Column("recorded_at", _l("Counted at"), parse=instant()),
        Column("synthetic", _l("Synthetic"), parse=flag()),
        Column("span", _l("Outside events, for a"), parse=choice(SPAN_WORDS),
               help=_l("Empty: a count of the event of that date")),
        Column("zone", _l("Zone"), parse=text(80), help=_l("only outside events")),
        Column("dong", _l("Dong"), parse=text(40), help=_l("only outside events")),
        Column("target_group", _l("Target group"), parse=choice(GROUP_WORDS)),
        Column("programme", _l("Programme"), parse=choice(PROGRAMME_WORDS)),
    ),
    apply_counts,
    title=_l("Counts"),
    lead=_l("One row for each count. What was not reported is left out; a zero is a report."),
    unique=(),
    sentences=SENTENCES,
)  # fmt: skip
assert set(MEASURE_WORDS) == set(MEASURES)
assert set(CHANNEL_WORDS) == set(CHANNELS)
assert set(GROUP_WORDS) == set(TARGET_GROUPS)
assert set(PROGRAMME_WORDS) == set(PROGRAMMES)
