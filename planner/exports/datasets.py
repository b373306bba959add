"""What can be had of a season: each table with its columns, words and rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.core.counting import NEVER_SUMMED
from planner.core.figures import Figure
from planner.exports import queries
from planner.exports.columns import (
    COUNT_COLUMNS,
    FIGURE_COLUMNS,
    SYNTHETIC,
    WHERE,
    measure_columns,
)
from planner.exports.table import Table
from planner.results.words import (
    CHANNELS,
    PROGRAMMES,
    SPANS,
    TARGET_GROUPS,
    measure_name,
    unit_name,
)
from planner.statistics.queries import Facts
from planner.statistics.services import SeasonFigures
from planner.statistics.words import DIMENSIONS, category_name, key_name
from planner.templating import named


def figures_table(figures: SeasonFigures) -> Table:
    """The tables of the statistics page, one row for each of its numbers."""
    rows = []
    for dimension, table in figures.tables.items():
        title = str(DIMENSIONS[dimension][1])
        for measure in table.measures:
            for line in table.lines:
                share = line.share if measure == table.lead else None
                name = key_name(dimension, line.row)
                rows.append(_figure_row(title, name, measure, line.figures[measure], share))
    for measure in figures.measures:
        rows.append(_figure_row(_("Total"), "", measure, figures.totals[measure], None))
    return Table(
        "figures",
        _l("Figures"),
        _l("Every number of the statistics page, with the reports behind it."),
        FIGURE_COLUMNS,
        len(rows),
        lambda: rows,
        private=True,
    )


def _figure_row(
    table: str, name: str, measure: str, figure: Figure, share: float | None
) -> tuple[Any, ...]:
    """A row of `FIGURE_COLUMNS`."""
    reports = (figure.reported, figure.expected, figure.synthetic)
    return (table, name, measure_name(measure), unit_name(measure), figure.value, share, *reports)


Place = tuple[int | None, int | None, int | None]  # event (None: outside), agency, field


def statistics_table(facts: Facts, figures: SeasonFigures) -> Table:
    """One row for each event, agency and field that was expected or counted."""
    cells, made_up = _cells(facts)

    def rows() -> Iterator[tuple[Any, ...]]:
        for place in sorted(cells, key=_order(facts)):
            values = cells[place]
            told = (values.get(measure) for measure in figures.measures)
            yield (*_where(facts, place), *told, place in made_up)

    return Table(
        "statistics",
        _l("Detailed figures"),
        _l("One row for each event, agency and field; empty cells were not reported."),
        (*WHERE, *measure_columns(figures.measures), SYNTHETIC),
        len(cells),
        rows,
        private=True,
    )


def _cells(facts: Facts) -> tuple[dict[Place, dict[str, int]], set[Place]]:
    """What each place holds of each measure, and the places of which a part was made up."""
    cells: dict[Place, dict[str, int]] = {}
    made_up = set()
    for due in facts.each_expected():
        cells.setdefault((due.event, due.agency, due.field), {})
    for row in queries.cell_values(facts.campaign.office_id, facts.campaign.id):
        place = (row.event_id or None, row.agency_id or None, row.field_id or None)
        cell = cells.setdefault(place, {})
        if row.periods == 1 or row.measure not in NEVER_SUMMED:
            cell[row.measure] = int(row.value)
        if row.made_up:
            made_up.add(place)
    return cells, made_up


def _order(facts: Facts) -> Callable[[Place], tuple[int, int, int]]:
    """By event, the office's own first, then agencies and fields as the season has them; what was
    counted outside events stands last."""
    kinds = ("event", "agency", "field")
    order = [{key: i for i, key in enumerate(facts.keys(kind))} for kind in kinds]
    none = (len(order[0]), -1, -1)

    def place(key: Place) -> tuple[int, int, int]:
        event, agency, field = (
            nothing if id_ is None else known[id_]
            for known, id_, nothing in zip(order, key, none, strict=True)
        )
        return event, agency, field

    return place


def _where(facts: Facts, place: Place) -> tuple[Any, ...]:
    """The cells of `WHERE`."""
    event_id, agency_id, field_id = place
    event = None if event_id is None else facts.name_of("event", event_id)
    agency = None if agency_id is None else facts.agencies[agency_id]
    return (
        event.day if event else None,
        named(event.venue.zone) if event else None,
        named(event.venue) if event else None,
        named(agency) if agency else None,
        category_name(agency.category) if agency else None,
        named(facts.fields[field_id]) if field_id is not None else None,
    )


def counts_table(office_id: int, campaign_id: int) -> Table:
    """The ledger itself: every entry of the season, cancelled events among them."""

    def rows() -> Iterator[tuple[Any, ...]]:
        for entry in queries.entries(office_id, campaign_id):
            yield (
                entry.id,
                entry.day,
                named({"name": entry.zone, "name_en": entry.zone_en}) if entry.zone else None,
                named({"name": entry.venue, "name_en": entry.venue_en}) if entry.venue else None,
                named({"name": entry.agency, "name_en": entry.agency_en}) if entry.agency else None,
                category_name(entry.category) if entry.category else None,
                named({"name": entry.field, "name_en": entry.field_en}) if entry.field else None,
                entry.dong,
                str(TARGET_GROUPS[entry.target_group]) if entry.target_group else None,
                str(PROGRAMMES[entry.programme]) if entry.programme else None,
                None if entry.venue else str(SPANS[entry.span]),
                measure_name(entry.measure),
                unit_name(entry.measure),
                entry.value,
                str(CHANNELS.get(entry.channel, entry.channel)),
                entry.recorded_at,
                entry.received_at,
                entry.corrects_id,
                entry.reason or None,
                entry.after_sign_off,
                entry.synthetic,
                entry.status == "cancelled" or entry.held is False,
            )

    return Table(
        "counts",
        _l("Count entries"),
        _l("Every entry of the ledger, as it came; totals are sums over these."),
        COUNT_COLUMNS,
        queries.count_entries(office_id, campaign_id),
        rows,
        private=True,
    )
