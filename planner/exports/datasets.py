"""What can be had of a season: each table with its columns, words and rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.core.figures import FORMULAS, Figure
from planner.exports import directories, queries
from planner.exports.columns import (
    COUNT_COLUMNS,
    FIGURE_COLUMNS,
    SYNTHETIC,
    WHERE,
    measure_columns,
)
from planner.exports.files import About
from planner.exports.table import Table
from planner.results.words import (
    CHANNELS,
    MEASURES,
    PROGRAMMES,
    SPANS,
    TARGET_GROUPS,
    measure_name,
    unit_name,
)
from planner.statistics.queries import Facts
from planner.statistics.services import SeasonFigures, season_figures
from planner.statistics.words import DIMENSIONS, category_name, key_name
from planner.templating import named

PRIVATE = ("figures", "statistics", "counts")
NAMES = (*PRIVATE, "events", "agencies", "venues")


def season_tables(office_id: int, facts: Facts) -> dict[str, Table]:
    """Every table of a season by its name, in the order of `NAMES`."""
    figures = season_figures(facts)
    makers: dict[str, Callable[[], Table]] = {
        "figures": lambda: figures_table(figures),
        "statistics": lambda: statistics_table(facts, figures),
        "counts": lambda: counts_table(office_id, facts),
        "events": lambda: directories.events_table(facts),
        "agencies": lambda: directories.agencies_table(office_id, facts),
        "venues": lambda: directories.venues_table(office_id),
    }
    return {name: makers[name]() for name in NAMES}


def season_about(facts: Facts, *, now: datetime) -> About:
    """What a file of a season says of itself."""
    found = [facts.sums.figure(name).newest for name in MEASURES if facts.sums.has(name)]
    as_of = max((moment for moment in found if moment), default=None)
    return About(named(facts.campaign), now, as_of, FORMULAS)


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


def statistics_table(facts: Facts, figures: SeasonFigures) -> Table:
    """One row for each event, agency and field that was expected or counted."""
    measures = figures.measures
    cells: dict[tuple[int | None, int | None, int | None], dict[str, int]] = {}
    made_up = set()
    for row in facts.expected:
        cells.setdefault((row.event, row.agency, row.field), {})
    for count in facts.counts:
        key = (count.event, count.agency, count.field)
        cell = cells.setdefault(key, {})
        cell[count.measure] = cell.get(count.measure, 0) + count.value
        if count.synthetic:
            made_up.add(key)
    events = {event.id: event for event in facts.events}
    order = {kind: {key: i for i, key in enumerate(facts.keys(kind))} for kind in DIMENSIONS}

    def place(key: tuple[int | None, int | None, int | None]) -> tuple[int, int, int]:
        event, agency, field = key
        return (
            len(events) if event is None else order["event"][event],
            -1 if agency is None else order["agency"][agency],
            -1 if field is None else order["field"][field],
        )

    rows = []
    for key in sorted(cells, key=place):
        event_id, agency_id, field_id = key
        event = None if event_id is None else events[event_id]  # None: outside events
        agency = None if agency_id is None else facts.agencies[agency_id]
        rows.append(
            (
                event.day if event else None,
                named(event.venue.zone) if event else None,
                named(event.venue) if event else None,
                named(agency) if agency else None,
                category_name(agency.category) if agency else None,
                named(facts.fields[field_id]) if field_id is not None else None,
                *(cells[key].get(measure) for measure in measures),
                key in made_up,
            )
        )
    return Table(
        "statistics",
        _l("Detailed figures"),
        _l("One row for each event, agency and field; empty cells were not reported."),
        (*WHERE, *measure_columns(measures), SYNTHETIC),
        len(rows),
        lambda: rows,
        private=True,
    )


def counts_table(office_id: int, facts: Facts) -> Table:
    """The ledger itself: every entry of the season, cancelled events among them."""
    campaign_id = facts.campaign.id

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
