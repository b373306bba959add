"""The goals of a proposal one after the other: what was reached, what can be reached at best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from planner.core.goal_order import points_of
from planner.core.score import score_plan
from planner.proposals.goals import goals_of
from planner.proposals.models import Proposal
from planner.proposals.services import draft_before, plan_of, problem_of
from planner.proposals.what_if import WHAT_IF
from planner.proposals.words import TERM_LABELS, TERM_UNITS
from planner.templating import number


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal: `reached` says it in units, the points are those of its terms alone."""

    rank: int
    label: str
    reached: Sequence[str]
    points: int
    before: int | None
    best: int | None
    proven: bool
    last: bool  # the terms that have no rank of their own

    @property
    def better(self) -> bool:
        return self.before is not None and self.points < self.before

    @property
    def worse(self) -> bool:
        return self.before is not None and self.points > self.before


def goal_rows(proposal: Proposal) -> list[GoalRow]:
    """A row a goal in their order; none where goals are weighed, or there is no plan yet."""
    goals = goals_of(proposal)
    plan = plan_of(proposal)
    if not goals or plan is None or not proposal.problem:
        return []
    problem = problem_of(proposal)
    units = score_plan(problem, plan).terms
    draft = draft_before(proposal)
    before = score_plan(problem, draft).terms
    whole = len(draft.events) == sum(item.events for item in problem.districts)
    comparable = whole and proposal.kind != WHAT_IF
    ranked = len(proposal.detail.get("order", ()))
    return [
        GoalRow(
            rank=rank,
            label=" · ".join(str(TERM_LABELS[name]) for name in goal.terms if _shown(name, units)),
            reached=[
                _("%(what)s: %(n)s", what=TERM_UNITS[name], n=number(units[name]))
                for name in goal.terms
                if _shown(name, units)
            ],
            points=goal.points,
            before=points_of(problem.weights, before, goal.terms) if comparable else None,
            best=goal.best,
            proven=goal.proven,
            last=rank > ranked,
        )
        for rank, goal in enumerate(goals, 1)
    ]


def _shown(name: str, units: object) -> bool:
    """Terms that no season of the application has are passed over while they are nothing."""
    return name not in ("period_miss", "travel") or bool(units[name])  # type: ignore[index]
