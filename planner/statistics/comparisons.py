"""What a season reached against what was meant, what was before, and what was last year.

Each comparison carries its base: the number it is set against and where that comes from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from planner.core.comparison import growth, per_cent
from planner.core.counting import MEASURES, NEVER_SUMMED
from planner.core.figures import Count, Figure, figure_of
from planner.results.cube import cube
from planner.results.models import PublishedFigure, Target
from planner.statistics.queries import Facts, load_facts
from planner.statistics.services import season_number

PLACES = ("zone", "dong", "field", "month", "period", "measure")


@dataclass(frozen=True, slots=True)
class Achievement:
    """A target with what was reached of it; `per_cent` is actual ÷ target × 100."""

    target: Target
    figure: Figure
    per_cent: str | None


@dataclass(frozen=True, slots=True)
class Ratio:
    """After and before a programme began; `per_cent` is after ÷ before × 100, never growth."""

    baseline: PublishedFigure
    figure: Figure
    per_cent: str | None  # in whole per cent, as such ratios are published


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """A measure of this season and of the season before it; `growth` is 0.05 for 5 % more."""

    measure: str
    figure: Figure
    before: Figure
    season: str  # the name of the season before
    growth: float | None


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure published for this season beside what the entries say (None: not counted here)."""

    published: PublishedFigure
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Comparisons:
    """All comparisons of a season; those with last year only where a season before is named."""

    achievements: tuple[Achievement, ...]
    ratios: tuple[Ratio, ...]
    years: tuple[YearOnYear, ...]
    stated: tuple[Stated, ...]


def season_comparisons(facts: Facts) -> Comparisons:
    """The comparisons of a whole season."""
    return Comparisons(
        tuple(achievements(facts)),
        tuple(ratios(facts)),
        tuple(years(facts)),
        tuple(stated(facts)),
    )


# ---------------------------------------------------------------- targets


def achievements(facts: Facts) -> list[Achievement]:
    """Each target beside its actual number: one query, however many targets."""
    counts = _counts(facts, {row.measure for row in facts.targets})
    found = []
    for target in facts.targets:
        rows = [row for row in counts[target.measure] if _meets(row, target)]
        figure = figure_of(target.measure, rows, (0, 0))
        found.append(Achievement(target, figure, per_cent(figure.value, target.value)))
    return found


def _meets(row: Count, target: Target) -> bool:
    """Whether a count adds to what a target is about."""
    told = row.month or row.period
    return (
        target.zone_id in (None, row.zone)
        and target.dong_id in (None, row.dong)
        and target.field_id in (None, row.field)
        and (told == target.period or told.startswith(f"{target.period}-") or not target.period)
    )


def _counts(facts: Facts, measures: Iterable[str]) -> dict[str, list[Count]]:
    wanted = sorted(set(measures))
    found: dict[str, list[Count]] = defaultdict(list)
    if not wanted:
        return found
    by = (*PLACES, "event") if set(wanted) & NEVER_SUMMED else PLACES
    plain: dict[str, Any] = dict.fromkeys(("event", "agency", "category"))
    campaign = facts.campaign
    for row in cube(campaign.office_id, by, campaign_id=campaign.id, measures=wanted):
        told = plain | dict(zip(by, row.at, strict=True))
        count = Count(
            **told,
            value=row.value,
            synthetic=row.synthetic,
            entries=row.entries,
            newest=row.newest,
        )
        found[count.measure].append(count)
    return found


# ---------------------------------------------------------------- before, and last year


def ratios(facts: Facts) -> list[Ratio]:
    """Each baseline beside this season's number of the same measure and programme."""
    found = []
    for row in facts.published:
        if row.kind == "baseline" and row.measure in MEASURES:
            figure = figure_in(facts, row.measure, row.programme)
            found.append(Ratio(row, figure, per_cent(figure.value, row.value, 0)))
    return found


def stated(facts: Facts) -> list[Stated]:
    """The figures published for this season; those of earlier years are compared by growth."""
    own = facts.campaign.starts_on.year
    found = []
    for row in facts.published:
        earlier = row.period[:4].isdigit() and int(row.period[:4]) < own
        if row.kind != "published" or earlier:
            continue
        known = row.measure in MEASURES
        figure = figure_in(facts, row.measure, row.programme) if known else None
        found.append(Stated(row, figure or season_number(facts, facts.sums, row.measure)))
    return found


def figure_in(facts: Facts, measure: str, programme: str) -> Figure:
    """A measure of the whole season, or of one programme in it."""
    if not programme:
        return facts.sums.figure(measure)
    parts = facts.sums.breakdown(measure, "programme", [programme], reports=False).parts
    return next(part.figure for part in parts if part.key == programme)


def years(facts: Facts) -> list[YearOnYear]:
    """This season's measures against those of the season before, where one is named."""
    previous = facts.campaign.previous
    if previous is None:
        return []
    before = load_facts(previous.office_id, previous.id, assignments=False)
    found = []
    for measure in MEASURES:
        if not (facts.sums.has(measure) and before.sums.has(measure)):
            continue
        now, then = facts.sums.figure(measure), before.sums.figure(measure)
        name = str(previous.name)
        found.append(YearOnYear(measure, now, then, name, growth(now.value, then.value)))
    return found
