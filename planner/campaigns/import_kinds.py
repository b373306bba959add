"""The columns of a season's files, and what their faults are called."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask_babel import lazy_gettext as _l

from planner.campaigns.words import STATUS_LABELS
from planner.tabular import (
    CellError,
    Column,
    ImportKind,
    ImportResult,
    Parser,
    choice,
    clock,
    day,
    flag,
    integer,
    listing,
    shown,
    text,
    weekdays,
)

SENTENCES = {
    "unknown_name": (
        _l("Nothing is known by the name '%(value)s'."),
        _l("Add it to the records first, or correct the name."),
    ),
    "several_events": (
        _l("There are several events on %(value)s."),
        _l("Add a column 'venue' that says which one is meant."),
    ),
    "unknown_booth": (
        _l("The venue of the event has no booth '%(value)s'."),
        _l("Add the booth to the venue first, or correct the number."),
    ),
    "booth_taken": (
        _l("The booth '%(value)s' belongs to '%(by)s' already."),
        _l("Choose another booth, or leave the cell empty."),
    ),
    "too_far": (
        _l("The day is far from the season."),
        _l("Check the year; an event lies in the season or close to it."),
    ),
    "order": (
        _l("The end lies before the beginning."),
        _l("Check both cells."),
    ),
    "slug_taken": (
        _l("The address name '%(value)s' is taken."),
        _l("Choose another one."),
    ),
    "not_a_slug": (
        _l("'%(value)s' cannot stand in an address."),
        _l("Use small letters, digits and -."),
    ),
}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CAMPAIGN = Column("campaign", _l("Season"), parse=text(60), example="seocho-2023",
                  help=_l("the season's address name"))  # fmt: skip


def slug() -> Parser:
    """A name for addresses."""
    plain = text(60)

    def read(cell: object) -> str:
        value = plain(cell)
        if not SLUG.fullmatch(value):
            raise CellError("not_a_slug", value=shown(cell))
        return str(value)

    return Parser(read, _l("small letters, digits and -"), "", "seocho-2023", textual=True)


COLUMNS: dict[str, tuple[Column, ...]] = {
    "campaign": (
        Column("slug", _l("Address name"), required=True, parse=slug()),
        Column("name", _l("Name"), required=True, parse=text(120)),
        Column("name_en", _l("Name in English"), parse=text(160)),
        Column("summary", _l("What residents read about it"), parse=text(2000, lines=True)),
        Column("starts_on", _l("First day"), required=True, parse=day()),
        Column("ends_on", _l("Last day"), required=True, parse=day()),
        Column("weekdays", _l("Days of the week"), parse=weekdays(blank="1111100")),
        Column("opens_at", _l("Opens at"), required=True, parse=clock(), example="10:00"),
        Column("closes_at", _l("Closes at"), required=True, parse=clock(), example="16:00"),
        Column("events_wanted", _l("Events wanted"), parse=integer(0, 500), default=0),
        Column("min_gap", _l("Days between events"), parse=integer(0, 60), default=1),
        Column("max_weekend", _l("Events at weekends"), parse=integer(0, 200), default=0),
        Column("kits", _l("Sets of equipment"), parse=integer(0, 100), default=1),
        Column("kit_turnaround", _l("Days a set is away"), parse=integer(1, 30), default=1),
        Column("adjacent_metres", _l("Side by side within (m)"), parse=integer(0, 100), default=4),
        Column("rain_chance", _l("Chance of rain"), parse=integer(0, 100), default=30),
    ),
    "campaign_fields": (
        CAMPAIGN,
        Column("field", _l("Counselling field"), required=True, parse=text(80), example="finance",
               help=_l("its code or name")),
        Column("need", _l("Agencies needed per event"), parse=integer(0, 50), default=1),
        Column("is_new", _l("New this year"), parse=flag()),
    ),
    "campaign_zones": (
        CAMPAIGN,
        Column("zone", _l("Zone"), required=True, parse=text(80)),
        Column("min_visits", _l("At least"), parse=integer(0, 99), default=1),
        Column("max_visits", _l("At most"), parse=integer(0, 99), default=1),
        Column("target_visits", _l("Aim"), parse=integer(0, 99), default=1),
        Column("gap", _l("Days between visits"), parse=integer(0, 365), default=0),
        Column("last_visit", _l("Last visit before"), parse=day()),
        Column("carried", _l("Carried over"), parse=integer(-99, 99), default=0,
               help=_l("visits owed (+) or ahead (-) from the season before")),
    ),
    "campaign_agencies": (
        CAMPAIGN,
        Column("agency", _l("Agency"), required=True, parse=text(120)),
        Column("target_events", _l("Fair share"), parse=integer(0, 500), default=1),
        Column("carried", _l("Carried over"), parse=integer(-99, 99), default=0,
               help=_l("events to make up (+) or done ahead (-) from the season before")),
    ),
    "closed_days": (
        CAMPAIGN,
        Column("day", _l("Date"), required=True, parse=day()),
        Column("name", _l("Reason"), parse=text(80)),
    ),
    "events": (
        CAMPAIGN,
        Column("day", _l("Date"), required=True, parse=day()),
        Column("starts_at", _l("Starts at"), parse=clock(), example="10:00"),
        Column("ends_at", _l("Ends at"), parse=clock(), example="16:00"),
        Column("venue", _l("Venue"), required=True, parse=text(120)),
        Column("fallback", _l("Place for rain"), parse=text(120)),
        Column("theme", _l("Theme"), parse=text(120)),
        Column("status", _l("State"), parse=choice(STATUS_LABELS, blank="planned")),
        Column("pinned", _l("Kept by proposals"), parse=flag()),
        Column("note", _l("Note"), parse=text(2000, lines=True)),
    ),
    "assignments": (
        CAMPAIGN,
        Column("day", _l("Date"), required=True, parse=day()),
        Column("venue", _l("Venue"), parse=text(120),
               help=_l("only where two events share the day")),
        Column("agency", _l("Agency"), required=True, parse=text(120)),
        Column("booth", _l("Booth"), parse=text(12), example="A5"),
        Column("fields", _l("Fields"), parse=listing(), example="finance;housing",
               help=_l("codes or names of fields, separated by ;")),
    ),
}  # fmt: skip
TITLES = {
    "campaign": _l("Seasons"),
    "campaign_fields": _l("Counselling fields of the season"),
    "campaign_zones": _l("Zones of the season"),
    "campaign_agencies": _l("Agencies of the season"),
    "closed_days": _l("Closed days"),
    "events": _l("Events of the season"),
    "assignments": _l("Agencies placed at events"),
}
UNIQUE = {
    "campaign": ("slug",),
    "campaign_fields": ("campaign", "field"),
    "campaign_zones": ("campaign", "zone"),
    "campaign_agencies": ("campaign", "agency"),
    "closed_days": ("campaign", "day"),
    "events": ("campaign", "day", "venue"),
    "assignments": ("campaign", "day", "agency"),
}


def build(**apply: Callable[..., ImportResult]) -> tuple[ImportKind, ...]:
    """The kinds in the order in which they are to be loaded, each with what takes its rows."""
    return tuple(
        ImportKind(
            name, COLUMNS[name], taker, title=TITLES[name], unique=UNIQUE[name],
            sentences=SENTENCES,
        )
        for name, taker in apply.items()
    )  # fmt: skip
