"""Assumptions as JSON values, and back: how a what-if proposal keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from planner.core import assumptions as kinds
from planner.core.assumptions import Assumption
from planner.core.goal_order import order_from

KINDS: Mapping[str, type] = {
    "agency_out": kinds.AgencyOut,
    "agency_effort": kinds.AgencyEffort,
    "venue_closed": kinds.VenueClosed,
    "zone_visits": kinds.ZoneVisits,
    "events": kinds.EventCount,
    "kits": kinds.KitPool,
    "min_gap": kinds.MinGap,
    "weekend_max": kinds.WeekendMax,
    "rain": kinds.RainChance,
    "day_opened": kinds.DayOpened,
    "weekday_opened": kinds.WeekdayOpened,
    "field_need": kinds.FieldNeed,
    "goals": kinds.Goals,
}
_NAMES = {kind: name for name, kind in KINDS.items()}
_READ: Mapping[str, Callable[[Any], Any]] = {
    "first": date.fromisoformat,
    "last": date.fromisoformat,
    "day": date.fromisoformat,
    "but": lambda days: tuple(map(date.fromisoformat, days)),
    "weights": lambda pairs: tuple((str(name), int(value)) for name, value in pairs),
    "order": order_from,
}


def assumptions_to(assumptions: Iterable[Assumption]) -> list[dict[str, Any]]:
    """A list of objects, each with its `kind`."""
    return [
        {
            "kind": _NAMES[type(item)],
            **{row.name: _value(getattr(item, row.name)) for row in fields(item)},
        }
        for item in assumptions
    ]


def assumptions_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Assumption, ...]:
    """The assumptions of `assumptions_to`; a kind that is not known is left out."""
    return tuple(_from(item) for item in stored if item.get("kind") in KINDS)


def _from(item: Mapping[str, Any]) -> Assumption:
    kind = KINDS[item["kind"]]
    values = {
        row.name: _READ.get(row.name, lambda value: value)(item[row.name]) for row in fields(kind)
    }
    found: Assumption = kind(**values)
    return found


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    return value
