"""The course of a search as SVG text: the score falls in steps, what is proven rises to meet it.

Like `core.chart`: a title, a description, no style rules; lengths across are per cent of the
width, those down are pixels, so that the text keeps its size on a telephone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from planner.core.chart import INK, SOFT
from planner.core.trace import Point

TOP, BOTTOM, HEIGHT = 16.0, 196.0, 226
LEFT, RIGHT = 16.0, 99.0  # per cent
LINE = 15.0  # pixels between two labels at least


@dataclass(frozen=True, slots=True)
class Labels:
    """The chart's words; `seconds` says a time on the axis."""

    title: str
    description: str
    score: str
    bound: str
    seconds: Callable[[float], str]
    show: Callable[[float], str] = lambda value: f"{value:,.0f}"


@dataclass(frozen=True, slots=True)
class _Scale:
    """Values are drawn on a logarithmic scale: the first plan is often many times the last."""

    low: float
    high: float
    end: float

    def x(self, at: float) -> float:
        return LEFT + (RIGHT - LEFT) * min(1.0, at / self.end)

    def y(self, value: float) -> float:
        low, high = math.log1p(self.low), math.log1p(self.high)
        share = (math.log1p(max(0.0, value)) - low) / (high - low) if high > low else 0.5
        return BOTTOM - (BOTTOM - TOP) * min(1.0, max(0.0, share))


def step_chart(points: Sequence[Point], end: float, labels: Labels, name: str) -> str:
    """The steps of score and bound up to `end` seconds; '' where there is no score yet.

    `name` makes the ids unique on a page (letters, digits, hyphens). Texts are escaped.
    """
    scores = [(point.at, float(point.score)) for point in points if point.score is not None]
    bounds = [(point.at, max(0.0, point.bound)) for point in points if point.bound is not None]
    if not scores:
        return ""
    values = [value for _at, value in (*scores, *bounds)]
    scale = _Scale(min(values), max(values), max(end, points[-1].at, 0.1))
    parts = [
        f'<svg class="chart step-chart" role="img" width="100%" height="{HEIGHT}" '
        f'aria-labelledby="{name}-title {name}-desc" font-size="13" fill="{INK}">',
        f'<title id="{name}-title">{escape(labels.title)}</title>',
        f'<desc id="{name}-desc">{escape(labels.description)}</desc>',
        *_frame(scale, labels),
        *_gap(_joined(points), scale),
        *_steps(bounds, scale, f'stroke="{SOFT}" stroke-width="2" stroke-dasharray="5 3"'),
        *_steps(scores, scale, 'stroke="#0b50d0" stroke-width="2.5"'),
        *_marks(scores, bounds, scale, labels),
        "</svg>",
    ]
    return "".join(parts)


def _frame(scale: _Scale, labels: Labels) -> list[str]:
    axis = f'stroke="{SOFT}" stroke-width="1"'
    return [
        f'<line x1="{LEFT}%" y1="{TOP - 8}" x2="{LEFT}%" y2="{BOTTOM}" {axis}/>',
        f'<line x1="{LEFT}%" y1="{BOTTOM}" x2="{RIGHT}%" y2="{BOTTOM}" {axis}/>',
        f'<text x="{LEFT}%" y="{BOTTOM + 18}" fill="{SOFT}">{escape(labels.seconds(0))}</text>',
        f'<text x="{RIGHT}%" y="{BOTTOM + 18}" text-anchor="end" fill="{SOFT}">'
        f"{escape(labels.seconds(scale.end))}</text>",
    ]


def _joined(points: Sequence[Point]) -> list[tuple[float, float, float]]:
    """(from, score, bound) wherever both are known."""
    return [
        (point.at, float(point.score), max(0.0, point.bound))
        for point in points
        if point.score is not None and point.bound is not None
    ]


def _gap(known: Sequence[tuple[float, float, float]], scale: _Scale) -> list[str]:
    """What is not settled yet, as an area between the two."""
    parts = []
    for place, (at, score, bound) in enumerate(known):
        until = known[place + 1][0] if place + 1 < len(known) else scale.end
        top, bottom = scale.y(score), scale.y(bound)
        width = scale.x(until) - scale.x(at)
        if bottom > top and width > 0:
            parts.append(
                f'<rect x="{scale.x(at):.2f}%" y="{top:.1f}" width="{width:.2f}%" '
                f'height="{bottom - top:.1f}" fill="#ecf2fe"/>'
            )
    return parts


def _steps(values: Sequence[tuple[float, float]], scale: _Scale, paint: str) -> list[str]:
    """A horizontal line for each value until the next one, and the step between them."""
    parts = []
    for place, (at, value) in enumerate(values):
        until = values[place + 1][0] if place + 1 < len(values) else scale.end
        x1, x2, y = scale.x(at), scale.x(until), scale.y(value)
        parts.append(f'<line x1="{x1:.2f}%" y1="{y:.1f}" x2="{x2:.2f}%" y2="{y:.1f}" {paint}/>')
        if place + 1 < len(values):
            below = scale.y(values[place + 1][1])
            parts.append(
                f'<line x1="{x2:.2f}%" y1="{y:.1f}" x2="{x2:.2f}%" y2="{below:.1f}" {paint}/>'
            )
    return parts


def _marks(
    scores: Sequence[tuple[float, float]],
    bounds: Sequence[tuple[float, float]],
    scale: _Scale,
    labels: Labels,
) -> list[str]:
    """The figures beside the axis, pushed apart, and the names of the lines at their ends."""
    wanted = {scores[0][1], scores[-1][1], *(value for _at, value in bounds[-1:])}
    parts, free = [], TOP - LINE
    for value in sorted(wanted, reverse=True):
        free = max(free + LINE, scale.y(value))
        parts.append(
            f'<text x="{LEFT - 1}%" y="{free + 4:.1f}" text-anchor="end">'
            f"{escape(labels.show(value))}</text>"
        )
    upper = max(TOP + 2, scale.y(scores[-1][1]) - 7)
    parts.append(_name(labels.score, upper))
    if bounds:
        lower = max(upper + LINE, scale.y(bounds[-1][1]) + 16)
        parts.append(_name(labels.bound, min(lower, BOTTOM - 5)))
    return parts


def _name(text: str, y: float) -> str:
    return (
        f'<text x="{RIGHT}%" y="{y:.1f}" text-anchor="end" font-weight="600">{escape(text)}</text>'
    )
