"""Bar charts as SVG text: a title, a description, a pattern besides the colour, no style rules.

Geometry and paint stand in presentation attributes, so that a strict Content-Security-Policy has
nothing to forbid. Lengths along the axis are per cent of the width, those across it are pixels:
the text keeps its size on a telephone and on paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

ROW = 38  # pixels for one bar with its label above it
BAR = 14
BREADTH = 82.0  # per cent of the width for the longest bar; the rest is for its number
LONG = 22  # bars; a chart of more is printed smaller, so that it fits on a page
SHORT, SIGN = 6, 3.2  # signs of a number that fit beside it, per cent for each one more
CUT = 2  # times the aim, where a longer bar is cut off
NUMBER = 16.0  # per cent that a number takes on a telephone
INK = "#1e2124"
SOFT = "#464c53"
# Name → (ground, line over it). Each kind differs in pattern and in lightness, not in hue alone.
PAINTS = {
    "plain": ("#256ef4", ""),
    "before": ("#b1b8be", "M0 6 L6 0"),
    "remainder": ("#ffffff", "M0 3 L6 3"),
    "partial": ("#86aff9", "M3 0 L3 6"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `value` None was not reported: no bar, a '-'. `paint` is a name of `PAINTS`."""

    label: str
    value: int | None
    paint: str = "plain"
    note: str = ""
    number: str = ""  # in place of the value in digits


def bar_chart(
    bars: Sequence[Bar],
    *,
    title: str,
    description: str,
    name: str,
    show: Callable[[int], str] = lambda value: f"{value:,}",
    aim: int | None = None,
) -> str:
    """Horizontal bars from the first to the last; '' when there is none.

    `aim` is a value that a dashed line across each bar marks; a bar of more than twice as much is
    cut off there with a break, so that it leaves the others their room. `name` makes the ids unique
    on a page (letters, digits, hyphens). Texts are escaped.
    """
    if not bars:
        return ""
    longest = max(max(bar.value or 0 for bar in bars), aim or 0)
    if aim:
        longest = min(longest, CUT * aim)
    breadth = _breadth(bars, show)
    height = ROW * len(bars) + 4
    look = "chart long" if len(bars) > LONG else "chart"
    used = [paint for paint in PAINTS if any(bar.paint == paint for bar in bars)]
    parts = [
        f'<svg class="{look}" role="img" width="100%" height="{height}" '
        f'aria-labelledby="{name}-title {name}-desc" font-size="13" fill="{INK}">',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-desc">{escape(description)}</desc>',
        "<defs>",
        *(_pattern(name, paint) for paint in used),
        "</defs>",
    ]
    aim_at = breadth * aim / longest if aim else None
    for position, bar in enumerate(bars):
        parts += _bar(bar, position * ROW, (longest, breadth), name, show, aim_at)
    parts.append("</svg>")
    return "".join(parts)


def _number(bar: Bar, show: Callable[[int], str]) -> str:
    return bar.number or ("-" if bar.value is None else show(bar.value))


def _breadth(bars: Sequence[Bar], show: Callable[[int], str]) -> float:
    """Less where numbers are long, such as an amount of money, so that none leaves the picture."""
    signs = max(len(_number(bar, show)) for bar in bars)
    return max(BREADTH - SIGN * max(0, signs - SHORT), BREADTH / 3)


def _pattern(name: str, paint: str) -> str:
    ground, line = PAINTS[paint]
    stroke = f'<path d="{line}" stroke="{SOFT}" stroke-width="1.2"/>' if line else ""
    return (
        f'<pattern id="{name}-{paint}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{ground}"/>{stroke}</pattern>'
    )


def _bar(
    bar: Bar,
    top: int,
    scale: tuple[int, float],  # the greatest value, and per cent of the width for it
    name: str,
    show: Callable[[int], str],
    aim: float | None = None,  # per cent of the width
) -> list[str]:
    value = bar.value
    number = _number(bar, show)
    longest, breadth = scale
    note = f' <tspan fill="{SOFT}">{escape(bar.note)}</tspan>' if bar.note else ""
    width = breadth * min(value, longest) / longest if value and value > 0 else 0.0
    width = max(width, 0.4) if width else 0.0  # the smallest bar can still be seen
    lines = [f'<text x="0" y="{top + 14}">{escape(bar.label)}{note}</text>']
    if width:
        lines.append(
            f'<rect x="0" y="{top + 19}" width="{width:.2f}%" height="{BAR}" '
            f'fill="url(#{name}-{bar.paint})" stroke="{SOFT}" stroke-width="0.5"/>'
        )
    if value is not None and value > longest:
        lines += _break(width, top)
    end = width
    if aim is not None:
        lines.append(
            f'<line x1="{aim:.2f}%" y1="{top + 17}" x2="{aim:.2f}%" y2="{top + 36}" '
            f'stroke="{INK}" stroke-width="2" stroke-dasharray="4 2"/>'
        )
        if width <= aim < width + NUMBER:
            end = aim  # the number stands beyond the mark, not across it
    lines.append(
        f'<text x="{end:.2f}%" dx="{6 if end else 0}" y="{top + 31}" '
        f'font-weight="600">{escape(number)}</text>'
    )
    return lines


def _break(width: float, top: int) -> list[str]:
    """Two slanted lines with nothing between them across the end of a bar that goes on."""

    def line(at: float, ink: str, stroke: int) -> str:
        return (
            f'<line x1="{at:.2f}%" y1="{top + 36}" x2="{at + 1.5:.2f}%" y2="{top + 16}" '
            f'stroke="{ink}" stroke-width="{stroke}"/>'
        )

    at = width - 6
    return [line(at, INK, 7), line(at, "#ffffff", 4)]


FLUID = re.compile(r'^<svg class="([^"]+)" role="img" width="100%" height="(\d+)"')
FONT = "Pretendard GOV, Noto Sans KR, sans-serif"
# What XML cannot hold; a page can.
UNWANTED = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


def standalone(svg: str, width: int) -> tuple[str, int]:
    """A chart of this house as a picture by itself, `width` units wide, and how high it is.

    On a page a chart is as wide as its column and takes the page's letters; a file has neither.
    """
    found = FLUID.match(svg)
    if found is None:
        raise ValueError("not a chart of this house")
    height = int(found.group(2))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{found.group(1)}" role="img" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="{FONT}"'
    )
    return head + svg[found.end() :].translate(UNWANTED), height
