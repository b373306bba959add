"""Agreements with agencies: the list, one agreement, adding, changing, deleting, importing."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.agencies import agreement_queries, agreement_services, agreement_words, queries
from planner.agencies.agreement_forms import AgreementForm, agreement_values
from planner.agencies.agreement_imports import AGREEMENTS
from planner.agencies.agreement_queries import AgreementFilter
from planner.agencies.models import Agreement
from planner.agencies.views import bp, shown, today
from planner.core.agreements import STATES, agreement_state
from planner.errors import Refused, StaleEdit
from planner.importing import register_import
from planner.paging import asked_page
from planner.security import current_office, requires, row_id
from planner.templating import named

register_import(bp, AGREEMENTS, url="/agreements/import", back="agencies.agreements")


@bp.get("/agreements")
@requires("view")
def agreements() -> Any:
    """The list: search, how many of each kind, one page."""
    office_id = current_office().id
    wanted = asked_agreements()
    rows = agreement_queries.agreement_rows(office_id, wanted, today())
    return render_template(
        "agencies/agreements.html",
        page=agreement_queries.page_of(rows, asked_page()),
        wanted=wanted,
        counts=agreement_queries.category_counts(office_id),
        agreed=agreement_words,
    )


def asked_agreements() -> AgreementFilter:
    """The search of this request's address; nonsense does not restrict."""
    args = request.args
    category, state = args.get("category", ""), args.get("state", "")
    return AgreementFilter(
        name=args.get("q", "").strip()[:120],
        category=category if category in agreement_words.CATEGORY_LABELS else "",
        state=state if state in STATES else "",
    )


@bp.get("/agreements/<id:agreement_id>")
@requires("view")
def agreement(agreement_id: int) -> Any:
    row = agreement_queries.get_agreement(current_office().id, agreement_id)
    return render_template(
        "agencies/agreement.html",
        agreement=row,
        state=agreement_state(row.starts_on, row.ends_on, today()),
        agreed=agreement_words,
    )


@bp.get("/agreements/new")
@requires("plan")
def new_agreement() -> Any:
    form = AgreementForm(data={"agency_id": request.args.get("agency", type=row_id)})
    return _form_page(_offered(form), None)


@bp.post("/agreements/new")
@requires("plan")
def add_agreement() -> Any:
    form = _offered(AgreementForm())
    if not form.validate():
        return _form_page(form, None), 422
    agency = queries.get_agency(current_office().id, form.agency_id.data)
    try:
        made = agreement_services.create_agreement(
            agency, form.data_of_agreement(), _chosen_fields(form)
        )
    except Refused as error:
        form.starts_on.errors = [agreement_words.refusal(error)]
        return _form_page(form, None), 422
    flash(_("Saved."), "ok")
    return redirect(url_for("agencies.agreement", agreement_id=made.id), 303)


@bp.get("/agreements/<id:agreement_id>/edit")
@requires("plan")
def edit_agreement(agreement_id: int) -> Any:
    row = agreement_queries.get_agreement(current_office().id, agreement_id)
    form = AgreementForm(data={**agreement_values(row), "version": row.version})
    return _form_page(_offered(form, row), row)


@bp.post("/agreements/<id:agreement_id>/edit")
@requires("plan")
def save_agreement(agreement_id: int) -> Any:
    row = agreement_queries.get_agreement(current_office().id, agreement_id)
    form = _offered(AgreementForm(), row)
    if not form.validate():
        return _form_page(form, row), 422
    agency = queries.get_agency(current_office().id, form.agency_id.data)
    try:
        form.check_version(row)
        agreement_services.update_agreement(
            row, agency, form.data_of_agreement(), _chosen_fields(form)
        )
    except StaleEdit:
        return _stale(form, row), 409
    except Refused as error:
        form.starts_on.errors = [agreement_words.refusal(error)]
        return _form_page(form, row), 422
    flash(_("Saved."), "ok")
    return redirect(url_for("agencies.agreement", agreement_id=row.id), 303)


@bp.post("/agreements/<id:agreement_id>/delete")
@requires("plan")
def delete_agreement(agreement_id: int) -> Any:
    row = agreement_queries.get_agreement(current_office().id, agreement_id)
    agreement_services.delete_agreement(row)
    flash(_("Deleted."), "ok")
    return redirect(url_for("agencies.agreements"), 303)


def _offered(form: AgreementForm, row: Agreement | None = None) -> AgreementForm:
    """With the agencies in use, and the agreement's own whatever its state."""
    office_id = current_office().id
    agencies = [
        agency
        for agency in queries.agencies(office_id)
        if agency.active or (row is not None and agency.id == row.agency_id)
    ]
    fields = queries.fields(office_id)
    return form.offer(
        [(agency.id, named(agency)) for agency in agencies],
        [(field.id, named(field)) for field in fields],
    )


def _chosen_fields(form: AgreementForm) -> list[Any]:
    chosen = set(form.field_ids.data or ())
    return [row for row in queries.fields(current_office().id) if row.id in chosen]


def _form_page(form: AgreementForm, row: Agreement | None, differences: Any = None) -> str:
    return render_template(
        "agencies/agreement_form.html", form=form, agreement=row, differences=differences
    )


def _stale(form: AgreementForm, row: Agreement) -> str:
    """The form again, with what differs from what was saved meanwhile, in words."""
    labels: dict[str, Any] = {
        "agency_id": {choice.value: choice.label for choice in form.agency_id.choices or ()},
        "field_ids": {choice.value: choice.label for choice in form.field_ids.choices or ()},
        "category": agreement_words.CATEGORY_LABELS,
    }
    differences = []
    for key, saved in agreement_values(row).items():
        typed, names = form[key].data, labels.get(key)
        if (typed or "") != (saved or ""):
            differences.append((form[key].label.text, shown(typed, names), shown(saved, names)))
    form.version.data = str(row.version)
    return _form_page(form, row, differences)
