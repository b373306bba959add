"""Why there is no such plan: the rules in conflict in the words of a re-planning."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from planner.campaigns.models import Campaign
from planner.core.plan import Forced, Plan, PlanEvent
from planner.core.replanning import Question
from planner.core.violation import Violation
from planner.proposals.conflict_words import conflict_sentence
from planner.proposals.give_up import pinned_event_steps
from planner.proposals.give_up_page import Way, buttons_of, way_of
from planner.proposals.models import Proposal
from planner.proposals.words import ProposalNames
from planner.proposals.work import violation_from


@dataclass(frozen=True, slots=True)
class ReplanWay:
    """A rule that has to give way.

    Asking again does it where an event may `move` or a wish for one is done `without` (uids);
    otherwise, or before that, what is set for the season has to change (`way`).
    """

    way: Way
    move: str = ""
    without: str = ""


def why_none(proposal: Proposal, campaign: Campaign, question: Question) -> dict[str, Any]:
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
        "ways": [_way(campaign, names, wished, item) for item in offers],
    }


def _way(
    campaign: Campaign, names: ProposalNames, wished: Collection[str], item: Violation
) -> ReplanWay:
    event, sentence = _event_of(item), _let_go(names, wished, item)
    if not sentence:
        return ReplanWay(way_of(campaign, names, item))
    if event in wished:
        return ReplanWay(Way(sentence, (), False, "", ""), without=event)
    pins = buttons_of(campaign, names, pinned_event_steps(campaign, event))
    return ReplanWay(Way(sentence, pins, False, "", ""), move=event)


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
