"""The figures of a data package as tables of ids and codes, with what the codes mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from planner.agencies.models import CATEGORIES
from planner.agencies.words import CATEGORY_LABELS
from planner.core.counting import CHANNELS, MEASURES, NEVER_SUMMED, PROGRAMMES, TARGET_GROUPS
from planner.exports import package_queries as queries
from planner.exports.columns import REPORTS_EXPECTED, REPORTS_IN, SYNTHETIC, VALUE
from planner.exports.encode_package import Both, Resource, dictionary_rows
from planner.exports.table import Column, Table
from planner.results import words
from planner.results.cube import STATUSES
from planner.statistics.services import SeasonFigures

LEFT_OUT = ("cancelled", "not_held")
CODES: dict[str, tuple[str, ...]] = {
    "category": CATEGORIES,
    "channel": CHANNELS,
    "target_group": TARGET_GROUPS,
    "programme": PROGRAMMES,
    "status": STATUSES,
}
STATUS_LABELS = {
    "open": _l("Not signed off"),
    "signed_off": _l("Signed off"),
    "not_held": _l("Not held"),
    "cancelled": _l("Cancelled"),
    "outside": _l("Outside events"),
}
CODE_LABELS: dict[str, dict[str, Any]] = {
    "category": CATEGORY_LABELS,
    "channel": words.CHANNELS,
    "target_group": words.TARGET_GROUPS,
    "programme": words.PROGRAMMES,
    "status": STATUS_LABELS,
}
MEASURE = Column("measure", _l("Measure"), _l("What was counted; see the table of measures."))
SUMMED = _l("The sum of the entries, in the unit of its measure.")
CELLS = (
    Column("cell", _l("Row"), _l("The number of the row in this file."), kind="integer"),
    Column(
        "event",
        _l("Event"),
        _l("Its number in the schedule; empty is counted outside events."),
        kind="integer",
    ),
    Column("day", _l("Date"), _l("The day of the event, or of the count."), kind="day"),
    Column(
        "zone",
        _l("Zone"),
        _l("Its number in the table of zones; empty is not told by zone."),
        kind="integer",
    ),
    Column(
        "dong",
        _l("Dong"),
        _l("Its number in the table of dongs; empty is not told by dong."),
        kind="integer",
    ),
    Column(
        "field", _l("Counselling field"), _l("Empty is not broken down by field."), "", "integer"
    ),
    Column(
        "agency",
        _l("Agency"),
        _l("Who counted; empty is the office itself."),
        kind="integer",
    ),
    Column("category", _l("Kind of agency"), _l("A code of the list 'category'.")),
    MEASURE,
    Column("channel", _l("Channel"), _l("A code of the list 'channel'.")),
    Column(
        "target_group",
        _l("Target group"),
        _l("A code of the list 'target_group'; empty is not broken down by group."),
    ),
    Column(
        "programme",
        _l("Programme"),
        _l("A code of the list 'programme'; empty is not broken down by programme."),
    ),
    Column("month", _l("Month"), _l("Empty where only the year is known."), kind="month"),
    Column("period", _l("Period"), _l("Outside events: the day, month or year that was counted.")),
    Column("status", _l("State"), _l("A code of the list 'status'.")),
    Column(
        "counted",
        _l("Part of the totals"),
        _l("No where the event was cancelled or not held: not in any total."),
        kind="flag",
    ),
    Column("value", _l("Value"), SUMMED, kind="integer"),
    Column(
        "entries", _l("Entries"), _l("How many entries the value is the sum of."), "", "integer"
    ),
    SYNTHETIC,
)


def cells(office_id: int, campaign_id: int) -> Resource:
    """The count cube, tidy: one row for each cell, one value in each row."""
    table = Table(
        "cells",
        _l("Counts by every breakdown"),
        _l("The count cube: one row for each cell, whatever became of its event."),
        CELLS,
        queries.count_cells(office_id, campaign_id),
        lambda: _cell_rows(office_id, campaign_id),
        private=True,
    )
    points = {
        "event": "events",
        "zone": "zones",
        "dong": "dongs",
        "field": "fields",
        "agency": "agencies",
        "measure": "measures",
    }
    required = ("measure", "channel", "status", "counted", "value", "entries", "synthetic")
    return Resource(table, ("cell",), points, CODES, required)


def _cell_rows(office_id: int, campaign_id: int) -> Iterator[tuple[Any, ...]]:
    for number, cell in enumerate(queries.cells(office_id, campaign_id), 1):
        event, *others, period, status, day, value, entries, made_up = cell
        yield (
            number,
            event,
            day or (period if len(period) == len("2024-03-05") else None),
            *others,
            period or None,
            status,
            status not in LEFT_OUT,
            int(value),
            int(entries),
            made_up > 0,
        )


def totals(figures: SeasonFigures) -> Resource:
    """The headline figures of the statistics page, by which a reader checks his sums."""
    rows = [
        (
            measure,
            figure.value,
            figure.reported,
            figure.expected,
            figure.entries,
            figure.newest,
            figure.synthetic,
        )
        for measure, figure in figures.totals.items()
    ]
    columns = (
        MEASURE,
        VALUE,
        REPORTS_IN,
        REPORTS_EXPECTED,
        Column(
            "entries", _l("Entries"), _l("How many entries the value is the sum of."), "", "integer"
        ),
        Column(
            "as_of",
            _l("Figures as of"),
            _l("When the last of the entries arrived."),
            kind="instant",
        ),
        SYNTHETIC,
    )
    table = Table(
        "totals",
        _l("Totals"),
        _l("The season's totals as the statistics page shows them."),
        columns,
        len(rows),
        lambda: rows,
        private=True,
    )
    required = ("reports_in", "reports_expected", "entries", "synthetic")
    return Resource(table, ("measure",), {"measure": "measures"}, required=required)


def measures(both: Both) -> Resource:
    """What can be counted, in which unit, and whether it may be added up."""
    rows = [
        (name, *both(words.MEASURES[name]), *both(words.UNITS[name]), name not in NEVER_SUMMED)
        for name in MEASURES
    ]
    columns = (
        Column("measure", _l("Measure"), _l("Its code in the other tables.")),
        *_names(),
        Column("unit", _l("Unit"), _l("In what it was counted.")),
        Column("unit_en", _l("Unit in English"), _l("In what it was counted.")),
        Column(
            "summed",
            _l("May be added up"),
            _l("No for unique persons: a person may be in two of the numbers."),
            kind="flag",
        ),
    )
    table = Table(
        "measures", _l("Measures"), _l("What was counted, and in which unit."), columns,
        len(rows), lambda: rows,
    )  # fmt: skip
    return Resource(table, ("measure",), required=("name", "name_en", "unit", "unit_en", "summed"))


def codes(both: Both) -> Resource:
    """The codes of the other columns in words."""
    rows = [(name, code, *both(CODE_LABELS[name][code])) for name in CODES for code in CODES[name]]
    columns = (
        Column("list", _l("List"), _l("The column that holds the code.")),
        Column("code", _l("Code"), _l("As the column holds it.")),
        *_names(),
    )
    table = Table(
        "codes", _l("Codes"), _l("What the codes of the columns mean."), columns,
        len(rows), lambda: rows,
    )  # fmt: skip
    return Resource(table, ("list", "code"), required=("name", "name_en"))


def dictionary(resources: Sequence[Resource], both: Both) -> Resource:
    """Every column of the other tables in both languages."""
    rows = dictionary_rows(resources, both)
    columns = (
        Column("table", _l("Table"), _l("The table that holds the column.")),
        Column("column", _l("Column"), _l("Its heading in the file.")),
        Column("type", _l("Kind of value"), _l("A type of the table schema standard.")),
        *_names(),
        Column("meaning", _l("What it means"), _l("In Korean.")),
        Column("meaning_en", _l("What it means, in English"), _l("In English.")),
    )
    table = Table(
        "dictionary", _l("Dictionary"), _l("What every column means."), columns,
        len(rows), lambda: rows,
    )  # fmt: skip
    return Resource(table, ("table", "column"), required=("type", "name", "name_en"))


def _names() -> tuple[Column, Column]:
    return (
        Column("name", _l("Name"), _l("In Korean.")),
        Column("name_en", _l("English name"), _l("In English.")),
    )
