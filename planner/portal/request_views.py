"""What agencies ask to change, to be confirmed; and days off of which the office takes note."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from planner.agencies import queries as agency_queries
from planner.errors import StaleEdit
from planner.portal import news_queries, request_services, words
from planner.portal.answer_views import STALE, bp, now, today
from planner.portal.forms import DecisionForm
from planner.security import current_office, current_user, requires

DECIDED = 20  # listed below those that wait


@bp.get("/agency-requests")
@requires("view")
def requests() -> Any:
    return _page()


def _page(status: int = 200, refusal: str = "", failed: DecisionForm | None = None) -> Any:
    office_id = current_office().id
    fields = {row.id: row for row in agency_queries.fields(office_id)}
    found = news_queries.requests(office_id, ("open", "taken"))
    decided = news_queries.requests(office_id, ("accepted", "refused", "seen"), DECIDED)
    page = render_template(
        "portal/requests.html",
        wishes=[(row, words.wish(row, fields)) for row in found if row.state == "open"],
        notices=[(row, *words.days_off(row)) for row in found if row.state == "taken"],
        decided=[
            (row, () if row.kind == "absences" else words.wish(row, fields)) for row in decided
        ],
        refusal=refusal,
        failed=failed,
        words=words,
        today=today(),
    )
    return page, status


@bp.post("/agency-requests/<id:request_id>")
@requires("plan")
def decide(request_id: int) -> Any:
    """Confirm or refuse a wish (`decision`), with a word to the agency."""
    office, form = current_office(), DecisionForm()
    request_services.get_request(office.id, request_id)
    if not form.validate() or form.decision.data not in ("grant", "refuse"):
        sentence = next(iter(form.reply.errors), _("Confirm the change or refuse it."))
        return _page(422, str(sentence), form)
    try:
        request_services.decide(
            office.id, request_id,
            grant=form.decision.data == "grant", version=form.number(),
            reply=form.reply.data or "", user_id=current_user().id, now=now(),
        )  # fmt: skip
    except StaleEdit:
        return _page(STALE, _meanwhile())
    flash(_("Saved; the agency sees it."), "ok")
    return redirect(url_for(".requests"), 303)


@bp.post("/agency-requests/<id:request_id>/seen")
@requires("plan")
def mark_seen(request_id: int) -> Any:
    """The office takes note of an agency's days off."""
    office, form = current_office(), DecisionForm()
    try:
        request_services.mark_seen(
            office.id, request_id, version=form.number(), user_id=current_user().id, now=now()
        )
    except StaleEdit:
        return _page(STALE, _meanwhile())
    return redirect(url_for(".requests"), 303)


def _meanwhile() -> str:
    return str(
        _("The agency or a colleague changed this meanwhile; nothing was saved. Look again.")
    )
