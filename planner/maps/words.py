"""The maps' words: statuses, places of an event, visits of a dong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.maps.event_place import LEFT, SPARE
from planner.maps.spots import STATUSES
from planner.maps.visits import DongVisits
from planner.templating import weekday

STATUS_LABELS = {
    "planned": _l("Planned, not released"),
    "released": _l("Released"),
    "rain": _l("Moved indoors"),
    "held": _l("Held"),
    "cancelled": _l("Cancelled"),
}
PUBLIC_LABELS = {**STATUS_LABELS, "released": _l("To be held")}
ROLE_LABELS = {
    "here": _l("Venue"),
    SPARE: _l("Place for rain"),
    LEFT: _l("Original place"),
}
FACT_LABELS = {
    "step_free": _l("Wheelchairs can enter"),
    "toilets": _l("Toilets"),
    "indoor": _l("Indoors"),
}
FACT_ICONS = {"step_free": "access", "toilets": "toilet", "indoor": "indoor"}


def legend(found: Collection[str], labels: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The statuses that occur, in their order, with their words."""
    return [(status, labels[status]) for status in STATUSES if status in found]


def visits_sentence(visits: DongVisits) -> str:
    """How often a dong is visited, in a few words."""
    return {
        "none": str(_("No visit")),
        "held": str(_("%(n)s held", n=visits.held)),
        "planned": str(_("%(n)s to come", n=visits.planned)),
        "both": str(_("%(n)s held, %(m)s to come", n=visits.held, m=visits.planned)),
    }[visits.code]


def weekdays() -> str:
    """The days of the week from Sunday: a browser need not load a calendar of its own for them."""
    return ",".join(weekday(date(2023, 1, first)) for first in range(1, 8))
