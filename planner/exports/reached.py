"""What a season reached, as tables: against targets, against other times, and in the programme."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from planner.campaigns.models import Campaign
from planner.core.figures import Figure
from planner.exports.columns import (
    COMPARED_COLUMNS,
    PROGRAMME_NUMBERS,
    PROGRAMME_WORDS,
    TARGET_COLUMNS,
)
from planner.exports.table import Table
from planner.results.imports import QUALIFIER_WORDS
from planner.results.models import PublishedFigure
from planner.results.words import MEASURES, PROGRAMMES
from planner.statistics.all_targets import ToldTarget, all_targets
from planner.statistics.comparisons import YearOnYear, season_comparisons
from planner.statistics.further import FurtherFigure, Section, all_sections
from planner.statistics.queries import Facts
from planner.statistics.services import SeasonFigures
from planner.statistics.words import base_of, published, published_name, published_unit
from planner.templating import named

TARGETS = (
    _l("Targets"),
    _l("What was to be reached and what was, at events and in the wider programme."),
)
COMPARISONS = (
    _l("Comparisons"),
    _l("Published figures, last year and before the programme, with what they were counted over."),
)
PROGRAMME = (_l("Wider programme"), _l("The figures of the wider programme, with their parts."))
KINDS = {"counts": _l("Counted results"), "programme": _l("Wider programme")}
COMPARED = {
    "published": _l("Published for this season"),
    "last_year": _l("Published for an earlier year"),
    "before": _l("Before the programme"),
    "season": _l("Season before"),
}


def rate(per_cent: str | None) -> float | None:
    """A percentage as it is printed, as a part of one: '806.2' is 8.062."""
    return None if per_cent is None else round(float(per_cent) / 100, 4)


# ---------------------------------------------------------------- targets


def targets_table(facts: Facts, *, coded: bool = False) -> Table:
    """One row for each target, and for the whole of those that are parts."""
    rows = [_target_cells(row, coded) for row in all_targets(facts)]
    return Table("targets", *TARGETS, TARGET_COLUMNS, len(rows), lambda: rows, private=True)


def _target_cells(row: ToldTarget, coded: bool) -> tuple[Any, ...]:
    places = [named(place) if place is not None else None for place in row.place.values()]
    measure = row.measure if coded else str(MEASURES.get(row.measure, ""))
    unit = _unit(row.measure, coded) if row.measure else row.unit
    return (
        row.kind if coded else str(KINDS[row.kind]),
        row.name,
        *places,
        measure or (named(row.tally) if row.tally is not None else None),
        unit or None,
        row.period or None,
        *target_numbers(row),
        row.base or None,
        row.whole,
        row.synthetic,
    )


def target_numbers(row: ToldTarget) -> tuple[Any, ...]:
    """The cells of `columns.TARGET_NUMBERS`."""
    return row.before, row.wanted, row.actual, rate(row.per_cent), row.change


# ---------------------------------------------------------------- comparisons


@dataclass(frozen=True, slots=True)
class Compared:
    """A number of another time or of a publication beside the season's own."""

    kind: str  # of `COMPARED`
    measure: str
    programme: str
    period: str
    value: int | None
    qualifier: str
    actual: int | None
    growth: float | None
    ratio: str | None  # in per cent, as it is printed
    synthetic: bool
    published: PublishedFigure | None = None
    season: str = ""  # the name of the season before

    @property
    def base(self) -> str:
        """What it was counted over, in the reader's language."""
        return self.season if self.published is None else base_of(self.published)

    @property
    def source(self) -> str:
        """Who published it."""
        return "" if self.published is None else self.published.source

    @property
    def unit(self) -> str | None:
        """In what it was counted, in the reader's language."""
        return published_unit(self.measure) or None

    @property
    def told_period(self) -> str | None:
        """Of which year or month; 'before' is told by the kind."""
        return None if self.period in ("", "before") else self.period

    @property
    def printed(self) -> str | None:
        """The number as it is printed, in the reader's language."""
        if self.value is None:
            return None
        return published(self.value, self.qualifier, published_unit(self.measure))

    @property
    def numbers(self) -> tuple[Any, ...]:
        """The cells of `columns.COMPARED_RATES`."""
        return self.actual, self.growth, rate(self.ratio)


def compared(facts: Facts, figures: SeasonFigures) -> list[Compared]:
    """Every published figure of the season in its order, then the season before."""
    told = season_comparisons(facts)
    of: dict[int, tuple[str, Figure | None, float | None, str | None]] = {}
    for stated in told.stated:
        of[stated.published.id] = ("published", stated.figure, None, None)
    for earlier in figures.comparisons:
        of[earlier.published.id] = ("last_year", earlier.figure, earlier.growth, None)
    for before in told.ratios:
        of[before.baseline.id] = ("before", before.figure, None, before.per_cent)
    found = []
    for row in facts.published:
        other = "before" if row.kind == "baseline" else "last_year"
        kind, figure, growth, ratio = of.get(row.id, (other, None, None, None))
        found.append(
            Compared(
                kind,
                row.measure,
                row.programme,
                row.period,
                row.value,
                row.qualifier,
                figure.value if figure else None,
                growth,
                ratio,
                row.synthetic or (figure is not None and figure.synthetic),
                row,
            )
        )
    return [*found, *map(_of_year, told.years)]


def _of_year(row: YearOnYear) -> Compared:
    return Compared(
        "season",
        row.measure,
        "",
        "",
        row.before.value,
        "",
        row.figure.value,
        row.growth,
        None,
        row.figure.synthetic or row.before.synthetic,
        season=row.season,
    )


def comparisons_table(facts: Facts, figures: SeasonFigures, *, coded: bool = False) -> Table:
    """One row for each number that the season is set against."""
    rows = [_compared_cells(row, coded) for row in compared(facts, figures)]
    columns = COMPARED_COLUMNS
    return Table("comparisons", *COMPARISONS, columns, len(rows), lambda: rows, private=True)


def _compared_cells(row: Compared, coded: bool) -> tuple[Any, ...]:
    programme = row.programme if coded else str(PROGRAMMES.get(row.programme, row.programme))
    return (
        row.kind if coded else str(COMPARED[row.kind]),
        row.measure if coded else published_name(row.measure),
        programme or None,
        row.told_period,
        _unit(row.measure, coded) or None,
        row.value,
        _qualifier(row.qualifier, coded),
        row.printed,
        *row.numbers,
        row.base or None,
        row.source or None,
        row.synthetic,
    )


def _unit(measure: str, coded: bool) -> str:
    """A measure's unit; for programs in English, whoever asks."""
    with force_locale("en") if coded else nullcontext():
        return published_unit(measure)


def _qualifier(code: str, coded: bool) -> str | None:
    return (code if coded else str(QUALIFIER_WORDS.get(code, code))) or None


# ---------------------------------------------------------------- the wider programme


def programme_table(campaign: Campaign, *, coded: bool = False) -> Table:
    """One row for each figure of the wider programme and for each of its parts."""
    rows = [
        (
            section.key if coded else section.title,
            figure.key if coded else figure.label,
            part_key(part) if coded else part.label if part is not None else None,
            *programme_numbers(part or figure, coded),
        )
        for section, figure, part in each_figure(campaign)
    ]
    columns = (*PROGRAMME_WORDS, *PROGRAMME_NUMBERS)
    return Table("programme", *PROGRAMME, columns, len(rows), lambda: rows, private=True)


def each_figure(
    campaign: Campaign,
) -> Iterator[tuple[Section, FurtherFigure, FurtherFigure | None]]:
    """The figures of every section; those with parts once as a whole and once for each part."""
    for section in all_sections(campaign.office_id, campaign.id):
        for figure in section.figures:
            yield section, figure, None
            for part in figure.parts:
                yield section, figure, part


def part_key(part: FurtherFigure | None) -> str | None:
    """The key of a part; of what the parts do not reach it is 'rest'."""
    return None if part is None else part.key or "rest"


def programme_numbers(row: FurtherFigure, coded: bool) -> tuple[Any, ...]:
    """The cells of `columns.PROGRAMME_NUMBERS`."""
    return row.value, row.unit or None, _qualifier(row.qualifier, coded), row.synthetic
