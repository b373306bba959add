"""The lines of the fairness page: in which order, which of them, each with its bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from planner.agencies.models import Agency
from planner.booths.fairness_queries import SeasonFairness
from planner.booths.fairness_words import bar_text
from planner.core.fairness import AgencyRow, ZoneRow
from planner.core.small_bars import against_bar
from planner.places.models import Zone
from planner.templating import named

ZONE_ORDERS = {
    "place": _l("As in the records"),
    "wait": _l("Longest wait first"),
    "deviation": _l("Farthest from the aim first"),
}
AGENCY_ORDERS = {
    "deviation": _l("Farthest from the share first"),
    "name": _l("By name"),
    "events": _l("Most events first"),
}


@dataclass(frozen=True, slots=True)
class ZoneLine:
    zone: Zone
    row: ZoneRow
    bar: Markup


@dataclass(frozen=True, slots=True)
class AgencyLine:
    agency: Agency
    row: AgencyRow
    bar: Markup


def zone_lines(page: SeasonFairness, order: str = "place") -> list[ZoneLine]:
    """Every zone of the season, and those that are visited without being of it."""
    keys: Mapping[str, Callable[[ZoneRow], Any]] = {
        "wait": lambda row: -row.wait.days,
        "deviation": lambda row: (-abs(row.difference), row.difference),
    }
    rows = page.found.zones
    top = max((max(row.visits, row.aim.target, row.aim.before or 0) for row in rows), default=0)
    return [
        ZoneLine(
            page.zones[row.zone],
            row,
            _bar(row.visits, row.aim.target, row.aim.before, top, f"zone-{row.zone}",
                 named(page.zones[row.zone])),
        )
        for row in (sorted(rows, key=keys[order]) if order in keys else rows)
    ]  # fmt: skip


def agency_lines(
    page: SeasonFairness, order: str = "deviation", state: str = "", category: str = ""
) -> list[AgencyLine]:
    """The agencies that are asked for; those over a limit come first, then the farthest."""
    keys: Mapping[str, Callable[[AgencyRow], Any]] = {
        "deviation": lambda row: (row.standing != "beyond", -abs(row.difference), row.difference),
        "events": lambda row: -row.events,
    }
    rows = page.found.agencies
    top = max((max(row.events, row.aim.target, row.aim.before or 0) for row in rows), default=0)
    chosen = [
        row
        for row in (sorted(rows, key=keys[order]) if order in keys else rows)
        if state in ("", row.standing) and category in ("", page.agencies[row.agency].category)
    ]
    return [
        AgencyLine(
            page.agencies[row.agency],
            row,
            _bar(row.events, row.aim.target, row.aim.before, top, f"agency-{row.agency}",
                 named(page.agencies[row.agency])),
        )
        for row in chosen
    ]  # fmt: skip


def _bar(value: int, target: int, before: int | None, top: int, name: str, title: str) -> Markup:
    text = bar_text(value, target, before)
    return Markup(against_bar(value, target, before, top, name=name, title=title, text=text))
