"""Reads of counts outside events: the cells of a season, and one cell with its entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Campaign, CampaignAgency
from planner.core.counting import Cell
from planner.extensions import db
from planner.paging import PER_PAGE, Page
from planner.places.models import AdminDong, Zone
from planner.results.models import CountEntry


@dataclass(frozen=True, slots=True)
class Place:
    """Where and for which span a count outside events was made; ids, None where it has none."""

    campaign: int
    day: date  # the first of the span
    span: str
    zone: int | None = None
    dong: int | None = None


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """A cell outside events as a list shows it: what it holds, and its last entry."""

    place: Place
    cell: Cell
    value: int
    entries: int
    synthetic: bool
    newest: datetime
    entry: str  # the id of its last entry
    zone: Zone | None
    dong: AdminDong | None
    agency: Agency | None
    field: CounselingField | None


KEYS: tuple[Any, ...] = (
    CountEntry.day,
    CountEntry.span,
    CountEntry.zone_id,
    CountEntry.dong_id,
    CountEntry.measure,
    CountEntry.agency_id,
    CountEntry.field_id,
    CountEntry.target_group,
    CountEntry.programme,
)


def _cells(office_id: int, campaign_id: int) -> Select[Any]:
    found: Select[Any] = (
        select(
            *KEYS,
            func.sum(CountEntry.value).label("value"),
            func.count().label("entries"),
            func.sum(case((CountEntry.synthetic.is_(True), 1), else_=0)).label("made_up"),
            func.max(CountEntry.received_at).label("newest"),
            func.max(CountEntry.id).label("entry"),
        )
        .where(
            CountEntry.office_id == office_id,
            CountEntry.campaign_id == campaign_id,
            CountEntry.event_id.is_(None),
        )
        .group_by(*KEYS)
        .order_by(CountEntry.day.desc(), *KEYS[1:])
    )
    return found


def outside_page(office_id: int, campaign_id: int, number: int) -> Page[OutsideRow]:
    """One page of a season's cells outside events, the newest span first; six queries."""
    statement = _cells(office_id, campaign_id)
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    number = min(number, max(1, -(-(total or 0) // PER_PAGE)))
    found = db.session.execute(statement.limit(PER_PAGE).offset((number - 1) * PER_PAGE)).all()
    models = {
        "zone_id": Zone,
        "dong_id": AdminDong,
        "agency_id": Agency,
        "field_id": CounselingField,
    }
    names = {
        key: _named(model, {getattr(row, key) for row in found}) for key, model in models.items()
    }
    rows = [
        OutsideRow(
            Place(campaign_id, row.day, row.span, row.zone_id, row.dong_id),
            Cell(row.measure, row.agency_id, row.field_id, row.target_group, row.programme),
            int(row.value),
            row.entries,
            bool(row.made_up),
            row.newest,
            row.entry,
            *(names[key].get(getattr(row, key)) for key in models),
        )
        for row in found
    ]
    return Page(rows, total or 0, number)


def _named(model: Any, ids: set[Any]) -> dict[int, Any]:
    wanted = ids - {None}
    rows = db.session.scalars(select(model).where(model.id.in_(wanted)))
    return {row.id: row for row in rows}


def outside_entry(office_id: int, campaign_id: int, entry_id: str) -> CountEntry:
    """An entry of a count outside events, with its names, else 404."""
    found: CountEntry | None = db.session.scalar(
        select(CountEntry)
        .where(
            CountEntry.id == entry_id,
            CountEntry.office_id == office_id,
            CountEntry.campaign_id == campaign_id,
            CountEntry.event_id.is_(None),
        )
        .options(
            joinedload(CountEntry.zone),
            joinedload(CountEntry.dong),
            joinedload(CountEntry.agency),
            joinedload(CountEntry.field),
        )
    )
    if found is None:
        raise NotFound
    return found


def entries_of(place: Place, cell: Cell) -> Sequence[CountEntry]:
    """The entries of a cell outside events, in the order in which they came."""
    return db.session.scalars(
        select(CountEntry)
        .where(
            CountEntry.campaign_id == place.campaign,
            CountEntry.event_id.is_(None),
            CountEntry.day == place.day,
            CountEntry.span == place.span,
            CountEntry.zone_id.is_not_distinct_from(place.zone),
            CountEntry.dong_id.is_not_distinct_from(place.dong),
            CountEntry.measure == cell.measure,
            CountEntry.agency_id.is_not_distinct_from(cell.agency),
            CountEntry.field_id.is_not_distinct_from(cell.field),
            CountEntry.target_group == cell.group,
            CountEntry.programme == cell.programme,
        )
        .options(joinedload(CountEntry.user))
        .order_by(CountEntry.received_at, CountEntry.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Choices:
    """What a count outside events may name."""

    zones: Sequence[Zone]
    dongs: Sequence[AdminDong]
    agencies: Sequence[Agency]
    fields: Sequence[CounselingField]


def choices_of(office_id: int, campaign_id: int) -> Choices:
    """The office's zones, dongs and fields, and the agencies of the season."""

    def all_of(model: Any) -> Sequence[Any]:
        statement = select(model).where(model.office_id == office_id)
        return db.session.scalars(statement.order_by(model.position, model.id)).all()

    agencies = db.session.scalars(
        select(Agency)
        .join(CampaignAgency, CampaignAgency.agency_id == Agency.id)
        .join(Campaign, Campaign.id == CampaignAgency.campaign_id)
        .where(Campaign.id == campaign_id, Campaign.office_id == office_id)
        .order_by(Agency.name, Agency.id)
    ).all()
    return Choices(all_of(Zone), all_of(AdminDong), agencies, all_of(CounselingField))
