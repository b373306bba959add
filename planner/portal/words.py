"""The words of invitations, wishes and refusals, for the agency and for the organizer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.agencies.words import NEEDS, NOISE_LABELS
from planner.booths.words import SPANS
from planner.core.agency_terms import changed_keys, days_off_of
from planner.core.availability import DaysOff, changed_days
from planner.errors import Refused
from planner.results import words as result_words
from planner.templating import day, named

__all__ = ["SPANS"]

ANSWER_LABELS = {"accepted": _l("We come"), "declined": _l("We cannot come")}
# As the agency and as the organizer read the state of an invitation, with its badge.
OWN_STATES = {
    "accepted": (_l("You come"), "ok"),
    "declined": (_l("You cannot come"), "neutral"),
    "open": (_l("Please answer"), "warn"),
    "overdue": (_l("Deadline passed"), "danger"),
    "over": (_l("Over"), "neutral"),
    "withdrawn": (_l("Invitation withdrawn"), "neutral"),
    "cancelled": (_l("Cancelled"), "danger"),
}
STATES = {
    "accepted": (_l("Accepted"), "ok"),
    "declined": (_l("Declined"), "danger"),
    "open": (_l("Not yet answered"), "warn"),
    "overdue": (_l("Deadline passed"), "danger"),
    "over": (_l("Never answered"), "neutral"),
    "withdrawn": (_l("Withdrawn"), "neutral"),
    "cancelled": (_l("Event cancelled"), "neutral"),
}
REASONS = {
    "staff": _l("No counsellor is free"),
    "other_duty": _l("We have another event on that day"),
    "short_notice": _l("It is too short a notice"),
    "place": _l("The place does not suit us"),
    "fields": _l("Our fields are not needed there"),
    "other": _l("Another reason"),
}
KINDS = {
    "fields": _l("Counselling fields"),
    "staff": _l("Counsellors a day"),
    "needs": _l("Needs at the booth"),
    "absences": _l("Days off"),
}
COUNT_STATES = {
    "none": (_l("Not reported"), "warn"),
    "part": (_l("Part of it in"), "warn"),
    "in": (_l("Report in"), "ok"),
    "signed_off": (_l("Signed off"), "neutral"),
}
DONE = {
    "answered": _l("Your answer has been saved. You can change it until the deadline."),
    "seen": _l("Noted. New changes will be listed here."),
    "days": _l("Your days off have been saved. The organizer has been told."),
    "same": _l("Nothing was changed."),
    "wished": _l("Your changes have been sent. They hold once the organizer has confirmed them."),
    "goods": _l("Saved."),
    "gone": _l("Deleted."),
    "counts": _l("The counts have been saved."),
}


def refusal(error: Refused) -> str:
    """What was refused, and what to do."""
    data = error.data
    sentences = {
        "deadline": _("The deadline has passed. Please telephone the organizer."),
        "over": _("This date lies in the past."),
        "withdrawn": _("The organizer has withdrawn this invitation."),
        "cancelled": _("This event has been cancelled."),
        "decline_reason": _("Choose why you cannot come."),
        "not_taking_part": _("You no longer take part in this event. Ask the organizer."),
        "too_early": _("Counts are entered from the day of the event on."),
        "nobody": _("Nobody would be asked: choose events, and agencies for them."),
        "deadline_past": _("The deadline lies in the past. Choose today or a later day."),
        "deadline_late": _(
            "The deadline lies after the event of %(day)s. Choose an earlier day.",
            day=day(data["day"]) if "day" in data else "",
        ),
        "too_many_feeds": _(
            "Your agency has %(most)s calendar addresses. Ask the organizer to end one of them.",
            most=data.get("most", ""),
        ),
        "too_many_goods": _("Enter at most %(most)s kinds of goods for an event.",
                            most=data.get("most", "")),
    }  # fmt: skip
    return sentences.get(error.code) or result_words.refusal_sentence(error)


def month(value: date) -> str:
    """The month by itself, short: 'May'."""
    return str(format_date(value, "MMM"))


def why(row: Any) -> str:
    """Why an agency declined, in its reason and its note; '' when it said nothing."""
    reason = str(REASONS[row.reason]) if row.reason in REASONS else ""
    return " · ".join(text for text in (reason, row.note) if text)


def wish(row: Any, fields: Mapping[int, Any]) -> list[tuple[str, str, str]]:
    """(what, before, after) of what a request changes, for whoever decides about it."""
    before, after = row.before, row.after
    return [
        (_term(key), _value(key, before.get(key), fields), _value(key, after[key], fields))
        for key in changed_keys(before, after)
    ]


def days_off(row: Any) -> tuple[str, str]:
    """What a notice of days off adds and what it takes away, '-' for nothing."""
    added, removed = changed_days(*(days_off_of(spans) for spans in (row.before, row.after)))
    return _spans(added), _spans(removed)


def _spans(found: list[DaysOff]) -> str:
    texts = [
        day(span.first) if span.first == span.last else f"{day(span.first)}–{day(span.last)}"
        for span in found
    ]
    return ", ".join(texts) or "-"


def _term(key: str) -> str:
    names = {name: label for name, _glyph, label in NEEDS}
    names |= {
        "fields": KINDS["fields"],
        "staff_per_day": KINDS["staff"],
        "noise": _l("Noise"),
    }
    return str(names[key])


def _value(key: str, value: Any, fields: Mapping[int, Any]) -> str:
    if key == "fields":
        names = [named(fields[item]) for item in value or () if item in fields]
        return ", ".join(names) or "-"
    if key == "noise":
        return str(NOISE_LABELS.get(value, value))
    if isinstance(value, bool):
        return _("needs it") if value else _("does not need it")
    return str(value)
