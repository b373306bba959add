"""Letters are drafted: one text, filled in for each agency from the newest release."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planner.accounts.models import Office, User
from planner.agencies.models import Agency
from planner.campaigns.models import Campaign
from planner.core.addresses import is_address
from planner.core.letter_steps import REWRITABLE
from planner.core.letter_text import (
    PLACES,
    SEASONAL,
    holds_secret,
    is_one_line,
    places_in,
    unknown_places,
)
from planner.errors import Refused
from planner.extensions import db
from planner.letters.filling import Filled, Source, Text, fill_letters, source_of
from planner.letters.models import ABOUTS, Letter, LetterEvent, Mailing
from planner.letters.queries import sorted_out

LONGEST_SUBJECT = 400
Extra = Mapping[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Drafted:
    """The drafts, and the agencies that no letter can reach."""

    mailing: Mailing
    left_out: tuple[Agency, ...]


def draft_letters(
    office: Office,
    campaign: Campaign | None,
    recipients: Iterable[Agency],
    subject: str,
    body: str,
    about: str,
    user: User | None,
    now: datetime,
    *,
    deadline: date | None = None,
    extra: Extra | None = None,
) -> Drafted:
    """Draft a letter to each agency, and commit; nobody is sent anything.

    The text may hold the places of `core.letter_text`; `extra` gives further ones by the agency's
    id, such as what changes for it. Refused: `no_recipients`, and what `preview` refuses.
    """
    if about not in ABOUTS:
        raise ValueError(f"a letter about {about!r}")
    source = source_of(office, campaign, user)
    found = sorted_out(_own(office, recipients))
    text = Text(subject, body, deadline)
    letters = preview(source, found.reachable, text, extra)
    mailing = Mailing(
        office_id=office.id,
        campaign=campaign,
        about=about,
        subject=subject,
        body=body,
        deadline=deadline,
        release_number=source.number,
        drafted_at=now,
        drafted_by_id=user.id if user else None,
    )
    mailing.letters = [_draft(office, item, extra, user, now) for item in letters]
    db.session.add(mailing)
    db.session.commit()
    return Drafted(mailing, found.without)


def preview(
    source: Source, agencies: Sequence[Agency], text: Text, extra: Extra | None = None
) -> list[Filled]:
    """What each agency would read; nothing is stored.

    Refused: `no_recipients`, `places` (unknown ones), `no_season`, `no_release`, `no_deadline`,
    `subject_events`, `subject_lines`, `subject_long`, `secret`.
    """
    if not agencies:
        raise Refused("no_recipients")
    known = {*PLACES, *(name for values in (extra or {}).values() for name in values)}
    _ensure_fillable(source, text, known)
    letters = fill_letters(source, agencies, text, extra)
    for item in letters:
        _ensure_sendable(item.subject, item.body)
    return letters


def _own(office: Office, agencies: Iterable[Agency]) -> list[Agency]:
    """Each agency once; another office's is a fault of the program."""
    found = list({agency.id: agency for agency in agencies}.values())
    if any(agency.office_id != office.id for agency in found):
        raise ValueError("an agency of another office")
    return found


def _ensure_fillable(source: Source, text: Text, known: Iterable[str]) -> None:
    used = places_in(text.subject, text.body)
    unknown = unknown_places(used, known)
    if unknown:
        raise Refused("places", places=unknown)
    if used & SEASONAL and source.campaign is None:
        raise Refused("no_season")
    if "events" in used and source.season is None:
        raise Refused("no_release")
    if "deadline" in used and text.deadline is None:
        raise Refused("no_deadline")
    if "events" in places_in(text.subject):
        raise Refused("subject_events")


def _ensure_sendable(subject: str, body: str) -> None:
    if not is_one_line(subject):
        raise Refused("subject_lines")
    if len(subject) > LONGEST_SUBJECT:
        raise Refused("subject_long", longest=LONGEST_SUBJECT)
    if holds_secret(subject) or holds_secret(body):
        raise Refused("secret")


def _draft(
    office: Office, item: Filled, extra: Extra | None, user: User | None, now: datetime
) -> Letter:
    letter = Letter(
        office_id=office.id,
        agency_id=item.agency.id,
        uid=str(uuid.uuid4()),
        email=item.agency.email,
        subject=item.subject,
        body=item.body,
        extra=dict((extra or {}).get(item.agency.id, {})),
    )
    note(letter, "draft", user, now)
    return letter


def note(letter: Letter, action: str, user: User | None, now: datetime, detail: str = "") -> None:
    """Add a line to a letter's history; the caller commits."""
    letter.events.append(
        LetterEvent(at=now, user_id=user.id if user else None, action=action, detail=detail)
    )


def rewrite_mailing(mailing: Mailing, office: Office, text: Text, user: User, now: datetime) -> int:
    """Write the text anew and fill it in again from the newest release; how many letters changed.

    Letters that are on their way, sent or withdrawn stay as they are; the others are drafts again.
    Refused: `letters_gone` where there is none of these, and as `preview`.
    """
    source = source_of(office, mailing.campaign, user)
    letters = [letter for letter in mailing.letters if letter.state in REWRITABLE]
    if not letters:
        raise Refused("letters_gone")
    extra = {letter.agency_id: letter.extra for letter in letters if letter.extra}
    filled = preview(source, [letter.agency for letter in letters], text, extra)
    for letter, item in zip(letters, filled, strict=True):
        _rewrite(letter, item.subject, item.body, user, now)
    mailing.subject, mailing.body, mailing.deadline = text.subject, text.body, text.deadline
    mailing.release_number = source.number
    mailing.version += 1
    db.session.commit()
    return len(letters)


def rewrite_letter(letter: Letter, subject: str, body: str, user: User, now: datetime) -> None:
    """Change one letter's own text; it is a draft again.

    Refused: `letter_moved`, `subject_lines`, `subject_long`, `secret`.
    """
    if letter.state not in REWRITABLE:
        raise Refused("letter_moved")
    _ensure_sendable(subject, body)
    _rewrite(letter, subject, body, user, now)
    db.session.commit()


def _rewrite(letter: Letter, subject: str, body: str, user: User, now: datetime) -> None:
    """A draft again, to the address that its agency has now (to the old one where it has none)."""
    if is_address(letter.agency.email):
        letter.email = letter.agency.email
    letter.subject, letter.body, letter.state = subject, body, "draft"
    letter.reviewed_at = letter.reviewed_by_id = letter.sent_by_id = None
    letter.error = ""
    letter.version += 1
    note(letter, "rewrite", user, now)
