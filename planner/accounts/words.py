"""Refusals and roles in the reader's words."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from planner.core.password_rules import MAX_LENGTH, MIN_LENGTH
from planner.errors import Refused


def refusal_sentence(refused: Refused) -> str:
    """What is wrong and what to do, in one or two sentences."""
    data = refused.data
    if refused.code == "throttled":
        wait = minutes(data["wait"])
        return str(_("Too many sign-ins failed. Wait %(wait)s, then try again.", wait=wait))
    sentences: dict[str, str] = {
        "wrong": _("The e-mail or the password is not right. Check both and try again."),
        "busy": _("Many people are signing in right now. Try again in a few seconds."),
        "password_short": _("Use at least %(n)s characters for the password.", n=MIN_LENGTH),
        "password_long": _("Use at most %(n)s characters for the password.", n=MAX_LENGTH),
        "password_own_email": _("The password must not be your e-mail."),
        "password_common": _("Everybody tries this password first. Choose another one."),
        "password_same": _("The new password is the old one. Choose another one."),
        "email_bad": _("This is not an e-mail address. Write it like name@example.org."),
        "email_taken": _("There is an account with this e-mail already."),
        "role_unknown": _("Choose one of the roles in the list."),
        "own_role": _("Another administrator must change your own role."),
        "own_account": _("Another administrator must deactivate your own account."),
        "code_bad": _("Use small letters, digits and hyphens for the code."),
        "code_taken": _("Another office has this code. Choose another one."),
        "name_missing": _("Type a name."),
        "kind_unknown": _("An office is a district or a city."),
        "office_foreign": _("You may look at your own office and the districts below it only."),
    }
    return sentences[refused.code]


def minutes(wait: timedelta) -> str:
    """A time to wait in whole minutes, rounded up."""
    n = max(1, -(-int(wait.total_seconds()) // 60))
    return str(ngettext("%(num)s minute", "%(num)s minutes", n))


def role_names() -> dict[str, str]:
    """The roles with their names."""
    return {
        "administrator": _("Administrator"),
        "organizer": _("Organizer"),
        "recorder": _("Recorder"),
        "viewer": _("Viewer"),
    }


def role_duties() -> list[tuple[str, str]]:
    """What each role may do, for whoever gives it."""
    names = role_names()
    return [
        (names["administrator"], _("Everything, and people and the access log")),
        (names["organizer"], _("Plans, releases, counts and exports")),
        (names["recorder"], _("Enters counts only")),
        (names["viewer"], _("Looks at everything and exports, changes nothing")),
    ]
