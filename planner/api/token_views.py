"""Tokens of the API for organizers: made, shown once, revoked; and the page of the API."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from planner.accounts.queries import get_link, list_links
from planner.api import token_services as services
from planner.api.openapi import PREFIX, address
from planner.api.params import described
from planner.api.problems import PROBLEMS
from planner.api.resources import RESOURCES
from planner.api.scopes import SCOPES
from planner.api.token_forms import TokenForm
from planner.errors import Refused
from planner.feeds.views import base_url
from planner.security import current_office, current_user, public, requires
from planner.templating import SEOUL

bp = Blueprint("api_pages", __name__)


def now() -> datetime:
    """The clock of these views."""
    return datetime.now(UTC)


@bp.get("/office/tokens")
@requires("plan")
def tokens() -> Any:
    form = TokenForm(formdata=None).offer()
    form.last_day.data = now().astimezone(SEOUL).date() + timedelta(days=365)
    return _page(form)


@bp.post("/office/tokens")
@requires("plan")
def make() -> Any:
    form = TokenForm().offer()
    if not form.validate():
        return _page(form), 422
    try:
        made = services.make_token(
            current_office().id,
            form.label.data or "",
            form.scopes.data or (),
            last_day=form.last_day.data,
            reason=form.reason.data or "",
            created_by=current_user().id,
            now=now(),
        )
    except Refused as refused:
        field, sentence = _refusal(form, refused.code)
        field.errors = [sentence]
        return _page(form), 422
    page = render_template("api/token_made.html", made=made, base=base_url(), prefix=PREFIX)
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/office/tokens/<id:token_id>/revoke")
@requires("plan")
def revoke(token_id: int) -> Any:
    link = get_link(current_office().id, token_id, services.KIND)
    services.revoke_token(link, now())
    flash(_("The token is revoked; whoever uses it is refused from now on."), "ok")
    return redirect(url_for(".tokens"), 303)


@bp.get("/api")
@public
def about() -> Any:
    """What there is to read, for people."""
    rows = [
        (resource, f"{PREFIX}{address(resource)}", [described(param) for param in resource.taken])
        for resource in RESOURCES
    ]
    return render_template(
        "api/about.html",
        rows=rows,
        scopes=SCOPES,
        problems=PROBLEMS,
        base=base_url(),
        prefix=PREFIX,
    )


def _page(form: TokenForm) -> str:
    at = now()
    rows = list_links(current_office().id, services.KIND)
    return render_template(
        "api/tokens.html",
        form=form,
        scopes=SCOPES,
        rows=[(row, services.token_state(row, at)) for row in rows],
        last_day=services.last_day_of,
    )


def _refusal(form: TokenForm, code: str) -> tuple[Any, str]:
    """The field at fault, and what to do."""
    return {
        "no_scope": (form.scopes, _("Choose at least one thing that it may read.")),
        "no_reason": (form.reason, _("State why these figures are read; each use is recorded.")),
        "past": (form.last_day, _("The day has passed. Give a day from today on.")),
        "too_long": (form.last_day, _("A token lasts two years at most. Give an earlier day.")),
    }[code]
