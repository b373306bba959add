"""Who gets what of a season: zones their visits, agencies their events, fields their counsellors.

The rows stand behind the score's terms `zone_dev`, `load` and `uncovered`: their totals agree with
them (`fairness_of_plan`), so that the page and the optimiser never say different things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.core.coverage import load, matrix, weeks_of
from planner.core.fairness_rows import (
    AgencyAim,
    AgencyRow,
    Distribution,
    FieldRow,
    Span,
    Visit,
    ZoneAim,
    ZoneRow,
    distribution,
)
from planner.core.plan import Plan
from planner.core.problem import Problem
from planner.core.waits import last_visit, longest_wait

__all__ = [
    "AgencyAim",
    "AgencyRow",
    "Distribution",
    "Fairness",
    "FieldRow",
    "Span",
    "Visit",
    "ZoneAim",
    "ZoneRow",
    "fairness_of_plan",
    "measure",
]


@dataclass(frozen=True, slots=True)
class Fairness:
    """The rows of a plan. `strangers` counts agencies at events that have no row."""

    zones: tuple[ZoneRow, ...]
    agencies: tuple[AgencyRow, ...]
    fields: tuple[FieldRow, ...]
    events: int
    strangers: int = 0

    @property
    def zone_dev(self) -> int:
        """The score's term: visits away from the aims."""
        return sum(abs(row.difference) for row in self.zones)

    @property
    def load(self) -> int:
        """The score's term: squares of the agencies' differences."""
        return self.burden.squares

    @property
    def uncovered(self) -> int:
        """The score's term: agencies that are missing in a field."""
        return sum(row.missing for row in self.fields)

    @property
    def burden(self) -> Distribution:
        return distribution([row.difference for row in self.agencies])

    @property
    def waiting(self) -> tuple[ZoneRow, ...]:
        """The zones of the season that wait longest."""
        ours = [row for row in self.zones if row.aim.ours]
        most = max((row.wait.days for row in ours), default=0)
        return tuple(row for row in ours if row.wait.days == most)


def measure(
    zones: Sequence[ZoneAim],
    agencies: Sequence[AgencyAim],
    needs: Mapping[int, int],
    visits: Sequence[Visit],
    span: Span,
) -> Fairness:
    """The rows of a plan's visits, in the order of the aims and of `needs` (agencies by field).

    A zone that is visited without an aim gets a row of its own, at the end.
    """
    known = {aim.zone for aim in zones}
    strays = sorted({visit.zone for visit in visits if visit.zone is not None} - known)
    placed = [agency for visit in visits for agency, _fields in visit.agencies]
    return Fairness(
        zones=_zones([*zones, *(ZoneAim(zone, ours=False) for zone in strays)], visits, span),
        agencies=_agencies(agencies, visits, span),
        fields=_fields(needs, visits),
        events=len(visits),
        strangers=len(set(placed) - {aim.agency for aim in agencies}),
    )


def fairness_of_plan(problem: Problem, plan: Plan, as_of: date | None = None) -> Fairness:
    """The same of a problem and a plan, sound or not: what is unknown counts for nothing.

    A season before is not part of a problem, so nothing is said of it.
    """

    def day(number: int) -> date:
        return problem.start + timedelta(days=number)

    need: Counter[int] = Counter()
    for dong in problem.dongs:
        need[dong.zone] += dong.vuln
    zones = [
        ZoneAim(
            row.id,
            row.target,
            row.min,
            row.max,
            need=need[row.id],
            last=None if row.last is None else day(row.last),
            ours=row.max > 0,
        )
        for row in problem.zones
    ]
    agencies = [AgencyAim(row.id, row.target, row.max, row.max_week) for row in problem.agencies]
    visits = []
    for event in plan.events:
        venue = problem.venue_by_id.get(event.venue)
        served: dict[int, set[int]] = {}
        for item in event.assign:  # as in the score: named twice is there once
            if item.agency in problem.agency_by_id:
                served.setdefault(item.agency, set()).update(item.fields)
        there = tuple((agency, tuple(sorted(names))) for agency, names in served.items())
        visits.append(Visit(day(event.day), venue.zone if venue else None, there))
    last = day(max(0, problem.days - 1))
    span = Span(problem.start, last, as_of or last)
    return measure(zones, agencies, {row.id: row.need for row in problem.fields}, visits, span)


def _zones(aims: Sequence[ZoneAim], visits: Sequence[Visit], span: Span) -> tuple[ZoneRow, ...]:
    need, rows = sum(aim.need for aim in aims), []
    for aim in aims:
        days = [visit.day for visit in visits if visit.zone == aim.zone]
        last = last_visit(days, aim.last, span.as_of)
        row = ZoneRow(
            aim,
            visits=len(days),
            visit_share=len(days) / len(visits) if visits else None,
            need_share=aim.need / need if need else None,
            last=last,
            since=None if last is None else (span.as_of - last).days,
            wait=longest_wait(days, span.first, span.last, aim.last),
        )
        rows.append(row)
    return tuple(rows)


def _agencies(
    aims: Sequence[AgencyAim], visits: Sequence[Visit], span: Span
) -> tuple[AgencyRow, ...]:
    days: dict[int, list[date]] = {}
    for visit in visits:
        for agency, _fields in visit.agencies:
            days.setdefault(agency, []).append(visit.day)
    weeks = weeks_of(span.first, span.last)
    return tuple(
        AgencyRow(
            aim,
            load(
                aim.agency,
                days.get(aim.agency, ()),
                weeks,
                target=aim.target,
                most=aim.most,
                most_per_week=aim.most_per_week,
            ),
        )
        for aim in aims
    )


def _fields(needs: Mapping[int, int], visits: Sequence[Visit]) -> tuple[FieldRow, ...]:
    present: Counter[tuple[int, int]] = Counter()
    for number, visit in enumerate(visits):
        for _agency, fields in visit.agencies:
            present.update((number, field) for field in set(fields))
    found = matrix(needs, range(len(visits)), present)
    rows = []
    for field in found.fields:
        there, missing = found.row(field)
        met = sum(not cover.missing for cover in found.cells[field].values())
        rows.append(FieldRow(field, needs[field], len(visits), met, there, missing))
    return tuple(rows)
