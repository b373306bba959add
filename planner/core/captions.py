"""Captions that make room for each other: which of them stand on a picture, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

Box = tuple[float, float, float, float]  # left, top, right, bottom
LEADING = 1.3  # a line's height in sizes of its letters
EDGE = 2.0  # of white around the letters


@dataclass(frozen=True, slots=True)
class Caption:
    """Lines one above the other, each with the size of its letters, around a middle."""

    x: float
    y: float
    lines: tuple[tuple[str, float], ...]

    @property
    def box(self) -> Box:
        """What it covers, its white edge included."""
        wide = max(text_width(text, size) for text, size in self.lines) / 2 + EDGE
        high = sum(LEADING * size for _text, size in self.lines) / 2
        return self.x - wide, self.y - high, self.x + wide, self.y + high

    def base_lines(self) -> list[float]:
        """Where each of its lines stands."""
        found, top = [], self.box[1]
        for _text, size in self.lines:
            found.append(top + size * 1.05)
            top += LEADING * size
        return found


def standing(
    captions: Sequence[Caption], width: float, height: float, stand: Sequence[Box] = ()
) -> list[Caption | None]:
    """Each caption where it stands, None where it has no room; the first ones come first.

    None overlaps another, or what stands there already, or hangs over the picture's edge; near an
    edge it is moved inward.
    """
    taken = list(stand)
    found: list[Caption | None] = []
    for caption in captions:
        moved = _inside(caption, width, height)
        free = moved is not None and not any(overlap(moved.box, box) for box in taken)
        if moved is not None and free:
            taken.append(moved.box)
        found.append(moved if free else None)
    return found


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share any room."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def text_width(text: str, size: float) -> float:
    """About how wide a line is, rather too wide: a Korean letter takes a square."""
    return sum(size if east_asian_width(sign) in "WF" else size * 0.6 for sign in text)


def _inside(caption: Caption, width: float, height: float) -> Caption | None:
    left, top, right, bottom = caption.box
    if right - left > width or bottom - top > height:
        return None
    across = max(0.0, -left) - max(0.0, right - width)
    down = max(0.0, -top) - max(0.0, bottom - height)
    return replace(caption, x=caption.x + across, y=caption.y + down)
