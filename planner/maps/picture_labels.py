"""Where labels and pins of a picture stand, so that they overlap as little as is cheap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from unicodedata import east_asian_width

Box = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]
ROUNDS = 40
SQUARE = 60  # pixels
SPREAD_UP_TO = 120  # pins: more of them are left where they are


@dataclass(frozen=True, slots=True)
class Label:
    """A text (lines by line breaks) wanted at a place; `beside` keeps that far from its pin."""

    text: str
    x: float
    y: float
    size: float
    beside: float = 0.0

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


@dataclass(frozen=True, slots=True)
class Placed:
    """A label where it stands: `x` is its start, middle or end by `anchor`, `y` its base line."""

    label: Label
    x: float
    y: float
    anchor: str


def text_width(text: str, size: float) -> float:
    """About how wide a line is: a Korean letter takes a square, a Latin one somewhat over half."""
    return sum(size if east_asian_width(sign) in "WF" else size * 0.56 for sign in text)


def place(labels: Sequence[Label], taken: Sequence[Box], size: tuple[int, int]) -> list[Placed]:
    """Each label at the first of its places that is free.

    An area's label without a free place stands where it is least in the way; a pin's is left out,
    for its number leads to the list.
    """
    filled = _Filled(taken)
    found = []
    for label in labels:
        best, least = None, float("inf")
        for candidate in _candidates(label):
            box = _box(candidate)
            if not _inside(box, size):
                continue
            cover = filled.cover(box)
            if cover < least:
                best, least = candidate, cover
            if not cover:
                break
        if best is not None and (least == 0 or not label.beside):
            found.append(best)
            filled.add(_box(best))
    return found


class _Filled:
    """What stands already, by squares of the picture, so that only what is near is compared."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self.squares: dict[tuple[int, int], list[Box]] = {}
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        for square in _squares(box):
            self.squares.setdefault(square, []).append(box)

    def cover(self, box: Box) -> float:
        """How much of a box is covered, each other box counted once."""
        near = {other for square in _squares(box) for other in self.squares.get(square, ())}
        return sum(_overlap(box, other) for other in sorted(near))


def _squares(box: Box) -> list[tuple[int, int]]:
    left, top, right, bottom = (int(edge // SQUARE) for edge in box)
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def spread(points: Sequence[Point], radius: float, size: tuple[int, int]) -> list[Point]:
    """Pins pushed apart until none covers another, the same way each time."""
    found = [list(point) for point in points]
    if len(found) > SPREAD_UP_TO:
        return [(x, y) for x, y in found]
    room = 2 * radius + 1
    for _ in range(ROUNDS):
        still = True
        for i, one in enumerate(found):
            for two in found[i + 1 :]:
                dx, dy = two[0] - one[0], two[1] - one[1]
                away = hypot(dx, dy)
                if away >= room:
                    continue
                still = False
                push = (room - away) / 2 + 0.1
                ux, uy = (dx / away, dy / away) if away else (1.0, 0.0)
                one[0], one[1] = one[0] - ux * push, one[1] - uy * push
                two[0], two[1] = two[0] + ux * push, two[1] + uy * push
        if still:
            break
    return [
        (min(max(x, radius), size[0] - radius), min(max(y, radius), size[1] - radius))
        for x, y in found
    ]


def _candidates(label: Label) -> list[Placed]:
    x, y, size = label.x, label.y + label.size * 0.36, label.size
    if not label.beside:
        steps = (0.0, 0.8, -0.8, 1.6, -1.6)
        return [
            Placed(label, x + dx * size, y + dy * size, "middle") for dx in steps for dy in steps
        ]
    gap = label.beside + 5
    return [
        Placed(label, x + gap, y, "start"),
        Placed(label, x - gap, y, "end"),
        Placed(label, x, y + gap + size * 0.6, "middle"),
        Placed(label, x, y - gap - size * 0.6, "middle"),
    ]


def _box(placed: Placed) -> Box:
    label = placed.label
    wide = max(text_width(line, label.size) for line in label.lines)
    high = label.size * 1.2 * len(label.lines)
    left = placed.x - {"start": 0.0, "middle": wide / 2, "end": wide}[placed.anchor]
    middle = placed.y - label.size * 0.36
    return left, middle - high / 2, left + wide, middle + high / 2


def _inside(box: Box, size: tuple[int, int]) -> bool:
    return box[0] >= 2 and box[1] >= 2 and box[2] <= size[0] - 2 and box[3] <= size[1] - 2


def _overlap(one: Box, two: Box) -> float:
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    return wide * high if wide > 0 and high > 0 else 0.0
