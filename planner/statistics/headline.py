"""The figures at the top of the page: how much, of what was meant, and against last year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.core.figures import Figure
from planner.statistics.comparisons import Achievement, Comparisons, YearOnYear
from planner.statistics.programme_targets import GoalTable
from planner.statistics.services import Comparison, SeasonFigures, comparison_of


@dataclass(frozen=True, slots=True)
class Headline:
    """A measure's total with its target and its last year, where the whole season has them."""

    measure: str
    figure: Figure
    target: Achievement | None = None
    last: Comparison | None = None
    year: YearOnYear | None = None


def headlines(figures: SeasonFigures, told: Comparisons | None) -> list[Headline]:
    """A headline for each measure that has a number or waits for one."""
    found = []
    for measure in figures.measures:
        figure = figures.totals[measure]
        if measure == "unique_persons" and figure.value is None:
            continue
        last = comparison_of(figures, measure)
        found.append(
            Headline(
                measure,
                figure,
                _target(told, measure),
                last,
                None if last else _year(told, measure),
            )
        )
    return found


def _target(told: Comparisons | None, measure: str) -> Achievement | None:
    """The target of the whole season: that of no place, field or period."""
    for row in told.achievements if told else ():
        target = row.target
        part = target.zone_id or target.dong_id or target.field_id or target.period
        if target.measure == measure and not part:
            return row
    return None


def _year(told: Comparisons | None, measure: str) -> YearOnYear | None:
    rows = told.years if told else ()
    return next((row for row in rows if row.measure == measure), None)


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the targets were met, and of how many nothing is known."""

    met: int
    wanted: int
    unknown: int


def score(told: Comparisons | None, goals: Sequence[GoalTable]) -> Score:
    """The targets of the counts and those of the wider programme together."""
    pairs = [(row.figure.value, row.target.value) for row in told.achievements] if told else []
    parts = [row for table in goals for row in (table.parts or (table.whole,))]
    pairs += [(row.actual, row.wanted) for row in parts]
    known = [(actual, wanted) for actual, wanted in pairs if actual is not None]
    met = sum(actual >= wanted for actual, wanted in known)
    return Score(met, len(pairs), len(pairs) - len(known))
