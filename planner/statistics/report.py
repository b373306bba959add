"""The figures of a season as one plain document, for the command line and for files."""

from __future__ import annotations

from collections import Counter
from typing import Any

from planner.core.figures import Figure
from planner.statistics.further import further_document, further_sections
from planner.statistics.queries import Facts
from planner.statistics.services import comparison_of, season_figures
from planner.statistics.words import base_of, published
from planner.templating import named, weekday


def figures_document(facts: Facts) -> dict[str, Any]:
    """Zones, events, agencies, fields, published figures and totals; names in the reader's
    language, values as whole numbers, None for what was not reported."""
    figures = season_figures(facts)
    by_event = {line.key: line for line in figures.tables["event"].lines}
    categories = Counter(agency.category for agency in facts.agencies.values())
    order = facts.keys("category")
    totals = {}
    for measure in figures.measures:
        totals[measure] = _figure(figures.totals[measure])
        last = comparison_of(figures, measure)
        if last is not None:
            totals[measure]["growth"] = last.growth
    return {
        "campaign": {
            "slug": facts.campaign.slug,
            "name": named(facts.campaign),
            "starts_on": facts.campaign.starts_on.isoformat(),
            "ends_on": facts.campaign.ends_on.isoformat(),
        },
        "zones": {
            "count": len(facts.zones),
            "names": [named(zone) for zone in facts.zones.values()],
        },
        "events": {
            "count": len(facts.events),
            "left_out": len(facts.dropped),
            "list": [
                {
                    "date": event.day.isoformat(),
                    "weekday": weekday(event.day),
                    "venue": named(event.venue),
                    "address": event.venue.address,
                    "legal_dong": event.venue.legal_dong,
                    "zone": named(event.venue.zone),
                    "figures": {
                        measure: _figure(figure)
                        for measure, figure in by_event[event.id].figures.items()
                    },
                }
                for event in facts.events
            ],
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
        "published": [
            {
                "period": row.period,
                "measure": row.measure,
                "value": row.value,
                "qualifier": row.qualifier,
                "text": published(row.value, row.qualifier),
                "base": base_of(row),
                "source": row.source,
            }
            for row in facts.published
        ],
        "totals": totals,
        "further": further_document(further_sections(facts.campaign.office_id, facts.campaign.id)),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "reports_in": figure.reported,
        "reports_expected": figure.expected,
        "synthetic": figure.synthetic,
    }
