"""What states, occasions and refusals of letters are called, and the texts to begin with."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.errors import Refused
from planner.letters.outbox_services import LOST

STATE_LABELS = {
    "draft": _l("Draft letter"),
    "reviewed": _l("Reviewed, to be sent"),
    "queued": _l("Waits to be sent"),
    "sending": _l("Being sent"),
    "sent": _l("Sent to the agency"),
    "failed": _l("Not sent"),
    "withdrawn": _l("Letter withdrawn"),
}
STATE_BADGES = {
    "draft": "neutral",
    "reviewed": "info",
    "queued": "warn",
    "sending": "warn",
    "sent": "ok",
    "failed": "danger",
    "withdrawn": "neutral",
}
ABOUT_LABELS = {
    "notice": _l("General notice"),
    "schedule": _l("Dates and booths"),
    "change": _l("Change of dates"),
    "answer": _l("Answer wanted"),
    "count": _l("Report wanted"),
    "invitation": _l("Invitation"),
}
ACTION_LABELS = {
    "draft": _l("Letter drafted"),
    "rewrite": _l("Text changed, to be reviewed again"),
    "review": _l("Letter reviewed"),
    "reopen": _l("Put back to draft"),
    "queue": _l("Given to the mail server's queue"),
    "mark_sent": _l("Marked as sent by hand"),
    "withdraw": _l("Letter withdrawn"),
    "sent": _l("Taken by the mail server"),
    "retry": _l("Not taken, will be tried again"),
    "failed": _l("Not sent"),
}
PLACE_LABELS = {
    "agency": _l("name of the agency"),
    "season": _l("name of the season"),
    "events": _l("its dates, places and booths, as last released"),
    "deadline": _l("the deadline below"),
    "office": _l("name of the office"),
    "department": _l("department"),
    "phone": _l("telephone of the office"),
    "sender": _l("your name"),
}
GREETING = _l("Dear colleagues of {agency},")
# For each occasion the subject, the first sentence, and what stands below it.
STANDARD: dict[str, tuple[Any, Any, str]] = {
    "notice": (_l("[{office}] Notice"), "", ""),
    "schedule": (
        _l("[{office}] {season}: your dates and booths"),
        _l("These are your dates. Please tell us at once if you cannot come:"),
        "{events}",
    ),
    "change": (
        _l("[{office}] {season}: your dates have changed"),
        _l("Dates or booths have changed. From now on these hold:"),
        "{events}",
    ),
    "answer": (
        _l("[{office}] {season}: please answer by {deadline}"),
        _l("We still need your answer on the dates below. Please reply by {deadline}:"),
        "{events}",
    ),
    "count": (
        _l("[{office}] {season}: please report your counts by {deadline}"),
        _l("We still miss your counts of the dates below. Please send them by {deadline}:"),
        "{events}",
    ),
    "invitation": (
        _l("[{office}] Will you take part in {season}?"),
        _l("We would be glad if you took part in {season}. Please answer by {deadline}."),
        "",
    ),
}
LONGEST_MAILTO = 1900  # what Windows hands on to a mail program


def standard_text(about: str) -> tuple[str, str]:
    """The subject and the body to begin with, in the language of the installation."""
    subject, sentence, after = STANDARD[about]
    with force_locale(str(current_app.config["BABEL_DEFAULT_LOCALE"])):
        parts = (GREETING, sentence, after, "{office} {department}\n{sender} {phone}")
        return str(subject), "\n\n".join(str(part) for part in parts if part != "")


def refusal(error: Refused) -> str:
    """A refusal as a sentence: what is wrong, and what to do."""
    if error.code == "places":
        return _(
            "Nothing can be filled in for %(places)s. Correct the spelling, or take it out.",
            places=", ".join(f"{{{name}}}" for name in error.data["places"]),
        )
    sentences: dict[str, Any] = {
        "no_recipients": _l("Choose at least one agency that has an e-mail address."),
        "no_season": _l("{season} and {events} need a season. Choose one above first."),
        "no_release": _l(
            "The season has not been released, so there are no dates for {events} yet. "
            "Release it first, or take {events} out."
        ),
        "no_deadline": _l("The text names a {deadline}. Set the deadline, or take it out."),
        "subject_events": _l("{events} is too long for the subject. Put it into the text."),
        "subject_lines": _l("The subject must be a single line."),
        "subject_long": _l("With everything filled in, the subject is longer than %(longest)s."),
        "secret": _l(
            "The text holds a secret address. Letters are stored and read by others: give the "
            "address by another way, and take it out here."
        ),
        "letter_moved": _l(
            "The letter has changed meanwhile. Read it again, then decide; nothing was done."
        ),
        "letters_gone": _l(
            "Every letter of this text is sent, on its way or withdrawn; nothing was changed. "
            "Write a new letter."
        ),
        "no_server": _l("No mail server is set. Send the letters by hand and mark them as sent."),
    }
    return str(sentences[error.code]) % error.data


def error_words(error: str) -> str:
    """Why a letter was not sent: the server's own words, or ours where nobody knows."""
    if error.startswith(LOST):
        rest = error[len(LOST) :].strip()
        sentence = _(
            "It is not known whether it arrived: the connection ended before the server answered. "
            "Ask the agency, then send it again or mark it as sent."
        )
        return f"{sentence} {rest}".strip()
    return error


def mailto(email: str, subject: str, body: str) -> tuple[str, bool]:
    """An address for the own mail program, and whether the text is in it.

    A long one is cut off by some systems without a word: then the text is left out and copied.
    """
    start = f"mailto:{quote(email, safe='@')}?subject={quote(subject, safe='')}"
    text = quote(body.replace("\r\n", "\n").replace("\n", "\r\n"), safe="")
    whole = f"{start}&body={text}"
    return (whole, True) if len(whole) <= LONGEST_MAILTO else (start, False)
