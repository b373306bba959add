"""The lists of the wider programme as tables: the columns of their files, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from operator import attrgetter
from typing import Any

from planner.agencies.words import weekdays
from planner.exports.table import Column, Table
from planner.programme.imports import KINDS
from planner.programme.seed_rows import office_file
from planner.tabular import Column as FileColumn

FILES = {kind.name: kind for kind in KINDS}
PROGRAMME = tuple(FILES)


def programme_table(office_id: int, name: str) -> Table:
    """Everything of one list of an office; codes are put into words."""
    kind = FILES[name]
    _name, keys, rows, getters = office_file(office_id, name)
    columns = [column for column in kind.columns if column.key in keys.split()]
    readers = [_reader(column, getters) for column in columns]
    values = [tuple(read(row) for read in readers) for row in rows]
    heads = tuple(
        Column(column.key, column.label, column.help, kind=_kind(column, values, place))
        for place, column in enumerate(columns)
    )
    return Table(name, kind.title, kind.lead, heads, len(values), lambda: values)


def _reader(column: FileColumn, getters: Mapping[str, Any]) -> Callable[[Any], Any]:
    get = getters.get(column.key) or attrgetter(column.key)
    codes = None if column.parse.blank is False else column.parse.codes

    def read(row: Any) -> Any:
        value = get(row)
        if isinstance(value, (list, tuple)):
            value = ", ".join(value)
        if column.key == "weekdays":
            return weekdays(value)
        if codes and value in codes:
            return str(codes[value])
        return None if value == "" else value

    return read


def _kind(column: FileColumn, values: list[tuple[Any, ...]], place: int) -> str:
    """The kind of a column's values; a list without a value says nothing, which is text."""
    kinds = ((bool, "flag"), (int, "integer"), (date, "day"), (time, "time"))
    first = next((row[place] for row in values if row[place] is not None), "")
    return next((name for kind, name in kinds if isinstance(first, kind)), "text")
