"""The course of a search for its page: a chart of steps and the same figures as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from planner.core.step_chart import Labels, step_chart
from planner.core.trace import Point, Trace, trace_from
from planner.proposals.models import Proposal
from planner.proposals.progress_words import seconds_words, stage_words
from planner.proposals.words import TERM_UNITS
from planner.templating import number

LAST = 15  # rows of the table


@dataclass(frozen=True, slots=True)
class Course:
    """Chart (empty without a plan), the last points as rows, stages with when they began.

    `count` is the number of points: the page's script asks anew once it has grown. `terms` are
    the units of the best plan so far, while the search runs.
    """

    chart: Markup
    rows: Sequence[tuple[str, str, str]]
    earlier: int
    stages: Sequence[tuple[str, str]]
    terms: Sequence[tuple[str, str]]
    count: int


def course_of(proposal: Proposal, elapsed: float = 0.0) -> Course:
    """The course of a proposal that is searched for, or was; `elapsed` seconds have been used."""
    trace = told(proposal)
    points = [point for point in trace.points if point.score is not None or point.bound is not None]
    end = max(trace.end, float(proposal.detail.get("elapsed", 0.0)))
    if proposal.state == "running":
        end = max(end, min(elapsed, float(proposal.seconds)))
    return Course(
        chart=_chart(points, end, bool(proposal.detail.get("order"))),
        rows=[_row(point) for point in points[-LAST:]],
        earlier=max(0, len(points) - LAST),
        stages=[(stage_words(name), seconds_words(at)) for at, name in trace.stages],
        terms=[
            (str(TERM_UNITS[name]), number(units))
            for name, units in (proposal.terms or {}).items()
            if units and proposal.state == "running"
        ],
        count=len(trace.points),
    )


def told(proposal: Proposal) -> Trace:
    """What the search has told of its course; of older proposals the scores alone are known."""
    trace = trace_from(proposal.detail.get("progress"))
    history = proposal.detail.get("history", ())
    if not trace.points and history:
        points = tuple(Point(float(at), score, None) for at, score in history)
        return Trace(points, trace.stages, float(proposal.detail.get("elapsed", points[-1].at)))
    return trace


def _row(point: Point) -> tuple[str, str, str]:
    bound = None if point.bound is None else max(0, round(point.bound))
    return seconds_words(point.at), number(point.score), number(bound)


def _chart(points: Sequence[Point], end: float, ordered: bool) -> Markup:
    best = [point.score for point in points if point.score is not None]
    if not best:
        return Markup("")
    proven = next((point.bound for point in reversed(points) if point.bound is not None), None)
    description = (
        _("Points fell from %(first)s to %(last)s.", first=number(best[0]), last=number(best[-1]))
        if ordered or proven is None
        else _(
            "Points fell from %(first)s to %(last)s; at least %(bound)s are proven. The table "
            "holds the same figures.",
            first=number(best[0]),
            last=number(best[-1]),
            bound=number(max(0, round(proven))),
        )
    )
    labels = Labels(
        title=str(_("Course of the search")),
        description=str(description),
        score=str(_("best plan")),
        bound=str(_("proven least")),
        seconds=seconds_words,
    )
    return Markup(step_chart(points, end, labels, "course"))
