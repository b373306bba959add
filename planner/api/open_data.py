"""What is public anyway: released seasons, and figures as they were published, without a token."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound

from planner.api.asking import Call
from planner.api.directory import NAME, NAME_EN
from planner.api.pages import Page, take_of
from planner.api.shapes import Field, Shape
from planner.core.release import ReleasedSeason
from planner.feeds.queries import Newest, newest_of_office
from planner.feeds.services import find_season
from planner.statistics.public_values import ALL, PublicTables, from_json
from planner.statistics.publication_queries import list_publications

OPEN_SEASON = Shape(
    "OpenSeason",
    _l("A season that has been released."),
    (
        Field("slug", "text", _l("The short name of the season, as it stands in addresses.")),
        Field("ends_on", "date", _l("The last day.")),
        Field("release", "integer", _l("The number of the newest release."),
              get=lambda row: row.number),
        Field("released_at", "instant", _l("When it was released."),
              get=lambda row: row.created_at),
    ),
)  # fmt: skip
OPEN_FIELD = Shape(
    "OpenField",
    _l("A field in which residents are counselled."),
    (Field("code", "text", _l("The office's own code.")), NAME, NAME_EN,
     Field("is_new", "flag", _l("Whether this season offers it for the first time."))),
)  # fmt: skip
OPEN_NAME = Shape("Named", _l("A name in Korean and English."), (NAME, NAME_EN))
OPEN_PLACE = Shape(
    "OpenPlace",
    _l("Where an event is held, as it was when released."),
    (
        NAME,
        NAME_EN,
        Field("address", "text", _l("Of the venue."), null=True),
        Field("lat", "number", _l("WGS 84, degrees."), null=True),
        Field("lon", "number", _l("WGS 84, degrees."), null=True),
        Field("precision", "text", _l("How well the position is known.")),
        *(Field(name, "flag") for name in ("indoor", "step_free", "toilets")),
    ),
)
OPEN_PLACEMENT = Shape(
    "OpenPlacement",
    _l("An agency at an event."),
    (
        NAME,
        NAME_EN,
        Field("category", "text", _l("The kind of agency.")),
        Field("booth", "text", _l("The number of its booth."), null=True),
        Field("fields", OPEN_NAME, _l("The fields in which it counsels there."), many=True),
    ),
)
OPEN_EVENT = Shape(
    "OpenEvent",
    _l("A counselling day, as residents see it."),
    (
        Field("uid", "text", _l("Its identifier in calendars.")),
        Field("day", "date", _l("The day of the event.")),
        Field("starts_at", "time", _l("When counselling starts.")),
        Field("ends_at", "time", _l("When counselling ends.")),
        Field("status", "text", _l("Planned or cancelled.")),
        Field("zone", OPEN_NAME, _l("The zone of the venue.")),
        Field("place", OPEN_PLACE, _l("Where it is held; the other place once it has moved.")),
        Field("moved", "flag", _l("Yes where the rain plan is switched on.")),
        Field("theme", "text", _l("The theme of the event."), null=True),
        Field("fields", OPEN_FIELD, _l("The fields offered there."), many=True),
        Field("agencies", OPEN_PLACEMENT, _l("The agencies there."),
              get=lambda row: list(row.present()), many=True),
        Field("changed_at", "instant", _l("When it last changed.")),
        Field("sequence", "integer", _l("Rises when time, place or status change.")),
    ),
)  # fmt: skip
SCHEDULE = Shape(
    "Schedule",
    _l("A released season with all of its events."),
    (
        Field("slug", "text", _l("The short name of the season, as it stands in addresses."),
              get=lambda row: row.campaign.slug),
        Field("name", "text", _l("The name in Korean."), get=lambda row: row.campaign.name),
        Field("name_en", "text", _l("The name in English."),
              get=lambda row: row.campaign.name_en, null=True),
        Field("office", "text", _l("The office that holds it."),
              get=lambda row: row.campaign.office),
        Field("starts_on", "date", _l("The first day."),
              get=lambda row: row.campaign.starts_on),
        Field("ends_on", "date", _l("The last day."), get=lambda row: row.campaign.ends_on),
        Field("release", "integer", _l("The number of the newest release.")),
        Field("released_at", "instant", _l("When it was released.")),
        Field("fields", OPEN_FIELD, _l("The fields of the season."), many=True),
        Field("events", OPEN_EVENT, _l("Every event, cancelled ones among them."), many=True),
    ),
)  # fmt: skip
PUBLICATION = Shape(
    "Publication",
    _l("A numbered publication of a season's figures."),
    (
        Field("number", "integer", _l("Its number within the season.")),
        Field("published_at", "instant", _l("When it was published.")),
        Field("formula_version", "text", _l("The version of the rules that made it."),
              get=lambda row: row.formula),
    ),
)  # fmt: skip
PUBLIC_CELL = Shape(
    "PublicFigure",
    _l("A published figure. A hidden one has no value but a mark."),
    (
        Field("measure", "text", _l("What was counted.")),
        Field("place", "text", _l("The line: all, or one of the lines of the publication.")),
        Field("field", "text", _l("The field's line; null: all fields."), null=True),
        Field("value", "integer", _l("The number; null when it is hidden or not reported."),
              null=True),
        Field("mark", "text", _l("Why there is no number: small (1 to 4) or hidden."),
              null=True, codes=("small", "hidden")),
        Field("reports_in", "integer", _l("How many of the expected reports are in; null where "
              "nobody reports by these dimensions."), null=True),
        Field("reports_expected", "integer", _l("How many reports are expected."), null=True),
        Field("synthetic", "flag", _l("Whether any part of it was made up.")),
    ),
)  # fmt: skip
LINE = Shape(
    "PublicLine",
    _l("A line of the published tables: a place or a field, named as it was then."),
    (
        Field("key", "text"),
        Field("kind", "text"),
        Field("name", "text", null=True),
        Field("name_en", "text", null=True),
        Field("day", "date", _l("The day of the event."), null=True),
    ),
)
PUBLISHED_TABLES = Shape(
    "PublishedTables",
    _l("A publication with its figures."),
    (
        *PUBLICATION.fields,
        Field("places", LINE, many=True, get=lambda row: row.tables.places),
        Field("fields", LINE, many=True, get=lambda row: row.tables.fields),
        Field("figures", PUBLIC_CELL, many=True, get=lambda row: list(_cells(row.tables))),
    ),
)


def open_seasons(call: Call) -> Page:
    rows = [(row.slug, row) for row in newest_of_office(None)]
    return take_of(rows, call.asked)


def schedule(call: Call) -> Any:
    newest, season = _released(call)
    return SimpleNamespace(
        campaign=season.campaign,
        fields=season.fields,
        events=season.events,
        release=newest.number,
        released_at=newest.created_at,
    )


def publications(call: Call) -> Page:
    newest, _season = _released(call)
    rows = [(row.number, row) for row in list_publications(newest.campaign_id)]
    return take_of(rows, call.asked)


def publication(call: Call) -> Any:
    """A publication without what it hides."""
    newest, _season = _released(call)
    for row in list_publications(newest.campaign_id):
        if row.number == call.path["number"]:
            return SimpleNamespace(
                number=row.number,
                published_at=row.published_at,
                formula=row.formula,
                tables=from_json(row.tables).redacted(),
            )
    raise NotFound


def _released(call: Call) -> tuple[Newest, ReleasedSeason]:
    found = find_season(call.path["season"]) if "\0" not in call.path["season"] else None
    if found is None:
        raise NotFound
    return found


def _cells(tables: PublicTables) -> Iterator[SimpleNamespace]:
    """Every cell, as the residents' file has them."""
    for measure in tables.measures:
        for place in tables.places:
            by_field = measure in tables.fielded and place.kind not in ("event", "outside_zone")
            for part in (None, *(tables.fields if by_field else ())):
                shown = tables.shown(measure, place.key, part.key if part else ALL)
                reports = (None, None) if part else tables.reports_of(measure, place.key)
                yield SimpleNamespace(
                    measure=measure,
                    place=place.key,
                    field=part.key if part else None,
                    value=shown.value,
                    mark=shown.mark,
                    reports_in=reports[0],
                    reports_expected=reports[1],
                    synthetic=shown.synthetic,
                )
