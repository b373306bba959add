"""Counts outside events: added once for each cell, changed by adding the difference."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from planner.agencies.models import Agency, CounselingField
from planner.core.counting import (
    MEASURES,
    PROGRAMMES,
    SPANS,
    TARGET_GROUPS,
    Addition,
    Cell,
    Change,
    decide,
    most,
)
from planner.core.rollup import first_day
from planner.errors import Refused
from planner.extensions import db
from planner.places.models import AdminDong, Zone
from planner.results.ledger import canonical, cell_of, existing
from planner.results.locks import all_or_nothing, lock_campaign
from planner.results.models import CountEntry
from planner.results.outside_queries import Place, entries_of
from planner.results.rollups import post
from planner.results.sheet_services import CountsChanged


@all_or_nothing
def add_outside(
    office_id: int,
    place: Place,
    cell: Cell,
    value: int,
    batch: str,
    *,
    today: date,
    user_id: int | None,
    now: datetime,
    synthetic: bool = False,
) -> str:
    """Report a cell outside events for the first time, and commit; the id of its entry.

    `batch` is the form's own UUID: sent twice it counts once. `Refused` with `there` (the cell
    holds something already: it is to be changed instead), `in_the_future`, `dong_elsewhere`,
    `bad_form`, `too_much`.
    """
    lock_campaign(office_id, place.campaign)
    place = _sound_place(office_id, place, today)
    root = canonical(batch)
    if root is None or not _sound_cell(office_id, cell):
        raise Refused("bad_form")
    if not 0 <= value <= most(cell.measure):
        raise Refused("too_much", most=most(cell.measure))
    id_ = str(uuid5(UUID(root), f"{place}|{cell.key}"))
    if id_ in existing([id_]):
        return id_
    held = entries_of(place, cell)
    if held:
        raise Refused("there", entry=held[-1].id, value=sum(row.value for row in held))
    post([_row(id_, office_id, place, cell, value, user_id, now, synthetic)])
    db.session.commit()
    return id_


def _row(
    id_: str,
    office_id: int,
    place: Place,
    cell: Cell,
    value: int,
    user_id: int | None,
    now: datetime,
    synthetic: bool = False,
) -> CountEntry:
    return CountEntry(
        id=id_,
        office_id=office_id,
        campaign_id=place.campaign,
        day=place.day,
        span=place.span,
        zone_id=place.zone,
        dong_id=place.dong,
        measure=cell.measure,
        agency_id=cell.agency,
        field_id=cell.field,
        target_group=cell.group,
        programme=cell.programme,
        channel="form",
        value=value,
        recorded_at=now,
        received_at=now,
        user_id=user_id,
        synthetic=synthetic,
    )


def place_of(entry: CountEntry) -> Place:
    """Where a count outside events was made."""
    return Place(entry.campaign_id, entry.day, entry.span, entry.zone_id, entry.dong_id)


@all_or_nothing
def change_outside(
    office_id: int,
    entry: CountEntry,
    *,
    shown: int | None,
    wanted: int,
    reason: str,
    batch: str,
    user_id: int | None,
    now: datetime,
) -> tuple[Addition, ...]:
    """Take the cell of an entry to another value by adding the difference, and commit.

    Raises `CountsChanged` when it was changed meanwhile, `Refused` with `reason_needed`,
    `bad_form` or `too_much`.
    """
    place, cell = place_of(entry), cell_of(entry)
    lock_campaign(office_id, place.campaign)
    root = canonical(batch)
    if root is None:
        raise Refused("bad_form")
    if not 0 <= wanted <= most(cell.measure):
        raise Refused("too_much", most=most(cell.measure))
    rows = entries_of(place, cell)
    held = {cell: sum(row.value for row in rows)}
    decision = decide([Change(cell, shown, wanted)], held, signed_off=False, reason=reason)
    if decision.conflicts:
        raise CountsChanged(decision.conflicts)
    if decision.unexplained:
        raise Refused("reason_needed", cells=decision.unexplained, signed_off=False)
    for step in decision.additions:
        id_ = str(uuid5(UUID(root), f"{place}|{cell.key}={step.before}>{step.after}"))
        row = _row(id_, office_id, place, cell, step.value, user_id, now)
        row.corrects_id = rows[-1].id if step.corrects else None
        row.reason = reason
        post([row])
    db.session.commit()
    return decision.additions


def _sound_place(office_id: int, place: Place, today: date) -> Place:
    """The place with its day at the start of its span, or `Refused`."""
    if place.span not in SPANS:
        raise Refused("bad_form")
    day = first_day(place.day, place.span)
    if day > today:
        raise Refused("in_the_future")
    if not day.year >= 2000:
        raise Refused("too_early")
    zone = place.zone and _own(Zone, office_id, place.zone)
    dong = place.dong and _own(AdminDong, office_id, place.dong)
    if (place.zone and zone is None) or (place.dong and dong is None):
        raise Refused("bad_form")
    if zone and dong and dong.zone_id != zone.id:
        raise Refused("dong_elsewhere")
    zone_id = place.zone if not dong else None  # a dong says its zone itself
    return Place(place.campaign, day, place.span, zone_id or None, place.dong or None)


def _sound_cell(office_id: int, cell: Cell) -> bool:
    return (
        cell.measure in MEASURES
        and cell.group in ("", *TARGET_GROUPS)
        and cell.programme in ("", *PROGRAMMES)
        and (cell.agency is None or _own(Agency, office_id, cell.agency) is not None)
        and (cell.field is None or _own(CounselingField, office_id, cell.field) is not None)
    )


def _own(model: Any, office_id: int, id_: int) -> Any:
    """The office's row of this id; None when it has none."""
    return db.session.scalar(select(model).where(model.id == id_, model.office_id == office_id))
