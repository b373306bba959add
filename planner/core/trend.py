"""A course over time as SVG text: a line with a mark for each time, a gap where none was reported.

Like `core.chart`: a title, a description, no style rules; lengths across are per cent of the
width, those down are pixels, so that the text keeps its size on a telephone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from planner.core.chart import INK, SOFT

TOP, BOTTOM, HEIGHT = 30.0, 172.0, 204
LEFT, RIGHT = 5.0, 95.0  # per cent
LINE = "#0b50d0"
MOST_NUMBERS = 8  # all are written up to so many times; then the first, the greatest and the last
MOST_TIMES = 6  # labels below the axis, for a telephone
LONG, FEWER = 5, 4  # labels of more signs, and how many of those
APART = 12.0  # per cent between two numbers


@dataclass(frozen=True, slots=True)
class Time:
    """One time of the course. `value` None was not reported; not `whole` is an open mark."""

    label: str
    value: int | None
    whole: bool = True


def trend_chart(times: Sequence[Time], *, title: str, description: str, name: str) -> str:
    """The line from zero up; '' where nothing at all was reported.

    `name` makes the ids unique on a page (letters, digits, hyphens). Texts are escaped.
    """
    known = [time.value for time in times if time.value is not None]
    if not known:
        return ""
    places = list(_places(times, max(*known, 1)))
    parts = [
        f'<svg class="chart trend" role="img" width="100%" height="{HEIGHT}" '
        f'aria-labelledby="{name}-title {name}-desc" font-size="13" fill="{INK}">',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-desc">{escape(description)}</desc>',
        f'<line x1="0" y1="{BOTTOM}" x2="100%" y2="{BOTTOM}" stroke="{SOFT}"/>',
        *_lines(places),
        *(_mark(place, 4.0 if len(times) <= 40 else 2.0) for place in places),
        *_numbers(places),
        *_below(places),
        "</svg>",
    ]
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Place:
    time: Time
    x: float  # per cent
    y: float


def _places(times: Sequence[Time], top: int) -> Iterator[_Place]:
    step = (RIGHT - LEFT) / max(1, len(times) - 1)
    for i, time in enumerate(times):
        x = LEFT + step * i if len(times) > 1 else (LEFT + RIGHT) / 2
        yield _Place(time, x, BOTTOM - (BOTTOM - TOP) * max(0, time.value or 0) / top)


def _lines(places: Sequence[_Place]) -> Iterator[str]:
    for one, two in pairwise(places):
        if one.time.value is not None and two.time.value is not None:
            yield (
                f'<line x1="{one.x:.2f}%" y1="{one.y:.1f}" x2="{two.x:.2f}%" y2="{two.y:.1f}" '
                f'stroke="{LINE}" stroke-width="2"/>'
            )


def _mark(place: _Place, radius: float) -> str:
    """A full mark, an open one where reports are missing, a short bar where there is none."""
    if place.time.value is None:
        return (
            f'<text x="{place.x:.2f}%" y="{BOTTOM - 6}" text-anchor="middle" fill="{SOFT}">-</text>'
        )
    fill = LINE if place.time.whole else "#ffffff"
    return (
        f'<circle cx="{place.x:.2f}%" cy="{place.y:.1f}" r="{radius:g}" fill="{fill}" '
        f'stroke="{LINE}" stroke-width="2"/>'
    )


def _numbers(places: Sequence[_Place]) -> Iterator[str]:
    known = [place for place in places if place.time.value is not None]
    wanted = known
    if len(places) > MOST_NUMBERS:
        greatest = max(known, key=lambda place: place.time.value or 0)
        ends = (known[0], known[-1])
        wanted = [greatest, *(end for end in ends if abs(end.x - greatest.x) >= APART)]
    for place in wanted:
        y = place.y + 20 if _valley(place, places) else place.y - 10
        yield (
            f'<text x="{place.x:.2f}%" y="{y:.1f}" text-anchor="middle" font-weight="600" '
            'stroke="#fff" stroke-width="3" paint-order="stroke" stroke-linejoin="round">'
            f"{place.time.value:,}</text>"
        )


def _valley(place: _Place, places: Sequence[_Place]) -> bool:
    """Whether the line leaves a mark upward only, and there is room for a number below it."""
    at = places.index(place)
    beside = (*places[max(0, at - 1) : at], *places[at + 1 : at + 2])
    known = [one.y for one in beside if one.time.value is not None]
    return bool(known) and place.y <= BOTTOM - 28 and max(known) < place.y


def _below(places: Sequence[_Place]) -> Iterator[str]:
    """The times below the axis: all where they fit, else some at the same distance."""
    long = max(len(place.time.label) for place in places) > LONG
    every = -(-len(places) // (FEWER if long else MOST_TIMES))
    for place in places[::every]:
        yield (
            f'<text x="{place.x:.2f}%" y="{BOTTOM + 20}" text-anchor="middle" fill="{SOFT}">'
            f"{escape(place.time.label)}</text>"
        )
