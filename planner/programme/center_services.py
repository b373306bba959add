"""Reservations at a centre: places of a slot, counted one by one and never more than there are."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import select

from planner.core.time_slots import WAYS, slots
from planner.errors import Refused
from planner.extensions import db
from planner.programme.center_queries import get_center, hours_of
from planner.programme.models import CenterSlot, RegularCenter


def reserve(office_id: int, center_id: int, day: date, at: time, way: str, step: int) -> CenterSlot:
    """Take a place of a slot (step 1) or give one back (step -1).

    Refused: `no_slot`, `no_such_way`, `full`, `none_taken`.
    """
    center = lock_center(office_id, center_id)
    slot = find_slot(center, day, at)
    taken = getattr(slot, way) if slot else 0
    if step > 0:
        _ensure_free(center, slot, day, at, way)
    elif not taken:
        raise Refused("none_taken")
    slot = slot or slot_of(center, day, at)
    setattr(slot, way, taken + step)
    db.session.commit()
    return slot


def _ensure_free(
    center: RegularCenter, slot: CenterSlot | None, day: date, at: time, way: str
) -> None:
    if at not in slots(hours_of(center), day):
        raise Refused("no_slot")
    if way not in ways_of(center):
        raise Refused("no_such_way")
    if slot is not None and slot.phone + slot.visit >= center.slot_places:
        raise Refused("full", places=center.slot_places)


def ways_of(center: RegularCenter) -> list[str]:
    """How a place can be reserved there."""
    return [way for way in WAYS if getattr(center, f"by_{way}")]


def lock_center(office_id: int, center_id: int) -> RegularCenter:
    """The centre, its places held still until the transaction ends."""
    center = get_center(office_id, center_id)
    statement = select(RegularCenter.id).where(RegularCenter.id == center_id)
    db.session.execute(statement.with_for_update())
    return center


def find_slot(center: RegularCenter, day: date, at: time) -> CenterSlot | None:
    """The row of a slot, or None where nothing was ever reserved."""
    statement = select(CenterSlot).where(
        CenterSlot.center_id == center.id, CenterSlot.day == day, CenterSlot.starts_at == at
    )
    return db.session.scalar(statement)


def slot_of(center: RegularCenter, day: date, at: time) -> CenterSlot:
    """The row of a slot, made where there is none yet (nothing is committed)."""
    slot = find_slot(center, day, at)
    if slot is None:
        slot = CenterSlot(center_id=center.id, day=day, starts_at=at, phone=0, visit=0)
        db.session.add(slot)
    return slot
