"""The files with zones, dongs, people by dong, venues and booths that the importer reads."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from planner.core.outline import KOREA
from planner.places.figure_services import apply_figures
from planner.places.import_rows import apply_booths, apply_dongs, apply_venues, apply_zones
from planner.places.words import DONG_MEASURE_LABELS, KIND_LABELS, PRECISION_LABELS
from planner.tabular import (
    Column,
    ImportKind,
    choice,
    day,
    day_spans,
    decimal,
    flag,
    integer,
    listing,
    text,
    weekdays,
)

WEST, SOUTH, EAST, NORTH = KOREA
SENTENCES = {
    "dong_twice": (
        _l("'%(value)s' is already given to the zone in row %(first)s."),
        _l("A dong belongs to one zone only. Take it out of one of the two rows."),
    ),
    "half_position": (
        _l("Latitude and longitude belong together; one of them is missing."),
        _l("Fill in both, or neither."),
    ),
    "not_indoor": (
        _l("'%(value)s' cannot be a rain fallback: it is not another indoor venue in use."),
        _l("Name an indoor venue, or mark that venue as indoor."),
    ),
    "future_day": (
        _l("%(value)s has not come yet."),
        _l("Write the day for which the figures were counted."),
    ),
}

ZONES = ImportKind(
    "zones",
    (
        Column("name", _l("Name"), required=True, parse=text(80)),
        Column("name_en", _l("English name"), parse=text(120)),
        Column("council", _l("Zone council"), parse=text(120)),
        Column("dongs", _l("Dongs"), parse=listing(40), help=_l("names of dongs of this office")),
        Column("position", _l("Order"), parse=integer(0, 9999), default=0),
    ),
    apply_zones,
    title=_l("Zones"),
    sentences=SENTENCES,
)
DONGS = ImportKind(
    "dongs",
    (
        Column("name", _l("Name"), required=True, parse=text(40)),
        Column("code", _l("Code"), parse=text(10), help=_l("the ministry's code of ten digits")),
        Column("zone", _l("Zone"), parse=text(80), help=_l("name of a zone of this office")),
        Column("vulnerable", _l("Weight of vulnerable residents"), parse=integer(), default=0),
        Column("label_lat", _l("Label's latitude"), parse=decimal(SOUTH, NORTH)),
        Column("label_lon", _l("Label's longitude"), parse=decimal(WEST, EAST)),
    ),
    apply_dongs,
    title=_l("Dongs"),
    sentences=SENTENCES,
)
VENUES = ImportKind(
    "venues",
    (
        Column("name", _l("Name"), required=True, parse=text(120)),
        Column("name_en", _l("English name"), parse=text(120)),
        Column("zone", _l("Zone"), required=True, parse=text(80)),
        Column("dong", _l("Dong"), parse=text(40), help=_l("administrative dong")),
        Column("kind", _l("Kind"), parse=choice(KIND_LABELS), default="other"),
        Column("indoor", _l("Indoors"), parse=flag()),
        Column("address", _l("Address"), parse=text(200)),
        Column("legal_dong", _l("Legal dong"), parse=text(40)),
        Column("lat", _l("Latitude"), parse=decimal(SOUTH, NORTH), example="37.4837"),
        Column("lon", _l("Longitude"), parse=decimal(WEST, EAST), example="127.0324"),
        Column("precision", _l("Precision"), parse=choice(PRECISION_LABELS), default="exact"),
        Column("power", _l("Power"), parse=flag()),
        Column("water", _l("Water"), parse=flag()),
        Column("toilets", _l("Toilets"), parse=flag()),
        Column("step_free", _l("Step-free access"), parse=flag()),
        Column("foot_weekday", _l("People a weekday"), parse=integer(), default=0),
        Column("foot_weekend", _l("People a weekend day"), parse=integer(), default=0),
        Column("open_weekdays", _l("Open on"), parse=weekdays()),
        Column("closures", _l("Closed on"), parse=day_spans()),
        Column("fallbacks", _l("Rain fallbacks"), parse=listing(120),
               help=_l("names of indoor venues, best first")),
        Column("contact_name", _l("Contact"), parse=text(80)),
        Column("contact_phone", _l("Contact's phone"), parse=text(40), example="02-2155-6114"),
        Column("note", _l("Note"), parse=text(2000, lines=True)),
    ),
    apply_venues,
    title=_l("Venues"),
    sentences=SENTENCES,
)  # fmt: skip
BOOTHS = ImportKind(
    "booths",
    (
        Column("venue", _l("Venue"), required=True, parse=text(120)),
        Column("number", _l("Booth number"), required=True, parse=text(12), example="1"),
        Column("x", _l("Metres east"), required=True, parse=integer(0, 9999),
               help=_l("from the north-west corner of the place"), example="0"),
        Column("y", _l("Metres south"), required=True, parse=integer(0, 9999), example="4"),
        Column("private", _l("Privacy"), parse=flag()),
        Column("power", _l("Power"), parse=flag()),
        Column("water", _l("Water"), parse=flag()),
        Column("step_free", _l("Step-free access"), parse=flag(), default=True),
    ),
    apply_booths,
    title=_l("Booth positions"),
    unique=("venue", "number"),
    sentences=SENTENCES,
)  # fmt: skip
FIGURES = ImportKind(
    "dong_figures",
    (
        Column("dong", _l("Dong"), required=True, parse=text(40),
               help=_l("its name, or the ministry's code of ten digits")),
        Column("measure", _l("Measure"), required=True, parse=choice(DONG_MEASURE_LABELS)),
        Column("value", _l("Value"), required=True, parse=integer(0, 10_000_000), example="21483"),
        Column("as_of", _l("As of"), required=True, parse=day(),
               help=_l("the day for which it was counted")),
        Column("source", _l("Source"), required=True, parse=text(200)),
    ),
    apply_figures,
    title=_l("People by dong"),
    lead=_l("A row for each dong and measure. Figures of another day are kept beside the older "
            "ones, and the newest are shown; the same day again replaces them."),
    unique=("dong", "measure", "as_of"),
    sentences=SENTENCES,
)  # fmt: skip
# In the order in which a new office fills them.
KINDS: tuple[ImportKind, ...] = (ZONES, DONGS, FIGURES, VENUES, BOOTHS)
