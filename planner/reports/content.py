"""What a report says, as values: whatever writes it (PDF, HWPX, a page) has these blocks alone.

Every text is plain words in the reader's language, already formatted (numbers with
their commas, dates with their weekdays); an encoder adds looks and never adds up or rounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MARKS = ("□", "○", "-", "·")  # of items, from the outermost to the innermost


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 with mark 'Ⅰ', level 2 with '1.', level 3 with a letter."""

    level: int
    mark: str
    text: str
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A line of an outline; `level` 0 to 3 is its place in `MARKS`, `mark` its own in place of it.

    Somebody who numbers the lines (1. and 1) with letters between) keeps those numbers.
    """

    level: int
    text: str
    mark: str = ""

    @property
    def shown(self) -> str:
        """The mark to print."""
        return self.mark or MARKS[self.level]


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence in small print, such as what a figure leaves out."""

    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a column: numbers stand at the right; `weight` is its share of the width."""

    text: str
    number: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its caption, the unit line in brackets or '', columns, rows, and the row of sums.

    Every row has as many cells as there are columns. `empty` is said where there is no row. The
    caption carries its number already ('<Table 1> …'), and so does a picture's title.
    """

    caption: str
    unit: str
    columns: Sequence[Head]
    rows: Sequence[Sequence[str]]
    total: Sequence[str] | None = None
    note: str = ""
    empty: str = ""

    def __post_init__(self) -> None:
        width = len(self.columns)
        for row in (*self.rows, *([self.total] if self.total is not None else [])):
            if len(row) != width:
                raise ValueError(f"{self.caption}: {len(row)} cells under {width} columns")


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart or a map: an SVG that needs nothing from outside, with its words.

    `size` is its width and height in the SVG's own units; `width` is millimetres on paper.
    """

    svg: str
    title: str
    description: str
    size: tuple[float, float]
    width: float = 150.0


Block = Heading | Item | Note | Grid | Picture
KINDS = {Heading: "heading", Item: "item", Note: "note", Grid: "grid", Picture: "picture"}


def kind_of(block: Block) -> str:
    """The name of a block's kind, for whoever has no types."""
    return KINDS[type(block)]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole paper: what stands on its head, and its blocks in their order.

    `lang` is 'ko' or 'en'. `imprint` are lines such as when the figures are from. `notice` says on
    the head for whom the paper is; `formulas`, by which the figures were made, is said of the file.
    """

    lang: str
    title: str
    season: str
    office: str
    department: str
    day: str
    imprint: Sequence[str]
    blocks: Sequence[Block]
    notice: str = ""
    formulas: str = ""
