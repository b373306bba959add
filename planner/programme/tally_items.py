"""What an entry of a tally asks for, by kind and direction, and its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from planner.accounts.models import Office
from planner.core.tally import MOST, shortage
from planner.extensions import db
from planner.programme.book_imports import SENTENCES, Names, column_of
from planner.programme.items import Item
from planner.programme.models import Tally, TallyEntry
from planner.programme.tally_queries import moves
from planner.programme.tally_services import EntryData, entry_of, lock_tally
from planner.programme.words import CHANNEL_LABELS
from planner.tabular import Column, ImportKind, ImportResult, Row, RowFault, RowsRefused, choice

# Every id of an imported entry is made from what its row says, below this one.
TALLIES = UUID("2b6f0a53-3c1d-5d0e-8f27-5e2a7c9d4411")
DAY = Item("day", _l("Date"), "day", required=True)
QUANTITY = Item("quantity", _l("Quantity"), "number", required=True, low=1, high=MOST)
CHANNEL = Item(
    "channel", _l("Distribution channel"), "choice", default="", choices={"": "-", **CHANNEL_LABELS}
)
DONG = Item("dong", _l("Dong"), "ref", ref="dong")
AGENCY = Item("agency", _l("Agency"), "ref", ref="agency")
FIELD = Item("field", _l("Counselling field"), "ref", ref="field")
PURPOSE = Item(
    "purpose", _l("Programme paid for"), longest=120, help=_l("Write nothing about residents.")
)
SYNTHETIC = Item("synthetic", _l("Made up"), "flag")
# What can be said of an entry besides day and quantity, by kind and direction.
DIMENSIONS: dict[str, dict[str, tuple[Item, ...]]] = {
    "material": {"in": (), "out": (CHANNEL, DONG)},
    "goods": {"in": (AGENCY,), "out": (PURPOSE, DONG, AGENCY)},
    "fund": {"in": (AGENCY,), "out": (PURPOSE, DONG)},
    "counsellor": {"in": (FIELD,), "out": (FIELD,)},
    "quota": {"in": (DONG, AGENCY, FIELD), "out": (DONG, AGENCY, FIELD)},
}
DIRECTION_LABELS = {"in": _l("In"), "out": _l("Out")}
TALLY = Item("tally", _l("What is counted"), "ref", required=True, ref="tally")
FILE_ITEMS = (TALLY, DAY, QUANTITY, CHANNEL, DONG, AGENCY, FIELD, PURPOSE, SYNTHETIC)


def entry_items(kind: str, direction: str) -> tuple[Item, ...]:
    """The items of an entry's form."""
    return (DAY, QUANTITY, *DIMENSIONS[kind][direction], SYNTHETIC)


def apply_entries(
    office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Add an entry for each row (no commit). Its id is made from its row and from how often the
    same row stands before it, so a file read twice adds nothing the second time."""
    names = Names(office.id, FILE_ITEMS)
    read = [names.values(row, FILE_ITEMS) for row in rows]
    if names.faults:
        raise RowsRefused(names.faults)
    seen: dict[str, int] = {}
    entries: dict[str, tuple[int, EntryData, Row]] = {}
    for row, values in zip(rows, read, strict=True):
        tally_id = values.pop("tally")
        data = _data(values, row, tally_id, seen)
        entries[data.id] = (tally_id, data, row)
    there = _there(list(entries))
    fresh = [found for key, found in entries.items() if key not in there]
    _take(office.id, fresh, now)
    return ImportResult(added=len(fresh), unchanged=len(entries) - len(fresh))


def _data(values: dict[str, Any], row: Row, tally_id: int, seen: dict[str, int]) -> EntryData:
    said = {
        "channel": values.get("channel") or "",
        "dong_id": values.get("dong"),
        "agency_id": values.get("agency"),
        "field_id": values.get("field"),
        "purpose": values.get("purpose") or "",
    }
    parts = (tally_id, values["day"], row["direction"], values["quantity"], *said.values())
    content = "|".join(map(str, parts))
    seen[content] = seen.get(content, 0) + 1
    return EntryData(
        id=str(uuid5(TALLIES, f"{content}|{seen[content]}")),
        day=values["day"],
        direction=row["direction"],
        quantity=values["quantity"],
        synthetic=values.get("synthetic", False),
        **said,
    )


def _there(ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        found.update(db.session.scalars(select(TallyEntry.id).where(TallyEntry.id.in_(part))))
    return found


def _take(office_id: int, fresh: Sequence[tuple[int, EntryData, Row]], now: datetime) -> None:
    """Add entries to their tallies, each judged with everything that the file brings to it."""
    faults: list[RowFault] = []
    by_tally: dict[int, list[tuple[EntryData, Row]]] = {}
    for tally_id, data, row in fresh:
        by_tally.setdefault(tally_id, []).append((data, row))
    for tally_id in sorted(by_tally):
        tally = lock_tally(office_id, tally_id)
        for data, _row in by_tally[tally_id]:
            db.session.add(entry_of(tally, data, user_id=None, now=now))
        db.session.flush()
        faults += _short(tally, by_tally[tally_id])
    if faults:
        raise RowsRefused(faults)


def _short(tally: Tally, rows: Sequence[tuple[EntryData, Row]]) -> list[RowFault]:
    short = shortage(moves(tally))
    if short is None:
        return []
    row = next((row for data, row in rows if data.day == short.day), rows[-1][1])
    return [row.fault("quantity", "shortage", day=short.day, missing=short.missing)]


ENTRIES = ImportKind(
    "tally_entries",
    (
        *(column_of(item) for item in FILE_ITEMS[:2]),
        Column(
            "direction", _l("Direction"), required=True, parse=choice(DIRECTION_LABELS),
            example="out", help=_l("in: printed, received, joined; out: given out, used, left"),
        ),
        *(column_of(item) for item in FILE_ITEMS[2:]),
    ),
    apply_entries,
    title=_l("Entries of what is counted"),
    lead=_l("One row for each entry; a file that is read twice adds nothing the second time."),
    unique=(),
    sentences=SENTENCES,
)  # fmt: skip
