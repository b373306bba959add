"""What a booth's telephone is told about what it sent."""

from __future__ import annotations

from flask_babel import gettext as _

from planner.core.count_batch import LONGEST_REASON, MOST_ENTRIES
from planner.core.counting import MOST
from planner.templating import number


def batch_refusal(code: str) -> str:
    """Why nothing of a batch was taken."""
    return {
        "busy": _("Too many people are saving at once. Send the counts again."),
        "no_entries": _('Send an object with a list: {"entries": [...]}.'),
        "no_event": _("There is no such counting link. Check the address."),
        "no_link": _("There is no such counting link. Check the address."),
        "not_json": _("What was sent is not JSON. Nothing was saved."),
        "not_objects": _("Each of the entries must be an object. Nothing was saved."),
        "revoked": _("This counting link has been revoked. Ask the organizer for a new one."),
        "too_large": _("This is too much at once. Send the counts in smaller parts."),
        "too_many": _("Send at most %(most)s entries at once.", most=number(MOST_ENTRIES)),
        "too_often": _("Too many requests. Wait a minute, then send the counts again."),
    }[code]


def entry_refusal(code: str) -> str:
    """Why one entry was not taken."""
    return {
        "bad_booth": _("This booth is not at the event's place."),
        "bad_agency": _("There is no such agency."),
        "bad_channel": _("There is no such channel of counting."),
        "bad_correction": _("A correction must name an earlier entry of the same number."),
        "bad_field": _("There is no such counselling field."),
        "bad_group": _("There is no such target group."),
        "bad_programme": _("There is no such programme."),
        "bad_id": _("The entry's id is not a UUID."),
        "bad_measure": _("There is no such measure."),
        "bad_reason": _("A reason is one line of at most %(most)s letters.", most=LONGEST_REASON),
        "bad_time": _("The time of counting needs a date, a time and its offset from UTC."),
        "bad_value": _("A value is a whole number up to %(most)s.", most=number(MOST)),
        "below_zero": _("More would be taken back than was counted."),
        "cancelled": _("This event was cancelled; nothing is counted for it."),
        "in_the_future": _("The time of counting lies in the future. Set the telephone's clock."),
        "needs_correction": _("Taking back needs the entry that it corrects, and a reason."),
        "never_summed": _("Unique persons are not added up; the office enters them."),
        "not_taking_part": _("The agency of this link no longer takes part in the event."),
        "other_agency": _("This link counts for another agency."),
        "other_booth": _("This link counts for another booth."),
        "other_content": _("An entry with this id and another content was saved before."),
        "other_event": _("This link counts for another event."),
        "signed_off": _("The counts have been signed off. Tell the organizer what is missing."),
        "too_many": _("One number of an event holds at most %(most)s.", most=number(MOST)),
    }[code]
