"""Every book as a kind of file that the importer reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from planner.accounts.models import Office
from planner.extensions import db
from planner.programme import book_services as services
from planner.programme.book_queries import rows_of
from planner.programme.books import BOOKS
from planner.programme.items import Book, Item, Values
from planner.programme.references import references
from planner.tabular import (
    Column,
    ImportKind,
    ImportResult,
    Parser,
    Row,
    RowFault,
    RowsRefused,
    choice,
    clock,
    day,
    flag,
    integer,
    listing,
    text,
    weekdays,
)

# code: (what is wrong, what to do); the forms show both as one sentence.
SENTENCES = {
    "unknown_name": (
        _l("Nothing is known by the name '%(value)s'."),
        _l("Add it to the records first, or correct the name."),
    ),
    "row_known": (
        _l("There is already such a row."),
        _l("Change that one, or correct this one."),
    ),
    "order": (
        _l("The end lies before the beginning."),
        _l("Check both cells."),
    ),
    "percent_and_state": (
        _l("%(value)s %% does not fit the state."),
        _l("100 means completed and only that; not begun means 0."),
    ),
    "type_of_kind": (
        _l("'%(value)s' does not belong to this kind."),
        _l("Choose another one, or leave it at 'Other'."),
    ),
    "below_last_year": (
        _l("%(value)s is less than last year's value and a tenth more."),
        _l("Aim at %(least)s at least, or leave last year's value empty."),
    ),
    "months_and_whole": (
        _l("The months do not come to %(value)s."),
        _l("Correct the number, or give it a qualifier such as 'about'."),
    ),
    "since_missing": (
        _l("The year from which the rule holds is missing."),
        _l("Enter the year, or 0 as the least number."),
    ),
    "more_completed": (
        _l("%(value)s completed is more than came."),
        _l("Check both numbers."),
    ),
    "no_weekday": (_l("No day of the week is chosen."), _l("Choose at least one.")),
    "no_way": (
        _l("Neither by telephone nor by visit."),
        _l("Choose at least one of the two."),
    ),
    "no_week": (_l("No week of the month is chosen."), _l("Choose at least one.")),
    "too_many_themes": (_l("The themes are too long together."), _l("Shorten them.")),
    "not_a_week": (
        _l("'%(value)s' is no week of the month."),
        _l("Use 1 to 4, or 5 for the last."),
    ),
    "shortage": (
        _l("On %(day)s %(missing)s more would have gone out than was there."),
        _l("Enter what came in first, or correct quantity and date."),
    ),
    "unknown_slot": (
        _l("The centre has no slot at %(value)s on that day."),
        _l("Check date and time against the centre's hours."),
    ),
    "too_many_taken": (
        _l("The slot has %(places)s places."),
        _l("Check both numbers."),
    ),
}


def parser_of(item: Item) -> Parser:
    """How a cell of an item is read; rows that it names stay names here."""
    if item.kind == "number":
        return integer(item.low, item.high)
    if item.kind == "choice":
        return choice(item.choices, blank=item.blank)
    makers: dict[str, Any] = {"day": day, "clock": clock, "flag": flag, "weekdays": weekdays}
    if item.kind in makers:
        made: Parser = makers[item.kind]()
        return made
    if item.kind in ("words", "refs"):
        return listing(200)
    return text(200 if item.kind == "ref" else item.longest, lines=item.kind == "lines")


def column_of(item: Item) -> Column:
    """An item as a column of a file."""
    blank = None if item.kind == "ref" else item.blank
    return Column(
        item.key,
        item.label,
        item.required,
        parser_of(item),
        blank,
        item.file_help or item.help,
        item.example,
    )


class Names:
    """The rows that names of a file mean; a name that means none is a fault."""

    def __init__(self, office_id: int, items: Sequence[Item]) -> None:
        self.ids: dict[str, dict[str, int]] = {}
        for kind in {item.ref for item in items if item.ref}:
            known: dict[str, int] = {}
            for row in references(office_id, kind):
                for name in row.names:
                    known.setdefault(name, row.id)
            self.ids[kind] = known
        self.faults: list[RowFault] = []

    def values(self, row: Row, items: Sequence[Item]) -> Values:
        """A row's cells with ids for names; columns that the file lacks are left out."""
        return {item.key: self._value(row, item) for item in items if item.key in row}

    def _value(self, row: Row, item: Item) -> Any:
        cell = row[item.key]
        if item.kind == "ref":
            return None if cell in (None, "") else self._id(row, item, cell)
        if item.kind == "refs":
            return tuple(self._id(row, item, name) for name in cell)
        if item.kind == "words" and item.choices:
            for word in cell:
                if word not in item.choices:
                    self.faults.append(row.fault(item.key, "not_a_week", value=word))
        return cell

    def _id(self, row: Row, item: Item, name: str) -> int | None:
        found = self.ids[item.ref].get(name)
        if found is None:
            self.faults.append(row.fault(item.key, "unknown_name", value=name))
        return found


def apply_book(book: Book, office: Office, rows: Sequence[Row]) -> ImportResult:
    """Add rows, or change those of the same key; columns left out keep what was there."""
    names = Names(office.id, book.items)
    read = [names.values(row, book.items) for row in rows]
    if names.faults:
        raise RowsRefused(names.faults)
    blank = {item.key: item.blank for item in book.items}
    known = {book.key_of(book.values_of(row)): row for row in rows_of(book, office.id)}
    faults: list[RowFault] = []
    added = changed = 0
    for row, values in zip(rows, read, strict=True):
        found = known.get(book.key_of({**blank, **values}))
        before = book.values_of(found) if found else blank
        wanted = {**before, **values}
        faults += [row.fault(f.key, f.code, **f.data) for f in book.check(wanted)]
        if faults or (found is not None and wanted == before):
            continue
        made = services.put_row(book, office.id, found, wanted)
        known[book.key_of(wanted)] = made
        if found is not None:
            found.version += 1
        added, changed = added + (found is None), changed + (found is not None)
    if faults:
        raise RowsRefused(faults)
    db.session.flush()
    return ImportResult(added, changed, len(rows) - added - changed)


def kind_of(book: Book) -> ImportKind:
    """A book as the importer knows it."""

    def take(
        office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
    ) -> ImportResult:
        return apply_book(book, office, rows)

    return ImportKind(
        book.name,
        tuple(column_of(item) for item in book.items),
        take,
        title=book.title,
        lead=book.lead,
        unique=book.key,
        sentences=SENTENCES,
    )


BOOK_KINDS = {name: kind_of(book) for name, book in BOOKS.items()}
