"""What codes and refusals of this area are called, in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.campaigns.names import short_day
from planner.errors import Refused

STATUS_LABELS = {"planned": _l("Planned"), "cancelled": _l("Cancelled")}
SEVERITY_LABELS = {
    "blocks": _l("Blocks"),
    "blocks_release": _l("Blocks the release"),
    "warns": _l("Warns"),
    "off": _l("Off"),
}
SEVERITY_MEANINGS = {
    "blocks": _l("A change by hand that breaks the rule is not saved."),
    "blocks_release": _l("The draft may break the rule; it cannot be released."),
    "warns": _l("It is shown, and can be released."),
    "off": _l("The rule is not looked at."),
}
# The terms of the optimiser's score that a season may weigh, and what each wants.
WEIGHT_LABELS = {
    "uncovered": _l("Every field is covered"),
    "zone_dev": _l("Zones get the visits aimed at"),
    "reach": _l("Places where many people pass"),
    "vuln": _l("Near dongs with vulnerable residents"),
    "load": _l("Agencies share the work fairly"),
    "adjacent": _l("Noisy and quiet agencies apart"),
}
FACTORS = (
    (0, _l("Does not matter")),
    (1, _l("Usual")),
    (3, _l("More important")),
    (10, _l("Much more important")),
)


def refusal(error: Refused) -> str:
    """A refusal as a sentence: what is wrong, and what to do."""
    data = error.data
    if error.code == "day_outside":
        return _(
            "%(day)s lies outside the season (%(first)s to %(last)s). Choose a day within it.",
            **{key: short_day(data[key]) for key in ("day", "first", "last")},
        )
    if error.code == "day_far":
        return _(
            "%(day)s is far from the season (%(first)s to %(last)s). Check the year.",
            **{key: data[key].isoformat() for key in ("day", "first", "last")},
        )
    if error.code == "day_closed":
        return _("%(day)s is closed already.", day=short_day(data["day"]))
    if error.code == "rules":
        return " ".join(finding.sentence for finding in data["findings"])
    sentences: dict[str, Any] = {
        "slug_taken": _l("The address name '%(slug)s' is taken. Choose another."),
        "addresses_end": _l(
            "Another name ends the addresses below '%(slug)s'. Confirm it above, or keep the name."
        ),
        "released": _l("This event has been released, so it cannot be deleted. Cancel it instead."),
        "in_use": _l("Counts, links or invitations belong to this event. Cancel it instead."),
        "blocked": _l("%(count)s problems forbid the release. Put them right first."),
        "nothing_new": _l("Nothing has changed since the last release."),
        "no_events": _l("There is no event to release. Add one first."),
        "release_raced": _l("Somebody else released at this moment. Look at the difference again."),
    }
    return str(sentences[error.code]) % data
