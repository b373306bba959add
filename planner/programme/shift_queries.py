"""Reads of counsellors' shifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from planner.campaigns.models import Event
from planner.extensions import db
from planner.paging import Page, paginate
from planner.programme.models import CounsellorShift, Tally


def shift_page(office_id: int, number: int) -> Page[CounsellorShift]:
    """One page of shifts, the latest event first."""
    return paginate(
        select(CounsellorShift)
        .join(CounsellorShift.event)
        .where(CounsellorShift.office_id == office_id)
        .options(
            contains_eager(CounsellorShift.event).joinedload(Event.venue),
            joinedload(CounsellorShift.tally),
            joinedload(CounsellorShift.field),
        )
        .order_by(Event.day.desc(), CounsellorShift.starts_at, CounsellorShift.id),
        number,
    )


@dataclass(frozen=True, slots=True)
class ShiftSum:
    """The shifts of one kind of counsellor: how many people were wanted, and how many came.

    `came` is None where nobody has said it yet; `unsaid` are the shifts of which that is so.
    """

    tally: Tally
    shifts: int
    wanted: int
    came: int | None
    unsaid: int
    synthetic: bool


def shift_sums(office_id: int, first: date, last: date) -> list[ShiftSum]:
    """The shifts of a period at events that were not cancelled, by kind of counsellor."""
    rows = db.session.execute(
        select(
            Tally,
            func.count(CounsellorShift.id),
            func.sum(CounsellorShift.wanted),
            func.sum(CounsellorShift.came),
            func.sum(case((CounsellorShift.came.is_(None), 1), else_=0)),
            func.max(case((CounsellorShift.synthetic, 1), else_=0)),
        )
        .join(CounsellorShift, CounsellorShift.tally_id == Tally.id)
        .join(CounsellorShift.event)
        .where(
            CounsellorShift.office_id == office_id,
            Event.day.between(first, last),
            Event.status != "cancelled",
        )
        .group_by(Tally.id)
        .order_by(Tally.position, Tally.id)
    )
    return [
        ShiftSum(
            tally, shifts, int(wanted), None if came is None else int(came), int(unsaid), bool(made)
        )
        for tally, shifts, wanted, came, unsaid, made in rows
    ]


def open_shifts(office_id: int, today: date) -> int:
    """Shifts of days gone by of which nobody has said how many came."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(CounsellorShift)
            .join(CounsellorShift.event)
            .where(
                CounsellorShift.office_id == office_id,
                CounsellorShift.came.is_(None),
                Event.day < today,
                Event.status != "cancelled",
            )
        )
        or 0
    )
