"""Who gains and who loses by a proposal: waits, visits and events before and after."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from planner.booths.fairness_words import days, waiting
from planner.campaigns.models import Campaign
from planner.core.fairness import Fairness, fairness_of_plan
from planner.proposals.models import Proposal
from planner.proposals.services import draft_before, plan_of, problem_of
from planner.proposals.words import ProposalNames

ROWS = 12  # agencies shown


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of both plans, less is better; `before` None: the draft holds no event."""

    label: str
    before: str | None
    after: str
    change: int

    @property
    def kind(self) -> str:
        """'better', 'worse' or ''."""
        if self.before is None or not self.change:
            return ""
        return "better" if self.change < 0 else "worse"


@dataclass(frozen=True, slots=True)
class Gain:
    """A zone's visits or an agency's events in both plans, and its longest wait in words."""

    name: str
    before: int
    after: int
    target: int
    waits: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class FairnessChange:
    """What the block of a proposal's page tells."""

    sentence: str
    measures: list[Measure]
    zones: list[Gain]
    agencies: list[Gain]
    more: int


def fairness_change(proposal: Proposal, campaign: Campaign) -> FairnessChange | None:
    """The draft beside the plan; None without a plan of a season. See `compare` for `campaign`."""
    plan = plan_of(proposal)
    if plan is None or not proposal.problem or proposal.kind == "booths":
        return None
    problem, draft = problem_of(proposal), draft_before(proposal)
    names = ProposalNames(campaign, problem)
    after = fairness_of_plan(problem, plan)
    before = fairness_of_plan(problem, draft) if draft.events else None
    zones = {row.zone: names.name("zone", row.zone) for row in after.zones}
    moved = _agencies(before, after, names) if before else []
    return FairnessChange(
        waiting(after, zones),
        _measures(before, after),
        _zones(before, after, zones) if before else [],
        moved[:ROWS],
        max(0, len(moved) - ROWS),
    )


def _measures(before: Fairness | None, after: Fairness) -> list[Measure]:
    def line(label: str, now: int, then: int | None) -> Measure:
        shown = None if then is None else f"{then:,}"
        return Measure(label, shown, f"{now:,}", now - (then or 0))

    def wait(found: Fairness) -> int:
        return found.waiting[0].wait.days if found.waiting else 0

    labels_and_values = (
        (_("Longest wait of a zone, in days"), wait),
        (_("Visits away from the aims"), lambda found: found.zone_dev),
        (
            _("Agencies away from their share"),
            lambda found: found.burden.above + found.burden.below,
        ),
        (_("Spread between agencies"), lambda found: found.burden.spread),
        (_("Sum of squares of the agencies"), lambda found: found.load),
        (_("Places of fields not filled"), lambda found: found.uncovered),
    )
    return [
        line(label, value(after), value(before) if before else None)
        for label, value in labels_and_values
    ]


def _zones(before: Fairness, after: Fairness, names: dict[int, str]) -> list[Gain]:
    """Zones whose visits or whose wait changes."""
    old = {row.zone: row for row in before.zones}
    found = []
    for row in after.zones:
        then = old.get(row.zone)
        if then is None or (then.visits, then.wait) == (row.visits, row.wait):
            continue
        waits = (days(then.wait), days(row.wait))
        found.append(Gain(names[row.zone], then.visits, row.visits, row.aim.target, waits))
    return found


def _agencies(before: Fairness, after: Fairness, names: ProposalNames) -> list[Gain]:
    """Agencies whose events change, those that come off worst or best first."""
    old = {row.agency: row.events for row in before.agencies}
    rows = [row for row in after.agencies if old.get(row.agency, 0) != row.events]
    rows.sort(key=lambda row: (-abs(row.events - old.get(row.agency, 0)), -abs(row.difference)))
    return [
        Gain(names.name("agency", row.agency), old.get(row.agency, 0), row.events, row.aim.target)
        for row in rows
    ]
