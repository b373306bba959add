"""Targets of the wider programme in a season: dongs' discovery targets, quotas, counsellors.

They live in the programme's tallies and are counted there; the statistics show them beside the
targets of the counts, each with last year's value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planner.campaigns.models import Campaign
from planner.core.comparison import growth, per_cent
from planner.programme.models import Tally
from planner.programme.target_queries import TargetRow, sum_of, target_rows
from planner.statistics.further import Section


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of a part, or of the parts together (`part` None).

    `change` is against last year's value: 0.05 for 5 % more.
    """

    part: Any  # a dong, a field, an agency
    wanted: int
    actual: int | None
    before: int | None
    per_cent: str | None
    change: float | None
    synthetic: bool
    behind: tuple[TargetRow, ...] = ()  # of which it is made: one, or the parts of a whole


@dataclass(frozen=True, slots=True)
class GoalTable:
    """The targets of a tally in a season: the whole, and its parts where there are any."""

    tally: Tally
    whole: Goal
    parts: tuple[Goal, ...]

    @property
    def met(self) -> int:
        """How many of the parts reached their target."""
        return sum(row.actual is not None and row.actual >= row.wanted for row in self.parts)


def goal_tables(campaign: Campaign) -> list[GoalTable]:
    """The tables of a season: of targets whose period lies in its year up to its last day."""
    first, last = campaign.starts_on.replace(month=1, day=1), campaign.ends_on
    found: dict[int, list[TargetRow]] = {}
    for row in target_rows(campaign.office_id, last):
        if row.target.starts_on <= last and row.target.ends_on >= first:
            found.setdefault(row.target.tally_id, []).append(row)
    return [_table(rows) for rows in found.values()]


# Keys of the programme's figures that these tables show already.
SHOWN = (".target", ".target.parts", ".reached", ".reached.parts", ".last_year")


def besides_goals(section: Section) -> Section:
    """A section of the wider programme without what the tables of targets show."""
    return replace(
        section, figures=tuple(row for row in section.figures if not row.key.endswith(SHOWN))
    )


def _table(rows: Sequence[TargetRow]) -> GoalTable:
    """The latest period of a tally's targets; a target of the whole stands for itself."""
    latest = max((row.target.ends_on, row.target.starts_on) for row in rows)
    now = [row for row in rows if (row.target.ends_on, row.target.starts_on) == latest]
    parts = [row for row in now if _part(row) is not None]
    whole = [row for row in now if _part(row) is None] or parts
    return GoalTable(
        rows[0].target.tally,
        _goal(None, whole),
        tuple(_goal(_part(row), [row]) for row in parts),
    )


def _part(row: TargetRow) -> Any:
    return row.target.dong or row.target.field or row.target.agency


def _goal(part: Any, rows: Iterable[TargetRow]) -> Goal:
    told = list(rows)
    wanted = sum(row.target.wanted for row in told)
    actual = sum_of(row.actual for row in told)
    last_year = [row.target.last_year for row in told]
    before = None if None in last_year else sum_of(last_year)
    return Goal(
        part,
        wanted,
        actual,
        before,
        per_cent(actual, wanted),
        growth(actual, before),
        any(row.made_up for row in told),
        tuple(told),
    )
