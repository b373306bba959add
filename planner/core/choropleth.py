"""Areas shaded by a number, as SVG text: a title, a description, a pattern besides the colour.

Like `core.chart` nothing but presentation attributes carries the look. Each area bears its name and
its number where there is room for them (no two captions overlap); the patterns grow denser with the
steps, so that the picture reads the same in grey.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from math import cos, hypot, radians

from planner.core.captions import Caption, standing
from planner.core.chart import INK, SOFT, UNWANTED
from planner.core.metres import METRES_PER_DEGREE
from planner.core.outline import Polygons, Position, Ring, bounds, centre
from planner.core.steps import step_of, step_ranges

WIDTH, MARGIN, HEIGHTS = 420, 12, (140, 380)
ROW, MARK, COLUMNS = 26, 22, 3  # of the legend
NEAR = 0.6  # pixels: a corner nearer than this to the one before cannot be seen
# Ground and the lines over it, by step; 0 is zero, the last is what was not reported.
PAINTS = (
    ("#ffffff", ""),
    ("#ecf2fe", ""),
    ("#d8e5fd", "M0 8 L8 0"),
    ("#b1cefb", "M0 8 L8 0 M-2 2 L2 -2 M6 10 L10 6 M-4 8 L8 -4"),
    ("#86aff9", "M0 8 L8 0 M0 0 L8 8"),
    ("#6c9df7", "M0 2 L8 2 M0 6 L8 6 M2 0 L2 8 M6 0 L6 8"),
)
UNKNOWN = ("#ffffff", "M1 4 L3 4")


@dataclass(frozen=True, slots=True)
class Area:
    """An area with its name and its number; None was not reported and is a '-'."""

    label: str
    value: int | None
    polygons: Polygons


def choropleth(areas: Sequence[Area], *, title: str, description: str, name: str) -> str:
    """The areas that have an outline, with a legend; '' when none has one.

    `name` makes the ids unique on a page (letters, digits, hyphens). Texts are escaped.
    """
    drawn = [area for area in areas if area.polygons]
    frame = _frame_of(drawn)
    if frame is None:
        return ""
    ranges = step_ranges((area.value for area in drawn), from_least=True)
    legend = list(_legend(drawn, ranges))
    height = frame.height + 10 + ROW * -(-len(legend) // COLUMNS)
    parts = [
        f'<svg class="zone-map" role="img" viewBox="0 0 {WIDTH} {height}" width="100%" '
        f'aria-labelledby="{name}-title {name}-desc" font-size="14" fill="{INK}">',
        f'<title id="{name}-title">{_safe(title)}</title>',
        f'<desc id="{name}-desc">{_safe(description)}</desc>',
        "<defs>",
        *(_pattern(name, paint) for paint, _word in legend),
        "</defs>",
    ]
    parts += [_area(area, frame, f"{name}-{_paint(area.value, ranges)}") for area in drawn]
    parts += [part for caption in _captions(drawn, frame) for part in _label(caption)]
    for place, (paint, word) in enumerate(legend):
        x = MARGIN + place % COLUMNS * (WIDTH - MARGIN) // COLUMNS
        y = frame.height + 10 + ROW * (place // COLUMNS)
        parts.append(
            f'<rect x="{x}" y="{y}" width="{MARK}" height="16" fill="url(#{name}-{paint})" '
            f'stroke="{SOFT}"/><text x="{x + MARK + 8}" y="{y + 13}">{_safe(word)}</text>'
        )
    return "".join([*parts, "</svg>"])


@dataclass(frozen=True, slots=True)
class _Frame:
    """From degrees to pixels: `left` and `top` in degrees, `across` metres a degree eastward."""

    left: float
    top: float
    across: float
    scale: float
    shift: float  # pixels from the left edge
    height: int

    def xy(self, at: Position) -> tuple[float, float]:
        x = (at[0] - self.left) * self.across * self.scale + self.shift
        return x, (self.top - at[1]) * METRES_PER_DEGREE * self.scale + MARGIN


def _frame_of(areas: Sequence[Area]) -> _Frame | None:
    boxes = [box for area in areas if (box := bounds(area.polygons))]
    if not boxes:
        return None
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    across = METRES_PER_DEGREE * cos(radians((south + north) / 2))
    wide = max((east - west) * across, 1.0)
    high = max((north - south) * METRES_PER_DEGREE, 1.0)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHTS[1] - 2 * MARGIN) / high)
    height = max(HEIGHTS[0], round(high * scale + 2 * MARGIN))
    return _Frame(west, north, across, scale, (WIDTH - wide * scale) / 2, height)


def _paint(value: int | None, ranges: list[tuple[int, int]]) -> str:
    return "unknown" if value is None else f"step{step_of(value, ranges)}"


def _legend(areas: Sequence[Area], ranges: list[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """(paint, words) of everything that can stand on the map."""
    if any(area.value is None for area in areas):
        yield "unknown", "-"
    if any(area.value is not None and area.value <= 0 for area in areas):
        yield "step0", "0"
    for step, (least, most) in enumerate(ranges, 1):
        yield f"step{step}", f"{least:,}" if least == most else f"{least:,}–{most:,}"


def _pattern(name: str, paint: str) -> str:
    ground, line = UNKNOWN if paint == "unknown" else PAINTS[int(paint.removeprefix("step"))]
    stroke = f'<path d="{line}" stroke="{SOFT}" stroke-opacity="0.45"/>' if line else ""
    return (
        f'<pattern id="{name}-{paint}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{ground}"/>{stroke}</pattern>'
    )


def _area(area: Area, frame: _Frame, paint: str) -> str:
    rings = (ring for polygon in area.polygons for ring in polygon)
    path = "".join(f"M{_corners(ring, frame)}Z" for ring in rings)
    dashes = ' stroke-dasharray="4 3"' if area.value is None else ""
    return (
        f'<path d="{path}" fill="url(#{paint})" fill-rule="evenodd" stroke="{SOFT}" '
        f'stroke-width="1.4" stroke-linejoin="round"{dashes}/>'
    )


def _corners(ring: Ring, frame: _Frame) -> str:
    """A ring's corners in pixels, without those that cannot be told from the one before."""
    kept: list[tuple[float, float]] = []
    for x, y in map(frame.xy, ring[:-1]):
        if not kept or hypot(x - kept[-1][0], y - kept[-1][1]) >= NEAR:
            kept.append((x, y))
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in kept)


def without_room(areas: Sequence[Area]) -> int:
    """How many areas that are drawn bear no name, for want of room."""
    drawn = [area for area in areas if area.polygons]
    frame = _frame_of(drawn)
    captions = [] if frame is None else _captions(drawn, frame)
    return len(drawn) - sum(len(row.lines) > 1 for row in captions)


def _captions(areas: Sequence[Area], frame: _Frame) -> list[Caption]:
    """The names with their numbers below that find room, the largest areas first; then the numbers
    alone of the others."""
    wanted = []
    for area in sorted(areas, key=lambda area: -_extent(area)):
        at = centre(area.polygons)
        if at is not None:
            x, y = frame.xy(at)
            number = "-" if area.value is None else f"{area.value:,}"
            wanted.append(Caption(x, y, ((area.label.translate(UNWANTED), 13), (number, 16))))
    size = WIDTH, frame.height
    named = standing(wanted, *size)
    found = [row for row in named if row is not None]
    others = (row for row, stood in zip(wanted, named, strict=True) if stood is None)
    alone = [replace(row, lines=row.lines[1:]) for row in others]
    numbers = standing(alone, *size, [row.box for row in found])
    return [*found, *(row for row in numbers if row is not None)]


def _extent(area: Area) -> float:
    box = bounds(area.polygons)
    return 0.0 if box is None else (box[2] - box[0]) * (box[3] - box[1])


def _label(caption: Caption) -> Iterator[str]:
    """A caption over a white edge that keeps the pattern off."""
    weights = (500, 700)[-len(caption.lines) :]
    for (text, size), y, weight in zip(caption.lines, caption.base_lines(), weights, strict=True):
        yield (
            f'<text x="{caption.x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="{size:g}" '
            f'font-weight="{weight}" stroke="#fff" stroke-width="4" paint-order="stroke" '
            f'stroke-linejoin="round">{_safe(text)}</text>'
        )


def _safe(words: str) -> str:
    """What a person typed, as text of the picture."""
    return escape(words.translate(UNWANTED))
