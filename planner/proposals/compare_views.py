"""Chosen proposals side by side with the draft."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from planner.campaigns.bridge import load_campaign
from planner.proposals import views
from planner.proposals.listing import can_be_compared
from planner.proposals.queries import chosen_proposals
from planner.proposals.side_by_side import draft_column, one_measure, proposal_column, rows_of
from planner.security import current_office, requires, row_id

bp = views.bp
MOST = 5  # proposals beside the draft


@bp.get("/proposals/compare")
@requires("view")
def compare(campaign_id: int) -> Any:
    """The draft beside the proposals of the address (`with=3&with=5`)."""
    office_id = current_office().id
    ids = list(dict.fromkeys(request.args.getlist("with", type=row_id)))
    campaign = load_campaign(office_id, campaign_id)
    rows = chosen_proposals(office_id, campaign_id, ids)
    if "without" in request.args:  # the button of a column that takes it out
        gone = request.args.get("without", type=row_id)
        left = [number for number in ids if number != gone]
        return redirect(url_for(".compare", campaign_id=campaign_id, **{"with": left}))
    shown = [row for row in rows if can_be_compared(row)][:MOST]
    columns = [proposal_column(campaign, row) for row in shown]
    found = [column for column in (draft_column(campaign), *columns) if column]
    return render_template(
        "proposals/compare.html",
        campaign=campaign,
        columns=found,
        rows=rows_of(campaign, found) if len(found) > 1 else [],
        comparable=one_measure(found),
        left_out=len(rows) - len(shown),
        most=MOST,
    )
