"""The optimiser on problems of Seocho's size and larger."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.core.formats import read_problem
from planner.core.problem import Agency, Booth, Field, Kits, Plan, Venue, Weights, Zone
from planner.core.rules import check_plan
from planner.core.score import score_plan
from planner.engine import Progress, assign, solve
from planner.engine.generate import generate_problem
from tests.engine.test_engine_infeasible import BASE, alter

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "plans"


@pytest.mark.parametrize("seed", [0, 1])
def test_a_season_of_seochos_size_is_proven(seed):
    problem = generate_problem("seocho", seed)
    outcome = solve(problem, seconds=600)
    assert outcome.status == "optimal"
    assert outcome.bound == outcome.score.total == score_plan(problem, outcome.plan).total
    assert check_plan(problem, outcome.plan) == ()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared problems are not here")
def test_seocho_is_proven():
    problem = read_problem((SHARED / "seocho-s1.json").read_text(encoding="utf-8"))
    outcome = solve(problem, seconds=600)
    assert (outcome.status, outcome.score.total, outcome.bound) == ("optimal", 4576, 4576)


def test_the_same_seed_gives_the_same_plan():
    problem = generate_problem("seocho", 3)
    first, second = (solve(problem, seconds=600, seed=5) for _ in range(2))
    assert first.plan == second.plan


def test_agencies_at_fixed_events():
    problem = generate_problem("seocho", 1)
    whole = solve(problem, seconds=600)
    bare = [whole.plan.events[0]] + [
        type(event)(event.id, event.district, event.day, event.venue, event.fallback)
        for event in whole.plan.events[1:]
    ]
    again = assign(problem, bare, keep={whole.plan.events[0].id}, seconds=600)
    assert again.status == "optimal"
    assert again.plan.events[0] == whole.plan.events[0]
    assert again.score.total == whole.score.total
    assert again.bound == again.score.total


def test_events_may_be_few_when_agencies_are_assigned():
    problem = generate_problem("tiny", 0)
    event = solve(problem, seconds=600).plan.events[0]
    outcome = assign(problem, [event], seconds=600)
    assert outcome.status == "optimal"
    assert len(outcome.plan.events) == 1


def test_no_time_gives_no_wrong_answer():
    problem = generate_problem("seocho", 0)
    outcome = solve(problem, seconds=0)
    assert outcome.status in ("out_of_time", "feasible")
    assert outcome.plan is None or check_plan(problem, outcome.plan) == ()


def test_stopping_keeps_the_best_plan():
    problem = generate_problem("district-year", 0)
    seen: list[Progress] = []

    def stop() -> bool:
        return any(progress.score is not None for progress in seen)

    outcome = solve(problem, seconds=600, on_progress=seen.append, should_stop=stop)
    assert outcome.status == "feasible"
    assert check_plan(problem, outcome.plan) == ()
    assert outcome.bound <= outcome.score.total
    assert [total for _, total in outcome.history] == sorted(
        (total for _, total in outcome.history), reverse=True
    )


def test_a_given_plan_is_never_made_worse():
    problem = generate_problem("tiny", 1)
    start = solve(problem, seconds=600).plan
    outcome = solve(problem, seconds=0, start=start)
    assert outcome.plan == start
    empty = solve(problem, seconds=600, start=Plan(problem.name))
    assert empty.score.total == score_plan(problem, start).total


def test_an_answer_is_what_its_value_says():
    """HiGHS 1.16 hands a start back with the value of something better, where presolve is enough.

    Two needs, one booth: one stays uncovered. Dates alone, with nobody there, are the start.
    """
    days = "1" * 5
    rain = Venue(20, 5, 10, "Park", False, days, (0, 0), fallbacks=(21,))
    venues = (rain, Venue(21, 5, 11, "Hall", True, days, (0, 0), booths=(Booth(7),)),
              Venue(22, 5, 11, "Green", False, days, (0, 0)))  # fmt: skip
    problem = alter(
        BASE, days=5, allowed=days, weekend="00000", rain=(0,) * 5, weekday0=4, venues=venues,
        fields=(Field(1, "debt", 2),), kits=Kits(3, 0), district_min_gap=0,
        zones=(Zone(10, 5, "a", 0, 3, 0, 2, -1), Zone(11, 5, "b", 0, 3, 0, 2)),
        agencies=(Agency(40, "Aid", 5, (5,), (1,), 1, days, 1, 1, 0),),
        weights=Weights(1, 0, 0, 0, 0, 0, 0, 0),
    )  # fmt: skip
    outcome = solve(problem, seconds=600)
    assert (outcome.status, outcome.score.total, outcome.bound) == ("optimal", 1, 1)
