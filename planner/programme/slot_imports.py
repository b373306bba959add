"""Reservations from a spreadsheet: how many places of a slot are taken, never by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from planner.accounts.models import Office
from planner.core.time_slots import slots
from planner.extensions import db
from planner.programme.book_imports import SENTENCES
from planner.programme.center_queries import centers, hours_of
from planner.programme.center_services import lock_center, slot_of
from planner.tabular import (
    Column,
    ImportKind,
    ImportResult,
    Row,
    RowFault,
    RowsRefused,
    clock,
    day,
    integer,
    text,
)


def apply_slots(
    office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Set the places taken of each slot that is named (no commit)."""
    known = {row.name: row for row in centers(office.id)}
    faults = [fault for row in rows for fault in _faults(row, known)]
    if faults:
        raise RowsRefused(faults)
    added = changed = 0
    for center_id in sorted({known[row["center"]].id for row in rows}):
        lock_center(office.id, center_id)
    for row in rows:
        slot = slot_of(known[row["center"]], row["day"], row["starts_at"])
        before = (slot.phone, slot.visit)
        slot.phone = row.get("phone", slot.phone)
        slot.visit = row.get("visit", slot.visit)
        if slot.id is None:
            added += 1
        elif before != (slot.phone, slot.visit):
            changed += 1
        db.session.flush()
    return ImportResult(added, changed, len(rows) - added - changed)


def _faults(row: Row, known: Mapping[str, Any]) -> list[RowFault]:
    center = known.get(row["center"])
    if center is None:
        return [row.fault("center", "unknown_name", value=row["center"])]
    if row["starts_at"] not in slots(hours_of(center), row["day"]):
        return [row.fault("starts_at", "unknown_slot", value=f"{row['starts_at']:%H:%M}")]
    if row.get("phone", 0) + row.get("visit", 0) > center.slot_places:
        return [row.fault("visit", "too_many_taken", places=center.slot_places)]
    return []


SLOTS = ImportKind(
    "center_slots",
    (
        Column("center", _l("Regular centre"), required=True, parse=text(120)),
        Column("day", _l("Date"), required=True, parse=day()),
        Column("starts_at", _l("Starts at"), required=True, parse=clock()),
        Column("phone", _l("By telephone"), parse=integer(0, 99), default=0),
        Column("visit", _l("By visit"), parse=integer(0, 99), default=0),
    ),
    apply_slots,
    title=_l("Reservations"),
    lead=_l("How many places of a slot are reserved. Nobody is named."),
    unique=("center", "day", "starts_at"),
    sentences=SENTENCES,
)
