"""What a kind of file is, and what comes of reading one: columns, rows, faults, results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from planner.tabular_cells import Parser, text

UNSET: Any = object()


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one cell ('C7'), one row (cell ''), or the whole file (row 0).

    `column` is the column's key; `fault_sentence` puts `code` and `data` into words.
    """

    row: int
    cell: str
    column: str
    code: str
    data: Mapping[str, Any] = field(default_factory=dict)


class RowsRefused(Exception):
    """Raised by an `apply`: nothing is saved, the faults are listed."""

    def __init__(self, faults: Iterable[RowFault]) -> None:
        super().__init__("rows refused")
        self.faults = sorted(faults, key=lambda fault: (fault.row, len(fault.cell), fault.cell))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` and `label` (in either language) are its accepted headings.

    A blank cell gives `default` (the parser's own when not set); a required one must be filled in.
    A column that the file does not have leaves no entry in the row.
    """

    key: str
    label: Any
    required: bool = False
    parse: Parser = field(default_factory=lambda: text(200))
    default: Any = UNSET
    help: Any = ""
    example: str = ""

    @property
    def blank(self) -> Any:
        return self.parse.blank if self.default is UNSET else self.default


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of file: its name (in addresses), columns, and what takes the rows.

    `unique`: keys of the columns that together may stand only once in a file. `sentences` adds
    an area's own fault codes: code -> (what is wrong, what to do), lazy, with `%(name)s`.
    """

    name: str
    columns: tuple[Column, ...]
    apply: Callable[..., ImportResult]
    title: Any = ""
    lead: Any = ""
    unique: tuple[str, ...] = ("name",)
    sentences: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    def label(self, key: str) -> str:
        """A column's heading in the reader's language ('' for no column)."""
        column = self.column(key)
        return str(column.label) if column else ""


class Row(dict[str, Any]):
    """The values of one row by column key; `number` is its row in the spreadsheet."""

    def __init__(self, number: int, letters: Mapping[str, str]) -> None:
        super().__init__()
        self.number = number
        self.letters = letters

    def fault(self, key: str, code: str, **data: Any) -> RowFault:
        """A fault at this row's cell of a column (or of the whole row when key is '')."""
        letter = self.letters.get(key, "")
        return RowFault(self.number, f"{letter}{self.number}" if letter else "", key, code, data)


@dataclass(frozen=True, slots=True)
class Table:
    """What a file held: good rows, and every fault; `encoding` is 'cp949' for old Windows files."""

    rows: Sequence[Row]
    faults: Sequence[RowFault]
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many rows were added, changed, and already as the file says."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    encoding: str = ""


def column_letter(index: int) -> str:
    """The spreadsheet's name of column `index` (from 0): A, …, Z, AA, …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
