"""What states and refusals of applications are called in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.agencies.words import CATEGORY_LABELS, NEEDS, weekdays
from planner.errors import Refused
from planner.letters.models import Application

__all__ = ["CATEGORY_LABELS", "NEEDS", "note_of", "refusal", "weekdays"]

STATE_LABELS = {
    "waiting": _l("To be reviewed"),
    "accepted": _l("Application accepted"),
    "declined": _l("Application declined"),
}
STATE_BADGES = {"waiting": "warn", "accepted": "ok", "declined": "neutral"}


def refusal(error: Refused) -> str:
    """A refusal as a sentence: what is wrong, and what to do."""
    if error.code == "too_many" and error.data["phone"]:
        return _(
            "So many applications wait that no more can be taken now. Please call %(phone)s.",
            phone=error.data["phone"],
        )
    sentences = {
        "too_many": _("So many applications wait that no more can be taken now. Try again later."),
        "closed": _("The office takes no applications at the moment."),
        "decided": _("Somebody has decided on this application meanwhile. Nothing was changed."),
        "name_taken": _(
            "There is an agency of exactly this name. Choose it below instead of a new one."
        ),
        "too_often": _(
            "Too many applications came from your connection. What you typed is still here: "
            "send it again in an hour."
        ),
        "too_large": _("What was sent is too large. Shorten the texts and send it again."),
        "expired": _("The form had expired. What you typed is still here: send it once more."),
    }
    return sentences[error.code]


def note_of(application: Application) -> str:
    """The note of the agency that comes of an application."""
    contact = _("Contact: %(name)s", name=application.contact)
    return "\n".join(part for part in (contact, application.note) if part)
