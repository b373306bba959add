"""A proposal beside the draft: event by event, term by term, and what found no place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from planner.campaigns.models import Campaign
from planner.campaigns.names import listed
from planner.core.assumptions import agencies_out
from planner.core.difference import AgencyAdded, AgencyDropped, BoothChanged, FieldsChanged
from planner.core.plan import Placement, Plan, PlanEvent
from planner.core.problem import Problem
from planner.core.proposal_changes import EventChange, event_changes
from planner.core.score import explain_terms, score_plan
from planner.core.shortfall import shortfalls
from planner.proposals.conflict_words import conflict_sentence, way_out
from planner.proposals.days import days_behind
from planner.proposals.models import Proposal
from planner.proposals.services import draft_before, plan_of, problem_of
from planner.proposals.what_if import WHAT_IF, assumed_by
from planner.proposals.words import (
    TERM_LABELS,
    ProposalNames,
    shortfall_words,
    term_row,
)
from planner.proposals.work import violation_from

ROWS = 12  # reasons shown of a term


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term of the score: units and points before (None: not comparable) and after."""

    key: str
    label: str
    weight: int
    after: int
    points: int
    before: int | None
    rows: list[str]
    more: int


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event before and after; `fixed` is '', 'past', 'behind', 'held' or 'taken'.

    'past' events were kept, 'behind' ones lie on a day already past: only to be compared.
    """

    uid: str
    kind: str
    label: str
    before: list[str]
    after: list[str]
    agencies: list[tuple[str, str]]  # (added, dropped, changed; sentence)
    fixed: str

    @property
    def selectable(self) -> bool:
        return self.kind != "same" and self.fixed not in ("past", "behind", "taken")

    def count(self, kind: str) -> int:
        return sum(found == kind for found, _sentence in self.agencies)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that the page of a proposal says about its plan, in words."""

    score_before: int | None = None
    terms: list[TermLine] = field(default_factory=list)
    events: list[EventLine] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    idle: str = ""
    conflicts: list[str] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)

    @property
    def selectable(self) -> int:
        return sum(line.selectable for line in self.events)

    @property
    def behind(self) -> int:
        """How many changes are only for comparison."""
        return sum(line.fixed == "behind" and line.kind != "same" for line in self.events)

    @property
    def comparison_only(self) -> bool:
        """Whether nothing was or can be taken, as days of the plan are past."""
        fixed = {line.fixed for line in self.events}
        return "behind" in fixed and "taken" not in fixed and not self.selectable

    @property
    def changed(self) -> int:
        return sum(line.kind != "same" for line in self.events)


def compare(proposal: Proposal, campaign: Campaign, today: date) -> Comparison:
    """Before and after of a finished proposal; `campaign` is loaded by `bridge.load_campaign`."""
    if not proposal.problem:
        return Comparison()
    problem, before = problem_of(proposal), draft_before(proposal)
    plan = plan_of(proposal)
    names = ProposalNames(campaign, problem, before, *([plan] if plan else []))
    if plan is None:
        found = map(violation_from, proposal.detail.get("conflicts", ()))
        offers = map(violation_from, proposal.detail.get("give_up", ()))
        return Comparison(
            conflicts=_once(conflict_sentence(names, item) for item in found),
            ways=_once(way_out(names, item) for item in offers),
        )
    wanted = sum(district.events for district in problem.districts)
    comparable = len(before.events) == wanted or proposal.kind == "booths"
    if proposal.kind == WHAT_IF:
        comparable = False  # its page shows the draft by its own measure
    short = [
        item
        for item in shortfalls(problem, plan)
        if proposal.event is None or item.event == proposal.event.uid
    ]
    return Comparison(
        score_before=score_plan(problem, before).total if comparable else None,
        terms=_terms(problem, before if comparable else None, plan, names),
        events=_events(proposal, before, plan, names, today),
        unplaced=[shortfall_words(names, item) for item in short],
        idle=_idle(proposal, problem, plan, names) if proposal.kind != "booths" else "",
    )


def stale_lines(
    proposal: Proposal, campaign: Campaign, changes: tuple[EventChange, ...]
) -> list[EventLine]:
    """What was done to the draft since the search began, as lines of before and after."""
    problem = problem_of(proposal)
    before = Plan("", tuple(item.before for item in changes if item.before))
    now = Plan("", tuple(item.after for item in changes if item.after))
    names = ProposalNames(campaign, problem, before, now)
    return [_event(names, item, "") for item in changes]


def _once(sentences: object) -> list[str]:
    return list(dict.fromkeys(sentences))  # type: ignore[call-overload]


def _terms(
    problem: Problem, before: Plan | None, plan: Plan, names: ProposalNames
) -> list[TermLine]:
    old = score_plan(problem, before).terms if before else {}
    found = []
    for key, rows in explain_terms(problem, plan).items():
        units, weight = sum(row.amount for row in rows), getattr(problem.weights, key)
        if not units and not old.get(key) and key in ("travel", "period_miss"):
            continue
        most = sorted(rows, key=lambda row: -row.amount)
        line = TermLine(
            key=key,
            label=str(TERM_LABELS[key]),
            weight=weight,
            after=units,
            points=weight * units,
            before=old.get(key),
            rows=[term_row(names, key, row) for row in most[:ROWS]],
            more=max(0, len(rows) - ROWS),
        )
        found.append(line)
    return sorted(found, key=lambda line: -line.points)


def _events(
    proposal: Proposal, before: Plan, plan: Plan, names: ProposalNames, today: date
) -> list[EventLine]:
    fixed_by = {
        "taken": proposal.detail.get("taken_events", ()),
        "past": proposal.detail.get("past", ()),
        "behind": days_behind(proposal, names.campaign.starts_on, before, plan, today),
        "held": proposal.detail.get("held", ()),
    }
    lines = []
    for item in event_changes(before, plan):
        fixed = next((name for name, uids in fixed_by.items() if item.event in uids), "")
        own = proposal.event.uid if proposal.event else None
        if own is None or item.event == own:
            lines.append(_event(names, item, "" if own and fixed == "held" else fixed))
    return lines


def _event(names: ProposalNames, item: EventChange, fixed: str) -> EventLine:
    return EventLine(
        uid=item.event,
        kind=item.kind,
        label=names.name("event", item.event),
        before=_place(names, item.before),
        after=_place(names, item.after),
        agencies=_agencies(names, item),
        fixed=fixed,
    )


def _place(names: ProposalNames, event: PlanEvent | None) -> list[str]:
    """Day, venue, place for rain ('' where there is none)."""
    if event is None:
        return []
    rain = "" if event.fallback is None else names.name("fallback", event.fallback)
    return [names.day(event.day), names.name("venue", event.venue), rain]


def _agencies(names: ProposalNames, item: EventChange) -> list[tuple[str, str]]:
    def words(placement: Placement) -> str:
        booth = names.name("booth", placement.booth) if placement.booth > 0 else ""
        fields = names.fields(placement.fields)
        who = names.name("agency", placement.agency)
        return " · ".join(part for part in (who, booth and f"#{booth}", fields) if part)

    if item.before is None and item.after is not None:
        return [("added", words(placement)) for placement in item.after.assign]
    found = []
    for change in item.changes:
        if isinstance(change, AgencyAdded):
            found.append(("added", words(change.placement)))
        elif isinstance(change, AgencyDropped):
            found.append(("dropped", names.name("agency", change.placement.agency)))
        elif isinstance(change, BoothChanged):
            old = names.name("booth", change.old) if change.old > 0 else "-"
            new = names.name("booth", change.new) if change.new > 0 else "-"
            found.append(("changed", f"{names.name('agency', change.agency)} · #{old} → #{new}"))
        elif isinstance(change, FieldsChanged):
            fields = f"{names.fields(change.old) or '-'} → {names.fields(change.new) or '-'}"
            found.append(("changed", f"{names.name('agency', change.agency)} · {fields}"))
    return found


def _idle(proposal: Proposal, problem: Problem, plan: Plan, names: ProposalNames) -> str:
    """Invited agencies that counsel in a field of the season and come to no event."""
    placed = {item.agency for event in plan.events for item in event.assign}
    placed |= agencies_out(assumed_by(proposal))
    idle = [a for a in problem.agencies if a.fields and a.id not in placed]
    return listed(
        (names.name("agency", agency.id) for agency in idle),
        12,
    )
