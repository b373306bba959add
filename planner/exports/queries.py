"""Reads for files: the ledger row by row, the office's agencies and venues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal_column, select
from sqlalchemy.orm import joinedload, selectinload

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Assignment, Campaign, Event
from planner.extensions import db
from planner.places.models import AdminDong, Venue, Zone
from planner.results.cube import counted
from planner.results.models import CountEntry, CountRollup, EventRecord


def _of_season(statement: Any, office_id: int, campaign_id: int) -> Select[Any]:
    found: Select[Any] = (
        statement.join(Campaign, Campaign.id == CountEntry.campaign_id)
        .outerjoin(Event, Event.id == CountEntry.event_id)
        .where(CountEntry.campaign_id == campaign_id, Campaign.office_id == office_id)
    )
    return found


def count_entries(office_id: int, campaign_id: int) -> int:
    """How many entries the ledger holds for a season."""
    statement = _of_season(select(func.count(CountEntry.id)), office_id, campaign_id)
    return db.session.scalar(statement) or 0


def entries(office_id: int, campaign_id: int, *, english: bool = False) -> Iterator[Any]:
    """Every entry of a season in the order of its arrival, a thousand at a time. Names are English
    where that is wanted and there is one.

    That order is an index's own: whatever else they were sorted by, a database would have to keep
    a million of them in memory before the first could be written. Entries of one moment stand as
    they were added on SQLite (its index ends with that), by their ids on PostgreSQL.
    """
    statement = (
        _of_season(
            select(
                CountEntry.id,
                func.coalesce(Event.day, CountEntry.day).label("day"),
                CountEntry.span,
                CountEntry.event_id,
                Event.status,
                EventRecord.held,
                _name(Zone, english).label("zone"),
                _name(Venue, english).label("venue"),
                _name(Agency, english).label("agency"),
                Agency.category,
                _name(CounselingField, english).label("field"),
                AdminDong.name.label("dong"),
                CountEntry.target_group,
                CountEntry.programme,
                CountEntry.measure,
                CountEntry.value,
                CountEntry.channel,
                CountEntry.recorded_at,
                CountEntry.received_at,
                CountEntry.corrects_id,
                CountEntry.reason,
                CountEntry.after_sign_off,
                CountEntry.synthetic,
            ),
            office_id,
            campaign_id,
        )
        .outerjoin(Venue, Venue.id == Event.venue_id)
        .outerjoin(AdminDong, AdminDong.id == func.coalesce(Venue.dong_id, CountEntry.dong_id))
        .outerjoin(
            Zone, Zone.id == func.coalesce(Venue.zone_id, CountEntry.zone_id, AdminDong.zone_id)
        )
        .outerjoin(EventRecord, EventRecord.event_id == Event.id)
        .outerjoin(Agency, Agency.id == CountEntry.agency_id)
        .outerjoin(CounselingField, CounselingField.id == CountEntry.field_id)
        .order_by(CountEntry.received_at, _last_key())
        .execution_options(yield_per=1000)
    )
    yield from db.session.execute(statement)


def _name(model: Any, english: bool) -> Any:
    """The name of a row, in English where there is one and it is wanted."""
    return func.coalesce(func.nullif(model.name_en, ""), model.name) if english else model.name


def _last_key() -> Any:
    sqlite = db.engine.dialect.name == "sqlite"
    return literal_column("count_entry.rowid") if sqlite else CountEntry.id


def cell_values(office_id: int, campaign_id: int) -> Iterator[Any]:
    """What every event (0: outside them), agency and field holds of each measure that counts: in
    the order of the rollup's key, so that nothing is sorted. `periods` are those outside events."""
    key = (
        CountRollup.event_id,
        CountRollup.measure,
        CountRollup.agency_id,
        CountRollup.field_id,
    )
    yield from db.session.execute(
        select(
            *key,
            func.sum(CountRollup.value).label("value"),
            func.sum(CountRollup.synthetic).label("made_up"),
            func.count(CountRollup.period.distinct()).label("periods"),
        )
        .join(Campaign, Campaign.id == CountRollup.campaign_id)
        .outerjoin(Event, Event.id == CountRollup.event_id)
        .outerjoin(EventRecord, EventRecord.event_id == CountRollup.event_id)
        .where(CountRollup.campaign_id == campaign_id, Campaign.office_id == office_id, counted())
        .group_by(*key)
        .order_by(*key)
        .execution_options(yield_per=1000)
    )


def newest(office_id: int, campaign_id: int) -> datetime | None:
    """When the last of a season's entries came that count."""
    return db.session.scalar(
        select(func.max(CountRollup.newest))
        .join(Campaign, Campaign.id == CountRollup.campaign_id)
        .outerjoin(Event, Event.id == CountRollup.event_id)
        .outerjoin(EventRecord, EventRecord.event_id == CountRollup.event_id)
        .where(CountRollup.campaign_id == campaign_id, Campaign.office_id == office_id, counted())
    )


def assigned(campaign_id: int) -> dict[int, int]:
    """How many agencies are assigned to each event of a season, by its id."""
    rows = db.session.execute(
        select(Assignment.event_id, func.count())
        .join(Event, Event.id == Assignment.event_id)
        .where(Event.campaign_id == campaign_id)
        .group_by(Assignment.event_id)
    )
    return {id_: int(count) for id_, count in rows}


def appearances(campaign_id: int) -> dict[int, int]:
    """At how many events of a season that count each agency stands, by its id."""
    rows = db.session.execute(
        select(Assignment.agency_id, func.count())
        .join(Event, Event.id == Assignment.event_id)
        .outerjoin(EventRecord, EventRecord.event_id == Event.id)
        .where(Event.campaign_id == campaign_id, counted())
        .group_by(Assignment.agency_id)
    )
    return {id_: int(count) for id_, count in rows}


def agencies(office_id: int) -> Sequence[Agency]:
    """The office's agencies by name, with their fields."""
    return db.session.scalars(
        select(Agency)
        .where(Agency.office_id == office_id)
        .options(selectinload(Agency.fields))
        .order_by(Agency.name, Agency.id)
    ).all()


def venues(office_id: int) -> Sequence[Venue]:
    """The office's venues by zone and name, with zone, dong and booths."""
    return db.session.scalars(
        select(Venue)
        .join(Zone)
        .where(Venue.office_id == office_id)
        .options(joinedload(Venue.zone), joinedload(Venue.dong), selectinload(Venue.booths))
        .order_by(Zone.position, Zone.id, Venue.name, Venue.id)
    ).all()
