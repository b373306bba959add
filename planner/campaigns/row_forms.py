"""Tables filled in row by row: what was typed, what it means, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _


@dataclass(frozen=True, slots=True)
class RowColumn:
    """One column: `kind` is 'whole' (within `low` and `high`), 'flag' or 'day' (may be empty).

    An `optional` one that is not sent stays as it is stored, an empty cell of it is the default.
    """

    key: str
    label: Any = ""
    kind: str = "whole"
    low: int = 0
    high: int = 999
    default: Any = None
    optional: bool = False


@dataclass
class RowsForm:
    """Rows by id, each chosen by its flag `in` and with a value in every column.

    `stored` holds the values of the rows that are chosen now; `sent` what was posted, names are
    `<prefix><key>-<id>`. After `validate()`, `values` holds the chosen rows' parsed values.
    """

    columns: Sequence[RowColumn]
    ids: Sequence[int]
    stored: Mapping[int, Mapping[str, Any]]
    sent: Mapping[str, str] | None = None
    prefix: str = ""
    values: dict[int, dict[str, Any]] = field(default_factory=dict)
    errors: dict[tuple[str, int], str] = field(default_factory=dict)

    def name(self, key: str, row: int) -> str:
        """The name and the id of an input."""
        return f"{self.prefix}{key}-{row}"

    def column(self, key: str) -> RowColumn:
        return next(column for column in self.columns if column.key == key)

    def chosen(self, row: int) -> bool:
        return row in self.stored if self.sent is None else self.name("in", row) in self.sent

    def text(self, key: str, row: int) -> str:
        """What stands in an input."""
        name = self.name(key, row)
        if self.sent is not None and (name in self.sent or not self.column(key).optional):
            return self.sent.get(name, "").strip()
        value = self._stored(key, row)
        return "" if value is None else str(value)

    def checked(self, key: str, row: int) -> bool:
        if self.sent is not None:
            return self.name(key, row) in self.sent
        return bool(self._stored(key, row))

    def error(self, key: str, row: int) -> str:
        return self.errors.get((key, row), "")

    def differences(self, names: Mapping[int, str]) -> list[tuple[str, str, str]]:
        """(row and column, typed here, saved meanwhile) wherever the two differ."""
        found = []
        for row in self.ids:
            chosen, saved = self.chosen(row), row in self.stored
            if chosen != saved:
                found.append((names[row], _yes_no(chosen), _yes_no(saved)))
                continue
            for column in self.columns if chosen else ():
                yours, theirs = self._pair(column, row)
                if yours != theirs:
                    found.append((f"{names[row]}: {column.label}", yours, theirs))
        return found

    def _pair(self, column: RowColumn, row: int) -> tuple[str, str]:
        saved = self.stored[row][column.key]
        if column.kind == "flag":
            return _yes_no(self.checked(column.key, row)), _yes_no(saved)
        return self.text(column.key, row), "" if saved is None else str(saved)

    def _stored(self, key: str, row: int) -> Any:
        known = self.stored.get(row)
        if known is not None:
            return known[key]
        return self.column(key).default

    def validate(self) -> bool:
        """Parse every chosen row; false where something is wrong, with a sentence a cell."""
        for row in self.ids:
            if self.chosen(row):
                self.values[row] = {column.key: self._parse(column, row) for column in self.columns}
        return not self.errors

    def _parse(self, column: RowColumn, row: int) -> Any:
        if column.kind == "flag":
            return self.checked(column.key, row)
        text = self.text(column.key, row)
        if column.kind == "day":
            return self._day(column, row, text)
        if column.optional and not text:
            return column.default
        number = _whole(text)
        if number is not None and column.low <= number <= column.high:
            return number
        self.errors[column.key, row] = _(
            "Type a whole number from %(low)s to %(high)s.", low=column.low, high=column.high
        )
        return None

    def _day(self, column: RowColumn, row: int, text: str) -> date | None:
        if not text:
            return None
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = None
        if found is None or not 1990 <= found.year <= 2100:
            self.errors[column.key, row] = _("Type a date such as 2023-05-23.")
        return found


def _whole(text: str) -> int | None:
    """A whole number as people type it, with a sign if they like."""
    text = text.replace("\N{MINUS SIGN}", "-")
    digits = text[1:] if text[:1] in ("+", "-") else text
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 9 else None


def _yes_no(value: bool) -> str:
    return str(_("Yes") if value else _("No"))
