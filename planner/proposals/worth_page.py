"""Why each agency stands at an event, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from planner.campaigns.names import listed
from planner.core.plan import Plan
from planner.core.problem import Problem
from planner.core.worth import Worth, worths
from planner.proposals.why_not_words import NEEDS
from planner.proposals.words import ProposalNames


@dataclass(frozen=True, slots=True)
class WorthLine:
    """One placement: where, in which fields, and what would be without it."""

    agency_id: int
    agency: str
    booth: str
    fields: str
    reasons: Sequence[str]
    points: int

    @property
    def needed(self) -> bool:
        return self.points > 0


def worth_lines(
    names: ProposalNames, problem: Problem, plan: Plan, event_id: str
) -> list[WorthLine]:
    """The placements of an event, those first without which most would be lost."""
    lines = [_line(names, problem, plan, item) for item in worths(problem, plan, event_id)]
    return sorted(lines, key=lambda line: -line.points)


def _line(names: ProposalNames, problem: Problem, plan: Plan, item: Worth) -> WorthLine:
    event = plan.event_by_id()[item.event]
    booths = len(problem.venue_by_id[event.venue].booths)
    return WorthLine(
        agency_id=item.agency,
        agency=names.name("agency", item.agency),
        booth=names.name("booth", item.booth) if item.booth > 0 else "",
        fields=names.fields((*item.alone, *item.spare)),
        reasons=list(_reasons(names, item, booths)),
        points=item.total,
    )


def _reasons(names: ProposalNames, item: Worth, booths: int) -> Iterator[str]:
    if item.alone:
        yield _("Without it too few would counsel in %(fields)s.", fields=names.fields(item.alone))
    if item.spare:
        yield _("%(fields)s would still be covered.", fields=names.fields(item.spare))
    if item.points.get("load", 0):
        yield _(
            "It comes to %(events)s events; its share is %(target)s.",
            events=item.events,
            target=item.target,
        )
    if item.needs:
        needs = ", ".join(str(NEEDS[name]) for name in item.needs)
        yield _(
            "%(suiting)s of %(booths)s booths have what it needs (%(needs)s).",
            suiting=item.suiting,
            booths=booths,
            needs=needs,
        )
    if item.clashes:
        others = listed(names.name("agency", other) for other in item.clashes)
        yield _("It stands side by side with %(others)s, which it should not.", others=others)
    if item.total <= 0:
        yield _("Nothing would get worse without it.")
