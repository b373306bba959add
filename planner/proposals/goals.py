"""Goals that count one after the other: how far each was reached, stored and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from planner.campaigns.goal_services import goal_order as season_order
from planner.core.assumptions import goal_order
from planner.core.goal_order import points_of
from planner.core.problem import Weights
from planner.engine import Goal
from planner.proposals.models import Proposal
from planner.proposals.what_if import assumed_by


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal of a stored proposal: `best` is the least possible (None: not known)."""

    terms: Sequence[str]
    points: int
    best: int | None
    proven: bool


def is_ordered(proposal: Proposal) -> bool:
    """Whether goals count one after the other; of one that waits, whether they will."""
    if proposal.kind == "booths" or "order" in proposal.detail:
        return bool(proposal.detail.get("order"))
    return bool(goal_order(assumed_by(proposal), season_order(proposal.campaign)))


def goals_to(
    goals: Iterable[Goal], weights: Weights, units: Mapping[str, int]
) -> list[dict[str, Any]]:
    """What a proposal keeps of its goals; the points are those of the plan as it is stored."""
    found = []
    for goal in goals:
        points = points_of(weights, units, goal.terms)
        met = goal.bound is not None and points <= goal.bound
        found.append(
            {
                "terms": list(goal.terms),
                "points": points,
                "bound": goal.bound,
                "proven": met or (goal.proven and points <= goal.points),
            }
        )
    return found


def goals_of(proposal: Proposal) -> list[GoalLine]:
    """The goals of a proposal in their order; none where they were weighed."""
    return [
        GoalLine(item["terms"], item["points"], item["bound"], item["proven"])
        for item in proposal.detail.get("goals", ())
    ]


def ordered_quality(goals: Sequence[GoalLine]) -> str:
    """How many goals are proven, counted from the first."""
    if not goals:
        return str(_("The goals are pursued one after the other."))
    proven = next((n for n, goal in enumerate(goals) if not goal.proven), len(goals))
    if proven == len(goals):
        return str(_("Proven: no plan does better in these goals, in this order."))
    if not proven:
        return str(_("It is not proven yet that the first goal cannot be met better."))
    return str(
        _(
            "Proven best in the first %(proven)s of %(all)s goals.",
            proven=proven,
            all=len(goals),
        )
    )
