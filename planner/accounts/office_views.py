"""The office, the districts below a city, and the access log."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.accounts import queries, services
from planner.accounts.access_words import action_label, subject_label
from planner.accounts.forms import AccessFilter, NewOfficeForm, OfficeForm
from planner.accounts.models import Office
from planner.accounts.views import bp
from planner.accounts.words import refusal_sentence
from planner.core.safe_path import safe_path
from planner.errors import Refused, StaleEdit
from planner.paging import asked_page, paginate
from planner.security import current_office, current_user, requires
from planner.templating import SEOUL

OFFICE_FIELDS = ("name", "name_en", "phone", "department")


@bp.get("/office")
@requires("administer")
def office_page() -> Any:
    return _office_page(OfficeForm(obj=current_office()))


@bp.post("/office")
@requires("administer")
def save_office() -> Any:
    office = current_office()
    form = OfficeForm()
    if not form.validate():
        return _office_page(form), 422
    values = {name: getattr(form, name).data or "" for name in OFFICE_FIELDS}
    try:
        form.check_version(office)
    except StaleEdit:
        differences = form.differences({name: getattr(office, name) for name in values})
        form.version.data = str(office.version)
        return _office_page(form, differences), 409
    services.update_office(office, **values)
    flash(_("Saved."), "ok")
    return redirect(url_for("accounts.office_page"), 303)


def _office_page(form: OfficeForm, differences: Any = None) -> str:
    return render_template("accounts/office.html", form=form, differences=differences)


@bp.get("/offices")
@requires("view", "count")
def offices() -> Any:
    return _offices_page(NewOfficeForm())


@bp.post("/offices")
@requires("administer")
def add_office() -> Any:
    city = _city()
    form = NewOfficeForm()
    if not form.validate():
        return _offices_page(form), 422
    try:
        office = services.create_office(
            form.code.data or "", form.name.data or "", parent=city, name_en=form.name_en.data or ""
        )
    except Refused as refused:
        form.code.errors = [refusal_sentence(refused)]
        return _offices_page(form), 422
    flash(_("%(office)s is added.", office=office.name), "ok")
    return redirect(url_for("accounts.offices"), 303)


@bp.post("/office/switch")
@requires("view", "count")
def switch() -> Any:
    text = request.form.get("office_id", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    try:
        services.switch_office(g.user_session, current_user(), number)
    except Refused as refused:
        flash(refusal_sentence(refused), "danger")
        return redirect(safe_path(request.form.get("next"), "/"), 303)
    return redirect(safe_path(request.form.get("next"), url_for("campaigns.home")), 303)


def _city() -> Office:
    """The signed-in person's own city; others have no such page."""
    office = current_user().office
    if office.kind != "city":
        abort(404)
    return office


def _offices_page(form: NewOfficeForm) -> str:
    rows = queries.list_offices_under(_city().id)
    return render_template("accounts/offices.html", form=form, rows=rows)


@bp.get("/access-log")
@requires("administer")
def access_log() -> Any:
    office = current_office()
    form = AccessFilter(formdata=request.args)
    people = queries.access_people(office.id)
    form.person.choices = [("", _("All")), *((str(p.id), p.name or p.email) for p in people)]
    actions = queries.access_actions(office.id)
    form.action.choices = [("", _("All")), *((name, action_label(name)) for name in actions)]
    form.validate()
    person = form.person.data or ""
    statement = queries.access_records(
        office.id,
        user_id=int(person) if person.isascii() and person.isdigit() and len(person) < 10 else None,
        action=form.action.data or "",
        since=_midnight(form.since.data),
        until=_midnight(form.until.data, timedelta(days=1)),
    )
    page = paginate(statement, asked_page())
    return render_template(
        "accounts/access_log.html", form=form, page=page, label=action_label, about=subject_label
    )


def _midnight(day: date | None, later: timedelta = timedelta()) -> datetime | None:
    """The beginning of a day in Seoul, as an instant."""
    if day is None or not 1900 < day.year < 9999:
        return None
    return datetime.combine(day + later, time(), SEOUL).astimezone(UTC)
