"""Importing tables: what a kind of file holds, and one transaction that takes all of it or none.

    KIND = ImportKind("dongs", (Column("name", _l("Name"), parse=text(40)), …), apply)

`apply(office, rows, *, context, now)` writes the rows (no commit) and returns an `ImportResult`; it
raises `RowsRefused` with faults of its own (`row.fault("zone", "unknown", value=…)`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from sqlalchemy.exc import IntegrityError

from planner.extensions import LOCALES, db
from planner.tabular_cells import (
    CellError,
    Parser,
    choice,
    clock,
    day,
    day_spans,
    decimal,
    flag,
    integer,
    listing,
    shown,
    text,
    weekdays,
    written,
)
from planner.tabular_files import MOST_ROWS, FileError, Unreadable, read_file
from planner.tabular_words import fault_advice, fault_sentence

__all__ = [
    "MOST_ROWS",
    "CellError",
    "Column",
    "ImportKind",
    "ImportResult",
    "Parser",
    "Row",
    "RowFault",
    "RowsRefused",
    "Table",
    "apply_table",
    "choice",
    "clock",
    "column_letter",
    "day",
    "day_spans",
    "decimal",
    "fault_advice",
    "fault_sentence",
    "flag",
    "import_rows",
    "integer",
    "listing",
    "read_table",
    "shown",
    "text",
    "weekdays",
]

UNSET: Any = object()


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one cell ('C7'), one row (cell ''), or the whole file (row 0).

    `column` is the column's key; `fault_sentence` puts `code` and `data` into words.
    """

    row: int
    cell: str
    column: str
    code: str
    data: Mapping[str, Any] = field(default_factory=dict)


class RowsRefused(Exception):
    """Raised by an `apply`: nothing is saved, the faults are listed."""

    def __init__(self, faults: Iterable[RowFault]) -> None:
        super().__init__("rows refused")
        self.faults = sorted(faults, key=lambda fault: (fault.row, len(fault.cell), fault.cell))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` and `label` (in either language) are its accepted headings.

    A blank cell gives `default` (the parser's own when not set); a required one must be filled in.
    A column that the file does not have leaves no entry in the row.
    """

    key: str
    label: Any
    required: bool = False
    parse: Parser = field(default_factory=lambda: text(200))
    default: Any = UNSET
    help: Any = ""
    example: str = ""

    @property
    def blank(self) -> Any:
        return self.parse.blank if self.default is UNSET else self.default


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of file: its name (in addresses), columns, and what takes the rows.

    `unique`: keys of the columns that together may stand only once in a file. `sentences` adds
    an area's own fault codes: code -> (what is wrong, what to do), lazy, with `%(name)s`.
    """

    name: str
    columns: tuple[Column, ...]
    apply: Callable[..., ImportResult]
    title: Any = ""
    lead: Any = ""
    unique: tuple[str, ...] = ("name",)
    sentences: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    def label(self, key: str) -> str:
        """A column's heading in the reader's language ('' for no column)."""
        column = self.column(key)
        return str(column.label) if column else ""


class Row(dict[str, Any]):
    """The values of one row by column key; `number` is its row in the spreadsheet."""

    def __init__(self, number: int, letters: Mapping[str, str]) -> None:
        super().__init__()
        self.number = number
        self.letters = letters

    def fault(self, key: str, code: str, **data: Any) -> RowFault:
        """A fault at this row's cell of a column (or of the whole row when key is '')."""
        letter = self.letters.get(key, "")
        return RowFault(self.number, f"{letter}{self.number}" if letter else "", key, code, data)


@dataclass(frozen=True, slots=True)
class Table:
    """What a file held: good rows, and every fault; `encoding` is 'cp949' for old Windows files."""

    rows: Sequence[Row]
    faults: Sequence[RowFault]
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many rows were added, changed, and already as the file says."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    encoding: str = ""


def read_table(kind: ImportKind, filename: str, data: bytes) -> Table:
    """Read a file of a kind; every fault of every row is collected. Needs an app context."""
    known = _headings(kind)
    try:
        sheet = read_file(data, lambda cells: sum(_fold(cell) in known for cell in cells))
    except FileError as error:
        return Table((), (RowFault(error.row, "", "", error.code, error.data),))
    number, headings = sheet.rows[0]
    columns, faults = _columns(kind, known, number, headings)
    if faults:
        return Table((), tuple(faults), sheet.encoding)
    if len(sheet.rows) == 1:
        return Table((), (RowFault(0, "", "", "no_rows"),), sheet.encoding)
    letters = {column.key: column_letter(i) for i, column in columns.items()}
    rows = []
    for number, cells in sheet.rows[1:]:
        row, wrong = _row(number, cells, columns, letters)
        rows.append(row)
        faults.extend(wrong)
    faults.extend(_duplicates(kind, rows, {fault.row for fault in faults}))
    faults.sort(key=lambda fault: (fault.row, len(fault.cell), fault.cell))
    return Table(rows, tuple(faults), sheet.encoding)


def apply_table(
    kind: ImportKind,
    office: Any,
    table: Table,
    *,
    now: datetime,
    context: Mapping[str, Any] | None = None,
) -> ImportResult:
    """Write a table's rows in the caller's transaction, without committing.

    Raises `RowsRefused` with every fault; the caller rolls back.
    """
    if table.faults:
        raise RowsRefused(table.faults)
    result = kind.apply(office, table.rows, context=context or {}, now=now)
    db.session.flush()
    return ImportResult(result.added, result.changed, result.unchanged, table.encoding)


def import_rows(
    kind: ImportKind,
    office: Any,
    filename: str,
    data: bytes,
    now: datetime,
    *,
    context: Mapping[str, Any] | None = None,
) -> ImportResult | tuple[RowFault, ...]:
    """Take a whole file in one transaction, or refuse it: the result, or the faults."""
    table = read_table(kind, filename, data)
    try:
        result = apply_table(kind, office, table, context=context, now=now)
        db.session.commit()
    except RowsRefused as refused:
        db.session.rollback()
        return tuple(refused.faults)
    except IntegrityError:  # somebody else saved the same row in this moment
        db.session.rollback()
        return (RowFault(0, "", "", "conflict"),)
    return result


def column_letter(index: int) -> str:
    """The spreadsheet's name of column `index` (from 0): A, …, Z, AA, …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _fold(heading: Any) -> str:
    return " ".join(written(heading).split()).casefold() if isinstance(heading, str) else ""


def _headings(kind: ImportKind) -> dict[str, Column]:
    """Every accepted heading: the keys, and the labels in each language."""
    known: dict[str, Column] = {}
    for locale in reversed(LOCALES):
        with force_locale(locale):
            known.update({_fold(str(column.label)): column for column in kind.columns})
    return known | {_fold(column.key): column for column in kind.columns}


def _columns(
    kind: ImportKind, known: Mapping[str, Column], number: int, headings: list[Any]
) -> tuple[dict[int, Column], list[RowFault]]:
    columns: dict[int, Column] = {}
    faults = []
    for i, heading in enumerate(headings):
        if heading in (None, ""):
            continue
        cell = f"{column_letter(i)}{number}"
        column = known.get(_fold(heading))
        if column is None:
            value = heading.text if isinstance(heading, Unreadable) else shown(heading)
            faults.append(RowFault(number, cell, "", "unknown_heading", {"value": value}))
        elif column in columns.values():
            data = {"value": shown(heading)}
            faults.append(RowFault(number, cell, column.key, "duplicate_heading", data))
        else:
            columns[i] = column
    for column in kind.columns:
        if column.required and column not in columns.values():
            data = {"value": column.label, "key": column.key}
            faults.append(RowFault(number, "", column.key, "missing_heading", data))
    return columns, faults


def _row(
    number: int, cells: list[Any], columns: Mapping[int, Column], letters: Mapping[str, str]
) -> tuple[Row, list[RowFault]]:
    row = Row(number, letters)
    faults = []
    for i, column in columns.items():
        cell = cells[i] if i < len(cells) else None
        if isinstance(cell, Unreadable):
            faults.append(row.fault(column.key, cell.code, value=cell.text[:40]))
        elif cell is None or written(cell) == "":
            row[column.key] = column.blank
            if column.required:
                faults.append(row.fault(column.key, "required"))
        else:
            try:
                row[column.key] = column.parse(cell)
            except CellError as error:
                faults.append(row.fault(column.key, error.code, **error.data))
    for i, cell in enumerate(cells):
        if cell not in (None, "") and i not in columns:
            place = f"{column_letter(i)}{number}"
            faults.append(RowFault(number, place, "", "no_heading"))
    return row, faults


def _duplicates(kind: ImportKind, rows: Sequence[Row], bad: set[int]) -> list[RowFault]:
    """Rows whose key stands in an earlier row of the file already."""
    first: dict[tuple[Any, ...], int] = {}
    faults = []
    for row in rows:
        if row.number in bad or not kind.unique or any(key not in row for key in kind.unique):
            continue
        key = tuple(row[name] for name in kind.unique)
        if key in first:
            value = ", ".join(shown(part) for part in key)
            faults.append(
                row.fault(kind.unique[-1], "duplicate_row", value=value, first=first[key])
            )
        first.setdefault(key, row.number)
    return faults
