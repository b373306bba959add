"""Reads for figures: the cube of a season, what was expected, and the names of everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from planner.agencies.models import CATEGORIES, Agency, CounselingField
from planner.campaigns.models import (
    Assignment,
    Campaign,
    CampaignAgency,
    CampaignField,
    CampaignZone,
    Event,
    assignment_field,
)
from planner.core.counting import CHANNELS, PROGRAMMES, TARGET_GROUPS
from planner.core.figures import Count, Cut, Expected
from planner.extensions import db
from planner.places.models import AdminDong, Venue, Zone
from planner.results.cube import NOT_COUNTED, STATUS, STATUSES, counted, cube, event_status
from planner.results.models import EventRecord, PublishedFigure, Target
from planner.results.queries import event_records, get_campaign, list_events, published_figures
from planner.results.target_queries import list_targets
from planner.statistics.sums import SeasonSums

CODES = {
    "group": TARGET_GROUPS, "programme": PROGRAMMES, "channel": CHANNELS, "status": STATUSES,
}  # fmt: skip
BY = (
    "event", "zone", "agency", "category", "field", "measure",
    "dong", "month", "group", "programme", "channel", "period", "status",
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """A season as it can be counted. `events` are those that count, or those of one status;
    `dropped` are the others."""

    campaign: Campaign
    events: Sequence[Event]
    dropped: Sequence[Event]
    records: dict[int, EventRecord]
    zones: dict[int, Zone]
    dongs: dict[int, AdminDong]
    fields: dict[int, CounselingField]
    new_fields: frozenset[int]
    agencies: dict[int, Agency]
    months: Sequence[str]
    published: Sequence[PublishedFigure]
    targets: Sequence[Target]
    sums: SeasonSums  # of the whole season, or of its events of one status

    @cached_property
    def counts(self) -> list[Count]:
        """Every cell of the cube; read when it is first asked for, and long in a big season."""
        campaign = self.campaign
        return [
            Count(
                **dict(zip(BY, row.at, strict=True)),
                value=row.value,
                synthetic=row.synthetic,
                entries=row.entries,
                newest=row.newest,
            )
            for row in cube(campaign.office_id, BY, campaign_id=campaign.id)
        ]

    @cached_property
    def expected(self) -> list[Expected]:
        """Every number that somebody is to report; read when it is first asked for."""
        return list(self.each_expected())

    def each_expected(self) -> Iterator[Expected]:
        """The same one by one, for a season whose list would be long."""
        yield from self.sums.due
        yield from _expected(self.campaign.id)

    def keys(self, dimension: str) -> list[Any]:
        """What a table by this dimension lists, in its order."""
        if dimension == "event":
            return [event.id for event in self.events]
        if dimension == "category":
            found = {agency.category for agency in self.agencies.values()}
            return [name for name in CATEGORIES if name in found]
        if dimension in CODES:
            return list(CODES[dimension])
        if dimension == "month":
            return list(self.months)
        return list(self._rows(dimension))

    def used(self, dimension: str) -> list[Any]:
        """Those of a dimension's keys of which anything was counted, in their order."""
        found = self.sums.used(dimension)
        return [key for key in self.keys(dimension) if key in found]

    def name_of(self, dimension: str, key: Any) -> Any:
        """The row that a key of a dimension means (a code is its own name)."""
        if dimension == "event":
            return self._events[key]
        if dimension in ("category", "month", *CODES):
            return key
        return self._rows(dimension)[key]

    @cached_property
    def _events(self) -> dict[int, Event]:
        return {event.id: event for event in self.events}

    def _rows(self, dimension: str) -> dict[int, Any]:
        rows: dict[str, dict[int, Any]] = {
            "zone": self.zones,
            "dong": self.dongs,
            "field": self.fields,
            "agency": self.agencies,
        }
        return rows[dimension]


def load_facts(
    office_id: int, campaign_id: int, *, assignments: bool = True, status: str | None = None
) -> Facts:
    """What the figures of a season rest on, else 404; the same few queries, whatever its size.

    Without `assignments` those of the events are left unread. With a `status` only the events of
    that status are looked at, also where they do not count.
    """
    campaign = get_campaign(office_id, campaign_id)
    events = list_events(office_id, campaign_id, assignments=assignments)
    records = event_records(event.id for event in events)
    told = {event.id: event_status(event, records.get(event.id)) for event in events}
    wanted = [name for name in STATUSES if name not in NOT_COUNTED] if status is None else [status]
    live = [event for event in events if told[event.id] in wanted]
    due = [_due(event, told[event.id]) for event in live]
    sums = SeasonSums(office_id, campaign_id, due, Cut(status=status))
    fields, new_fields = _fields(campaign_id, office_id, sums.used("field"))
    return Facts(
        campaign,
        live,
        [event for event in events if told[event.id] not in wanted],
        records,
        _zones(campaign_id, office_id, live, sums.used("zone")),
        _dongs(office_id, sums.used("dong") | {event.venue.dong_id for event in live} - {None}),
        fields,
        new_fields,
        _agencies(campaign_id, office_id, sums.used("agency")),
        sorted(sums.used("month") | {f"{event.day:%Y-%m}" for event in live}),
        published_figures(campaign_id),
        list_targets(campaign_id),
        sums,
    )


def _due(event: Event, status: str) -> Expected:
    """What the office itself is to report of an event."""
    place, month = event.venue, f"{event.day:%Y-%m}"
    return Expected(event.id, place.zone_id, None, None, None, place.dong_id, month, status)


def _expected(campaign_id: int) -> Iterator[Expected]:
    """The consultations that agencies are to report, by field where they serve fields."""
    rows = db.session.execute(
        select(
            Event.id,
            Venue.zone_id,
            Assignment.agency_id,
            Agency.category,
            assignment_field.c.field_id,
            Venue.dong_id,
            Event.day,
            STATUS,
        )
        .select_from(Assignment)
        .join(Event, Event.id == Assignment.event_id)
        .join(Venue, Venue.id == Event.venue_id)
        .join(Agency, Agency.id == Assignment.agency_id)
        .outerjoin(EventRecord, EventRecord.event_id == Event.id)
        .outerjoin(assignment_field, assignment_field.c.assignment_id == Assignment.id)
        .where(Event.campaign_id == campaign_id, counted())
        .order_by(Event.day, Event.id, Assignment.id, assignment_field.c.field_id)
        .execution_options(yield_per=1000)
    )
    for event, zone, agency, category, field, dong, held_on, status in rows:
        yield Expected(event, zone, agency, category, field, dong, f"{held_on:%Y-%m}", status)


def _zones(
    campaign_id: int, office_id: int, events: Sequence[Event], counted_at: set[int]
) -> dict[int, Zone]:
    """The season's zones in their order, then others that were visited or counted."""
    rows = db.session.scalars(
        select(Zone)
        .join(CampaignZone, CampaignZone.zone_id == Zone.id)
        .where(CampaignZone.campaign_id == campaign_id)
        .order_by(Zone.position, Zone.id)
    )
    found = {row.id: row for row in rows}
    for event in events:
        found.setdefault(event.venue.zone_id, event.venue.zone)
    return found | _others(Zone, office_id, counted_at - set(found), Zone.position)


def _dongs(office_id: int, used: set[Any]) -> dict[int, AdminDong]:
    """The dongs in which anything was held or counted."""
    return _others(AdminDong, office_id, used, AdminDong.position)


def _others(model: Any, office_id: int, ids: set[int], order: Any) -> dict[int, Any]:
    if not ids:
        return {}
    rows = db.session.scalars(
        select(model)
        .where(model.office_id == office_id, model.id.in_(ids))
        .order_by(order, model.id)
    )
    return {row.id: row for row in rows}


def _fields(
    campaign_id: int, office_id: int, counted_in: set[int]
) -> tuple[dict[int, CounselingField], frozenset[int]]:
    """The season's fields in their order, then others that were counted; and the new ones."""
    rows = db.session.scalars(
        select(CampaignField)
        .where(CampaignField.campaign_id == campaign_id)
        .options(joinedload(CampaignField.field))
        .order_by(CampaignField.position, CampaignField.id)
    ).all()
    found = {row.field_id: row.field for row in rows}
    others = counted_in - set(found)
    found |= _others(CounselingField, office_id, others, CounselingField.position)
    return found, frozenset(row.field_id for row in rows if row.is_new)


def _agencies(campaign_id: int, office_id: int, counted_of: set[int]) -> dict[int, Agency]:
    """The season's agencies by name, then others that came or were counted."""
    rows = db.session.scalars(
        select(Agency)
        .join(CampaignAgency, CampaignAgency.agency_id == Agency.id)
        .where(CampaignAgency.campaign_id == campaign_id)
        .order_by(Agency.category.desc(), Agency.name, Agency.id)
    )
    found = {row.id: row for row in rows}
    came = db.session.scalars(
        select(Assignment.agency_id)
        .join(Event, Event.id == Assignment.event_id)
        .outerjoin(EventRecord, EventRecord.event_id == Event.id)
        .where(Event.campaign_id == campaign_id, counted())
        .distinct()
    )
    others = {*came, *counted_of} - set(found)
    return found | _others(Agency, office_id, others, Agency.name)
