"""Kinds, precisions and refusals of this area in the reader's words."""

from __future__ import annotations

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.errors import Refused
from planner.places.models import AdminDong, VenueClosure, Zone
from planner.places.queries import Located
from planner.templating import named

KIND_LABELS = {
    "park": _l("Park"),
    "community_center": _l("Community centre"),
    "welfare_center": _l("Welfare centre"),
    "plaza": _l("Plaza"),
    "school": _l("School"),
    "hall": _l("Hall"),
    "other": _l("Other"),
}
PRECISION_LABELS = {
    "exact": _l("The place itself"),
    "street": _l("Its street"),
    "block": _l("Its block"),
    "neighbourhood": _l("Its neighbourhood"),
}
APPROXIMATE = _l("Approximate position")  # what maps write beside such a place
# In the order of `DONG_MEASURES`; all count people but one-person households.
DONG_MEASURE_LABELS = {
    "residents": _l("Residents"),
    "vulnerable": _l("Vulnerable residents"),
    "seniors": _l("Residents of 65 and more"),
    "one_person": _l("One-person households"),
    "basic_livelihood": _l("Recipients of basic livelihood security"),
}
BOOTH_FAULTS = {
    "booth_number": _l("Type a number of at most 12 characters."),
    "booth_number_twice": _l("This number stands twice."),
    "booth_metres": _l("Type whole metres from 0 to 9999."),
}
REFUSALS = {
    "nothing_to_merge": _l(
        "No zone could be drawn: not one has an outline for each of its dongs. Upload the "
        "outlines of the dongs first."
    ),
    "name_taken": _l("There is already an entry named '%(name)s'. Choose another name."),
    "zone_has_venues": _l(
        "Venues still belong to '%(name)s'. Move them to another zone, then delete it."
    ),
    "zone_in_use": _l("A season uses '%(name)s'. Take it out of the season's zones first."),
    "dong_in_use": _l("Venues lie in '%(name)s'. Give them another dong, then delete it."),
    "fallback_unknown": _l("A rain fallback is an indoor venue in use. Choose one from the list."),
    "booth_number_twice": _l("The booth number '%(number)s' stands twice. Change one of them."),
    "booth_in_use": _l(
        "A booth that you removed has an agency or counts at an event. Keep it, or move the agency "
        "to another booth first."
    ),
    "venue_is_fallback": _l(
        "'%(name)s' is the rain fallback of '%(other)s'. Choose another fallback there first."
    ),
    "venue_in_use": _l(
        "Events are planned or were held at '%(name)s'. Take it out of use instead of deleting it."
    ),
}


def refusal(error: Refused) -> str:
    """What is wrong and what to do."""
    return str(REFUSALS[error.code]) % error.data


def place_sentence(zone: Zone | None, dong: AdminDong | None) -> str:
    """Where a position lies."""
    if zone is None and dong is None:
        return _("No outlines have been uploaded, so the zone cannot be checked.")
    if zone is None:
        return _("Lies in %(dong)s, which belongs to no zone.", dong=dong.name)
    if dong is None:
        return _("Lies in %(zone)s.", zone=named(zone))
    return _("Lies in %(zone)s, %(dong)s.", zone=named(zone), dong=dong.name)


def place_warning(zone_id: int | None, dong_id: int | None, at: Located) -> str:
    """Why a position does not fit the zone and dong chosen for it; '' when it does, or none can
    tell."""
    if not at.known:
        return ""
    if at.zone is None and at.dong is None:
        return _("The position lies outside every outline. Check it, or the outlines.")
    if zone_id is not None and at.zone is None:
        return place_sentence(at.zone, at.dong)
    if zone_id is not None and at.zone is not None and at.zone.id != zone_id:
        return _("The position lies in %(zone)s, outside the chosen zone.", zone=named(at.zone))
    if dong_id in at.drawn and (at.dong is None or at.dong.id != dong_id):
        if at.dong is None:
            return _("The position lies outside the chosen dong.")
        return _("The position lies in %(dong)s, outside the chosen dong.", dong=at.dong.name)
    return ""


def closure(row: VenueClosure) -> str:
    """A closed span as it is typed."""
    span = row.first_day.isoformat()
    if row.last_day != row.first_day:
        span += f"~{row.last_day.isoformat()}"
    return f"{span} {row.reason}".strip()


def weekdays(mask: str) -> str:
    """A mask of weekdays in words: 'Every day', 'Weekdays', 'Mon, Wed'."""
    if mask == "1111111":
        return _("Every day")
    if mask == "1111100":
        return _("Monday to Friday")
    return ", ".join(name for name, on in zip(weekday_names(), mask, strict=True) if on == "1")


def weekday_names() -> list[str]:
    """The seven days, Monday first, in their short form."""
    names = get_day_names("abbreviated", locale=get_locale())
    return [names[i] for i in range(7)]
