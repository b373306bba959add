"""Tables of a what-if form: a cell left empty assumes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

Value = int | date | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `kind` is 'whole' (within `low` and `high`), 'day' or 'flag'."""

    key: str
    label: Any
    kind: str = "whole"
    low: int = 0
    high: int = 999


@dataclass
class Cells:
    """Optional inputs by row; `sent` holds what was posted, `filled` what is there at first.

    The inputs are called `<name>-<key>-<row>`. `now` gives what holds without the assumption.
    """

    name: str
    columns: Sequence[Column]
    rows: Mapping[int, str]  # names by id
    now: Mapping[tuple[int, str], Any]
    filled: Mapping[tuple[int, str], Any] = field(default_factory=dict)
    sent: Mapping[str, str] | None = None
    errors: dict[tuple[int, str], str] = field(default_factory=dict)

    def input(self, row: int, key: str) -> str:
        return f"{self.name}-{key}-{row}"

    def text(self, row: int, key: str) -> str:
        """What stands in an input."""
        if self.sent is not None:
            return self.sent.get(self.input(row, key), "").strip()
        value = self.filled.get((row, key))
        return "" if value is None or value is False else str(value)

    def checked(self, row: int, key: str) -> bool:
        return bool(self.text(row, key))

    def used(self, row: int) -> bool:
        """Whether anything stands in the row."""
        return any(self.text(row, column.key) for column in self.columns)

    @property
    def in_use(self) -> int:
        return sum(self.used(row) for row in self.rows)

    def error(self, row: int, key: str) -> str:
        return self.errors.get((row, key), "")

    def values(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The rows in which something stands, parsed (None: empty or wrong)."""
        for row in self.rows:
            if self.used(row):
                yield row, {column.key: self._parse(column, row) for column in self.columns}

    def wrong(self, row: int, key: str, sentence: str) -> None:
        self.errors.setdefault((row, key), sentence)

    def faults(self) -> list[tuple[str, str, str]]:
        """(input, whose and what, sentence) of every wrong cell."""
        labels = {column.key: str(column.label) for column in self.columns}
        return [
            (self.input(row, key), f"{self.rows[row]}, {labels[key]}", sentence)
            for (row, key), sentence in self.errors.items()
        ]

    def _parse(self, column: Column, row: int) -> Value:
        text = self.text(row, column.key)
        if column.kind == "flag":
            return bool(text)
        if not text:
            return None
        if column.kind == "day":
            return self._day(column, row, text)
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
        if column.low <= number <= column.high:
            return number
        self.wrong(
            row,
            column.key,
            _("Type a whole number from %(low)s to %(high)s.", low=column.low, high=column.high),
        )
        return None

    def _day(self, column: Column, row: int, text: str) -> date | None:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.wrong(row, column.key, _("Type a date such as 2023-05-23."))
            return None
