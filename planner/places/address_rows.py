"""One row of a list of addresses: what is stored of it, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.forms import clean_text
from planner.places.address_keys import folded, road_key
from planner.places.outline_files import is_code

# The ministry's layout, in its order; parts that are not named here are not read.
PARTS = 18
CODE, CITY, DISTRICT, DONG, ROAD = 2, 3, 4, 5, 7
BELOW, MAIN, SUB, BUILDING, POSTCODE, ADMIN_DONG, X, Y = 8, 9, 10, 11, 12, 15, 16, 17
# Of the digits that name a dong, those from here on are a town or township, part of the address.
FIRST_TOWN = 250
LONGEST = {"label": 200, "key": 120, "building": 120, "building_key": 120, "legal_dong": 40,
           "admin_dong": 40}  # fmt: skip
COLUMN = {"label": "address", "key": "address", "building_key": "building"}
NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,12})?")


class BadRow(ValueError):
    """A row that is refused; `column` is the one that is wrong."""

    def __init__(self, column: str, code: str, **data: Any) -> None:
        super().__init__(code)
        self.column, self.code, self.data = column, code, data


@dataclass(frozen=True, slots=True)
class AddressRow:
    """An address; `position` is east before north, in metres of EPSG:5179 or in degrees."""

    number: int
    label: str
    key: str
    building: str
    postcode: str
    legal_dong: str
    dong_code: str
    admin_dong: str
    position: tuple[float, float] | None
    in_metres: bool

    def values(self) -> dict[str, Any]:
        """The columns of the table but the position."""
        return {
            "label": self.label,
            "key": self.key,
            "building": self.building,
            "building_key": folded(self.building),
            "postcode": self.postcode,
            "legal_dong": self.legal_dong,
            "dong_code": self.dong_code,
            "admin_dong": self.admin_dong,
        }


def from_layout(number: int, line: str, below: str) -> AddressRow | None:
    """A row of the ministry's layout; None for an empty line or a row of headings."""
    if not line:
        return None
    parts = [part.strip() for part in line.split("|")]
    if number == 1 and not any(letter.isdigit() for letter in line):
        return None
    if len(parts) != PARTS:
        raise BadRow("", "parts", count=len(parts), wanted=PARTS)
    code, road = parts[CODE], parts[ROAD]
    if not is_code(code):
        raise BadRow("dong_code", "not_a_code", value=code[:40])
    if not road or not _digits(parts[MAIN]) or not _digits(parts[SUB] or "0"):
        raise BadRow("address", "no_road")
    sub = parts[SUB].lstrip("0")
    house = parts[MAIN] + (f"-{sub}" if sub else "")
    if parts[BELOW] == "1":
        house = f"{below} {house}"
    town = [parts[DONG]] if int(code[5:8]) >= FIRST_TOWN else []
    label = " ".join(part for part in (parts[CITY], parts[DISTRICT], *town, road, house) if part)
    return _checked(
        AddressRow(
            number, label, folded(road + house), parts[BUILDING], parts[POSTCODE], parts[DONG],
            code, parts[ADMIN_DONG], _position(parts[X], parts[Y], "x", "y"), True,
        )
    )  # fmt: skip


def from_table(
    number: int, cells: Sequence[str], columns: Mapping[str, int], below: str
) -> AddressRow | None:
    """A row under headings; None for an empty one."""
    row = {
        key: " ".join(clean_text(cells[i]).split()) if i < len(cells) else ""
        for key, i in columns.items()
    }
    if not any(row.values()):
        return None
    code, label = row.get("dong_code", ""), row["address"]
    if not label:
        raise BadRow("address", "required")
    if code and not is_code(code):
        raise BadRow("dong_code", "not_a_code", value=code[:40])
    metres = "lat" not in columns or "lon" not in columns
    east, north = ("x", "y") if metres else ("lon", "lat")
    return _checked(
        AddressRow(
            number, label, road_key(label, below) or folded(label.split(" ")[-1]),
            row.get("building", ""), row.get("postcode", ""), row.get("legal_dong", ""), code,
            row.get("admin_dong", ""), _position(row[east], row[north], east, north), metres,
        )
    )  # fmt: skip


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _position(east: str, north: str, *columns: str) -> tuple[float, float] | None:
    """Two numbers; None where both are missing."""
    if not east and not north:
        return None
    for text, column in zip((east, north), columns, strict=True):
        if not text:
            raise BadRow(column, "half_position")
        if not NUMBER.fullmatch(text) or not text.isascii():
            raise BadRow(column, "not_a_number", value=text[:40])
    return float(east), float(north)


def _checked(row: AddressRow) -> AddressRow:
    """Whether every text fits into its column."""
    values = row.values()
    for name, longest in LONGEST.items():
        if len(values[name]) > longest:
            column = COLUMN.get(name, name)
            raise BadRow(column, "too_long", length=len(values[name]), longest=longest)
    postcode = row.postcode
    if postcode and not (len(postcode) == 5 and _digits(postcode)):
        raise BadRow("postcode", "not_a_postcode", value=postcode[:40])
    return row
