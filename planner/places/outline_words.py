"""Files of outlines and what is wrong with them, in the reader's words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from planner.forms import clean_text
from planner.places.outlines import OutlineFault

BOUNDARY_KINDS = {
    "zones": _l("Zones"),
    "dongs": _l("Dongs"),
    "dissolved": _l("Zones drawn from dongs"),
}
OUTLINE_FAULTS = {
    "no_file": (
        _l("No file was chosen."),
        _l("Choose a GeoJSON or TopoJSON file, then send it."),
    ),
    "no_source": (
        _l("The source of the outlines is missing."),
        _l("Name whom the map must credit."),
    ),
    "not_json": (
        _l("The file is not JSON in UTF-8."),
        _l("Export it again as GeoJSON from your map program."),
    ),
    "not_geojson": (
        _l("The file is JSON, but neither a GeoJSON FeatureCollection nor TopoJSON."),
        _l("Export it again as GeoJSON from your map program."),
    ),
    "not_topojson": (
        _l("The file says that it is TopoJSON, but has no arcs or no objects."),
        _l("Export it again, or as GeoJSON."),
    ),
    "bad_transform": (
        _l("The TopoJSON's 'transform' is not a scale and a translation of two numbers each."),
        _l("Export it again, or as GeoJSON."),
    ),
    "no_layer": (
        _l("No layer of the file holds areas."),
        _l("Export the layer with the polygons of zones or dongs."),
    ),
    "several_layers": (
        _l("Several layers of the file hold areas: %(names)s."),
        _l("Keep only the one with your zones or dongs."),
    ),
    "bad_arc": (
        _l("The arc '%(number)s' is not a list of positions."),
        _l("Export it again, or as GeoJSON."),
    ),
    "no_arc": (
        _l("The outline names the arc %(number)s; the file has only %(count)s."),
        _l("Export it again, or as GeoJSON."),
    ),
    "arcs_apart": (
        _l("The arcs of the outline do not join at %(lon)s, %(lat)s."),
        _l("Export it again, or as GeoJSON."),
    ),
    "no_codes": (
        _l("The file holds dongs of %(count)s districts, and no dong of this office has a code."),
        _l("Enter the ten-digit codes of your dongs first; the others are then left out."),
    ),
    "none_of_yours": (
        _l("All %(count)s outlines belong to other districts."),
        _l("Compare the codes of your dongs with those in the file."),
    ),
    "code_differs": (
        _l("'%(name)s' has the code %(given)s in the file and %(known)s here."),
        _l("Correct the one that is wrong."),
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


def outline_sentence(fault: OutlineFault) -> str:
    """What is wrong with an outline file or one of its features."""
    return str(OUTLINE_FAULTS[fault.code][0]) % fault.data


def outline_advice(fault: OutlineFault) -> str:
    """What to do about it."""
    return str(OUTLINE_FAULTS[fault.code][1]) % fault.data


def left_out(count: int) -> str:
    """How many outlines of a file were of other districts."""
    return ngettext(
        "%(num)s outline of other districts was left out.",
        "%(num)s outlines of other districts were left out.",
        count,
    )


def shown_filename(name: str) -> str:
    """A file's name as it may be stored: only its end, without what cannot be shown."""
    sound = name.encode("utf-8", "replace").decode()
    return clean_text(sound)[-120:]
