"""The one query of all figures: sums over the rollups by any of their dimensions.

What may change after it was counted is joined here and nowhere stored twice: an event's status,
day and venue (so zone, dong and month), the zone of a dong, an agency's category.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, or_, select

from planner.agencies.models import Agency
from planner.campaigns.models import Campaign, Event
from planner.extensions import db
from planner.places.models import AdminDong, Venue
from planner.results.models import CountRollup, EventRecord


def _known(column: Any) -> Any:
    """A dimension's id; None for 'none'."""
    return func.nullif(column, 0)


STATUS = case(
    (Event.id.is_(None), "outside"),
    (Event.status == "cancelled", "cancelled"),
    (EventRecord.held.is_(False), "not_held"),
    (EventRecord.signed_off_at.is_not(None), "signed_off"),
    else_="open",
)
STATUSES = ("open", "signed_off", "not_held", "cancelled", "outside")
MONTH = case(
    (Event.id.is_not(None), func.substr(cast(Event.day, String), 1, 7)),
    (func.length(CountRollup.period) >= 7, func.substr(CountRollup.period, 1, 7)),
    else_=None,
)
DIMENSIONS: dict[str, Any] = {
    "event": _known(CountRollup.event_id),
    "zone": func.coalesce(Venue.zone_id, AdminDong.zone_id, _known(CountRollup.zone_id)),
    "dong": func.coalesce(Venue.dong_id, _known(CountRollup.dong_id)),
    "agency": _known(CountRollup.agency_id),
    "category": Agency.category,
    "field": _known(CountRollup.field_id),
    "measure": CountRollup.measure,
    "channel": CountRollup.channel,
    "group": func.nullif(CountRollup.target_group, ""),
    "programme": func.nullif(CountRollup.programme, ""),
    "month": MONTH,
    "period": CountRollup.period,
    "status": STATUS,
}


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
    and those not held are left out unless `all_events`.
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
    statement = statement.outerjoin(Event, Event.id == CountRollup.event_id)
    statement = statement.outerjoin(EventRecord, EventRecord.event_id == CountRollup.event_id)
    if names & {"zone", "dong"}:
        statement = statement.outerjoin(Venue, Venue.id == Event.venue_id)
        statement = statement.outerjoin(AdminDong, AdminDong.id == CountRollup.dong_id)
    if "category" in names:
        statement = statement.outerjoin(Agency, Agency.id == CountRollup.agency_id)
    statement = statement.where(Campaign.office_id == office_id)
    if campaign_id is not None:
        statement = statement.where(CountRollup.campaign_id == campaign_id)
    if event_id is not None:
        statement = statement.where(CountRollup.event_id == event_id)
    if measures:
        statement = statement.where(CountRollup.measure.in_(measures))
    for name, value in within.items():
        column = DIMENSIONS[name]
        statement = statement.where(column.is_(None) if value == NONE else column == value)
    if not all_events:
        statement = statement.where(counted())
    return statement.group_by(*labels).order_by(*labels)
