"""Reads for the data package: the cells of the cube one by one, and what their ids mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Campaign, Event
from planner.core.rollup import Key
from planner.extensions import db
from planner.places.models import AdminDong, Venue, Zone
from planner.results.cube import DIMENSIONS, STATUS, join_places
from planner.results.models import CountRollup, EventRecord

BY = (
    "event", "zone", "dong", "field", "agency", "category", "measure", "channel", "group",
    "programme", "month", "period", "status",
)  # fmt: skip


def _of_season(statement: Select[Any], office_id: int, campaign_id: int) -> Select[Any]:
    return statement.join(Campaign, Campaign.id == CountRollup.campaign_id).where(
        CountRollup.campaign_id == campaign_id, Campaign.office_id == office_id
    )


def count_cells(office_id: int, campaign_id: int) -> int:
    """How many cells the cube of a season has."""
    statement = select(func.count()).select_from(CountRollup)
    return db.session.scalar(_of_season(statement, office_id, campaign_id)) or 0


def cells(office_id: int, campaign_id: int) -> Iterator[Any]:
    """Every cell of a season's cube, a thousand at a time: `BY`, the day of the event, value,
    entries, how many of them are synthetic. Events that do not count are among them.

    With every dimension asked for there is nothing to add up: the rows are those of the rollups in
    the order of their key, so that no database has to keep them for sorting.
    """
    statement = select(
        *(DIMENSIONS[name].label(f"by_{name}") for name in BY),
        Event.day,
        CountRollup.value,
        CountRollup.entries,
        CountRollup.synthetic,
    )
    statement = join_places(_of_season(statement, office_id, campaign_id), CountRollup, BY)
    key = [getattr(CountRollup, name) for name in Key._fields]
    yield from db.session.execute(statement.order_by(*key).execution_options(yield_per=1000))


def events(office_id: int, campaign_id: int) -> Sequence[Any]:
    """The events of a season with their places, as columns."""
    return db.session.execute(
        select(
            Event.id,
            Event.day,
            Event.starts_at,
            Event.ends_at,
            Venue.zone_id,
            Venue.dong_id,
            Venue.name,
            Venue.name_en,
            Venue.address,
            STATUS.label("status"),
            Event.theme,
        )
        .join(Campaign, Campaign.id == Event.campaign_id)
        .join(Venue, Venue.id == Event.venue_id)
        .outerjoin(EventRecord, EventRecord.event_id == Event.id)
        .where(Campaign.id == campaign_id, Campaign.office_id == office_id)
        .order_by(Event.day, Event.id)
    ).all()


def zones(office_id: int) -> Sequence[Any]:
    """The office's zones in their order."""
    return db.session.execute(
        select(Zone.id, Zone.name, Zone.name_en)
        .where(Zone.office_id == office_id)
        .order_by(Zone.position, Zone.id)
    ).all()


def dongs(office_id: int) -> Sequence[Any]:
    """The office's dongs in their order."""
    return db.session.execute(
        select(AdminDong.id, AdminDong.code, AdminDong.name, AdminDong.zone_id)
        .where(AdminDong.office_id == office_id)
        .order_by(AdminDong.position, AdminDong.id)
    ).all()


def fields(office_id: int) -> Sequence[Any]:
    """The office's counselling fields in their order."""
    return db.session.execute(
        select(
            CounselingField.id, CounselingField.code, CounselingField.name, CounselingField.name_en
        )
        .where(CounselingField.office_id == office_id)
        .order_by(CounselingField.position, CounselingField.id)
    ).all()


def agencies(office_id: int) -> Sequence[Any]:
    """The office's agencies by name: what they are, and nothing by which a person is reached."""
    return db.session.execute(
        select(
            Agency.id, Agency.name, Agency.name_en, Agency.category, Agency.active, Agency.synthetic
        )
        .where(Agency.office_id == office_id)
        .order_by(Agency.name, Agency.id)
    ).all()
