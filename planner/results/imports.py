"""Counts, event records and published figures from an organizer's own spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from planner.core.counting import QUALIFIERS
from planner.extensions import db
from planner.results.count_imports import COUNTS
from planner.results.import_lookup import SENTENCES, Lookup, instant
from planner.results.models import EventRecord, PublishedFigure
from planner.results.target_imports import TARGETS
from planner.results.words import KINDS as FIGURE_KINDS
from planner.results.words import PROGRAMMES as PROGRAMME_WORDS
from planner.tabular import (
    Column,
    ImportKind,
    ImportResult,
    Row,
    RowsRefused,
    choice,
    day,
    flag,
    integer,
    text,
)

__all__ = ["KINDS", "instant"]

QUALIFIER_WORDS = {
    "over": _l("over (rounded down)"),
    "about": _l("about (rounded)"),
    "min": _l("at least"),
    "within": _l("around"),
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
    seen: dict[tuple[Any, ...], int] = {}
    for row, campaign in found:
        assert campaign is not None
        key = {
            "campaign_id": campaign.id,
            "period": row["period"],
            "measure": row["measure"],
            "programme": row.get("programme") or "",
            "kind": row.get("kind") or "published",
        }
        first = seen.setdefault(tuple(key.values()), row.number)
        if first != row.number:
            look.faults.append(
                row.fault("measure", "duplicate_row", value=row["measure"], first=first)
            )
            continue
        values = {
            name: row.get(name) or "" for name in ("qualifier", "base", "base_en", "source")
        } | {"value": row["value"], "synthetic": row.get("synthetic", False)}
        figure = db.session.scalar(select(PublishedFigure).filter_by(**key))
        if figure is None:
            db.session.add(PublishedFigure(version=1, **key, **values))
            tally["added"] += 1
        else:
            tally[_update(figure, values)] += 1
    if look.faults:
        raise RowsRefused(look.faults)
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
        Column("programme", _l("Programme"), parse=choice(PROGRAMME_WORDS, blank="")),
        Column("kind", _l("Kind of figure"), parse=choice(FIGURE_KINDS, blank="published")),
        Column("synthetic", _l("Synthetic"), parse=flag()),
    ),
    apply_published,
    title=_l("Published figures"),
    unique=(),
)

# Counts first: a record may close its event.
KINDS = (COUNTS, EVENT_RECORDS, PUBLISHED, TARGETS)
assert {"", *QUALIFIER_WORDS} == set(QUALIFIERS)
