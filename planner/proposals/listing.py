"""The list of a season's proposals, with the form that asks for one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import render_template, request

from planner.campaigns.bridge import load_campaign
from planner.campaigns.drafting import held_uids
from planner.paging import asked_page
from planner.proposals.days import as_of, first_as_of, local_day, season_stage
from planner.proposals.forms import ProposeForm
from planner.proposals.models import Proposal
from planner.proposals.queries import list_proposals
from planner.proposals.states import state_of
from planner.proposals.titles import KIND_LABELS, title_of
from planner.proposals.words import STATES

COMPARABLE = ("season", "what_if", "replan")  # kinds that plan a whole season


def index_page(
    office_id: int, campaign_id: int, form: ProposeForm, now: datetime, status: int = 200
) -> Any:
    """The proposals of the kind and state that the address asks for (nonsense: of all)."""
    campaign = load_campaign(office_id, campaign_id)
    kind, state = _asked("kind", KIND_LABELS), _asked("state", STATES)
    page = list_proposals(campaign.id, asked_page(), kind=kind, state=state)
    today, held = local_day(now), held_uids(campaign)
    planned = [event for event in campaign.events if event.status == "planned"]
    stay = sum(event.day <= today for event in planned)
    return render_template(
        "proposals/index.html",
        campaign=campaign,
        form=form,
        page=page,
        rows=[(row, state_of(row, now), as_of(row), title_of(row)) for row in page.rows],
        comparable=[row.id for row in page.rows if can_be_compared(row)],
        wanted={"kind": kind, "state": state},
        kinds=KIND_LABELS,
        states={name: words for name, (words, _badge) in STATES.items()},
        stage=season_stage(campaign, today),
        first_as_of=first_as_of(campaign),
        stay=stay,
        left=max(0, campaign.events_wanted - stay),
        planned=len(planned),
        held=sum(event.uid in held for event in planned),
    ), status


def can_be_compared(row: Proposal) -> bool:
    """Whether a proposal has a plan of the whole season."""
    return row.kind in COMPARABLE and row.score is not None and row.finished_at is not None


def _asked(name: str, known: Any) -> str:
    found = request.args.get(name, "")
    return found if found in known else ""
