"""Figures: totals by one dimension out of a cube, with the reports behind them, and comparisons.

The cube is a list of `Count`, one for each event × agency × field × measure that was reported.
What was expected is a list of `Expected`, one for each number that somebody was to report. Both
are cut by the same `Cut`, so every figure on a page, in a file and on the command line is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.core.counting import EVENT_MEASURES, NEVER_SUMMED

DIMENSIONS = ("event", "zone", "field", "agency", "category")
Key = int | str | None


@dataclass(frozen=True, slots=True)
class Count:
    """A cell of the cube; ids of what it belongs to, None where it has none."""

    event: int
    zone: int
    agency: int | None
    category: str | None
    field: int | None
    measure: str
    value: int
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """A number that was to be reported; `field` is None for what an agency reports as a whole."""

    event: int
    zone: int
    agency: int | None
    category: str | None
    field: int | None


@dataclass(frozen=True, slots=True)
class Cut:
    """What is looked at: None everywhere is the whole campaign."""

    event: int | None = None
    zone: int | None = None
    field: int | None = None
    agency: int | None = None
    category: str | None = None

    def holds(self, row: Count | Expected) -> bool:
        """Whether a row lies within the cut."""
        return (
            self.event in (None, row.event)
            and self.zone in (None, row.zone)
            and self.field in (None, row.field)
            and self.agency in (None, row.agency)
            and self.category in (None, row.category)
        )

    @property
    def whole(self) -> bool:
        """Whether nothing is cut away."""
        return self == Cut()


@dataclass(frozen=True, slots=True)
class Figure:
    """A total that says what it rests on. `value` is None when nothing was reported: '-', not 0."""

    value: int | None
    reported: int
    expected: int
    synthetic: bool = False

    @property
    def complete(self) -> bool:
        """Whether every expected report is in."""
        return self.reported >= self.expected


@dataclass(frozen=True, slots=True)
class Part:
    """A row of a breakdown; `key` None is the remainder that belongs to no part."""

    key: Key
    figure: Figure
    share: float | None  # of the total, 0 to 1

    @property
    def remainder(self) -> bool:
        """Whether this is what the parts do not reach."""
        return self.key is None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The parts of a measure by one dimension, and their total."""

    dimension: str
    measure: str
    parts: tuple[Part, ...]
    total: Figure


class Cube:
    """Counts and expectations of a campaign within one cut."""

    def __init__(
        self, counts: Iterable[Count], expected: Iterable[Expected], cut: Cut | None = None
    ) -> None:
        self.cut = cut or Cut()
        self.counts = [row for row in counts if self.cut.holds(row)]
        self.expected = [row for row in expected if self.cut.holds(row)]
        self._of: dict[str, list[Count]] = defaultdict(list)
        for row in self.counts:
            self._of[row.measure].append(row)

    def figure(self, measure: str) -> Figure:
        """The total of a measure with its reports."""
        counts = self._of[measure]
        reported, expected = self._reports(measure, counts, self.expected)
        return Figure(
            _sum(measure, counts), reported, expected, any(row.synthetic for row in counts)
        )

    def breakdown(self, measure: str, dimension: str, keys: Sequence[Key]) -> Breakdown:
        """The measure by a dimension: a row for each of `keys` (also an unreported one), rows for
        keys that turned up besides, and the remainder when the parts do not reach the total."""
        counts: dict[Key, list[Count]] = defaultdict(list)
        for count in self._of[measure]:
            counts[getattr(count, dimension)].append(count)
        wanted: dict[Key, list[Expected]] = defaultdict(list)
        for row in self.expected:
            wanted[getattr(row, dimension)].append(row)
        total = self.figure(measure)
        listed = [key for key in keys if key is not None]
        listed += sorted((key for key in counts if key not in listed and key is not None), key=str)
        parts = []
        for key in listed:
            reported, expected = self._reports(measure, counts[key], wanted[key])
            figure = Figure(
                _sum(measure, counts[key]),
                reported,
                expected,
                any(row.synthetic for row in counts[key]),
            )
            parts.append(Part(key, figure, share(figure.value, total.value)))
        rest = _remainder(total, parts)
        if rest is not None:
            synthetic = any(row.synthetic for row in counts[None])
            figure = Figure(rest, 0, 0, synthetic)
            parts.append(Part(None, figure, share(rest, total.value)))
        return Breakdown(dimension, measure, tuple(parts), total)

    def _reports(
        self, measure: str, counts: Iterable[Count], wanted: Iterable[Expected]
    ) -> tuple[int, int]:
        """(in, expected): events for the office's own measures, agencies' reports for the rest."""
        if measure in EVENT_MEASURES:
            events = {row.event for row in wanted}
            return len(events & {row.event for row in counts}), len(events)
        due = {(row.event, row.agency, row.field) for row in wanted if row.agency is not None}
        there = {(row.event, row.agency, row.field) for row in counts}
        if measure != "consultations":
            due = {(event, agency, None) for event, agency, _field in due}
            there = {(event, agency, None) for event, agency, _field in there}
        missing = {(event, agency) for event, agency, field in due - there}
        reports = {(event, agency) for event, agency, _field in due}
        return len(reports - missing), len(reports)


def _sum(measure: str, counts: Sequence[Count]) -> int | None:
    """The sum; None without any count, and for what may not be summed over several events."""
    if not counts or (measure in NEVER_SUMMED and len({row.event for row in counts}) > 1):
        return None
    return sum(row.value for row in counts)


def _remainder(total: Figure, parts: Sequence[Part]) -> int | None:
    """What the parts do not reach of the total; None when they do, or when there is no part."""
    if total.value is None:
        return None
    rest = total.value - sum(part.figure.value or 0 for part in parts)
    return rest if rest else None


# ---------------------------------------------------------------- shares and comparisons


def share(part: int | None, whole: int | None) -> float | None:
    """part ÷ whole; None when either was not reported or the whole is nothing."""
    return None if part is None or not whole else part / whole


def achievement(actual: int | None, target: int | None) -> float | None:
    """actual ÷ target (1.0 is the target met)."""
    return share(actual, target)


def ratio_to_before(after: int | None, before: int | None) -> float | None:
    """after ÷ before (5.0 is 500 %); never called growth."""
    return share(after, before)


def growth(after: int | None, before: int | None) -> float | None:
    """(after − before) ÷ before (0.05 is 5 % more)."""
    return None if after is None or not before else (after - before) / before
