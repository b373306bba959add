"""What a what-if proposal keeps: the name that the organizer gave it, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from planner.core.assumption_values import assumptions_from, assumptions_to
from planner.core.assumptions import Assumption
from planner.proposals.models import Proposal

WHAT_IF = "what_if"


def assumed_by(proposal: Proposal) -> tuple[Assumption, ...]:
    """What a proposal assumes; nothing, for other kinds."""
    return assumptions_from(proposal.detail.get("assumptions", ()))


def what_if_name(proposal: Proposal) -> str:
    """The organizer's name of a what-if; '' for other kinds."""
    return str(proposal.detail.get("name", ""))


def what_if_detail(name: str, assumptions: Iterable[Assumption]) -> dict[str, Any]:
    """What a what-if proposal keeps besides the day that it plans from."""
    return {"name": name, "assumptions": assumptions_to(assumptions)}
