"""What kinds and states of agreements, and refusals, are called in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.errors import Refused

CATEGORY_LABELS = {
    "facility": _l("Facility association"),
    "sponsor": _l("Sponsoring body"),
    "law": _l("Law"),
    "medical": _l("Medical care"),
    "other": _l("Other"),
}
STATE_LABELS = {
    "ahead": _l("Not yet in force"),
    "in_force": _l("In force"),
    "ending": _l("Ends soon"),
    "over": _l("Expired"),
}
STATE_BADGES = {"ahead": "info", "in_force": "ok", "ending": "warn", "over": "neutral"}


def refusal(error: Refused) -> str:
    """A refusal of `agreement_services` as a sentence: what is wrong, and what to do."""
    data = error.data
    return str(
        _(
            "%(name)s has an agreement of this kind from %(first)s on already. "
            "Change that one, or correct the day.",
            name=data["name"],
            first=data["first"].isoformat(),
        )
    )
