"""What can be had of a season: each table with its columns, words and rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any

from flask_babel import force_locale, get_locale
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
    MEASURES,
    PROGRAMMES,
    SPANS,
    TARGET_GROUPS,
    UNITS,
    measure_name,
)
from planner.statistics.queries import Facts
from planner.statistics.services import SeasonFigures
from planner.statistics.words import CATEGORY_LABELS, DIMENSIONS, category_name, key_name
from planner.templating import named


def figures_table(figures: SeasonFigures, *, coded: bool = False) -> Table:
    """The tables of the statistics page, one row for each of its numbers; `coded` are measures and
    tables as the product itself calls them."""
    rows = []
    words = {code: code if coded else measure_name(code) for code in figures.measures}
    units = _units(coded)

    def add(table: str, name: str, measure: str, figure: Figure, share: float | None) -> None:
        reports = (figure.reported, figure.expected, figure.synthetic)
        rows.append(
            (table, name, words[measure], units.get(measure, ""), figure.value, share, *reports)
        )

    for dimension, table in figures.tables.items():
        title = dimension if coded else str(DIMENSIONS[dimension][1])
        names = [key_name(dimension, line.row) for line in table.lines]
        for measure in table.measures:
            for name, line in zip(names, table.lines, strict=True):
                share = line.share if measure == table.lead else None
                add(title, name, measure, line.figures[measure], share)
    for measure in figures.measures:
        add("total" if coded else _("Total"), "", measure, figures.totals[measure], None)
    return Table(
        "figures",
        _l("Figures"),
        _l("The totals and breakdowns of the statistics page, with the reports behind them."),
        FIGURE_COLUMNS,
        len(rows),
        lambda: rows,
        private=True,
    )


Place = tuple[int | None, int | None, int | None]  # event (None: outside), agency, field


def statistics_table(facts: Facts, figures: SeasonFigures, *, coded: bool = False) -> Table:
    """One row for each event, agency and field that was expected or counted."""
    cells, made_up = _cells(facts)

    def rows() -> Iterator[tuple[Any, ...]]:
        where = _where(facts, coded)
        for place in sorted(cells, key=_order(facts)):
            values = cells[place]
            told = (values.get(measure) for measure in figures.measures)
            yield (*where(place), *told, place in made_up)

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


def _where(facts: Facts, coded: bool) -> Callable[[Place], tuple[Any, ...]]:
    """What makes the cells of `WHERE`; every name is put into words once."""
    events: dict[int | None, tuple[Any, ...]] = {
        event.id: (event.day, named(event.venue.zone), named(event.venue)) for event in facts.events
    }
    agencies: dict[int | None, tuple[Any, ...]] = {
        id_: (named(row), row.category if coded else category_name(row.category))
        for id_, row in facts.agencies.items()
    }
    fields: dict[int | None, str] = {id_: named(row) for id_, row in facts.fields.items()}
    events[None], agencies[None] = (None, None, None), (None, None)

    def where(place: Place) -> tuple[Any, ...]:
        event, agency, field = place
        return (*events[event], *agencies[agency], fields.get(field))

    return where


def counts_table(office_id: int, campaign_id: int, *, coded: bool = False) -> Table:
    """The ledger itself: every entry of the season, cancelled events among them."""
    return Table(
        "counts",
        _l("Count entries"),
        _l("Every entry of the ledger in the order of its arrival; totals are sums over these."),
        COUNT_COLUMNS,
        queries.count_entries(office_id, campaign_id),
        lambda: _entries(office_id, campaign_id, coded),
        private=True,
    )


def _entries(office_id: int, campaign_id: int, coded: bool) -> Iterator[tuple[Any, ...]]:
    """The rows of `COUNT_COLUMNS`. Codes are put into words once, not a million times."""
    units = _units(coded)
    measures, groups, programmes, channels, spans, categories = (
        {code: code if coded else str(words) for code, words in known.items()}
        for known in (MEASURES, TARGET_GROUPS, PROGRAMMES, CHANNELS, SPANS, CATEGORY_LABELS)
    )
    for entry in queries.entries(office_id, campaign_id, english=str(get_locale()) == "en"):
        (
            id_, day, span, event, status, held, zone, venue, agency, category, field, dong, group,
            programme, measure, value, channel, recorded_at, received_at, corrects, reason, after,
            synthetic,
        ) = entry  # fmt: skip
        yield (
            id_, day, zone, venue, agency, categories.get(category, category), field, dong,
            groups.get(group), programmes.get(programme), None if event else spans[span],
            measures.get(measure, measure), units.get(measure, ""), value,
            channels.get(channel, channel), recorded_at, received_at, corrects, reason or None,
            after, synthetic, status == "cancelled" or held is False,
        )  # fmt: skip


def _units(coded: bool) -> dict[str, str]:
    """The unit of each measure; for programs in English, whoever asks."""
    with force_locale("en") if coded else nullcontext():
        return {code: str(words) for code, words in UNITS.items()}
