"""The directory of agencies, and adding, editing, resting and deleting one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.agencies import agreement_queries, agreement_words, queries, services, words
from planner.agencies.forms import AgencyForm, agency_values
from planner.agencies.imports import AGENCIES
from planner.agencies.models import Agency
from planner.agencies.queries import DirectoryFilter
from planner.errors import Refused, StaleEdit
from planner.importing import register_import
from planner.paging import asked_page
from planner.security import current_office, requires, row_id
from planner.templating import SEOUL, named

bp = Blueprint("agencies", __name__)
register_import(bp, AGENCIES, url="/agencies/import", back="agencies.index")


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"words": words}


def today() -> date:
    """The day of these views, in Seoul."""
    return datetime.now(UTC).astimezone(SEOUL).date()


@bp.get("/agencies")
@requires("view")
def index() -> Any:
    """The directory: search, counts of fields, one page of agencies."""
    office_id = current_office().id
    wanted = asked_filter()
    return render_template(
        "agencies/index.html",
        page=queries.directory(office_id, wanted, asked_page()),
        wanted=wanted,
        fields=queries.fields(office_id),
        field_counts=queries.field_counts(office_id),
        category_counts=queries.category_counts(office_id),
    )


def asked_filter() -> DirectoryFilter:
    """The search of this request's address; nonsense does not restrict."""
    args = request.args
    category, state = args.get("category", ""), args.get("state", "active")
    return DirectoryFilter(
        name=args.get("name", "").strip()[:120],
        category=category if category in words.CATEGORY_LABELS else "",
        field_id=args.get("field", type=row_id),
        day=args.get("day", type=date.fromisoformat),
        state=state if state in ("active", "inactive", "all") else "active",
    )


@bp.get("/agencies/<id:agency_id>")
@requires("view")
def agency(agency_id: int) -> Any:
    """One agency: what it offers and needs, and where it is used."""
    return _show(queries.get_agency(current_office().id, agency_id))


def _show(agency: Agency, refusal: str = "") -> str:
    return render_template(
        "agencies/show.html",
        agency=agency,
        pairs=queries.pairs_of(agency),
        agreements=agreement_queries.agreements_of(agency, today()),
        agreed=agreement_words,
        uses=queries.uses(agency),
        refusal=refusal,
    )


@bp.get("/agencies/new")
@requires("plan")
def new_agency() -> Any:
    return _form_page(_offered(AgencyForm()), None)


@bp.post("/agencies/new")
@requires("plan")
def add_agency() -> Any:
    form = _offered(AgencyForm())
    if not form.validate():
        return _form_page(form, None), 422
    office_id = current_office().id
    try:
        agency = services.create_agency(office_id, form.data_of_agency(), _chosen_fields(form))
    except Refused as error:
        return _refused(form, error), 422
    flash(_("Saved."), "ok")
    return redirect(url_for("agencies.agency", agency_id=agency.id), 303)


@bp.get("/agencies/<id:agency_id>/edit")
@requires("plan")
def edit_agency(agency_id: int) -> Any:
    agency = queries.get_agency(current_office().id, agency_id)
    form = AgencyForm(data={**agency_values(agency), "version": agency.version})
    return _form_page(_offered(form), agency)


@bp.post("/agencies/<id:agency_id>/edit")
@requires("plan")
def save_agency(agency_id: int) -> Any:
    agency = queries.get_agency(current_office().id, agency_id)
    form = _offered(AgencyForm())
    if not form.validate():
        return _form_page(form, agency), 422
    try:
        form.check_version(agency)
        services.update_agency(agency, form.data_of_agency(), _chosen_fields(form))
    except StaleEdit:
        return _stale(form, agency), 409
    except Refused as error:
        return _refused(form, error, agency), 422
    flash(_("Saved."), "ok")
    return redirect(url_for("agencies.agency", agency_id=agency.id), 303)


@bp.post("/agencies/<id:agency_id>/active")
@requires("plan")
def set_active(agency_id: int) -> Any:
    """Take an agency out of use (`active=0`) or back into it."""
    agency = queries.get_agency(current_office().id, agency_id)
    active = request.form.get("active") == "1"
    services.set_active(agency, active)
    flash(_("The agency is in use again.") if active else _("The agency is out of use."), "ok")
    return redirect(url_for("agencies.agency", agency_id=agency.id), 303)


@bp.post("/agencies/<id:agency_id>/delete")
@requires("plan")
def delete_agency(agency_id: int) -> Any:
    agency = queries.get_agency(current_office().id, agency_id)
    try:
        services.delete_agency(agency)
    except Refused as error:
        return _show(agency, words.refusal(error)), 422
    flash(_("Deleted."), "ok")
    return redirect(url_for("agencies.index"), 303)


def _offered(form: AgencyForm) -> AgencyForm:
    fields = queries.fields(current_office().id)
    return form.offer(fields, [named(row) for row in fields])


def _chosen_fields(form: AgencyForm) -> list[Any]:
    chosen = set(form.field_ids.data or ())
    return [row for row in queries.fields(current_office().id) if row.id in chosen]


def _form_page(form: AgencyForm, agency: Agency | None, differences: Any = None) -> str:
    return render_template("agencies/form.html", form=form, agency=agency, differences=differences)


def _refused(form: AgencyForm, error: Refused, agency: Agency | None = None) -> str:
    form.name.errors = [words.refusal(error)]
    return _form_page(form, agency)


def _stale(form: AgencyForm, agency: Agency) -> str:
    """The form again, with what differs from what was saved meanwhile, in words."""
    options = {
        "field_ids": {row.id: named(row) for row in queries.fields(agency.office_id)},
        "weekday_numbers": dict(enumerate(words.WEEKDAY_LABELS)),
        "category": words.CATEGORY_LABELS,
        "noise": words.NOISE_LABELS,
    }
    current = agency_values(agency)
    differences = []
    for key, saved in current.items():
        typed, labels = form[key].data, options.get(key)
        if (typed or "") != (saved or ""):
            differences.append((form[key].label.text, shown(typed, labels), shown(saved, labels)))
    form.version.data = str(agency.version)
    return _form_page(form, agency, differences)


def shown(value: Any, labels: Any) -> str:
    """A value of a form in words, for the differences of a stale one."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(str(labels.get(item, item)) for item in value) or "-"
    return str(labels.get(value, value) if labels else value) or "-"
