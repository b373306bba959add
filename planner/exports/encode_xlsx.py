"""XLSX: a sheet for each table, its first row frozen, and a last sheet that explains everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from itertools import chain, islice
from typing import Any, BinaryIO

from planner.exports.table import Table
from planner.exports.xlsx_book import Book
from planner.exports.xlsx_cells import Cells, rows
from planner.exports.xlsx_styles import STYLES

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
    book = Book(file)
    words = (labels["yes"], labels["no"])
    written = {}
    taken: set[str] = set()
    for table in tables:
        written[table.name] = _table(book, table, words, zone, most_rows, taken)
    _explain(book, tables, written, facts, labels, zone, taken)
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
    book: Book,
    table: Table,
    words: tuple[str, str],
    zone: tzinfo,
    most_rows: int,
    taken: set[str],
) -> int:
    """One table on as many sheets as it needs, each with its heading; how many rows it had."""
    title = [Cells("text", book.texts, words, zone, STYLES["heading"]) for _ in table.columns]
    heading = rows(title)(1, [column.heading for column in table.columns])
    row = rows([Cells(column.kind, book.texts, words, zone) for column in table.columns])
    widths = [WIDTHS[column.kind] for column in table.columns]
    left = table.checked_rows()
    total = 0
    while True:
        first = list(islice(left, 1))
        if total and not first:
            return total
        part = islice(chain(first, left), most_rows - 1)
        lines = (row(number, values) for number, values in enumerate(part, 2))
        name = sheet_name(str(table.title), taken)
        total += book.sheet(name, widths, chain([heading], lines)) - 1
        if not first:
            return total


def _explain(
    book: Book,
    tables: Sequence[Table],
    written: dict[str, int],
    facts: Sequence[tuple[str, str]],
    labels: dict[str, str],
    zone: tzinfo,
    taken: set[str],
) -> None:
    """What the file is, how many rows it holds, and what every column means."""
    kinds = ("text", "text", "plain", "text")
    row = rows([Cells(kind, book.texts, ("", ""), zone) for kind in kinds])
    head = rows([Cells("text", book.texts, ("", ""), zone, STYLES["heading"]) for _ in kinds])

    def lines() -> Iterator[str]:
        number = 0
        for number, (name, value) in enumerate(facts, 1):
            yield row(number, (name, value, None, None))
        for table in tables:
            number += 1
            told = (table.title, labels["rows"], written[table.name], table.lead)
            yield row(number, _as_text(told))
        number += 2
        yield head(number, [labels[key] for key in ("sheet", "column", "unit", "meaning")])
        for table in tables:
            for column in table.columns:
                number += 1
                told = (table.title, column.heading, column.unit, column.meaning)
                yield row(number, _as_text(told))

    name = sheet_name(labels["explanation"], taken)
    book.sheet(name, (24, 26, 12, 80), lines(), table=False)


def _as_text(values: Sequence[Any]) -> list[Any]:
    """Words in the reader's language; numbers stay what they are."""
    return [value if isinstance(value, int) else str(value) for value in values]
