"""Asking what a season would be like if something were so; the draft never changes by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from planner.accounts.models import User
from planner.campaigns.models import Campaign
from planner.core.assumptions import Assumption
from planner.proposals.models import Proposal
from planner.proposals.services import propose
from planner.proposals.what_if import WHAT_IF, what_if_detail


def ask_what_if(
    campaign: Campaign,
    name: str,
    assumptions: Sequence[Assumption],
    *,
    as_of: date | None,
    seconds: int,
    user: User | None,
    now: datetime,
) -> Proposal:
    """A proposal under assumptions; commits. Refused as `services.propose` refuses."""
    return propose(
        campaign,
        WHAT_IF,
        as_of=as_of,
        seconds=seconds,
        user=user,
        now=now,
        also=what_if_detail(name, assumptions),
    )
