"""The people of the office: added, changed, shut out, given a new password."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from planner.accounts import queries, services
from planner.accounts.forms import NewUserForm, UserForm
from planner.accounts.models import User
from planner.accounts.views import bp, now
from planner.accounts.words import refusal_sentence, role_duties, role_names
from planner.errors import Refused, StaleEdit
from planner.security import current_office, current_user, requires

F = TypeVar("F", bound=UserForm)


@bp.get("/users")
@requires("administer")
def users() -> Any:
    office = current_office()
    return render_template(
        "accounts/users.html",
        rows=queries.list_users(office.id),
        last_seen=queries.last_seen(office.id),
        roles=role_names(),
    )


@bp.get("/users/new")
@requires("administer")
def new_user() -> Any:
    return _user_page(_with_roles(NewUserForm()), None)


@bp.post("/users/new")
@requires("administer")
def add_user() -> Any:
    form = _with_roles(NewUserForm())
    if not form.validate():
        return _user_page(form, None), 422
    try:
        user, password = services.create_user(
            current_office(),
            email=form.email.data or "",
            name=form.name.data or "",
            role=form.role.data or "",
            now=now(),
        )
    except Refused as refused:
        field = form.role if refused.code == "role_unknown" else form.email
        field.errors = [refusal_sentence(refused)]
        return _user_page(form, None), 422
    return _password_once(user, password)


@bp.get("/users/<id:user_id>")
@requires("administer")
def user(user_id: int) -> Any:
    row = queries.get_user(current_office().id, user_id)
    return _user_page(_with_roles(UserForm(obj=row)), row)


@bp.post("/users/<id:user_id>")
@requires("administer")
def save_user(user_id: int) -> Any:
    row = queries.get_user(current_office().id, user_id)
    form = _with_roles(UserForm())
    if not form.validate():
        return _user_page(form, row), 422
    try:
        form.check_version(row)
        services.update_user(
            row, actor=current_user(), name=form.name.data or "", role=form.role.data or ""
        )
    except StaleEdit:
        differences = form.differences({"name": row.name, "role": row.role})
        form.version.data = str(row.version)
        return _user_page(form, row, differences), 409
    except Refused as refused:
        form.role.errors = [refusal_sentence(refused)]
        return _user_page(form, row), 422
    flash(_("Saved."), "ok")
    return redirect(url_for("accounts.users"), 303)


@bp.post("/users/<id:user_id>/deactivate", defaults={"active": False})
@bp.post("/users/<id:user_id>/activate", defaults={"active": True})
@requires("administer")
def set_user_state(user_id: int, active: bool) -> Any:
    row = queries.get_user(current_office().id, user_id)
    try:
        services.set_active(row, active, actor=current_user(), now=now())
    except Refused as refused:
        flash(refusal_sentence(refused), "danger")
        return redirect(url_for("accounts.user", user_id=user_id), 303)
    flash(
        _("%(email)s may sign in again.", email=row.email)
        if active
        else _("%(email)s is shut out at once, on all devices.", email=row.email),
        "ok",
    )
    return redirect(url_for("accounts.users"), 303)


@bp.post("/users/<id:user_id>/password")
@requires("administer")
def reset_user_password(user_id: int) -> Any:
    row = queries.get_user(current_office().id, user_id)
    return _password_once(row, services.reset_password(row, now=now()))


def _with_roles(form: F) -> F:
    form.role.choices = list(role_names().items())
    return form


def _user_page(form: UserForm, row: User | None, differences: Any = None) -> str:
    return render_template(
        "accounts/user.html", form=form, row=row, duties=role_duties(), differences=differences
    )


def _password_once(user: User, password: str) -> Any:
    """Shown in the answer itself: a redirect would have to keep it somewhere."""
    page = render_template("accounts/password_once.html", person=user, password=password)
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
