"""XLSX: a sheet for each table, its first row frozen, and a last sheet that explains everything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, tzinfo
from typing import Any, BinaryIO

from planner.exports.table import Column, Table

SHEET_ROWS = 1_048_576  # what one sheet can hold, the heading among them
WIDTHS = {
    "text": 22,
    "integer": 12,
    "share": 9,
    "day": 12,
    "time": 8,
    "instant": 17,
    "flag": 9,
    "month": 9,
}
FORMATS = {
    "integer": "#,##0",
    "share": "0.0%",
    "day": "yyyy-mm-dd",
    "time": "hh:mm",
    "instant": "yyyy-mm-dd hh:mm",
}


def write(
    file: BinaryIO,
    tables: Sequence[Table],
    *,
    facts: Sequence[tuple[str, str]],
    labels: dict[str, str],
    zone: tzinfo,
    most_rows: int = SHEET_ROWS,
) -> dict[str, int]:
    """Write the workbook; how many rows each table had, by its name.

    `facts` are the first lines of the explaining sheet (what, when, for which season), `labels`
    its words: yes, no, explanation, sheet, column, unit, meaning, rows.
    """
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    formats = {kind: book.add_format({"num_format": text}) for kind, text in FORMATS.items()}
    formats["heading"] = book.add_format(
        {"bold": True, "bg_color": "#E6E8EA", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
    )
    written = {}
    taken: set[str] = set()
    for table in tables:
        written[table.name] = _table(book, table, formats, labels, zone, most_rows, taken)
    _explain(book, tables, written, facts, labels, formats["heading"], taken)
    book.close()
    return written


def sheet_name(title: str, taken: set[str]) -> str:
    """A name that a sheet may have and none has yet."""
    base = "".join(" " if letter in "[]:*?/\\'" else letter for letter in title).strip()[:25]
    name, number = base or "-", 2
    while name.casefold() in taken:
        name, number = f"{base} ({number})", number + 1
    taken.add(name.casefold())
    return name


def _table(
    book: Any,
    table: Table,
    formats: dict[str, Any],
    labels: dict[str, str],
    zone: tzinfo,
    most_rows: int,
    taken: set[str],
) -> int:
    """One table on as many sheets as it needs; how many rows it had."""
    total = 0
    line = most_rows
    sheet: Any = None
    for row in table.checked_rows():
        if line >= most_rows:
            _close(sheet, line, table)
            sheet, line = _open(book, table, formats["heading"], taken), 1
        for i, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _cell(sheet, line, i, column, value, formats, labels, zone)
        line += 1
        total += 1
    if sheet is None:
        sheet, line = _open(book, table, formats["heading"], taken), 1
    _close(sheet, line, table)
    return total


def _open(book: Any, table: Table, heading: Any, taken: set[str]) -> Any:
    sheet = book.add_worksheet(sheet_name(str(table.title), taken))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    for i, column in enumerate(table.columns):
        sheet.set_column(i, i, WIDTHS[column.kind])
    for i, column in enumerate(table.columns):
        sheet.write_string(0, i, column.heading, heading)
    return sheet


def _close(sheet: Any, line: int, table: Table) -> None:
    if sheet is not None:
        sheet.autofilter(0, 0, max(line - 1, 0), len(table.columns) - 1)


def _cell(
    sheet: Any,
    line: int,
    i: int,
    column: Column,
    value: Any,
    formats: dict[str, Any],
    labels: dict[str, str],
    zone: tzinfo,
) -> None:
    style = formats.get(column.kind)
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(line, i, labels["yes"] if value else labels["no"])
    elif isinstance(value, int | float):
        sheet.write_number(line, i, value, style)
    elif isinstance(value, datetime):
        sheet.write_datetime(line, i, value.astimezone(zone).replace(tzinfo=None), style)
    elif isinstance(value, date | time):
        sheet.write_datetime(line, i, value, style)
    else:
        sheet.write_string(line, i, str(value)[:32767])


def _explain(
    book: Any,
    tables: Sequence[Table],
    written: dict[str, int],
    facts: Sequence[tuple[str, str]],
    labels: dict[str, str],
    heading: Any,
    taken: set[str],
) -> None:
    """What the file is, how many rows it holds, and what every column means."""
    sheet = book.add_worksheet(sheet_name(labels["explanation"], taken))
    for i, width in enumerate((24, 26, 12, 80)):
        sheet.set_column(i, i, width)
    line = 0
    for name, value in facts:
        sheet.write_string(line, 0, name)
        sheet.write_string(line, 1, value)
        line += 1
    for table in tables:
        sheet.write_string(line, 0, str(table.title))
        sheet.write_string(line, 1, labels["rows"])
        sheet.write_number(line, 2, written[table.name])
        sheet.write_string(line, 3, str(table.lead))
        line += 1
    line += 1
    for i, key in enumerate(("sheet", "column", "unit", "meaning")):
        sheet.write_string(line, i, labels[key], heading)
    for table in tables:
        for column in table.columns:
            line += 1
            for i, value in enumerate((table.title, column.heading, column.unit, column.meaning)):
                sheet.write_string(line, i, str(value))
