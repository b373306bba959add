"""Exact geometry of segments and rings of whole coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[int, int]
Segment = tuple[Point, Point]


def doubled_area(ring: Sequence[Point]) -> int:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def side(ring: Sequence[Point], point: Point) -> int:
    """1 within a closed ring, 0 on its edge, -1 outside."""
    x, y = point
    within = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if not (min(y1, y2) <= y <= max(y1, y2)):
            continue
        turn = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)
        if turn == 0 and min(x1, x2) <= x <= max(x1, x2):
            return 0
        if (y1 > y) != (y2 > y) and (turn > 0) == (y2 > y1):
            within = not within
    return 1 if within else -1


def clash(rings: Sequence[Sequence[Point]], *, between: bool = False) -> Point | None:
    """Where two segments meet that should not: a sweep from west to east.

    Within a ring (`between` false) any common point of segments that are not neighbours clashes;
    between rings only a true crossing does: they may touch.
    """
    segments = sorted(
        (min(a[0], b[0]), max(a[0], b[0]), number, i, len(ring) - 1, a, b)
        for number, ring in enumerate(rings)
        for i, (a, b) in enumerate(pairwise(ring))
    )
    active: list[tuple[int, int, int, int, int, Point, Point]] = []
    for segment in segments:
        west, _east, number, i, size, a, b = segment
        active = [other for other in active if other[1] >= west]
        for _w, _e, other_number, j, _size, c, d in active:
            if min(a[1], b[1]) > max(c[1], d[1]) or max(a[1], b[1]) < min(c[1], d[1]):
                continue
            if between:
                clashes = number != other_number and _cross((a, b), (c, d))
            elif (i - j) % size == 1:
                clashes = folded((c, d), (a, b))
            elif (i - j) % size == size - 1:
                clashes = folded((a, b), (c, d))
            else:
                clashes = meet((a, b), (c, d))
            if clashes:
                return a
        active.append(segment)
    return None


def _turn(a: Point, b: Point, c: Point) -> int:
    value = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
    return (value > 0) - (value < 0)


def _cross(one: Segment, two: Segment) -> bool:
    (a, b), (c, d) = one, two
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def meet(one: Segment, two: Segment) -> bool:
    (a, b), (c, d) = one, two
    if _cross(one, two):
        return True
    return _on(a, b, c) or _on(a, b, d) or _on(c, d, a) or _on(c, d, b)


def _on(a: Point, b: Point, c: Point) -> bool:
    return (
        _turn(a, b, c) == 0
        and min(a[0], b[0]) <= c[0] <= max(a[0], b[0])
        and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])
    )


def folded(before: Segment, after: Segment) -> bool:
    """Whether the second of two neighbouring segments runs back over the first."""
    (a, b), (_b, c) = before, after
    if _turn(a, b, c):
        return False
    return (a[0] - b[0]) * (c[0] - b[0]) + (a[1] - b[1]) * (c[1] - b[1]) > 0


def boxes_meet(one: Sequence[Point], two: Sequence[Point]) -> bool:
    return all(
        min(p[axis] for p in one) <= max(p[axis] for p in two)
        and min(p[axis] for p in two) <= max(p[axis] for p in one)
        for axis in (0, 1)
    )
