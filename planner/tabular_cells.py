"""What one cell of an imported table may hold: small parsers that take it or say why not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from planner.extensions import LOCALES
from planner.forms import clean_text

LARGEST = 2**31 - 1  # what an integer column holds
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


class CellError(ValueError):
    """A cell that cannot be taken; `code` and `data` make the sentence."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


@dataclass(frozen=True, slots=True)
class Parser:
    """`parser(cell)` gives the value or raises `CellError`; a blank cell gives `blank`.

    `hint` says in words what the cell may hold, `example` shows one; `codes` lists the words a
    spreadsheet can offer (of choices and flags).
    """

    read: Callable[[Any], Any]
    hint: Any
    blank: Any = None
    example: str = ""
    codes: Mapping[str, Any] | None = None
    textual: bool = False

    def __call__(self, cell: Any) -> Any:
        return self.read(cell)


def written(cell: Any) -> str:
    """A cell as the person sees it, cleaned, whatever type the spreadsheet gave it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d" if cell.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return clean_text(str(cell))


def plain(cell: Any) -> str:
    """The same with full-width letters and digits as ordinary ones, for numbers and dates."""
    return unicodedata.normalize("NFKC", written(cell)).strip()


def text(longest: int, *, lines: bool = False) -> Parser:
    """Text of at most `longest` characters; line ends become spaces unless `lines`."""

    def read(cell: Any) -> str:
        value = written(cell)
        if not lines:
            value = " ".join(value.split())
        if "\ufffd" in value:
            raise CellError("damaged")
        if len(value) > longest:
            raise CellError("too_long", longest=longest, length=len(value))
        return value

    return Parser(
        read, _Filled(_l("text, at most %(most)s characters"), most=longest), "", textual=True
    )


def integer(low: int = 0, high: int = LARGEST) -> Parser:
    """A whole number; thousands may be grouped by commas."""

    def read(cell: Any) -> int:
        value = _number(cell)
        if value != value.to_integral_value():
            raise CellError("not_whole", value=shown(cell))
        if not low <= value <= high:
            raise CellError("out_of_range", low=low, high=high, value=shown(cell))
        return int(value)

    hint = _Filled(_l("a whole number from %(low)s to %(high)s"), low=low, high=high)
    return Parser(read, hint, example=str(max(low, min(high, 10))))


def decimal(low: float, high: float) -> Parser:
    """A number with or without decimals, as a float."""

    def read(cell: Any) -> float:
        value = _number(cell)
        if not Decimal(str(low)) <= value <= Decimal(str(high)):
            raise CellError("out_of_range", low=f"{low:g}", high=f"{high:g}", value=shown(cell))
        return float(value)

    hint = _Filled(_l("a number from %(low)s to %(high)s"), low=f"{low:g}", high=f"{high:g}")
    return Parser(read, hint, example=f"{low:g}")


def _number(cell: Any) -> Decimal:
    value = plain(cell)
    if isinstance(cell, bool | date | time):
        raise CellError("not_a_number", value=shown(cell))
    if GROUPED.fullmatch(value):
        value = value.replace(",", "")
    try:
        found = Decimal(value) if len(value) <= 40 else Decimal("nan")
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite() or "_" in value or abs(found.adjusted()) > 30:
        raise CellError("not_a_number", value=shown(cell))
    return found


def flag() -> Parser:
    """Yes or no: 1/0, y/n, O/X, TRUE/FALSE, or the words of either language; blank is no."""

    def read(cell: Any) -> bool:
        word = plain(cell).casefold()
        if word in TRUE_SIGNS or word in words_of(YES):
            return True
        if word in FALSE_SIGNS or word in words_of(NO):
            return False
        raise CellError("not_yes_no", value=shown(cell))

    return Parser(read, _l("yes or no (O or X, 1 or 0)"), False, "O", {"O": YES, "X": NO})


YES, NO = _l("Yes"), _l("No")
TRUE_SIGNS = frozenset({"1", "y", "yes", "o", "true", "○", "◯"})
FALSE_SIGNS = frozenset({"0", "n", "no", "x", "false", "×", "-"})


def choice(labels: Mapping[str, Any], *, blank: Any = None) -> Parser:
    """One of the codes, or its label in either language; gives the code."""

    def read(cell: Any) -> str:
        word = " ".join(written(cell).split()).casefold()
        for code, label in labels.items():
            if word == code.casefold() or word in words_of(label):
                return code
        raise CellError(
            "not_a_choice", value=shown(cell), choices=[str(label) for label in labels.values()]
        )

    hint = _Joined(labels)
    return Parser(read, hint, blank, next(iter(labels), ""), labels)


def listing(longest: int = 80, *, most: int = 60, sep: str = ";") -> Parser:
    """Several texts in one cell, separated by `;`: a tuple, in the order written."""
    item = text(longest)

    def read(cell: Any) -> tuple[str, ...]:
        found = tuple(item(part) for part in written(cell).split(sep) if part.strip())
        if len(found) > most:
            raise CellError("too_many", most=most, count=len(found))
        for name in found:
            if found.count(name) > 1:
                raise CellError("twice_in_cell", value=shown(name))
        return found

    return Parser(read, _l("several, separated by ;"), (), textual=True)


def shown(cell: Any) -> str:
    """What was typed, short enough for a sentence."""
    value = " ".join(written(cell).split())
    return value if len(value) <= 40 else value[:39] + "…"


def words_of(label: Any) -> set[str]:
    """A label in every language of the product, folded."""
    words = set()
    for locale in LOCALES:
        with force_locale(locale):
            words.add(" ".join(str(label).split()).casefold())
    return words


class _Filled:
    """A lazy sentence with its values, written out in the reader's language."""

    def __init__(self, sentence: Any, **values: Any) -> None:
        self.sentence, self.values = sentence, values

    def __str__(self) -> str:
        return str(self.sentence) % self.values


class _Joined:
    """The labels of a choice, written out in the reader's language."""

    def __init__(self, labels: Mapping[str, Any]) -> None:
        self.labels = labels

    def __str__(self) -> str:
        return " / ".join(str(label) for label in self.labels.values())
