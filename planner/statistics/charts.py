"""The charts of the statistics page: tables of figures as bars, with their words."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from markupsafe import Markup

from planner.core.chart import Bar, bar_chart
from planner.results.words import measure_name, unit_name
from planner.statistics.comparisons import Achievement
from planner.statistics.services import Comparison, FigureTable, Line
from planner.statistics.words import DIMENSIONS, key_name, published, target_name

MOST_BARS = 40  # of one chart; its table holds all


def table_chart(table: FigureTable) -> Markup:
    """The lead measure of a table as bars; a bar whose reports are not all in is hatched."""
    if not any(line.figures[table.lead].value for line in table.lines):
        return Markup("")
    bars = []
    lines = longest(table)
    for line in lines:
        figure = line.figures[table.lead]
        paint = "remainder" if line.remainder else "plain" if figure.complete else "partial"
        note = "" if figure.complete else f"({figure.reported}/{figure.expected})"
        bars.append(Bar(key_name(table.dimension, line.row), figure.value, paint, note))
    title = f"{measure_name(table.lead)} · {DIMENSIONS[table.dimension][1]}"
    description = _(
        "Bars of %(measure)s (%(unit)s). The table beside it holds the same numbers.",
        measure=measure_name(table.lead),
        unit=unit_name(table.lead),
    )
    if len(lines) < len(table.lines):
        description += " " + _("Only the %(n)s longest are drawn.", n=len(lines))
    return Markup(
        bar_chart(bars, title=title, description=description, name=f"by-{table.dimension}")
    )


def longest(table: FigureTable) -> list[Line]:
    """The lines that a chart can hold, the longest of them in their order where there are more."""
    if len(table.lines) <= MOST_BARS:
        return list(table.lines)
    by_length = sorted(
        range(len(table.lines)), key=lambda i: -(table.lines[i].figures[table.lead].value or 0)
    )
    return [table.lines[i] for i in sorted(by_length[:MOST_BARS])]


def targets_chart(rows: Sequence[Achievement]) -> Markup:
    """How much of each target was reached, in per cent; nothing where nothing is known."""
    known = [row for row in rows if row.per_cent is not None][:MOST_BARS]
    bars = [
        Bar(
            target_name(row.target),
            round(float(row.per_cent or 0)),
            "plain" if float(row.per_cent or 0) >= 100 else "partial",
            f"({row.figure.value:,} / {row.target.value:,})",
            number=f"{row.per_cent}%",
        )
        for row in known
    ]
    return Markup(
        bar_chart(
            bars,
            title=_("Achievement of the targets"),
            description=_(
                "Bars of actual ÷ target in per cent; those below 100 per cent are hatched. "
                "The table beside it holds the same numbers."
            ),
            name="targets",
        )
    )


def comparison_chart(row: Comparison, own: str) -> Markup:
    """An earlier published figure above this season's."""
    if row.figure is None or row.figure.value is None:
        return Markup("")
    name = measure_name(row.published.measure)
    before = published(row.published.value, row.published.qualifier)
    paint = "plain" if row.figure.complete else "partial"
    bars = [
        Bar(row.published.period, row.published.value, "before", number=before),
        Bar(own, row.figure.value, paint),
    ]
    description = _(
        "%(before)s in %(period)s, %(now)s in this season.",
        before=before,
        period=row.published.period,
        now=f"{row.figure.value:,}",
    )
    return Markup(
        bar_chart(
            bars,
            title=_("%(measure)s against last year", measure=name),
            description=description,
            name=f"last-{row.published.measure.replace('_', '-')}",
        )
    )
