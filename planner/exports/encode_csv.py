"""CSV for spreadsheets: UTF-8 with a mark at its start, and no text that a program would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, tzinfo
from itertools import chain
from typing import Any

MARK = b"\xef\xbb\xbf"
CHUNK = 64 * 1024
# What a spreadsheet takes for the start of a formula, in ordinary and in full width.
FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def encode(
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    zone: tzinfo,
    words: tuple[str, str],
) -> Iterator[bytes]:
    """The file in pieces of about 64 kB. `words` are those for yes and no."""
    yield MARK
    lines = ([cell(value, zone, words) for value in row] for row in rows)
    yield from in_pieces(chain([[safe_text(heading) for heading in headings]], lines))


def in_pieces(lines: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Lines of cells as RFC 4180 has them, in pieces of about 64 kB."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for line in lines:
        writer.writerow(line)
        if buffer.tell() > CHUNK:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def cell(value: Any, zone: tzinfo, words: tuple[str, str]) -> Any:
    """A value as it stands in the file. Numbers stay numbers, also below zero."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return words[0] if value else words[1]
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return repr(round(value, 6))
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return safe_text(str(value))


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before what would start one."""
    start = text.lstrip(" ")[:1]
    return f"'{text}" if start in FORMULA and start else text
