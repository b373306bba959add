"""Re-plannings of tiny seasons, made by Hypothesis: a plan in force, and what happened since."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume
from hypothesis import strategies as st

from planner.core.problem import DeltaWeights, Forced, Needs, Problem, Replan
from planner.engine import solve
from tests.engine.problems import pairs, problems

ORDERS = (
    ("uncovered", "distance", "score"),
    ("uncovered", "distance", "score"),
    ("distance", "uncovered", "score"),
    ("score", "distance", "uncovered"),
    ("uncovered", "score"),
    ("distance",),
    ("score",),
)
WEIGHTS = (DeltaWeights(), DeltaWeights(), DeltaWeights(1, 1, 1, 1, 1, 1),
           DeltaWeights(0, 5, 0, 2, 0, 1), DeltaWeights(2, 9, 4, 1, 3, 2))  # fmt: skip


def _one(draw, items):
    """One of the items, or nothing."""
    return draw(st.sampled_from([None, *items]))


def _closed(days: str, first: int) -> str:
    return days[:first] + "0" * (len(days) - first)


def _agency(draw, problem: Problem, first: int) -> Problem:
    """An agency cancels, has fewer hands, leaves a field, needs more, may come less, or is gone."""
    name = _one(draw, [agency.id for agency in problem.agencies])
    change = draw(st.sampled_from(["away", "staff", "fields", "needs", "max", "gone"]))
    if change == "gone":
        agencies = tuple(agency for agency in problem.agencies if agency.id != name)
        left = {agency.id for agency in agencies}
        kept = {kind: tuple(pair for pair in getattr(problem, kind) if set(pair) <= left)
                for kind in ("conflicts", "not_adjacent")}  # fmt: skip
        return replace(problem, agencies=agencies, **kept)

    def altered(agency):
        changes = {
            "away": {"avail": _closed(agency.avail, first)},
            "staff": {"staff": max(0, agency.staff - 1)},
            "fields": {"fields": agency.fields[1:]},
            "needs": {"needs": Needs(power=True, access=True)},
            "max": {"max": max(0, agency.max - 1)},
        }
        return replace(agency, **changes[change])

    return replace(problem, agencies=tuple(altered(a) if a.id == name else a
                                           for a in problem.agencies))  # fmt: skip


def _venue(draw, problem: Problem, first: int, used) -> Problem:
    """A venue is closed, loses a booth, gets a roof off, or is gone."""
    name = _one(draw, used)
    change = draw(st.sampled_from(["closed", "booth", "gone"]))
    if change == "gone":
        venues = tuple(replace(venue, fallbacks=tuple(f for f in venue.fallbacks if f != name))
                       for venue in problem.venues if venue.id != name)  # fmt: skip
        return replace(problem, venues=venues)

    def altered(venue):
        if change == "closed":
            return replace(venue, avail=_closed(venue.avail, first))
        return replace(venue, booths=venue.booths[1:])

    return replace(problem, venues=tuple(altered(v) if v.id == name else v
                                         for v in problem.venues))  # fmt: skip


@st.composite
def tasks(draw: st.DrawFn) -> Replan:
    """The best plan of a season, the season as it is now, and wishes."""
    problem = draw(problems())
    plan = solve(problem, seconds=600).plan
    assume(plan is not None)
    first = draw(st.integers(0, problem.days - 1))
    names = [event.id for event in plan.events]
    if draw(st.booleans()):
        problem = _agency(draw, problem, first)
    if draw(st.booleans()):
        problem = _venue(draw, problem, first, sorted({event.venue for event in plan.events}))
    if draw(st.integers(0, 3)) == 0:
        fields = tuple(replace(f, need=draw(st.integers(0, 2))) for f in problem.fields)
        known = [agency.id for agency in problem.agencies]
        problem = replace(problem, fields=fields, conflicts=draw(pairs(known)))
    force = ()
    if draw(st.integers(0, 3)) == 0:
        day = st.none() | st.integers(0, problem.days - 1)
        venue = st.sampled_from([None, *(venue.id for venue in problem.venues)])
        force = (Forced(draw(st.sampled_from(names)), draw(day), draw(venue)),)
    return Replan(
        problem,
        plan,
        draw(st.integers(0, problem.days - 1)),
        draw(st.booleans()),
        tuple(draw(st.lists(st.sampled_from(names), unique=True))),
        force,
        draw(st.sampled_from(WEIGHTS)),
    )
