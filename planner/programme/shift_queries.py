"""Reads of counsellors' shifts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from planner.campaigns.models import Event
from planner.extensions import db
from planner.paging import Page, paginate
from planner.programme.models import CounsellorShift


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
