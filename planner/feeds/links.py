"""Agencies' feed links: made, renewed, revoked, several at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from planner.accounts import services as accounts
from planner.accounts.models import SecretLink
from planner.accounts.queries import valid_links
from planner.agencies.models import Agency
from planner.errors import Refused
from planner.extensions import db


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


def put_link(
    agency: Agency,
    label: str,
    counsellor_id: int | None = None,
    *,
    created_by: int | None,
    now: datetime,
) -> NewLink:
    """A new link without a commit."""
    link, secret = accounts.add_link(
        agency.office_id, "feed", label, agency.id, created_by=created_by, now=now
    )
    link.counsellor_id = counsellor_id
    return NewLink(agency.id, label, secret)


def add_link(agency: Agency, label: str, *, created_by: int | None, now: datetime) -> NewLink:
    """One more link for an agency: for another reader, so that each can be revoked alone."""
    made = put_link(agency, label, created_by=created_by, now=now)
    db.session.commit()
    return replace(made, name=f"{agency.name} · {label}")


def make_links(
    agencies: Iterable[Agency], *, created_by: int | None, now: datetime, renew: bool = False
) -> list[NewLink]:
    """A new link for each agency, in one transaction; `renew` revokes the ones they had."""
    rows = list(agencies)
    if renew:
        for old in valid_links([agency.id for agency in rows], "feed"):
            old.revoked_at = now
    made = [put_link(row, row.name, created_by=created_by, now=now) for row in rows]
    db.session.commit()
    return made


def rotate(link: SecretLink, *, created_by: int | None, now: datetime) -> NewLink:
    """A new secret for the same reader; the present one ends at once. Refused: `revoked`."""
    db.session.refresh(link, with_for_update=True)  # pressed twice: one successor
    if link.revoked_at is not None:
        raise Refused("revoked")
    _fresh, secret = accounts.rotate_link(link, created_by=created_by, now=now)
    return NewLink(link.agency_id or 0, link.label, secret)


def rename(link: SecretLink, label: str) -> None:
    """Call a link something else."""
    link.label = label
    db.session.commit()


def revoke(link: SecretLink, now: datetime) -> None:
    """End a link for ever."""
    accounts.revoke_link(link, now)
