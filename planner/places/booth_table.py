"""The table of booth positions as it is typed: rows of text in, booths or faults out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planner.forms import clean_text
from planner.places.booth_services import BoothData
from planner.places.models import VenueBooth

MOST_BOOTHS = 300
SPARE = 3  # empty rows at the end, for those who add without JavaScript
FLAGS = ("private", "power", "water", "step_free")


@dataclass(slots=True)
class TypedBooth:
    """One row as typed; `faults` holds a code for each column that is wrong."""

    number: str = ""
    x: str = ""
    y: str = ""
    private: bool = False
    power: bool = False
    water: bool = False
    step_free: bool = True
    id: int | None = None
    remove: bool = False
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        return not (self.number or self.x or self.y or self.id)


def from_rows(rows: Sequence[VenueBooth]) -> list[TypedBooth]:
    """What is saved, as text."""
    return [
        TypedBooth(
            row.number, str(row.x), str(row.y), *(getattr(row, flag) for flag in FLAGS), row.id
        )
        for row in rows
    ]


def from_form(form: Mapping[str, str], known: Sequence[VenueBooth]) -> list[TypedBooth]:
    """What was typed, empty rows left out; ids of other venues are forgotten."""
    ids = {str(row.id): row.id for row in known}
    table = []
    for i in range(MOST_BOOTHS + SPARE):
        prefix = f"booth-{i}-"
        if f"{prefix}number" not in form:
            continue
        row = TypedBooth(
            clean_text(form[f"{prefix}number"]),
            clean_text(form.get(f"{prefix}x")),
            clean_text(form.get(f"{prefix}y")),
            *(f"{prefix}{flag}" in form for flag in FLAGS),
            ids.get(form.get(f"{prefix}id", "")),
            f"{prefix}remove" in form,
        )
        if not row.blank:
            table.append(row)
    return table


def checked(table: Sequence[TypedBooth]) -> list[BoothData]:
    """The booths of a table; a row with faults says so in its `faults` and is left out."""
    booths = []
    numbers: dict[str, int] = {}
    for row in table:
        if row.remove:
            continue
        if not 1 <= len(row.number) <= 12:
            row.faults["number"] = "booth_number"
        elif row.number in numbers:
            row.faults["number"] = "booth_number_twice"
        numbers[row.number] = 1
        for name in ("x", "y"):
            text = getattr(row, name)
            if not (text.isascii() and text.isdigit() and len(text) <= 4):
                row.faults[name] = "booth_metres"
        if not row.faults:
            flags = {flag: getattr(row, flag) for flag in FLAGS}
            booths.append(BoothData(row.number, int(row.x), int(row.y), **flags, id=row.id))
    return booths


def with_grid(
    table: Sequence[TypedBooth], count: int, columns: int, metres: int
) -> list[TypedBooth]:
    """The table with `count` booths more, in rows of `columns`, `metres` apart.

    They stand below what is there and go on counting from its highest number.
    """
    kept = list(table)
    numbers = [int(row.number) for row in kept if row.number.isascii() and row.number.isdigit()]
    south = [int(row.y) for row in kept if row.y.isascii() and row.y.isdigit()]
    first = max(numbers, default=0) + 1
    top = max(south) + metres if south else 0
    for i in range(min(count, MOST_BOOTHS - len(kept))):
        across, down = i % columns, i // columns
        kept.append(TypedBooth(str(first + i), str(across * metres), str(top + down * metres)))
    return kept
