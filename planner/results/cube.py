"""The one query of all figures: sums over the ledger by any of its dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from planner.agencies.models import Agency
from planner.campaigns.models import Campaign, Event
from planner.extensions import db
from planner.places.models import Venue
from planner.results.models import CountEntry, EventRecord

DIMENSIONS: dict[str, Any] = {
    "event": CountEntry.event_id,
    "zone": Venue.zone_id,
    "agency": CountEntry.agency_id,
    "category": Agency.category,
    "field": CountEntry.field_id,
    "measure": CountEntry.measure,
    "channel": CountEntry.channel,
}


@dataclass(frozen=True, slots=True)
class CubeRow:
    """One cell of the cube: `at` holds the dimensions that were asked for, in their order."""

    at: tuple[Any, ...]
    value: int
    entries: int
    synthetic: bool


def counted() -> ColumnElement[bool]:
    """An event whose counts count: neither cancelled nor recorded as not held."""
    return and_(
        Event.status != "cancelled", or_(EventRecord.held.is_(None), EventRecord.held.is_(True))
    )


def cube(
    office_id: int,
    by: Sequence[str],
    *,
    campaign_id: int | None = None,
    event_id: int | None = None,
    measures: Sequence[str] = (),
    all_events: bool = False,
) -> list[CubeRow]:
    """Sums of the ledger by any of `DIMENSIONS`, in their order; the one query of all figures.

    Cancelled events and those not held are left out unless `all_events`.
    """
    columns = [DIMENSIONS[name] for name in by]
    statement: Select[Any] = (
        select(
            *columns,
            func.sum(CountEntry.value),
            func.count(CountEntry.id),
            func.max(case((CountEntry.synthetic.is_(True), 1), else_=0)),
        )
        .join(Event, Event.id == CountEntry.event_id)
        .join(Campaign, Campaign.id == Event.campaign_id)
        .join(Venue, Venue.id == Event.venue_id)
        .outerjoin(EventRecord, EventRecord.event_id == Event.id)
        .outerjoin(Agency, Agency.id == CountEntry.agency_id)
        .where(Campaign.office_id == office_id)
        .group_by(*columns)
        .order_by(*columns)
    )
    if campaign_id is not None:
        statement = statement.where(Event.campaign_id == campaign_id)
    if event_id is not None:
        statement = statement.where(CountEntry.event_id == event_id)
    if measures:
        statement = statement.where(CountEntry.measure.in_(measures))
    if not all_events:
        statement = statement.where(counted())
    return [
        CubeRow(tuple(row[: len(by)]), int(row[-3]), int(row[-2]), bool(row[-1]))
        for row in db.session.execute(statement)
    ]
