"""What happens to the counts of an event: recorded, reported, signed off, corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from planner.core.counting import Report
from planner.errors import Refused, StaleEdit
from planner.extensions import db
from planner.results import rollups
from planner.results.ledger import EntryIn, Received, add_entries
from planner.results.link_services import (
    CannotLink,
    NewCountLink,
    make_count_link,
    receive,
    revoke_count_link,
)
from planner.results.locks import all_or_nothing, lock_event
from planner.results.models import AgencyReport, EventRecord
from planner.results.queries import cell_totals, event_reports, get_event, marked_reports
from planner.results.sheet_services import CountsChanged, correct, save_counts

__all__ = [
    "CannotLink",
    "CountsChanged",
    "EntryIn",
    "NewCountLink",
    "Received",
    "add_entries",
    "correct",
    "ensure_record",
    "make_count_link",
    "missing_reports",
    "rebuild_rollups",
    "receive",
    "record_event",
    "report_agency",
    "revoke_count_link",
    "save_counts",
    "sign_off",
]


def ensure_record(event_id: int) -> EventRecord:
    """The event's record, made when it has none yet (nothing is committed)."""
    record = db.session.scalar(select(EventRecord).where(EventRecord.event_id == event_id))
    if record is None:
        record = EventRecord(event_id=event_id, held=None, version=1, note="", moved_indoors=False)
        db.session.add(record)
        db.session.flush()
    return record


@all_or_nothing
def record_event(
    office_id: int,
    event_id: int,
    *,
    held: bool | None,
    moved_indoors: bool,
    note: str,
    version: int,
) -> EventRecord:
    """Say whether an event was held and where. Raises `StaleEdit`; `Refused` after the sign-off
    or, with `has_counts`, when an event with counts is said not to have been held."""
    lock_event(office_id, event_id, alone=True)
    record = ensure_record(event_id)
    if record.version != version:
        raise StaleEdit(record)
    if record.signed_off_at is not None and held is not record.held:
        raise Refused("signed_off")
    if held is False and any(cell_totals(office_id, event_id).values()):
        raise Refused("has_counts")
    record.held, record.moved_indoors, record.note = held, moved_indoors, note
    record.version += 1
    db.session.commit()
    return record


@all_or_nothing
def report_agency(
    office_id: int,
    event_id: int,
    agency_ids: Sequence[int],
    *,
    user_id: int | None = None,
    link_id: int | None = None,
    now: datetime,
) -> int:
    """Note that the counts of these agencies are all in (once each); how many were new."""
    lock_event(office_id, event_id, alone=True)
    there = marked_reports([event_id]).get(event_id, set())
    fresh = [agency for agency in dict.fromkeys(agency_ids) if agency not in there]
    for agency in fresh:
        db.session.add(
            AgencyReport(
                event_id=event_id,
                agency_id=agency,
                reported_at=now,
                user_id=user_id,
                link_id=link_id,
            )
        )
    db.session.commit()
    return len(fresh)


@all_or_nothing
def rebuild_rollups() -> int:
    """Make the rollups anew from the ledger, and commit; how many rows they have now."""
    count = rollups.rebuild()
    db.session.commit()
    return count


def missing_reports(office_id: int, event_id: int) -> list[Report]:
    """The reports of an event that are not in, the office's own first."""
    event = get_event(office_id, event_id)
    reported = set(cell_totals(office_id, event_id))
    marked = marked_reports([event_id]).get(event_id, set())
    return [row for row in event_reports(event, reported, marked) if row.state != "in"]


@all_or_nothing
def sign_off(
    office_id: int,
    event_id: int,
    *,
    accept_missing: bool,
    version: int,
    user_id: int | None,
    now: datetime,
) -> EventRecord:
    """Close the counts of an event: from now on only corrections with a reason.

    Reports that are not in stay 'not reported'; whoever signs off must accept them by name
    (`missing` otherwise). Refused too: `already`, `cancelled`, `not_held`, and `nothing` without
    any count.
    """
    event = lock_event(office_id, event_id, alone=True)
    record = ensure_record(event_id)
    if record.signed_off_at is not None:
        raise Refused("already")
    if record.version != version:
        raise StaleEdit(record)
    if event.status == "cancelled" or record.held is False:
        raise Refused("cancelled" if event.status == "cancelled" else "not_held")
    if not cell_totals(office_id, event_id):
        raise Refused("nothing")
    if missing_reports(office_id, event_id) and not accept_missing:
        raise Refused("missing")
    record.held = True
    record.signed_off_at, record.signed_off_by_id = now, user_id
    record.version += 1
    db.session.commit()
    return record
