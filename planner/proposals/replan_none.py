"""Why there is no such plan: the rules in conflict in the words of a re-planning."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from flask_babel import gettext as _

from planner.campaigns.models import Campaign
from planner.core.plan import Forced, Plan, PlanEvent
from planner.core.replanning import Question
from planner.core.violation import Violation
from planner.proposals.conflict_words import conflict_sentence, way_out
from planner.proposals.models import Proposal
from planner.proposals.words import ProposalNames
from planner.proposals.work import violation_from


def why_none(proposal: Proposal, campaign: Campaign, question: Question) -> dict[str, list[str]]:
    """Why there is no plan; events are called as they were wished to be."""
    wished = {wish.event: wish for wish in question.task.force}
    events = tuple(
        event if event.id not in wished else _as_wished(event, wished[event.id])
        for event in question.published.events
    )
    names = ProposalNames(campaign, question.problem, Plan("", events))
    found = map(violation_from, proposal.detail.get("conflicts", ()))
    offers = map(violation_from, proposal.detail.get("give_up", ()))
    return {
        "conflicts": list(
            dict.fromkeys(
                _held(names, wished, item) or conflict_sentence(names, item) for item in found
            )
        ),
        "ways": list(
            dict.fromkeys(_let_go(names, wished, item) or way_out(names, item) for item in offers)
        ),
    }


def _held(names: ProposalNames, wished: Collection[str], item: Violation) -> str:
    """An event that has to be where it is, in the words of a re-planning; '' for other rules."""
    if item.code != "P03":
        return ""
    if _event_of(item) in wished:
        return _("%(event)s: as was asked for.", event=names.event(item))
    return _("%(event)s: keeps its day and venue.", event=names.event(item))


def _let_go(names: ProposalNames, wished: Collection[str], item: Violation) -> str:
    if item.code != "P03":
        return ""
    if _event_of(item) in wished:
        return _("Do without the wish for %(event)s.", event=names.event(item))
    return _("Let this event move: %(event)s.", event=names.event(item))


def _event_of(item: Violation) -> str:
    return next((str(key) for kind, key in item.subjects if kind == "event"), "")


def _as_wished(event: PlanEvent, wish: Forced) -> PlanEvent:
    day, venue = wish.day, wish.venue
    return replace(
        event,
        day=event.day if day is None else day,
        venue=event.venue if venue is None else venue,
    )
