"""Kinds, precisions and refusals of this area in the reader's words."""

from __future__ import annotations

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.errors import Refused
from planner.places.models import AdminDong, VenueClosure, Zone
from planner.places.outlines import OutlineFault
from planner.templating import named

KIND_LABELS = {
    "park": _l("Park"),
    "community_center": _l("Community centre"),
    "welfare_center": _l("Welfare centre"),
    "plaza": _l("Plaza"),
    "school": _l("School"),
    "hall": _l("Hall"),
    "other": _l("Other"),
}
PRECISION_LABELS = {
    "exact": _l("The place itself"),
    "street": _l("Its street"),
    "block": _l("Its block"),
    "neighbourhood": _l("Its neighbourhood"),
}
BOOTH_FAULTS = {
    "booth_number": _l("Type a number of at most 12 characters."),
    "booth_number_twice": _l("This number stands twice."),
    "booth_metres": _l("Type whole metres from 0 to 9999."),
}
OUTLINE_FAULTS = {
    "no_file": (_l("No file was chosen."), _l("Choose a GeoJSON file, then send it.")),
    "no_source": (
        _l("The source of the outlines is missing."),
        _l("Name whom the map must credit."),
    ),
    "not_json": (
        _l("The file is not JSON in UTF-8."),
        _l("Export it again as GeoJSON from your map program."),
    ),
    "not_geojson": (
        _l("The file is JSON, but not a GeoJSON FeatureCollection."),
        _l("Export it again as GeoJSON from your map program."),
    ),
    "topojson": (
        _l("The file is TopoJSON."),
        _l("Export it as GeoJSON."),
    ),
    "crs": (
        _l("The coordinates are in '%(name)s', not in WGS 84."),
        _l("Export it with the coordinate system WGS 84 (EPSG:4326)."),
    ),
    "no_features": (_l("The file holds no outlines."), _l("Export the layer with its features.")),
    "too_many_features": (
        _l("The file holds more than %(most)s outlines."),
        _l("Keep only those of your district."),
    ),
    "no_name": (
        _l("The outline has no name and no code."),
        _l("Give it a property 'name' or 'code'."),
    ),
    "unknown_name": (
        _l("There is no '%(name)s' in this office."),
        _l("Add it first, or correct the name in the file."),
    ),
    "feature_twice": (
        _l("'%(name)s' has an outline in this file already."),
        _l("Merge the two into one MultiPolygon, or delete one."),
    ),
    "not_a_polygon": (
        _l("The geometry is '%(type)s', not a Polygon or MultiPolygon."),
        _l("Export areas, not lines or points."),
    ),
    "not_positions": (
        _l("The coordinates are not lists of longitude and latitude."),
        _l("Export the layer again as GeoJSON."),
    ),
    "third_dimension": (
        _l("The coordinates have a height (a third number)."),
        _l("Export the layer without Z."),
    ),
    "outside_box": (
        _l("The position %(lon)s, %(lat)s does not lie in Korea."),
        _l("Longitude comes first; use WGS 84, not metres."),
    ),
    "ring_short": (
        _l("A ring has only %(count)s different positions."),
        _l("Delete the sliver, or draw it again."),
    ),
    "ring_open": (
        _l("The ring that begins at %(lon)s, %(lat)s is not closed."),
        _l("Let it end where it begins."),
    ),
    "ring_flat": (
        _l("The ring at %(lon)s, %(lat)s has no area."),
        _l("Delete it."),
    ),
    "self_intersection": (
        _l("The outline crosses or touches itself near %(lon)s, %(lat)s."),
        _l("Repair the geometry in your map program ('fix geometries')."),
    ),
    "hole_outside": (
        _l("The hole at %(lon)s, %(lat)s lies outside its polygon."),
        _l("Make it a part of its own, or delete it."),
    ),
    "parts_overlap": (
        _l("Two parts overlap near %(lon)s, %(lat)s."),
        _l("Merge the parts ('dissolve')."),
    ),
    "too_many_positions": (
        _l("The outline has more than %(most)s positions."),
        _l("Simplify it in your map program."),
    ),
}
REFUSALS = {
    "name_taken": _l("There is already an entry named '%(name)s'. Choose another name."),
    "zone_has_venues": _l(
        "Venues still belong to '%(name)s'. Move them to another zone, then delete it."
    ),
    "zone_in_use": _l("A season uses '%(name)s'. Take it out of the season's zones first."),
    "dong_in_use": _l("Venues lie in '%(name)s'. Give them another dong, then delete it."),
    "fallback_unknown": _l("A rain fallback is an indoor venue in use. Choose one from the list."),
    "booth_number_twice": _l("The booth number '%(number)s' stands twice. Change one of them."),
    "booth_in_use": _l(
        "A booth that you removed has an agency or counts at an event. Keep it, or move the agency "
        "to another booth first."
    ),
    "venue_is_fallback": _l(
        "'%(name)s' is the rain fallback of '%(other)s'. Choose another fallback there first."
    ),
    "venue_in_use": _l(
        "Events are planned or were held at '%(name)s'. Take it out of use instead of deleting it."
    ),
}


def refusal(error: Refused) -> str:
    """What is wrong and what to do."""
    return str(REFUSALS[error.code]) % error.data


def outline_sentence(fault: OutlineFault) -> str:
    """What is wrong with an outline file or one of its features."""
    return str(OUTLINE_FAULTS[fault.code][0]) % fault.data


def outline_advice(fault: OutlineFault) -> str:
    """What to do about it."""
    return str(OUTLINE_FAULTS[fault.code][1]) % fault.data


def place_sentence(zone: Zone | None, dong: AdminDong | None) -> str:
    """Where a position lies."""
    if zone is None:
        return _("No outlines have been uploaded, so the zone cannot be checked.")
    if dong is None:
        return _("Lies in %(zone)s.", zone=named(zone))
    return _("Lies in %(zone)s, %(dong)s.", zone=named(zone), dong=dong.name)


def place_warning(zone_id: int | None, found: Zone | None, known: bool) -> str:
    """Why a position does not fit the zone chosen for it; '' when it does, or none can tell."""
    if not known:
        return ""
    if found is None:
        return _("The position lies outside every outline. Check it, or the outlines.")
    if zone_id is not None and found.id != zone_id:
        return _("The position lies in %(zone)s, outside the chosen zone.", zone=named(found))
    return ""


def closure(row: VenueClosure) -> str:
    """A closed span as it is typed."""
    span = row.first_day.isoformat()
    if row.last_day != row.first_day:
        span += f"~{row.last_day.isoformat()}"
    return f"{span} {row.reason}".strip()


def weekdays(mask: str) -> str:
    """A mask of weekdays in words: 'Every day', 'Weekdays', 'Mon, Wed'."""
    if mask == "1111111":
        return _("Every day")
    if mask == "1111100":
        return _("Monday to Friday")
    return ", ".join(name for name, on in zip(weekday_names(), mask, strict=True) if on == "1")


def weekday_names() -> list[str]:
    """The seven days, Monday first, in their short form."""
    names = get_day_names("abbreviated", locale=get_locale())
    return [names[i] for i in range(7)]
