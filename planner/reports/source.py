"""Everything that a season's report rests on, loaded once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from planner.maps.geojson import Area
from planner.maps.season_source import office_season
from planner.maps.spots import Spot
from planner.reports.goals import sections_besides
from planner.reports.models import BudgetLine, ResultReport
from planner.reports.queries import budget_lines, find_report
from planner.statistics.comparisons import Comparisons, season_comparisons
from planner.statistics.further import Section, further_sections
from planner.statistics.programme_targets import GoalTable, goal_tables
from planner.statistics.queries import Facts, load_facts
from planner.statistics.services import SeasonFigures, season_figures


@dataclass(frozen=True, slots=True)
class Source:
    """A season's figures as the page of statistics has them, its places, and what was written.

    `sections` are without what `goals`, the targets of the wider programme, say.
    """

    facts: Facts
    figures: SeasonFigures
    comparisons: Comparisons
    sections: Sequence[Section]
    goals: Sequence[GoalTable] = ()
    written: ResultReport | None = None
    budget: Sequence[BudgetLine] = ()
    spots: Sequence[Spot] = ()
    areas: Sequence[Area] = field(default_factory=list)

    def text(self, name: str) -> str:
        """A text of the office, '' where nobody wrote one."""
        return getattr(self.written, name) if self.written is not None else ""


def load_source(office_id: int, campaign_id: int) -> Source:
    """What a season's report is made of; another office's is 404."""
    facts = load_facts(office_id, campaign_id, assignments=False)
    shown = office_season(office_id, campaign_id, "draft")
    goals = goal_tables(facts.campaign)
    return Source(
        facts,
        season_figures(facts, reports=False),
        season_comparisons(facts),
        sections_besides(further_sections(office_id, campaign_id), goals),
        goals,
        find_report(campaign_id),
        budget_lines(campaign_id),
        shown.spots,
        shown.areas() if shown.spots else [],
    )
