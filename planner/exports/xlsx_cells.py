"""The cells of a sheet as XML, one small text a value; what comes again is made once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, tzinfo
from typing import Any
from xml.sax.saxutils import escape

from planner.exports.xlsx_styles import STYLES

SHARED = 20_000  # texts that are written once for the whole book; others stand in their cell
KEPT = 2_000  # values of a column whose XML is kept
LONGEST = 32_767  # UTF-16 units that a cell can hold
EXACT = 10**15 - 1  # a spreadsheet shows fifteen digits and no more
DAY_ZERO = date(1899, 12, 30)
# What XML cannot hold; and text that a reader would take for an escape of such a letter.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# What a program would take for the start of a formula when the cell is edited.
FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")


class Texts:
    """The texts that a book holds once, with their numbers."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def cell(self, text: str, style: int = 0) -> str:
        """The end of a cell that holds a text, after the place of the cell."""
        text = plain(text)
        if text[:1] in FORMULA:
            style = STYLES["formula-like"]
        s = f' s="{style}"' if style else ""
        number = self.numbers.get(text)
        if number is None and len(self.numbers) < SHARED and len(text) < 200:
            number = self.numbers[text] = len(self.numbers)
        if number is not None:
            return f'"{s} t="s"><v>{number}</v></c>'
        return f'"{s} t="inlineStr"><is>{written(text)}</is></c>'


def plain(text: str) -> str:
    """A text as a cell can hold it: line breaks are \\n, what XML has no letter for is U+FFFD, what
    is too long ends with an ellipsis."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = FORBIDDEN.sub("\ufffd", text)
    if len(text) <= LONGEST // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "\u2026"


def written(text: str) -> str:
    """A text's own element."""
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<t{kept}>{LIKE_ESCAPE.sub('_x005F_', escape(text))}</t>"


class Cells:
    """The cells of a column: `end(value)` is what follows the place of the cell."""

    def __init__(
        self,
        kind: str,
        texts: Texts,
        words: tuple[str, str],
        zone: tzinfo,
        style: int | None = None,
    ) -> None:
        self.style = STYLES.get(kind, 0) if style is None else style
        self.texts, self.words, self.zone = texts, words, zone
        self._kept: dict[tuple[type, Any], str] = {}

    def end(self, value: Any) -> str:
        """The rest of the value's cell; '' for an empty one, which is not written."""
        kept = self._kept.get((value.__class__, value))
        if kept is None:
            kept = self._make(value)
            if len(self._kept) < KEPT:
                self._kept[value.__class__, value] = kept
        return kept

    def _make(self, value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return self.texts.cell(self.words[0] if value else self.words[1])
        number = number_of(value, self.zone)
        if number is None:
            return self.texts.cell(str(value), self.style if isinstance(value, str) else 0)
        return f'" s="{self.style}"><v>{number}</v></c>' if self.style else f'"><v>{number}</v></c>'


def number_of(value: Any, zone: tzinfo) -> str | None:
    """The number that a spreadsheet holds for a value; None for what it holds as text."""
    if isinstance(value, int):
        return str(value) if -EXACT <= value <= EXACT else None
    if isinstance(value, float):
        if value - value != 0:
            raise ValueError(f"{value} is no number")
        return repr(value)
    if isinstance(value, datetime):
        there = value.astimezone(zone)
        seconds = there.hour * 3600 + there.minute * 60 + there.second + there.microsecond / 1e6
        return repr((there.date() - DAY_ZERO).days + seconds / 86400)
    if isinstance(value, date):
        return str((value - DAY_ZERO).days)
    if isinstance(value, time):
        return repr((value.hour * 3600 + value.minute * 60 + value.second) / 86400)
    return None


def letters(index: int) -> str:
    """The letters of a column, the first being 0."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found


def rows(columns: Sequence[Cells]) -> Callable[[int, Sequence[Any]], str]:
    """How a row of these columns is written: (its number from 1, its values) to XML."""
    told = [(f'<c r="{letters(i)}', column.end) for i, column in enumerate(columns)]

    def row(number: int, values: Sequence[Any]) -> str:
        name = str(number)
        parts = [f'<row r="{name}">']
        for (start, end), value in zip(told, values, strict=True):
            if value is not None and (rest := end(value)):
                parts += start, name, rest
        parts.append("</row>")
        return "".join(parts)

    return row
