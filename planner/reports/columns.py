"""Tables of a paper that fit their contents: how wide a column is, and a table's parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar
from unicodedata import east_asian_width

from planner.reports.content import Grid, Head

Column = TypeVar("Column")
LEAST, MOST = 4, 34  # of a column, in letters
AIR = 2  # letters between two columns
ROOM, FULL = 104, 120  # letters across a page, and where they are set smaller
NARROW = 14  # a text is not squeezed to less


def grid(
    caption: str,
    heads: Sequence[tuple[str, bool]],
    rows: Iterable[Sequence[str]],
    total: Sequence[str] | None = None,
    *,
    unit: str = "",
    note: str = "",
    empty: str = "",
) -> Grid:
    """A table whose columns are as wide as what they hold; `heads` are (words, is a number)."""
    found = [tuple(row) for row in rows]
    lines = [*found, *([tuple(total)] if total is not None else [])]
    needs = [_need(text, [line[i] for line in lines]) for i, (text, _number) in enumerate(heads)]
    words = [_word([text, *(line[i] for line in lines)]) for i, (text, _number) in enumerate(heads)]
    weights = fitted(needs, [is_number for _text, is_number in heads], words)
    columns = [
        Head(text, is_number, weight)
        for (text, is_number), weight in zip(heads, weights, strict=True)
    ]
    last = None if total is None else tuple(total)
    return Grid(caption, unit, columns, found, last, note, empty)


def _need(head: str, cells: Iterable[str]) -> int:
    """The letters of a column: its longest cell, and the longest word of its heading."""
    longest = max((breadth(cell) for cell in cells), default=0)
    return max(LEAST, longest, _word([head]), breadth(head) // 2)


def _word(cells: Iterable[str]) -> int:
    """The letters of the longest word."""
    return max((breadth(word) for cell in cells for word in cell.split()), default=0)


def fitted(
    needs: Sequence[int], numbers: Sequence[bool], words: Sequence[int] | None = None
) -> list[float]:
    """The weights of columns: what they need, long texts cut to `MOST`.

    What is then left of a page's width goes to the texts that were cut. What is too much is taken
    from the headings of numbers, which break between their `words`, and then from texts.
    """
    weights = [float(min(MOST, need) + AIR) for need in needs]
    cut = [max(0, need - MOST) for need in needs]
    left = ROOM - sum(weights)
    if left > 0 and any(cut):
        return [
            weight + min(more, left * more / sum(cut))
            for weight, more in zip(weights, cut, strict=True)
        ]
    least = [max(LEAST, word) + AIR for word in words or needs]
    for of_numbers in (True, False):
        floors = [float(low if of_numbers else max(low, NARROW)) for low in least]
        weights = _less(weights, floors, [number == of_numbers for number in numbers])
    return weights


def _less(weights: Sequence[float], floors: Sequence[float], chosen: Sequence[bool]) -> list[float]:
    """The chosen weights shortened in proportion to their spare until all have room."""
    spare = [
        max(0.0, weight - floor) if of_these else 0.0
        for weight, floor, of_these in zip(weights, floors, chosen, strict=True)
    ]
    part = min(1.0, max(0.0, sum(weights) - FULL) / (sum(spare) or 1.0))
    return [weight - less * part for weight, less in zip(weights, spare, strict=True)]


def breadth(text: str) -> int:
    """How many letters wide a text is: Korean ones count twice."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def split(columns: Sequence[Column], most: int) -> list[Sequence[Column]]:
    """Columns in as few parts of about the same length as there must be."""
    parts = -(-len(columns) // most) or 1
    size = -(-len(columns) // parts)
    return [columns[start : start + size] for start in range(0, len(columns), size)]
