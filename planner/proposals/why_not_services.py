"""Questions to a plan: answered at once where the rules suffice, else left to the worker."""

from __future__ import annotations

from datetime import datetime

from planner.accounts.models import User
from planner.campaigns.bridge import TakenBooths, load_campaign
from planner.core.score import score_plan
from planner.core.wish import Wish
from planner.engine.why_not import Answer
from planner.extensions import db
from planner.proposals.days import local_day
from planner.proposals.models import Proposal
from planner.proposals.queries import running_questions
from planner.proposals.why_not_input import ground, wish_to
from planner.proposals.why_not_work import store_answer, store_ground

WHY_NOT = "why_not"
SECONDS = 10  # for a counter-proposal


def ask_why_not(
    office_id: int,
    campaign_id: int,
    wish: Wish,
    source: Proposal | None = None,
    *,
    taken: TakenBooths | None = None,
    user: User | None = None,
    now: datetime,
) -> Proposal:
    """Ask why a plan (the draft, or that of `source`) does not have a wish; commits.

    What the rules alone decide is answered at once; otherwise the question waits for the worker. A
    question that waits or runs already is returned. Raises `Refused`: `no_plan`, or what the
    question names and the plan does not know (`wish_fault`).
    """
    campaign = load_campaign(office_id, campaign_id)
    found = ground(campaign, source, local_day(now), taken)
    found.ensure(wish)
    asked: dict[str, object] = {"wish": wish_to(wish), "asked_of": source.id if source else None}
    already = next((row for row in running_questions(campaign_id) if _is_same(row, asked)), None)
    if already is not None:
        return already
    row = Proposal(
        campaign_id=campaign.id,
        kind=WHY_NOT,
        state="queued",
        seconds=SECONDS,
        terms={},
        detail=asked,
        draft_version=campaign.version,
        created_at=now,
        created_by_id=user.id if user else None,
    )
    store_ground(row, found, taken)
    said = found.said(wish)
    if said.holds or said.outright:
        row.started_at = now
        before = score_plan(found.ask.problem, found.base)
        status = "holds" if said.holds else "forbidden"
        answer = Answer(wish, status, said.outright, said.against, before=before)
        store_answer(row, found, answer, now)
    db.session.add(row)
    db.session.commit()
    return row


def _is_same(row: Proposal, asked: dict[str, object]) -> bool:
    return all(row.detail.get(name) == value for name, value in asked.items())
