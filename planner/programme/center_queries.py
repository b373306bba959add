"""Reads of regular centres: which are open on a day, and what of a day is reserved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload
from werkzeug.exceptions import NotFound

from planner.core.time_slots import Hours, free, slots
from planner.extensions import db
from planner.paging import Page, paginate
from planner.places.models import AdminDong
from planner.programme.models import CenterSlot, RegularCenter


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A slot of a day: how many places are reserved by telephone and by visit, and left."""

    starts: time
    phone: int
    visit: int
    free: int


def hours_of(center: RegularCenter) -> Hours:
    """A centre's hours as a value of `core`."""
    return Hours(
        center.weekdays,
        center.opens_at,
        center.closes_at,
        center.slot_minutes,
        center.slot_places,
        center.opened_on,
        center.closed_on,
    )


def center_page(office_id: int, number: int) -> Page[RegularCenter]:
    """One page of an office's centres: those that are closed for good last."""
    return paginate(
        select(RegularCenter)
        .where(RegularCenter.office_id == office_id)
        .options(joinedload(RegularCenter.dong).options(defer(AdminDong.outline)))
        .order_by(RegularCenter.closed_on.is_not(None), RegularCenter.kind, RegularCenter.id),
        number,
    )


def centers(office_id: int) -> Sequence[RegularCenter]:
    """Every centre of an office."""
    return db.session.scalars(
        select(RegularCenter).where(RegularCenter.office_id == office_id).order_by(RegularCenter.id)
    ).all()


def there_on(rows: Sequence[RegularCenter], day: date) -> list[RegularCenter]:
    """Those that have been opened by a day and not yet closed for good."""
    return [
        row
        for row in rows
        if (row.opened_on is None or row.opened_on <= day)
        and (row.closed_on is None or day < row.closed_on)
    ]


def get_center(office_id: int, center_id: int) -> RegularCenter:
    """A centre of the office; 404 when there is none."""
    row: RegularCenter | None = db.session.scalar(
        select(RegularCenter)
        .where(RegularCenter.office_id == office_id, RegularCenter.id == center_id)
        .options(joinedload(RegularCenter.dong).options(defer(AdminDong.outline)))
    )
    if row is None:
        raise NotFound
    return row


def slot_rows(center: RegularCenter, day: date) -> list[SlotRow]:
    """The slots of a day; one that was reserved before the hours changed is still shown."""
    hours = hours_of(center)
    taken = {
        row.starts_at: row
        for row in db.session.scalars(
            select(CenterSlot).where(CenterSlot.center_id == center.id, CenterSlot.day == day)
        )
    }
    starts = sorted({*slots(hours, day), *(at for at, row in taken.items() if _any(row))})
    rows = []
    for start in starts:
        row = taken.get(start)
        phone, visit = (row.phone, row.visit) if row else (0, 0)
        rows.append(SlotRow(start, phone, visit, free(hours, phone + visit)))
    return rows


def _any(row: CenterSlot) -> bool:
    return row.phone + row.visit > 0


def reserved(office_id: int, first: date, last: date) -> tuple[int, int]:
    """Reservations of a period at all centres of an office: by telephone, by visit."""
    phone, visit = db.session.execute(
        select(
            func.coalesce(func.sum(CenterSlot.phone), 0),
            func.coalesce(func.sum(CenterSlot.visit), 0),
        )
        .join(RegularCenter, RegularCenter.id == CenterSlot.center_id)
        .where(RegularCenter.office_id == office_id, CenterSlot.day.between(first, last))
    ).one()
    return int(phone), int(visit)
