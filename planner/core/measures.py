"""A plan in a few figures that can stand beside those of another, and whom two plans part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.core.problem import Plan, Problem
from planner.core.score import explain_terms, score_plan


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures of one plan for its own problem.

    `bare` counts pairs of an event and a field short of agencies; `visits` are by zone, `loads`
    by agency (those that are wanted at some event, or at one). `off_share` counts agencies that
    are not at as many events as their share.
    """

    score: int
    terms: Mapping[str, int] = field(hash=False)
    bare: int
    events: int
    visits: Mapping[int, int] = field(hash=False)
    loads: Mapping[int, int] = field(hash=False)
    off_share: int

    @property
    def idle(self) -> int:
        """Agencies without an event."""
        return sum(count == 0 for count in self.loads.values())

    @property
    def spread(self) -> tuple[int, int]:
        """The fewest and the most events of an agency."""
        return min(self.loads.values(), default=0), max(self.loads.values(), default=0)


def measures(problem: Problem, plan: Plan) -> Measures:
    """The figures of a plan; what it holds and the problem does not know is passed over."""
    score = score_plan(problem, plan)
    at = Counter(item.agency for event in plan.events for item in event.assign)
    zones = Counter(
        problem.venue_by_id[event.venue].zone
        for event in plan.events
        if event.venue in problem.venue_by_id
    )
    asked = [row for row in problem.agencies if row.target > 0 or at[row.id]]
    return Measures(
        score=score.total,
        terms=score.terms,
        bare=len(explain_terms(problem, plan)["uncovered"]),
        events=len(plan.events),
        visits={zone.id: zones[zone.id] for zone in problem.zones},
        loads={row.id: at[row.id] for row in asked},
        off_share=sum(at[row.id] != row.target for row in asked),
    )


@dataclass(frozen=True, slots=True)
class Attendance:
    """The days on which an agency comes by one plan and not by the other."""

    agency: int
    lost: tuple[int, ...]
    gained: tuple[int, ...]


def attendance_changes(before: Plan, after: Plan) -> tuple[Attendance, ...]:
    """Whom it matters to which of two plans is held: agencies whose days differ, by id."""
    old, new = _days(before), _days(after)
    found = []
    for agency in sorted(old.keys() | new.keys()):
        was, will = old.get(agency, set()), new.get(agency, set())
        if was != will:
            found.append(Attendance(agency, tuple(sorted(was - will)), tuple(sorted(will - was))))
    return tuple(found)


def _days(plan: Plan) -> dict[int, set[int]]:
    days: dict[int, set[int]] = {}
    for event in plan.events:
        for item in event.assign:
            days.setdefault(item.agency, set()).add(event.day)
    return days
