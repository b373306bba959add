"""Agencies' feed links: made, renewed, revoked, several at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from planner.accounts import services as accounts
from planner.accounts.queries import get_link
from planner.agencies.models import Agency
from planner.extensions import db
from planner.feeds import queries


@dataclass(frozen=True, slots=True)
class NewLink:
    """An agency's new link; `secret` is known now and never again."""

    agency_id: int
    name: str
    secret: str

    @property
    def path(self) -> str:
        """The calendar's path."""
        return f"/feeds/{self.secret}.ics"

    @property
    def page(self) -> str:
        """The page that explains how to subscribe."""
        return f"/feeds/{self.secret}"


def make_links(
    agencies: Iterable[Agency], *, created_by: int | None, now: datetime, renew: bool = False
) -> list[NewLink]:
    """A new link for each agency, in one transaction; `renew` revokes the ones they had."""
    rows = list(agencies)
    if renew:
        for old in queries.valid_links([agency.id for agency in rows]):
            old.revoked_at = now
    made = []
    for agency in rows:
        _link, secret = accounts.add_link(
            agency.office_id, "feed", agency.name, agency.id, created_by=created_by, now=now
        )
        made.append(NewLink(agency.id, agency.name, secret))
    db.session.commit()
    return made


def revoke(office_id: int, link_id: int, now: datetime) -> None:
    """End a feed link of this office; another's, or none, is 404."""
    accounts.revoke_link(get_link(office_id, link_id, "feed"), now)
