"""Figures of a season as tables: the same values for the page, the files and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from planner.core.comparison import growth, share
from planner.core.counting import EVENT_MEASURES, MEASURES
from planner.core.figures import Cut, Figure, Key
from planner.results.models import PublishedFigure
from planner.statistics.further import FurtherFigure, Section, register_figures
from planner.statistics.queries import Facts
from planner.statistics.sums import SeasonSums

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

TABLES = ("event", "zone", "dong", "field", "agency", "category", "group", "programme", "month")
# By what the office's own measures are told: they are counted for an event as a whole.
OF_EVENTS = ("event", "zone", "dong", "month")
ALWAYS = ("attendance", "consultations")  # told of a season of events even before a report is in


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
    tables: dict[str, FigureTable]  # those by which anything is told
    comparisons: tuple[Comparison, ...]

    @property
    def synthetic(self) -> bool:
        """Whether any figure shown rests on made-up parts."""
        return any(figure.synthetic for figure in self.totals.values())


def season_figures(
    facts: Facts, cut: Cut | None = None, lead: str = "consultations", *, reports: bool = True
) -> SeasonFigures:
    """The figures of a season within a cut; shares are of `lead`.

    Without `reports` only the lines' `lead` says how many of its reports are in, which is what a
    page shows; the totals always say it.
    """
    cut = cut or Cut()
    office_id, campaign_id = facts.campaign.office_id, facts.campaign.id
    whole = facts.sums
    sums = whole if cut.whole else SeasonSums(office_id, campaign_id, whole.due, cut)
    ordered = tuple(m for m in MEASURES if sums.has(m) or _awaited(facts, sums, m))
    totals = {measure: sums.figure(measure) for measure in ordered}
    tables = {}
    for name in TABLES:
        table = _table(facts, sums, name, ordered, lead, reports)
        if table is not None:
            tables[name] = table
    return SeasonFigures(facts, cut, ordered, totals, tables, _comparisons(facts, sums))


def _awaited(facts: Facts, sums: SeasonSums, measure: str) -> bool:
    """Whether a measure is told before anything of it was reported: not where the cut asks for a
    part of an event that the office never counts."""
    cut = sums.cut
    part = cut.field is not None or cut.agency is not None or cut.category is not None
    asked = measure in ALWAYS and not (part and measure in EVENT_MEASURES)
    return asked and bool(facts.events or sums.empty)


def _table(
    facts: Facts,
    sums: SeasonSums,
    dimension: str,
    measures: Sequence[str],
    lead: str,
    reports: bool,
) -> FigureTable | None:
    """One table: the breakdowns of its measures side by side; None when it would tell nothing."""
    told = tuple(m for m in measures if dimension in OF_EVENTS or m not in EVENT_MEASURES)
    keys = _keys(facts, sums, dimension)
    if not told or not keys or (dimension == "month" and len(keys) < 2):
        return None
    lead = _lead(sums, dimension, told, lead)
    parts = {
        measure: sums.breakdown(measure, dimension, keys, reports=reports or measure == lead)
        for measure in told
    }
    listed = list(keys)
    if any(part.remainder for breakdown in parts.values() for part in breakdown.parts):
        listed.append(None)
    total = {measure: parts[measure].total for measure in told}
    figures = {measure: {row.key: row.figure for row in parts[measure].parts} for measure in told}
    lines = []
    for key in listed:
        row = None if key is None else facts.name_of(dimension, key)
        line = {measure: figures[measure].get(key, NOTHING) for measure in told}
        of_total = share(line[lead].value, total[lead].value)
        lines.append(Line(key, row, line, of_total))
    return FigureTable(dimension, told, lead, tuple(lines), total)


def _lead(sums: SeasonSums, dimension: str, told: Sequence[str], lead: str) -> str:
    """The measure whose shares and bars a table shows: the one asked for, where the table tells
    anything of it or waits for a report; else one that it does tell."""
    wanted = [name for name in (lead, "consultations", *told) if name in told]
    for name in wanted:
        if sums.tells(name, dimension) or sums.reports(name, dimension):
            return name
    return wanted[0]


def _keys(facts: Facts, sums: SeasonSums, dimension: str) -> list[Key]:
    """What a table lists: who was nowhere expected and never counted has no line."""
    keys: list[Key] = facts.keys(dimension)
    if sums.cut.whole and dimension in ("event", "zone", "field", "month", "dong"):
        return keys
    within = sums.used(dimension) | set(sums.reports("consultations", dimension))
    return [key for key in keys if key in within]


NOTHING = Figure(None, 0, 0)


def _comparisons(facts: Facts, sums: SeasonSums) -> tuple[Comparison, ...]:
    """Figures published for earlier times; only the whole season can be set against them."""
    if not sums.cut.whole:
        return ()
    own = facts.campaign.starts_on.year
    found = []
    for row in facts.published:
        earlier = row.period[:4].isdigit() and int(row.period[:4]) < own
        if earlier and row.kind == "published" and not row.programme:
            figure = season_number(facts, sums, row.measure)
            now = figure.value if figure else None
            found.append(Comparison(row, figure, growth(now, row.value)))
    return tuple(found)


def season_number(facts: Facts, sums: SeasonSums, name: str) -> Figure | None:
    """This season's number of a published name: a measure of the ledger, or things that are
    counted by having them (zones, events, agencies, fields)."""
    if name in MEASURES:
        return sums.figure(name)
    taking_part = [row for row in facts.agencies.values() if row.category in ("public", "private")]
    numbers = {
        "zones": len(facts.zones),
        "events": len(facts.events),
        "agencies": len(taking_part),
        "fields": len(facts.fields),
        "venues": len({event.venue_id for event in facts.events}),
    }
    return Figure(numbers[name], 1, 1) if name in numbers else None


def newest(figures: SeasonFigures) -> datetime | None:
    """When the last of the entries behind these figures came."""
    return max((row.newest for row in figures.totals.values() if row.newest), default=None)


def comparison_of(figures: SeasonFigures, measure: str) -> Comparison | None:
    """The newest earlier figure of a measure."""
    found = [row for row in figures.comparisons if row.published.measure == measure]
    return max(found, key=lambda row: row.published.period, default=None)
