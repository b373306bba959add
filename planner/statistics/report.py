"""The figures of a season as one plain document, for the command line and for files."""

from __future__ import annotations

from collections import Counter
from typing import Any

from planner.core.comparison import per_cent
from planner.core.figures import FORMULAS, Figure
from planner.results.words import measure_name
from planner.statistics.comparisons import Comparisons, season_comparisons
from planner.statistics.further import all_sections, further_document
from planner.statistics.queries import Facts
from planner.statistics.services import FigureTable, SeasonFigures, newest, season_figures
from planner.statistics.services import comparison_of as last_published
from planner.statistics.words import base_of, key_name, published, published_unit, target_name
from planner.templating import named, weekday


def figures_document(facts: Facts) -> dict[str, Any]:
    """Zones, events, agencies, fields, published figures, totals, tables and comparisons; names in
    the reader's language, values as whole numbers, None for what was not reported."""
    figures = season_figures(facts)
    categories = Counter(agency.category for agency in facts.agencies.values())
    order = facts.keys("category")
    as_of = newest(figures)
    return {
        "campaign": {
            "slug": facts.campaign.slug,
            "name": named(facts.campaign),
            "starts_on": facts.campaign.starts_on.isoformat(),
            "ends_on": facts.campaign.ends_on.isoformat(),
        },
        "formulas": FORMULAS,
        "as_of": as_of.isoformat() if as_of else None,
        "zones": {
            "count": len(facts.zones),
            "names": [named(zone) for zone in facts.zones.values()],
        },
        "events": {
            "count": len(facts.events),
            "left_out": len(facts.dropped),
            "list": _events(facts, figures),
        },
        "agencies": {
            "count": categories["public"] + categories["private"],
            "by_category": {name: categories[name] for name in order},
        },
        "fields": {
            "count": len(facts.fields),
            "names": [named(field) for field in facts.fields.values()],
            "new": [named(facts.fields[id_]) for id_ in facts.fields if id_ in facts.new_fields],
        },
        "published": [_published(row) for row in facts.published],
        "totals": _totals(figures),
        "rates": _rates(figures),
        "tables": {name: _table(table) for name, table in figures.tables.items()},
        "comparisons": _comparisons(season_comparisons(facts)),
        "further": further_document(all_sections(facts.campaign.office_id, facts.campaign.id)),
    }


def _events(facts: Facts, figures: SeasonFigures) -> list[dict[str, Any]]:
    table = figures.tables.get("event")
    by_event = {line.key: line for line in table.lines} if table else {}
    return [
        {
            "date": event.day.isoformat(),
            "weekday": weekday(event.day),
            "venue": named(event.venue),
            "address": event.venue.address,
            "legal_dong": event.venue.legal_dong,
            "zone": named(event.venue.zone),
            "figures": {
                measure: _figure(figure) for measure, figure in by_event[event.id].figures.items()
            },
        }
        for event in facts.events
    ]


def _published(row: Any) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "period": row.period,
        "measure": row.measure,
        "programme": row.programme,
        "value": row.value,
        "qualifier": row.qualifier,
        "text": published(row.value, row.qualifier),
        "printed": published(row.value, row.qualifier, published_unit(row.measure)),
        "base": base_of(row),
        "source": row.source,
        "synthetic": row.synthetic,
    }


def _totals(figures: SeasonFigures) -> dict[str, Any]:
    totals = {}
    for measure in figures.measures:
        totals[measure] = _figure(figures.totals[measure])
        last = last_published(figures, measure)
        if last is not None:
            totals[measure]["growth"] = last.growth
    return totals


def _rates(figures: SeasonFigures) -> dict[str, Any]:
    """What follows from two totals: how much of what was received was completed, in per cent."""
    totals = figures.totals
    if not {"received", "completed"} <= totals.keys():
        return {}
    part, whole = totals["completed"].value, totals["received"].value
    text = per_cent(part, whole)
    return {"completed_of_received": None if text is None else float(text)}


def _table(table: FigureTable) -> list[dict[str, Any]]:
    """The lines of a table; the last may be the remainder, which has no name of its own."""
    return [
        {
            "name": key_name(table.dimension, line.row),
            "code": _code(line.row),
            "remainder": line.remainder,
            "figures": {measure: _figure(figure) for measure, figure in line.figures.items()},
        }
        for line in table.lines
    ]


def _code(row: Any) -> str | None:
    """What names a line in every language: a code, a field's code, nothing for names."""
    return row if isinstance(row, str) else getattr(row, "code", None) or None


def _comparisons(found: Comparisons) -> dict[str, Any]:
    return {
        "achievement": [
            {
                "target": target_name(row.target),
                "measure": row.target.measure,
                "period": row.target.period,
                "actual": row.figure.value,
                "base": row.target.value,
                "base_from": row.target.base,
                "last_year": row.target.before,
                "per_cent": None if row.per_cent is None else float(row.per_cent),
                "synthetic": row.figure.synthetic or row.target.synthetic,
            }
            for row in found.achievements
        ],
        "ratio_to_before": [
            {
                "measure": row.baseline.measure,
                "programme": row.baseline.programme,
                "actual": row.figure.value,
                "base": row.baseline.value,
                "base_from": base_of(row.baseline),
                "per_cent": None if row.per_cent is None else int(row.per_cent),
                "synthetic": row.figure.synthetic or row.baseline.synthetic,
            }
            for row in found.ratios
        ],
        "year_on_year": [
            {
                "measure": row.measure,
                "name": measure_name(row.measure),
                "actual": row.figure.value,
                "base": row.before.value,
                "base_from": row.season,
                "growth": row.growth,
            }
            for row in found.years
        ],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "reports_in": figure.reported,
        "reports_expected": figure.expected,
        "synthetic": figure.synthetic,
    }
