"""The catalogue of counselling fields."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.agencies import queries, services, words
from planner.agencies.forms import FieldForm
from planner.agencies.imports import FIELDS
from planner.agencies.models import CounselingField
from planner.agencies.views import bp
from planner.errors import Refused, StaleEdit
from planner.importing import register_import
from planner.security import current_office, requires

register_import(bp, FIELDS, url="/fields/import", back="agencies.fields")
VALUES = ("code", "name", "name_en", "description")


@bp.get("/fields")
@requires("view")
def fields() -> Any:
    """The catalogue, in its order, with how many agencies offer each."""
    return _list()


def _list(refusal: str = "") -> str:
    office_id = current_office().id
    return render_template(
        "agencies/fields.html",
        fields=queries.fields(office_id),
        counts=queries.field_counts(office_id),
        refusal=refusal,
    )


@bp.get("/fields/new")
@requires("plan")
def new_field() -> Any:
    return _form_page(FieldForm(), None)


@bp.post("/fields/new")
@requires("plan")
def add_field() -> Any:
    form = FieldForm()
    if not form.validate():
        return _form_page(form, None), 422
    try:
        services.create_field(current_office().id, form.data_of_field())
    except Refused as error:
        return _refused(form, None, error), 422
    flash(_("Saved."), "ok")
    return redirect(url_for("agencies.fields"), 303)


@bp.get("/fields/<id:field_id>/edit")
@requires("plan")
def edit_field(field_id: int) -> Any:
    field = queries.get_field(current_office().id, field_id)
    return _form_page(FieldForm(obj=field), field)


@bp.post("/fields/<id:field_id>/edit")
@requires("plan")
def save_field(field_id: int) -> Any:
    field = queries.get_field(current_office().id, field_id)
    form = FieldForm()
    if not form.validate():
        return _form_page(form, field), 422
    try:
        form.check_version(field)
        services.update_field(field, form.data_of_field())
    except StaleEdit:
        differences = form.differences({key: getattr(field, key) for key in VALUES})
        form.version.data = str(field.version)
        return _form_page(form, field, differences), 409
    except Refused as error:
        return _refused(form, field, error), 422
    flash(_("Saved."), "ok")
    return redirect(url_for("agencies.fields"), 303)


@bp.post("/fields/<id:field_id>/move")
@requires("plan")
def move_field(field_id: int) -> Any:
    """One place up (`step=-1`) or down (`step=1`)."""
    field = queries.get_field(current_office().id, field_id)
    services.move_field(field, -1 if request.form.get("step") == "-1" else 1)
    return redirect(url_for("agencies.fields"), 303)


@bp.post("/fields/<id:field_id>/delete")
@requires("plan")
def delete_field(field_id: int) -> Any:
    field = queries.get_field(current_office().id, field_id)
    try:
        services.delete_field(field)
    except Refused as error:
        return _list(words.refusal(error)), 422
    flash(_("Deleted."), "ok")
    return redirect(url_for("agencies.fields"), 303)


def _form_page(form: FieldForm, field: CounselingField | None, differences: Any = None) -> str:
    return render_template(
        "agencies/field_form.html", form=form, field=field, differences=differences
    )


def _refused(form: FieldForm, field: CounselingField | None, error: Refused) -> str:
    wrong = form.code if error.code == "code_taken" else form.name
    wrong.errors = [words.refusal(error)]
    return _form_page(form, field)
