"""The optimiser against its baselines and against what is asked of it, in one run.

Ratios only: times and scores of one run on one machine mean little alone. Problems are made up by
the generator, with seeds that the tests do not use, or read from `../shared` where that is there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.greedy import greedy_plan
from benchmarks.one_model import cp_sat_plan, highs_plan
from planner.core.formats import read_problem
from planner.core.problem import Kits, Plan, Problem, Replan
from planner.core.rules import check_plan
from planner.core.score import score_plan
from planner.engine import solve
from planner.engine.explain import explain
from planner.engine.gap import read_gap, solve_gap
from planner.engine.generate import generate_problem
from planner.engine.replan import replan

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
# Wall seconds for a plan of each size: what a person waits for it.
SECONDS = {"seocho": 10.0, "district-year": 60.0, "city-month": 120.0}
CITY_YEAR = 300.0
# Best known costs of the published instances (see their SOURCE.md).
GAP_BEST = {"c20200": 2391, "d05100": 6353, "d20100": 6185, "e10200": 23307}

Baseline = Callable[[Problem, float], Plan | None]
BASELINES: dict[str, Baseline] = {
    "greedy by name": lambda problem, _: greedy_plan(problem),
    "HiGHS, one model": highs_plan,
    "CP-SAT, one model": cp_sat_plan,
}


def problems(size: str, seeds: int) -> Iterator[Problem]:
    """The published problem of a size, where it is there, then generated ones."""
    path = SHARED / "plans" / f"{size}-s1.json"
    if path.is_file():
        yield read_problem(path.read_bytes())
    for seed in range(100, 100 + seeds):
        yield generate_problem(size, seed)


def against_baselines(size: str, seconds: float, seeds: int, workers: int) -> Iterator[str]:
    """A row a problem: our score and proof, then each baseline's score over ours."""
    yield "| problem | score | bound | gap | first plan | " + " | ".join(BASELINES) + " |"
    yield "|---|---|---|---|---|" + "---|" * len(BASELINES)
    for problem in problems(size, seeds):
        outcome = solve(problem, seconds=seconds, workers=workers)
        if outcome.score is None:
            yield f"| {problem.name} | no plan in {outcome.elapsed:.1f} s ({outcome.status}) |"
            continue
        own = outcome.score.total
        assert not check_plan(problem, outcome.plan)  # type: ignore[arg-type]
        proof = "proven" if outcome.status == "optimal" else _percent(outcome.gap)
        first = f"{outcome.history[0][0]:.1f} s of {outcome.elapsed:.1f} s"
        cells = [_against(problem, baseline, own, seconds) for baseline in BASELINES.values()]
        bound = "-" if outcome.bound is None else f"{outcome.bound:.0f}"
        yield f"| {problem.name} | {own} | {bound} | {proof} | {first} | {' | '.join(cells)} |"


def _against(problem: Problem, baseline: Baseline, own: int, seconds: float) -> str:
    plan = baseline(problem, seconds)
    if plan is None:
        return "no plan"
    broken = sorted({item.code for item in check_plan(problem, plan)})
    ratio = f"{score_plan(problem, plan).total / own:.2f} ×"
    return f"{ratio} (breaks {', '.join(broken)})" if broken else ratio


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.2f} %"


def city_year(seconds: float, workers: int) -> Iterator[str]:
    """Dates of a city's year, with many and with few kits: the gap to the bound."""
    yield "| dates of a city's year | score | bound | gap |"
    yield "|---|---|---|---|"
    for pool in (12, 6):
        whole = generate_problem("city-year", 100)
        fields = tuple(replace(item, need=0) for item in whole.fields)
        kits = Kits(pool, whole.kits.turnaround)
        dates = replace(whole, agencies=(), conflicts=(), not_adjacent=(), fields=fields, kits=kits)
        outcome = solve(dates, seconds=seconds, workers=workers)
        score = outcome.score.total if outcome.score else "-"
        yield f"| {pool} kits | {score} | {outcome.bound} | {_percent(outcome.gap)} |"


def replanning(seeds: int) -> Iterator[str]:
    """One cancellation, one lost venue in a district's year: what is proven, and how fast."""
    yield "| re-planning | uncovered | distance | score | proven | seconds |"
    yield "|---|---|---|---|---|---|"
    for problem in problems("district-year", seeds - 1):
        plan = solve(problem, seconds=20, workers=2).plan
        if plan is None:
            continue
        for name, task in _changes(problem, plan):
            answer = replan(task, seconds=30)
            reached = {goal.name: str(goal.value) for goal in answer.goals}
            proven = all(goal.proven for goal in answer.goals) and bool(answer.goals)
            cells = [reached.get(goal, "-") for goal in ("uncovered", "distance", "score")]
            yield (
                f"| {problem.name}: {name} | {' | '.join(cells)} | "
                f"{'yes' if proven else 'no'} | {answer.outcome.elapsed:.1f} |"
            )


def _changes(problem: Problem, plan: Plan) -> Iterator[tuple[str, Replan]]:
    random = Random(problem.name)
    event = random.choice(plan.events)
    gone = random.choice(event.assign).agency
    agencies = tuple(
        replace(item, avail=_without(item.avail, event.day)) if item.id == gone else item
        for item in problem.agencies
    )
    venues = tuple(
        replace(item, avail=_without(item.avail, event.day)) if item.id == event.venue else item
        for item in problem.venues
    )
    now = max(0, event.day - 1)
    yield "an agency cancels", Replan(replace(problem, agencies=agencies), plan, now)
    yield "a venue is lost", Replan(replace(problem, venues=venues), plan, now)


def _without(days: str, day: int) -> str:
    return days[:day] + "0" + days[day + 1 :]


def impossible(seeds: int) -> Iterator[str]:
    """Seasons that cannot be: the minimal set of rules in conflict, the least to give up."""
    yield "| what was done to the season | rules in conflict | after | to give up | after |"
    yield "|---|---|---|---|---|"
    for size in ("seocho", "district-year"):
        for seed in range(100, 100 + seeds):
            for name, problem in _broken(generate_problem(size, seed)):
                begun = time.monotonic()
                known: list[float] = []

                def note(*_: object, begun: float = begun, known: list[float] = known) -> None:
                    known.append(time.monotonic() - begun)

                why = explain(problem, seconds=10, on_conflict=note)
                used = time.monotonic() - begun
                codes = ", ".join(sorted(item.code for item in why.conflicts))
                minimal = "" if why.minimal else " (perhaps not minimal)"
                offers = ", ".join(sorted(item.code for item in why.give_up))
                first = f"{known[0]:.1f} s" if known else "-"
                told = f"{codes}{minimal} | {first} | {offers or '-'} | {used:.1f} s"
                yield f"| {problem.name}: {name} | {told} |"


def _broken(problem: Problem) -> Iterator[tuple[str, Problem]]:
    more = tuple(replace(d, events=3 * d.events, max_weekend=0) for d in problem.districts)
    yield "three times the events", replace(problem, districts=more)
    close = tuple(replace(zone, gap=problem.days) for zone in problem.zones)
    wanting = tuple(replace(zone, min=2, max=3) for zone in close)
    yield "zones visited twice a season apart", replace(problem, zones=wanting)
    shut = tuple(
        replace(venue, avail="0" * problem.days) if venue.zone == problem.zones[0].id else venue
        for venue in problem.venues
    )
    must = tuple(
        replace(z, min=max(1, z.min)) if n == 0 else z for n, z in enumerate(problem.zones)
    )
    yield "a zone without an open venue", replace(problem, venues=shut, zones=must)


def assignment(seconds: float) -> Iterator[str]:
    """Generalised assignment through the same search, against the best known."""
    yield "| instance | cost | best known | above | bound |"
    yield "|---|---|---|---|---|"
    for name, best in GAP_BEST.items():
        path = SHARED / "gap" / name
        if not path.is_file():
            continue
        found = solve_gap(read_gap(path.read_text(encoding="utf-8")), seconds=seconds)
        if found is not None:
            above = _percent(found.cost / best - 1)
            yield f"| {name} | {found.cost} | {best} | {above} | {found.bound:.0f} |"


def run(parts: tuple[str, ...], share: float, seeds: int, workers: int) -> None:
    """Prints the parts asked for; `share` of the full time goes into each search."""
    known: dict[str, Callable[[], Iterator[str]]] = {
        size: partial(against_baselines, size, seconds * share, seeds, workers)
        for size, seconds in SECONDS.items()
    }
    known |= {
        "city-year": partial(city_year, CITY_YEAR * share, workers),
        "replan": partial(replanning, seeds),
        "infeasible": partial(impossible, seeds),
        "assignment": partial(assignment, 60.0 * share),
    }
    for name in parts:
        print(f"\n{name}", flush=True)
        for line in known[name]():
            print(line, flush=True)


PARTS = (*SECONDS, "city-year", "replan", "infeasible", "assignment")
