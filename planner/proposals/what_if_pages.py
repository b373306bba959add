"""What a what-if says: what was assumed, beside draft and latest proposal, and whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from planner.campaigns.advice_words import sentence
from planner.campaigns.bridge import build_problem
from planner.campaigns.models import Campaign
from planner.campaigns.names import listed
from planner.core.assumptions import agencies_out, apply
from planner.core.held import admit, left_out
from planner.core.measures import Attendance, attendance_changes
from planner.core.plan import Plan
from planner.core.problem import Problem
from planner.core.rules import check_plan
from planner.core.score import explain_terms
from planner.proposals.models import Proposal
from planner.proposals.side_by_side import (
    Column,
    Row,
    draft_column,
    one_measure,
    proposal_column,
    rows_of,
)
from planner.proposals.what_if import assumed_by
from planner.proposals.what_if_words import assumption_sentence
from planner.proposals.words import ProposalNames

BROKEN = 12  # sentences shown of what the plan breaks without its assumptions


@dataclass(frozen=True, slots=True)
class Affected:
    """An agency and what differs for it: against the draft, against the latest proposal."""

    agency: str
    against: Sequence[str]


@dataclass(frozen=True)
class WhatIfPage:
    """Everything that the page of a what-if adds to that of a proposal.

    `columns` and `rows` are empty while there is no plan. `kept` says what would become of the
    draft if it stayed; `broken` lists what the plan breaks once it is taken.
    """

    assumed: Sequence[str]
    columns: Sequence[Column] = ()
    rows: Sequence[Row] = ()
    comparable: bool = True
    kept: str = ""
    affected: Sequence[Affected] = ()
    broken: Sequence[str] = ()


def what_if_page(proposal: Proposal, campaign: Campaign, plain: Proposal | None) -> WhatIfPage:
    """`campaign` is loaded by `bridge.load_campaign`; `plain` is the latest plain proposal."""
    facts = build_problem(campaign)
    names = ProposalNames(campaign, facts)
    assumed = [assumption_sentence(names, item) for item in assumed_by(proposal)]
    own = proposal_column(campaign, proposal)
    if own is None:
        return WhatIfPage(assumed)
    draft = draft_column(campaign, facts)
    latest = proposal_column(campaign, plain) if plain else None
    others = [column for column in (draft, latest) if column]
    columns = [*others, own]
    return WhatIfPage(
        assumed=assumed,
        columns=columns,
        rows=rows_of(campaign, columns),
        comparable=one_measure(columns),
        kept=_kept(proposal, draft) if draft else "",
        affected=_affected(names, others, own.plan),
        broken=_broken(campaign, facts, own.plan),
    )


def _kept(proposal: Proposal, draft: Column) -> str:
    """What the draft would be worth, did it stay as it is under the assumptions."""
    assumed, past = assumed_by(proposal), proposal.detail.get("past", ())
    gone = [event for event in draft.plan.events if event.id in past]
    problem = admit(apply(draft.problem, assumed), gone, 0)
    stays = left_out(draft.plan, agencies_out(assumed), past)
    return str(
        _(
            "Were the draft left as it is, it would break rules in %(broken)s places and be short "
            "of agencies in %(bare)s fields.",
            broken=len(check_plan(problem, stays)),
            bare=len(explain_terms(problem, stays)["uncovered"]),
        )
    )


def _affected(names: ProposalNames, others: Sequence[Column], plan: Plan) -> list[Affected]:
    by_agency: dict[int, list[str]] = {}
    for place, column in enumerate(others):
        for change in attendance_changes(column.plan, plan):
            found = by_agency.setdefault(change.agency, ["-"] * len(others))
            found[place] = _days(names, change)
    return sorted(
        (Affected(names.name("agency", agency), found) for agency, found in by_agency.items()),
        key=lambda item: item.agency,
    )


def _days(names: ProposalNames, change: Attendance) -> str:
    parts = []
    if change.lost:
        parts.append(_("leaves %(days)s", days=listed(map(names.day, change.lost), 3)))
    if change.gained:
        parts.append(_("joins %(days)s", days=listed(map(names.day, change.gained), 3)))
    return " · ".join(parts)


def _broken(campaign: Campaign, facts: Problem, plan: Plan) -> list[str]:
    names = ProposalNames(campaign, facts, plan)
    found = dict.fromkeys(sentence(names, item) for item in check_plan(facts, plan))
    return list(found)[:BROKEN]
