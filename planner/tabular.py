"""Importing tables: what a kind of file holds, and one transaction that takes all of it or none.

    KIND = ImportKind("dongs", (Column("name", _l("Name"), parse=text(40)), …), apply)

`apply(office, rows, *, context, now)` writes the rows (no commit) and returns an `ImportResult`; it
raises `RowsRefused` with faults of its own (`row.fault("zone", "unknown", value=…)`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from planner.errors import Refused
from planner.extensions import LOCALES, db
from planner.tabular_cells import (
    CellError,
    Parser,
    choice,
    decimal,
    flag,
    integer,
    listing,
    shown,
    text,
    written,
)
from planner.tabular_days import clock, day, day_spans, weekdays
from planner.tabular_files import MOST_ROWS, FileError, Unreadable, read_file
from planner.tabular_kinds import (
    Column,
    ImportKind,
    ImportResult,
    Row,
    RowFault,
    RowsRefused,
    Table,
    column_letter,
)
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
        further = _further_faults(kind, office, table, context or {}, now)
        raise RowsRefused([*table.faults, *further])
    result = kind.apply(office, table.rows, context=context or {}, now=now)
    db.session.flush()
    return ImportResult(result.added, result.changed, result.unchanged, table.encoding)


def _further_faults(
    kind: ImportKind, office: Any, table: Table, context: Mapping[str, Any], now: datetime
) -> list[RowFault]:
    """What is wrong with the rows that could be read, so that one look at the list is enough.

    The caller rolls back what `apply` wrote. A name that only a bad row holds is not unknown.
    """
    bad = {fault.row for fault in table.faults}
    good = [row for row in table.rows if row.number not in bad]
    refused_rows = [row for row in table.rows if row.number in bad]
    named = {shown(row[key]) for row in refused_rows for key in kind.unique if key in row}
    try:
        if good:
            kind.apply(office, good, context=context, now=now)
    except RowsRefused as refused:
        return [fault for fault in refused.faults if fault.data.get("value") not in named]
    except (Refused, SQLAlchemyError):
        pass  # refused anyway
    return []


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
