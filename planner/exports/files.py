"""Tables as files: CSV in pieces, XLSX through a temporary file, JSON as one document."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, BinaryIO

from flask_babel import gettext as _

from planner.exports import encode_csv, encode_xlsx
from planner.exports.table import Table
from planner.templating import SEOUL

FORMATS = ("csv", "xlsx", "json")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def csv_pieces(table: Table) -> Iterator[bytes]:
    """One table as CSV for spreadsheets."""
    headings = [column.heading for column in table.columns]
    return encode_csv.encode(headings, table.checked_rows(), zone=SEOUL, words=(_("Yes"), _("No")))


def write_xlsx(
    file: BinaryIO, tables: Sequence[Table], *, title: str, now: datetime
) -> dict[str, int]:
    """Tables as one workbook; how many rows each had."""
    made = f"{now.astimezone(SEOUL):%Y-%m-%d %H:%M}"
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
    facts = [(_("Season"), title), (_("Made at"), made)]
    return encode_xlsx.write(file, tables, facts=facts, labels=labels, zone=SEOUL)


def xlsx_file(tables: Sequence[Table], *, title: str, now: datetime) -> BinaryIO:
    """The same in a temporary file, ready to be read from its start."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    write_xlsx(file, tables, title=title, now=now)
    file.seek(0)
    return file


def json_document(tables: Sequence[Table], *, title: str, now: datetime) -> str:
    """Tables as JSON: for each its columns and its rows as objects."""
    document = {
        "title": title,
        "made_at": now.astimezone(SEOUL).isoformat(timespec="seconds"),
        "tables": [
            {
                "name": table.name,
                "title": str(table.title),
                "columns": [
                    {
                        "key": column.key,
                        "label": str(column.label),
                        "unit": str(column.unit),
                        "meaning": str(column.meaning),
                        "kind": column.kind,
                    }
                    for column in table.columns
                ],
                "rows": [
                    {
                        column.key: _plain(value)
                        for column, value in zip(table.columns, row, strict=True)
                    }
                    for row in table.checked_rows()
                ],
            }
            for table in tables
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(SEOUL).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:%H:%M}" if isinstance(value, time) else value
