"""Applications of agencies: taken from the open form, accepted or declined by the organizer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, func, select, update

from planner.accounts.models import Office, User
from planner.agencies.models import Agency, CounselingField
from planner.agencies.services import AgencyData, put_agency
from planner.campaigns.models import Campaign
from planner.campaigns.services import invite
from planner.errors import Refused
from planner.extensions import db
from planner.letters.models import Application

MOST_WAITING = 200  # an open form must not fill the database
KEPT = timedelta(days=90)  # the contact of a declined application


@dataclass(frozen=True, slots=True)
class ApplicationData:
    """Everything that the open form asks for."""

    name: str
    category: str
    staff_per_day: int
    needs_power: bool
    needs_water: bool
    needs_private: bool
    needs_step_free: bool
    weekdays: str
    contact: str
    phone: str
    email: str
    note: str


APPLICATION_COLUMNS = tuple(item.name for item in dataclass_fields(ApplicationData))
# What of an application becomes the agency's, under the same name.
SHARED = tuple(name for name in APPLICATION_COLUMNS if name not in ("contact", "note"))


def take_application(
    office: Office, data: ApplicationData, fields: Sequence[CounselingField], now: datetime
) -> Application:
    """Keep an application for the organizer. Refused: `closed`, `too_many`.

    Whether the agency is known already, or has applied before, is not told to whoever applies.
    """
    if not office.takes_applications:
        raise Refused("closed")
    waiting = select(func.count(Application.id)).where(
        Application.office_id == office.id, Application.state == "waiting"
    )
    if (db.session.scalar(waiting) or 0) >= MOST_WAITING:
        raise Refused("too_many", phone=office.phone)
    values = {name: getattr(data, name) for name in APPLICATION_COLUMNS}
    application = Application(office_id=office.id, received_at=now, **values)
    application.fields = list(fields)
    db.session.add(application)
    db.session.commit()
    return application


def accept(
    application: Application,
    user: User,
    now: datetime,
    *,
    agency: Agency | None,
    campaign: Campaign | None,
    note: str = "",
) -> Agency:
    """Make the applicant an agency, or say which agency it is; invite it when a season is named.

    An agency that is there keeps its own entries. `note` is a new agency's. Refused: `decided`,
    `name_taken`.
    """
    _ensure_waiting(application)
    if agency is None:
        values = {name: getattr(application, name) for name in SHARED}
        data = AgencyData(**values, note=note)
        agency = put_agency(application.office_id, None, data, application.fields)
    if agency.office_id != application.office_id:
        raise ValueError("an agency of another office")
    if campaign is not None:
        invite(campaign, agency)
    application.agency = agency
    _decide(application, "accepted", user, now)
    return agency


def decline(application: Application, user: User, now: datetime, reason: str) -> None:
    """Say no, with the reason for the file. Refused: `decided`."""
    _ensure_waiting(application)
    application.reason = reason
    _decide(application, "declined", user, now)


def _ensure_waiting(application: Application) -> None:
    if application.state != "waiting":
        raise Refused("decided")


def _decide(application: Application, state: str, user: User, now: datetime) -> None:
    application.state = state
    application.decided_at = now
    application.decided_by_id = user.id
    application.version += 1
    db.session.commit()


def set_open(office: Office, is_open: bool) -> None:
    """Open or close the office's form."""
    office.takes_applications = is_open
    db.session.commit()


def forget_contacts(now: datetime) -> int:
    """Erase the contacts of what was declined more than 90 days ago; how many."""
    statement = (
        update(Application)
        .where(
            Application.state == "declined",
            Application.decided_at < now - KEPT,
            Application.email != "",
        )
        .values(contact="", phone="", email="")
        .execution_options(synchronize_session=False)
    )
    result = cast("CursorResult[Any]", db.session.execute(statement))
    db.session.commit()
    return int(result.rowcount)
