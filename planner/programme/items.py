"""A book: one kind of row of the programme, described once for form, importer, list and export.

A book names its model and its items. An item is one column: a form's field, a spreadsheet's
column and a cell of the seeds. An item of kind `ref` names another row, by its label in a file and
by its id in a form; its attribute of the model is `<key>_id`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One column of a book. `kind`: text, lines, number, choice, day, clock, flag, weekdays, ref,
    refs (several, in order), words (several, separated by ;)."""

    key: str
    label: Any
    kind: str = "text"
    required: bool = False
    default: Any = None
    longest: int = 120
    low: int = 0
    high: int = 10**6
    choices: Mapping[str, Any] = field(default_factory=dict)
    ref: str = ""
    help: Any = ""
    file_help: Any = ""  # what only a file needs to be told
    example: str = ""
    width: str = "medium"
    group: Any = ""  # boxes of one question that follow each other share this legend

    @property
    def attribute(self) -> str:
        if self.kind == "refs":
            return f"{self.key.removesuffix('s')}_ids"
        return f"{self.key}_id" if self.kind == "ref" else self.key

    @property
    def blank(self) -> Any:
        """What an empty cell or field means."""
        if self.default is not None:
            return self.default
        return {
            "text": "", "lines": "", "flag": False, "weekdays": "1111100", "refs": (), "words": (),
        }.get(self.kind)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: the item's key, a code, and what fills the sentence."""

    key: str
    code: str
    data: Mapping[str, Any] = field(default_factory=dict)


def no_faults(values: Values) -> Iterable[Fault]:
    """The check of a book without a rule of its own."""
    return ()


@dataclass(frozen=True, slots=True)
class Book:
    """One kind of row. `key`: the items that tell two rows of an office apart; `check` judges a
    row's values by themselves; `back` says which page shows a row (endpoint, arguments)."""

    name: str
    model: type[Any]
    items: tuple[Item, ...]
    key: tuple[str, ...]
    title: Any
    lead: Any
    add: Any
    edit: Any
    back: Callable[[Any], tuple[str, dict[str, Any]]]
    check: Callable[[Values], Iterable[Fault]] = no_faults

    def item(self, key: str) -> Item:
        return next(item for item in self.items if item.key == key)

    def sections(self) -> list[tuple[str, list[Item]]]:
        """The items in order, those of one group together under its legend."""
        return [
            (legend, list(part)) for legend, part in groupby(self.items, lambda i: str(i.group))
        ]

    def values_of(self, row: Any) -> Values:
        """A row's values by item key; of a `ref` the id, of `refs` the ids, of `words` a tuple."""
        return {item.key: self._value(row, item) for item in self.items}

    def _value(self, row: Any, item: Item) -> Any:
        value = getattr(row, item.attribute)
        if item.kind == "words":
            return tuple(part for part in value.split(";") if part)
        return tuple(value) if item.kind == "refs" else value

    def write(self, row: Any, values: Values) -> None:
        """Put values into a row."""
        for item in self.items:
            value = values[item.key]
            setattr(row, item.attribute, ";".join(value) if item.kind == "words" else value)

    def key_of(self, values: Values) -> tuple[Any, ...]:
        return tuple(values[name] for name in self.key)
