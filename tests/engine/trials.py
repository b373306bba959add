"""The least score of any sound plan that has a wish, by trying all plans of a tiny problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, permutations, product

from planner.core.problem import Agency, Placement, Plan, PlanEvent, Problem
from planner.core.rules import check_plan
from planner.core.score import score_plan

DATES = ("H01", "H02", "H03", "H04", "H05", "H06", "H07", "H08", "H09")
ALONE = ("H10", "H11", "H13", "H14", "H15", "H16")
Has = Callable[[tuple[Placement, ...]], bool]


def best_with(problem: Problem, day: int, venue: int, has: Has) -> int | None:
    """`has` says of the placements of an event on `day` at `venue` whether the wish is met."""
    best: int | None = None
    for events in schedules(problem):
        here = next((e for e in events if (e.day, e.venue) == (day, venue)), None)
        if here is None:
            continue
        ways = [sound_ways(problem, e, has if e is here else None) for e in events]
        for assigns in product(*ways):
            plan = Plan(problem.name, tuple(
                PlanEvent(e.id, e.district, e.day, e.venue, e.fallback, a)
                for e, a in zip(events, assigns, strict=True)
            ))  # fmt: skip
            total = score_plan(problem, plan).total
            if (best is None or total < best) and not check_plan(problem, plan):
                best = total
    return best


def schedules(problem: Problem) -> Iterator[list[PlanEvent]]:
    """All sound choices of days and venues of a problem of one district, without agencies."""
    (district,) = problem.districts
    places = [(day, venue) for day in range(problem.days) for venue in problem.venues]
    for chosen in combinations(places, district.events):
        fallbacks = [(None,) if v.indoor else (*v.fallbacks, None) for _, v in chosen]
        for picked in product(*fallbacks):
            events = [
                PlanEvent(f"e{n}", district.id, day, venue.id, fallback)
                for n, ((day, venue), fallback) in enumerate(zip(chosen, picked, strict=True))
            ]
            if not check_plan(problem, Plan(problem.name, tuple(events)), DATES):
                yield events
                break


def sound_ways(
    problem: Problem, event: PlanEvent, has: Has | None = None
) -> list[tuple[Placement, ...]]:
    """Staffings sound by themselves, the better of any two that differ in fields or booths only."""
    kept: dict[tuple[int, ...], tuple[int, tuple[Placement, ...]]] = {}
    for assign in _staffings(problem, event):
        whole = PlanEvent(event.id, event.district, event.day, event.venue, event.fallback, assign)
        plan = Plan(problem.name, (whole,))
        if (has is not None and not has(assign)) or check_plan(problem, plan, ALONE):
            continue
        total, who = score_plan(problem, plan).total, tuple(sorted(p.agency for p in assign))
        if who not in kept or total < kept[who][0]:
            kept[who] = total, assign
    return [assign for _, assign in kept.values()]


def _staffings(problem: Problem, event: PlanEvent) -> Iterator[tuple[Placement, ...]]:
    """All ways to fill an event: who comes, which fields, which booths."""
    booths = [booth.id for booth in problem.venue_by_id[event.venue].booths]
    for count in range(len(problem.agencies) + 1):
        for who in combinations(problem.agencies, count):
            for where in permutations(booths, count):
                for fields in product(*(list(_field_sets(agency)) for agency in who)):
                    yield tuple(
                        Placement(a.id, b, f) for a, b, f in zip(who, where, fields, strict=True)
                    )


def _field_sets(agency: Agency) -> Iterator[tuple[int, ...]]:
    for count in range(1, min(agency.staff, len(agency.fields)) + 1):
        yield from combinations(agency.fields, count)
