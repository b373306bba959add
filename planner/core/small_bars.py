"""A small bar for a cell of a table: what is, against what was to be, and what was before.

SVG text with a title and a description; kinds differ by pattern and outline, not by hue alone.
Colours and patterns are of the stylesheet and of `PATTERNS`, which a page holds once.
"""

from __future__ import annotations

from html import escape

WIDTH, HEIGHT = 150, 24
PATTERNS = (
    '<svg class="bar-patterns" width="0" height="0" aria-hidden="true"><defs>'
    '<pattern id="bar-over" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#ffd58a"/>'
    '<path d="M-1 1 L1 -1 M0 6 L6 0 M5 7 L7 5" stroke="#7a4700" stroke-width="1.5"/></pattern>'
    '<pattern id="bar-before" width="4" height="4" patternUnits="userSpaceOnUse">'
    '<rect width="4" height="4" fill="#ffffff"/>'
    '<path d="M2 0 L2 4" stroke="#58616a" stroke-width="1.4"/></pattern>'
    "</defs></svg>"
)


def against_bar(
    value: int, target: int, before: int | None, top: int, *, name: str, title: str, text: str
) -> str:
    """The bar: solid up to the target, hatched above it, dashed where something is missing.

    `top` is the number that fills the width; `before` None draws nothing. `name` makes the ids
    unique on a page.
    """
    scale = (WIDTH - 4) / max(1, top)

    def x(number: int) -> float:
        return round(1 + scale * number, 1)

    def part(kind: str, low: int, high: int, y: int, height: int, fill: str = "") -> str:
        paint = f' fill="url(#{fill})"' if fill else ""
        return (
            f'<rect class="{kind}" x="{x(low)}" y="{y}" width="{round(x(high) - x(low), 1)}" '
            f'height="{height}"{paint}/>'
        )

    parts = [
        f'<svg class="against" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-labelledby="{name}-title {name}-text">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-text">{escape(text)}</desc>'
    ]
    if value and target:
        parts.append(part("is", 0, min(value, target), 3, 11))
    if value > target:
        parts.append(part("over", target, value, 3, 11, "bar-over"))
    elif value < target:
        parts.append(part("missing", value, target, 3, 11))
    parts.append(f'<rect class="aim" x="{x(target) - 1:.1f}" y="0" width="2" height="17"/>')
    if before:
        parts.append(part("before", 0, before, 18, 5, "bar-before"))
    return "".join(parts) + "</svg>"
