"""Portal links: made, renewed, revoked, named; what each has shown."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from planner.accounts import services as accounts
from planner.accounts.links import SIGHT
from planner.accounts.models import Office, SecretLink
from planner.accounts.queries import get_link, valid_links
from planner.agencies.models import Agency
from planner.errors import Refused
from planner.extensions import db, writing
from planner.portal.models import PortalLook
from planner.portal.queries import looks_of
from planner.results.link_queries import row_id

log = logging.getLogger("planner.portal")
KIND = "portal"


@dataclass(frozen=True, slots=True)
class NewPortal:
    """A new portal link; `secret` is known now and never again."""

    id: int
    agency_id: int
    name: str
    label: str
    secret: str

    @property
    def path(self) -> str:
        """Where the portal begins."""
        return f"/p/{self.secret}/"


def make_links(
    agencies: Iterable[Agency],
    *,
    label: str = "",
    created_by: int | None,
    now: datetime,
    renew: bool = False,
) -> list[NewPortal]:
    """A new link for each agency, in one transaction; `renew` ends the ones they had, and the new
    one goes on from what those had shown."""
    rows = list(agencies)
    old: dict[int, list[SecretLink]] = {}
    if renew:
        for link in valid_links([agency.id for agency in rows], KIND):
            link.revoked_at = now
            old.setdefault(link.agency_id or 0, []).append(link)
    made = []
    for agency in rows:
        link, secret = accounts.add_link(
            agency.office_id, KIND, label or agency.name, agency.id, created_by=created_by, now=now
        )
        db.session.flush()
        before = old.get(agency.id)
        if before:
            if not label:
                link.label = before[-1].label
            _carry(before[-1], link)
        made.append(NewPortal(link.id, agency.id, agency.name, link.label, secret))
    db.session.commit()
    return made


def rotate(
    office_id: int, link_id: int, *, created_by: int | None, now: datetime
) -> tuple[SecretLink, str]:
    """A successor for one link of this office (else 404). Refused: `link_ended`, so that pressing
    twice makes one successor."""
    old = get_link(office_id, link_id, KIND)
    db.session.refresh(old, with_for_update=True)
    if old.revoked_at is not None:
        raise Refused("link_ended")
    old.revoked_at = now
    link, secret = accounts.add_link(
        office_id, KIND, old.label, old.agency_id, created_by=created_by, now=now
    )
    db.session.flush()
    _carry(old, link)
    db.session.commit()
    return link, secret


def _carry(old: SecretLink, new: SecretLink) -> None:
    for look in looks_of(old.id).values():
        db.session.add(
            PortalLook(
                link_id=new.id,
                campaign_id=look.campaign_id,
                shown=look.shown,
                confirmed=look.confirmed,
                at=look.at,
            )
        )


def get_portal_link(office_id: int, link_id: int) -> SecretLink:
    """A portal link of this office, else 404."""
    return get_link(office_id, link_id, KIND)


def revoke(office_id: int, link_id: int, now: datetime) -> None:
    """End a portal link of this office; another's, or none, is 404."""
    accounts.revoke_link(get_link(office_id, link_id, KIND), now)


def all_links() -> Sequence[tuple[SecretLink, str]]:
    """Every office's portal links with the office's code, the newest first (command line)."""
    rows = db.session.execute(
        select(SecretLink, Office.code)
        .join(Office, Office.id == SecretLink.office_id)
        .where(SecretLink.kind == KIND)
        .order_by(SecretLink.created_at.desc(), SecretLink.id.desc())
    )
    return [(row[0], row[1]) for row in rows]


def revoke_named(name: str, now: datetime) -> SecretLink | None:
    """End the portal link of this id, of any office; None when there is none (command line)."""
    number = row_id(name)
    link = db.session.get(SecretLink, number) if number else None
    if link is None or link.kind != KIND:
        return None
    accounts.revoke_link(link, now)
    return link


def rename(office_id: int, link_id: int, label: str) -> None:
    """Say for whom a link of this office is."""
    get_link(office_id, link_id, KIND).label = label[:120]
    db.session.commit()


# ---------------------------------------------------------------- what a link has shown


def note_visit(link: SecretLink, numbers: Mapping[int, int], now: datetime) -> None:
    """Remember that a link was used and which releases it showed (campaign → number).

    A new link begins with what it shows first: nothing of that is a change. A database too busy
    for it costs the reader nothing.
    """
    link_id, missing = link.id, _unseen(link.id, numbers, now)
    try:
        accounts.touch_link(link, now)
        if missing:
            with writing():
                db.session.commit()
                _write_looks(link_id, missing, now)
                db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()
        log.warning("the last use of link %d could not be noted", link_id)


def _unseen(link_id: int, numbers: Mapping[int, int], now: datetime) -> dict[int, int]:
    looks = looks_of(link_id)
    return {
        campaign: number
        for campaign, number in numbers.items()
        if campaign not in looks
        or looks[campaign].shown != number
        or now - looks[campaign].at >= SIGHT
    }


def _write_looks(link_id: int, numbers: Mapping[int, int], now: datetime) -> None:
    looks = looks_of(link_id)
    for campaign, number in numbers.items():
        look = looks.get(campaign)
        if look is None:
            look = PortalLook(link_id=link_id, campaign_id=campaign, confirmed=number)
            db.session.add(look)
        look.shown, look.at = number, now


def confirm(link: SecretLink, numbers: Mapping[int, int], now: datetime) -> None:
    """The reader has taken note of all changes up to these releases (those on its page)."""
    looks = looks_of(link.id)
    for campaign, number in numbers.items():
        look = looks.get(campaign)
        if look is not None and number > look.confirmed:
            look.confirmed, look.shown, look.at = number, max(look.shown, number), now
    db.session.commit()
