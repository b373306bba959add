"""What a question is asked about: the draft or a proposal's plan, and what a person decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from planner.campaigns.bridge import TakenBooths
from planner.campaigns.models import Campaign
from planner.core.held import known_only
from planner.core.plan import Plan
from planner.core.wish import Wish, wish_fault
from planner.core.wish_rules import Judgement
from planner.engine.why_not import what_is_said
from planner.errors import Refused
from planner.proposals.days import as_of, usual_as_of
from planner.proposals.input import Ask, season_ask
from planner.proposals.models import Proposal
from planner.proposals.services import plan_of
from planner.proposals.what_if import assumed_by


@dataclass(frozen=True)
class Ground:
    """The season as it is now (`ask`), and the plan that is asked about.

    `whole` is that plan with all its events and agencies, `base` what of it the rules know.
    """

    ask: Ask
    whole: Plan
    base: Plan

    def ensure(self, wish: Wish) -> None:
        """Raise `Refused` with what the question names and this plan does not know."""
        fault = wish_fault(self.ask.problem, self.base, wish)
        if fault:
            raise Refused(fault)

    def said(self, wish: Wish) -> Judgement:
        """What the rules say, and what a person has decided."""
        return what_is_said(self.ask.problem, self.base, wish, self.ask.pins)


def ground(
    campaign: Campaign, source: Proposal | None, today: date, taken: TakenBooths | None = None
) -> Ground:
    """A loaded campaign's draft, or the plan of one of its proposals, as ground for questions.

    Raises `Refused("no_plan")` where the proposal has none (yet).
    """
    day = as_of(source) if source is not None else None
    assumed = assumed_by(source) if source is not None else ()
    ask = season_ask(campaign, day or usual_as_of(campaign, today), taken, assumed)
    whole = ask.before
    if source is not None:
        found = plan_of(source)
        if found is None:
            raise Refused("no_plan")
        whole = found
    return Ground(ask, whole, known_only(ask.problem, whole))


def wish_to(wish: Wish) -> dict[str, Any]:
    """A wish as JSON; `wish_from` reads it."""
    return {key: value for key, value in asdict(wish).items() if value not in (None, False)}


def wish_from(data: Mapping[str, Any]) -> Wish:
    """The wish of `wish_to`."""
    return Wish(**data)
