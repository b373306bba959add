"""The published figures as one table for a file: a row for each cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.exports.table import Column, Table
from planner.results.words import measure_name, unit_name
from planner.statistics.public_values import ALL, Line, PublicTables
from planner.statistics.public_words import MARKS, line_name

COLUMNS = (
    Column("measure", _l("Figure")),
    Column("unit", _l("Unit")),
    Column("place", _l("Zone or event")),
    Column("field", _l("Counselling field")),
    Column("value", _l("Value"), kind="integer"),
    Column("hidden", _l("Hidden as")),
    Column("last", _l("Last shown value"), kind="integer"),
    Column("shown_in", _l("In publication"), kind="integer"),
    Column("reported", _l("Reports in"), kind="integer"),
    Column("expected", _l("Reports expected"), kind="integer"),
    Column("synthetic", _l("Synthetic"), kind="flag"),
    Column("number", _l("Publication"), kind="integer"),
    Column("published", _l("Published at"), kind="instant"),
)
Row = tuple[object, ...]


def figures_table(tables: PublicTables, number: int, published_at: datetime) -> Table:
    """The cells of a publication (already without what it hides). A hidden cell has no value but a
    mark; an empty value without one was not reported."""
    rows = [
        (*row, number, published_at)
        for measure in tables.measures
        for place in tables.places
        for row in _rows(tables, measure, place)
    ]
    return Table("statistics", _("Published figures"), "", COLUMNS, len(rows), lambda: rows)


def _rows(tables: PublicTables, measure: str, place: Line) -> Iterator[Row]:
    by_field = measure in tables.fielded and place.kind not in ("event", "outside_zone")
    for part in (None, *(tables.fields if by_field else ())):
        shown = tables.shown(measure, place.key, part.key if part else ALL)
        reported, expected = (None, None) if part else tables.reports_of(measure, place.key)
        yield (
            measure_name(measure),
            unit_name(measure),
            line_name(place),
            line_name(part) if part else _("All fields"),
            shown.value,
            str(MARKS[shown.mark]) if shown.mark else "",
            *(shown.last or (None, None)),
            reported,
            expected,
            shown.synthetic,
        )
