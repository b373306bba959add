"""What codes and refusals of this area are called, in the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.errors import Refused

CATEGORY_LABELS = {
    "public": _l("Public body"),
    "private": _l("Private body"),
    "sponsor": _l("Sponsor"),
    "council": _l("Council"),
    "volunteer": _l("Volunteers"),
}
CATEGORY_BADGES = {
    "public": "info",
    "private": "ok",
    "sponsor": "warn",
    "council": "neutral",
    "volunteer": "neutral",
}
NOISE_LABELS = {"": _l("Ordinary"), "noisy": _l("Noisy"), "quiet": _l("Needs quiet")}
PAIR_LABELS = {
    "conflict": _l("Not at the same event"),
    "not_adjacent": _l("Not side by side"),
}
WEEKDAY_LABELS = (
    _l("Mon"),
    _l("Tue"),
    _l("Wed"),
    _l("Thu"),
    _l("Fri"),
    _l("Sat"),
    _l("Sun"),
)
# needs in the order in which they are shown: attribute, icon, word
NEEDS = (
    ("needs_power", "power", _l("Power")),
    ("needs_water", "water", _l("Water")),
    ("needs_private", "privacy", _l("Privacy")),
    ("needs_step_free", "access", _l("Step-free access")),
)
USE_LABELS = {
    "agency_field": _l("agencies that offer it"),
    "campaign_field": _l("campaigns"),
    "campaign_agency": _l("campaigns"),
    "assignment": _l("places at events"),
    "placement_ban": _l("events it is kept away from"),
    "assignment_field": _l("places at events"),
    "extra_booth": _l("other booths"),
    "goods_item": _l("goods"),
    "count_entry": _l("counts"),
    "agency_report": _l("reports"),
    "secret_link": _l("links"),
    "agreement": _l("agreements"),
    "agreement_field": _l("agreements"),
    "letter": _l("letters"),
    "application": _l("applications"),
    "counsellor": _l("counsellors"),
    "counsellor_field": _l("counsellors"),
    "invitation": _l("invitations"),
    "plan_task": _l("tasks of the plan"),
    "tally_entry": _l("entries of what is counted"),
    "tally_target": _l("targets"),
    "training_session": _l("training sessions"),
    "training_attendance": _l("attendance at trainings"),
    "counsellor_shift": _l("counsellors' shifts"),
}


def refusal(error: Refused) -> str:
    """A refusal of `services` as a sentence: what is wrong, and what to do."""
    data = error.data
    if error.code == "in_use":
        return _(
            "'%(name)s' is still in use (%(uses)s). Take it out of use instead of deleting it.",
            name=data["name"],
            uses=uses(data["uses"]),
        )
    if error.code == "absence_overlaps":
        return _(
            "These days overlap with the days off from %(first)s to %(last)s. "
            "Choose other days, or delete that span first.",
            first=_day(data["first"]),
            last=_day(data["last"]),
        )
    sentences: dict[str, Any] = {
        "name_taken": _l("There is already an entry named '%(name)s'. Choose another name."),
        "code_taken": _l("The code '%(taken)s' is taken. Choose another code."),
        "pair_known": _l("This pair is already listed: %(first)s and %(second)s."),
        "same_agency": _l("A pair needs two different agencies."),
    }
    return str(sentences[error.code]) % data


def uses(counts: dict[str, int]) -> str:
    """'places at events 3, counts 12': how often a row is used, and where."""
    return ", ".join(f"{USE_LABELS.get(table, table)} {count}" for table, count in counts.items())


def weekdays(mask: str) -> str:
    """A mask of weekdays as words: 'Every day', 'Mon–Fri', 'Mon, Wed'."""
    if mask == "1111111":
        return _("Every day")
    if mask == "1111100":
        return _("Weekdays only")
    return ", ".join(
        str(label) for label, on in zip(WEEKDAY_LABELS, mask, strict=True) if on == "1"
    )


def _day(value: date) -> str:
    return value.isoformat()
