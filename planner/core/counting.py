"""The counting rules: cells, totals over entries, corrections, reports that are in, qualifiers.

A cell is one number of an event: a measure, of an agency, in a field. Its total is the sum of its
entries; a cell without an entry is not reported, which is not zero. Nothing is ever overwritten:
what a form or a correction wants is reached by adding the difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from planner.core.count_terms import (
    AGENCY_MEASURES,
    CHANNELS,
    EVENT_MEASURES,
    FIELD_MEASURES,
    MEASURES,
    MOST,
    NEVER_SUMMED,
    PROGRAMMES,
    QUALIFIERS,
    SPANS,
    TARGET_GROUPS,
    most,
)

__all__ = [
    "AGENCY_MEASURES",
    "CHANNELS",
    "EVENT_MEASURES",
    "FIELD_MEASURES",
    "MEASURES",
    "MOST",
    "NEVER_SUMMED",
    "PROGRAMMES",
    "QUALIFIERS",
    "SPANS",
    "TARGET_GROUPS",
    "most",
]


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of an event or a period; `agency` and `field` are ids, None where it has none.

    `group` and `programme` are codes, '' where the number is not told by them.
    """

    measure: str
    agency: int | None = None
    field: int | None = None
    group: str = ""
    programme: str = ""

    @property
    def key(self) -> str:
        """The cell as text, for names of form fields: '12-3-consultations'."""
        told = f"-{self.group}-{self.programme}" if self.group or self.programme else ""
        return f"{self.agency or 0}-{self.field or 0}-{self.measure}{told}"

    @property
    def whole(self) -> Cell:
        """The cell of which this one is a part by target group or programme."""
        return Cell(self.measure, self.agency, self.field)

    @classmethod
    def from_key(cls, key: str) -> Cell | None:
        """The cell that `key` names; None when it names none."""
        agency, field, measure, group, programme, *more = [*key.split("-"), "", "", "", ""][:6]
        if more != [""] or measure not in MEASURES or not (_plain(agency) and _plain(field)):
            return None
        if group not in ("", *TARGET_GROUPS) or programme not in ("", *PROGRAMMES):
            return None
        return cls(measure, int(agency) or None, int(field) or None, group, programme)


def _plain(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def totals(entries: Iterable[tuple[Cell, int]]) -> dict[Cell, int]:
    """The sum of each cell that has an entry; a cell that is not in it is not reported."""
    found: dict[Cell, int] = {}
    for cell, value in entries:
        found[cell] = found.get(cell, 0) + value
    return found


def difference(current: int | None, wanted: int) -> int | None:
    """What an entry must add so that the cell holds `wanted`; None when nothing is to be added."""
    if current is None:
        return wanted
    return None if current == wanted else wanted - current


def needs_reason(current: int | None, wanted: int, *, signed_off: bool) -> bool:
    """Counting on needs no reason; taking back does, and so does any change after the sign-off."""
    if current == wanted:
        return False
    return signed_off or (current is not None and wanted < current)


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a form: what it showed when it was opened and what it holds now."""

    cell: Cell
    shown: int | None
    wanted: int | None


@dataclass(frozen=True, slots=True)
class Addition:
    """An entry to add: `value` takes the cell from `before` to `after`."""

    cell: Cell
    value: int
    before: int | None
    after: int

    @property
    def corrects(self) -> bool:
        """Whether it takes back something that was reported."""
        return self.before is not None and self.after < self.before


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that somebody else changed between the opening of the form and its sending."""

    cell: Cell
    shown: int | None
    wanted: int | None
    current: int | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a form leads to. Anything but additions means: nothing is saved, and it is shown."""

    additions: tuple[Addition, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unexplained: tuple[Cell, ...] = ()  # a reason is needed and there is none
    emptied: tuple[Cell, ...] = ()  # reported, and now left empty: 0 is what was meant, or not

    @property
    def sound(self) -> bool:
        """Whether the additions may be written."""
        return not (self.conflicts or self.unexplained or self.emptied)


def decide(
    changes: Iterable[Change],
    current: Mapping[Cell, int],
    *,
    signed_off: bool,
    reason: str,
) -> Decision:
    """Judge a form against what is recorded now.

    A field that was not touched says nothing, whatever happened to its cell meanwhile. A field
    whose cell already holds what is wanted (the form was sent twice) adds nothing.
    """
    additions: list[Addition] = []
    conflicts: list[Conflict] = []
    unexplained: list[Cell] = []
    emptied: list[Cell] = []
    for change in changes:
        held = current.get(change.cell)
        if change.wanted == change.shown or change.wanted == held:
            continue
        if held != change.shown:
            conflicts.append(Conflict(change.cell, change.shown, change.wanted, held))
            continue
        if change.wanted is None:
            emptied.append(change.cell)
            continue
        if needs_reason(held, change.wanted, signed_off=signed_off) and not reason:
            unexplained.append(change.cell)
        step = difference(held, change.wanted)
        if step is not None:
            additions.append(Addition(change.cell, step, held, change.wanted))
    return Decision(tuple(additions), tuple(conflicts), tuple(unexplained), tuple(emptied))


# ---------------------------------------------------------------- reports that are in


@dataclass(frozen=True, slots=True)
class Report:
    """One expected report of an event: an agency's, or the office's own (agency None)."""

    agency: int | None
    state: str  # none, part, in
    cells: int  # how many numbers are expected
    reported: int  # how many of them are there


def report_of(
    agency: int | None, expected: Collection[Cell], reported: Collection[Cell], *, marked: bool
) -> Report:
    """How far a report is: in when every expected cell is there, or when its sender said so."""
    told = {cell.whole for cell in reported}
    there = sum(cell in told for cell in expected)
    own = there or any(cell.agency == agency for cell in reported)
    whole = bool(expected) and there == len(expected)
    state = "in" if marked or whole else "part" if own else "none"
    return Report(agency, state, len(expected), there)


def reports_in(reports: Iterable[Report]) -> tuple[int, int]:
    """(how many are in, how many are expected)."""
    states = [report.state for report in reports]
    return states.count("in"), len(states)


# ---------------------------------------------------------------- published figures


def usual_step(value: int) -> int:
    """The step to which a figure of this size is rounded in print: 5 in its third digit."""
    return 5 * 10 ** (len(str(abs(value))) - 3) if abs(value) >= 100 else 1


def rounded(value: int, qualifier: str, step: int | None = None) -> int:
    """The number that is printed with a qualifier: 'over' rounds down, 'about' rounds.

    `step` is what it is rounded to; without it, `usual_step`.
    """
    size = usual_step(value) if step is None else step
    if qualifier == "over":
        return value // size * size
    if qualifier == "about":
        return (value + size // 2) // size * size
    return value


# ---------------------------------------------------------------- the chain of a cell


def chain(entries: Iterable[tuple[Cell, int]]) -> list[tuple[int | None, int]]:
    """(before, after) of each entry's cell, in the order in which the entries came."""
    held: dict[Cell, int] = {}
    steps: list[tuple[int | None, int]] = []
    for cell, value in entries:
        before = held.get(cell)
        held[cell] = (before or 0) + value
        steps.append((before, held[cell]))
    return steps
