"""Counselling fields against events: who was reached with what, and where nobody was.

One further query of the cube; its totals are sums of the same cells, and a test holds them equal
to those of the other tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from planner.core.figures import Key
from planner.core.steps import step_of, step_ranges
from planner.results.cube import cube
from planner.statistics.services import FigureTable, SeasonFigures

MOST_EVENTS = 200  # more of them are told by month


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A number with its step of the shade; `value` None was not reported."""

    value: int | None
    entries: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class HeatLine:
    """A row: what it stands for (key None is the remainder), a cell for each column, the sum."""

    key: Key
    row: Any
    cells: tuple[HeatCell, ...]
    total: HeatCell


@dataclass(frozen=True, slots=True)
class Heat:
    """The table: `down` and `across` are its dimensions, one of them 'field' and the longer one
    down; `columns` are (key, row), `ranges` the steps of its shade."""

    measure: str
    down: str
    across: str
    columns: tuple[tuple[Key, Any], ...]
    lines: tuple[HeatLine, ...]
    totals: tuple[HeatCell, ...]
    total: HeatCell
    ranges: tuple[tuple[int, int], ...]

    @property
    def by_month(self) -> bool:
        """Whether there are so many events that months stand in their place."""
        return "month" in (self.down, self.across)


def heat_of(figures: SeasonFigures) -> Heat | None:
    """The lead measure of the fields by event; None where it would tell no more than a list."""
    many = len(figures.facts.events) > MOST_EVENTS
    by_field = figures.tables.get("field")
    by_time = figures.tables.get("month" if many else "event")
    if by_field is None or by_time is None or min(_named(by_field), _named(by_time)) < 2:
        return None
    tables = (by_time, by_field) if _named(by_time) >= _named(by_field) else (by_field, by_time)
    down, across = tables
    found = _cells(figures, by_field.lead, down.dimension, across.dimension)
    at = tables.index(by_field)
    if not any(keys[at] is not None for keys in found):
        return None
    rows = _listed(down, {key for key, _other in found})
    columns = _listed(across, {key for _other, key in found})
    ranges = step_ranges(cell.value for cell in found.values())
    return Heat(
        by_field.lead,
        down.dimension,
        across.dimension,
        tuple(columns),
        tuple(_line(key, row, columns, found, ranges) for key, row in rows),
        tuple(_total(cell for keys, cell in found.items() if keys[1] == key) for key, _ in columns),
        _total(found.values()),
        tuple(ranges),
    )


Cells = dict[tuple[Key, Key], HeatCell]


def _named(table: FigureTable) -> int:
    return sum(not line.remainder for line in table.lines)


def _cells(figures: SeasonFigures, measure: str, down: str, across: str) -> Cells:
    campaign = figures.facts.campaign
    rows = cube(
        campaign.office_id,
        (down, across),
        campaign_id=campaign.id,
        measures=(measure,),
        within=figures.cut.named,
    )
    return {(row.at[0], row.at[1]): HeatCell(row.value, row.entries) for row in rows}


def _listed(table: FigureTable, found: set[Key]) -> list[tuple[Key, Any]]:
    """A table's lines in their order, and what has no key where any of it was counted."""
    listed = [(line.key, line.row) for line in table.lines if not line.remainder]
    return [*listed, (None, None)] if None in found else listed


def _line(
    key: Key,
    row: Any,
    columns: list[tuple[Key, Any]],
    found: Cells,
    ranges: list[tuple[int, int]],
) -> HeatLine:
    cells = [found.get((key, column), NOTHING) for column, _row in columns]
    shaded = tuple(replace(cell, step=step_of(cell.value, ranges)) for cell in cells)
    return HeatLine(key, row, shaded, _total(cells))


NOTHING = HeatCell(None)


def _total(cells: Iterable[HeatCell]) -> HeatCell:
    """The sum of what was reported; None of nothing."""
    known = [(cell.value, cell.entries) for cell in cells if cell.value is not None]
    if not known:
        return NOTHING
    return HeatCell(sum(value for value, _ in known), sum(entries for _, entries in known))
