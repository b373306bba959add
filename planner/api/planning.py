"""Seasons, their events as they are planned now, and their releases."""

from __future__ import annotations

from types import SimpleNamespace

from flask_babel import lazy_gettext as _l

from planner.api import queries
from planner.api.asking import Call
from planner.api.directory import ID, NAME, NAME_EN
from planner.api.pages import Key, Page, take
from planner.api.shapes import Field, Shape
from planner.campaigns.models import EVENT_STATUSES, Campaign, Event, Release

SEASON = Shape(
    "Season",
    _l("A season of events of one office."),
    (
        Field("slug", "text", _l("The short name of the season, as it stands in addresses.")),
        NAME,
        NAME_EN,
        Field("starts_on", "date", _l("The first day.")),
        Field("ends_on", "date", _l("The last day.")),
        Field("release", "integer", _l("The number of the newest release."), null=True),
    ),
)
PLACEMENT = Shape(
    "Placement",
    _l("An agency at an event."),
    (
        Field("agency_id", "integer", _l("The agency.")),
        Field(
            "booth",
            "text",
            _l("The number of its booth."),
            get=lambda row: row.booth.number if row.booth else None,
            null=True,
        ),
        Field(
            "field_ids",
            "integer",
            _l("The fields in which it counsels there."),
            get=lambda row: [field.id for field in row.fields],
            many=True,
        ),
    ),
)
EVENT = Shape(
    "Event",
    _l("An event as it is planned now, released or not."),
    (
        ID,
        Field("uid", "text", _l("Its identifier in calendars.")),
        Field("day", "date", _l("The day of the event.")),
        Field("starts_at", "time", _l("When counselling starts.")),
        Field("ends_at", "time", _l("When counselling ends.")),
        Field("status", "text", _l("Planned or cancelled."), codes=EVENT_STATUSES),
        Field("venue_id", "integer", _l("Where the event was planned.")),
        Field("fallback_id", "integer", _l("Where it moves in the rain."), null=True),
        Field("use_fallback", "flag", _l("Yes where the rain plan is switched on.")),
        Field("theme", "text", _l("The theme of the event."), null=True),
        Field("held", "flag", _l("Whether it was held; null: not yet said."), null=True),
        Field("signed_off_at", "instant", _l("When its counts were signed off."), null=True),
        Field("placements", PLACEMENT, _l("The agencies there."), many=True),
    ),
)
RELEASE = Shape(
    "Release",
    _l("A numbered copy of the plan that never changes."),
    (
        Field("number", "integer", _l("Its number within the season.")),
        Field("created_at", "instant", _l("When it was released.")),
        Field("note", "text", _l("What the office said of it."), null=True),
    ),
)


def seasons(call: Call) -> Page:
    return take(queries.seasons(call.office.id), [Key(Campaign.id)], call.asked, entities=False)


def season(call: Call) -> object:
    campaign = call.season()
    found = queries.seasons(call.office.id).where(Campaign.id == campaign.id)
    return take(found, [Key(Campaign.id)], call.asked, entities=False).rows[0]


def events(call: Call) -> Page:
    campaign = call.season()
    found = queries.events(call.office.id, campaign.id)
    page = take(found, [Key(Event.id)], call.asked, entities=True)
    records = queries.records_of([event.id for event in page.rows])
    names = [field.name for field in EVENT.fields if hasattr(Event, field.name)]
    rows = [
        SimpleNamespace(
            **{name: getattr(event, name) for name in names},
            held=getattr(records.get(event.id), "held", None),
            signed_off_at=getattr(records.get(event.id), "signed_off_at", None),
            placements=event.assignments,
        )
        for event in page.rows
    ]
    return Page(rows, page.after)


def releases(call: Call) -> Page:
    campaign = call.season()
    found = queries.releases(campaign.id)
    return take(found, [Key(Release.number)], call.asked, entities=False)
