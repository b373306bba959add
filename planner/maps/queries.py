"""Reads of the maps: a season's events in a handful of queries, however many there are.

A map shows thousands of places; it reads columns, not rows with all that hangs on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, or_, select, true
from sqlalchemy.orm import aliased

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import (
    Assignment,
    Campaign,
    CampaignField,
    CampaignZone,
    Event,
    assignment_field,
)
from planner.core.release import FieldFacts, ReleasedEvent, VenueFacts, ZoneFacts
from planner.extensions import db
from planner.maps.geojson import Area
from planner.places.models import AdminDong, Venue, Zone
from planner.results.models import EventRecord

__all__ = [
    "agencies_at",
    "agency_names",
    "agency_numbers",
    "dong_areas",
    "draft_events",
    "draft_lines",
    "has_position",
    "held_events",
    "season_zones",
    "venue_dongs",
    "zone_areas",
]


@dataclass(frozen=True, slots=True)
class Line:
    """What orders a season's list: an event of the draft and the names of where it is held."""

    id: int
    uid: str
    status: str
    moved: bool
    zone: str
    place: str

    @property
    def cancelled(self) -> bool:
        return self.status == "cancelled"


def draft_lines(campaign_id: int) -> list[Line]:
    """Every event of the draft in the order of its day, for the list: one query."""
    there, spare = aliased(Venue), aliased(Venue)
    indoors = and_(Event.use_fallback, Event.fallback_id.is_not(None))
    rows = db.session.execute(
        select(
            Event.id,
            Event.uid,
            Event.status,
            case((indoors, 1), else_=0),
            Zone.name,
            case((indoors, spare.name), else_=there.name),
        )
        .join(there, there.id == Event.venue_id)
        .join(Zone, Zone.id == there.zone_id)
        .outerjoin(spare, spare.id == Event.fallback_id)
        .where(Event.campaign_id == campaign_id)
        .order_by(Event.day, Event.starts_at, Event.uid)
    )
    return [
        Line(key, uid, status, bool(moved), zone, place)
        for key, uid, status, moved, zone, place in rows
    ]


def has_position(campaign_id: int) -> bool:
    """Whether any event of the draft stands somewhere on a map."""
    located = (
        select(Event.id)
        .join(Venue, or_(Venue.id == Event.venue_id, Venue.id == Event.fallback_id))
        .where(Event.campaign_id == campaign_id, Venue.lat.is_not(None))
        .limit(1)
    )
    return db.session.scalar(located) is not None


def draft_events(campaign: Campaign, ids: Sequence[int] | None = None) -> list[ReleasedEvent]:
    """The draft's events (or these) with places, zones and offered fields, without placements."""
    zones = _zones(campaign.office_id)
    venues = _venues(campaign.id, ids)
    fields = _fields(campaign.id) if ids is None else {}
    rows = db.session.execute(
        select(
            Event.uid, Event.id, Event.day, Event.starts_at, Event.ends_at, Event.status,
            Event.venue_id, Event.fallback_id, Event.theme, Event.use_fallback,
        ).where(Event.campaign_id == campaign.id, true() if ids is None else Event.id.in_(ids))
    )  # fmt: skip
    return [
        ReleasedEvent(
            *row[:6],
            zone=zones[venues[row.venue_id][0]],
            venue=venues[row.venue_id][1],
            theme=row.theme,
            fallback=venues[row.fallback_id][1] if row.fallback_id else None,
            use_fallback=row.use_fallback,
            fields=fields.get(row.id, ()),
        )
        for row in rows
    ]


def _zones(office_id: int) -> dict[int, ZoneFacts]:
    rows = db.session.execute(
        select(Zone.id, Zone.name, Zone.name_en).where(Zone.office_id == office_id)
    )
    return {row[0]: ZoneFacts(*row) for row in rows}


def _venues(campaign_id: int, ids: Sequence[int] | None) -> dict[int, tuple[int, VenueFacts]]:
    """The zone and the facts of every venue that these events of the season name."""
    asked = (Event.campaign_id == campaign_id, true() if ids is None else Event.id.in_(ids))
    used = select(Event.venue_id).where(*asked)
    spare = select(Event.fallback_id).where(*asked, Event.fallback_id.is_not(None))
    rows = db.session.execute(
        select(
            Venue.zone_id, Venue.id, Venue.name, Venue.name_en, Venue.address, Venue.lat,
            Venue.lon, Venue.precision, Venue.indoor, Venue.step_free, Venue.toilets,
        ).where(Venue.id.in_(used.union(spare)))
    )  # fmt: skip
    return {row[1]: (row[0], VenueFacts(*row[1:])) for row in rows}


def _fields(campaign_id: int) -> dict[int, tuple[FieldFacts, ...]]:
    """The fields offered at each event, of those that the season has, in its order."""
    known = {
        row[0]: FieldFacts(*row)
        for row in db.session.execute(
            select(
                CounselingField.id,
                CounselingField.code,
                CounselingField.name,
                CounselingField.name_en,
                CampaignField.is_new,
            )
            .join(CampaignField, CampaignField.field_id == CounselingField.id)
            .where(CampaignField.campaign_id == campaign_id)
            .order_by(CampaignField.position, CampaignField.id)
        )
    }
    place = {key: number for number, key in enumerate(known)}
    offered: dict[int, list[int]] = {}
    rows = db.session.execute(
        select(Assignment.event_id, assignment_field.c.field_id)
        .join(Event, Event.id == Assignment.event_id)
        .join(assignment_field, assignment_field.c.assignment_id == Assignment.id)
        .where(Event.campaign_id == campaign_id)
        .distinct()
    )
    for event, field in rows:
        if field in known:
            offered.setdefault(event, []).append(field)
    same: dict[tuple[int, ...], tuple[FieldFacts, ...]] = {}
    found = {}
    for event, ids in offered.items():
        key = tuple(sorted(ids, key=place.__getitem__))
        found[event] = same.setdefault(key, tuple(known[field] for field in key))
    return found


def agency_numbers(campaign_id: int) -> dict[int, int]:
    """How many agencies come to each event; an event without any is not in it."""
    rows = db.session.execute(
        select(Assignment.event_id, func.count())
        .join(Event, Event.id == Assignment.event_id)
        .where(Event.campaign_id == campaign_id)
        .group_by(Assignment.event_id)
    )
    return dict(rows.all())


def agencies_at(campaign_id: int) -> dict[int, list[int]]:
    """The agencies at each event of the draft, in the order of their assignment."""
    found: dict[int, list[int]] = {}
    rows = db.session.execute(
        select(Assignment.event_id, Assignment.agency_id)
        .join(Event, Event.id == Assignment.event_id)
        .where(Event.campaign_id == campaign_id)
        .order_by(Assignment.id)
    )
    for event, agency in rows:
        found.setdefault(event, []).append(agency)
    return found


def agency_names(office_id: int) -> dict[int, tuple[str, str]]:
    """Name and English name of each agency of the office, by its id."""
    rows = db.session.execute(
        select(Agency.id, Agency.name, Agency.name_en)
        .where(Agency.office_id == office_id)
        .order_by(Agency.id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def held_events(campaign_id: int) -> set[int]:
    """The events of a season that were recorded as held."""
    rows = db.session.scalars(
        select(EventRecord.event_id)
        .join(Event, Event.id == EventRecord.event_id)
        .where(Event.campaign_id == campaign_id, EventRecord.held.is_(True))
    )
    return set(rows)


def season_zones(campaign_id: int) -> set[int]:
    """The zones that the season is to visit."""
    rows = db.session.scalars(
        select(CampaignZone.zone_id).where(CampaignZone.campaign_id == campaign_id)
    )
    return set(rows)


def venue_dongs(office_id: int) -> Mapping[int, int | None]:
    """The dong of each venue of the office, where it is known."""
    rows: Sequence[Any] = db.session.execute(
        select(Venue.id, Venue.dong_id).where(Venue.office_id == office_id)
    ).all()
    return {row[0]: row[1] for row in rows}


def zone_areas(office_id: int, zone_ids: set[int] | None = None) -> list[Area]:
    """The office's zones that have an outline (only these zones, where they are given)."""
    rows = db.session.execute(
        select(Zone.id, Zone.name, Zone.name_en, Zone.outline, Zone.outline_source)
        .where(Zone.office_id == office_id, Zone.outline_source != "")
        .order_by(Zone.position, Zone.name)
    )
    return [Area(*row) for row in rows if row[3] and (zone_ids is None or row[0] in zone_ids)]


def dong_areas(office_id: int) -> list[Area]:
    """The office's dongs that have an outline, in their order."""
    rows = db.session.execute(
        select(AdminDong.id, AdminDong.name, AdminDong.outline, AdminDong.outline_source)
        .where(AdminDong.office_id == office_id, AdminDong.outline_source != "")
        .order_by(AdminDong.position, AdminDong.name)
    )
    return [
        Area(key, name, "", outline, source, "dong")
        for key, name, outline, source in rows
        if outline
    ]
