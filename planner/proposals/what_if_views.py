"""Asking under assumptions: the form, empty or filled from an earlier what-if."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request

from planner.campaigns.bridge import build_problem, load_campaign
from planner.campaigns.goal_forms import MODE_MEANINGS
from planner.campaigns.goal_services import goal_order
from planner.campaigns.models import Campaign
from planner.campaigns.words import WEIGHT_LABELS
from planner.core.assumptions import Assumption
from planner.core.goal_order import ranks_of
from planner.core.problem import Problem
from planner.errors import Refused
from planner.proposals import views
from planner.proposals.days import first_as_of, season_stage, usual_as_of
from planner.proposals.what_if import WHAT_IF, assumed_by, what_if_name
from planner.proposals.what_if_forms import WhatIfForm
from planner.proposals.what_if_reading import already_so, fill, read
from planner.proposals.what_if_services import ask_what_if
from planner.proposals.what_if_words import assumption_sentence
from planner.proposals.words import ProposalNames, refusal
from planner.security import current_office, current_user, requires, row_id

bp = views.bp


@bp.get("/proposals/what-if")
@requires("plan")
def what_if(campaign_id: int) -> Any:
    campaign = load_campaign(current_office().id, campaign_id)
    facts = facts_of(campaign)
    form = WhatIfForm(formdata=None, as_of=usual_as_of(campaign, views.today()))
    form.offer(campaign, facts)
    dropped: list[Assumption] = []
    if "copy" in request.args:
        copied = request.args.get("copy", type=row_id) or abort(404)
        row = views.proposal_of(campaign_id, copied)
        if row.kind != WHAT_IF:
            abort(404)
        assumed = assumed_by(row)
        dropped = already_so(assumed, facts, goal_order(campaign))
        form.name.data, form.seconds.data = what_if_name(row), row.seconds
        fill(form, [item for item in assumed if item not in dropped])
    return what_if_page(campaign, facts, form, dropped=dropped)


@bp.post("/proposals/what-if")
@requires("plan")
def create_what_if(campaign_id: int) -> Any:
    campaign = load_campaign(current_office().id, campaign_id)
    facts = facts_of(campaign)
    form = WhatIfForm().offer(campaign, facts, request.form)
    assumed = None
    if form.validate():
        assumed = read(form, campaign, facts, goal_order(campaign))
    if assumed is None:
        return what_if_page(campaign, facts, form, 422)
    try:
        row = ask_what_if(
            campaign, form.name.data, assumed, as_of=form.as_of.data,
            seconds=form.seconds.data, user=current_user(), now=views.now(),
        )  # fmt: skip
    except Refused as refused:
        wrong = form.as_of if refused.code == "as_of_outside" else form.name
        wrong.errors = [refusal(refused)]
        return what_if_page(campaign, facts, form, 422)
    return views.to_proposal(row)


def facts_of(campaign: Campaign) -> Problem:
    """The season as it is, as a proposal would plan it."""
    return build_problem(campaign, holidays_forbid=True)


def what_if_page(
    campaign: Campaign,
    facts: Problem,
    form: WhatIfForm,
    status: int = 200,
    dropped: list[Assumption] | None = None,
) -> Any:
    ranks = ranks_of(form.order())
    names = ProposalNames(campaign, facts)
    return render_template(
        "proposals/what_if_form.html",
        campaign=campaign,
        form=form,
        facts=form.facts(facts),
        faults=form.faults(),
        goal_names=sorted(WEIGHT_LABELS, key=lambda name: ranks.get(name, len(ranks) + 1)),
        labels=WEIGHT_LABELS,
        meanings=MODE_MEANINGS,
        first_as_of=first_as_of(campaign),
        stage=season_stage(campaign, views.today()),
        dropped=[assumption_sentence(names, item) for item in dropped or ()],
    ), status
