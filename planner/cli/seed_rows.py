"""A season written back into the importer's own files: what `seed export` puts into a folder.

What the files have no column for is left out: severities of rules, weights, the season before,
proposals, earlier releases, reasons of days off, who counted, the texts and the budget of a report.
A count is written with its corrections worked in.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from operator import attrgetter
from pathlib import Path
from typing import Any

from sqlalchemy import select

from planner.accounts.models import Office
from planner.agencies.models import Agency, AgencyPair, Agreement, CounselingField
from planner.booths.models import ExtraBooth, GoodsItem, SupplyItem
from planner.campaigns.models import Assignment, Campaign, Event, Release
from planner.cli import seed_counts as count_tables
from planner.extensions import db
from planner.places.models import DONG_MEASURES, AdminDong, DongFigure, Venue, Zone
from planner.programme.seed_rows import office_files
from planner.results.models import EventRecord
from planner.templating import SEOUL

Getter = Callable[[Any], Any]


def write_season(campaign: Campaign, folder: Path) -> list[Path]:
    """Write every file of the season into `folder` (made when missing); their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, columns, rows, getters in _tables(campaign):
        path = folder / f"{name}.csv"
        found = list(rows)
        if found:  # the importer takes no file without rows
            _write(path, columns.split(), found, getters)
            written.append(path)
    outlines = _outlines(campaign.office_id)
    if outlines is not None:
        path = folder / "zones.geojson"
        path.write_text(outlines + "\n", encoding="utf-8")
        written.append(path)
    return written


def _write(path: Path, columns: list[str], rows: list[Any], getters: dict[str, Getter]) -> None:
    """Write a table; a column named with '?' is left out where nothing stands in it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        names = [key.rstrip("?") for key in columns]
        read = [getters.get(key) or attrgetter(key) for key in names]
        cells = [[_cell(get(row)) for get in read] for row in rows]
        kept = [
            i
            for i, key in enumerate(columns)
            if not key.endswith("?") or any(line[i] != "" for line in cells)
        ]
        writer.writerow([names[i] for i in kept])
        writer.writerows([line[i] for i in kept] for line in cells)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.astimezone(SEOUL):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, list | tuple):
        return ";".join(str(_cell(item)) for item in value)
    return value


def _tables(
    campaign: Campaign,
) -> Iterable[tuple[str, str, Iterable[Any], dict[str, Getter]]]:
    yield from _place_tables(campaign.office_id)
    yield from _agency_tables(campaign.office_id)
    yield from office_files(campaign.office_id)
    yield from _campaign_tables(campaign)
    yield from _event_tables(campaign)


def _rows_of(model: Any, office_id: int, *order: Any) -> Sequence[Any]:
    """All rows of an office."""
    statement = select(model).where(model.office_id == office_id).order_by(*order)
    return db.session.scalars(statement).all()


def _place_tables(
    office_id: int,
) -> Iterable[tuple[str, str, Iterable[Any], dict[str, Getter]]]:
    venues = _rows_of(Venue, office_id, Venue.id)
    office = db.session.get(Office, office_id)
    zones = _rows_of(Zone, office_id, Zone.position, Zone.id)
    yield "office", "code name name_en kind phone department", [office], {}
    yield "zones", "name name_en council position", zones, {}
    yield (
        "dongs",
        "name code zone vulnerable label_lat label_lon",
        _rows_of(AdminDong, office_id, AdminDong.position, AdminDong.id),
        {"zone": lambda row: row.zone.name if row.zone else ""},
    )
    figures = sorted(_rows_of(DongFigure, office_id, DongFigure.id), key=_place_of_figure)
    yield (
        "dong_figures",
        "dong measure value as_of source",
        figures,
        {"dong": lambda row: row.dong.name},
    )
    yield (
        "venues",
        "name name_en zone dong kind indoor address legal_dong lat lon precision power water "
        "toilets step_free foot_weekday foot_weekend open_weekdays closures fallbacks "
        "contact_name contact_phone note",
        venues,
        {
            "zone": lambda row: row.zone.name,
            "dong": lambda row: row.dong.name if row.dong else "",
            "closures": lambda row: _spans(row.closures),
            "fallbacks": lambda row: [item.fallback.name for item in row.fallbacks],
        },
    )
    yield (
        "booths",
        "venue number x y private power water step_free",
        [booth for venue in venues for booth in venue.booths],
        {"venue": lambda row: row.venue.name},
    )


def _agency_tables(
    office_id: int,
) -> Iterable[tuple[str, str, Iterable[Any], dict[str, Getter]]]:
    yield (
        "fields",
        "code name name_en description",
        _rows_of(CounselingField, office_id, CounselingField.position, CounselingField.id),
        {},
    )
    yield (
        "agencies",
        "name name_en category fields staff_per_day needs_power needs_water needs_private "
        "needs_step_free noise max_events max_per_week weekdays absences phone email website "
        "note synthetic",
        _rows_of(Agency, office_id, Agency.id),
        {"fields": _codes, "absences": lambda row: _spans(row.absences)},
    )
    yield (
        "agency_pairs",
        "kind first second",
        _rows_of(AgencyPair, office_id, AgencyPair.id),
        {"first": lambda row: row.first.name, "second": lambda row: row.second.name},
    )
    yield (
        "agreements",
        "agency category number signed_on starts_on ends_on fields scope note synthetic",
        _rows_of(Agreement, office_id, Agreement.id),
        {"agency": lambda row: row.agency.name, "fields": _codes},
    )


def _place_of_figure(row: DongFigure) -> tuple[Any, ...]:
    return row.dong.position, row.dong_id, DONG_MEASURES.index(row.measure), row.as_of


def _codes(row: Any) -> list[str]:
    return [field.code for field in row.fields]


def _spans(rows: Iterable[Any]) -> list[str]:
    return [
        f"{row.first_day}" if row.first_day == row.last_day else f"{row.first_day}~{row.last_day}"
        for row in rows
    ]


def _campaign_tables(
    campaign: Campaign,
) -> Iterable[tuple[str, str, Iterable[Any], dict[str, Getter]]]:
    slug: dict[str, Getter] = {"campaign": lambda _row: campaign.slug}
    yield (
        "campaign",
        "slug name name_en summary starts_on ends_on weekdays opens_at closes_at events_wanted "
        "min_gap max_weekend kits kit_turnaround adjacent_metres rain_chance",
        [campaign],
        {},
    )
    yield (
        "campaign_fields",
        "campaign field need is_new",
        campaign.fields,
        {**slug, "field": lambda row: row.field.code},
    )
    yield (
        "campaign_zones",
        "campaign zone min_visits max_visits target_visits gap last_visit carried",
        campaign.zones,
        {**slug, "zone": lambda row: row.zone.name},
    )
    yield (
        "campaign_agencies",
        "campaign agency target_events carried",
        campaign.agencies,
        {**slug, "agency": lambda row: row.agency.name},
    )
    yield "closed_days", "campaign day name", campaign.closed_days, slug
    yield from count_tables.published_tables(campaign)
    released = select(Release).where(Release.campaign_id == campaign.id)
    yield (
        "release",
        "campaign released_at note",
        db.session.scalars(released.order_by(Release.number.desc()).limit(1)),
        {**slug, "released_at": lambda row: row.created_at},
    )


def _event_tables(
    campaign: Campaign,
) -> Iterable[tuple[str, str, Iterable[Any], dict[str, Getter]]]:
    at_event: dict[str, Getter] = {
        "campaign": lambda _row: campaign.slug,
        "day": lambda row: row.event.day,
        "agency": lambda row: row.agency.name if row.agency else "",
        "booth": lambda row: row.booth.number if row.booth else "",
    }

    def all_of(model: Any, *order: Any) -> Sequence[Any]:
        statement = (
            select(model).join(Event, model.event_id == Event.id).order_by(Event.day, *order)
        )
        return db.session.scalars(statement.where(Event.campaign_id == campaign.id)).all()

    yield (
        "events",
        "campaign day starts_at ends_at venue fallback theme status pinned note",
        campaign.events,
        {
            "campaign": lambda _row: campaign.slug,
            "venue": lambda row: row.venue.name,
            "fallback": lambda row: row.fallback.name if row.fallback else "",
        },
    )
    yield (
        "assignments",
        "campaign day agency booth fields",
        all_of(Assignment, Assignment.id),
        {**at_event, "fields": _codes},
    )
    extras = all_of(ExtraBooth, ExtraBooth.id)
    yield "extra_booths", "campaign day kind name name_en booth agency", extras, at_event
    goods = all_of(GoodsItem, GoodsItem.id)
    yield "goods", "campaign day agency kind name quantity unit synthetic", goods, at_event
    supplies = all_of(SupplyItem, SupplyItem.id)
    yield "supplies", "campaign day name quantity unit responsible ready", supplies, at_event
    yield (
        "event_records",
        "campaign day held moved_indoors note signed_off",
        all_of(EventRecord, EventRecord.id),
        {**at_event, "signed_off": lambda row: row.signed_off_at},
    )
    yield count_tables.counts_table(campaign)


def _outlines(office_id: int) -> str | None:
    """The zones' outlines with where they come from; None where there are none."""
    import json

    statement = select(Zone).where(Zone.office_id == office_id, Zone.outline.is_not(None))
    zones = db.session.scalars(statement.order_by(Zone.position, Zone.id)).all()
    features = [
        {
            "type": "Feature",
            "properties": {"name": zone.name, "attribution": zone.outline_source},
            "geometry": zone.outline,
        }
        for zone in zones
        if zone.outline
    ]
    if not features:
        return None
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return '{"type": "FeatureCollection", "features": [\n' + lines + "\n]}"
