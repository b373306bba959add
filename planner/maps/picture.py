"""A map as a picture: an SVG of areas and numbered pins with legend, scale and credit.

Values in, text out. All that a person typed is escaped; nothing but attributes carries the look
(a strict policy forbids style sheets within a picture that is opened by itself).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, radians, sin

from planner.core.metres import METRES_PER_DEGREE
from planner.core.outline import Polygons, Position, bounds, centre
from planner.maps.picture_labels import Label, Placed, place, spread
from planner.maps.picture_parts import (
    FONT,
    FOOT,
    GROUND,
    INK,
    LINE,
    QUIET,
    ROW,
    TINTS,
    foot_parts,
    legend_rows,
    safe,
    scale_bar,
    text,
)
from planner.maps.picture_pins import Pin, draw_pin, draw_ring, groups_of, reach_of

MARGIN = 28


@dataclass(frozen=True, slots=True)
class Shape:
    """An area: its fill ('' for a heavy line without one) and its label."""

    polygons: Polygons
    fill: str = TINTS[0]
    label: str = ""
    at: Position | None = None  # (longitude, latitude) of the label; the middle where None
    hatched: bool = False
    line: str = ""  # the border's colour, where it is no border of an area


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of a picture. `legend` pairs a status, or a fill, with its word."""

    title: str
    description: str = ""
    legend: Sequence[tuple[str, str]] = ()
    credit: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """From degrees to the picture: `left` and `top` in degrees, `scale` in pixels a metre."""

    left: float
    top: float
    scale: float
    across: float  # metres a degree of longitude
    shift: tuple[float, float] = field(default=(0.0, 0.0))

    def xy(self, position: Position) -> tuple[float, float]:
        x = (position[0] - self.left) * self.across * self.scale + self.shift[0]
        y = (self.top - position[1]) * METRES_PER_DEGREE * self.scale + self.shift[1]
        return x, y


def picture(
    shapes: Sequence[Shape],
    pins: Sequence[Pin],
    texts: Texts,
    *,
    size: tuple[int, int] = (960, 640),
    key: str = "map",
) -> str:
    """The SVG of a map; `key` makes its ids unique where a page holds several."""
    width, height = size
    frame = frame_of(shapes, [pin.at for pin in pins], width, height)
    rows = legend_rows(texts.legend, width)
    foot = FOOT + ROW * len(rows) + (20 if texts.credit else 0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height + foot}" '
        f'width="{width}" height="{height + foot}" role="img" '
        f'aria-labelledby="{key}-title {key}-desc" font-family="{FONT}">',
        f'<title id="{key}-title">{safe(texts.title)}</title>',
        f'<desc id="{key}-desc">{safe(texts.description)}</desc>',
        f'<defs><pattern id="{key}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path d="M0 0V7" stroke="{LINE}" stroke-width="1.5"/>'
        "</pattern></defs>",
        f'<rect width="{width}" height="{height + foot}" fill="#fff"/>',
        f'<rect width="{width}" height="{height}" fill="{GROUND}"/>',
    ]
    if frame is None:
        parts.append(text(width / 2, height / 2, texts.empty, 18, anchor="middle", fill=QUIET))
    else:
        parts += _map(shapes, pins, frame, size, key)
    parts += foot_parts(rows, texts.credit, height, key)
    return "".join([*parts, "</svg>"])


def frame_of(
    shapes: Sequence[Shape], points: Sequence[Position], width: int, height: int
) -> Frame | None:
    """All of it within the margins, one scale both ways; None where there is nothing."""
    boxes = [box for shape in shapes if (box := bounds(shape.polygons))]
    boxes += [(lon, lat, lon, lat) for lon, lat in points]
    if not boxes:
        return None
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    across = METRES_PER_DEGREE * cos(radians((south + north) / 2))
    wide = max((east - west) * across, 600.0)  # one pin alone still has surroundings
    high = max((north - south) * METRES_PER_DEGREE, 600.0)
    scale = min((width - 2 * MARGIN) / wide, (height - 2 * MARGIN) / high)
    shift = (
        (width - (east - west) * across * scale) / 2,
        (height - (north - south) * METRES_PER_DEGREE * scale) / 2,
    )
    return Frame(west, north, scale, across, shift)


def circle(middle: Position, metres: float) -> Polygons:
    """A circle around a position, as an area of 72 sides."""
    north = metres / METRES_PER_DEGREE
    east = north / cos(radians(middle[1]))
    turns = [radians(5 * i) for i in range(72)] + [0.0]
    return ((tuple((middle[0] + east * sin(t), middle[1] + north * cos(t)) for t in turns),),)


def _map(
    shapes: Sequence[Shape], pins: Sequence[Pin], frame: Frame, size: tuple[int, int], key: str
) -> list[str]:
    parts = [_area(shape, frame, key) for shape in shapes]
    groups = groups_of(pins)
    radius = 15.0 if len(groups) <= 60 else 9.0
    true = [frame.xy(group[0].at) for group in groups]
    shown = spread(true, radius, size)
    reaches = [reach_of(group, radius) for group in groups]
    taken = [
        (x - far, y - far, x + far, y + far) for (x, y), far in zip(shown, reaches, strict=True)
    ]
    wanted = _area_labels(shapes, frame)
    if len(groups) <= 24:
        wanted += [
            Label(", ".join(pin.name for pin in group), x, y, 13, beside=far)
            for group, (x, y), far in zip(groups, shown, reaches, strict=True)
        ]
    labels = place(wanted, taken, size)
    parts += [draw_ring(group, at, radius) for group, at in zip(groups, shown, strict=True)]
    parts += [_label(label) for label in labels if not label.label.beside]
    for group, there, here in zip(groups, true, shown, strict=True):
        parts.append(draw_pin(group, there, here, radius))
    parts += [_label(label) for label in labels if label.label.beside]
    parts.append(scale_bar(frame.scale, size))
    return parts


def _area(shape: Shape, frame: Frame, key: str) -> str:
    rings = (ring for polygon in shape.polygons for ring in polygon)
    path = "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(frame.xy, ring[:-1])) + "Z"
        for ring in rings
    )
    heavy = not shape.fill
    line = shape.line or (INK if heavy else LINE)
    look = f'fill="{shape.fill or "none"}" stroke="{line}"'
    drawn = (
        f'<path d="{path}" {look} stroke-width="{2.5 if heavy else 1.2}" '
        'stroke-linejoin="round" fill-rule="evenodd"/>'
    )
    if shape.hatched:
        drawn += f'<path d="{path}" fill="url(#{key}-hatch)" fill-rule="evenodd"/>'
    return drawn


def _area_labels(shapes: Sequence[Shape], frame: Frame) -> list[Label]:
    found = []
    size = 14 if sum(bool(shape.label) for shape in shapes) <= 10 else 12
    for shape in shapes:
        at = shape.at or centre(shape.polygons)
        if shape.label and at is not None:
            x, y = frame.xy(at)
            found.append(Label(shape.label, x, y, size))
    return found


def _label(placed: Placed) -> str:
    label = placed.label
    weight = 600 if label.beside else 700
    lines = label.lines
    top = placed.y - (len(lines) - 1) * label.size * 0.6
    return "".join(
        text(placed.x, top + i * label.size * 1.2, line, label.size, anchor=placed.anchor,
              fill=INK if label.beside else QUIET, weight=weight, halo=True)
        for i, line in enumerate(lines)
    )  # fmt: skip
