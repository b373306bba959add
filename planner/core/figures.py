"""Figures: totals by one dimension out of a cube, with the reports behind them, and comparisons.

The cube is a list of `Count`, one for each event × agency × field × measure that was reported.
What was expected is a list of `Expected`, one for each number that somebody was to report. Both
are cut by the same `Cut`, so every figure on a page, in a file and on the command line is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from planner.core.comparison import share
from planner.core.counting import EVENT_MEASURES, NEVER_SUMMED

FORMULAS = "figures-2"  # the version of these rules; a figure says by which it was made
DIMENSIONS = (
    "event", "zone", "dong", "field", "agency", "category", "month", "group", "programme", "channel"
)  # fmt: skip
CUTS = (*DIMENSIONS, "status")  # what a cut may name
# What a cut may name that nobody is expected to report apart: a report is in without it too.
UNASKED = ("group", "programme", "channel")
Key = int | str | None


@dataclass(frozen=True, slots=True)
class Count:
    """A cell of the cube; ids of what it belongs to, None where it has none.

    `event` None is a count outside events; `period` then tells apart what may not be added up.
    """

    event: int | None
    zone: int | None
    agency: int | None
    category: str | None
    field: int | None
    measure: str
    value: int
    synthetic: bool = False
    dong: int | None = None
    month: str | None = None
    group: str | None = None
    programme: str | None = None
    channel: str | None = None
    period: str = ""
    entries: int = 1
    newest: datetime | None = None
    status: str | None = None  # of its event, or 'outside'


@dataclass(frozen=True, slots=True)
class Expected:
    """A number that was to be reported; `field` is None for what an agency reports as a whole."""

    event: int
    zone: int
    agency: int | None
    category: str | None
    field: int | None
    dong: int | None = None
    month: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """What is looked at: None everywhere is the whole campaign."""

    event: int | None = None
    zone: int | None = None
    field: int | None = None
    agency: int | None = None
    category: str | None = None
    dong: int | None = None
    month: str | None = None
    group: str | None = None
    programme: str | None = None
    channel: str | None = None
    status: str | None = None

    def holds(self, row: Count | Expected) -> bool:
        """Whether a row lies within the cut; who is to report is not asked for the `UNASKED`."""
        names = [name for name in self.named if name not in UNASKED or isinstance(row, Count)]
        return all(getattr(self, name) == getattr(row, name) for name in names)

    @property
    def named(self) -> dict[str, Key]:
        """The dimensions that are cut, with their values."""
        values = {name: getattr(self, name) for name in CUTS}
        return {name: value for name, value in values.items() if value is not None}

    @property
    def asked(self) -> Cut:
        """The cut without what nobody is expected to report apart."""
        return replace(self, **dict.fromkeys(UNASKED))

    @property
    def whole(self) -> bool:
        """Whether nothing is cut away."""
        return self == Cut()


@dataclass(frozen=True, slots=True)
class Figure:
    """A total that says what it rests on. `value` is None when nothing was reported: '-', not 0.

    `entries` is the number of lines of the ledger behind it, `newest` when the last of them came.
    """

    value: int | None
    reported: int
    expected: int
    synthetic: bool = False
    entries: int = field(default=0, compare=False)
    newest: datetime | None = field(default=None, compare=False)

    @property
    def complete(self) -> bool:
        """Whether every expected report is in."""
        return self.reported >= self.expected


def figure_of(measure: str, counts: Sequence[Count], reports: tuple[int, int]) -> Figure:
    """The figure of some counts of a measure, with (in, expected) of its reports."""
    return Figure(
        _sum(measure, counts),
        *reports,
        any(row.synthetic for row in counts),
        sum(row.entries for row in counts),
        max((row.newest for row in counts if row.newest), default=None),
    )


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


def breakdown_of(
    dimension: str,
    measure: str,
    listed: Sequence[Key],
    figures: Mapping[Key, Figure],
    total: Figure,
) -> Breakdown:
    """Figures by key as parts of a total: a row for each listed key, and the remainder.

    `figures` at None is what has no key: it makes the remainder synthetic, with its entries.
    """
    nothing = Figure(None, 0, 0)
    parts = [Part(key, figures.get(key, nothing), None) for key in listed]
    parts = [replace(part, share=share(part.figure.value, total.value)) for part in parts]
    rest = _remainder(total, parts)
    if rest is not None:
        unplaced = figures.get(None, nothing)
        figure = Figure(rest, 0, 0, unplaced.synthetic, unplaced.entries, unplaced.newest)
        parts.append(Part(None, figure, share(rest, total.value)))
    return Breakdown(dimension, measure, tuple(parts), total)


class Cube:
    """Counts and expectations of a campaign within one cut: what every figure means.

    For a page over very many counts `statistics.sums` has the database add up; a test holds that
    it says the same.
    """

    def __init__(
        self, counts: Iterable[Count], expected: Iterable[Expected], cut: Cut | None = None
    ) -> None:
        self.cut = cut or Cut()
        there = [row for row in counts if self.cut.asked.holds(row)]
        self.counts = [row for row in there if self.cut.holds(row)]
        self.expected = [row for row in expected if self.cut.holds(row)]
        self._of: dict[str, list[Count]] = defaultdict(list)
        for row in self.counts:
            self._of[row.measure].append(row)
        self._there: dict[str, list[Count]] = defaultdict(list)
        for row in there:
            self._there[row.measure].append(row)

    def figure(self, measure: str) -> Figure:
        """The total of a measure with its reports."""
        reports = _reports(measure, self._there[measure], self.expected)
        return figure_of(measure, self._of[measure], reports)

    def breakdown(self, measure: str, dimension: str, keys: Sequence[Key]) -> Breakdown:
        """The measure by a dimension: a row for each of `keys` (also an unreported one), rows for
        keys that turned up besides, and the remainder when the parts do not reach the total."""
        counts, there = self._by(self._of, measure, dimension), {}
        wanted: dict[Key, list[Expected]] = defaultdict(list)
        if dimension not in UNASKED:
            there = self._by(self._there, measure, dimension)
            for row in self.expected:
                wanted[getattr(row, dimension)].append(row)
        listed = [key for key in keys if key is not None]
        listed += sorted((key for key in counts if key not in listed and key is not None), key=str)
        figures = {
            key: figure_of(
                measure,
                counts.get(key, []),
                _reports(measure, there.get(key, []), wanted.get(key, [])),
            )
            for key in {*listed, None}
        }
        return breakdown_of(dimension, measure, listed, figures, self.figure(measure))

    @staticmethod
    def _by(
        counts: Mapping[str, Sequence[Count]], measure: str, dimension: str
    ) -> dict[Key, list[Count]]:
        found: dict[Key, list[Count]] = defaultdict(list)
        for count in counts.get(measure, ()):
            found[getattr(count, dimension)].append(count)
        return found


def _reports(measure: str, counts: Iterable[Count], wanted: Iterable[Expected]) -> tuple[int, int]:
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
    scopes = {(row.event, row.period) for row in counts}
    if not counts or (measure in NEVER_SUMMED and len(scopes) > 1):
        return None
    return sum(row.value for row in counts)


def _remainder(total: Figure, parts: Sequence[Part]) -> int | None:
    """What the parts do not reach of the total; None when they do, or when there is no part."""
    if total.value is None:
        return None
    rest = total.value - sum(part.figure.value or 0 for part in parts)
    return rest if rest else None
