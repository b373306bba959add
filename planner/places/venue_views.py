"""Pages of venues."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.errors import Refused, StaleEdit
from planner.paging import asked_page, paginate
from planner.places import (
    address_views,
    address_words,
    queries,
    services,
    venue_address,
    words,
)
from planner.places.address_search import Search, packed
from planner.places.forms import VenueForm, chosen_differences
from planner.places.models import Venue
from planner.places.services import VenueData
from planner.places.views import bp
from planner.security import current_office, requires

TEXTS = ("name", "name_en", "kind", "address", "legal_dong", "precision", "contact_name",
         "contact_phone", "note")  # fmt: skip
CHOSEN = ("zone_id", "dong_id", "kind", "precision")
FLAGS = ("indoor", "power", "water", "toilets", "step_free")


@bp.get("/venues")
@requires("view")
def venues() -> Any:
    office = current_office()
    asked = {name: request.args.get(name, "")[:80] for name in ("text", "zone", "place", "use")}
    statement = queries.venues_matching(
        office.id,
        text=asked["text"].strip(),
        zone_id=number(asked["zone"]),
        indoor={"in": True, "out": False}.get(asked["place"]),
        active={"": True, "off": False}.get(asked["use"]),
    )
    page = paginate(statement, asked_page())
    zones = queries.zones(office.id)
    return render_template("places/venues.html", page=page, zones=zones, asked=asked)


@bp.get("/venues/<id:venue_id>")
@requires("view")
def venue(venue_id: int) -> Any:
    row = queries.get_venue(current_office().id, venue_id)
    return render_template("places/venue.html", venue=row)


@bp.get("/venues/new")
@requires("plan")
def new_venue() -> Any:
    return _venue_page(VenueForm(open_on=list(range(7))), None)


@bp.post("/venues/new")
@requires("plan")
def add_venue() -> Any:
    return _save_venue(None)


@bp.get("/venues/<id:venue_id>/edit")
@requires("plan")
def edit_venue(venue_id: int) -> Any:
    row = queries.get_venue(current_office().id, venue_id)
    return _venue_page(_filled(row), row)


@bp.post("/venues/<id:venue_id>/edit")
@requires("plan")
def save_venue(venue_id: int) -> Any:
    return _save_venue(queries.get_venue(current_office().id, venue_id))


@bp.post("/venues/<id:venue_id>/active")
@requires("plan")
def set_active(venue_id: int) -> Any:
    row = queries.get_venue(current_office().id, venue_id)
    services.set_active(row, request.form.get("active") == "1")
    state = _("in use") if row.active else _("out of use")
    flash(_("'%(name)s' is now %(state)s.", name=row.name, state=state), "ok")
    return redirect(url_for("places.venue", venue_id=row.id), 303)


@bp.post("/venues/<id:venue_id>/delete")
@requires("plan")
def delete_venue(venue_id: int) -> Any:
    row = queries.get_venue(current_office().id, venue_id)
    name = row.name
    try:
        services.delete_venue(row)
    except Refused as refused:
        flash(words.refusal(refused), "danger")
        return redirect(url_for("places.venue", venue_id=venue_id), 303)
    flash(_("'%(name)s' is deleted.", name=name), "ok")
    return redirect(url_for("places.venues"), 303)


def number(text: str) -> int | None:
    """A whole number as it is typed; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _filled(row: Venue) -> VenueForm:
    form = VenueForm(obj=row, open_on=[i for i, on in enumerate(row.open_weekdays) if on == "1"])
    if not form.is_submitted():
        form.closed_on.data = "\n".join(words.closure(closure) for closure in row.closures)
        for field, fallback in zip(form.fallback_fields, row.fallbacks, strict=False):
            field.data = str(fallback.fallback_id)
    return form


def _venue_page(
    form: VenueForm, row: Venue | None, differences: Any = None, found: Search | None = None
) -> str:
    _offer(form, row)
    return render_template(
        "places/venue_form.html",
        form=form,
        venue=row,
        differences=differences,
        found=found,
        said=address_words.outcome(found) if found else "",
        packed=packed,
        searchable=address_views.can_search(),
    )


def _offer(form: VenueForm, row: Venue | None) -> None:
    office = current_office()
    indoor = queries.indoor_venues(office.id, but=row.id if row else None)
    form.offer(queries.zones(office.id), queries.dongs(office.id), indoor)


def _save_venue(row: Venue | None) -> Any:
    form = VenueForm()
    _offer(form, row)
    wanted = venue_address.wanted(request.form)
    if wanted == "search":
        found = address_views.find(request.form.get("address_q", ""))
        return _venue_page(form, row, found=found), address_views.status(found)
    if wanted == "use":
        venue_address.fill(form, request.form.get("use", ""))
        _fill_place(form)
        return _venue_page(form, row)
    if not form.validate():
        return _venue_page(form, row), 422
    data = _data(form)
    fallbacks = [int(field.data) for field in form.fallback_fields if field.data]
    try:
        if row is not None:
            form.check_version(row)
        saved = services.save_venue(current_office().id, row, data, form.spans, fallbacks)
    except StaleEdit as stale:
        differences = _differences(form, stale.current)
        form.version.data = str(stale.current.version)
        return _venue_page(form, row, differences), 409
    except Refused as refused:
        field = form.name if refused.code == "name_taken" else form.fallback_1
        field.errors = [words.refusal(refused)]
        return _venue_page(form, row), 422
    flash(_("'%(name)s' is saved.", name=saved.name), "ok")
    _warn_of_place(saved)
    return redirect(url_for("places.venue", venue_id=saved.id), 303)


def _fill_place(form: VenueForm) -> None:
    """Choose the zone and the dong where the position tells them and nobody has chosen one."""
    office, lat, lon = current_office(), form.lat.data, form.lon.data
    if lat is not None and lon is not None:
        at = queries.locate(office.id, float(lon), float(lat))
        venue_address.choose(form, at.zone, at.dong)
    dong = queries.find_dong(office.id, number(form.dong_id.data or "") or 0)
    venue_address.choose(form, dong.zone if dong else None, dong)


def _differences(form: VenueForm, saved: Venue) -> list[Any]:
    """What was typed against what was saved meanwhile, in words."""
    plain = [name for name in TEXTS if name not in CHOSEN]
    names = (*plain, *FLAGS, "foot_weekday", "foot_weekend")
    closed = "\n".join(words.closure(closure) for closure in saved.closures)
    found = form.differences({**{n: getattr(saved, n) for n in names}, "closed_on": closed})
    pairs = [(getattr(form, name), str(getattr(saved, name) or "")) for name in CHOSEN]
    fallbacks = [str(row.fallback_id) for row in saved.fallbacks] + ["", "", ""]
    pairs += zip(form.fallback_fields, fallbacks, strict=False)
    for field, value in pairs:
        found += chosen_differences(field, [field.data or ""], [value])
    days = [i for i, on in enumerate(saved.open_weekdays) if on == "1"]
    return found + chosen_differences(form.open_on, form.open_on.data or [], days)


def _warn_of_place(saved: Venue) -> None:
    """Say at once when the position lies in another zone or dong than the venue's."""
    if saved.lat is None or saved.lon is None:
        return
    at = queries.locate(saved.office_id, saved.lon, saved.lat)
    sentence = words.place_warning(saved.zone_id, saved.dong_id, at)
    if sentence:
        flash(sentence, "warn")


def _data(form: VenueForm) -> VenueData:
    chosen = set(form.open_on.data or ())
    return VenueData(
        **{name: getattr(form, name).data or "" for name in TEXTS},
        **{name: bool(getattr(form, name).data) for name in FLAGS},
        zone_id=int(form.zone_id.data),
        dong_id=int(form.dong_id.data) if form.dong_id.data else None,
        lat=float(form.lat.data) if form.lat.data is not None else None,
        lon=float(form.lon.data) if form.lon.data is not None else None,
        foot_weekday=form.foot_weekday.data or 0,
        foot_weekend=form.foot_weekend.data or 0,
        open_weekdays="".join("1" if i in chosen else "0" for i in range(7)),
    )
