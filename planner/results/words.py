"""The words of counts: measures with their units, channels, states, refusals."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.core.counting import Cell, most, rounded
from planner.errors import Refused
from planner.templating import named, number

MEASURES = {
    "attendance": _l("Attendance"),
    "unique_persons": _l("Unique persons"),
    "consultations": _l("Consultations"),
    "received": _l("Consultations received"),
    "completed": _l("Consultations completed"),
    "referrals_public": _l("Referrals to public resources"),
    "referrals_private": _l("Referrals to private resources"),
    "crisis_households": _l("Households in crisis found"),
    "experience": _l("Visits to experience booths"),
    "goods": _l("Goods handed out"),
    "home_visits": _l("Home visits"),
    "phone": _l("Consultations by telephone"),
    "materials": _l("Printed materials handed out"),
    "training_sessions": _l("Training sessions"),
    "training_attendees": _l("People trained"),
    "debt_discharged_krw": _l("Debt discharged"),
}
UNITS = {
    "attendance": _l("people"),
    "unique_persons": _l("people"),
    "consultations": _l("cases"),
    "received": _l("cases"),
    "completed": _l("cases"),
    "referrals_public": _l("cases"),
    "referrals_private": _l("cases"),
    "crisis_households": _l("households"),
    "experience": _l("people"),
    "goods": _l("items"),
    "home_visits": _l("cases"),
    "phone": _l("cases"),
    "materials": _l("copies"),
    "training_sessions": _l("times"),
    "training_attendees": _l("people"),
    "debt_discharged_krw": _l("won"),
}
CHANNELS = {
    "booth": _l("Booth"),
    "desk": _l("Front desk"),
    "form": _l("Entry form"),
    "phone": _l("Telephone"),
    "import": _l("Imported"),
}
TARGET_GROUPS = {
    "seniors": _l("Seniors"),
    "alone": _l("Seniors living alone"),
    "disabled": _l("People with a disability"),
    "multicultural": _l("Multicultural families"),
    "one_person": _l("One-person households"),
    "middle_aged": _l("Middle-aged people"),
    "youth": _l("Young people"),
    "family": _l("Families with children"),
    "other": _l("Other groups"),
}
PROGRAMMES = {
    "basic_livelihood": _l("National basic livelihood security"),
    "national_emergency": _l("National emergency aid"),
    "seoul_basic": _l("Seoul basic benefit"),
    "seoul_emergency": _l("Seoul emergency aid"),
    "debt_adjustment": _l("Debt adjustment"),
    "other": _l("Other programmes"),
}
KINDS = {"published": _l("Published"), "baseline": _l("Before the programme")}
SPANS = {"day": _l("Day"), "month": _l("Month"), "year": _l("Year")}
STATES = {
    "cancelled": (_l("Cancelled"), "neutral"),
    "not_held": (_l("Not held"), "neutral"),
    "signed_off": (_l("Signed off"), "ok"),
    "in": (_l("All reports in"), "info"),
    "part": (_l("Counting"), "warn"),
    "none": (_l("No report yet"), "neutral"),
}
REPORT_STATES = {
    "in": (_l("Report in"), "ok"),
    "part": (_l("Part of it in"), "warn"),
    "none": (_l("Not reported"), "neutral"),
}
REASONS = (
    _l("Counted again"),
    _l("Typing mistake"),
    _l("Entered in the wrong row"),
    _l("Counted twice"),
    _l("Late report"),
)


def measure_name(measure: str) -> str:
    """A measure in words; one that is no measure of the ledger as it is."""
    return str(MEASURES.get(measure, measure))


def unit_name(measure: str) -> str:
    """The unit in which a measure is counted."""
    return str(UNITS.get(measure, ""))


def cell_name(cell: Cell, agencies: dict[int, Any], fields: dict[int, Any]) -> str:
    """'Consultations · Law (Legal Aid)'."""
    parts = [measure_name(cell.measure)]
    if cell.field is not None and cell.field in fields:
        parts.append(named(fields[cell.field]))
    parts += told_by(cell.group, cell.programme)
    name = " · ".join(parts)
    if cell.agency is not None and cell.agency in agencies:
        return f"{name} ({named(agencies[cell.agency])})"
    return name


def told_by(group: str, programme: str) -> list[str]:
    """The target group and the programme of a count in words, those that it has."""
    found = (TARGET_GROUPS.get(group), PROGRAMMES.get(programme))
    return [str(word) for word in found if word]


def period_text(day: date, span: str) -> str:
    """The span that begins on a day: '2024-03-05', '2024-03', '2024'."""
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[span]]


def published(value: int, qualifier: str, unit: str = "") -> str:
    """A published figure with its qualifier, in the order of the language: 'over 1,750 people'."""
    figure = number(rounded(value, qualifier))
    if qualifier == "over":
        return with_unit(_("over %(n)s", n=figure), unit)
    return {
        "": "%(n)s",
        "about": _("about %(n)s"),
        "min": _("at least %(n)s"),
        "within": _("around %(n)s"),
    }[qualifier] % {"n": with_unit(figure, unit)}


def with_unit(value: str, unit: str) -> str:
    """A number with its unit, apart only where the language sets them apart."""
    return f"{value}{unit}" if str(get_locale()) == "ko" else f"{value} {unit}".rstrip()


def cell_fault(code: str, measure: str = "") -> str:
    """Why a number of the form cannot be taken."""
    return {
        "not_a_count": _("Type a whole number from 0 to %(most)s.", most=number(most(measure))),
        "emptied": _("This was reported already. Type 0 if it was none, or the right number."),
        "reason_needed": _("State the reason below to change this number."),
    }[code]


def refusal_sentence(refused: Refused) -> str:
    """What was refused, and what to do."""
    return {
        "already": _("The counts of this event have been signed off already."),
        "bad_form": _("The form names something that does not exist. Load the page again."),
        "in_the_future": _("The day lies in the future. Nothing can have been counted yet."),
        "too_early": _("Check the year."),
        "dong_elsewhere": _("The dong lies in another zone. Leave the zone empty."),
        "no_campaign": _("There is no such season."),
        "there": _("This count was reported already. Change it instead of adding it again."),
        "too_much": _("The number is too large. Check it."),
        "busy": _("Too many people are saving at once. Send the form again."),
        "cancelled": _("This event was cancelled; nothing is counted for it."),
        "emptied": _("A number that was reported cannot be left empty again."),
        "has_counts": _("This event has counts, so it was held. Correct them to 0 first."),
        "missing": _("Some reports are not in. Confirm that you sign off without them."),
        "no_event": _("There is no such event."),
        "not_held": _("This event was recorded as not held; there is nothing to sign off."),
        "nothing": _("Nothing has been counted yet; there is nothing to sign off."),
        "reason_needed": _("A reason is needed to change what has been reported."),
        "signed_off": _("The counts have been signed off; only corrections are possible."),
    }[refused.code]
