"""JSON: one document of tables, written row by row, each row on a line of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from typing import Any

from planner.exports.table import Table

CHUNK = 64 * 1024


def encode(tables: Sequence[Table], about: Mapping[str, Any], *, zone: tzinfo) -> Iterator[bytes]:
    """The document in pieces of about 64 kB: `about`, then for each table its columns and its rows
    as objects. Values stay what they are: numbers, yes and no, null for an empty cell."""
    buffer, size = [], 0
    for text in _lines(tables, about, zone):
        buffer.append(text)
        size += len(text)
        if size > CHUNK:
            yield "".join(buffer).encode("utf-8", "replace")
            buffer, size = [], 0
    yield "".join(buffer).encode("utf-8", "replace")


def _lines(tables: Sequence[Table], about: Mapping[str, Any], zone: tzinfo) -> Iterator[str]:
    yield f'{_open(about)}, "tables": ['
    for number, table in enumerate(tables):
        yield "," if number else ""
        yield f'\n{_open(_head(table))}, "rows": ['
        yield from _joined(
            json.dumps(
                {
                    column.key: plain(value, zone)
                    for column, value in zip(table.columns, row, strict=True)
                },
                ensure_ascii=False,
            )
            for row in table.checked_rows()
        )
        yield "]}"
    yield "\n]}\n"


def _open(head: Mapping[str, Any]) -> str:
    """An object whose end is still to come."""
    return json.dumps(head, ensure_ascii=False).removesuffix("}")


def _joined(rows: Iterable[str]) -> Iterator[str]:
    before = "\n"
    for row in rows:
        yield before + row
        before = ",\n"


def _head(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": str(table.title),
        "count": table.count,
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
    }


def plain(value: Any, zone: tzinfo) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:%H:%M}" if isinstance(value, time) else value
