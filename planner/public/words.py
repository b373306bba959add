"""The residents' words for an event's state."""

from __future__ import annotations

from flask_babel import gettext as _


def state_badges() -> dict[str, tuple[str, str]]:
    """For each state its word and the kind of its badge."""
    return {
        "coming": (_("Planned"), "info"),
        "running": (_("Going on now"), "ok"),
        "over": (_("Over"), "neutral"),
        "cancelled": (_("Cancelled"), "danger"),
    }
