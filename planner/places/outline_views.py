"""Outlines: the upload, the addresses that maps read, and what lies where."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from planner.places import queries, words
from planner.places.forms import OutlineForm
from planner.places.models import AdminDong, Zone
from planner.places.outlines import OutlineFault, OutlinesRefused, collection, import_outlines
from planner.places.views import bp
from planner.security import current_office, requires


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
    try:
        source = form.source.data or ""
        count = import_outlines(current_office(), form.kind.data or "", file.read(), source)
    except OutlinesRefused as refused:
        return _page(form, refused.faults), 422
    flash(ngettext("%(num)s outline is saved.", "%(num)s outlines are saved.", count), "ok")
    return redirect(url_for("places.outlines"), 303)


def _page(form: OutlineForm, faults: Any = ()) -> str:
    office = current_office()
    rows = [
        {"feature": fault.feature, "name": fault.name,
         "sentence": words.outline_sentence(fault), "advice": words.outline_advice(fault)}
        for fault in faults
    ]  # fmt: skip
    return render_template(
        "places/outlines.html",
        form=form,
        faults=rows,
        zones=queries.zones(office.id),
        dongs=queries.dongs(office.id),
        zone_outlines=queries.outlined(Zone, office.id),
        dong_outlines=queries.outlined(AdminDong, office.id),
    )


@bp.get("/outlines/<any(zones, dongs):kind>.geojson")
@requires("view")
def outline_data(kind: str) -> Any:
    read: Any = queries.zones if kind == "zones" else queries.dongs
    return jsonify(collection(read(current_office().id, outlines=True)))


@bp.get("/locate")
@requires("view")
def locate() -> Any:
    """Where a position lies, in a sentence: `{"inside": true|false|null, "sentence": …}`."""
    try:
        lat, lon = float(request.args.get("lat", "")), float(request.args.get("lon", ""))
    except ValueError:
        return jsonify(inside=None, sentence=_("Type two numbers.")), 422
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return jsonify(inside=None, sentence=_("There is no such position.")), 422
    zone, dong, known = queries.zone_at(current_office().id, lon, lat)
    zone_id = request.args.get("zone", "", type=str)
    asked = int(zone_id) if zone_id.isascii() and zone_id.isdigit() and len(zone_id) < 10 else None
    warning = words.place_warning(asked, zone, known)
    inside = None if not known else not warning
    return jsonify(inside=inside, sentence=warning or words.place_sentence(zone, dong))
