"""Keeping an agency away from an event, and letting it come again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect
from flask_babel import gettext as _

from planner.booths import ban_services, words
from planner.booths.ban_forms import BanForm
from planner.booths.board import load_board
from planner.booths.views import BASE, bp, open_event, plan_page, plan_url, refused_page
from planner.errors import Refused
from planner.security import current_user, requires
from planner.templating import named

BANS = BASE + "/bans"


@bp.post(BANS)
@requires("plan")
def ban(campaign_id: int, event_id: int) -> Any:
    try:
        event = open_event(campaign_id, event_id)
    except Refused as error:
        return refused_page(campaign_id, event_id, error)
    board = load_board(event)
    form = BanForm().offer(board)
    if not form.validate():
        return plan_page(event, 422, ban=form)
    agency = board.get_invited(int(form.away.data))
    try:
        ban_services.ban(
            event, agency, form.reason.data or "", user=current_user(), now=datetime.now(UTC)
        )
    except Refused as error:
        form.away.errors = [words.refusal(error)]
        return plan_page(event, 422, ban=form)
    if any(row.agency_id == agency.id for row in event.assignments):
        flash(_("%(agency)s is kept away from this event; it is still on its list. Take it off, "
                "or let a proposal do it.", agency=named(agency)), "warn")  # fmt: skip
    else:
        flash(_("%(agency)s is kept away from this event.", agency=named(agency)), "ok")
    return redirect(plan_url(event), 303)


@bp.post(BANS + "/<id:ban_id>/lift")
@requires("plan")
def lift_ban(campaign_id: int, event_id: int, ban_id: int) -> Any:
    try:
        event = open_event(campaign_id, event_id)
        agency = ban_services.lift_ban(event, ban_id)
    except Refused as error:
        return refused_page(campaign_id, event_id, error)
    flash(_("%(agency)s may come to this event again.", agency=named(agency)), "ok")
    return redirect(plan_url(event), 303)
