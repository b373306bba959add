"""The pages of proposals: ask, watch, stop, compare, take, put away."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from planner.campaigns import queries
from planner.campaigns.bridge import load_campaign
from planner.errors import Refused
from planner.proposals import services
from planner.proposals.comparison import compare, stale_lines
from planner.proposals.days import (
    as_of,
    first_as_of,
    local_day,
    season_stage,
    usual_as_of,
)
from planner.proposals.forms import ProposeForm, SearchForm
from planner.proposals.models import Proposal
from planner.proposals.queries import get_proposal, list_proposals
from planner.proposals.words import KINDS, error_words, quality, refusal, state_label
from planner.security import current_office, current_user, requires

bp = Blueprint("proposals", __name__, url_prefix="/campaigns/<id:campaign_id>")
SLOW_START = 15  # seconds after which a waiting proposal wonders where the worker is


@bp.get("/proposals")
@requires("view")
def index(campaign_id: int) -> Any:
    return index_page(campaign_id, ProposeForm(as_of=usual_day(campaign_id)))


@bp.post("/proposals")
@requires("plan")
def create(campaign_id: int) -> Any:
    campaign = queries.get_campaign(current_office().id, campaign_id)
    form = ProposeForm()
    if not form.validate():
        return index_page(campaign_id, form, 422)
    try:
        row = services.propose(
            campaign,
            as_of=form.as_of.data,
            seconds=form.seconds.data,
            user=current_user(),
            now=now(),
        )
    except Refused as refused:
        wrong = form.as_of if refused.code == "as_of_outside" else form.seconds
        wrong.errors = [refusal(refused)]
        return index_page(campaign_id, form, 422)
    return to_proposal(row)


@bp.post("/events/<id:event_id>/propose-booths")
@requires("plan")
def create_booths(campaign_id: int, event_id: int) -> Any:
    event = queries.get_event(current_office().id, campaign_id, event_id)
    form = SearchForm(seconds=services.SECONDS[0])
    try:
        row = services.propose(
            event.campaign,
            "booths",
            event=event,
            seconds=form.seconds.data if form.validate() else services.SECONDS[0],
            user=current_user(),
            now=now(),
        )
    except Refused as refused:
        page = ProposeForm(formdata=None, as_of=usual_day(campaign_id))
        page.seconds.errors = [refusal(refused)]
        return index_page(campaign_id, page, 422)
    return to_proposal(row)


@bp.get("/proposals/<id:proposal_id>")
@requires("view")
def show(campaign_id: int, proposal_id: int) -> Any:
    return show_page(proposal_of(campaign_id, proposal_id))


@bp.get("/proposals/<id:proposal_id>/state")
@requires("view")
def state(campaign_id: int, proposal_id: int) -> Any:
    return jsonify(state_of(proposal_of(campaign_id, proposal_id)))


@bp.post("/proposals/<id:proposal_id>/stop")
@requires("plan")
def stop(campaign_id: int, proposal_id: int) -> Any:
    row = proposal_of(campaign_id, proposal_id)
    services.stop(row, now())
    return to_proposal(row)


@bp.post("/proposals/<id:proposal_id>/take")
@requires("plan")
def take(campaign_id: int, proposal_id: int) -> Any:
    row = proposal_of(campaign_id, proposal_id)
    chosen = None if "whole" in request.form else request.form.getlist("events")
    try:
        written = services.take(row, chosen, now=now())
    except Refused as refused:
        row = proposal_of(campaign_id, proposal_id)
        status = 409 if refused.code == "stale" else 422
        return show_page(row, status, refused, set(chosen or ()))
    flash(
        _(
            "Taken into the draft: %(new)s new, %(changed)s changed, %(cancelled)s cancelled.",
            new=len(written.created),
            changed=len(written.changed),
            cancelled=len(written.cancelled),
        ),
        "ok",
    )
    return redirect(after_taking(row), 303)


@bp.post("/proposals/<id:proposal_id>/discard")
@requires("plan")
def discard(campaign_id: int, proposal_id: int) -> Any:
    row = proposal_of(campaign_id, proposal_id)
    try:
        services.discard(row)
    except Refused as refused:
        return show_page(row, 422, refused)
    flash(_("The proposal has been put away; the draft is as it was."), "ok")
    return redirect(url_for("proposals.index", campaign_id=campaign_id), 303)


# --- what the views share ---------------------------------------------------------------------


def now() -> datetime:
    """The clock of these views."""
    return datetime.now(UTC)


def today() -> date:
    return local_day(now())


def usual_day(campaign_id: int) -> date:
    """The day from which a season is usually planned today."""
    return usual_as_of(queries.get_campaign(current_office().id, campaign_id), today())


def proposal_of(campaign_id: int, proposal_id: int) -> Proposal:
    """This office's proposal; 404 otherwise."""
    return get_proposal(current_office().id, campaign_id, proposal_id)


def to_proposal(row: Proposal) -> Any:
    return redirect(url_for("proposals.show", campaign_id=row.campaign_id, proposal_id=row.id), 303)


def after_taking(row: Proposal) -> str:
    """The booths of the event, or the schedule."""
    if row.kind == "booths" and "booths.plan" in current_app.view_functions:
        return url_for("booths.plan", campaign_id=row.campaign_id, event_id=row.event_id)
    return url_for("campaigns.schedule", campaign_id=row.campaign_id)


def state_of(row: Proposal) -> dict[str, Any]:
    """Where the search stands, for the page and the script that asks each second."""
    end = row.finished_at or now()
    begun = row.started_at or (end if row.state == "queued" else None)
    label, kind = state_label(row)
    waited = (now() - row.created_at).total_seconds()
    return {
        "state": row.state,
        "label": label,
        "kind": kind,
        "finished": row.state not in services.OPEN,
        "elapsed": max(0, round((end - begun).total_seconds())) if begun else 0,
        "seconds": row.seconds,
        "score": row.score,
        "bound": None if row.bound is None else max(0, round(row.bound)),
        "quality": quality(row),
        "late": row.state == "queued" and waited > SLOW_START,
        "stopping": row.state == "running" and row.stop_wanted,
    }


def index_page(campaign_id: int, form: ProposeForm, status: int = 200) -> Any:
    campaign = load_campaign(current_office().id, campaign_id)
    rows = list_proposals(campaign.id)
    planned = [event for event in campaign.events if event.status == "planned"]
    stay = sum(event.day <= today() for event in planned)
    return render_template(
        "proposals/index.html",
        campaign=campaign,
        form=form,
        rows=[(row, state_of(row), as_of(row)) for row in rows],
        stage=season_stage(campaign, today()),
        first_as_of=first_as_of(campaign),
        stay=stay,
        left=max(0, campaign.events_wanted - stay),
        planned=len(planned),
        held=sum(services.is_held(event) for event in planned),
    ), status


def show_page(
    row: Proposal, status: int = 200, refused: Refused | None = None, chosen: set[str] | None = None
) -> Any:
    campaign = load_campaign(current_office().id, row.campaign_id)
    stale = refused.data.get("changes", ()) if refused else ()
    return render_template(
        "proposals/show.html",
        campaign=campaign,
        proposal=row,
        as_of=as_of(row),
        now=state_of(row),
        comparison=compare(row, campaign, today()) if row.state not in services.OPEN else None,
        error=error_words(row) if row.state == "failed" else "",
        refusal=refusal(refused) if refused else "",
        stale=stale_lines(row, campaign, stale) if stale else [],
        chosen=chosen,
        kinds=KINDS,
    ), status
