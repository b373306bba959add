"""Re-planning after a change: the form, and taking the answer."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import Campaign
from planner.errors import Refused
from planner.proposals import views
from planner.proposals.days import first_as_of, season_stage, usual_as_of
from planner.proposals.replan_again import asked_wish
from planner.proposals.replan_forms import ReplanForm, copied, opened
from planner.proposals.replan_input import load_baseline, question_of
from planner.proposals.replan_letters import draft_change_letters
from planner.proposals.replan_page import source_words, standing
from planner.proposals.replan_services import ask_replan, take_replan
from planner.proposals.replan_words import refusal
from planner.proposals.services import plan_of
from planner.proposals.views import bp, proposal_of, show_page, to_proposal
from planner.proposals.words import ProposalNames
from planner.security import current_office, current_user, requires, row_id


@bp.get("/proposals/replan")
@requires("plan")
def replan(campaign_id: int) -> Any:
    """`event` and `agency` of the query fill in the first row, `copy` all of an earlier one."""
    campaign = load_campaign(current_office().id, campaign_id)
    if "copy" in request.args:
        row = proposal_of(campaign_id, request.args.get("copy", type=row_id) or abort(404))
        if row.kind != "replan":
            abort(404)
        return form_page(campaign, copied(campaign, row))
    event, agency = (request.args.get(name, type=row_id) for name in ("event", "agency"))
    return form_page(campaign, opened(campaign, views.today(), event, agency))


@bp.post("/proposals/replan")
@requires("plan")
def create_replan(campaign_id: int) -> Any:
    campaign = load_campaign(current_office().id, campaign_id)
    form = ReplanForm().offer(campaign)
    if "more" in request.form:
        form.more(request.form["more"])
        return form_page(campaign, form.offer(campaign))
    wish = form.wish(campaign, usual_as_of(campaign, views.today()))
    if wish is None:
        return form_page(campaign, form, 422)
    try:
        row = ask_replan(
            campaign, wish, seconds=form.seconds.data, user=current_user(), now=views.now()
        )
    except Refused as refused:
        form.as_of.errors = [refusal(refused)]
        return form_page(campaign, form, 422)
    return to_proposal(row)


@bp.post("/proposals/<id:proposal_id>/replan-again")
@requires("plan")
def replan_again(campaign_id: int, proposal_id: int) -> Any:
    """Ask once more: events of `move` may move, wishes for events of `without` are left out."""
    row = proposal_of(campaign_id, proposal_id)
    if row.kind != "replan" or not row.problem:
        abort(404)
    moves, without = (request.form.getlist(name) for name in ("move", "without"))
    campaign = load_campaign(current_office().id, campaign_id)
    try:
        fresh = ask_replan(
            campaign,
            asked_wish(row, moves=moves, without=without),
            seconds=row.seconds,
            user=current_user(),
            now=views.now(),
        )
    except Refused as refused:
        return show_page(proposal_of(campaign_id, proposal_id), 422, refused)
    return to_proposal(fresh)


@bp.post("/proposals/<id:proposal_id>/take-replan")
@requires("plan")
def take_changes(campaign_id: int, proposal_id: int) -> Any:
    row = proposal_of(campaign_id, proposal_id)
    record = "record" in request.form
    try:
        taken = take_replan(row, record=record, user=current_user(), now=views.now())
    except Refused as refused:
        row = proposal_of(campaign_id, proposal_id)
        status = 409 if refused.code == "stale" else 422
        return show_page(row, status, refused)
    flash(
        _(
            "Taken into the draft: %(changed)s events changed, %(recorded)s facts recorded.",
            changed=len(taken.written.changed),
            recorded=taken.recorded,
        ),
        "ok",
    )
    return redirect(
        url_for("proposals.show", campaign_id=campaign_id, proposal_id=proposal_id), 303
    )


@bp.post("/proposals/<id:proposal_id>/letters")
@requires("plan")
def write_letters(campaign_id: int, proposal_id: int) -> Any:
    """Draft a letter to every agency for which something changes."""
    row = proposal_of(campaign_id, proposal_id)
    plan = plan_of(row)
    if row.kind != "replan" or plan is None:
        abort(404)
    campaign = load_campaign(current_office().id, campaign_id)
    question = question_of(row)
    try:
        drafted = draft_change_letters(
            campaign, question.problem, question.published, plan, current_user(), views.now()
        )
    except Refused as refused:
        return show_page(proposal_of(campaign_id, proposal_id), 422, refused)
    flash(
        _(
            "Drafted: %(n)s letters; %(left)s agencies have no e-mail address.",
            n=len(drafted.mailing.letters),
            left=len(drafted.left_out),
        ),
        "ok",
    )
    return redirect(url_for("letters.mailing", mailing_id=drafted.mailing.id), 303)


def form_page(campaign: Campaign, form: ReplanForm, status: int = 200) -> Any:
    today = views.today()
    base = load_baseline(campaign, usual_as_of(campaign, today))
    names = ProposalNames(campaign, base.problem, base.draft, base.published)
    return render_template(
        "proposals/replan.html",
        campaign=campaign,
        form=form,
        faults=list(form.faults()),
        stage=season_stage(campaign, today),
        first_as_of=first_as_of(campaign),
        source=source_words(base.release),
        differing=standing(base, names),
    ), status
