"""What of the counts waits for somebody: events whose counts are missing or not signed off."""

from __future__ import annotations

from datetime import date

from planner.results.queries import EventRow, event_rows

WAITING = frozenset({"none", "part", "in"})


def counts_waiting(office_id: int, campaign_id: int, today: date) -> list[EventRow]:
    """Events of a season up to today that are to be counted or signed off, the oldest first."""
    rows = event_rows(office_id, campaign_id)
    return [row for row in rows if row.event.day <= today and row.state in WAITING]
