"""What codes of this area are called in the reader's language."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.agencies.words import WEEKDAY_LABELS
from planner.core.rotation import LAST
from planner.results.imports import QUALIFIER_WORDS

STATE_LABELS = {
    "planned": _l("Not begun"),
    "running": _l("Under way"),
    "done": _l("Completed"),
    "stopped": _l("Stopped"),
}
STATE_BADGES = {"planned": "neutral", "running": "info", "done": "ok", "stopped": "neutral"}
KIND_LABELS = {
    "material": _l("Printed and promotional matter"),
    "goods": _l("Sponsored goods"),
    "fund": _l("Donation funds"),
    "counsellor": _l("Counsellor pool"),
    "quota": _l("Care, discovery and other quotas"),
}
KIND_LEADS = {
    "material": _l("What was printed or bought, where it was handed out, and what is left."),
    "goods": _l("What sponsors gave, what it was used for, and what is left."),
    "fund": _l("What was donated, the programmes it paid for, and the balance, in won."),
    "counsellor": _l("How many counsellors there are by kind and field, and recruitment to plan."),
    "quota": _l("Care, visits, honorary officers, pilots and discovery, against their targets."),
}
TYPE_LABELS = {
    "booklet": _l("Booklet"),
    "memo_pad": _l("Memo pad"),
    "leaflet": _l("Leaflet"),
    "poster": _l("Poster"),
    "promo_item": _l("Promotional item"),
    "food": _l("Food"),
    "hygiene": _l("Hygiene products"),
    "household": _l("Household goods"),
    "voucher": _l("Voucher"),
    "donation": _l("Donation"),
    "field_counselor": _l("Field counsellor"),
    "phone_counselor": _l("Telephone counsellor"),
    "care": _l("Care: people"),
    "care_hours": _l("Care: hours"),
    "visit": _l("Visits to agencies"),
    "honorary": _l("Honorary welfare officers"),
    "discovery": _l("Discovered households"),
    "pilot": _l("Integrated pilot"),
    "": _l("Other"),
}
# What comes in and what goes out is called, by kind.
IN_LABELS = {
    "material": _l("Printed or bought"),
    "goods": _l("Received"),
    "fund": _l("Donated"),
    "counsellor": _l("Joined"),
    "quota": _l("Counted"),
}
OUT_LABELS = {
    "material": _l("Distributed"),
    "goods": _l("Given out"),
    "fund": _l("Used"),
    "counsellor": _l("Left"),
    "quota": _l("Taken off"),
}
LEFT_LABELS = {
    "material": _l("In stock"),
    "goods": _l("In stock"),
    "fund": _l("Balance"),
    "counsellor": _l("Serving now"),
    "quota": _l("At present"),
}
CHANNEL_LABELS = {
    "management_office": _l("Management office of housing"),
    "estate_agent": _l("Estate agent"),
    "convenience_store": _l("Convenience store"),
    "pharmacy": _l("Pharmacy"),
    "community_center": _l("Community centre"),
    "event": _l("Event"),
    "other": _l("Other"),
}
QUALIFIER_LABELS = {"": _l("exactly"), **QUALIFIER_WORDS}
SESSION_LABELS = {"regular": _l("Regular training"), "special": _l("Special training")}
CENTER_LABELS = {
    "welfare": _l("Welfare counselling centre"),
    "finance": _l("Financial welfare centre"),
    "other": _l("Other"),
}
WAY_LABELS = {"phone": _l("By telephone"), "visit": _l("By visit")}
SETTING_LABELS = {"street": _l("Street"), "facility": _l("Facility"), "": _l("Not chosen")}
WEEK_LABELS = {
    "1": _l("1st"),
    "2": _l("2nd"),
    "3": _l("3rd"),
    "4": _l("4th"),
    str(LAST): _l("last"),
}
DIMENSION_LABELS = {
    "channel": _l("Distribution channel"),
    "dong": _l("Dong"),
    "agency": _l("Agency"),
    "field": _l("Counselling field"),
    "purpose": _l("Programme paid for"),
    "month": _l("Month"),
}
# What is told in the figures of money and of people, where the word alone would not say it.
MOVED_LABELS = {
    ("fund", "in"): _l("Amount donated"),
    ("fund", "out"): _l("Amount used"),
    ("counsellor", "in"): _l("Counsellors who joined"),
    ("counsellor", "out"): _l("Counsellors who left"),
}
AGENCIES_LABELS = {
    ("fund", "in"): _l("Agencies that donated"),
    ("goods", "in"): _l("Agencies that gave"),
}
# Units in which a tally may be kept, as far as this house has words for them.
UNIT_WORDS = (
    _l("people"),
    _l("households"),
    _l("copies"),
    _l("sheets"),
    _l("hours"),
    _l("won"),
    _l("cases"),
    _l("times"),
    _l("items"),
    _l("agencies"),
    _l("boxes"),
)


def moved(kind: str, direction: str) -> str:
    """What came in or went out of a tally of a kind, as a figure is called."""
    labels = IN_LABELS if direction == "in" else OUT_LABELS
    return str(MOVED_LABELS.get((kind, direction), labels[kind]))


def by_dimension(what: str, dimension: str) -> str:
    """'Distributed, by dong'."""
    by = str(DIMENSION_LABELS[dimension])
    return str(_("%(what)s, by %(by)s", what=what, by=by[:1].lower() + by[1:]))


def agencies_of(kind: str, direction: str) -> str:
    """How the number of the agencies behind such a figure is called."""
    return str(AGENCIES_LABELS.get((kind, direction), _("Agencies taking part")))


def unit_word(typed: str) -> str:
    """A typed unit in the reader's language, where it is a word of this house; else as typed."""
    word = _units().get(typed.strip())
    return typed if word is None else str(word)


@cache
def _units() -> dict[str, Any]:
    """The words of units by how they are written in each language."""
    found: dict[str, Any] = {}
    for locale in ("ko", "en"):
        with force_locale(locale):
            for word in UNIT_WORDS:
                found.setdefault(str(word), word)
    return found


def years_of(first: date, last: date) -> str:
    """The years of a period: '2024', '2024–2025'."""
    if first.year == last.year:
        return str(first.year)
    return str(_("%(first)s–%(last)s", first=first.year, last=last.year))


def kept_of(label: str, kept: int, held: int) -> str:
    """A figure of attendance, with how many of the sessions have one where some have none."""
    if kept in (0, held):
        return label
    sessions = _("attendance of %(kept)s of %(held)s sessions", kept=kept, held=held)
    return str(_("%(name)s (%(more)s)", name=label, more=sessions))


def rule_sentence(weeks: tuple[int, ...], weekday: int) -> str:
    """'1st and 3rd Wed of the month (2 times a month)'."""
    names = ", ".join(str(WEEK_LABELS[str(week)]) for week in weeks)
    return str(
        _(
            "%(weeks)s %(weekday)s of the month (%(n)s times a month)",
            weeks=names,
            weekday=WEEKDAY_LABELS[weekday],
            n=len(weeks),
        )
    )


def weekday_labels() -> dict[str, Any]:
    """Days of the week by their number as text, Monday '0'."""
    return {str(number): label for number, label in enumerate(WEEKDAY_LABELS)}
