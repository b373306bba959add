"""Applications as the organizer sees them: the list, one of them, yes or no."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.agencies.queries import get_agency
from planner.campaigns.queries import get_campaign
from planner.errors import Refused
from planner.letters import application_queries as queries
from planner.letters import application_services as services
from planner.letters import application_words as words
from planner.letters.application_forms import AcceptForm, DeclineForm
from planner.letters.application_queries import Likeness
from planner.letters.models import APPLICATION_STATES, Application
from planner.letters.queries import campaigns
from planner.letters.views import bp, now
from planner.paging import asked_page
from planner.security import current_office, current_user, requires
from planner.templating import named


@bp.get("/applications")
@requires("plan")
def applications() -> Any:
    """The list, the waiting ones first in view; and whether the form is open."""
    office = current_office()
    counts = queries.state_counts(office.id)
    asked = request.args.get("state", "waiting" if counts.get("waiting") else "")
    state = asked if asked in APPLICATION_STATES else ""
    return render_template(
        "letters/applications.html",
        page=queries.application_page(office.id, state, asked_page()),
        state=state,
        counts=counts,
        application_words=words,
    )


@bp.post("/applications/open")
@requires("plan")
def open_applications() -> Any:
    """Open (`open=1`) or close the office's form."""
    is_open = request.form.get("open") == "1"
    services.set_open(current_office(), is_open)
    flash(_("The form is open.") if is_open else _("The form is closed."), "ok")
    return redirect(url_for("letters.applications"), 303)


@bp.get("/applications/<id:application_id>")
@requires("plan")
def application(application_id: int) -> Any:
    return _page(queries.get_application(current_office().id, application_id))


@bp.post("/applications/<id:application_id>/accept")
@requires("plan")
def accept_application(application_id: int) -> Any:
    office_id = current_office().id
    row = queries.get_application(office_id, application_id, lock=True)
    form = _offered(AcceptForm(), row, queries.look_alikes(row))
    if not form.validate():
        return _page(row, form), 422
    agency = get_agency(office_id, form.agency_id.data) if form.agency_id.data else None
    season = form.campaign_id.data
    campaign = get_campaign(office_id, season, lock=True) if season else None
    try:
        made = services.accept(
            row, current_user(), now(), agency=agency, campaign=campaign, note=words.note_of(row)
        )
    except Refused as refused:
        if refused.code == "decided":
            return _page(row, refusal=words.refusal(refused)), 409
        form.agency_id.errors = [words.refusal(refused)]
        return _page(row, form), 422
    flash(_("Accepted. Check what the agency told, and complete it."), "ok")
    return redirect(url_for("agencies.agency", agency_id=made.id), 303)


@bp.post("/applications/<id:application_id>/decline")
@requires("plan")
def decline_application(application_id: int) -> Any:
    row = queries.get_application(current_office().id, application_id, lock=True)
    form = DeclineForm()
    if not form.validate():
        return _page(row, decline=form), 422
    try:
        services.decline(row, current_user(), now(), form.reason.data or "")
    except Refused as refused:
        return _page(row, refusal=words.refusal(refused)), 409
    flash(_("Declined. Tell the agency; nothing is sent by itself."), "ok")
    return redirect(url_for("letters.application", application_id=application_id), 303)


def _offered(form: AcceptForm, row: Application, alike: Likeness) -> AcceptForm:
    return form.offer(
        [(agency.id, named(agency)) for agency in alike.agencies],
        [(campaign.id, named(campaign)) for campaign in campaigns(row.office_id)],
    )


def _page(
    row: Application,
    form: AcceptForm | None = None,
    *,
    decline: DeclineForm | None = None,
    refusal: str = "",
) -> str:
    alike = queries.look_alikes(row)
    return render_template(
        "letters/application.html",
        application=row,
        alike=alike,
        form=form or _offered(AcceptForm(formdata=None), row, alike),
        decline=decline or DeclineForm(formdata=None),
        refusal=refusal,
        application_words=words,
    )
