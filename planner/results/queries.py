"""Reads of the count ledger: the events of a season, the cells of an event, its history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import NotFound

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Assignment, Campaign, CampaignAgency, Event
from planner.campaigns.queries import get_campaign
from planner.core.counting import Cell, Report, report_of
from planner.extensions import db
from planner.places.models import Venue
from planner.results.cube import CubeRow, cube
from planner.results.models import AgencyReport, CountEntry, EventRecord, PublishedFigure

__all__ = [
    "CubeRow",
    "EventRow",
    "agencies_of",
    "agencies_to_add",
    "cell_totals",
    "cube",
    "event_records",
    "event_reports",
    "event_rows",
    "expected_cells",
    "fields_of",
    "get_campaign",
    "get_event",
    "history",
    "list_events",
    "marked_reports",
    "not_held",
    "published_figures",
]

# ---------------------------------------------------------------- a season


def list_events(office_id: int, campaign_id: int, *, assignments: bool = True) -> Sequence[Event]:
    """The events of a season by day, with venue and zone; and, unless they are not wanted, with
    assignments, agencies and fields."""
    return db.session.scalars(
        select(Event)
        .join(Campaign)
        .where(Campaign.office_id == office_id, Campaign.id == campaign_id)
        .options(*(_event_loads() if assignments else _place_loads()))
        .order_by(Event.day, Event.id)
    ).all()


def _place_loads() -> tuple[Any, ...]:
    return joinedload(Event.venue).joinedload(Venue.zone), joinedload(Event.fallback)


def _event_loads() -> tuple[Any, ...]:
    assignments = selectinload(Event.assignments)
    return (
        *_place_loads(),
        assignments.joinedload(Assignment.agency),
        assignments.joinedload(Assignment.booth),
        assignments.selectinload(Assignment.fields),
    )


def event_records(event_ids: Iterable[int]) -> dict[int, EventRecord]:
    """What became of each event, by its id; an event without a record is not in it."""
    rows = db.session.scalars(
        select(EventRecord)
        .where(EventRecord.event_id.in_(list(event_ids)))
        .options(joinedload(EventRecord.signed_off_by))
    )
    return {row.event_id: row for row in rows}


def not_held(campaign_id: int) -> frozenset[str]:
    """The uids of a season's events that were recorded as not held."""
    rows = db.session.scalars(
        select(Event.uid)
        .join(EventRecord, EventRecord.event_id == Event.id)
        .where(Event.campaign_id == campaign_id, EventRecord.held.is_(False))
    )
    return frozenset(rows)


def marked_reports(event_ids: Iterable[int]) -> dict[int, set[int]]:
    """The agencies that said that their counts are all in, by event."""
    found: dict[int, set[int]] = {}
    rows = db.session.execute(
        select(AgencyReport.event_id, AgencyReport.agency_id).where(
            AgencyReport.event_id.in_(list(event_ids))
        )
    )
    for event_id, agency_id in rows:
        found.setdefault(event_id, set()).add(agency_id)
    return found


def published_figures(campaign_id: int) -> Sequence[PublishedFigure]:
    """Figures published for this season or named as its comparison, oldest first."""
    return db.session.scalars(
        select(PublishedFigure)
        .where(PublishedFigure.campaign_id == campaign_id)
        .order_by(PublishedFigure.period, PublishedFigure.id)
    ).all()


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in the list of a season: its totals and how many reports are in."""

    event: Event
    record: EventRecord | None
    totals: dict[str, int]
    reports: tuple[Report, ...]
    synthetic: bool

    @property
    def state(self) -> str:
        """cancelled, not_held, signed_off, in, part or none."""
        if self.event.status == "cancelled":
            return "cancelled"
        if self.record is not None and self.record.held is False:
            return "not_held"
        if self.record is not None and self.record.signed_off_at is not None:
            return "signed_off"
        states = {report.state for report in self.reports}
        if states == {"in"}:
            return "in"
        return "none" if states <= {"none"} and not self.totals else "part"


def event_rows(office_id: int, campaign_id: int) -> list[EventRow]:
    """Every event of a season with its state; five queries, however many events."""
    events = list_events(office_id, campaign_id)
    ids = [event.id for event in events]
    records, marked = event_records(ids), marked_reports(ids)
    cells: dict[int, set[Cell]] = {}
    sums: dict[int, dict[str, int]] = {}
    made_up: set[int] = set()
    by = ("event", "agency", "field", "measure")
    for row in cube(office_id, by, campaign_id=campaign_id, all_events=True):
        event_id, agency, field, measure = row.at
        if event_id is None:  # a count outside events
            continue
        cells.setdefault(event_id, set()).add(Cell(measure, agency, field))
        totals = sums.setdefault(event_id, {})
        totals[measure] = totals.get(measure, 0) + row.value
        if row.synthetic:
            made_up.add(event_id)
    return [
        EventRow(
            event,
            records.get(event.id),
            sums.get(event.id, {}),
            tuple(event_reports(event, cells.get(event.id, set()), marked.get(event.id, set()))),
            event.id in made_up,
        )
        for event in events
    ]


def expected_cells(assignment: Assignment) -> list[Cell]:
    """The consultations that an agency is to report: by field, or one number without fields."""
    fields: list[int | None] = [field.id for field in assignment.fields]
    return [Cell("consultations", assignment.agency_id, field) for field in fields or [None]]


def event_reports(event: Event, reported: set[Cell], marked: set[int]) -> list[Report]:
    """The office's report first, then one for each assigned agency."""
    office = report_of(None, [Cell("attendance")], reported, marked=False)
    return [
        office,
        *(
            report_of(row.agency_id, expected_cells(row), reported, marked=row.agency_id in marked)
            for row in event.assignments
        ),
    ]


# ---------------------------------------------------------------- one event


def get_event(office_id: int, event_id: int) -> Event:
    """An event of this office with everything that its sheet shows, else 404."""
    found: Event | None = db.session.scalar(
        select(Event)
        .join(Campaign)
        .where(Event.id == event_id, Campaign.office_id == office_id)
        .options(joinedload(Event.campaign), *_event_loads())
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def cell_totals(office_id: int, event_id: int) -> dict[Cell, int]:
    """What each reported cell of an event holds now."""
    by = ("measure", "agency", "field", "group", "programme")
    rows = cube(office_id, by, event_id=event_id, all_events=True)
    found = {}
    for row in rows:
        measure, agency, field, group, programme = row.at
        found[Cell(measure, agency, field, group or "", programme or "")] = row.value
    return found


def history(office_id: int, event_id: int) -> Sequence[CountEntry]:
    """Every entry of an event in the order in which they reached us."""
    return db.session.scalars(
        select(CountEntry)
        .where(CountEntry.event_id == event_id, CountEntry.office_id == office_id)
        .options(
            joinedload(CountEntry.agency), joinedload(CountEntry.field), joinedload(CountEntry.user)
        )
        .order_by(CountEntry.received_at, CountEntry.id)
    ).all()


def agencies_to_add(campaign_id: int, present: set[int]) -> Sequence[Agency]:
    """Agencies of the season that were not planned for an event but may have come."""
    rows = db.session.scalars(
        select(Agency)
        .join(CampaignAgency, CampaignAgency.agency_id == Agency.id)
        .where(CampaignAgency.campaign_id == campaign_id)
        .order_by(Agency.name, Agency.id)
    )
    return [row for row in rows if row.id not in present]


def agencies_of(office_id: int, ids: Iterable[int]) -> Sequence[Agency]:
    """Those agencies of the office, by name, with their fields."""
    return db.session.scalars(
        select(Agency)
        .where(Agency.office_id == office_id, Agency.id.in_(list(ids)))
        .options(selectinload(Agency.fields))
        .order_by(Agency.name, Agency.id)
    ).all()


def fields_of(office_id: int) -> dict[int, CounselingField]:
    """The office's counselling fields by id."""
    rows = db.session.scalars(
        select(CounselingField)
        .where(CounselingField.office_id == office_id)
        .order_by(CounselingField.position, CounselingField.id)
    )
    return {row.id: row for row in rows}
