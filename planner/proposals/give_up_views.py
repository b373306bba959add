"""Making the changes after which there would be a plan."""

from __future__ import annotations

from typing import Any

from flask import flash, request
from flask_babel import gettext as _

from planner.campaigns.bridge import load_campaign
from planner.errors import Refused
from planner.proposals import views
from planner.proposals.give_up_page import step_words
from planner.proposals.give_up_services import give_up
from planner.proposals.services import problem_of
from planner.proposals.words import ProposalNames
from planner.security import current_office, requires

bp = views.bp


@bp.post("/proposals/<id:proposal_id>/give-up")
@requires("plan")
def give_way(campaign_id: int, proposal_id: int) -> Any:
    """Carry out the chosen steps (`step`, once or several times)."""
    row, office_id = views.proposal_of(campaign_id, proposal_id), current_office().id
    names = None
    if row.problem:
        names = ProposalNames(load_campaign(office_id, campaign_id), problem_of(row))
    try:
        steps = give_up(office_id, row, request.form.getlist("step"))
    except Refused as refused:
        status = 409 if refused.code == "step_changed" else 422
        return views.show_page(views.proposal_of(campaign_id, proposal_id), status, refused)
    changes = "; ".join(step_words(names, step) for step in steps) if names else ""
    flash(_("Changed: %(changes)s.", changes=changes), "ok")
    return views.to_proposal(views.proposal_of(campaign_id, proposal_id))
