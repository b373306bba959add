"""Reads for figures: the cube of a season, what was expected, and the names of everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from planner.agencies.models import CATEGORIES, Agency, CounselingField
from planner.campaigns.models import Campaign, CampaignAgency, CampaignField, CampaignZone, Event
from planner.core.figures import Count, Expected
from planner.extensions import db
from planner.places.models import Zone
from planner.results.models import EventRecord, PublishedFigure
from planner.results.queries import (
    cube,
    event_records,
    expected_cells,
    get_campaign,
    list_events,
    published_figures,
)

BY = ("event", "zone", "agency", "category", "field", "measure")


@dataclass(frozen=True, slots=True)
class Facts:
    """A season as it can be counted. `events` are those that count, `dropped` the others."""

    campaign: Campaign
    events: Sequence[Event]
    dropped: Sequence[Event]
    records: dict[int, EventRecord]
    zones: dict[int, Zone]
    fields: dict[int, CounselingField]
    new_fields: frozenset[int]
    agencies: dict[int, Agency]
    counts: Sequence[Count]
    expected: Sequence[Expected]
    published: Sequence[PublishedFigure]

    def keys(self, dimension: str) -> list[Any]:
        """What a table by this dimension lists, in its order."""
        if dimension == "event":
            return [event.id for event in self.events]
        if dimension == "category":
            found = {agency.category for agency in self.agencies.values()}
            return [name for name in CATEGORIES if name in found]
        return list(self._rows(dimension))

    def name_of(self, dimension: str, key: Any) -> Any:
        """The row that a key of a dimension means (a category is its own name)."""
        if dimension == "event":
            return next(event for event in self.events if event.id == key)
        if dimension == "category":
            return key
        return self._rows(dimension)[key]

    def _rows(self, dimension: str) -> dict[int, Any]:
        rows: dict[str, dict[int, Any]] = {
            "zone": self.zones,
            "field": self.fields,
            "agency": self.agencies,
        }
        return rows[dimension]


def load_facts(office_id: int, campaign_id: int) -> Facts:
    """Everything that the figures of a season rest on, else 404; ten queries, whatever its size."""
    campaign = get_campaign(office_id, campaign_id)
    events = list_events(office_id, campaign_id)
    records = event_records(event.id for event in events)
    live = [event for event in events if counts_count(event, records.get(event.id))]
    counts = [
        Count(**dict(zip(BY, row.at, strict=True)), value=row.value, synthetic=row.synthetic)
        for row in cube(office_id, BY, campaign_id=campaign_id)
    ]
    fields, new_fields = _fields(campaign_id, office_id, counts)
    return Facts(
        campaign,
        live,
        [event for event in events if event not in live],
        records,
        _zones(campaign_id, live),
        fields,
        new_fields,
        _agencies(campaign_id, office_id, counts, live),
        counts,
        _expected(live),
        published_figures(campaign_id),
    )


def counts_count(event: Event, record: EventRecord | None) -> bool:
    """Whether an event's counts count: it was neither cancelled nor recorded as not held."""
    return event.status != "cancelled" and (record is None or record.held is not False)


def _expected(events: Sequence[Event]) -> list[Expected]:
    found = []
    for event in events:
        zone = event.venue.zone_id
        found.append(Expected(event.id, zone, None, None, None))
        for row in event.assignments:
            found += [
                Expected(event.id, zone, row.agency_id, row.agency.category, cell.field)
                for cell in expected_cells(row)
            ]
    return found


def _zones(campaign_id: int, events: Sequence[Event]) -> dict[int, Zone]:
    rows = db.session.scalars(
        select(Zone)
        .join(CampaignZone, CampaignZone.zone_id == Zone.id)
        .where(CampaignZone.campaign_id == campaign_id)
        .order_by(Zone.position, Zone.id)
    )
    found = {row.id: row for row in rows}
    for event in events:
        found.setdefault(event.venue.zone_id, event.venue.zone)
    return found


def _fields(
    campaign_id: int, office_id: int, counts: Sequence[Count]
) -> tuple[dict[int, CounselingField], frozenset[int]]:
    """The season's fields in their order, then others that were counted; and the new ones."""
    rows = db.session.scalars(
        select(CampaignField)
        .where(CampaignField.campaign_id == campaign_id)
        .options(joinedload(CampaignField.field))
        .order_by(CampaignField.position, CampaignField.id)
    ).all()
    found = {row.field_id: row.field for row in rows}
    others = {count.field for count in counts if count.field is not None} - set(found)
    if others:
        for field in db.session.scalars(
            select(CounselingField)
            .where(CounselingField.office_id == office_id, CounselingField.id.in_(others))
            .order_by(CounselingField.position, CounselingField.id)
        ):
            found[field.id] = field
    return found, frozenset(row.field_id for row in rows if row.is_new)


def _agencies(
    campaign_id: int, office_id: int, counts: Sequence[Count], events: Sequence[Event]
) -> dict[int, Agency]:
    """The season's agencies by name, then others that came or were counted."""
    rows = db.session.scalars(
        select(Agency)
        .join(CampaignAgency, CampaignAgency.agency_id == Agency.id)
        .where(CampaignAgency.campaign_id == campaign_id)
        .order_by(Agency.category.desc(), Agency.name, Agency.id)
    )
    found = {row.id: row for row in rows}
    for event in events:
        for assignment in event.assignments:
            found.setdefault(assignment.agency_id, assignment.agency)
    others = {count.agency for count in counts if count.agency is not None} - set(found)
    if others:
        for agency in db.session.scalars(
            select(Agency)
            .where(Agency.office_id == office_id, Agency.id.in_(others))
            .order_by(Agency.name, Agency.id)
        ):
            found[agency.id] = agency
    return found
