"""The drawing of a booth plan: positions in metres become boxes on a page, and names lines of text.

Lengths of a drawing are in its own units (one is about a screen pixel). Nothing here knows colours
or words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

GAP = 10  # between two boxes
MARGIN = 12  # around all of them
# A way between two rows is drawn at most this much of a box wide; longer ones are shortened.
LONGEST_WAY = 0.4


@dataclass(frozen=True, slots=True)
class Spot:
    """A booth's middle, `x` and `y` metres from the venue's north-west corner."""

    id: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A booth as drawn: its north-west corner."""

    id: int
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """All boxes, `box_width` by `box_height` each, in a frame of `width` by `height`.

    `schematic` is true where ways were shortened or booths set apart, so that lengths do not tell
    metres; otherwise one metre is `metre` units. Boxes stand in the order of reading.
    """

    width: float
    height: float
    box_width: float
    box_height: float
    boxes: tuple[Box, ...]
    schematic: bool
    metre: float


def draw(spots: Sequence[Spot], box_width: float = 108, box_height: float = 84) -> Drawing:
    """Boxes that do not overlap, in the arrangement of the booths.

    Booths that share a position are set side by side, so each can be seen and chosen.
    """
    if not spots:
        return Drawing(2 * MARGIN, 2 * MARGIN, box_width, box_height, (), False, 1)
    apart, moved = _set_apart(spots)
    metre = _scale(apart, box_width + GAP, box_height + GAP)
    across, cut_x = _axis((spot.x for spot in apart), metre, box_width)
    down, cut_y = _axis((spot.y for spot in apart), metre, box_height)
    boxes = tuple(
        Box(spot.id, MARGIN + across[spot.x], MARGIN + down[spot.y])
        for spot in sorted(apart, key=lambda spot: (spot.y, spot.x, spot.id))
    )
    width = max(across.values()) + box_width + 2 * MARGIN
    height = max(down.values()) + box_height + 2 * MARGIN
    return Drawing(
        round(width, 1),
        round(height, 1),
        box_width,
        box_height,
        boxes,
        moved or cut_x or cut_y,
        metre,
    )


def _set_apart(spots: Sequence[Spot]) -> tuple[list[Spot], bool]:
    """The spots without two in one place: the later ones go to a row of their own below."""
    taken: set[tuple[float, float]] = set()
    kept: list[Spot] = []
    spare: list[Spot] = []
    for spot in spots:
        place = (spot.x, spot.y)
        (spare if place in taken else kept).append(spot)
        taken.add(place)
    bottom = max(spot.y for spot in kept)
    step = _least_step(kept)
    left = min(spot.x for spot in kept)
    kept += [Spot(s.id, left + step * n, bottom + step) for n, s in enumerate(spare)]
    return kept, bool(spare)


def _least_step(spots: Sequence[Spot]) -> float:
    """The least distance, along its longer axis, of two booths; 4 m where there is but one."""
    steps = (max(abs(a.x - b.x), abs(a.y - b.y)) for a, b in combinations(spots, 2))
    return min(steps, default=4.0)


def _scale(spots: Sequence[Spot], width: float, height: float) -> float:
    """Units a metre, as few as keep each two boxes apart."""
    needed = 0.0
    for one, two in combinations(spots, 2):
        dx, dy = abs(one.x - two.x), abs(one.y - two.y)
        ways = [room / d for room, d in ((width, dx), (height, dy)) if d]
        needed = max(needed, min(ways))
    return needed or 1.0


def _axis(values: Iterable[float], metre: float, room: float) -> tuple[dict[float, float], bool]:
    """Where each coordinate is drawn, from 0; whether an empty way was shortened."""
    places: dict[float, float] = {}
    longest, cut, at, before = room * LONGEST_WAY + GAP, False, 0.0, None
    for value in sorted(set(values)):
        if before is not None:
            step = (value - before) * metre
            cut |= step > longest + room
            at += min(step, longest + room)
        places[value], before = round(at, 1), value
    return places, cut


def text_width(text: str) -> int:
    """Columns that a text takes: a Hangul syllable two, a Latin letter one."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def fit_lines(text: str, columns: int, lines: int) -> tuple[str, ...]:
    """A name in at most `lines` lines of `columns` columns, broken at spaces where one is near.

    What does not fit ends with '…'.
    """
    found: list[str] = []
    rest = " ".join(text.split())
    while rest and len(found) < lines:
        last = len(found) == lines - 1
        if text_width(rest) <= columns:
            found.append(rest)
            return tuple(found)
        room = columns - 1 if last else columns
        head = _longest(rest, room)
        space = head.rfind(" ")
        if last:
            found.append(head.rstrip() + "…")
            return tuple(found)
        if space > 0 and text_width(head[:space]) * 2 >= columns and rest[len(head)] != " ":
            head = head[:space]
        found.append(head.rstrip())
        rest = rest[len(head) :].lstrip()
    return tuple(found)


def _longest(text: str, columns: int) -> str:
    """The longest beginning of at least one character that takes at most `columns`."""
    used = 0
    for place, char in enumerate(text):
        used += text_width(char)
        if used > columns and place:
            return text[:place]
    return text
