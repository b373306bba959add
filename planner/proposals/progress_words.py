"""The course of a search in words: its stages, its times, its chart."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

STAGES = {
    "start": _l("Getting ready"),
    "dates": _l("Choosing dates and venues"),
    "agencies": _l("Placing agencies"),
    "model": _l("Working on the whole at once"),
    "improve": _l("Improving parts of the plan"),
    "levels": _l("Looking for the fewest changes"),
    "uncovered": _l("Keeping the fields covered"),
    "distance": _l("Looking for the fewest changes"),
    "score": _l("Improving the score"),
    "explain": _l("Finding out why there is no plan"),
}


def stage_words(stage: str) -> str:
    """What the search does in a stage; '' before it has begun."""
    if not stage:
        return ""
    if stage.startswith("goal "):
        return str(_("Goal of rank %(n)s", n=stage.removeprefix("goal ")))
    return str(STAGES.get(stage) or _("Searching"))


def seconds_words(at: float) -> str:
    """'0.4 s', '12 s': a time of the course."""
    return str(_("%(n)s s", n=f"{at:.1f}" if 0 < at < 10 else f"{at:.0f}"))
