"""What codes of this area are called in the reader's language."""

from __future__ import annotations

from typing import Any

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
