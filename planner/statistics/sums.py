"""Figures of a season added up by the database: `core.figures.Cube` for very many counts.

Four sums over the rollups and a few over the plan answer every table of a page, however many
entries lie behind them. What a figure means is said in `core.figures`; a test holds both equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Select, String, case, cast, func, select

from planner.agencies.models import Agency
from planner.campaigns.models import Assignment, Event, assignment_field
from planner.core.counting import EVENT_MEASURES, FIELD_MEASURES, NEVER_SUMMED
from planner.core.figures import (
    Breakdown,
    Count,
    Cut,
    Expected,
    Figure,
    Key,
    breakdown_of,
    figure_of,
)
from planner.extensions import db
from planner.places.models import Venue
from planner.results.cube import NOT_COUNTED, STATUS, counted, cube
from planner.results.models import CountRollup, EventRecord

# What one pass over the rollups tells together: dimensions that hang on the same thing.
OF_EVENT = ("event", "period", "zone", "dong", "month")
OF_AGENCY = ("agency", "category")
OF_REST = ("field", "group", "programme", "channel")
Reports = dict[Key, tuple[int, int]]


class SeasonSums:
    """The sums of a season within a cut; figures and breakdowns as `core.figures.Cube` has them.

    `due` are the season's events that count, as what the office itself is to report.
    """

    def __init__(
        self, office_id: int, campaign_id: int, due: Iterable[Expected], cut: Cut | None = None
    ) -> None:
        self.office_id, self.campaign_id, self.due = office_id, campaign_id, tuple(due)
        self.cut = cut or Cut()
        self._kept: dict[tuple[str, str], dict[tuple[Key, ...], tuple[int, int]]] = {}

    # ---------------------------------------------------------------- sums

    def _rows(self, by: Sequence[str], measures: Sequence[str] = ()) -> dict[str, list[Count]]:
        """Counts added up by some dimensions, by measure."""
        names = (*by, "measure")
        found: dict[str, list[Count]] = defaultdict(list)
        plain: dict[str, Any] = dict.fromkeys(("event", "zone", "agency", "category", "field"))
        for row in cube(
            self.office_id,
            names,
            campaign_id=self.campaign_id,
            measures=measures,
            within=self.cut.named,
        ):
            told = plain | dict(zip(names, row.at, strict=True))
            told |= {"value": row.value, "synthetic": row.synthetic}
            found[told["measure"]].append(Count(**told, entries=row.entries, newest=row.newest))
        return found

    @cached_property
    def _of_event(self) -> dict[str, list[Count]]:
        return self._rows(OF_EVENT)

    @cached_property
    def _of_agency(self) -> dict[str, list[Count]]:
        return self._rows(OF_AGENCY)

    @cached_property
    def _of_rest(self) -> dict[str, list[Count]]:
        return self._rows(OF_REST)

    @cached_property
    def _never_summed(self) -> dict[str, list[Count]]:
        return self._rows((*OF_EVENT, *OF_AGENCY, *OF_REST), sorted(NEVER_SUMMED))

    def _counts(self, measure: str, dimension: str) -> list[Count]:
        if measure in NEVER_SUMMED:
            return self._never_summed.get(measure, [])
        if dimension in OF_AGENCY:
            return self._of_agency.get(measure, [])
        return (self._of_rest if dimension in OF_REST else self._of_event).get(measure, [])

    def has(self, measure: str) -> bool:
        """Whether anything was reported of a measure."""
        return bool(self._of_event.get(measure))

    def tells(self, measure: str, dimension: str) -> bool:
        """Whether any count of a measure has a key of a dimension."""
        rows = self._counts(measure, dimension)
        return any(getattr(row, dimension) is not None for row in rows)

    def used(self, dimension: str) -> set[Any]:
        """The keys of a dimension of which anything was counted."""
        rows = self._of_agency if dimension in OF_AGENCY else self._of_event
        rows = self._of_rest if dimension in OF_REST else rows
        return {getattr(row, dimension) for found in rows.values() for row in found} - {None}

    @property
    def empty(self) -> bool:
        """Whether nothing at all was counted."""
        return not any(self._of_event.values())

    def figure(self, measure: str) -> Figure:
        """The total of a measure with its reports."""
        reports = self.reports(measure, "event")
        total = (sum(row[0] for row in reports.values()), sum(row[1] for row in reports.values()))
        return figure_of(measure, self._counts(measure, "event"), total)

    def breakdown(
        self, measure: str, dimension: str, keys: Sequence[Key], *, reports: bool = True
    ) -> Breakdown:
        """The measure by a dimension; without `reports` its rows do not say which are in."""
        counts: dict[Key, list[Count]] = defaultdict(list)
        for count in self._counts(measure, dimension):
            counts[getattr(count, dimension)].append(count)
        told = self.reports(measure, dimension) if reports else {}
        listed = [key for key in keys if key is not None]
        known = set(listed)
        listed += sorted((key for key in counts if key not in known and key is not None), key=str)
        figures = {
            key: figure_of(measure, counts.get(key, []), told.get(key, (0, 0)))
            for key in (*listed, None)
        }
        return breakdown_of(dimension, measure, listed, figures, self.figure(measure))

    # ---------------------------------------------------------------- reports

    def reports(self, measure: str, dimension: str) -> Reports:
        """(in, expected) by key of a dimension; {} where nobody is expected to report by it."""
        grain = next((name for name, told in GRAINS.items() if dimension in told), "")
        if not grain or (measure in EVENT_MEASURES and grain != "event"):
            return {}
        at, found = GRAINS[grain].index(dimension), dict[Key, tuple[int, int]]()
        for key, (got, due) in self._reports_at(measure, grain).items():
            before = found.get(key[at], (0, 0))
            found[key[at]] = (before[0] + got, before[1] + due)
        return found

    def reports_by(
        self, measure: str, names: Sequence[str]
    ) -> dict[tuple[Key, ...], tuple[int, int]]:
        """(in, expected) by the keys of several dimensions; {} where nobody reports by them."""
        if measure in EVENT_MEASURES:
            places = [name for name in GRAINS["event"] if name in names]
            if len(places) < len(names):
                return {}
            at = [GRAINS["event"].index(name) for name in names]
            found = dict[tuple[Key, ...], tuple[int, int]]()
            for event, (got, due) in self._reports_at(measure, "event").items():
                before = found.get(key := tuple(event[i] for i in at), (0, 0))
                found[key] = (before[0] + got, before[1] + due)
            return found
        if not set(names) <= COLUMNS.keys():
            return {}
        rows = db.session.execute(reports_statement(self.campaign_id, measure, names, self.cut))
        return {tuple(key): (due - missing, due) for *key, due, missing in rows}

    def _reports_at(self, measure: str, grain: str) -> dict[tuple[Key, ...], tuple[int, int]]:
        name = (measure, grain)
        if name not in self._kept:
            if measure in EVENT_MEASURES:
                self._kept[name] = self._events_in(measure)
            else:
                rows = db.session.execute(
                    reports_statement(self.campaign_id, measure, GRAINS[grain], self.cut)
                )
                self._kept[name] = {tuple(key): (due - missing, due) for *key, due, missing in rows}
        return self._kept[name]

    def _events_in(self, measure: str) -> dict[tuple[Key, ...], tuple[int, int]]:
        """The office's own report of each event: in when the measure was counted there."""
        cut = self.cut
        due = [
            row
            for row in self.due
            if cut.event in (None, row.event)
            and cut.zone in (None, row.zone)
            and cut.dong in (None, row.dong)
            and cut.month in (None, row.month)
            and cut.status in (None, row.status)
        ]
        if cut.agency is not None or cut.category is not None or cut.field is not None:
            busy = {key[0] for key in self._reports_at(FIELD_MEASURES[0], "event")}
            due = [row for row in due if row.event in busy]
        if cut == cut.asked:
            there = {row.event for row in self._counts(measure, "event")}
        else:
            asked = SeasonSums(self.office_id, self.campaign_id, self.due, cut.asked)
            there = {row.event for row in asked._counts(measure, "event")}
        return {
            (row.event, row.zone, row.dong, row.month): (int(row.event in there), 1) for row in due
        }


GRAINS: dict[str, tuple[str, ...]] = {
    "event": ("event", "zone", "dong", "month"),
    "agency": OF_AGENCY,
    "field": ("field",),
}
COLUMNS: dict[str, Any] = {
    "event": Event.id,
    "zone": Venue.zone_id,
    "dong": Venue.dong_id,
    "month": func.substr(cast(Event.day, String), 1, 7),
    "agency": Assignment.agency_id,
    "category": Agency.category,
    "field": assignment_field.c.field_id,
    "status": STATUS,
}


def reports_statement(
    campaign_id: int, measure: str, names: Sequence[str], cut: Cut
) -> Select[Any]:
    """By dimensions' keys: how many agencies' reports are due, and how many lack some number."""
    by_field = measure in FIELD_MEASURES or "field" in names or cut.field is not None
    # By the rollup's primary key: one look for each number that is due.
    reported = select(CountRollup.value).where(
        CountRollup.campaign_id == campaign_id,
        CountRollup.event_id == Assignment.event_id,
        CountRollup.measure == measure,
        CountRollup.agency_id == Assignment.agency_id,
    )
    if by_field:
        reported = reported.where(
            CountRollup.field_id == func.coalesce(assignment_field.c.field_id, 0)
        )
    outer: tuple[Any, ...] = (Assignment, assignment_field) if by_field else (Assignment,)
    statement: Select[Any] = (
        select(
            *(COLUMNS[name].label(f"by_{name}") for name in names),
            func.count(Assignment.id.distinct()),
            func.count(case((~reported.correlate(*outer).exists(), Assignment.id)).distinct()),
        )
        .select_from(Assignment)
        .join(Event, Event.id == Assignment.event_id)
        .join(Venue, Venue.id == Event.venue_id)
        .join(Agency, Agency.id == Assignment.agency_id)
        .outerjoin(EventRecord, EventRecord.event_id == Event.id)
    )
    if by_field:
        statement = statement.outerjoin(
            assignment_field, assignment_field.c.assignment_id == Assignment.id
        )
    statement = statement.where(Event.campaign_id == campaign_id)
    if cut.status not in NOT_COUNTED:
        statement = statement.where(counted())
    for name, value in cut.asked.named.items():
        statement = statement.where(COLUMNS[name] == value)
    return statement.group_by(*(f"by_{name}" for name in names))
