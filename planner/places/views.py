"""Pages of zones and dongs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from planner.errors import Refused, StaleEdit
from planner.importing import register_import
from planner.places import imports, queries, services, words
from planner.places.forms import DongForm, ZoneForm, chosen_differences, options
from planner.places.models import AdminDong, Zone
from planner.places.services import DongData, ZoneData
from planner.security import current_office, requires

bp = Blueprint("places", __name__, url_prefix="/places")
register_import(bp, imports.ZONES, url="/zones/import", back="places.zones")
register_import(bp, imports.DONGS, url="/dongs/import", back="places.dongs")
register_import(bp, imports.FIGURES, url="/figures/import", back="places.figures")
register_import(bp, imports.VENUES, url="/venues/import", back="places.venues")
register_import(bp, imports.BOOTHS, url="/booths/import", back="places.venues")


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "kind_labels": words.KIND_LABELS,
        "precision_labels": words.PRECISION_LABELS,
        "weekday_words": words.weekdays,
        "approximate_words": words.APPROXIMATE,
    }


@bp.get("/zones")
@requires("view")
def zones() -> Any:
    office = current_office()
    return render_template(
        "places/zones.html",
        zones=queries.zones(office.id),
        venue_counts=queries.venues_by_zone(office.id),
        outlined=queries.outlined(Zone, office.id),
    )


@bp.get("/zones/new")
@requires("plan")
def new_zone() -> Any:
    form = ZoneForm()
    form.position.data = services.next_position(Zone, current_office().id)
    return _zone_page(form, None)


@bp.post("/zones/new")
@requires("plan")
def add_zone() -> Any:
    return _save_zone(None)


@bp.get("/zones/<id:zone_id>/edit")
@requires("plan")
def edit_zone(zone_id: int) -> Any:
    zone = queries.get_zone(current_office().id, zone_id)
    form = ZoneForm(obj=zone, dong_ids=[dong.id for dong in zone.dongs])
    return _zone_page(form, zone)


@bp.post("/zones/<id:zone_id>/edit")
@requires("plan")
def save_zone(zone_id: int) -> Any:
    return _save_zone(queries.get_zone(current_office().id, zone_id))


@bp.post("/zones/<id:zone_id>/delete")
@requires("plan")
def delete_zone(zone_id: int) -> Any:
    zone = queries.get_zone(current_office().id, zone_id)
    name = zone.name
    try:
        services.delete_zone(zone)
    except Refused as refused:
        flash(words.refusal(refused), "danger")
    else:
        flash(_("'%(name)s' is deleted.", name=name), "ok")
    return redirect(url_for("places.zones"), 303)


def _save_zone(zone: Zone | None) -> Any:
    form = ZoneForm()
    form.offer(queries.dongs(current_office().id), zone)
    if not form.validate():
        return _zone_page(form, zone), 422
    names = ("name", "name_en", "council")
    data = ZoneData(
        **{name: getattr(form, name).data or "" for name in names}, position=form.position.data or 0
    )
    try:
        if zone is not None:
            form.check_version(zone)
        saved = services.save_zone(current_office().id, zone, data, form.dong_ids.data or ())
    except StaleEdit as stale:
        differences = form.differences({name: getattr(stale.current, name) for name in names})
        saved_ids = [dong.id for dong in stale.current.dongs]
        differences += chosen_differences(form.dong_ids, form.dong_ids.data or [], saved_ids)
        form.version.data = str(stale.current.version)
        return _zone_page(form, zone, differences), 409
    except Refused as refused:
        form.name.errors = [words.refusal(refused)]
        return _zone_page(form, zone), 422
    flash(_("'%(name)s' is saved.", name=saved.name), "ok")
    return redirect(url_for("places.zones"), 303)


def _zone_page(form: ZoneForm, zone: Zone | None, differences: Any = None) -> str:
    form.offer(queries.dongs(current_office().id), zone)
    return render_template("places/zone.html", form=form, zone=zone, differences=differences)


@bp.get("/dongs")
@requires("view")
def dongs() -> Any:
    office = current_office()
    rows = queries.dongs(office.id)
    outlined = queries.outlined(AdminDong, office.id)
    return render_template("places/dongs.html", dongs=rows, outlined=outlined)


@bp.get("/dongs/new")
@requires("plan")
def new_dong() -> Any:
    return _dong_page(DongForm(), None)


@bp.post("/dongs/new")
@requires("plan")
def add_dong() -> Any:
    return _save_dong(None)


@bp.get("/dongs/<id:dong_id>/edit")
@requires("plan")
def edit_dong(dong_id: int) -> Any:
    dong = queries.get_dong(current_office().id, dong_id)
    return _dong_page(DongForm(obj=dong), dong)


@bp.post("/dongs/<id:dong_id>/edit")
@requires("plan")
def save_dong(dong_id: int) -> Any:
    return _save_dong(queries.get_dong(current_office().id, dong_id))


@bp.post("/dongs/<id:dong_id>/delete")
@requires("plan")
def delete_dong(dong_id: int) -> Any:
    dong = queries.get_dong(current_office().id, dong_id)
    name = dong.name
    try:
        services.delete_dong(dong)
    except Refused as refused:
        flash(words.refusal(refused), "danger")
    else:
        flash(_("'%(name)s' is deleted.", name=name), "ok")
    return redirect(url_for("places.dongs"), 303)


def _save_dong(dong: AdminDong | None) -> Any:
    form = _offered(DongForm())
    if not form.validate():
        return _dong_page(form, dong), 422
    data = DongData(
        name=form.name.data or "",
        code=form.code.data or "",
        zone_id=int(form.zone_id.data) if form.zone_id.data else None,
        vulnerable=form.vulnerable.data or 0,
        label_lat=dong.label_lat if dong else None,
        label_lon=dong.label_lon if dong else None,
    )
    try:
        if dong is not None:
            form.check_version(dong)
        services.save_dong(current_office().id, dong, data)
    except StaleEdit as stale:
        names = ("name", "code", "vulnerable")
        differences = form.differences({name: getattr(stale.current, name) for name in names})
        saved_zone = [str(stale.current.zone_id or "")]
        differences += chosen_differences(form.zone_id, [form.zone_id.data], saved_zone)
        form.version.data = str(stale.current.version)
        return _dong_page(form, dong, differences), 409
    except Refused as refused:
        form.name.errors = [words.refusal(refused)]
        return _dong_page(form, dong), 422
    flash(_("'%(name)s' is saved.", name=data.name), "ok")
    return redirect(url_for("places.dongs"), 303)


def _offered(form: DongForm) -> DongForm:
    zones = queries.zones(current_office().id)
    form.zone_id.choices = options(((str(zone.id), zone.name) for zone in zones), empty=True)
    return form


def _dong_page(form: DongForm, dong: AdminDong | None, differences: Any = None) -> str:
    page = {"form": _offered(form), "dong": dong, "differences": differences}
    return render_template("places/dong.html", **page)
