"""A season ahead, and a telephone that has an agency's secret."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from planner.portal import invitation_services, link_services
from planner.portal.models import Invitation
from tests.portal.seasons import Season, after, make_season, today


@dataclass
class Phone:
    """Somebody at an agency with its link, reading English."""

    client: Any
    secret: str

    def address(self, path: str = "") -> str:
        return f"/p/{self.secret}/{path}"

    def get(self, path: str = "", status: int = 200) -> str:
        response = self.client.get(self.address(path))
        assert response.status_code == status, response.text
        return str(response.text)

    def post(self, path: str, status: int = 303, **form: Any) -> Any:
        response = self.client.post(self.address(path), data=form)
        assert response.status_code == status, response.text
        return response


def words_of(page: str) -> str:
    """The text of a page in one line, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.fixture
def season(office: Any) -> Season:
    office.phone, office.department = "02-100-2000", "복지정책과"
    return make_season(office)


@pytest.fixture
def released(season: Season) -> Season:
    season.release()
    return season


@pytest.fixture
def call(app: Any) -> Any:
    """`call(agency)`: a telephone with a new link of that agency."""

    def make(agency: Any) -> Phone:
        (made,) = link_services.make_links([agency], created_by=None, now=datetime.now(UTC))
        client = app.test_client()
        client.set_cookie("locale", "en")
        return Phone(client, made.secret)

    return make


@pytest.fixture
def bank(released: Season, call: Any) -> Phone:
    return call(released.bank)


@pytest.fixture
def ask() -> Any:
    """`ask(event, *agencies, days=3)`: invitations with a deadline so many days ahead."""

    def make(event: Any, *agencies: Any, days: int = 3) -> list[Invitation]:
        wanted = {event.id: [agency.id for agency in agencies]}
        now = datetime.now(UTC)
        invitation_services.invite(
            [event], wanted, after(days), user_id=None, now=now, today=min(today(), after(days))
        )
        rows = Invitation.query.filter_by(event_id=event.id).order_by(Invitation.id)
        return [row for row in rows if row.agency_id in wanted[event.id]]

    return make
