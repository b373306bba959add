"""The figures once more, entry by entry in plain Python: what the cube has to say.

Nothing of the code under test is called: tables are read as they stand, and each entry says for
itself where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import text

from planner.extensions import db

DIMENSIONS = (
    "event", "zone", "dong", "agency", "category", "field", "measure",
    "channel", "group", "programme", "month", "period", "status",
)  # fmt: skip
Row = Mapping[str, Any]


class Sum(NamedTuple):
    """What entries of one cell of the cube add up to."""

    value: int
    entries: int
    made_up: int
    newest: str


class Ledger:
    """Every entry of an office with its dimensions as of now."""

    def __init__(self, office_id: int) -> None:
        self.office_id = office_id
        self.events = self._table("event")
        self.venues = self._table("venue")
        self.dongs = self._table("admin_dong")
        self.agencies = self._table("agency")
        self.held = {
            row["event_id"]: row for row in db.session.execute(
                text("SELECT event_id, held, signed_off_at FROM event_record")
            ).mappings()
        }  # fmt: skip
        entries = db.session.execute(
            text("SELECT * FROM count_entry WHERE office_id = :office"), {"office": office_id}
        )
        self.entries = [(row, self._place(row)) for row in entries.mappings()]

    def _table(self, name: str) -> dict[int, Row]:
        rows = db.session.execute(text(f"SELECT * FROM {name}")).mappings()
        return {row["id"]: row for row in rows}

    def _place(self, entry: Row) -> dict[str, Any]:
        """The dimensions of an entry; None is 'none of it'."""
        agency = self.agencies.get(entry["agency_id"])
        told = {
            "event": entry["event_id"],
            "agency": entry["agency_id"],
            "category": agency["category"] if agency else None,
            "field": entry["field_id"],
            "measure": entry["measure"],
            "channel": entry["channel"],
            "group": entry["target_group"] or None,
            "programme": entry["programme"] or None,
        }
        event = self.events.get(entry["event_id"])
        return told | (self._outside(entry) if event is None else self._at(event))

    def _at(self, event: Row) -> dict[str, Any]:
        venue, record = self.venues[event["venue_id"]], self.held.get(event["id"], {})
        status = "signed_off" if record.get("signed_off_at") else "open"
        if record.get("held") is not None and not record["held"]:
            status = "not_held"
        if event["status"] == "cancelled":
            status = "cancelled"
        return {
            "zone": venue["zone_id"],
            "dong": venue["dong_id"],
            "month": str(event["day"])[:7],
            "period": "",
            "status": status,
        }

    def _outside(self, entry: Row) -> dict[str, Any]:
        dong = self.dongs.get(entry["dong_id"])
        day = str(entry["day"])
        single = entry["span"] == "day" and entry["measure"] == "unique_persons"
        return {
            "zone": dong["zone_id"] if dong else entry["zone_id"],
            "dong": entry["dong_id"],
            "month": None if entry["span"] == "year" else day[:7],
            "period": day if single else day[:4] if entry["span"] == "year" else day[:7],
            "status": "outside",
        }

    def cube(
        self, by: Sequence[str], campaign_id: int, *, all_events: bool = False
    ) -> dict[tuple[Any, ...], Sum]:
        """The sums by some dimensions of what counts (of all, with `all_events`)."""
        found: dict[tuple[Any, ...], list[Row]] = {}
        for entry, place in self.entries:
            dropped = place["status"] in ("cancelled", "not_held") and not all_events
            if entry["campaign_id"] == campaign_id and not dropped:
                found.setdefault(tuple(place[name] for name in by), []).append(entry)
        return {at: _sum(rows) for at, rows in found.items()}


def _sum(rows: Iterable[Row]) -> Sum:
    rows = list(rows)
    return Sum(
        sum(row["value"] for row in rows),
        len(rows),
        sum(bool(row["synthetic"]) for row in rows),
        max(moment(row["received_at"]) for row in rows),
    )


def moment(value: Any) -> str:
    """An instant as both databases can say it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    return str(value)[:19]
