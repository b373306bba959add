"""An office's programme as the rows of the importer's own files, for `seed export`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from planner.extensions import db
from planner.programme.book_queries import rows_of
from planner.programme.books import BOOKS
from planner.programme.items import Book, Item
from planner.programme.models import CenterSlot, RegularCenter, Tally, TallyEntry
from planner.programme.references import label_of
from planner.programme.tally_items import FILE_ITEMS
from planner.programme.tally_queries import corrections

Getter = Callable[[Any], Any]
FileRows = tuple[str, str, Sequence[Any], dict[str, Getter]]


def office_files(office_id: int) -> Iterator[FileRows]:
    """(file, columns, rows, how a column is read) of every file that the office fills."""
    for name in (*BOOKS, "tally_entries", "center_slots"):
        yield office_file(office_id, name)


def office_file(office_id: int, name: str) -> FileRows:
    """One of them."""
    if name == "tally_entries":
        return _entries(office_id)
    if name == "center_slots":
        return _slots(office_id)
    return _book(BOOKS[name], office_id)


def _slots(office_id: int) -> FileRows:
    rows = db.session.scalars(
        select(CenterSlot)
        .join(RegularCenter, RegularCenter.id == CenterSlot.center_id)
        .where(RegularCenter.office_id == office_id, CenterSlot.phone + CenterSlot.visit > 0)
        .order_by(CenterSlot.center_id, CenterSlot.day, CenterSlot.starts_at)
    ).all()
    centers = {row.id: row.name for row in rows_of(BOOKS["regular_centers"], office_id)}
    getters: dict[str, Getter] = {"center": lambda row: centers[row.center_id]}
    return "center_slots", "center day starts_at phone visit", rows, getters


def _book(book: Book, office_id: int) -> FileRows:
    getters: dict[str, Getter] = {item.key: _getter(item) for item in book.items}
    return book.name, " ".join(getters), rows_of(book, office_id), getters


def _getter(item: Item) -> Getter:
    if item.kind == "ref":
        return lambda row: label_of(item.ref, getattr(row, item.key))
    if item.kind == "refs":
        return lambda row: [stop.venue.name for stop in getattr(row, item.key)]
    return lambda row: getattr(row, item.key)


def _entries(office_id: int) -> FileRows:
    """Entries with their corrections worked in; one that was taken back whole is left out."""
    statement = (
        select(TallyEntry)
        .join(TallyEntry.tally)
        .where(Tally.office_id == office_id, TallyEntry.corrects_id.is_(None))
        .options(joinedload(TallyEntry.tally), joinedload(TallyEntry.dong))
        .options(joinedload(TallyEntry.agency), joinedload(TallyEntry.field))
        .order_by(Tally.id, TallyEntry.day, TallyEntry.direction, TallyEntry.id)
    )
    rows = db.session.scalars(statement).unique().all()
    corrected = corrections([row.id for row in rows]) if rows else {}
    quantity = {
        row.id: abs(row.value + sum(item.value for item in corrected.get(row.id, ())))
        for row in rows
    }
    getters: dict[str, Getter] = {
        item.key: _getter(item) for item in FILE_ITEMS if item.kind == "ref"
    }
    getters["quantity"] = lambda row: quantity[row.id]
    columns = "tally day direction quantity channel dong agency field purpose synthetic"
    return "tally_entries", columns, [row for row in rows if quantity[row.id]], getters
