"""The one query of all figures: sums over the rollups by any of their dimensions.

What may change after it was counted is joined here and nowhere stored twice: an event's status,
day and venue (so zone, dong and month), the zone of a dong, an agency's category.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, or_, select

from planner.agencies.models import Agency
from planner.campaigns.models import Campaign, Event
from planner.extensions import db
from planner.places.models import AdminDong, Venue
from planner.results.models import CountRollup, EventRecord

STATUS = case(
    (Event.id.is_(None), "outside"),
    (Event.status == "cancelled", "cancelled"),
    (EventRecord.held.is_(False), "not_held"),
    (EventRecord.signed_off_at.is_not(None), "signed_off"),
    else_="open",
)
STATUSES = ("open", "signed_off", "not_held", "cancelled", "outside")
NOT_COUNTED = ("not_held", "cancelled")  # unless they are asked for by name


def event_status(event: Event, record: EventRecord | None) -> str:
    """The status of an event as `STATUS` tells it of its counts."""
    if event.status == "cancelled":
        return "cancelled"
    if record is not None and record.held is False:
        return "not_held"
    return "signed_off" if record is not None and record.signed_off_at else "open"


def dimensions(source: Any, period: Any) -> dict[str, Any]:
    """Every dimension of the rollups, or of the ledger's own lines; None is 'none of it'.

    `period` is the month, year or day of what `source` counts outside events.
    """

    def known(column: Any) -> Any:
        return func.nullif(column, 0)

    month = case(
        (Event.id.is_not(None), func.substr(cast(Event.day, String), 1, 7)),
        (func.length(period) >= 7, func.substr(period, 1, 7)),
        else_=None,
    )
    return {
        "event": known(source.event_id),
        "zone": func.coalesce(Venue.zone_id, AdminDong.zone_id, known(source.zone_id)),
        "dong": func.coalesce(Venue.dong_id, known(source.dong_id)),
        "agency": known(source.agency_id),
        "category": Agency.category,
        "field": known(source.field_id),
        "measure": source.measure,
        "channel": source.channel,
        "group": func.nullif(source.target_group, ""),
        "programme": func.nullif(source.programme, ""),
        "month": month,
        "period": period,
        "status": STATUS,
    }


DIMENSIONS = dimensions(CountRollup, CountRollup.period)
NONE = "none"  # a filter for what has no value of a dimension


@dataclass(frozen=True, slots=True)
class CubeRow:
    """One cell of the cube: `at` holds the dimensions that were asked for, in their order."""

    at: tuple[Any, ...]
    value: int
    entries: int
    made_up: int  # how many of the entries are synthetic
    newest: datetime

    @property
    def synthetic(self) -> bool:
        """Whether any part of it was made up."""
        return self.made_up > 0


def counted() -> ColumnElement[bool]:
    """Counts that count: outside events, or of one neither cancelled nor recorded as not held."""
    return or_(
        Event.id.is_(None),
        and_(
            Event.status != "cancelled", or_(EventRecord.held.is_(None), EventRecord.held.is_(True))
        ),
    )


def cube(
    office_id: int,
    by: Sequence[str],
    *,
    campaign_id: int | None = None,
    event_id: int | None = None,
    measures: Sequence[str] = (),
    within: Mapping[str, Any] | None = None,
    all_events: bool = False,
) -> list[CubeRow]:
    """Sums of the ledger by any of `DIMENSIONS`, in their order; the one query of all figures.

    `within` keeps what has these values of dimensions (`NONE`: what has none). Cancelled events
    and those not held are left out unless `all_events`, or `within` names their status.
    """
    statement = cube_statement(
        office_id,
        by,
        campaign_id=campaign_id,
        event_id=event_id,
        measures=measures,
        within=within,
        all_events=all_events,
    )
    return [
        CubeRow(tuple(row[: len(by)]), int(row[-4]), int(row[-3]), int(row[-2]), row[-1])
        for row in db.session.execute(statement)
    ]


def cube_statement(
    office_id: int,
    by: Sequence[str],
    *,
    campaign_id: int | None = None,
    event_id: int | None = None,
    measures: Sequence[str] = (),
    within: Mapping[str, Any] | None = None,
    all_events: bool = False,
) -> Select[Any]:
    """The statement of `cube`; it joins only what its dimensions and filters need."""
    within = {name: value for name, value in (within or {}).items() if value is not None}
    columns = [DIMENSIONS[name].label(f"by_{name}") for name in by]
    labels = [f"by_{name}" for name in by]  # by name: bound values would differ on PostgreSQL
    names = {*by, *within}
    statement: Select[Any] = select(
        *columns,
        func.sum(CountRollup.value),
        func.sum(CountRollup.entries),
        func.sum(CountRollup.synthetic),
        func.max(CountRollup.newest),
    ).join(Campaign, Campaign.id == CountRollup.campaign_id)
    statement = join_places(statement, CountRollup, names)
    statement = statement.where(Campaign.office_id == office_id)
    if campaign_id is not None:
        statement = statement.where(CountRollup.campaign_id == campaign_id)
    if event_id is not None:
        statement = statement.where(CountRollup.event_id == event_id)
    if measures:
        statement = statement.where(CountRollup.measure.in_(measures))
    statement = statement.where(*conditions(DIMENSIONS, within))
    if not all_events and within.get("status") not in NOT_COUNTED:
        statement = statement.where(counted())
    return statement.group_by(*labels).order_by(*labels)


def join_places(statement: Select[Any], source: Any, names: Collection[str]) -> Select[Any]:
    """Join what the dimensions of these names are read from: event, venue, dong, agency."""
    statement = statement.outerjoin(Event, Event.id == source.event_id)
    statement = statement.outerjoin(EventRecord, EventRecord.event_id == source.event_id)
    if {"zone", "dong"} & set(names):
        statement = statement.outerjoin(Venue, Venue.id == Event.venue_id)
        statement = statement.outerjoin(AdminDong, AdminDong.id == source.dong_id)
    if "category" in names:
        statement = statement.outerjoin(Agency, Agency.id == source.agency_id)
    return statement


def conditions(told: Mapping[str, Any], within: Mapping[str, Any]) -> list[Any]:
    """What keeps those that have these values of dimensions; `NONE` is 'has none'."""
    return [
        told[name].is_(None) if value == NONE else told[name] == value
        for name, value in within.items()
    ]
