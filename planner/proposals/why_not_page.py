"""The page of a question: its answer in sentences, and what it would cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import url_for

from planner.campaigns.models import Campaign
from planner.core.cost import RowChange, TermChange, term_changes
from planner.core.plan import Plan
from planner.core.problem import Problem
from planner.core.proposal_changes import SAME, event_changes
from planner.core.wish import Wish
from planner.core.wish_rules import open_days
from planner.proposals.comparison import EventLine, stale_lines
from planner.proposals.models import Proposal
from planner.proposals.services import draft_before, plan_of, problem_of
from planner.proposals.why_not_input import wish_from
from planner.proposals.why_not_words import (
    HEADLINES,
    besides_words,
    question_words,
    rule_sentences,
    scope_words,
)
from planner.proposals.why_not_work import StoredAnswer, asked_plan, source_of, stored_answer
from planner.proposals.words import TERM_LABELS, ProposalNames, term_row

DAYS = 6  # other days offered
ROWS = 8  # reasons shown of a term


@dataclass(frozen=True, slots=True)
class CostLine:
    """A term in which the counter-proposal differs; units before and after, points more."""

    label: str
    before: int
    after: int
    points: int
    worse: Sequence[str]
    better: Sequence[str]
    more: int


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A day on which the event could be; `free` where all others could stay."""

    label: str
    day: str
    free: bool


@dataclass(frozen=True, slots=True)
class WhyPage:
    """All that the page of a question says besides its counter-proposal.

    `of_draft` tells whether the draft is asked about or a proposal's plan, from which `changes`
    lead to the counter-proposal. `ordered` goals are weighed here by their weights alone.
    """

    question: str
    of_draft: bool
    ordered: bool
    again_url: str
    headline: str = ""
    kind: str = "info"
    scope: str = ""
    besides: str = ""
    cost: int | None = None
    forbidden: Sequence[str] = ()
    against: Sequence[str] = ()
    terms: Sequence[CostLine] = ()
    changes: Sequence[EventLine] = ()
    days: Sequence[OtherDay] = ()


def why_page(row: Proposal, campaign: Campaign) -> WhyPage:
    """The question, and its answer where there is one; `campaign` is loaded by the bridge."""
    assert row.problem is not None
    wish, answer = wish_from(row.detail["wish"]), stored_answer(row)
    problem, base, plan = problem_of(row), asked_plan(row), plan_of(row)
    names = ProposalNames(campaign, problem, draft_before(row), *([plan] if plan else []), base)
    source = source_of(row)
    ground = {"campaign_id": campaign.id, "plan": source.id if source else None}
    page = WhyPage(
        question=question_words(names, wish),
        of_draft=row.detail.get("asked_of") is None,
        ordered=bool(row.detail.get("order")),
        again_url=url_for("proposals.why", event=wish.event, **ground),
    )
    if answer is None:
        return page
    if plan is not None and not page.of_draft:
        moved = [item for item in event_changes(base, plan) if item.kind != SAME]
        page = replace(page, changes=stale_lines(row, campaign, tuple(moved)))
    return _answered(page, answer, wish, names, problem, base, plan)


def _answered(
    page: WhyPage,
    answer: StoredAnswer,
    wish: Wish,
    names: ProposalNames,
    problem: Problem,
    base: Plan,
    plan: Plan | None,
) -> WhyPage:
    headline, kind = HEADLINES[answer.status]
    terms = [_cost_line(names, item) for item in term_changes(problem, base, plan)] if plan else []
    refused = answer.status in ("forbidden", "impossible")
    return replace(
        page,
        headline=str(headline),
        kind=kind,
        scope=scope_words(answer.status, answer.scope),
        besides=besides_words(base, plan) if plan else "",
        cost=sum(line.points for line in terms) if plan else None,
        forbidden=rule_sentences(names, wish, answer.outright),
        against=rule_sentences(names, wish, answer.against),
        terms=terms,
        days=_other_days(names, problem, base, wish) if wish.about_dates and refused else (),
    )


def _cost_line(names: ProposalNames, item: TermChange) -> CostLine:
    worse = [_row(names, item.term, row) for row in item.rows if row.worse]
    better = [_row(names, item.term, row) for row in item.rows if not row.worse]
    return CostLine(
        label=str(TERM_LABELS[item.term]),
        before=item.before,
        after=item.after,
        points=item.points,
        worse=worse[:ROWS],
        better=better[:ROWS],
        more=max(0, len(worse) - ROWS) + max(0, len(better) - ROWS),
    )


def _row(names: ProposalNames, term: str, row: RowChange) -> str:
    """The reason as it is afterwards, or as it was where it is gone."""
    shown = row.after or row.before
    assert shown is not None
    return term_row(names, term, shown)


def _other_days(names: ProposalNames, problem: Problem, base: Plan, wish: Wish) -> list[OtherDay]:
    """The nearest days on which the event could be at the venue asked about."""
    found = open_days(problem, base, wish)[:DAYS]
    return [
        OtherDay(names.day(day), names.nth_day(day).isoformat(), free)
        for day, free in sorted(found)
    ]
