"""A released season with reachable agencies, an organizer, and a mail server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from planner.accounts.models import User
from planner.campaigns.releases import release
from planner.extensions import db
from planner.letters.models import Letter, Mailing
from planner.letters.services import draft_letters
from planner.settings import Settings
from tests import factories as make
from tests.campaigns.season import Season, make_season
from tests.letters.smtp_server import Mailbox, mail_server

SUBJECT = "[{office}] {season} 일정 안내"
BODY = "{agency} 담당자님\n\n{events}\n\n{sender}"


@dataclass
class Office:
    """The season's rows, who writes, and how."""

    season: Season
    user: User
    now: datetime

    def draft(self, **values: Any) -> Mailing:
        """A mailing to both agencies of the season."""
        given: dict[str, Any] = {
            "campaign": self.season.campaign,
            "recipients": self.season.agencies,
            "subject": SUBJECT,
            "body": BODY,
            "about": "schedule",
            "user": self.user,
            "now": self.now,
            **values,
        }
        return draft_letters(self.season.office, **given).mailing

    def letter(self, state: str = "draft", **values: Any) -> Letter:
        """One letter in a state."""
        row = self.draft(recipients=[self.season.agencies[0]]).letters[0]
        row.state = state
        for name, value in values.items():
            setattr(row, name, value)
        db.session.commit()
        return row


@pytest.fixture
def season(app: Flask, office: Any, now: datetime) -> Season:
    office.name, office.department, office.phone = "서초구", "복지정책과", "02-2155-0000"
    found = make_season(office)
    found.agencies[0].email = "ccrs@example.org"
    found.agencies[1].email = "housing@example.org"
    db.session.commit()
    release(found.loaded(), None, now)
    return found


@pytest.fixture
def writer(season: Season, now: datetime) -> Office:
    return Office(season, make.make_user(season.office, name="홍길동"), now)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


@pytest.fixture
def mail(app: Flask, box: Mailbox) -> Iterator[Mailbox]:
    """The application with that mail server set."""
    plain: Settings = app.extensions["planner.settings"]
    app.extensions["planner.settings"] = box.settings(replace(plain))
    yield box
    app.extensions["planner.settings"] = plain


def fresh(letter_id: int) -> Letter:
    """A letter as it is stored now."""
    db.session.rollback()
    db.session.expire_all()
    row = db.session.get(Letter, letter_id)
    assert row is not None
    return row
