"""Reminders for those who have not answered: a text for each agency, ready to be sent.

`reminders` is the one place from which a reminder goes out: as a mailto link and as text to copy.
Letters that are reviewed, sent and logged begin on the page of letters, to which the page leads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from flask_babel import gettext as _

from planner.accounts.models import Office
from planner.agencies.models import Agency
from planner.campaigns.models import Campaign
from planner.letters.words import LONGEST_MAILTO, mailto
from planner.portal.answer_queries import AgencyAnswers, Answer
from planner.templating import clock, day, named


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one agency is to be told."""

    agency: Agency
    answers: tuple[Answer, ...]
    subject: str
    body: str

    @property
    def mailto(self) -> str:
        """An address that opens the reader's own mail program with this text; '' without one."""
        return address_of(self.agency, self.subject, self.body)


def reminders(office: Office, rows: Iterable[AgencyAnswers]) -> list[Reminder]:
    """One reminder for each agency that is still waited for."""
    subject = _("[%(office)s] Please tell us whether you come", office=named(office))
    return [
        Reminder(row.agency, tuple(row.waiting), subject, _body(office, row.agency, row.waiting))
        for row in rows
    ]


def _body(office: Office, agency: Agency, waiting: Iterable[Answer]) -> str:
    lines = [
        _("Dear %(agency)s,", agency=named(agency)),
        "",
        _("We have not yet heard whether you come to these events:"),
        *(_line(item) for item in waiting),
        "",
        _("Please answer on your agency's own page, under Invitations, or telephone us."),
        signature(office),
    ]
    return "\n".join(lines)


def _line(item: Answer) -> str:
    row = item.row
    return _(
        "- %(day)s %(from)s–%(to)s %(place)s (answer by %(deadline)s)",
        **{
            "day": day(row.day),
            "from": clock(row.starts_at),
            "to": clock(row.ends_at),
            "place": named({"name": row.place, "name_en": row.place_en}),
            "deadline": day(row.deadline),
        },
    )


def to_everybody(office: Office, campaign: Campaign, mails: Iterable[str]) -> str:
    """A mailto address of one mail to all of these, who do not see each other.

    '' where there are so many that some systems would cut the address off: then they are copied.
    """
    subject = _("[%(office)s] Please tell us whether you come", office=named(office))
    body = _(
        "We have not yet heard from you about events of %(season)s. Please answer on your "
        "agency's own page, under Invitations, or telephone us.",
        season=named(campaign),
    )
    known = quote(",".join(mails), safe="@,")
    for text in (f"{body}\n{signature(office)}", ""):
        address = f"{mailto('', subject, text)[0]}&bcc={known}"
        if len(address) <= LONGEST_MAILTO:
            return address
    return ""


def link_letter(office: Office, agency: Agency, address: str) -> str:
    """A mailto address that takes a new portal address to its agency; '' without an e-mail."""
    body = _(
        "Dear %(agency)s,\n\nThis is your agency's own page: your dates, booths, invitations and "
        "counts.\n%(address)s\nPlease keep it within your agency.",
        agency=named(agency),
        address=address,
    )
    subject = _("[%(office)s] Your agency's page", office=named(office))
    return address_of(agency, subject, f"{body}\n\n{signature(office)}")


def signature(office: Office) -> str:
    """The office as it signs."""
    return " ".join(part for part in (named(office), office.department, office.phone) if part)


def address_of(agency: Agency, subject: str, body: str) -> str:
    """A mailto address of an agency ('' without an e-mail); too long a text is left out of it."""
    return mailto(agency.email, subject, body)[0] if agency.email else ""
