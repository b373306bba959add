"""Public figures as values: lines of their tables, cells with their marks, and how it is stored.

What residents get of a cell is a `Shown`, which holds no number that is hidden; the exact ones stay
with the office.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from planner.core import disclosure
from planner.core.disclosure import Figures, Published

FORMULA = "1"  # goes up when the rules of these tables or of hiding change
ALL, REST, OUTSIDE = "all", "rest", "outside"


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column: the whole season, a zone, an event, what was counted outside events; or a
    field. Named as it was then."""

    key: str
    kind: str  # all, zone, event, outside, outside_zone, field, rest
    name: str = ""
    name_en: str = ""
    day: str = ""  # of an event, as text


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as everybody sees it: a number, or a mark, or neither when it was not reported."""

    value: int | None
    mark: str = ""
    synthetic: bool = False
    last: tuple[int, int] | None = None  # what an earlier publication showed, and its number


@dataclass(frozen=True, slots=True)
class PublicTables:
    """The lines of the tables, and their cells with the marks."""

    measures: tuple[str, ...]
    fielded: tuple[str, ...]  # those measures that are told by field too
    places: tuple[Line, ...]
    fields: tuple[Line, ...]
    published: Published
    reports: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # by measure and place
    synthetic: frozenset[str] = frozenset()
    last: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # of cells hidden by a change

    def shown(self, measure: str, place: str, part: str = ALL) -> Shown:
        """A cell without what it hides."""
        key = cell_key(measure, place, part)
        mark = self.published.marks.get(key, "")
        return Shown(self.published.shown(key), mark, key in self.synthetic, self.last.get(key))

    def exact(self, measure: str, place: str, part: str = ALL) -> int | None:
        """The number of a cell, for the office alone."""
        return self.published.figures.values.get(cell_key(measure, place, part))

    def redacted(self) -> PublicTables:
        """The same without any hidden number, for pages and files that everybody gets."""
        values = {key: self.published.shown(key) for key in self.published.figures.values}
        return replace(self, published=Published(Figures(values), self.published.marks))

    def lines(self, kind: str) -> list[Line]:
        """The places of one kind."""
        return [line for line in self.places if line.kind == kind]

    def below(self, kind: str) -> list[Line]:
        """The places of one kind, and what the season counts besides them outside events."""
        more = self.lines("outside_zone") if kind == "event" else []
        return self.lines(kind) + more + self.lines("outside")

    def reports_of(self, measure: str, place: str) -> tuple[int, int]:
        """(in, expected)."""
        return self.reports.get(f"{measure}/{place}", (0, 0))


def cell_key(measure: str, place: str, part: str = ALL) -> str:
    """The key of a cell in the system of all tables."""
    return f"{measure}/{place}/{part}"


def to_json(tables: PublicTables) -> dict[str, Any]:
    """The tables as plain values, exact numbers among them: for the publication's row alone."""
    return {
        "measures": list(tables.measures),
        "fielded": list(tables.fielded),
        "places": [_line_json(line) for line in tables.places],
        "fields": [_line_json(line) for line in tables.fields],
        "published": disclosure.to_json(tables.published),
        "reports": {key: list(pair) for key, pair in tables.reports.items()},
        "synthetic": sorted(tables.synthetic),
        "last": {key: list(pair) for key, pair in tables.last.items()},
    }


def _line_json(line: Line) -> dict[str, str]:
    names = ("key", "kind", "name", "name_en", "day")
    return {name: getattr(line, name) for name in names}


def from_json(stored: Mapping[str, Any]) -> PublicTables:
    """What `to_json` stored."""
    return PublicTables(
        tuple(stored["measures"]),
        tuple(stored["fielded"]),
        tuple(Line(**line) for line in stored["places"]),
        tuple(Line(**line) for line in stored["fields"]),
        disclosure.from_json(stored["published"]),
        {key: (pair[0], pair[1]) for key, pair in stored["reports"].items()},
        frozenset(stored["synthetic"]),
        {key: (pair[0], pair[1]) for key, pair in stored["last"].items()},
    )
