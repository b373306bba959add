"""The open form: an agency that would like to take part tells of itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from planner.accounts.models import Office
from planner.agencies.queries import fields as office_fields
from planner.errors import Refused
from planner.extensions import csrf, limiter
from planner.letters import application_queries as queries
from planner.letters import application_services as services
from planner.letters import application_words as words
from planner.letters.application_forms import ApplicationForm
from planner.letters.views import bp
from planner.security import public
from planner.templating import named

LIMIT = "10 per minute;30 per hour"
LARGEST = 64 * 1024


@bp.get("/apply")
@public
def apply_index() -> Any:
    """The offices that take applications; the only one at once."""
    offices = queries.open_offices()
    if len(offices) == 1:
        return redirect(url_for("letters.apply", office_code=offices[0].code))
    return render_template("letters/apply_index.html", offices=offices)


@bp.get("/apply/<office_code>")
@public
def apply(office_code: str) -> Any:
    office = queries.get_office(office_code)
    return _page(office, _offered(ApplicationForm(formdata=None), office))


def _too_often(_limit: object) -> Response:
    """The form again with what was typed, not an error page that has lost it."""
    office = queries.get_office((request.view_args or {}).get("office_code", ""))
    form = _sent(office)
    form.form_errors = [*form.form_errors, words.refusal(Refused("too_often"))]
    response = make_response(_page(office, form), 429)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/apply/<office_code>")
@csrf.exempt  # the form checks its token itself: what was typed is kept when it has expired
@public
@limiter.limit(LIMIT, on_breach=_too_often)
def send_application(office_code: str) -> Any:
    office = queries.get_office(office_code)
    try:
        form = _sent(office)
    except RequestEntityTooLarge:
        form = _offered(ApplicationForm(formdata=None), office)
        return _refused(office, form, "too_large"), 413
    if not form.validate():
        if "csrf_token" in form.errors:
            return _refused(office, form, "expired"), 422
        return _page(office, form), 422
    done = redirect(url_for("letters.applied", office_code=office.code), 303)
    if form.is_trapped():
        return done
    chosen = set(form.field_ids.data or ())
    fields = [row for row in office_fields(office.id) if row.id in chosen]
    try:
        services.take_application(office, form.data_of_application(), fields, datetime.now(UTC))
    except Refused as refused:
        form.form_errors = [words.refusal(refused)]
        return _page(office, form), 422
    return done


@bp.get("/apply/<office_code>/done")
@public
def applied(office_code: str) -> Any:
    """The same for everybody: whether the agency is known is not told."""
    return render_template("letters/applied.html", at=queries.get_office(office_code))


def _sent(office: Office) -> ApplicationForm:
    """The form that was sent. Raises RequestEntityTooLarge before much of it is read."""
    request.max_content_length = request.max_form_memory_size = LARGEST
    return _offered(ApplicationForm(), office)


def _offered(form: ApplicationForm, office: Office) -> ApplicationForm:
    return form.offer([(row.id, named(row)) for row in office_fields(office.id)])


def _refused(office: Office, form: ApplicationForm, code: str) -> str:
    form.form_errors = [*form.form_errors, words.refusal(Refused(code))]
    return _page(office, form)


def _page(office: Office, form: ApplicationForm) -> str:
    return render_template("letters/apply.html", at=office, form=form)
