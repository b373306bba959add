"""Every target of a season in one list: those of its counts and those of the wider programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from planner.core.comparison import growth
from planner.programme.models import Tally
from planner.results.words import measure_name, unit_name
from planner.statistics.comparisons import Achievement, achievements
from planner.statistics.programme_targets import Goal, GoalTable, goal_tables
from planner.statistics.queries import Facts
from planner.templating import named

KINDS = ("counts", "programme")


@dataclass(frozen=True, slots=True)
class ToldTarget:
    """A target as files and programs are told of it.

    A target of the counts is of a measure, one of the programme of a tally. `whole` is the number
    that the parts beside it in the list are parts of; without an `id` it is no target of its own
    but their sum. `per_cent` is as it is printed.
    """

    kind: str
    id: int | None
    measure: str
    tally: Tally | None
    zone: Any
    dong: Any
    field: Any
    agency: Any
    period: str
    before: int | None
    wanted: int
    actual: int | None
    per_cent: str | None
    change: float | None
    base: str
    synthetic: bool
    whole: bool = False
    newest: datetime | None = None

    @property
    def name(self) -> str:
        """What is to be reached and where, in the reader's language."""
        what = named(self.tally) if self.tally is not None else measure_name(self.measure)
        return " · ".join([what, *self.names.values()])

    @property
    def unit(self) -> str:
        """In what it is counted."""
        return self.tally.unit if self.tally is not None else unit_name(self.measure)

    @property
    def names(self) -> dict[str, str]:
        """What the rows are called of which it is."""
        return {name: named(row) for name, row in self.place.items() if row is not None}

    @property
    def place(self) -> dict[str, Any]:
        """Of which rows it is, by their kinds."""
        return {
            "zone": self.zone, "dong": self.dong, "field": self.field, "agency": self.agency,
        }  # fmt: skip


def all_targets(facts: Facts) -> list[ToldTarget]:
    """The targets that the statistics page shows, in its order."""
    found = [_of_counts(row) for row in achievements(facts)]
    for table in goal_tables(facts.campaign):
        found += [_of_programme(table, row) for row in (*table.parts, table.whole)]
    return found


def _of_counts(row: Achievement) -> ToldTarget:
    target, figure = row.target, row.figure
    return ToldTarget(
        "counts",
        target.id,
        target.measure,
        None,
        target.zone,
        target.dong,
        target.field,
        None,
        target.period,
        target.before,
        target.value,
        figure.value,
        row.per_cent,
        growth(figure.value, target.before),
        target.base,
        figure.synthetic or target.synthetic,
        newest=figure.newest,
    )


def _of_programme(table: GoalTable, goal: Goal) -> ToldTarget:
    first = goal.behind[0].target
    a_sum = goal.part is None and (first.dong or first.field or first.agency) is not None
    own = None if a_sum else first
    return ToldTarget(
        "programme",
        own.id if own else None,
        "",
        table.tally,
        None,
        own.dong if own else None,
        own.field if own else None,
        own.agency if own else None,
        period_text(first.starts_on, first.ends_on),
        goal.before,
        goal.wanted,
        goal.actual,
        goal.per_cent,
        goal.change,
        own.note if own else "",
        goal.synthetic,
        whole=goal.part is None and bool(table.parts),
    )


def period_text(first: date, last: date) -> str:
    """'2024', '2024-03', or both days with a stroke between them, as ISO 8601 has it."""
    after = last + timedelta(days=1)
    if first.day == after.day == 1:
        if first.month == after.month == 1 and after.year == first.year + 1:
            return f"{first:%Y}"
        if (after.year * 12 + after.month) - (first.year * 12 + first.month) == 1:
            return f"{first:%Y-%m}"
    return f"{first}/{last}"
