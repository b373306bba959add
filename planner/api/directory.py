"""Agencies, venues, zones, dongs and fields: what may be handed on, so no contact persons."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from planner.agencies.models import CATEGORIES, Agency, CounselingField
from planner.api import queries
from planner.api.asking import Call
from planner.api.pages import Key, Page, take
from planner.api.shapes import Field, Shape
from planner.core.public_phone import public_phone
from planner.places.models import PRECISIONS, VENUE_KINDS, AdminDong, Venue, Zone

ID = Field("id", "integer", _l("The number of the row; it never changes."))
NAME = Field("name", "text", _l("The name in Korean."))
NAME_EN = Field("name_en", "text", _l("The name in English."), null=True)

AGENCY = Shape(
    "Agency",
    _l("An agency that takes part."),
    (
        ID,
        NAME,
        NAME_EN,
        Field("category", "text", _l("The kind of agency."), codes=CATEGORIES),
        Field(
            "field_ids",
            "integer",
            _l("The fields in which it counsels."),
            get=lambda row: [field.id for field in row.fields],
            many=True,
        ),
        Field(
            "phone",
            "text",
            _l("Of the agency; mobile numbers are left out, for they are a person's."),
            get=lambda row: public_phone(row.phone),
            null=True,
        ),
        Field("website", "text", _l("Of the agency."), null=True),
        Field("active", "flag", _l("Whether it still takes part.")),
        Field("synthetic", "flag", _l("Whether it was made up because the source names none.")),
    ),
)
VENUE = Shape(
    "Venue",
    _l("A place at which events can be held."),
    (
        ID,
        NAME,
        NAME_EN,
        Field("kind", "text", _l("The kind of place."), codes=VENUE_KINDS),
        Field("zone_id", "integer", _l("The zone of the venue.")),
        Field("dong_id", "integer", _l("The administrative dong."), null=True),
        Field("address", "text", _l("Of the venue."), null=True),
        Field("legal_dong", "text", _l("The legal dong of the address."), null=True),
        Field("lat", "number", _l("WGS 84, degrees."), null=True),
        Field("lon", "number", _l("WGS 84, degrees."), null=True),
        Field("precision", "text", _l("How well the position is known."), codes=PRECISIONS),
        *(Field(name, "flag") for name in ("indoor", "power", "water", "toilets", "step_free")),
        Field("booths", "integer", _l("Numbered positions.")),
        Field("foot_weekday", "integer", _l("People expected to be met in a day.")),
        Field("foot_weekend", "integer", _l("People expected to be met in a day.")),
        Field("active", "flag", _l("No where it is used no more.")),
    ),
)
ZONE = Shape(
    "Zone",
    _l("A set of dongs that gets its turn in the rotation."),
    (ID, NAME, NAME_EN, Field("council", "text", _l("The zone council's name."), null=True),
     Field("position", "integer", _l("Its place in the office's order."))),
)  # fmt: skip
DONG = Shape(
    "Dong",
    _l("An administrative dong."),
    (ID, NAME, Field("code", "text", _l("The ministry's ten digits."), null=True),
     Field("zone_id", "integer", _l("The zone to which it belongs."), null=True),
     Field("position", "integer", _l("Its place in the office's order."))),
)  # fmt: skip
FIELD = Shape(
    "CounsellingField",
    _l("A field in which residents are counselled."),
    (ID, Field("code", "text", _l("The office's own code.")), NAME, NAME_EN,
     Field("description", "text", null=True),
     Field("position", "integer", _l("Its place in the office's order."))),
)  # fmt: skip


def agencies(call: Call) -> Page:
    return take(queries.agencies(call.office.id), [Key(Agency.id)], call.asked, entities=True)


def venues(call: Call) -> Page:
    return take(queries.venues(call.office.id), [Key(Venue.id)], call.asked, entities=False)


def zones(call: Call) -> Page:
    return take(queries.zones(call.office.id), [Key(Zone.id)], call.asked, entities=False)


def dongs(call: Call) -> Page:
    return take(queries.dongs(call.office.id), [Key(AdminDong.id)], call.asked, entities=False)


def fields(call: Call) -> Page:
    found = queries.fields(call.office.id)
    return take(found, [Key(CounselingField.id)], call.asked, entities=True)
