"""The office's list of addresses from a file, row by row: the ministry's layout, or a CSV.

A file is read twice: once to find every fault, once to take its rows; so it is never in memory as
a whole. Rows without a position are counted, and so are those of other districts.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from planner.core.outline import KOREA
from planner.forms import clean_text
from planner.places import address_rows
from planner.places.address_kinds import ADDRESSES
from planner.places.address_rows import AddressRow, BadRow
from planner.places.outline_files import DISTRICT_DIGITS
from planner.tabular import RowFault, RowsRefused
from planner.tabular_cells import words_of

MOST_ADDRESSES = 200_000
MOST_LINES = 5_000_000  # of a file of which the other districts are left out
CHUNK = 5_000
DELIMITERS = ",;\t"


@dataclass(slots=True)
class Reading:
    """What a reading has met so far."""

    addresses: int = 0
    unplaced: int = 0
    left_out: int = 0
    encoding: str = "utf-8"
    faults: list[RowFault] = field(default_factory=list)


def check_file(stream: BinaryIO, districts: Collection[str], below: str) -> Reading:
    """Read a whole file and count; raises `RowsRefused` with every fault."""
    reading = Reading()
    for chunk in read_file(stream, districts, below, reading):
        reading.addresses += len(chunk)
    if not reading.faults and not reading.addresses:
        code = "none_of_yours" if reading.left_out else "no_addresses"
        reading.faults.append(RowFault(0, "", "", code, {"count": reading.left_out}))
    if reading.faults:
        raise RowsRefused(reading.faults)
    return reading


def read_file(
    stream: BinaryIO, districts: Collection[str], below: str, reading: Reading
) -> Iterator[list[dict[str, Any]]]:
    """The addresses of a file in chunks of values for the table; faults go into `reading`.

    `districts` are the first five digits of the office's dongs; empty takes every row.
    """
    encoding = _encoding(stream, reading)
    if not encoding:
        return
    reading.encoding = encoding
    text = io.TextIOWrapper(stream, encoding="utf-8-sig" if encoding == "utf-8" else encoding,
                            newline="")  # fmt: skip
    chunk: list[AddressRow] = []
    try:
        for row in _rows(text, districts, below, reading):
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield _placed(chunk, reading)
                chunk = []
        yield _placed(chunk, reading)
    finally:
        text.detach()


def _encoding(stream: BinaryIO, reading: Reading) -> str:
    """Strict UTF-8, else strict CP949; '' with a fault for neither."""
    furthest = 0
    for encoding in ("utf-8", "cp949"):
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        stream.seek(0)
        line = 1
        try:
            while block := stream.read(1 << 16):
                if b"\x00" in block:
                    reading.faults.append(RowFault(0, "", "", "not_text"))
                    return ""
                decoder.decode(block)
                line += block.count(b"\n")
            decoder.decode(b"", True)
        except UnicodeDecodeError as error:
            furthest = max(furthest, line + bytes(error.object[: error.start]).count(b"\n"))
            continue
        stream.seek(0)
        return encoding
    reading.faults.append(RowFault(furthest, "", "", "encoding"))
    return ""


def _rows(
    text: io.TextIOWrapper, districts: Collection[str], below: str, reading: Reading
) -> Iterator[AddressRow]:
    first = text.readline()
    text.seek(0)
    if first.count("|") >= 10:
        cells: Iterator[tuple[int, Any]] = enumerate((line.strip("\r\n") for line in text), 1)
        columns: Mapping[str, int] | None = None
    else:
        found = _headings(first, reading)
        if found is None:
            return
        delimiter, columns = found
        cells = _csv(text, delimiter, reading)
    kept = 0
    for number, row in cells:
        try:
            address = (
                address_rows.from_layout(number, clean_text(row), below)
                if columns is None
                else address_rows.from_table(number, row, columns, below)
            )
        except BadRow as bad:
            reading.faults.append(RowFault(number, "", bad.column, bad.code, bad.data))
            continue
        if address is None:
            continue
        district = address.dong_code[:DISTRICT_DIGITS]
        if districts and district and district not in districts:
            reading.left_out += 1
        elif address.position is None:
            reading.unplaced += 1
        else:
            kept += 1
            yield address
        if kept > MOST_ADDRESSES or number > MOST_LINES:
            data = {"most": MOST_ADDRESSES}
            reading.faults.append(RowFault(0, "", "", "too_many_addresses", data))
            return


def _headings(first: str, reading: Reading) -> tuple[str, dict[str, int]] | None:
    """The delimiter and the place of each column that is known; None with faults."""
    known = {
        word: column.key
        for column in ADDRESSES.columns
        for word in (*words_of(column.label), column.key)
    }
    delimiter = max(DELIMITERS, key=first.count)
    row = next(csv.reader([first], delimiter=delimiter), [])
    names = [" ".join(clean_text(name).split()).casefold() for name in row]
    columns = {known[name]: i for i, name in enumerate(names) if name in known}
    needed = ["address", *(("x", "y") if "x" in columns or "y" in columns else ("lat", "lon"))]
    missing = [key for key in needed if key not in columns]
    for key in missing:
        data = {"value": ADDRESSES.label(key), "key": key}
        reading.faults.append(RowFault(1, "", key, "missing_heading", data))
    return None if missing else (delimiter, columns)


def _csv(
    text: io.TextIOWrapper, delimiter: str, reading: Reading
) -> Iterator[tuple[int, list[str]]]:
    number = 1
    rows = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        next(rows)
        for row in rows:
            number += 1
            yield number, row
    except csv.Error:
        reading.faults.append(RowFault(number + 1, "", "", "broken_csv"))


def _placed(chunk: list[AddressRow], reading: Reading) -> list[dict[str, Any]]:
    """Values of rows whose position lies in Korea, in WGS 84; the others are faults."""
    west, south, east, north = KOREA
    values = []
    for row, (lon, lat) in zip(chunk, _in_degrees(chunk), strict=True):
        if west <= lon <= east and south <= lat <= north:
            values.append({**row.values(), "lon": round(lon, 7), "lat": round(lat, 7)})
        else:
            x, y = row.position or (0.0, 0.0)
            data = {"x": f"{x:g}", "y": f"{y:g}"}
            reading.faults.append(RowFault(row.number, "", "", "not_in_korea", data))
    return values


def _in_degrees(chunk: list[AddressRow]) -> list[tuple[float, float]]:
    """Positions as longitude and latitude; those in metres are of EPSG:5179."""
    found = [row.position or (0.0, 0.0) for row in chunk]
    metres = [i for i, row in enumerate(chunk) if row.in_metres]
    if metres:
        lons, lats = to_degrees([found[i][0] for i in metres], [found[i][1] for i in metres])
        for i, lon, lat in zip(metres, lons, lats, strict=True):
            found[i] = (lon, lat)
    return found


def to_degrees(xs: list[float], ys: list[float]) -> tuple[list[float], list[float]]:
    """Longitudes and latitudes (WGS 84) of positions in metres of EPSG:5179."""
    from pyproj import Transformer

    transformer = Transformer.from_crs("EPSG:5179", "EPSG:4326", always_xy=True)
    lons, lats = transformer.transform(xs, ys)
    return list(lons), list(lats)
