"""What one cell of an imported table may hold: small parsers that take it or say why not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from babel.dates import get_day_names
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from planner.extensions import LOCALES
from planner.forms import clean_text

LARGEST = 2**31 - 1  # what an integer column holds
DAY = re.compile(r"(\d{4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})\s*\.?\s*(?:\(.{1,4}\))?")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")
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
        if word in TRUE_SIGNS or word in _words(YES):
            return True
        if word in FALSE_SIGNS or word in _words(NO):
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
            if word == code.casefold() or word in _words(label):
                return code
        raise CellError(
            "not_a_choice", value=shown(cell), choices=[str(label) for label in labels.values()]
        )

    hint = _Joined(labels)
    return Parser(read, hint, blank, next(iter(labels), ""), labels)


def day() -> Parser:
    """A date: 2023-05-23, 2023.5.23, 2023. 5. 23.(Tue), or a date cell of the spreadsheet."""
    return Parser(_day, _l("a date such as 2023-05-23"), example="2023-05-23")


def _day(cell: Any) -> date:
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    found: date | None
    if isinstance(cell, date) and not isinstance(cell, datetime):
        found = cell
    else:
        match = DAY.fullmatch(plain(cell))
        try:
            found = date(*map(int, match.groups())) if match else None
        except ValueError:
            found = None
    if found is None or not 1900 <= found.year <= 2100:
        raise CellError("not_a_day", value=shown(cell))
    return found


def clock() -> Parser:
    """A time of day on 24 hours: 10:00, 9:30, or a time cell of the spreadsheet."""

    def read(cell: Any) -> time:
        if isinstance(cell, time):
            return cell.replace(second=0, microsecond=0)
        match = CLOCK.fullmatch(plain(cell))
        if match and int(match[1]) < 24 and int(match[2]) < 60:
            return time(int(match[1]), int(match[2]))
        raise CellError("not_a_clock", value=shown(cell))

    return Parser(read, _l("a time such as 10:00"), example="10:00")


def weekdays(*, blank: str = "1111111") -> Parser:
    """Days of the week, as the mask `1111100` (Monday first) or in letters of either language."""

    def read(cell: Any) -> str:
        value = plain(cell)
        if value and len(value) <= 7 and set(value) <= {"0", "1"}:
            mask = value.zfill(7)  # a spreadsheet drops the zeros in front
        else:
            mask = _weekday_words(value)
        if "1" not in mask:
            raise CellError("not_weekdays", value=shown(cell))
        return mask

    return Parser(
        read, _l("days of the week: Mon,Tue,Wed or 1111100 (Monday first)"), blank, "1111100"
    )


def _weekday_words(value: str) -> str:
    for names in _day_names():
        rest = value.casefold()
        found = set()
        for name, index in names:
            if name in rest:
                rest = rest.replace(name, " ", 1)
                found.add(index)
        if found and not rest.strip(" ,;/·"):
            return "".join("1" if i in found else "0" for i in range(7))
    return "0000000"


@cache
def _day_names() -> tuple[tuple[tuple[str, int], ...], ...]:
    """The names of the seven days, longest forms first, for each language."""
    return tuple(
        tuple((name.casefold(), i) for i, name in get_day_names(width, locale=locale).items())
        for locale in LOCALES
        for width in ("wide", "abbreviated")
    )


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


def day_spans(*, most: int = 200) -> Parser:
    """Days and spans of days, `2023-05-01~2023-05-03; 2023-06-01`: a tuple of (first, last)."""

    def read(cell: Any) -> tuple[tuple[date, date], ...]:
        if isinstance(cell, date):
            return ((_day(cell), _day(cell)),)
        spans = []
        for part in plain(cell).split(";"):
            if part.strip():
                first, tilde, last = part.partition("~")
                span = (_day(first), _day(last if tilde else first))
                if span[0] > span[1]:
                    raise CellError("span_order", value=shown(part))
                spans.append(span)
        if len(spans) > most:
            raise CellError("too_many", most=most, count=len(spans))
        return tuple(spans)

    return Parser(
        read,
        _l("days or spans, separated by ; such as 2023-05-01~2023-05-03"),
        (),
        "2023-05-01~2023-05-03",
    )


def shown(cell: Any) -> str:
    """What was typed, short enough for a sentence."""
    value = " ".join(written(cell).split())
    return value if len(value) <= 40 else value[:39] + "…"


def _words(label: Any) -> set[str]:
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
