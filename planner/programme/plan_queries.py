"""Reads of the plan: years, areas with their progress, tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from planner.core.plan_progress import Progress, TaskFacts, is_behind, progress, progress_by_area
from planner.extensions import db
from planner.programme.models import PlanArea, PlanTask


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area and the progress of its tasks (None: it has no task in that year)."""

    area: PlanArea
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class PlanLook:
    """One year's plan."""

    year: int
    years: Sequence[int]
    areas: Sequence[AreaRow]
    tasks: Sequence[PlanTask]
    total: Progress
    behind: frozenset[int]  # ids of tasks


def plan_look(office_id: int, year: int | None, today: date) -> PlanLook:
    """The plan of a year (without one: this year's, else the latest): three queries."""
    years = plan_years(office_id)
    if year is None:
        year = today.year if today.year in years or not years else years[0]
    tasks = tasks_of(office_id, year)
    areas = db.session.scalars(
        select(PlanArea)
        .where(PlanArea.office_id == office_id)
        .order_by(PlanArea.position, PlanArea.id)
    ).all()
    facts = [TaskFacts(row.area_id, row.state, row.percent, row.due) for row in tasks]
    by_area = progress_by_area(facts, today)
    return PlanLook(
        year,
        years,
        [AreaRow(area, by_area.get(area.id)) for area in areas],
        tasks,
        progress(facts, today),
        frozenset(row.id for row in tasks if is_behind(row.state, row.due, today)),
    )


def plan_years(office_id: int) -> list[int]:
    """The years that have a task, the latest first."""
    rows = db.session.scalars(
        select(PlanTask.year).where(PlanTask.office_id == office_id).distinct()
    )
    return sorted(rows, reverse=True)


def tasks_of(office_id: int, year: int) -> Sequence[PlanTask]:
    """A year's tasks by area and number (an office has some dozens)."""
    return db.session.scalars(
        select(PlanTask)
        .join(PlanTask.area)
        .where(PlanTask.office_id == office_id, PlanTask.year == year)
        .options(joinedload(PlanTask.area))
        .order_by(PlanArea.position, PlanArea.id, PlanTask.number, PlanTask.id)
    ).all()


def count_behind(office_id: int, today: date) -> int:
    """How many tasks of this year's plan are overdue; the rule is `core`'s."""
    rows = db.session.execute(
        select(PlanTask.state, PlanTask.due).where(
            PlanTask.office_id == office_id,
            PlanTask.year == today.year,
            PlanTask.due.is_not(None),
        )
    )
    return sum(is_behind(state, due, today) for state, due in rows)
