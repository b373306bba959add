"""The charts of the programme's pages: bars with their words; a table beside each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from planner.core.chart import Bar, bar_chart
from planner.programme import words
from planner.programme.plan_queries import PlanLook
from planner.programme.share_queries import Share
from planner.templating import named

MOST_BARS = 20


def plan_chart(look: PlanLook) -> Markup:
    """The progress of each area that has tasks."""
    bars = [
        Bar(
            named(row.area),
            row.progress.percent,
            "plain" if row.progress.percent == 100 else "partial",
            f"({row.progress.done}/{row.progress.tasks})",
        )
        for row in look.areas
        if row.progress is not None
    ]
    return Markup(
        bar_chart(
            bars,
            title=_("Progress by area in %(year)s", year=look.year),
            description=_("Per cent. The table beside it holds the same numbers."),
            name="plan",
            show=lambda value: f"{value}%",
        )
    )


def share_chart(dimension: str, shares: Sequence[Share], name: str) -> Markup:
    """A breakdown as bars, at most twenty; the table holds all."""
    bars = [
        Bar(
            share_name(dimension, share), share.value, "remainder" if share.key is None else "plain"
        )
        for share in shares[:MOST_BARS]
    ]
    return Markup(
        bar_chart(
            bars,
            title=str(words.DIMENSION_LABELS[dimension]),
            description=_("The table beside it holds the same numbers."),
            name=f"by-{name}",
        )
    )


def share_name(dimension: str, share: Share) -> str:
    """What a line of a breakdown is called."""
    if share.key is None:
        return str(_("Not said"))
    if dimension == "channel":
        return str(words.CHANNEL_LABELS.get(share.key, share.key))
    return named(share.row) if share.row is not None else str(share.key)


def share_rows(dimension: str, shares: Sequence[Share]) -> list[tuple[str, Any]]:
    """(name, share) of each line."""
    return [(share_name(dimension, share), share) for share in shares]
