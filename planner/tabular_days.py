"""Cells that hold days and times: dates, hours, days of the week, spans of days."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import cache
from typing import Any

from babel.dates import get_day_names
from flask_babel import lazy_gettext as _l

from planner.extensions import LOCALES
from planner.tabular_cells import CellError, Parser, plain, shown, words_of

DAY = re.compile(r"(\d{4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})\s*\.?\s*(?:\(.{1,4}\))?")
EVERY_DAY, WORKING_DAYS = _l("Every day"), _l("Monday to Friday")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")


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
        elif value.casefold() in words_of(EVERY_DAY):
            mask = "1111111"
        elif value.casefold() in words_of(WORKING_DAYS):
            mask = "1111100"
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
