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
from planner.proposals import listing, replan_words, services, states
from planner.proposals.comparison import compare, stale_lines
from planner.proposals.days import as_of, local_day, usual_as_of
from planner.proposals.forms import ProposeForm, SearchForm
from planner.proposals.give_up_page import ways_of
from planner.proposals.goal_pages import goal_rows
from planner.proposals.models import Proposal
from planner.proposals.progress_pages import course_of
from planner.proposals.queries import get_proposal, latest_plain
from planner.proposals.replan_page import replan_page
from planner.proposals.titles import title_of
from planner.proposals.what_if import WHAT_IF
from planner.proposals.what_if_pages import what_if_page
from planner.proposals.why_not_page import why_page
from planner.proposals.words import KINDS, error_words, refusal
from planner.security import current_office, current_user, requires

bp = Blueprint("proposals", __name__, url_prefix="/campaigns/<id:campaign_id>")


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


@bp.get("/proposals/<id:proposal_id>/progress")
@requires("view")
def progress(campaign_id: int, proposal_id: int) -> Any:
    """The course of the search alone, for the script of the page."""
    row = proposal_of(campaign_id, proposal_id)
    stands = state_of(row)
    course = course_of(row, stands["elapsed"])
    return render_template("proposals/_progress.html", course=course, now=stands)


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
        written = services.take(row, chosen, aware="aware" in request.form, now=now())
    except Refused as refused:
        row = proposal_of(campaign_id, proposal_id)
        status = 409 if refused.code == "stale" else 422
        return show_page(row, status, refused, None if chosen is None else set(chosen))
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
    return states.state_of(row, now())


def index_page(campaign_id: int, form: ProposeForm, status: int = 200) -> Any:
    return listing.index_page(current_office().id, campaign_id, form, now(), status)


def sentence_for(row: Proposal, refused: Refused) -> str:
    """A refusal in the words of the kind of proposal."""
    return replan_words.refusal(refused) if row.kind == "replan" else refusal(refused)


def show_page(
    row: Proposal, status: int = 200, refused: Refused | None = None, chosen: set[str] | None = None
) -> Any:
    campaign = load_campaign(current_office().id, row.campaign_id)
    stale = refused.data.get("changes", ()) if refused else ()
    plain = latest_plain(campaign.id) if row.kind == WHAT_IF else None
    stands = state_of(row)
    over = row.state not in services.OPEN
    replanned = replan_page(row, campaign, today()) if over and row.kind == "replan" else None
    return render_template(
        "proposals/show.html",
        campaign=campaign,
        proposal=row,
        title=title_of(row),
        what_if=what_if_page(row, campaign, plain) if row.kind == WHAT_IF else None,
        course=course_of(row, stands["elapsed"]),
        goals=goal_rows(row),
        as_of=as_of(row),
        now=stands,
        comparison=compare(row, campaign, today()) if over and replanned is None else None,
        replanned=replanned,
        error=error_words(row) if row.state == "failed" else "",
        refusal=sentence_for(row, refused) if refused else "",
        stale=stale_lines(row, campaign, stale) if stale else [],
        chosen=chosen,
        kinds=KINDS,
        why=why_page(row, campaign) if row.kind == "why_not" else None,
        ways=ways_of(row, campaign),
    ), status
