"""The charts of the statistics page: tables of figures as bars, with their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from planner.core.chart import CUT, Bar, bar_chart
from planner.core.choropleth import Area, choropleth, without_room
from planner.core.outline import from_geojson
from planner.core.trend import Time, trend_chart
from planner.results.words import measure_name, unit_name
from planner.statistics.comparisons import Achievement
from planner.statistics.course import Course
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
            )
            + aim_words(bars),
            name="targets",
            aim=100,
        )
    )


def aim_words(bars: Sequence[Bar]) -> str:
    """What the line across bars of achievement means, and a break where one is cut off."""
    words = " " + _("The dashed line is at 100 per cent, where a target is met.")
    if any((bar.value or 0) > 100 * CUT for bar in bars):
        words += " " + _("A bar with a break goes on; its number stands beside it.")
    return words


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


def zone_map(table: FigureTable) -> Markup:
    """The zones that have an outline, shaded by the table's lead measure; the table has all."""
    areas = [
        Area(
            key_name("zone", line.row),
            line.figures[table.lead].value,
            from_geojson(line.row.outline),
        )
        for line in table.lines
        if not line.remainder
    ]
    if all(area.value is None for area in areas if area.polygons):
        return Markup("")
    measure = measure_name(table.lead)
    description = _(
        "The darker and the denser the pattern, the more %(measure)s (%(unit)s). The table beside "
        "it holds the same numbers.",
        measure=measure,
        unit=unit_name(table.lead),
    )
    left_out = sum(not area.polygons for area in areas)
    if left_out:
        description += " " + _("%(n)s zones have no outline and are not drawn.", n=left_out)
    unnamed = without_room(areas)
    if unnamed:
        description += " " + _("%(n)s zones are too small for a name; the table has it.", n=unnamed)
    title = _("%(measure)s by zone on the map", measure=measure)
    return Markup(choropleth(areas, title=title, description=description, name="zone-map"))


def map_sources(table: FigureTable) -> str:
    """Whom to credit for the outlines of the map."""
    rows = [line.row for line in table.lines if not line.remainder and line.row.outline]
    return " · ".join(dict.fromkeys(row.outline_source for row in rows if row.outline_source))


def course_chart(course: Course) -> Markup:
    """The course of a season as a line."""
    times = [
        Time(_short(course.dimension, stage.row), stage.figure.value, stage.figure.complete)
        for stage in course.stages
    ]
    description = _(
        "A line of %(measure)s (%(unit)s) in the order of time. Open marks: reports are missing; "
        "a dash: nothing was reported. The table beside it holds the same numbers.",
        measure=measure_name(course.measure),
        unit=unit_name(course.measure),
    )
    title = _("%(measure)s over time", measure=measure_name(course.measure))
    return Markup(trend_chart(times, title=title, description=description, name="over-time"))


def _short(dimension: str, row: Any) -> str:
    """A time below an axis: '05-23' for an event, '2023-05' for a month."""
    return f"{row.day:%m-%d}" if dimension == "event" else str(row)
