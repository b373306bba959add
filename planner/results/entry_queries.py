"""The lines of the ledger behind a figure: the same dimensions and filters as the cube's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, String, case, cast, func, select
from sqlalchemy.orm import joinedload

from planner.campaigns.models import Campaign, Event
from planner.extensions import db
from planner.paging import Page
from planner.places.models import Venue
from planner.results.cube import NOT_COUNTED, conditions, counted, dimensions, join_places
from planner.results.models import CountEntry

PER_PAGE = 100
DAY = cast(CountEntry.day, String)
PERIOD = case(
    (CountEntry.event_id.is_not(None), ""),
    (CountEntry.span == "year", func.substr(DAY, 1, 4)),
    (CountEntry.span == "month", func.substr(DAY, 1, 7)),
    else_=func.substr(DAY, 1, 10),
)
DIMENSIONS = dimensions(CountEntry, PERIOD)


def entries_page(
    office_id: int, campaign_id: int, within: Mapping[str, Any], number: int, *, all_events: bool
) -> Page[CountEntry]:
    """One page of a season's entries within some filters, the newest first, and their sum."""
    total = db.session.scalar(
        _within(select(func.count()), office_id, campaign_id, within, all_events)
    )
    number = min(number, max(1, -(-(total or 0) // PER_PAGE)))
    statement = _within(select(CountEntry), office_id, campaign_id, within, all_events)
    rows = db.session.scalars(
        statement.options(
            joinedload(CountEntry.event).joinedload(Event.venue).joinedload(Venue.zone),
            joinedload(CountEntry.zone),
            joinedload(CountEntry.dong),
            joinedload(CountEntry.agency),
            joinedload(CountEntry.field),
            joinedload(CountEntry.user),
        )
        .order_by(CountEntry.received_at.desc(), CountEntry.id)
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    ).all()
    return Page(rows, total or 0, number, PER_PAGE)


def entries_sum(
    office_id: int, campaign_id: int, within: Mapping[str, Any], *, all_events: bool
) -> int | None:
    """What the entries of one measure add up to; None without any."""
    statement = select(func.sum(CountEntry.value))
    found = db.session.scalar(_within(statement, office_id, campaign_id, within, all_events))
    return None if found is None else int(found)


def _within(
    statement: Select[Any],
    office_id: int,
    campaign_id: int,
    within: Mapping[str, Any],
    all_events: bool,
) -> Select[Any]:
    statement = statement.select_from(CountEntry).join(
        Campaign, Campaign.id == CountEntry.campaign_id
    )
    statement = join_places(statement, CountEntry, within.keys()).where(
        Campaign.office_id == office_id,
        CountEntry.campaign_id == campaign_id,
        *conditions(DIMENSIONS, within),
    )
    every = all_events or within.get("status") in NOT_COUNTED
    return statement if every else statement.where(counted())
