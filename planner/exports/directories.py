"""Schedule, agencies and venues as tables: nothing in them is a figure."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.exports import queries
from planner.exports.columns import ADDRESS, DAY, HOURS, THEME
from planner.exports.table import Column, Table
from planner.statistics.queries import Facts
from planner.statistics.words import category_name
from planner.templating import named, weekday


def events_table(facts: Facts, *, coded: bool = False) -> Table:
    """The schedule of a season, cancelled events among them."""
    assigned = queries.assigned(facts.campaign.id)
    states = {"planned": _("Planned"), "cancelled": _("Cancelled")}
    rows = [
        (
            event.day,
            str(event.day.isoweekday()) if coded else weekday(event.day),
            event.starts_at,
            event.ends_at,
            named(event.venue.zone),
            named(event.venue),
            event.venue.address or None,
            named(event.fallback) if event.fallback else None,
            event.use_fallback,
            event.status if coded else states.get(event.status, states["planned"]),
            assigned.get(event.id, 0),
            event.theme or None,
        )
        for event in sorted((*facts.events, *facts.dropped), key=lambda row: (row.day, row.id))
    ]
    columns = (
        DAY,
        Column("weekday", _l("Day of the week"), _l("Of the date.")),
        *HOURS,
        Column("zone", _l("Zone"), _l("The zone of the venue.")),
        Column("venue", _l("Venue"), _l("Where the event was planned.")),
        ADDRESS,
        Column("fallback", _l("In the rain"), _l("Where it moves in the rain.")),
        Column(
            "use_fallback",
            _l("Moved"),
            _l("Yes where the rain plan is switched on."),
            kind="flag",
        ),
        Column("status", _l("State"), _l("Planned or cancelled.")),
        Column(
            "agencies",
            _l("Agencies"),
            _l("How many agencies are assigned."),
            _l("agencies"),
            "integer",
        ),
        THEME,
    )
    return Table(
        "events",
        _l("Schedule"),
        _l("Every event of the season, cancelled ones among them."),
        columns,
        len(rows),
        lambda: rows,
    )


def agencies_table(office_id: int, campaign_id: int | None = None, *, coded: bool = False) -> Table:
    """The office's agencies; with a season, also at how many of its events each stands."""
    events = queries.appearances(campaign_id) if campaign_id else {}
    rows = [
        (
            agency.name,
            agency.name_en or None,
            agency.category if coded else category_name(agency.category),
            ", ".join(named(field) for field in agency.fields) or None,
            agency.staff_per_day,
            agency.needs_power,
            agency.needs_water,
            agency.needs_private,
            agency.needs_step_free,
            agency.phone or None,
            agency.email or None,
            agency.website or None,
            events.get(agency.id, 0) if campaign_id else None,
            agency.active,
            agency.synthetic,
        )
        for agency in queries.agencies(office_id)
    ]
    columns = (
        Column("name", _l("Name"), _l("The agency's name.")),
        Column("name_en", _l("English name"), _l("Its name in English.")),
        Column("category", _l("Kind of agency"), _l("Public, private, sponsor, council.")),
        Column("fields", _l("Fields"), _l("The fields in which it counsels.")),
        Column(
            "staff", _l("Staff a day"), _l("Counsellors at one event."), _l("people"), "integer"
        ),
        Column("power", _l("Needs power"), _l("Yes or no."), kind="flag"),
        Column("water", _l("Needs water"), _l("Yes or no."), kind="flag"),
        Column("private", _l("Needs privacy"), _l("Yes or no."), kind="flag"),
        Column("step_free", _l("Needs step-free access"), _l("Yes or no."), kind="flag"),
        Column("phone", _l("Telephone"), _l("Of the agency.")),
        Column("email", _l("E-mail"), _l("Of the agency.")),
        Column("website", _l("Website"), _l("Of the agency.")),
        Column(
            "events",
            _l("Events"),
            _l("At how many events of the season it stands."),
            _l("times"),
            "integer",
        ),
        Column("active", _l("Active"), _l("No where it takes part no more."), kind="flag"),
        Column(
            "synthetic",
            _l("Synthetic"),
            _l("Yes where it was made up because the source names no agency."),
            kind="flag",
        ),
    )
    return Table(
        "agencies",
        _l("Agencies"),
        _l("The directory of agencies."),
        columns,
        len(rows),
        lambda: rows,
    )


def venues_table(office_id: int) -> Table:
    """The office's venues."""
    rows = [
        (
            named(venue.zone),
            venue.dong.name if venue.dong else None,
            venue.name,
            venue.name_en or None,
            venue.address or None,
            venue.indoor,
            venue.power,
            venue.water,
            venue.toilets,
            venue.step_free,
            len(venue.booths),
            venue.foot_weekday,
            venue.foot_weekend,
            None if venue.lat is None else f"{venue.lat:.6f}",
            None if venue.lon is None else f"{venue.lon:.6f}",
            venue.active,
        )
        for venue in queries.venues(office_id)
    ]
    columns = (
        Column("zone", _l("Zone"), _l("The zone of the venue.")),
        Column("dong", _l("Dong"), _l("The administrative dong.")),
        Column("name", _l("Name"), _l("The venue's name.")),
        Column("name_en", _l("English name"), _l("Its name in English.")),
        ADDRESS,
        Column("indoor", _l("Indoors"), _l("Yes or no."), kind="flag"),
        Column("power", _l("Power"), _l("Yes or no."), kind="flag"),
        Column("water", _l("Water"), _l("Yes or no."), kind="flag"),
        Column("toilets", _l("Toilets"), _l("Yes or no."), kind="flag"),
        Column("step_free", _l("Step-free"), _l("Yes or no."), kind="flag"),
        Column("booths", _l("Booths"), _l("Numbered positions."), _l("items"), "integer"),
        Column(
            "foot_weekday",
            _l("Weekday foot traffic"),
            _l("People expected to be met in a day."),
            _l("people"),
            "integer",
        ),
        Column(
            "foot_weekend",
            _l("Weekend foot traffic"),
            _l("People expected to be met in a day."),
            _l("people"),
            "integer",
        ),
        Column("lat", _l("Latitude"), _l("WGS 84, degrees.")),
        Column("lon", _l("Longitude"), _l("WGS 84, degrees.")),
        Column("active", _l("Active"), _l("No where it is used no more."), kind="flag"),
    )
    return Table(
        "venues",
        _l("Venues"),
        _l("The places at which events can be held."),
        columns,
        len(rows),
        lambda: rows,
    )
