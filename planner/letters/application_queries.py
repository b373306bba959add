"""Reads of applications; and the offices that take them, for the open form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import NotFound

from planner.accounts.models import Office
from planner.agencies.models import Agency
from planner.core.similar_names import may_be_same
from planner.extensions import db
from planner.letters.models import Application
from planner.paging import Page, paginate


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an application may be a second entry of."""

    agencies: tuple[Agency, ...]
    applications: tuple[Application, ...]


def open_offices() -> Sequence[Office]:
    """Every office that takes applications, by name."""
    return db.session.scalars(
        select(Office).where(Office.takes_applications.is_(True)).order_by(Office.name, Office.id)
    ).all()


def get_office(code: str) -> Office:
    """An office by its code, whether or not it takes applications; 404 when there is none."""
    found: Office | None = db.session.scalar(select(Office).where(Office.code == code))
    if found is None:
        raise NotFound
    return found


def application_page(office_id: int, state: str, number: int) -> Page[Application]:
    """One page of applications, the newest first, with who decided on them."""
    statement = (
        select(Application)
        .where(Application.office_id == office_id)
        .options(selectinload(Application.decided_by), selectinload(Application.fields))
        .order_by(Application.received_at.desc(), Application.id.desc())
    )
    if state:
        statement = statement.where(Application.state == state)
    return paginate(statement, number)


def state_counts(office_id: int) -> dict[str, int]:
    """How many applications are in each state."""
    rows = db.session.execute(
        select(Application.state, func.count())
        .where(Application.office_id == office_id)
        .group_by(Application.state)
    )
    return {row[0]: row[1] for row in rows}


def get_application(office_id: int, application_id: int, *, lock: bool = False) -> Application:
    """An application to the office; 404 when there is none. `lock` holds it until the commit."""
    statement = select(Application).where(
        Application.office_id == office_id, Application.id == application_id
    )
    if lock:
        db.session.execute(statement.with_only_columns(Application.id).with_for_update())
    found: Application | None = db.session.scalar(
        statement.options(
            selectinload(Application.fields),
            joinedload(Application.decided_by),
            joinedload(Application.agency),
        )
    )
    if found is None:
        raise NotFound
    return found


def look_alikes(application: Application) -> Likeness:
    """Agencies and other waiting applications whose names may mean the same body."""
    agencies = db.session.scalars(
        select(Agency)
        .where(Agency.office_id == application.office_id)
        .order_by(Agency.name, Agency.id)
    )
    others = db.session.scalars(
        select(Application)
        .where(
            Application.office_id == application.office_id,
            Application.state == "waiting",
            Application.id != application.id,
        )
        .order_by(Application.id)
    )
    name = application.name
    return Likeness(
        tuple(row for row in agencies if may_be_same(row.name, name)),
        tuple(row for row in others if may_be_same(row.name, name)),
    )
