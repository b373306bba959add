"""Counselling fields against events: who was reached with what, and where nobody was.

One further query of the cube; its totals are sums of the same cells, and a test holds them equal
to those of the other tables.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from planner.core.figures import Key
from planner.core.steps import step_of, step_ranges
from planner.results.cube import CubeRow, cube
from planner.statistics.services import Line, SeasonFigures

MOST_EVENTS = 200  # more of them are told by month


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A number with its step of the shade; `value` None was not reported."""

    value: int | None
    entries: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class HeatLine:
    """An event (or a month; key None is what was counted outside) with a cell for each field."""

    key: Key
    row: Any
    cells: tuple[HeatCell, ...]
    total: HeatCell


@dataclass(frozen=True, slots=True)
class Heat:
    """The table: `columns` are (key, field), None what no field holds; `ranges` its steps."""

    measure: str
    dimension: str
    columns: tuple[tuple[Key, Any], ...]
    lines: tuple[HeatLine, ...]
    totals: tuple[HeatCell, ...]
    total: HeatCell
    ranges: tuple[tuple[int, int], ...]


def heat_of(figures: SeasonFigures) -> Heat | None:
    """The lead measure of the fields by event; None where it would tell no more than a list."""
    by_field = figures.tables.get("field")
    many = len(figures.facts.events) > MOST_EVENTS
    dimension = "month" if many else "event"
    by_time = figures.tables.get(dimension)
    if by_field is None or by_time is None:
        return None
    named = sum(not line.remainder for line in by_field.lines)
    if named < 2 or sum(not line.remainder for line in by_time.lines) < 2:
        return None
    found = _cells(figures, by_field.lead, dimension)
    if not any(field is not None for _time, field in found):
        return None
    columns = _listed(by_field.lines, {field for _time, field in found})
    rows = _listed(by_time.lines, {time for time, _field in found})
    return _heat(by_field.lead, dimension, rows, columns, found)


def _cells(figures: SeasonFigures, measure: str, dimension: str) -> dict[tuple[Key, Key], HeatCell]:
    campaign = figures.facts.campaign
    rows: list[CubeRow] = cube(
        campaign.office_id,
        (dimension, "field"),
        campaign_id=campaign.id,
        measures=(measure,),
        within=figures.cut.named,
    )
    return {(row.at[0], row.at[1]): HeatCell(row.value, row.entries) for row in rows}


def _listed(lines: tuple[Line, ...], found: set[Key]) -> list[tuple[Key, Any]]:
    """A table's lines in their order, and what has no key where any of it was counted."""
    listed = [(line.key, line.row) for line in lines if not line.remainder]
    return [*listed, (None, None)] if None in found else listed


def _heat(
    measure: str,
    dimension: str,
    rows: list[tuple[Key, Any]],
    columns: list[tuple[Key, Any]],
    found: dict[tuple[Key, Key], HeatCell],
) -> Heat:
    ranges = step_ranges(cell.value for cell in found.values())
    of_row: dict[Key, list[HeatCell]] = defaultdict(list)
    of_column: dict[Key, list[HeatCell]] = defaultdict(list)
    for (time, field), cell in found.items():
        of_row[time].append(cell)
        of_column[field].append(cell)
    lines = []
    for key, row in rows:
        cells = [found.get((key, field), NOTHING) for field, _row in columns]
        shaded = tuple(HeatCell(c.value, c.entries, step_of(c.value, ranges)) for c in cells)
        lines.append(HeatLine(key, row, shaded, _total(of_row[key])))
    totals = tuple(_total(of_column[key]) for key, _row in columns)
    total = _total(list(found.values()))
    return Heat(measure, dimension, tuple(columns), tuple(lines), totals, total, tuple(ranges))


NOTHING = HeatCell(None)


def _total(cells: list[HeatCell]) -> HeatCell:
    """The sum of what was reported; None of nothing."""
    known = [cell.value for cell in cells if cell.value is not None]
    return HeatCell(sum(known) if known else None, sum(cell.entries for cell in cells))
