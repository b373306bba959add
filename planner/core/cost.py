"""What one plan costs against another, term by term, with the rows that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planner.core.plan import Plan
from planner.core.problem import Problem
from planner.core.score import TermRow, explain_terms
from planner.core.violation import Subject


@dataclass(frozen=True, slots=True)
class RowChange:
    """A reason for points that is new, gone or of another size (`before`, `after`: None, 0)."""

    subjects: tuple[Subject, ...]
    before: TermRow | None
    after: TermRow | None

    @property
    def worse(self) -> bool:
        return self.more > 0

    @property
    def more(self) -> int:
        """Units more than before; negative where it got better."""
        old, new = (row.amount if row else 0 for row in (self.before, self.after))
        return new - old


@dataclass(frozen=True, slots=True)
class TermChange:
    """Units of a term before and after, and `points` more (its weight counted)."""

    term: str
    before: int
    after: int
    points: int
    rows: tuple[RowChange, ...]


def term_changes(problem: Problem, before: Plan, after: Plan) -> tuple[TermChange, ...]:
    """The terms in which two plans differ, the dearest first."""
    old, new = explain_terms(problem, before), explain_terms(problem, after)
    found = []
    for term, rows in old.items():
        changes = tuple(_changes(_by_subject(rows), _by_subject(new[term])))
        was, becomes = (sum(row.amount for row in side) for side in (rows, new[term]))
        points = getattr(problem.weights, term) * (becomes - was)
        if changes:
            found.append(TermChange(term, was, becomes, points, changes))
    return tuple(sorted(found, key=lambda item: -item.points))


def _by_subject(rows: tuple[TermRow, ...]) -> Mapping[tuple[Subject, ...], TermRow]:
    return {tuple(sorted(row.subjects)): row for row in rows}


def _changes(
    old: Mapping[tuple[Subject, ...], TermRow], new: Mapping[tuple[Subject, ...], TermRow]
) -> Iterator[RowChange]:
    for subjects in dict.fromkeys((*new, *old)):
        change = RowChange(subjects, old.get(subjects), new.get(subjects))
        if change.more:
            yield change
