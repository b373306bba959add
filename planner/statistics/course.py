"""The course of a season: its lead measure from event to event, or from month to month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planner.core.counting import NEVER_SUMMED
from planner.core.figures import Figure, Key
from planner.statistics.services import FigureTable, SeasonFigures

LEAST = 3  # two of them are no course
MOST_EVENTS = 200


@dataclass(frozen=True, slots=True)
class Stage:
    """One time of the course. `change` is from the last one that was reported, `so_far` the sum up
    to here; None where there is none to state."""

    key: Key
    row: Any
    figure: Figure
    change: int | None
    so_far: int | None


@dataclass(frozen=True, slots=True)
class Course:
    """A measure in the order of time, by event or by month."""

    measure: str
    dimension: str
    stages: tuple[Stage, ...]


def course_of(figures: SeasonFigures) -> Course | None:
    """By month where a season has three of them, else by event; None where nothing runs."""
    for name in ("month", "event"):
        table = figures.tables.get(name)
        if table is None:
            continue
        stages = _stages(table)
        known = sum(stage.figure.value is not None for stage in stages)
        if LEAST <= len(stages) <= MOST_EVENTS and known > 1:
            return Course(table.lead, name, stages)
    return None


def _stages(table: FigureTable) -> tuple[Stage, ...]:
    stages, before, so_far = [], None, 0
    summed = table.lead not in NEVER_SUMMED
    for line in table.lines:
        if line.remainder:
            continue
        figure = line.figures[table.lead]
        value = figure.value
        change = None if value is None or before is None else value - before
        if value is not None:
            before, so_far = value, so_far + value
        told = so_far if summed and before is not None else None
        stages.append(Stage(line.key, line.row, figure, change, told))
    return tuple(stages)
