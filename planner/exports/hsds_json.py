"""HSDS's JSON: a list of service objects, each with its agency, places, dates and field inside."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time
from typing import Any

from planner.exports.hsds import Directory, Row

POINTERS = {
    "phone": "organization_id",
    "service_at_location": "service_id",
    "schedule": "service_at_location_id",
    "address": "location_id",
    "accessibility": "location_id",
    "attribute": "link_id",
}
# HSDS's schema asks for a province and a postcode: an empty one says that we do not know it.
UNKNOWN = {"state_province": "", "postal_code": ""}


def encode(found: Directory) -> Iterator[bytes]:
    """The list, a service at a time."""
    reader = _Reader(found)
    before = "[\n"
    for row in found.rows["service"].values():
        text = json.dumps(reader.service(row), ensure_ascii=False)
        yield (before + text).encode("utf-8", "replace")
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


class _Reader:
    """The rows of a directory by what they belong to."""

    def __init__(self, found: Directory) -> None:
        self.rows = found.rows
        self._of: dict[str, dict[str, list[Row]]] = {}
        for table, column in POINTERS.items():
            by = self._of[table] = defaultdict(list)
            for row in found.rows[table].values():
                by[row[column]].append(_without(row, column))

    def service(self, row: Row) -> Row:
        """A service with all that belongs to it."""
        places = self._rows("service_at_location", row)
        return {
            **_without(row, "organization_id"),
            "organization": self._organization(row["organization_id"]),
            "attributes": self._attributes(row["id"]),
            **_some("service_at_locations", map(self._there, places)),
        }

    def _organization(self, number: str) -> Row:
        row = self.rows["organization"][number]
        return {
            **row,
            **_some("phones", self._rows("phone", row)),
            "attributes": self._attributes(number),
        }

    def _there(self, row: Row) -> Row:
        where = self.rows["location"][row["location_id"]]
        location = {
            **where,
            **_some("addresses", ({**UNKNOWN, **one} for one in self._rows("address", where))),
            **_some("accessibility", self._rows("accessibility", where)),
        }
        schedules = [
            {name: _plain(value) for name, value in one.items()}
            for one in self._rows("schedule", row)
        ]
        return {"id": row["id"], "location": location, **_some("schedules", schedules)}

    def _attributes(self, number: str) -> list[Row]:
        terms = self.rows["taxonomy_term"]
        return [
            {
                **_without(row, "taxonomy_term_id"),
                "taxonomy_term": _without(terms[row["taxonomy_term_id"]], "taxonomy_id"),
            }
            for row in self._of["attribute"][number]
        ]

    def _rows(self, table: str, row: Row) -> list[Row]:
        return self._of[table][row["id"]]


def _plain(value: Any) -> Any:
    """Times with their distance from UTC, as HSDS wants them in JSON."""
    if isinstance(value, time):
        return f"{value:%H:%M}+09:00"
    return value.isoformat() if isinstance(value, date) else value


def _without(row: Row, name: str) -> Row:
    return {key: value for key, value in row.items() if key != name}


def _some(name: str, rows: Any) -> Row:
    """A property that is there only when it holds anything."""
    found = list(rows)
    return {name: found} if found else {}
