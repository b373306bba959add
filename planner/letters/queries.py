"""Reads of letters and mailings; every one within an office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import NotFound

from planner.agencies.models import Agency
from planner.campaigns.models import Campaign, CampaignAgency, Release
from planner.core.addresses import is_address
from planner.extensions import db
from planner.letters.models import Letter, LetterEvent, Mailing
from planner.paging import Page, paginate


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """What the log is searched by; an empty value does not restrict."""

    state: str = ""
    about: str = ""
    campaign_id: int | None = None
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Recipients:
    """The agencies that can be written to, and those without an address that can be used."""

    reachable: tuple[Agency, ...]
    without: tuple[Agency, ...]


def letter_page(office_id: int, wanted: LetterFilter, number: int) -> Page[Letter]:
    """One page of the log, the newest first, with everything that a line shows."""
    statement = select(Letter).join(Letter.mailing).where(Letter.office_id == office_id)
    if wanted.state:
        statement = statement.where(Letter.state == wanted.state)
    if wanted.about:
        statement = statement.where(Mailing.about == wanted.about)
    if wanted.campaign_id is not None:
        statement = statement.where(Mailing.campaign_id == wanted.campaign_id)
    if wanted.agency:
        statement = statement.join(Letter.agency).where(
            Agency.name.icontains(wanted.agency, autoescape=True)
            | Agency.name_en.icontains(wanted.agency, autoescape=True)
        )
    statement = statement.options(
        selectinload(Letter.agency),
        selectinload(Letter.reviewed_by),
        selectinload(Letter.sent_by),
        selectinload(Letter.mailing).selectinload(Mailing.drafted_by),
    )
    return paginate(statement.order_by(Letter.id.desc()), number)


def state_counts(office_id: int) -> dict[str, int]:
    """How many letters are in each state."""
    rows = db.session.execute(
        select(Letter.state, func.count())
        .where(Letter.office_id == office_id)
        .group_by(Letter.state)
    )
    return {row[0]: row[1] for row in rows}


def get_letter(office_id: int, letter_id: int, *, lock: bool = False) -> Letter:
    """A letter of the office with its history; 404 when there is none.

    `lock` holds it until the commit: it is not sent while its text is being changed.
    """
    if lock:
        db.session.execute(select(Letter.id).where(Letter.id == letter_id).with_for_update())
    found: Letter | None = db.session.scalar(
        select(Letter)
        .where(Letter.office_id == office_id, Letter.id == letter_id)
        .options(
            joinedload(Letter.agency),
            joinedload(Letter.mailing).joinedload(Mailing.campaign),
            selectinload(Letter.events).joinedload(LetterEvent.user),
        )
    )
    if found is None:
        raise NotFound
    return found


def get_mailing(office_id: int, mailing_id: int, *, lock: bool = False) -> Mailing:
    """A mailing of the office with its letters and their agencies; 404 when there is none.

    `lock` holds its letters until the commit.
    """
    if lock:
        rows = select(Letter.id).where(Letter.mailing_id == mailing_id).order_by(Letter.id)
        db.session.execute(rows.with_for_update())
    found: Mailing | None = db.session.scalar(
        select(Mailing)
        .where(Mailing.office_id == office_id, Mailing.id == mailing_id)
        .options(
            joinedload(Mailing.campaign),
            joinedload(Mailing.drafted_by),
            selectinload(Mailing.letters).joinedload(Letter.agency),
            selectinload(Mailing.letters).joinedload(Letter.reviewed_by),
            selectinload(Mailing.letters).joinedload(Letter.sent_by),
        )
    )
    if found is None:
        raise NotFound
    return found


def recipients(office_id: int, campaign_id: int | None) -> Recipients:
    """The active agencies of a season, or of the office where no season is named, by name."""
    statement = select(Agency).where(Agency.office_id == office_id, Agency.active.is_(True))
    if campaign_id is not None:
        invited = select(CampaignAgency.agency_id).where(CampaignAgency.campaign_id == campaign_id)
        statement = statement.where(Agency.id.in_(invited))
    return sorted_out(db.session.scalars(statement.order_by(Agency.name, Agency.id)).all())


def sorted_out(agencies: Sequence[Agency]) -> Recipients:
    """Agencies by whether a letter can reach them."""
    return Recipients(
        tuple(row for row in agencies if is_address(row.email)),
        tuple(row for row in agencies if not is_address(row.email)),
    )


def newest_release(campaign_id: int | None) -> int | None:
    """The number of a season's newest release."""
    if campaign_id is None:
        return None
    return db.session.scalar(
        select(func.max(Release.number)).where(Release.campaign_id == campaign_id)
    )


def campaigns(office_id: int) -> Sequence[Campaign]:
    """The office's seasons, the newest first."""
    return db.session.scalars(
        select(Campaign)
        .where(Campaign.office_id == office_id)
        .order_by(Campaign.starts_on.desc(), Campaign.id.desc())
    ).all()
