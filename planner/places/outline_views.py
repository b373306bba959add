"""Outlines: the upload, the addresses that maps read, and what lies where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from planner.errors import Refused
from planner.places import boundary_queries, boundary_services, outline_words, queries, words
from planner.places.forms import OutlineForm
from planner.places.models import AdminDong, Zone
from planner.places.outlines import (
    OutlineFault,
    OutlinesRefused,
    OutlineUpload,
    collection,
    import_outlines,
)
from planner.places.views import bp
from planner.security import current_office, current_user, requires, row_id
from planner.templating import named


@bp.get("/outlines")
@requires("view")
def outlines() -> Any:
    return _page(OutlineForm())


@bp.post("/outlines")
@requires("plan")
def upload_outlines() -> Any:
    form = OutlineForm()
    file = request.files.get("file")
    if not form.validate():
        return _page(form), 422
    if file is None or not file.filename:
        return _page(form, [OutlineFault(0, "", "no_file")]), 422
    upload = OutlineUpload(
        form.kind.data or "",
        file.read(),
        form.source.data or "",
        outline_words.shown_filename(file.filename),
        form.as_of.data,
    )
    try:
        taken = import_outlines(
            current_office(), upload, now=datetime.now(UTC), by=current_user().id
        )
    except OutlinesRefused as refused:
        return _page(form, refused.faults), 422
    count = taken.outlines
    flash(ngettext("%(num)s outline is saved.", "%(num)s outlines are saved.", count), "ok")
    if taken.left_out:
        flash(outline_words.left_out(taken.left_out), "info")
    return redirect(url_for("places.outlines"), 303)


@bp.post("/outlines/zones-from-dongs")
@requires("plan")
def merge_dongs() -> Any:
    office = current_office()
    try:
        done = boundary_services.dissolve_zones(office, now=datetime.now(UTC), by=current_user().id)
    except Refused as refused:
        flash(words.refusal(refused), "danger")
        return redirect(url_for("places.outlines"), 303)
    flash(_("Zones drawn from their dongs: %(names)s.", names=", ".join(done.drawn)), "ok")
    if done.left:
        flash(_("Not drawn, because not every dong of theirs has an outline: %(names)s.",
                names=", ".join(done.left)), "warn")  # fmt: skip
    return redirect(url_for("places.outlines"), 303)


@bp.get("/outlines/report")
@requires("view")
def outline_report() -> Any:
    found = boundary_queries.boundary_report(current_office().id)
    return render_template("places/boundary_report.html", report=found, faults=_said(found.faults))


def _said(faults: Sequence[OutlineFault]) -> list[dict[str, Any]]:
    return [
        {
            "feature": fault.feature,
            "name": fault.name,
            "sentence": outline_words.outline_sentence(fault),
            "advice": outline_words.outline_advice(fault),
        }
        for fault in faults
    ]


def _page(form: OutlineForm, faults: Sequence[OutlineFault] = ()) -> str:
    office = current_office()
    zones, dongs = queries.zones(office.id), queries.dongs(office.id)
    dong_outlines = queries.outlined(AdminDong, office.id)
    return render_template(
        "places/outlines.html",
        form=form,
        faults=_said(faults),
        zones=zones,
        dongs=dongs,
        zone_outlines=queries.outlined(Zone, office.id),
        dong_outlines=dong_outlines,
        mergeable=boundary_queries.mergeable(zones, dong_outlines)[0],
        dongs_are_newer=boundary_queries.dongs_are_newer(zones, dongs),
        sets=boundary_queries.boundary_sets(office.id),
        kind_words=outline_words.BOUNDARY_KINDS,
    )


@bp.get("/outlines/<any(zones, dongs):kind>.geojson")
@requires("view")
def outline_data(kind: str) -> Any:
    read: Any = queries.zones if kind == "zones" else queries.dongs
    return jsonify(collection(read(current_office().id, outlines=True)))


@bp.get("/locate")
@requires("view")
def locate() -> Any:
    """Where a position lies: `{"inside": true|false|null, "sentence": …, "zone": …, "dong": …}`."""
    try:
        lat, lon = float(request.args.get("lat", "")), float(request.args.get("lon", ""))
    except ValueError:
        return jsonify(inside=None, sentence=_("Type two numbers.")), 422
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return jsonify(inside=None, sentence=_("There is no such position.")), 422
    at = queries.locate(current_office().id, lon, lat)
    warning = words.place_warning(_asked("zone"), _asked("dong"), at)
    inside = None if not at.known else not warning
    return jsonify(
        inside=inside,
        sentence=warning or words.place_sentence(at.zone, at.dong),
        zone=at.zone.id if at.zone else None,
        dong=at.dong.id if at.dong else None,
    )


def _asked(name: str) -> int | None:
    """An id of the query; none for nonsense."""
    return request.args.get(name, None, type=row_id)


@bp.get("/venues.geojson")
@requires("view")
def venue_data() -> Any:
    """Where the office's venues are, as a base for choosing another's position."""
    features = [
        {
            "type": "Feature",
            "id": point.id,
            "properties": {"name": named({"name": point.name, "name_en": point.name_en})},
            "geometry": {"type": "Point", "coordinates": [point.lon, point.lat]},
        }
        for point in queries.venue_points(current_office().id)
    ]
    return jsonify({"type": "FeatureCollection", "features": features})
