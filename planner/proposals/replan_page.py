"""The page of a re-planning: the headline, the goals, each change with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from planner.campaigns.models import Campaign
from planner.core.difference import plan_difference
from planner.core.plan import Plan
from planner.core.proposal_changes import (
    changed_events,
    event_changes,
    written_over,
)
from planner.core.replan_reasons import Explained, explain_changes
from planner.core.replanning import Question, crossed_out
from planner.core.score import score_plan
from planner.core.shortfall import shortfalls
from planner.proposals import replan_words as words
from planner.proposals.comparison import EventLine, stale_lines
from planner.proposals.days import days_behind
from planner.proposals.models import Proposal
from planner.proposals.replan_input import Baseline, question_of
from planner.proposals.replan_letters import AgencyLine, agency_lines
from planner.proposals.replan_none import ReplanWay, why_none
from planner.proposals.replan_services import facts_of
from planner.proposals.replan_why import reason_words
from planner.proposals.services import WITH_PLAN, draft_before, plan_of
from planner.proposals.words import ProposalNames, shortfall_words
from planner.templating import number


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal: what was reached, of what it consists, and whether less is impossible."""

    label: str
    value: int
    parts: str
    proven: bool
    proof: str


@dataclass(frozen=True, slots=True)
class EventBlock:
    """The changes of one event: (added, dropped or changed; sentence; why)."""

    label: str
    moved_from: str
    lines: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class ReplanPage:
    """All that the page says, in words.

    `overwritten` are events in which the draft differs from the plan in force and would be
    written over, `other` events in which it differs and stays.
    """

    source: str
    happenings: list[str]
    headline: list[str] = field(default_factory=list)
    covered: bool = False
    goals: list[GoalLine] = field(default_factory=list)
    events: list[EventBlock] = field(default_factory=list)
    agencies: list[AgencyLine] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    overwritten: list[EventLine] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    ways: list[ReplanWay] = field(default_factory=list)
    behind: bool = False
    can_take: bool = False
    unchanged: int = 0
    bare: int = 0  # places that would stay open, were those who cannot come only crossed out


def replan_page(proposal: Proposal, campaign: Campaign, today: date) -> ReplanPage:
    """A finished re-planning; `campaign` is loaded by `bridge.load_campaign`."""
    if not proposal.problem:
        return ReplanPage("", [])
    question, plan, draft = question_of(proposal), plan_of(proposal), draft_before(proposal)
    plans = (draft, question.published, *([plan] if plan else []))
    names = ProposalNames(campaign, question.problem, *plans)
    were = ProposalNames(campaign, question.problem, draft, question.published)
    happened = [words.happening_words(were, item) for item in question.happenings]
    source = source_words(proposal.detail["release"])
    if plan is None:
        return ReplanPage(source, happened, **why_none(proposal, campaign, question))
    touched = changed_events(question.published, plan)
    differing = [item for item in event_changes(question.published, draft) if item.kind != "same"]
    over = written_over(question.published, draft, plan)
    behind = bool(
        touched & days_behind(proposal, campaign.starts_on, question.published, plan, today)
    )
    facts = [words.happening_words(were, item) for item in facts_of(proposal.detail)]
    explained = explain_changes(question, plan)
    return ReplanPage(
        source,
        happened,
        headline=_headline(proposal, question, plan, len(explained)),
        covered=score_plan(question.problem, plan).terms["uncovered"] == 0,
        goals=_goals(proposal, question, plan),
        events=_events(question, plan, explained, names),
        agencies=agency_lines(campaign, question.problem, question.published, plan, names),
        unplaced=[
            shortfall_words(names, item)
            for item in shortfalls(question.problem, plan)
            if item.event not in proposal.detail["past"]
        ],
        given_up=[_given_up(were, *item) for item in question.given_up],
        overwritten=stale_lines(proposal, campaign, over) if over else [],
        other=[were.name("event", item.event) for item in differing if item.event not in touched],
        facts=facts,
        behind=behind or (not touched and today > campaign.ends_on),
        can_take=proposal.state in WITH_PLAN and not behind and bool(touched or facts),
        unchanged=len(plan.events) - len(touched),
        bare=score_plan(question.problem, crossed_out(question)).terms["uncovered"],
    )


def standing(base: Baseline, names: ProposalNames) -> list[str]:
    """The events in which the draft differs from the plan in force."""
    found = event_changes(base.published, base.draft)
    return [names.name("event", item.event) for item in found if item.kind != "same"]


def source_words(release: int | None) -> str:
    """What the changes are measured against."""
    if release is None:
        return _("Nothing is released yet: changes are measured against the draft.")
    return _("Changes are measured against release %(number)s.", number=release)


def _headline(proposal: Proposal, question: Question, plan: Plan, changes: int) -> list[str]:
    """Are the fields covered, how many changes, are fewer impossible."""
    after = score_plan(question.problem, plan).terms["uncovered"]
    if not after:
        covered = _("Every counselling field stays covered")
    else:
        covered = ngettext(
            "%(num)s place in the counselling fields stays open",
            "%(num)s places in the counselling fields stay open",
            after,
        )
    found = [
        covered,
        ngettext("%(num)s change", "%(num)s changes", changes)
        if changes
        else _("Nothing has to change"),
    ]
    distance = next((g for g in proposal.detail["reached"] if g["name"] == "distance"), None)
    if changes and distance is not None:
        fewer = _("Fewer are impossible (proven)")
        found.append(fewer if distance["proven"] else _("Whether fewer would do is not proven"))
    return found


def _goals(proposal: Proposal, question: Question, plan: Plan) -> list[GoalLine]:
    lines = []
    for goal in proposal.detail["reached"]:
        name, value, least = goal["name"], goal["value"], goal["least"]
        if goal["proven"]:
            proof = _("Proven: not less under the goals above it")
        elif least is None:
            proof = _("That less is impossible is not proven")
        else:
            proof = _("Not proven; it is at least %(least)s", least=number(least))
        parts = _parts(question, plan) if name == "distance" else ""
        lines.append(GoalLine(str(words.GOALS[name]), value, parts, goal["proven"], proof))
    return lines


def _parts(question: Question, plan: Plan) -> str:
    """Of what the distance consists: '2 agencies leave (6), 1 joins (3)'."""
    weights = question.task.delta_weights
    counts = Counter(type(item) for item in plan_difference(question.published, plan))
    found = [
        str(label(count, getattr(weights, name) * count))
        for kind, name, label in words.WEIGHED
        if (count := counts[kind])
    ]
    return ", ".join(found)


def _events(
    question: Question, plan: Plan, explained: Iterable[Explained], names: ProposalNames
) -> list[EventBlock]:
    old, new = question.published.event_by_id(), plan.event_by_id()
    blocks: dict[str, EventBlock] = {}
    for item in explained:
        before, after = old[item.event], new[item.event]
        was, stands = words.place(names, before), words.place(names, after)
        block = blocks.setdefault(item.event, EventBlock(stands, was if was != stands else "", []))
        mark, sentence = words.change_words(names, item.change)
        block.lines.append((mark, sentence, reason_words(names, item, before, after)))
    return list(blocks.values())


def _given_up(names: ProposalNames, event: str, agency: int | None) -> str:
    if agency is None:
        return _("%(event)s: day and venue were pinned.", event=names.name("event", event))
    return _(
        "%(event)s: %(agency)s was pinned.",
        event=names.name("event", event),
        agency=names.name("agency", agency),
    )
