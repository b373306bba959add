"""Figures of a season against targets, earlier times and what was published, each with its base."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from planner.reports import pictures
from planner.reports.columns import grid
from planner.reports.content import Block, Grid
from planner.reports.figure_tables import MARK, MOST_TARGETS, made_up_note
from planner.reports.source import Source
from planner.results.words import measure_name, published
from planner.statistics.comparisons import Achievement, Ratio, Stated, YearOnYear
from planner.statistics.services import Comparison
from planner.statistics.words import (
    base_of,
    change,
    per_cent,
    published_name,
    published_unit,
    target_name,
)
from planner.templating import number


def compared(source: Source) -> Iterator[Block]:
    """The tables of those comparisons that the season has."""
    found = source.comparisons
    if found.achievements:
        yield _targets(found.achievements)
        yield from pictures.targets(found.achievements)
    if source.figures.comparisons:
        yield _earlier(source.figures.comparisons)
    if found.years:
        yield _years(found.years)
    if found.ratios:
        yield _ratios(found.ratios)
    if found.stated:
        yield _stated(found.stated)


def _marked(name: str, made_up: bool) -> str:
    return f"{name} {MARK}" if made_up else name


def _targets(rows: tuple[Achievement, ...]) -> Grid:
    heads = [
        (_("No."), True),
        (_("Target"), False),
        (_("Period"), False),
        (_("Target number"), True),
        (_("Actual"), True),
        (_("Achievement"), True),
        (_("Base"), False),
    ]
    made_up = [row.target.synthetic or row.figure.synthetic for row in rows]
    lines = [
        [
            str(at),
            _marked(target_name(row.target), made_up[at - 1]),
            row.target.period or _("Whole season"),
            number(row.target.value),
            number(row.figure.value),
            per_cent(row.per_cent),
            _base_of(row),
        ]
        for at, row in enumerate(rows[:MOST_TARGETS], 1)
    ]
    notes = [made_up_note()] if any(made_up) else []
    if len(rows) > MOST_TARGETS:
        notes.append(
            _(
                "The first %(shown)s of %(n)s rows; the page of targets holds all of them.",
                shown=MOST_TARGETS,
                n=number(len(rows)),
            )
        )
    return grid(_("Achievement of the targets"), heads, lines, note=" ".join(notes))


def _base_of(row: Achievement) -> str:
    if row.target.base:
        return str(row.target.base)
    if row.target.before is not None:
        return str(_("last year %(n)s × 1.1, rounded up", n=number(row.target.before)))
    return "-"


def _earlier(rows: tuple[Comparison, ...]) -> Grid:
    """Published figures of earlier times; what they were counted over stands in its own column."""
    heads = [
        (_("Figure"), False),
        (_("Period"), False),
        (_("Published"), True),
        (_("This season"), True),
        (_("Growth"), True),
        (_("Counted over"), False),
    ]
    lines = [
        [
            _marked(published_name(row.published.measure), row.published.synthetic),
            row.published.period,
            published(row.published.value, row.published.qualifier),
            number(row.figure.value if row.figure else None),
            change(row.growth),
            base_of(row.published) or "-",
        ]
        for row in rows
    ]
    note = _(
        "Last year's base differs from this season's, so the growth compares unlike things; a "
        "figure with a qualifier was rounded when it was published."
    )
    return grid(_("Against last year"), heads, lines, note=note)


def _years(rows: tuple[YearOnYear, ...]) -> Grid:
    heads = [
        (_("Figure"), False),
        (_("Season before"), True),
        (_("This season"), True),
        (_("Growth"), True),
        (_("Base"), False),
    ]
    lines = [
        [
            measure_name(row.measure),
            number(row.before.value),
            number(row.figure.value),
            change(row.growth),
            row.season,
        ]
        for row in rows
    ]
    return grid(_("Year on year"), heads, lines)


def _ratios(rows: tuple[Ratio, ...]) -> Grid:
    heads = [
        (_("Figure"), False),
        (_("Before the programme"), True),
        (_("With the programme"), True),
        (_("After ÷ before"), True),
        (_("Base"), False),
    ]
    made_up = [row.baseline.synthetic or row.figure.synthetic for row in rows]
    lines = [
        [
            _marked(published_name(row.baseline.measure, row.baseline.programme), is_made_up),
            number(row.baseline.value),
            number(row.figure.value),
            per_cent(row.per_cent),
            base_of(row.baseline) or "-",
        ]
        for row, is_made_up in zip(rows, made_up, strict=True)
    ]
    note = made_up_note() if any(made_up) else ""
    return grid(_("Ratio to before the programme"), heads, lines, note=note)


def _stated(rows: tuple[Stated, ...]) -> Grid:
    heads = [
        (_("Figure"), False),
        (_("Period"), False),
        (_("Published"), True),
        (_("From the entries"), True),
        (_("Base"), False),
    ]
    lines = [
        [
            published_name(row.published.measure, row.published.programme),
            row.published.period,
            published(
                row.published.value,
                row.published.qualifier,
                published_unit(row.published.measure),
            ),
            number(row.figure.value if row.figure else None),
            base_of(row.published) or "-",
        ]
        for row in rows
    ]
    return grid(_("Published figures"), heads, lines)
