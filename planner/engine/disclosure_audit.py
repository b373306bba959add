"""The audit of a publication: what can be worked out of each hidden cell, by linear programming.

It knows the cells, what is shown of them and the sums (`core.disclosure` states what a reader is
taken to know), and nothing of how the hidden cells were chosen. For each hidden cell, and for each
change of 1–4 between two publications, it computes the smallest and the largest number that agrees
with everything public; for each cell marked 'fewer than 5' also, in whole numbers, what remains
possible to a reader who knows what the marks mean.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from planner.core.disclosure import HIDDEN, SMALL, SMALL_FROM, SMALL_TO, WIDTH, Published, small
from planner.engine.disclosure_asker import ROUGH, Asker, Programme, Terms


@dataclass(frozen=True, slots=True)
class Finding:
    """What readers can confine a hidden number to. `publication` counts from 0; `kind` is width
    (of a cell), change (of a cell since the publication `since`) or mark (a 'fewer than 5')."""

    publication: int
    key: str
    kind: str
    lower: float
    upper: float
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """The outcome: how many hidden numbers were tried, the narrowest interval, what was found."""

    tried: int
    narrowest: float | None  # None when nothing is hidden
    findings: tuple[Finding, ...] = ()
    contradiction: bool = False  # what is public agrees with no numbers at all

    @property
    def passed(self) -> bool:
        """Whether it may be published."""
        return not self.findings and not self.contradiction


@dataclass(slots=True)
class Reader:
    """All publications as columns: each cell of each publication has one of its own."""

    publications: Sequence[Published]
    marks_too: bool
    programme: Programme = field(default_factory=Programme)
    at: dict[tuple[int, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, published in enumerate(self.publications):
            for key, value in published.figures.values.items():
                if value is not None:
                    bounds = self._bounds(published, key, value)
                    self.at[number, key] = self.programme.column(*bounds)
            self._sums(number, published)
        for one, other in combinations(range(len(self.publications)), 2):
            self._versions(one, other)

    def _bounds(self, published: Published, key: str, value: int) -> tuple[float, float]:
        mark = published.marks.get(key)
        if mark is None or key in published.figures.known:
            return (value, value)
        if self.marks_too and mark == SMALL:
            return (SMALL_FROM, SMALL_TO)
        if self.marks_too and mark == HIDDEN and value > SMALL_TO:
            return (SMALL_TO + 1, math.inf)
        return (0, math.inf)

    def _sums(self, number: int, published: Published) -> None:
        for row in published.figures.sums:
            if (number, row.total) in self.at:
                terms = {self.at[number, row.total]: 1.0}
                for part in row.parts:
                    if (number, part) in self.at:
                        terms[self.at[number, part]] = -1.0
                self.programme.rows.append((0.0, 0.0, terms))
        for part, whole in published.figures.at_most:
            low, high = self.at.get((number, part)), self.at.get((number, whole))
            values = published.figures.values
            if low is not None and high is not None and values[part] <= values[whole]:  # type: ignore[operator]
                self.programme.rows.append((0.0, math.inf, {high: 1.0, low: -1.0}))

    def _versions(self, one: int, other: int) -> None:
        """Readers know which cells are the same in two publications, and which way others went."""
        before = self.publications[one].figures.values
        after = self.publications[other].figures.values
        for key, value in before.items():
            first, second = self.at.get((one, key)), self.at.get((other, key))
            if first is None or second is None:
                continue
            change = (after[key] or 0) - (value or 0)
            low = 0.0 if change >= 0 else -math.inf
            high = 0.0 if change <= 0 else math.inf
            self.programme.rows.append((low, high, {second: 1.0, first: -1.0}))


def audit(publications: Sequence[Published]) -> Audit:
    """Try to work out what the last publication hides, together with all those before it."""
    reader = Reader(publications, marks_too=False)
    asker = Asker(reader.programme, whole=False)
    findings: list[Finding] = []
    widths: list[float] = []
    for question, terms in (*_cells(reader), *_changes(reader)):
        lower, upper = _whole(asker.interval(terms))
        if math.isnan(lower) or math.isnan(upper):
            return Audit(len(widths), None, contradiction=True)
        widths.append(upper - lower)
        if upper - lower < WIDTH:
            findings.append(replace(question, lower=lower, upper=upper))
    reader = Reader(publications, marks_too=True)
    asker = Asker(reader.programme, whole=True)
    for question, terms in _small_cells(reader):
        lower, upper = _whole(asker.interval(terms))
        if not (lower <= SMALL_FROM and upper >= SMALL_TO):  # also where neither can be said
            findings.append(replace(question, lower=lower, upper=upper))
    return Audit(len(widths), min(widths, default=None), tuple(findings))


def _whole(interval: tuple[float, float]) -> tuple[float, float]:
    """The whole numbers within an interval."""
    lower, upper = interval
    return (
        math.ceil(lower - ROUGH) if math.isfinite(lower) else lower,
        math.floor(upper + ROUGH) if math.isfinite(upper) else upper,
    )


def _cells(reader: Reader) -> Iterator[tuple[Finding, Terms]]:
    """Every hidden cell of the last publication, and the small ones of those before it."""
    last = len(reader.publications) - 1
    for number, key, value in _marked(reader):
        if number == last or small(value):
            yield Finding(number, key, "width", 0, 0), {reader.at[number, key]: 1.0}


def _small_cells(reader: Reader) -> Iterator[tuple[Finding, Terms]]:
    """Every cell that is marked as fewer than 5."""
    for number, key, _value in _marked(reader):
        if reader.publications[number].marks[key] == SMALL:
            yield Finding(number, key, "mark", 0, 0), {reader.at[number, key]: 1.0}


def _marked(reader: Reader) -> Iterator[tuple[int, str, int]]:
    """Marked cells from the last publication backwards; one that is the same again comes once."""
    met = set()
    for number in reversed(range(len(reader.publications))):
        published = reader.publications[number]
        for key in published.marks:
            value = published.figures.values[key]
            if value is not None and (key, value, published.marks[key]) not in met:
                met.add((key, value, published.marks[key]))
                yield number, key, value


def _changes(reader: Reader) -> Iterator[tuple[Finding, Terms]]:
    """Every change of 1–4 between two publications."""
    met = set()
    for since, number in combinations(range(len(reader.publications)), 2):
        before = reader.publications[since].figures.values
        for key, value in reader.publications[number].figures.values.items():
            old = before.get(key)
            if value is None or old is None or not small(abs(value - old)):
                continue
            if (key, old, value) not in met:
                met.add((key, old, value))
                sign = 1.0 if value > old else -1.0
                terms = {reader.at[number, key]: sign, reader.at[since, key]: -sign}
                yield Finding(number, key, "change", 0, 0, since), terms
