"""A Frictionless data package: a zip of tidy CSV and the `datapackage.json` that describes it.

Rows go through as they are read; of a resource only its size, hash and number of rows is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import chain
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from planner.exports import encode_csv
from planner.exports.table import Column, Table

TYPES = {
    "text": "string",
    "integer": "integer",
    "share": "number",
    "day": "date",
    "time": "time",
    "instant": "datetime",
    "flag": "boolean",
    "month": "yearmonth",
}
DESCRIPTION = "datapackage.json"
Both = Callable[[Any], tuple[str, str]]  # words in Korean and in English


@dataclass(frozen=True, slots=True)
class Resource:
    """A table of a package: its primary key, to which resource a column points (by that one's
    key), which codes a column may hold, and which columns besides the key are never empty."""

    table: Table
    key: tuple[str, ...]
    points: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    file: str = ""  # where a standard names it; else it lies in `data`

    @property
    def path(self) -> str:
        """Its file in the zip."""
        return self.file or f"data/{self.table.name}.csv"


@dataclass(frozen=True, slots=True)
class Written:
    """What a file turned out to be."""

    rows: int
    size: int
    sha256: str


def write(
    file: BinaryIO,
    resources: Sequence[Resource],
    about: Mapping[str, Any],
    *,
    in_both: Both,
    made: datetime,
) -> dict[str, int]:
    """Write the zip; how many rows each resource had. `about` is the description's own part,
    `made` the time of the files in the zip."""
    keys = {resource.table.name: resource.key for resource in resources}
    described, counts = [], {}
    with ZipFile(file, "w") as archive:
        for resource in resources:
            written = _write_data(archive, resource, made)
            described.append(describe(resource, written, keys, in_both))
            counts[resource.table.name] = written.rows
        document = {**about, "resources": described}
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        archive.writestr(_entry(DESCRIPTION, made), text.encode("utf-8", "replace"))
    return counts


def _entry(path: str, made: datetime) -> ZipInfo:
    entry = ZipInfo(path, made.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _write_data(archive: ZipFile, resource: Resource, made: datetime) -> Written:
    rows = 0

    def lines() -> Iterator[list[str]]:
        nonlocal rows
        for row in resource.table.checked_rows():
            rows += 1
            yield [plain(value) for value in row]

    heading = [column.key for column in resource.table.columns]
    digest, size = hashlib.sha256(), 0
    with archive.open(_entry(resource.path, made), "w", force_zip64=True) as target:
        for piece in encode_csv.in_pieces(chain([heading], lines())):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
    return Written(rows, size, digest.hexdigest())


def plain(value: Any) -> str:
    """A value as data: nothing in it is made up for a reader or a spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M:%S}"
    return str(value)


def describe(
    resource: Resource, written: Written, keys: Mapping[str, Sequence[str]], in_both: Both
) -> dict[str, Any]:
    """A resource as the description has it."""
    table = resource.table
    return {
        "name": table.name,
        **_words(in_both, table.title, table.lead),
        "path": resource.path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
        "rows": written.rows,
        "schema": _schema(resource, keys, in_both),
    }


def _schema(resource: Resource, keys: Mapping[str, Sequence[str]], in_both: Both) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(resource, column, in_both) for column in resource.table.columns],
        "missingValues": [""],
        "primaryKey": list(resource.key),
    }
    if resource.points:
        schema["foreignKeys"] = [
            {
                "fields": [column],
                "reference": {"resource": target, "fields": list(keys[target])},
            }
            for column, target in resource.points.items()
        ]
    return schema


def _field(resource: Resource, column: Column, in_both: Both) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.key,
        "type": TYPES[column.kind],
        **_words(in_both, column.label, column.meaning),
    }
    if column.kind == "flag":
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    limits: dict[str, Any] = {}
    if column.key in (*resource.key, *resource.required):
        limits["required"] = True
    if column.key in resource.codes:
        limits["enum"] = list(resource.codes[column.key])
    if limits:
        found["constraints"] = limits
    return found


def _words(in_both: Both, title: Any, text: Any) -> dict[str, str]:
    (korean, english), (meaning, meaning_en) = in_both(title), in_both(text)
    return {
        "title": korean,
        "description": meaning,
        "title_en": english,
        "description_en": meaning_en,
    }


def dictionary_rows(resources: Iterable[Resource], in_both: Both) -> list[tuple[str, ...]]:
    """Every column of every resource with its words in both languages."""
    return [
        (
            resource.table.name,
            column.key,
            TYPES[column.kind],
            *in_both(column.label),
            *in_both(column.meaning),
        )
        for resource in resources
        for column in resource.table.columns
    ]
