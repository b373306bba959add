"""Counts, event records and published figures from an organizer's own spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from planner.core.counting import CHANNELS, MEASURES, MOST, QUALIFIERS
from planner.extensions import db
from planner.results.import_lookup import SEOUL, Lookup, instant
from planner.results.ledger import lock_event
from planner.results.models import CountEntry, EventRecord, PublishedFigure
from planner.results.words import CHANNELS as CHANNEL_WORDS
from planner.results.words import MEASURES as MEASURE_WORDS
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

__all__ = ["KINDS", "instant"]

# Every id of an imported entry is made from what its row says, below this one.
LEDGER = UUID("6f5d1c0e-8c1b-5d0a-9d0e-2f6f7b1f4a10")
QUALIFIER_WORDS = {
    "over": _l("over (rounded down)"),
    "about": _l("about (rounded)"),
    "min": _l("at least"),
    "within": _l("around"),
}
SENTENCES = {
    "not_an_instant": (
        _l("'%(value)s' is no date and time."),
        _l("Write it like 2023-05-23 15:30."),
    ),
    "two_events": (
        _l("There are two events on %(value)s."),
        _l("Enter the counts of these events on their own pages."),
    ),
    "signed_off": (
        _l("The counts of %(value)s have been signed off."),
        _l("Remove these rows, and add corrections with a reason on the event's page."),
    ),
}


# ---------------------------------------------------------------- what became of the events


def apply_records(
    office: Any, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Write the record of each event (no commit); an earlier record is brought up to date."""
    look = Lookup(office)
    found = [(row, look.event(row, look.campaign(row))) for row in rows]
    if look.faults:
        raise RowsRefused(look.faults)
    tally = {"added": 0, "changed": 0, "unchanged": 0}
    for row, event in found:
        assert event is not None
        record = db.session.scalar(select(EventRecord).where(EventRecord.event_id == event.id))
        values = {
            "held": row.get("held", True),
            "moved_indoors": row.get("moved_indoors", False),
            "note": row.get("note", ""),
        }
        if record is None:
            record = EventRecord(event_id=event.id, version=1, **values)
            db.session.add(record)
            outcome = "added"
        else:
            outcome = _update(record, values)
        if row.get("signed_off") and record.signed_off_at is None:
            record.signed_off_at = row["signed_off"]
            outcome = "changed" if outcome == "unchanged" else outcome
        tally[outcome] += 1
    return ImportResult(tally["added"], tally["changed"], tally["unchanged"])


def _update(record: Any, values: Mapping[str, Any]) -> str:
    changed = {key: value for key, value in values.items() if getattr(record, key) != value}
    for key, value in changed.items():
        setattr(record, key, value)
    if changed:
        record.version += 1
    return "changed" if changed else "unchanged"


EVENT_RECORDS = ImportKind(
    "event_records",
    (
        Column("campaign", _l("Season (short name)"), required=True, parse=text(60)),
        Column("day", _l("Date"), required=True, parse=day()),
        Column("held", _l("Held"), parse=flag(), default=None),
        Column("moved_indoors", _l("Held indoors instead"), parse=flag()),
        Column("note", _l("Note"), parse=text(500)),
        Column("signed_off", _l("Signed off at"), parse=instant()),
    ),
    apply_records,
    title=_l("Event records"),
    unique=("campaign", "day"),
    sentences=SENTENCES,
)


# ---------------------------------------------------------------- counts


def apply_counts(
    office: Any, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Add an entry for each row (no commit). The id of an entry is made from its row and from how
    often the same row stands before it, so a file read twice adds nothing the second time."""
    look = Lookup(office)
    entries: list[CountEntry] = []
    seen: dict[str, int] = {}
    for row in rows:
        event = look.event(row, look.campaign(row))
        agency = look.named(row, "agency", look.agencies)
        field = look.named(row, "field", look.fields)
        if event is None:
            continue
        recorded = row.get("recorded_at") or datetime.combine(event.day, event.ends_at, SEOUL)
        parts = (
            event.uid,
            agency.id if agency else 0,
            field.id if field else 0,
            row["measure"],
            row.get("channel") or "import",
            row["value"],
            recorded.astimezone(SEOUL).isoformat(),
        )
        content = "|".join(map(str, parts))
        seen[content] = seen.get(content, 0) + 1
        entries.append(
            CountEntry(
                id=str(uuid5(LEDGER, f"{content}|{seen[content]}")),
                office_id=office.id,
                event_id=event.id,
                agency_id=agency.id if agency else None,
                field_id=field.id if field else None,
                measure=row["measure"],
                channel=row.get("channel") or "import",
                value=row["value"],
                recorded_at=recorded,
                received_at=now,
                synthetic=row.get("synthetic", False),
            )
        )
    there = _there([entry.id for entry in entries])
    fresh = [entry for entry in entries if entry.id not in there]
    for event_id in sorted({entry.event_id for entry in fresh}):
        lock_event(office.id, event_id, alone=False)
    look.faults += _closed(rows, look, {entry.event_id for entry in fresh})
    if look.faults:
        raise RowsRefused(look.faults)
    db.session.add_all(fresh)
    return ImportResult(added=len(fresh), unchanged=len(entries) - len(fresh))


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
        if any(event.id in closed for event in held):
            faults.append(row.fault("day", "signed_off", value=str(row["day"])))
    return faults


COUNTS = ImportKind(
    "counts",
    (
        Column("campaign", _l("Season (short name)"), required=True, parse=text(60)),
        Column("day", _l("Date"), required=True, parse=day()),
        Column("agency", _l("Agency"), parse=text(120), help=_l("Empty: the office itself")),
        Column("field", _l("Field (code)"), parse=text(80)),
        Column("measure", _l("Measure"), required=True, parse=choice(MEASURE_WORDS)),
        Column("channel", _l("Channel"), parse=choice(CHANNEL_WORDS)),
        Column("value", _l("Number counted"), required=True, parse=integer(0, MOST)),
        Column("recorded_at", _l("Counted at"), parse=instant()),
        Column("synthetic", _l("Synthetic"), parse=flag()),
    ),
    apply_counts,
    title=_l("Counts"),
    lead=_l("One row for each count. What was not reported is left out; a zero is a report."),
    unique=(),
    sentences=SENTENCES,
)


# ---------------------------------------------------------------- published figures


def apply_published(
    office: Any, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Write published figures (no commit), one for each season, period and measure."""
    look = Lookup(office)
    found = [(row, look.campaign(row)) for row in rows]
    if look.faults:
        raise RowsRefused(look.faults)
    tally = {"added": 0, "changed": 0, "unchanged": 0}
    for row, campaign in found:
        assert campaign is not None
        key = {"campaign_id": campaign.id, "period": row["period"], "measure": row["measure"]}
        values = {
            name: row.get(name) or "" for name in ("qualifier", "base", "base_en", "source")
        } | {"value": row["value"]}
        figure = db.session.scalar(select(PublishedFigure).filter_by(**key))
        if figure is None:
            db.session.add(PublishedFigure(version=1, **key, **values))
            tally["added"] += 1
        else:
            tally[_update(figure, values)] += 1
    return ImportResult(tally["added"], tally["changed"], tally["unchanged"])


PUBLISHED = ImportKind(
    "published_figures",
    (
        Column("campaign", _l("Season (short name)"), required=True, parse=text(60)),
        Column("period", _l("Period"), required=True, parse=text(20), example="2022-10"),
        Column("measure", _l("Measure"), required=True, parse=text(24)),
        Column("value", _l("Value"), required=True, parse=integer(0, 10**15)),
        Column("qualifier", _l("Qualifier"), parse=choice(QUALIFIER_WORDS, blank="")),
        Column("base", _l("Base"), parse=text(200)),
        Column("base_en", _l("Base, in English"), parse=text(200)),
        Column("source", _l("Source"), parse=text(300)),
    ),
    apply_published,
    title=_l("Published figures"),
    unique=("campaign", "period", "measure"),
)

# Counts first: a record may close its event.
KINDS = (COUNTS, EVENT_RECORDS, PUBLISHED)
assert set(MEASURE_WORDS) == set(MEASURES)
assert set(CHANNEL_WORDS) == set(CHANNELS)
assert {"", *QUALIFIER_WORDS} == set(QUALIFIERS)
