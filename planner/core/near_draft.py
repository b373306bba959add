"""Among re-plannings that are equally good, the one that leaves the draft as it has been drawn.

What was drawn after the last release (an earlier re-planning, say) may have been told to somebody
already: where it reaches as much of every goal, it stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from planner.core.decided import decisions_broken
from planner.core.difference import plan_distance
from planner.core.plan import Plan
from planner.core.replanning import Question, bare_event
from planner.core.rules import check_plan, check_replan
from planner.core.score import score_plan


def near_draft(question: Question, draft: Plan, plan: Plan, goals: Sequence[str]) -> Plan:
    """`plan` with events as the draft has them, wherever no goal is reached less."""
    drawn = draft.event_by_id()
    best = _values(question, plan, goals)
    for event in plan.events:
        if event.id not in drawn or event.day < question.task.now:
            continue
        # As drawn, or at least without those who cannot come any more.
        for candidate in dict.fromkeys((drawn[event.id], bare_event(question, drawn[event.id]))):
            if candidate == event:
                break
            events = (candidate if item.id == event.id else item for item in plan.events)
            tried = Plan(plan.instance, tuple(events))
            values = _values(question, tried, goals)
            if values <= best and not _worse(question, plan, tried):
                plan, best = tried, values
                break
    return plan


def _values(question: Question, plan: Plan, goals: Sequence[str]) -> tuple[int, ...]:
    score = score_plan(question.problem, plan)
    weights = question.task.delta_weights
    known = {
        "uncovered": score.terms["uncovered"],
        "distance": plan_distance(question.published, plan, weights),
        "score": score.total,
    }
    return tuple(known[goal] for goal in goals)


def _worse(question: Question, plan: Plan, tried: Plan) -> bool:
    """Whether a rule, a wish or a decision is broken that `plan` keeps."""
    if check_replan(question.task, tried):
        return True
    if any(decisions_broken(question.decided, question.published, tried)):
        return True
    problem = question.problem
    return len(check_plan(problem, tried)) > len(check_plan(problem, plan))
