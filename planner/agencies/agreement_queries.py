"""Reads of agreements; every one within an office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import NotFound

from planner.agencies.models import Agency, Agreement
from planner.core.agreements import agreement_state
from planner.extensions import db
from planner.paging import PER_PAGE, Page


@dataclass(frozen=True, slots=True)
class AgreementFilter:
    """What the list is searched by; an empty value does not restrict."""

    name: str = ""
    category: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement and its state on the day of the list."""

    agreement: Agreement
    state: str


def agreement_rows(office_id: int, wanted: AgreementFilter, today: date) -> list[AgreementRow]:
    """The agreements that match, by category and agency, with agencies and fields: two queries.

    An office has some dozens, so the state is told here, by the one rule there is for it.
    """
    statement = (
        select(Agreement)
        .join(Agreement.agency)
        .where(Agreement.office_id == office_id)
        .options(joinedload(Agreement.agency), selectinload(Agreement.fields))
        .order_by(Agreement.category, Agency.name, Agreement.starts_on, Agreement.id)
    )
    if wanted.name:
        statement = statement.where(
            Agency.name.icontains(wanted.name, autoescape=True)
            | Agency.name_en.icontains(wanted.name, autoescape=True)
            | Agreement.number.icontains(wanted.name, autoescape=True)
        )
    if wanted.category:
        statement = statement.where(Agreement.category == wanted.category)
    rows = [_row(agreement, today) for agreement in db.session.scalars(statement)]
    return [row for row in rows if not wanted.state or row.state == wanted.state]


def page_of(rows: Sequence[AgreementRow], number: int) -> Page[AgreementRow]:
    """One page of a list; a number past the end is the last page."""
    number = min(number, max(1, -(-len(rows) // PER_PAGE)))
    return Page(rows[(number - 1) * PER_PAGE : number * PER_PAGE], len(rows), number)


def _row(agreement: Agreement, today: date) -> AgreementRow:
    state = agreement_state(agreement.starts_on, agreement.ends_on, today)
    return AgreementRow(agreement, state)


def category_counts(office_id: int) -> dict[str, int]:
    """How many agreements each category has."""
    rows = db.session.execute(
        select(Agreement.category, func.count())
        .where(Agreement.office_id == office_id)
        .group_by(Agreement.category)
    )
    return {row[0]: row[1] for row in rows}


def agreements_of(agency: Agency, today: date) -> list[AgreementRow]:
    """An agency's agreements, the latest first."""
    rows = db.session.scalars(
        select(Agreement)
        .where(Agreement.agency_id == agency.id)
        .order_by(Agreement.starts_on.desc(), Agreement.id.desc())
    )
    return [_row(agreement, today) for agreement in rows]


def count_ending(office_id: int, today: date) -> int:
    """How many agreements end soon."""
    spans = db.session.execute(
        select(Agreement.starts_on, Agreement.ends_on).where(
            Agreement.office_id == office_id, Agreement.ends_on.is_not(None)
        )
    )
    return sum(agreement_state(first, last, today) == "ending" for first, last in spans)


def get_agreement(office_id: int, agreement_id: int) -> Agreement:
    """An agreement of the office; 404 when there is none."""
    found: Agreement | None = db.session.scalar(
        select(Agreement)
        .where(Agreement.office_id == office_id, Agreement.id == agreement_id)
        .options(joinedload(Agreement.agency), selectinload(Agreement.fields))
    )
    if found is None:
        raise NotFound
    return found


def find_same(agency_id: int, category: str, starts_on: date) -> Agreement | None:
    """The agreement of an agency that begins on that day, of that category."""
    return db.session.scalar(
        select(Agreement).where(
            Agreement.agency_id == agency_id,
            Agreement.category == category,
            Agreement.starts_on == starts_on,
        )
    )
