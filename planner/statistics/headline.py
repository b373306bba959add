"""The figures at the top of the page: how much, of what was meant, and against last year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.campaigns.models import Campaign
from planner.core.figures import Figure
from planner.results.cube import cube
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
    counted_in: str = ""  # the years it was counted in, where the season has more of them


def headlines(figures: SeasonFigures, told: Comparisons | None) -> list[Headline]:
    """A headline for each measure that has a number or waits for one."""
    found = []
    counted = counted_years(figures.facts.campaign) if told else {}
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
                counted.get(measure, ""),
            )
        )
    return found


def counted_years(campaign: Campaign) -> dict[str, str]:
    """By measure the years in which it was counted, where those are not all years of the season:
    one query, and none for a season within a year."""
    season = {str(year) for year in range(campaign.starts_on.year, campaign.ends_on.year + 1)}
    if len(season) == 1:
        return {}
    found: dict[str, set[str]] = {}
    rows = cube(campaign.office_id, ("measure", "month", "period"), campaign_id=campaign.id)
    for row in rows:
        measure, month, period = row.at
        found.setdefault(measure, set()).add((month or period)[:4])
    return {name: ", ".join(sorted(years)) for name, years in found.items() if years != season}


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
