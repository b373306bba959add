"""An agency's own section of an event's counting sheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from planner.core.agency_part import Part
from planner.core.counting import Cell, Change, report_of
from planner.errors import Refused
from planner.portal.queries import Whose, booths_of, told_cells
from planner.results import link_queries, queries, services
from planner.results.sheet import Section, Sheet, cells_of, read_form

__all__ = ["count_states", "own_sheet", "read_form", "save"]


def own_cells(agency_id: int, part: Part, fields: Collection[int]) -> list[Cell]:
    """What an agency is to report of a released event: by field, or one number without fields."""
    served = part.placement.fields if part.placement else ()
    ids: list[int | None] = [field.id for field in served if field.id in fields]
    return [Cell("consultations", agency_id, field_id) for field_id in ids or [None]]


def count_states(whose: Whose, parts: Collection[Part]) -> dict[int, str]:
    """How far an agency's counts of events are: 'signed_off', 'in', 'part' or 'none'; four
    queries, however many events. It is what `own_sheet` says of each of them."""
    ids = [part.event.id for part in parts]
    if not ids:
        return {}
    agency_id, fields = whose.agency.id, queries.fields_of(whose.office.id)
    told, marked = told_cells(agency_id, ids), queries.marked_reports(ids)
    records = queries.event_records(ids)
    found = {}
    for part in parts:
        event_id = part.event.id
        record = records.get(event_id)
        mark = agency_id in marked.get(event_id, set())
        cells = own_cells(agency_id, part, fields)
        report = report_of(agency_id, cells, told.get(event_id, set()), marked=mark)
        closed = record is not None and record.signed_off_at is not None
        found[event_id] = "signed_off" if closed else report.state
    return found


def own_sheet(whose: Whose, part: Part) -> Sheet:
    """The numbers that an agency reports of a released event; nobody else's are in it."""
    agency, event_id = whose.agency, part.event.id
    event = queries.get_event(whose.office.id, event_id)
    everything = queries.cell_totals(whose.office.id, event_id)
    totals = {cell: value for cell, value in everything.items() if cell.agency == agency.id}
    fields = queries.fields_of(whose.office.id)
    wanted = own_cells(agency.id, part, fields)
    marked = agency.id in queries.marked_reports([event_id]).get(event_id, set())
    report = report_of(agency.id, wanted, set(totals), marked=marked)
    cells = cells_of(totals, agency.id, wanted, fields)
    section = Section(agency, ", ".join(part.booths), True, report, cells)
    record = queries.event_records([event_id]).get(event_id)
    return Sheet(event, record, totals, [section], fields, {agency.id: agency})


def save(
    whose: Whose,
    part: Part,
    batch: str,
    changes: list[Change],
    *,
    reason: str,
    complete: bool,
    now: datetime,
) -> None:
    """Write an agency's own numbers; with `complete` it says that they are all in.

    Raises what `results.services.save_counts` raises, and `Refused('not_taking_part')` for an
    agency that was taken off the event.
    """
    office_id, event_id, agency_id = whose.office.id, part.event.id, whose.agency.id
    link_id = whose.link.id
    if not link_queries.takes_part(event_id, agency_id):
        raise Refused("not_taking_part")
    services.save_counts(
        office_id,
        event_id,
        batch,
        changes,
        reason=reason,
        user_id=None,
        now=now,
        link_id=link_id,
        booth_id=_booth(part),
    )
    if complete:
        services.report_agency(office_id, event_id, [agency_id], link_id=link_id, now=now)


def _booth(part: Part) -> int | None:
    """The row of the agency's booth, where the venue still has one of that number."""
    numbers: Mapping[str, int] = {row.number: row.id for row in booths_of(part.event.place.id)}
    return next((numbers[number] for number in part.booths if number in numbers), None)
