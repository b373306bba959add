"""Signing in and out, the language, one's own account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _

from planner.accounts import queries, services
from planner.accounts.forms import AccountForm, PasswordForm, SignInForm
from planner.accounts.records import address
from planner.accounts.words import refusal_sentence, role_names
from planner.core.password_rules import MIN_LENGTH
from planner.core.safe_path import safe_path
from planner.errors import Refused
from planner.extensions import LOCALES, csrf
from planner.security import current_user, public, requires
from planner.templating import language_names

bp = Blueprint("accounts", __name__)
YEAR = 365 * 24 * 3600


def now() -> datetime:
    """The clock of these views."""
    return datetime.now(UTC)


@bp.get("/sign-in")
@public
def sign_in() -> Any:
    if g.user is not None:
        return redirect(safe_path(request.args.get("next"), url_for("campaigns.home")))
    return render_template("accounts/sign_in.html", form=SignInForm(), target=_target())


@bp.post("/sign-in")
@public
def send_sign_in() -> Any:
    form = SignInForm()
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form, target=_target()), 422
    try:
        user = services.authenticate(
            form.email.data or "", form.password.data or "", ip=address(), now=now()
        )
    except Refused as refused:
        return _refuse_sign_in(form, refused)
    session.clear()  # nothing that was planted before the sign-in survives it
    session["token"] = services.start_session(
        user, now=now(), ip=address(), user_agent=request.user_agent.string
    )
    return redirect(_target() or url_for("campaigns.home"), 303)


def _target() -> str:
    return safe_path(request.values.get("next"), "")


def _refuse_sign_in(form: SignInForm, refused: Refused) -> Any:
    form.form_errors.append(refusal_sentence(refused))
    page = render_template("accounts/sign_in.html", form=form, target=_target())
    status = {"throttled": 429, "busy": 503}.get(refused.code, 422)
    response = make_response(page, status)
    if status == 429:
        response.headers["Retry-After"] = str(int(refused.data["wait"].total_seconds()) + 1)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/sign-out")
@public
def sign_out() -> Any:
    token = session.get("token")
    if isinstance(token, str):
        services.end_session(token, now())
    session.clear()
    return redirect(url_for("public.home"), 303)


@bp.post("/locale")
@csrf.exempt
@public
def set_locale() -> Any:
    """The language of the screen.

    Signed out it needs no token: a token would put a cookie on the residents' pages, and a page
    that sends no Referer could not send one over TLS. For a signed-in person it is checked.
    """
    if g.user is not None and current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()
    locale = request.form.get("locale", "")
    response = redirect(safe_path(request.form.get("next"), "/"), 303)
    if locale in LOCALES:
        if g.user is not None:
            services.set_locale(g.user, locale)
        response.set_cookie(
            "locale",
            locale,
            max_age=YEAR,
            path="/",
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return response


@bp.get("/account")
@requires("view", "count")
def account() -> Any:
    form = _account_form(obj=current_user())
    return _account_page(form)


@bp.post("/account")
@requires("view", "count")
def save_account() -> Any:
    form = _account_form()
    if not form.validate():
        return _account_page(form), 422
    services.update_profile(
        current_user(), name=form.name.data or "", locale=form.locale.data or ""
    )
    flash(_("Saved."), "ok")
    return redirect(url_for("accounts.account"), 303)


def _account_form(**values: Any) -> AccountForm:
    form = AccountForm(**values)
    form.locale.choices = [
        ("", _("As this browser says")),
        *language_names().items(),
    ]
    return form


def _account_page(form: AccountForm) -> str:
    return render_template("accounts/account.html", form=form, roles=role_names())


@bp.get("/account/password")
@requires("view", "count")
def password() -> Any:
    return _password_page(PasswordForm())


@bp.post("/account/password")
@requires("view", "count")
def change_password() -> Any:
    form = PasswordForm()
    if not form.validate():
        return _password_page(form), 422
    if form.new.data != form.again.data:
        form.again.errors = [_("The two new passwords differ. Type the same one twice.")]
        return _password_page(form), 422
    try:
        services.change_password(
            current_user(),
            form.current.data or "",
            form.new.data or "",
            session=g.user_session,
            ip=address(),
            now=now(),
        )
    except Refused as refused:
        return _refuse_password(form, refused)
    flash(_("The password is changed. All your other sign-ins have ended."), "ok")
    return redirect(url_for("campaigns.home"), 303)


def _refuse_password(form: PasswordForm, refused: Refused) -> Any:
    sentence = refusal_sentence(refused)
    if refused.code == "wrong":
        form.current.errors = [_("This is not your current password.")]
    elif refused.code.startswith("password_"):
        form.new.errors = [sentence]
    else:
        form.form_errors.append(sentence)
    return _password_page(form), {"throttled": 429, "busy": 503}.get(refused.code, 422)


def _password_page(form: PasswordForm) -> str:
    return render_template("accounts/password.html", form=form, shortest=MIN_LENGTH)


@bp.get("/account/sessions")
@requires("view", "count")
def sessions() -> Any:
    rows = queries.list_sessions(current_user().id, now())
    return render_template("accounts/sessions.html", rows=rows, own=g.user_session)


@bp.post("/account/sessions/<id:session_id>/revoke")
@requires("view", "count")
def revoke(session_id: int) -> Any:
    row = queries.get_session(current_user().id, session_id)
    own = g.user_session is not None and row.id == g.user_session.id
    services.revoke_session(row, now())
    if own:
        session.clear()
        return redirect(url_for("accounts.sign_in"), 303)
    flash(_("That sign-in has ended."), "ok")
    return redirect(url_for("accounts.sessions"), 303)
