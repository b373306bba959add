"""A table to be written as a file: its columns, how many rows it has, and the rows as values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

KINDS = ("text", "integer", "share", "day", "time", "instant", "flag", "month")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, heading, what it means, its unit, and the kind of its values.

    Values: text as str, integer as int, share as float (0 to 1), day as date, time as time, instant
    as an aware datetime, flag as bool, month as '2024-03'; None is an empty cell, which means not
    reported or none.
    """

    key: str
    label: Any
    meaning: Any = ""
    unit: Any = ""
    kind: str = "text"

    @property
    def heading(self) -> str:
        """The label with its unit in brackets."""
        unit = str(self.unit)
        return f"{self.label}({unit})" if unit else str(self.label)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one season or office. `rows()` may be read once for each file."""

    name: str
    title: Any
    lead: Any
    columns: Sequence[Column]
    count: int
    rows: Callable[[], Iterable[Sequence[Any]]]
    private: bool = False  # figures that are not public: a download states its reason

    def checked_rows(self) -> Iterator[Sequence[Any]]:
        """The rows; a row of another width than the heading is a fault of the program."""
        width = len(self.columns)
        for row in self.rows():
            if len(row) != width:
                raise ValueError(f"{self.name}: a row of {len(row)} cells under {width} headings")
            yield row
