"""Charts of the wider programme on the statistics page; a table beside each."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from markupsafe import Markup

from planner.core.chart import Bar, bar_chart
from planner.statistics.charts import MOST_BARS, aim_words
from planner.statistics.further_tables import PartTable
from planner.statistics.programme_targets import Goal, GoalTable
from planner.templating import named


def goals_chart(table: GoalTable) -> Markup:
    """How much of the target of each part was reached, in per cent."""
    title = _("%(name)s: achievement of the targets", name=named(table.tally))
    bars = [_goal_bar(row, named(row.part)) for row in table.parts if row.per_cent is not None]
    return _chart(bars, title, f"goals-{table.tally.id}")


def wholes_chart(tables: Sequence[GoalTable]) -> Markup:
    """How much of targets without parts was reached, in per cent."""
    known = [table for table in tables if table.whole.per_cent is not None]
    bars = [_goal_bar(table.whole, named(table.tally)) for table in known]
    return _chart(bars, _("Targets of the wider programme"), "goals")


def _chart(bars: Sequence[Bar], title: str, name: str) -> Markup:
    """Nothing where nothing was recorded."""
    return Markup(
        bar_chart(
            bars[:MOST_BARS],
            title=title,
            description=_(
                "Bars of actual ÷ target in per cent; those below 100 per cent are hatched. "
                "The table beside it holds the same numbers."
            )
            + aim_words(bars),
            name=name,
            aim=100,
        )
    )


def _goal_bar(row: Goal, name: str) -> Bar:
    reached = float(row.per_cent or 0)
    return Bar(
        name,
        round(reached),
        "plain" if reached >= 100 else "partial",
        f"({row.actual or 0:,} / {row.wanted:,})",
        number=f"{row.per_cent}%",
    )


def parts_chart(table: PartTable, name: str) -> Markup:
    """The first column of a table of parts as bars; nothing where it has no number."""
    first = table.columns[0]
    bars = [
        Bar(line.label, line.values[0], "plain" if line.key else "remainder")
        for line in table.lines[:MOST_BARS]
    ]
    if not any(bar.value for bar in bars):
        return Markup("")
    return Markup(
        bar_chart(
            bars,
            title=first.label,
            description=_("The table beside it holds the same numbers."),
            name=name,
        )
    )
