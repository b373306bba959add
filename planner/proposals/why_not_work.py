"""The working side of a question: from the season as it is to the stored answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from planner.campaigns.bridge import TakenBooths, load_campaign
from planner.core.formats import plan_from, plan_to, problem_to
from planner.core.plan import Plan, PlanEvent
from planner.core.trace import Trace
from planner.core.violation import Violation
from planner.core.wish import Wish
from planner.engine.why_not import Answer
from planner.extensions import db
from planner.proposals.input import ask_detail
from planner.proposals.models import Proposal
from planner.proposals.queries import find_proposal
from planner.proposals.why_not_input import Ground, ground, wish_from
from planner.proposals.work import violation_from, violation_to


@dataclass(frozen=True)
class Question:
    """A stored question with the ground on which it is asked."""

    wish: Wish
    ground: Ground

    @property
    def keep(self) -> Collection[str]:
        """Events that stay wholly: those past."""
        return self.ground.ask.past


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What a proposal keeps of an answer besides the counter-proposal."""

    status: str
    outright: tuple[Violation, ...]
    against: tuple[Violation, ...]
    scope: str
    before: int | None


def begin_why(proposal: Proposal, today: date, taken: TakenBooths | None = None) -> Question:
    """Read the season as it is now, store the ground with the question, and commit.

    Raises `Refused` where the question names what is no longer there.
    """
    campaign = load_campaign(proposal.campaign.office_id, proposal.campaign_id)
    found = ground(campaign, source_of(proposal), today, taken)
    wish = wish_from(proposal.detail["wish"])
    found.ensure(wish)
    store_ground(proposal, found, taken)
    proposal.draft_version = campaign.version
    db.session.commit()
    return Question(wish, found)


def source_of(proposal: Proposal) -> Proposal | None:
    """The proposal whose plan is asked about; None for the draft, or where it was put away."""
    number = proposal.detail.get("asked_of")
    if number is None:
        return None
    return find_proposal(proposal.campaign.office_id, proposal.campaign_id, int(number))


def store_ground(proposal: Proposal, found: Ground, taken: TakenBooths | None) -> None:
    """Keep the problem, the draft and the plan asked about with the question, uncommitted."""
    proposal.problem = problem_to(found.ask.problem)
    proposal.detail = {
        **proposal.detail,
        **ask_detail(found.ask, taken),
        "asked_plan": plan_to(found.base),
    }


def finish_why(
    proposal: Proposal,
    *,
    question: Question,
    answer: Answer,
    stopped: bool = False,
    course: Trace | None = None,
    now: datetime,
) -> None:
    """Store the answer; commits. A stopped search has answered as far as it came.

    Its `course` is of no interest: a question is answered by what it costs, not by how.
    """
    store_answer(proposal, question.ground, answer, now)
    proposal.state = "stopped" if stopped and answer.plan is None else "done"
    db.session.commit()


def store_answer(proposal: Proposal, found: Ground, answer: Answer, now: datetime) -> None:
    """Write an answer into its row, uncommitted."""
    why = answer.why
    proposal.state, proposal.outcome = "done", answer.status
    proposal.finished_at = proposal.heartbeat_at = now
    if answer.plan is not None and answer.after is not None:
        proposal.plan = plan_to(_restored(found, answer.plan))
        proposal.score, proposal.terms = answer.after.total, dict(answer.after.terms)
    stored = {
        "status": answer.status,
        "outright": [violation_to(item) for item in answer.outright],
        "against": [violation_to(item) for item in answer.against],
        "scope": answer.scope,
        "before": answer.before.total if answer.before else None,
    }
    proposal.detail = {
        **proposal.detail,
        "answer": stored,
        "elapsed": round(answer.elapsed, 1),
        "conflicts": [violation_to(item) for item in (why.conflicts if why else ())],
        "give_up": [violation_to(item) for item in (why.give_up if why else ())],
        "alone": [violation_to(item) for item in (why.alone if why else ())],
        "sure": [why.minimal, why.least] if why else [True, True],
    }


def _restored(found: Ground, plan: Plan) -> Plan:
    """The counter-proposal with all that the rules do not know, where it changes nothing."""
    whole, base = found.whole.event_by_id(), found.base.event_by_id()
    events: list[PlanEvent] = [
        whole[event.id] if event == base.get(event.id) else event for event in plan.events
    ]
    known = {event.id for event in events}
    events += [event for event in found.whole.events if event.id not in known]
    ordered = sorted(events, key=lambda event: (event.day, event.id))
    return replace(plan, events=tuple(ordered))


def stored_answer(proposal: Proposal) -> StoredAnswer | None:
    """The answer of a question; None while it is still looked for, or where that failed."""
    found: dict[str, Any] | None = proposal.detail.get("answer")
    if found is None:
        return None
    violations = {name: tuple(map(violation_from, found[name])) for name in ("outright", "against")}
    return StoredAnswer(**{**found, **violations})


def asked_plan(proposal: Proposal) -> Plan:
    """The plan that was asked about."""
    return plan_from(proposal.detail["asked_plan"])
