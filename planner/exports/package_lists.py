"""What the ids of a data package mean: events, zones, dongs, fields, agencies.

Nothing in them reaches a person: no telephone, no e-mail, no remark of the office.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from planner.exports import package_queries as queries
from planner.exports.columns import ADDRESS, DAY, HOURS, THEME
from planner.exports.encode_package import Resource
from planner.exports.package_tables import CODES
from planner.exports.table import Column, Table

ID = _l("Its number in the other tables.")
NAMES = (
    Column("name", _l("Name"), _l("In Korean.")),
    Column("name_en", _l("English name"), _l("Its name in English; empty without one.")),
)


def events(office_id: int, campaign_id: int) -> Resource:
    """The season's events, those that were cancelled among them."""
    columns = (
        Column("event", _l("Event"), ID, kind="integer"),
        DAY,
        *HOURS,
        Column("zone", _l("Zone"), _l("The zone of the venue."), kind="integer"),
        Column("dong", _l("Dong"), _l("The administrative dong."), kind="integer"),
        Column("venue", _l("Venue"), _l("Where the event was planned.")),
        Column("venue_en", _l("Venue in English"), _l("Its name in English; empty without one.")),
        ADDRESS,
        Column("status", _l("State"), _l("A code of the list 'status'.")),
        THEME,
    )
    return Resource(
        _table(
            "events",
            _l("Schedule"),
            _l("Every event of the season, cancelled ones among them."),
            columns,
            queries.events(office_id, campaign_id),
        ),
        ("event",),
        {"zone": "zones", "dong": "dongs"},
        {"status": CODES["status"]},
        ("day", "starts_at", "ends_at", "zone", "venue", "status"),
    )


def zones(office_id: int) -> Resource:
    """The office's zones."""
    columns = (Column("zone", _l("Zone"), ID, kind="integer"), *NAMES)
    table = _table(
        "zones", _l("Zones"), _l("The office's zones."), columns, queries.zones(office_id)
    )
    return Resource(table, ("zone",), required=("name",))


def dongs(office_id: int) -> Resource:
    """The office's dongs, each with its zone."""
    columns = (
        Column("dong", _l("Dong"), ID, kind="integer"),
        Column("code", _l("Code"), _l("The ten digits of the ministry; empty without them.")),
        Column("name", _l("Name"), _l("In Korean.")),
        Column("zone", _l("Zone"), _l("The zone to which it belongs."), kind="integer"),
    )
    table = _table(
        "dongs", _l("Dongs"), _l("The office's dongs."), columns, queries.dongs(office_id)
    )
    return Resource(table, ("dong",), {"zone": "zones"}, required=("name",))


def fields(office_id: int) -> Resource:
    """The office's counselling fields."""
    columns = (
        Column("field", _l("Counselling field"), ID, kind="integer"),
        Column("code", _l("Code"), _l("The field's short name.")),
        *NAMES,
    )
    table = _table(
        "fields", _l("Counselling fields"), _l("The office's fields."), columns,
        queries.fields(office_id),
    )  # fmt: skip
    return Resource(table, ("field",), required=("code", "name"))


def agencies(office_id: int) -> Resource:
    """The office's agencies."""
    columns = (
        Column("agency", _l("Agency"), ID, kind="integer"),
        *NAMES,
        Column("category", _l("Kind of agency"), _l("A code of the list 'category'.")),
        Column("active", _l("Active"), _l("No where it takes part no more."), kind="flag"),
        Column(
            "synthetic",
            _l("Synthetic"),
            _l("Yes where it was made up because the source names no agency."),
            kind="flag",
        ),
    )
    table = _table(
        "agencies", _l("Agencies"), _l("The office's agencies, without ways to reach them."),
        columns, queries.agencies(office_id),
    )  # fmt: skip
    codes = {"category": CODES["category"]}
    required = ("name", "category", "active", "synthetic")
    return Resource(table, ("agency",), codes=codes, required=required)


def _table(name: str, title: Any, lead: Any, columns: tuple[Column, ...], rows: Any) -> Table:
    return Table(name, title, lead, columns, len(rows), lambda: rows)
