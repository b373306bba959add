"""What a season reached in a data package: targets, comparisons and the wider programme.

Their words stand in both languages, each English column right after its Korean one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from planner.campaigns.models import Campaign
from planner.core.counting import PROGRAMMES, QUALIFIERS
from planner.exports import reached
from planner.exports.columns import (
    BASE,
    COMPARED_KIND,
    COMPARED_NUMBERS,
    COMPARED_RATES,
    MEASURE,
    PERIOD,
    PRINTED,
    PROGRAMME_NUMBERS,
    REFERRED,
    SOURCE,
    SYNTHETIC,
    TARGET_KIND,
    TARGET_NAME,
    TARGET_NUMBERS,
    TARGET_WHOLE,
    UNIT,
)
from planner.exports.encode_package import Resource
from planner.exports.table import Column, Table
from planner.statistics.all_targets import KINDS, all_targets
from planner.statistics.queries import Facts
from planner.statistics.services import SeasonFigures
from planner.templating import named

Rows = list[tuple[Any, ...]]
ROW = Column("row", _l("Row"), _l("The number of the row in this file."), kind="integer")
PLACES = tuple(
    Column(name, label, _l("Its number in the table of this name; empty: all."), kind="integer")
    for name, label in (
        ("zone", _l("Zone")),
        ("dong", _l("Dong")),
        ("field", _l("Counselling field")),
        ("agency", _l("Agency")),
    )
)
TALLY = Column("tally", _l("Tally"), _l("What of the wider programme is counted."))
QUALIFIER_CODES = tuple(code for code in QUALIFIERS if code)


def targets(facts: Facts) -> Resource:
    """Every target: of the counts by its measure, of the programme by the name of its tally."""

    found = all_targets(facts)

    def rows() -> Rows:
        return [
            (
                row.kind,
                row.name,
                *(place.id if place is not None else None for place in row.place.values()),
                row.measure or None,
                named(row.tally) if row.tally is not None else None,
                row.unit or None,
                row.period or None,
                *reached.target_numbers(row),
                row.base or None,
                row.whole,
                row.synthetic,
            )
            for row in found
        ]

    columns = (
        TARGET_KIND, TARGET_NAME, *PLACES, MEASURE, TALLY, UNIT, PERIOD, *TARGET_NUMBERS, BASE,
        TARGET_WHOLE, SYNTHETIC,
    )  # fmt: skip
    table = _in_both("targets", reached.TARGETS, columns, {"target", "tally", "unit"}, rows)
    points = {
        "zone": "zones",
        "dong": "dongs",
        "field": "fields",
        "agency": "agencies",
        "measure": "measures",
    }
    required = ("kind", "target", "target_en", "wanted", "whole", "synthetic")
    return Resource(table, ("row",), points, {"kind": KINDS}, required)


def comparisons(facts: Facts, figures: SeasonFigures) -> Resource:
    """What the season is set against."""
    found = reached.compared(facts, figures)

    def rows() -> Rows:
        return [
            (
                row.kind,
                row.measure,
                row.programme or None,
                row.told_period,
                row.unit,
                row.value,
                row.qualifier or None,
                row.printed,
                *row.numbers,
                row.base or None,
                row.source or None,
                row.synthetic,
            )
            for row in found
        ]

    columns = (
        COMPARED_KIND, MEASURE, REFERRED, PERIOD, UNIT, *COMPARED_NUMBERS, PRINTED,
        *COMPARED_RATES, BASE, SOURCE, SYNTHETIC,
    )  # fmt: skip
    worded = {"unit", "printed", "base"}
    table = _in_both("comparisons", reached.COMPARISONS, columns, worded, rows)
    codes = {
        "kind": tuple(reached.COMPARED),
        "programme": PROGRAMMES,
        "qualifier": QUALIFIER_CODES,
    }
    return Resource(table, ("row",), {}, codes, ("kind", "measure", "synthetic"))


def programme(campaign: Campaign) -> Resource:
    """The figures of the wider programme: keys, which stay, and their words."""

    def rows() -> Rows:
        return [
            (
                section.key,
                section.title,
                figure.key,
                figure.label,
                reached.part_key(part),
                part.label if part is not None else None,
                *reached.programme_numbers(part or figure, coded=True),
            )
            for section, figure, part in reached.each_figure(campaign)
        ]

    key = _l("Its key, which stays the same in every language.")
    words = _l("The same in words.")
    columns = (
        Column("section", _l("Section"), key),
        Column("section_name", _l("Name of the section"), words),
        Column("figure", _l("Figure"), key),
        Column("figure_name", _l("Name of the figure"), words),
        Column("part", _l("Part"), _l("Its key; empty is the whole of the parts below it.")),
        Column("part_name", _l("Name of the part"), words),
        *PROGRAMME_NUMBERS,
    )
    worded = {"section_name", "figure_name", "part_name", "unit"}
    table = _in_both("programme", reached.PROGRAMME, columns, worded, rows)
    required = ("section", "section_name", "figure", "figure_name", "synthetic")
    return Resource(table, ("row",), {}, {"qualifier": QUALIFIER_CODES}, required)


def _in_both(
    name: str,
    words: tuple[Any, Any],
    columns: Sequence[Column],
    worded: Iterable[str],
    make: Callable[[], Rows],
) -> Table:
    """A table whose columns of words stand in both languages; its rows are numbered."""
    places = [place for place, column in enumerate(columns) if column.key in worded]
    with force_locale("ko"):
        korean = make()
    with force_locale("en"):
        english = make()
    heads: list[Column] = [ROW]
    for place, column in enumerate(columns):
        heads.append(column)
        if place in places:
            in_english = _l("The same in English.")
            heads.append(Column(f"{column.key}_en", column.label, in_english, kind=column.kind))
    rows = []
    for number, (row, other) in enumerate(zip(korean, english, strict=True), 1):
        cells: list[Any] = [number]
        for place, value in enumerate(row):
            cells += (value, other[place]) if place in places else (value,)
        rows.append(tuple(cells))
    return Table(name, *words, heads, len(rows), lambda: rows, private=True)
