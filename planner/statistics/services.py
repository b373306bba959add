"""Figures of a season as tables: the same values for the page, the files and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from planner.core.counting import EVENT_MEASURES, MEASURES
from planner.core.figures import Breakdown, Cube, Cut, Figure, Key, growth, share
from planner.results.models import PublishedFigure
from planner.statistics.further import FurtherFigure, Section, register_figures
from planner.statistics.queries import Facts

__all__ = [
    "Comparison",
    "FigureTable",
    "FurtherFigure",
    "Line",
    "SeasonFigures",
    "Section",
    "comparison_of",
    "register_figures",
    "season_figures",
    "season_number",
]

TABLES = ("event", "zone", "field", "agency", "category")
# What a table by each dimension can say; attendance is counted for the event as a whole.
OFFICE = ("attendance", "unique_persons", "experience")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its key (None is the remainder), a figure for each measure, its share."""

    key: Key
    row: Any  # what the key means: an event, a zone, a field, an agency, a category's code
    figures: dict[str, Figure]
    share: float | None

    @property
    def remainder(self) -> bool:
        return self.key is None


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table by one dimension: its measures, its lines, and the totals. Shares and reports are
    those of `lead`."""

    dimension: str
    measures: tuple[str, ...]
    lead: str
    lines: tuple[Line, ...]
    total: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published figure of another time beside this season's."""

    published: PublishedFigure
    figure: Figure | None
    growth: float | None


@dataclass(frozen=True, slots=True)
class SeasonFigures:
    """Everything that the statistics of a season show within one cut."""

    facts: Facts
    cut: Cut
    measures: tuple[str, ...]  # those of which anything was reported
    totals: dict[str, Figure]
    tables: dict[str, FigureTable]
    comparisons: tuple[Comparison, ...]

    @property
    def synthetic(self) -> bool:
        """Whether any figure shown rests on made-up parts."""
        return any(figure.synthetic for figure in self.totals.values())


def season_figures(
    facts: Facts, cut: Cut | None = None, lead: str = "consultations"
) -> SeasonFigures:
    """The figures of a season within a cut; shares are of `lead`."""
    cube = Cube(facts.counts, facts.expected, cut)
    totals = {measure: cube.figure(measure) for measure in MEASURES}
    there = tuple(m for m in MEASURES if totals[m].value is not None or _any(cube, m))
    shown = tuple(dict.fromkeys(("attendance", "consultations", *there)))
    ordered = tuple(measure for measure in MEASURES if measure in shown)
    tables = {name: _table(facts, cube, name, ordered, lead) for name in TABLES}
    return SeasonFigures(facts, cube.cut, ordered, totals, tables, _comparisons(facts, cube))


def _any(cube: Cube, measure: str) -> bool:
    return any(count.measure == measure for count in cube.counts)


def _table(
    facts: Facts, cube: Cube, dimension: str, measures: Sequence[str], lead: str
) -> FigureTable:
    """One table: the breakdowns of its measures side by side."""
    told = tuple(m for m in measures if dimension in ("event", "zone") or m not in EVENT_MEASURES)
    keys = facts.keys(dimension)
    if not cube.cut.whole or dimension in ("agency", "category"):
        within = {getattr(row, dimension) for row in (*cube.counts, *cube.expected)}
        keys = [key for key in keys if key in within]  # who was nowhere expected has no line
    parts = {measure: cube.breakdown(measure, dimension, keys) for measure in told}
    lead = lead if lead in parts else "consultations"
    listed = list(keys)
    if any(part.remainder for breakdown in parts.values() for part in breakdown.parts):
        listed.append(None)
    total = {measure: parts[measure].total for measure in told}
    lines = []
    for key in listed:
        figures = {measure: _figure(parts[measure], key) for measure in told}
        row = None if key is None else facts.name_of(dimension, key)
        of_total = share(figures[lead].value, total[lead].value) if lead in total else None
        lines.append(Line(key, row, figures, of_total))
    return FigureTable(dimension, told, lead, tuple(lines), total)


def _figure(breakdown: Breakdown, key: Key) -> Figure:
    return next((part.figure for part in breakdown.parts if part.key == key), Figure(None, 0, 0))


def _comparisons(facts: Facts, cube: Cube) -> tuple[Comparison, ...]:
    """Figures published for earlier times; only the whole season can be set against them."""
    if not cube.cut.whole:
        return ()
    own = facts.campaign.starts_on.year
    found = []
    for row in facts.published:
        if row.period[:4].isdigit() and int(row.period[:4]) < own:
            figure = season_number(facts, cube, row.measure)
            now = figure.value if figure else None
            found.append(Comparison(row, figure, growth(now, row.value)))
    return tuple(found)


def season_number(facts: Facts, cube: Cube, name: str) -> Figure | None:
    """This season's number of a published name: a measure of the ledger, or things that are
    counted by having them (zones, events, agencies, fields)."""
    if name in MEASURES:
        return cube.figure(name)
    taking_part = [row for row in facts.agencies.values() if row.category in ("public", "private")]
    numbers = {
        "zones": len(facts.zones),
        "events": len(facts.events),
        "agencies": len(taking_part),
        "fields": len(facts.fields),
        "venues": len({event.venue_id for event in facts.events}),
    }
    return Figure(numbers[name], 1, 1) if name in numbers else None


def comparison_of(figures: SeasonFigures, measure: str) -> Comparison | None:
    """The newest earlier figure of a measure."""
    found = [row for row in figures.comparisons if row.published.measure == measure]
    return max(found, key=lambda row: row.published.period, default=None)
