"""Reads of the API: statements of an office's rows, for pages by key."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, func, select
from sqlalchemy.orm import selectinload
from werkzeug.exceptions import NotFound

from planner.accounts.models import Office
from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Assignment, Campaign, Event, Release
from planner.extensions import db
from planner.places.models import AdminDong, Venue, VenueBooth, Zone
from planner.results.cube import cube_statement
from planner.results.models import CountEntry, EventRecord, PublishedFigure

# The dimensions of the cube that are numbers of rows; the others are words.
NUMBERED = frozenset({"event", "zone", "dong", "agency", "field"})


def find_office_below(city_id: int, code: str) -> Office | None:
    """A district below a city, by its code."""
    return db.session.scalar(select(Office).where(Office.code == code, Office.parent_id == city_id))


def get_season(office_id: int, slug: str) -> Campaign:
    """A season of this office by its short name, else 404."""
    found: Campaign | None = None
    if "\0" not in slug:
        found = db.session.scalar(
            select(Campaign).where(Campaign.slug == slug, Campaign.office_id == office_id)
        )
    if found is None:
        raise NotFound
    return found


def seasons(office_id: int) -> Select[Any]:
    """Seasons with the number of their newest release."""
    newest = (
        select(func.max(Release.number))
        .where(Release.campaign_id == Campaign.id)
        .correlate(Campaign)
        .scalar_subquery()
    )
    return select(
        Campaign.slug,
        Campaign.name,
        Campaign.name_en,
        Campaign.starts_on,
        Campaign.ends_on,
        newest.label("release"),
        Campaign.id,
    ).where(Campaign.office_id == office_id)


def agencies(office_id: int) -> Select[Any]:
    """Agencies with their fields."""
    return select(Agency).where(Agency.office_id == office_id).options(selectinload(Agency.fields))


def venues(office_id: int) -> Select[Any]:
    """Venues with the number of their booths; no contact persons, no notes."""
    booths = (
        select(func.count(VenueBooth.id))
        .where(VenueBooth.venue_id == Venue.id)
        .correlate(Venue)
        .scalar_subquery()
    )
    names = (
        "name", "name_en", "kind", "zone_id", "dong_id", "address", "legal_dong", "lat", "lon",
        "precision", "indoor", "power", "water", "toilets", "step_free", "foot_weekday",
        "foot_weekend", "active",
    )  # fmt: skip
    columns = [getattr(Venue, name) for name in names]
    return select(*columns, booths.label("booths"), Venue.id).where(Venue.office_id == office_id)


def zones(office_id: int) -> Select[Any]:
    return _of(Zone, ("name", "name_en", "council", "position", "id")).where(
        Zone.office_id == office_id
    )


def dongs(office_id: int) -> Select[Any]:
    return _of(AdminDong, ("name", "code", "zone_id", "position", "id")).where(
        AdminDong.office_id == office_id
    )


def fields(office_id: int) -> Select[Any]:
    return select(CounselingField).where(CounselingField.office_id == office_id)


def events(office_id: int, campaign_id: int) -> Select[Any]:
    """A season's events as they are planned now, with who stands there in which fields."""
    assignments = selectinload(Event.assignments)
    return (
        select(Event)
        .join(Campaign, Campaign.id == Event.campaign_id)
        .where(Campaign.id == campaign_id, Campaign.office_id == office_id)
        .options(
            assignments.joinedload(Assignment.booth), assignments.selectinload(Assignment.fields)
        )
    )


def records_of(event_ids: Collection[int]) -> dict[int, EventRecord]:
    """What became of these events."""
    rows = db.session.scalars(select(EventRecord).where(EventRecord.event_id.in_(event_ids)))
    return {row.event_id: row for row in rows}


def releases(campaign_id: int) -> Select[Any]:
    """Releases without what they hold."""
    return _of(Release, ("number", "created_at", "note")).where(Release.campaign_id == campaign_id)


def _of(table: Any, names: Sequence[str]) -> Select[Any]:
    """Columns of a table, without the rest of its rows."""
    return select(*(getattr(table, name) for name in names))


def entries(office_id: int, campaign_id: int) -> Select[Any]:
    """The ledger of a season, line by line."""
    return select(CountEntry).where(
        CountEntry.office_id == office_id, CountEntry.campaign_id == campaign_id
    )


def is_event_of(campaign_id: int, event_id: int) -> bool:
    """Whether a season has this event."""
    found = select(Event.id).where(Event.id == event_id, Event.campaign_id == campaign_id)
    return db.session.scalar(found) is not None


NAMED: dict[str, Any] = {
    "event": Event,
    "zone": Zone,
    "dong": AdminDong,
    "agency": Agency,
    "field": CounselingField,
    "booth": VenueBooth,
}


def _named(model: Any) -> Any:
    if model is Event:
        return select(Event.id, Event.day, Venue.name, Venue.name_en).join(Event.venue)
    if model is VenueBooth:
        return select(VenueBooth.id, VenueBooth.number.label("name"))
    return _of(model, ["id", "name"] + ["name_en"] * hasattr(model, "name_en"))


def names_of(entries: Collection[CountEntry]) -> dict[str, dict[int, Any]]:
    """What the numbers in some lines of the ledger are called: six queries at most."""
    found: dict[str, dict[int, Any]] = {}
    for name, model in NAMED.items():
        ids = {getattr(entry, f"{name}_id") for entry in entries} - {None}
        if ids:
            rows = db.session.execute(_named(model).where(model.id.in_(ids)))
            found[name] = {row.id: row for row in rows}
    return found


def published(campaign_id: int) -> Select[Any]:
    return select(PublishedFigure).where(PublishedFigure.campaign_id == campaign_id)


def cells(
    office_id: int,
    campaign_id: int,
    by: Sequence[str],
    measures: Sequence[str],
    within: dict[str, Any],
) -> tuple[Select[Any], list[ColumnElement[Any]]]:
    """The cube's cells by some dimensions, and the columns of their order: what has none of a
    dimension comes first."""
    cube = cube_statement(office_id, by, campaign_id=campaign_id, measures=measures, within=within)
    table = cube.order_by(None).subquery()
    columns = list(table.c)
    order: list[ColumnElement[Any]] = [
        func.coalesce(column, 0, type_=Integer()) if name in NUMBERED
        else func.coalesce(column, "", type_=String())
        for name, column in zip(by, columns, strict=False)
    ]  # fmt: skip
    return select(*columns), order
