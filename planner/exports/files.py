"""Tables as files: CSV and JSON in pieces, XLSX and the data package through a temporary file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import BinaryIO

from flask_babel import gettext as _

from planner.exports import encode_csv, encode_json, encode_package, encode_xlsx, package
from planner.exports.package import Package
from planner.exports.table import Table
from planner.templating import SEOUL

FORMATS = ("csv", "data-csv", "xlsx", "json", "datapackage", "hsds")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "data.csv": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: whose it is and when it was made; of figures also when the last
    of their entries came, and by which formulas they were made."""

    title: str
    made: datetime
    as_of: datetime | None = None
    formulas: str = ""


def csv_pieces(table: Table) -> Iterator[bytes]:
    """One table as CSV for spreadsheets."""
    headings = [column.heading for column in table.columns]
    return encode_csv.encode(headings, table.checked_rows(), zone=SEOUL, words=(_("Yes"), _("No")))


def data_pieces(table: Table) -> Iterator[bytes]:
    """One table as CSV for programs, as RFC 4180 has it: no mark at its start, a heading of keys,
    values as in the data package, text as it is."""
    rows = ([encode_package.plain(value) for value in row] for row in table.checked_rows())
    return encode_csv.in_pieces(chain([[column.key for column in table.columns]], rows))


def json_pieces(tables: Sequence[Table], about: About) -> Iterator[bytes]:
    """Tables as one JSON document."""
    head = {
        "title": about.title,
        "made_at": encode_json.plain(about.made, SEOUL),
        "as_of": encode_json.plain(about.as_of, SEOUL),
        "formula_version": about.formulas or None,
    }
    return encode_json.encode(tables, head, zone=SEOUL)


def pieces(kind: str, tables: Sequence[Table], about: About) -> Iterator[bytes]:
    """A file that is sent as it comes: one table as 'csv' or 'data.csv', all of them as 'json'."""
    if kind == "json":
        return json_pieces(tables, about)
    return csv_pieces(tables[0]) if kind == "csv" else data_pieces(tables[0])


def write_xlsx(file: BinaryIO, tables: Sequence[Table], about: About) -> dict[str, int]:
    """Tables as one workbook; how many rows each had."""
    labels = {
        "yes": _("Yes"),
        "no": _("No"),
        "explanation": _("Explanation"),
        "sheet": _("Sheet"),
        "column": _("Column"),
        "unit": _("Unit"),
        "meaning": _("What it means"),
        "rows": _("Rows"),
    }
    facts = [(_("Season"), about.title), (_("Made at"), _minute(about.made))]
    if about.as_of:
        facts.append((_("Figures as of"), _minute(about.as_of)))
    if about.formulas:
        facts.append((_("Formulas"), about.formulas))
    return encode_xlsx.write(file, tables, facts=facts, labels=labels, zone=SEOUL)


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(SEOUL):%Y-%m-%d %H:%M}"


def xlsx_file(tables: Sequence[Table], about: About) -> BinaryIO:
    """The same in a temporary file, ready to be read from its start."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    write_xlsx(file, tables, about)
    file.seek(0)
    return file


def package_file(found: Package) -> tuple[BinaryIO, dict[str, int]]:
    """A data package in a temporary file, and how many rows each of its tables has."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    rows = package.write_package(file, found)
    file.seek(0)
    return file, rows
