"""What can be had of a season as files; what a table rests on is read when the table is asked for.

The ledger needs no figures, and in a season of a million entries those alone take tens of
megabytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from planner.campaigns.models import Campaign
from planner.core.figures import FORMULAS
from planner.exports import datasets, directories, queries, reached
from planner.exports.files import About
from planner.exports.table import Table
from planner.statistics.queries import Facts, load_facts
from planner.statistics.services import SeasonFigures, season_figures
from planner.templating import named

REACHED = ("targets", "comparisons", "programme")
PRIVATE = ("figures", *REACHED, "statistics", "counts")
NAMES = (*PRIVATE, "events", "agencies", "venues")


@dataclass(frozen=True)
class SeasonFiles:
    """The tables of a season, by the names of `NAMES`."""

    campaign: Campaign

    @cached_property
    def facts(self) -> Facts:
        """What the figures rest on."""
        return load_facts(self.campaign.office_id, self.campaign.id, assignments=False)

    @cached_property
    def figures(self) -> SeasonFigures:
        """The figures of the statistics page."""
        return season_figures(self.facts)

    def tables(self, names: Sequence[str] = NAMES, *, coded: bool = False) -> list[Table]:
        """The tables of these names; `coded` for programs: codes are not put into words."""
        office_id, number = self.campaign.office_id, self.campaign.id
        makers: dict[str, Callable[[], Table]] = {
            "figures": lambda: datasets.figures_table(self.figures, coded=coded),
            "targets": lambda: reached.targets_table(self.facts, coded=coded),
            "comparisons": lambda: reached.comparisons_table(self.facts, self.figures, coded=coded),
            "programme": lambda: reached.programme_table(self.campaign, coded=coded),
            "statistics": lambda: datasets.statistics_table(self.facts, self.figures, coded=coded),
            "counts": lambda: datasets.counts_table(office_id, number, coded=coded),
            "events": lambda: directories.events_table(self.facts, coded=coded),
            "agencies": lambda: directories.agencies_table(office_id, number, coded=coded),
            "venues": lambda: directories.venues_table(office_id),
        }
        return [makers[name]() for name in names]

    def about(self, now: datetime) -> About:
        """What a file of the season says of itself."""
        as_of = queries.newest(self.campaign.office_id, self.campaign.id)
        return About(named(self.campaign), now, as_of, FORMULAS)
