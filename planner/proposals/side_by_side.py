"""Plans side by side: the draft and proposals, figure by figure, the best of each marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from planner.campaigns.bridge import build_plan, build_problem
from planner.campaigns.goal_services import goal_order
from planner.campaigns.models import Campaign
from planner.core.goal_order import Order, order_from
from planner.core.measures import Measures, measures
from planner.core.plan import Plan
from planner.core.problem import TERMS, Problem
from planner.proposals.models import Proposal
from planner.proposals.services import plan_of, problem_of
from planner.proposals.titles import title_of
from planner.proposals.what_if import assumed_by
from planner.proposals.what_if_words import assumption_sentence
from planner.proposals.words import TERM_UNITS, ProposalNames, quality
from planner.templating import number


@dataclass(frozen=True)
class Column:
    """One plan: the draft (no proposal) or a proposal's."""

    title: str
    problem: Problem
    plan: Plan
    order: Order
    figures: Measures
    assumed: Sequence[str] = ()
    quality: str = ""
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    best: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of every plan; `heading` opens a group."""

    label: str
    cells: Sequence[Cell] = field(default_factory=tuple)
    heading: bool = False


def draft_column(campaign: Campaign, problem: Problem | None = None) -> Column | None:
    """The draft as it is now (`problem`: the season's, if it was built); None without events."""
    plan = build_plan(campaign)
    if not plan.events:
        return None
    problem = problem or build_problem(campaign)
    return Column(str(_("Draft")), problem, plan, goal_order(campaign), measures(problem, plan))


def proposal_column(campaign: Campaign, row: Proposal) -> Column | None:
    """A proposal of a season; None where it has no plan."""
    plan = plan_of(row)
    if plan is None or not row.problem:
        return None
    problem = problem_of(row)
    names = ProposalNames(campaign, problem)
    return Column(
        title_of(row),
        problem,
        plan,
        order_from(row.detail.get("order", ())),
        measures(problem, plan),
        [assumption_sentence(names, item) for item in assumed_by(row)],
        quality(row),
        row,
    )


def one_measure(columns: Sequence[Column]) -> bool:
    """Whether points mean the same in all columns: the same weights and needs."""
    rulers = {(column.problem.weights, column.problem.fields) for column in columns}
    return len(rulers) < 2


def rows_of(campaign: Campaign, columns: Sequence[Column]) -> list[Row]:
    """The table's rows."""
    found = [*_goal_rows(columns), *_zone_rows(campaign, columns), *_agency_rows(columns)]
    if any(column.quality for column in columns):
        cells = tuple(Cell(column.quality or "-") for column in columns)
        found.insert(0, Row(str(_("How good")), cells))
    return found


def _goal_rows(columns: Sequence[Column]) -> Iterable[Row]:
    yield Row(str(_("Goals")), heading=True)
    if one_measure(columns):
        yield _row(_("Points (fewer is better)"), columns, lambda item: item.score)
    else:
        yield _row(_("Points (fewer is better)"), columns, lambda item: item.score, mark=False)
    yield _row(_("Fields short of agencies, over all events"), columns, lambda item: item.bare)
    for name in TERMS:
        if any(column.figures.terms[name] for column in columns):
            yield _row(TERM_UNITS[name], columns, lambda item, name=name: item.terms[name])


def _zone_rows(campaign: Campaign, columns: Sequence[Column]) -> Iterable[Row]:
    yield Row(str(_("Visits by zone")), heading=True)
    yield _row(_("Events"), columns, lambda item: item.events, mark=False)
    names, alike = ProposalNames(campaign, columns[0].problem), 0
    for zone in campaign.zones:
        cells: list[Cell] = []
        for column in columns:
            asked = column.problem.zone_by_id.get(zone.zone_id)
            visits = column.figures.visits.get(zone.zone_id, 0)
            aim = asked.target if asked else 0
            text = number(visits) if visits == aim else _("%(n)s (aim %(aim)s)", n=visits, aim=aim)
            cells.append(Cell(str(text)))
        if len({cell.text for cell in cells}) == 1 and cells[0].text.isdigit():
            alike += 1  # as aimed at, and the same everywhere: nothing to compare
            continue
        yield Row(names.name("zone", zone.zone_id), tuple(cells))
    if alike:
        cells = [Cell(number(alike))] * len(columns)
        yield Row(str(_("Zones visited as often as aimed at, alike in all")), tuple(cells))


def _agency_rows(columns: Sequence[Column]) -> Iterable[Row]:
    yield Row(str(_("How the agencies share the work")), heading=True)
    yield _row(_("Agencies without an event"), columns, lambda item: item.idle)
    yield _row(_("Agencies not at their fair share"), columns, lambda item: item.off_share)
    spans = [column.figures.spread for column in columns]
    cells = tuple(
        Cell(str(low) if low == high else _("%(low)s to %(high)s", low=low, high=high))
        for low, high in spans
    )
    yield Row(str(_("Events of an agency, fewest to most")), cells)


def _row(
    label: object,
    columns: Sequence[Column],
    figure: Callable[[Measures], int],
    *,
    mark: bool = True,
) -> Row:
    """A figure of which less is better; nothing is marked where all are the same."""
    values = [figure(column.figures) for column in columns]
    least = min(values)
    differs = mark and least != max(values)
    cells = tuple(Cell(number(value), differs and value == least) for value in values)
    return Row(str(label), cells)
