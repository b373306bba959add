"""The counting sheet of one event: its sections and cells, and what a sent form says of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from planner.agencies.models import Agency
from planner.campaigns.models import Event
from planner.core.counting import (
    AGENCY_MEASURES,
    EVENT_MEASURES,
    MEASURES,
    MOST,
    Cell,
    Change,
    Report,
    most,
    report_of,
    reports_in,
)
from planner.results.models import EventRecord
from planner.results.queries import (
    agencies_of,
    cell_totals,
    event_records,
    event_reports,
    expected_cells,
    fields_of,
    get_event,
    marked_reports,
)


@dataclass(slots=True)
class CellView:
    """One number of the sheet: what is recorded, and what the form holds."""

    cell: Cell
    current: int | None
    typed: str
    error: str = ""  # a code of `words.cell_fault`
    conflict: bool = False


@dataclass(slots=True)
class Section:
    """The office's own numbers (agency None) or those of one agency."""

    agency: Agency | None
    booth: str
    planned: bool
    report: Report
    cells: list[CellView]

    @property
    def wrong(self) -> bool:
        """Whether something in it needs the reader."""
        return any(view.error or view.conflict for view in self.cells)

    @property
    def consultations(self) -> int | None:
        """The consultations that are recorded here, None when none is."""
        values = [
            view.current
            for view in self.cells
            if view.cell.measure == "consultations" and view.current is not None
        ]
        return sum(values) if values else None


@dataclass(slots=True)
class Sheet:
    """Everything that the counting page shows."""

    event: Event
    record: EventRecord | None
    totals: dict[Cell, int]
    sections: list[Section]
    fields: dict[int, Any]
    agencies: dict[int, Agency] = field(default_factory=dict)

    @property
    def signed_off(self) -> bool:
        return self.record is not None and self.record.signed_off_at is not None

    @property
    def reports(self) -> tuple[int, int]:
        """(in, expected), of the planned ones."""
        return reports_in(section.report for section in self.sections if section.planned)

    def total(self, measure: str) -> int | None:
        """The event's total of a measure, None when it was not reported."""
        found = [value for cell, value in self.totals.items() if cell.measure == measure]
        return sum(found) if found else None

    def views(self) -> dict[Cell, CellView]:
        """Every cell of the sheet."""
        return {view.cell: view for section in self.sections for view in section.cells}

    def missing(self) -> list[Section]:
        """The planned sections whose report is not in."""
        return [row for row in self.sections if row.planned and row.report.state != "in"]


def load_sheet(office_id: int, event_id: int, added: Iterable[int] = ()) -> Sheet:
    """The sheet of an event (else 404), with sections for agencies that came unplanned."""
    event = get_event(office_id, event_id)
    totals = cell_totals(office_id, event_id)
    marked = marked_reports([event_id]).get(event_id, set())
    reports = {report.agency: report for report in event_reports(event, set(totals), marked)}
    fields = fields_of(office_id)
    sections = [
        Section(None, "", True, reports[None], cells_of(totals, None, _office_cells(), fields))
    ]
    for row in sorted(event.assignments, key=_booth_order):
        cells = cells_of(totals, row.agency_id, expected_cells(row), fields)
        booth = row.booth.number if row.booth else ""
        sections.append(Section(row.agency, booth, True, reports[row.agency_id], cells))
    planned = {row.agency_id for row in event.assignments}
    others = {cell.agency for cell in totals if cell.agency is not None} | set(added)
    for agency in agencies_of(office_id, others - planned):
        wanted = [Cell("consultations", agency.id, f.id) for f in agency.fields]
        wanted = wanted or [Cell("consultations", agency.id)]
        report = report_of(agency.id, (), set(totals), marked=agency.id in marked)
        cells = cells_of(totals, agency.id, wanted, fields)
        sections.append(Section(agency, "", False, report, cells))
    agencies = {row.agency.id: row.agency for row in sections if row.agency is not None}
    record = event_records([event_id]).get(event_id)
    return Sheet(event, record, totals, sections, fields, agencies)


def _booth_order(row: Any) -> tuple[bool, int, str]:
    booth = row.booth
    return (booth is None, booth.position if booth else 0, row.agency.name)


def _office_cells() -> list[Cell]:
    return [Cell(measure) for measure in EVENT_MEASURES]


def cells_of(
    totals: Mapping[Cell, int],
    agency: int | None,
    wanted: list[Cell],
    fields: Mapping[int, Any],
) -> list[CellView]:
    """The cells that are asked for, then those that turned up besides."""
    cells = list(wanted)
    if agency is not None:
        by_field = {cell.measure for cell in totals if cell.agency == agency and cell.field}
        cells += [Cell(name, agency) for name in AGENCY_MEASURES if name not in by_field]
    places = {key: i for i, key in enumerate(fields)}
    others = [cell for cell in totals if cell.agency == agency and cell not in cells]
    cells += sorted(
        others,
        key=lambda c: (
            MEASURES.index(c.measure),
            places.get(c.field or 0, -1),
            c.group,
            c.programme,
        ),
    )
    return [
        CellView(cell, totals.get(cell), "" if cell not in totals else str(totals[cell]))
        for cell in cells
    ]


# ---------------------------------------------------------------- a sent form


def read_form(sheet: Sheet, sent: Mapping[str, str]) -> list[Change]:
    """The changes that a form says, cell by cell; a number that cannot be read marks its cell.

    Fields are `value-KEY` (what is typed, empty is not reported) and `shown-KEY` (what was there).
    Cells that the sheet does not have are left alone.
    """
    changes = []
    for cell, view in sheet.views().items():
        if f"value-{cell.key}" not in sent:
            continue
        view.typed = sent[f"value-{cell.key}"].strip()[:40]
        wanted = read_count(view.typed, most(cell.measure))
        if wanted == -1:
            view.error = "not_a_count"
            continue
        shown = read_count(sent.get(f"shown-{cell.key}", ""), most(cell.measure))
        changes.append(Change(cell, shown if shown != -1 else None, wanted))
    return changes


def read_count(text: str, largest: int = MOST) -> int | None:
    """A count as it was typed: None for nothing, -1 for what is no count."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    if not plain:
        return None
    if not plain.isascii() or not plain.isdigit() or len(plain) > 15 or int(plain) > largest:
        return -1
    return int(plain)


def mark(sheet: Sheet, cells: Iterable[Cell], code: str) -> None:
    """Note the same fault at several cells."""
    views = sheet.views()
    for cell in cells:
        if cell in views:
            views[cell].error = code


def mark_conflicts(sheet: Sheet, cells: Iterable[Cell]) -> None:
    """Note that these cells were changed by somebody else meanwhile."""
    views = sheet.views()
    for cell in cells:
        if cell in views:
            views[cell].conflict = True
