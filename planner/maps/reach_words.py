"""Words of the coverage map and of suggested zones."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.maps.reach_asked import FARTHEST, FEWEST, MOST, NEAREST
from planner.places.words import DONG_MEASURE_LABELS

MEASURES = {**DONG_MEASURE_LABELS, "weight": _l("Weight of vulnerable residents")}
SHOWS = {
    "draft": _l("Draft"),
    "released": _l("Release"),
    "held": _l("Events held"),
}
CHANGES = {
    "won": (_l("Won"), "ok"),
    "more": (_l("Reaches more"), "info"),
    "same": (_l("Unchanged"), "neutral"),
    "less": (_l("Reaches less"), "warn"),
    "lost": (_l("Lost"), "danger"),
}
FATE_WORDS = {
    "kept": _l("Stop in both"),
    "new": _l("Only in the proposal"),
    "dropped": _l("No longer in the proposal"),
}
STEPS = {
    "0": _l("Not reached"),
    "1": _l("Up to 25%"),
    "2": _l("Up to 50%"),
    "3": _l("Up to 75%"),
    "4": _l("Above 75%"),
    "unknown": _l("Not known"),
}


def fault(name: str, value: str) -> str:
    """What is wrong with a part of the address, and what to do."""
    if name == "metres":
        return _(
            "'%(value)s' is no distance for this map. Type a whole number from %(low)s to "
            "%(high)s metres.",
            value=value,
            low=NEAREST,
            high=FARTHEST,
        )
    if name == "count":
        return _(
            "'%(value)s' is no number of zones. Type a whole number from %(low)s to %(high)s.",
            value=value,
            low=FEWEST,
            high=MOST,
        )
    if name == "proposal":
        return _(
            "'%(value)s' is no proposal. Come here from the page of the proposal.", value=value
        )
    return _("'%(value)s' is not known here. Choose from the page.", value=value)


def unit(measure: str) -> str:
    """In what a measure is counted; nothing for a weight."""
    if measure == "weight":
        return ""
    return _(" households") if measure == "one_person" else _(" people")
