"""The directory of a season's office, and as a tabular data package."""

from __future__ import annotations

from datetime import datetime

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from planner.campaigns.models import Campaign
from planner.campaigns.release_queries import latest_release, season_of
from planner.exports import encode_package, hsds_queries, queries
from planner.exports.encode_package import Resource
from planner.exports.hsds import Directory, Source, make_directory
from planner.exports.hsds_schema import TABLES, VERSION, HsdsTable
from planner.exports.package import Package, in_both
from planner.exports.table import Column, Table
from planner.places.address_keys import road_key

TITLE = _l("Directory of agencies (HSDS)")
LEAD = _l(
    "Who counsels in what, where and when, by the Human Services Data Specification of Open "
    "Referral. Only what may be public: no contact persons, no mobile numbers, no e-mail."
)


def season_directory(campaign: Campaign, base_url: str) -> Directory:
    """The directory of a season's office, with the events of its newest release. Its words are
    Korean, whoever asks: the file says so."""
    office = campaign.office
    venues = queries.venues(office.id)
    release = latest_release(campaign.id)
    season = season_of(release) if release else None
    places = [event.place for event in season.events] if season else []
    keys = {road_key(place.address) for place in (*venues, *places)} - {""}
    source = Source(
        office,
        office.parent.name if office.parent else "",
        queries.agencies(office.id),
        venues,
        hsds_queries.fields(office.id),
        season,
        hsds_queries.postcodes(office.id, keys),
        base_url,
    )
    with force_locale("ko"):
        return make_directory(source)


def directory_package(found: Directory, campaign: Campaign, *, now: datetime) -> Package:
    """The directory as a tabular data package, a file for each table of HSDS."""
    description, description_en = in_both(LEAD)
    title, title_en = in_both(TITLE)
    about = {
        "profile": "data-package",
        "name": f"{campaign.slug}-hsds",
        "title": f"{campaign.office.name} {title}",
        "title_en": f"{campaign.office.name_en or campaign.office.name} {title_en}",
        "description": description,
        "description_en": description_en,
        "created": encode_package.plain(now),
        "hsds_version": VERSION,
        "contributors": [{"title": campaign.office.name, "role": "author"}],
    }
    resources = [_resource(name, table, found) for name, table in TABLES.items()]
    return Package(resources, about, now)


def _resource(name: str, table: HsdsTable, found: Directory) -> Resource:
    rows = [tuple(row.get(column) for column in table.columns) for row in found.rows[name].values()]
    columns = [Column(column, column, kind=kind) for column, kind in table.columns.items()]
    return Resource(
        Table(name, name, "", columns, len(rows), lambda: rows),
        ("id",),
        table.points,
        table.codes,
        table.required,
        table.file,
    )
