"""The working side of a re-planning: from the rows to a question, from an answer to a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from planner.campaigns.bridge import TakenBooths, load_campaign
from planner.core.formats import plan_to, problem_to
from planner.core.near_draft import near_draft
from planner.core.replanning import Question
from planner.core.score import score_plan
from planner.core.trace import Trace, trace_to
from planner.core.violation import Violation
from planner.engine.replan import ReplanOutcome
from planner.extensions import db
from planner.proposals.days import as_of, usual_as_of
from planner.proposals.models import Proposal
from planner.proposals.replan_input import (
    load_baseline,
    question_detail,
    replan_question,
    wished_days,
)
from planner.proposals.services import draft_before
from planner.proposals.work import violation_to


def begin_replan(proposal: Proposal, today: date, taken: TakenBooths | None = None) -> Question:
    """Read what is in force and what is pinned, store the question with the proposal; commits."""
    campaign = load_campaign(proposal.campaign.office_id, proposal.campaign_id)
    day = as_of(proposal) or usual_as_of(campaign, today)
    # What an earlier try has told of its course is not this one's.
    told = {key: value for key, value in proposal.detail.items() if key != "progress"}
    detail = {**told, "as_of": day.isoformat()}
    base = load_baseline(campaign, day, taken, wished_days(detail))
    question = replan_question(campaign, base, detail)
    proposal.problem = problem_to(question.problem)
    proposal.draft_version = campaign.version
    proposal.detail = {
        **detail,
        "before": plan_to(base.draft),
        "published": plan_to(base.published),
        **question_detail(question, base, taken or {}),
    }
    db.session.commit()
    return question


def finish_replan(
    proposal: Proposal,
    question: Question,
    answer: ReplanOutcome,
    *,
    conflicts: Sequence[Violation] = (),
    give_up: Sequence[Violation] = (),
    stopped: bool = False,
    course: Trace | None = None,
    now: datetime,
) -> None:
    """Store the answer: plan, goals and their proofs, course, what is in conflict; commits."""
    outcome = answer.outcome
    proposal.state = "stopped" if stopped and outcome.status != "optimal" else "done"
    proposal.outcome = outcome.status
    proposal.finished_at = proposal.heartbeat_at = now
    proposal.bound = outcome.bound
    if outcome.plan is not None:
        goals = [goal.name for goal in answer.goals]
        plan = near_draft(question, draft_before(proposal), outcome.plan, goals)
        score = score_plan(question.problem, plan)
        proposal.plan = plan_to(plan)
        proposal.score, proposal.terms = score.total, dict(score.terms)
    proposal.detail = {
        **proposal.detail,
        "gap": outcome.gap,
        "elapsed": round(outcome.elapsed, 1),
        "reached": [
            {"name": goal.name, "value": goal.value, "proven": goal.proven, "least": goal.least}
            for goal in answer.goals
        ],
        "distance": answer.distance,
        "conflicts": [violation_to(item) for item in conflicts or outcome.conflicts],
        "give_up": [violation_to(item) for item in give_up],
        **({"progress": trace_to(course)} if course else {}),
    }
    db.session.commit()
