"""The optimiser against every plan of tiny problems, whole, pinned, and stopped at any time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.formats import plan_to
from planner.core.problem import PlanEvent
from planner.core.rules import RULES, check_plan
from planner.core.score import score_plan
from planner.engine import Pins, assign, districts, search, solve
from tests.core import drawn
from tests.engine.brute import Way, banned, best_at, best_total, keeps
from tests.engine.problems import pinned_problems, problems

LONG = 600  # seconds that no test needs: no answer depends on the clock


def often(examples: int) -> settings:
    return settings(max_examples=examples, derandomize=True, deadline=None,
                    suppress_health_check=list(HealthCheck))  # fmt: skip


def judge(problem, pins, best, outcome) -> None:
    """Whatever an outcome says is true, given the least score `best` of any plan (or None)."""
    assert (outcome.plan is None) == (outcome.status in ("infeasible", "out_of_time"))
    bound = outcome.bound
    if outcome.plan is None:
        assert outcome.score is None
        assert bound is None or best is None or bound <= best
        assert outcome.status != "infeasible" or (best is None and outcome.conflicts)
        return
    assert check_plan(problem, outcome.plan) == ()
    assert held(pins, outcome.plan)
    assert outcome.score == score_plan(problem, outcome.plan)
    assert best is not None and outcome.score.total >= best
    assert bound is None or bound <= best
    assert (outcome.status == "optimal") == (bound == outcome.score.total)
    if bound is not None and outcome.score.total:
        assert outcome.gap == (outcome.score.total - bound) / outcome.score.total


def held(pins: Pins, plan) -> bool:
    """Whether every pin is kept, its name and booth too (not by the engine's own measure)."""
    events = plan_to(plan)["events"]
    places = [(event["district"], event["day"], event["venue"]) for event in events]
    chosen = [Way(tuple(event["assign"]), {}) for event in events]
    names = {event["id"]: place for event, place in zip(events, places, strict=True)}
    named = all(names.get(pin.event, ())[:2] == (pin.district, pin.day)
                for pin in pins.events if pin.event is not None)  # fmt: skip
    stand = {
        (*place[:2], row["agency"], row["booth"])
        for event, place in zip(events, places, strict=True)
        for row in event["assign"]
    }
    booths = all((pin.district, pin.day, pin.agency, pin.booth) in stand
                 for pin in pins.placements if pin.booth is not None)  # fmt: skip
    free = not any(banned(pins, *pair) for pair in zip(places, chosen, strict=True))
    return named and booths and free and keeps(pins, places, chosen)


@often(150)
@given(problems())
def test_the_least_of_all_plans_is_found_and_proven(problem):
    best, outcome = best_total(problem), solve(problem, seconds=LONG)
    judge(problem, Pins(), best, outcome)
    assert outcome.status == ("infeasible" if best is None else "optimal")
    assert outcome.score is None or outcome.score.total == best


@often(200)
@given(pinned_problems())
def test_pins_are_kept_at_the_least_cost_or_refused(drawn_problem):
    problem, pins = drawn_problem
    best, outcome = best_total(problem, pins), solve(problem, seconds=LONG, pins=pins)
    judge(problem, pins, best, outcome)
    assert outcome.status == ("infeasible" if best is None else "optimal")
    assert outcome.score is None or outcome.score.total == best


@st.composite
def fixed_events(draw: st.DrawFn):
    """A problem and one to three events at any of its places, on any of its days."""
    problem = draw(problems())
    events = []
    for number in range(draw(st.integers(1, 3))):
        venue = draw(st.sampled_from(problem.venues))
        day = draw(st.integers(0, problem.days - 1))
        events.append(PlanEvent(f"f{number}", venue.district, day, venue.id))
    return problem, events


@often(60)
@given(fixed_events())
def test_agencies_at_fixed_events_are_chosen_at_the_least_cost(drawn_events):
    problem, events = drawn_events
    best = best_at(problem, [(event.district, event.day, event.venue) for event in events])
    outcome = assign(problem, events, seconds=LONG)
    plan = outcome.plan
    assert (outcome.status, outcome.score.total, outcome.bound) == ("optimal", best, best)
    assert check_plan(problem, plan, [code for code in RULES if code >= "H10"]) == ()
    assert outcome.score == score_plan(problem, plan)
    bare = {event.id: replace(event, assign=()) for event in plan.events}
    assert bare == {event.id: event for event in events}


class StopAfter:
    """Says stop after so many questions."""

    def __init__(self, count: int) -> None:
        self.left = count

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


# Ways through the search: one model, improvement of parts, a city's districts one by one.
WAYS = {"one model": (2500, 20_000), "parts": (-1, 20_000), "districts": (2500, -1),
        "districts and parts": (-1, -1)}  # fmt: skip


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("way", WAYS)
def test_stopping_at_any_time_leaves_a_sound_plan_or_says_there_is_none(monkeypatch, way, workers):
    monkeypatch.setattr(search, "EXACT", WAYS[way][0])
    monkeypatch.setattr(districts, "LARGE", WAYS[way][1])
    some = problems().map(lambda problem: (problem, Pins()))

    @often(30)
    @given(some | some | pinned_problems(), st.integers(0, 2))
    def check(drawn_problem, first):
        problem, pins = drawn_problem
        best = best_total(problem, pins)
        for count in range(first, 20, 3):
            stop = StopAfter(count)
            judge(problem, pins, best, solve(problem, seconds=LONG, pins=pins, workers=workers,
                                             should_stop=stop))  # fmt: skip
            if stop.left >= 0:
                break  # it ended by itself

    check()


@pytest.mark.parametrize("way", WAYS)
def test_the_same_seed_gives_the_same_plan(monkeypatch, way):
    """Stopped by what was found, not by the clock; the search of parts may have gone on."""
    monkeypatch.setattr(search, "EXACT", WAYS[way][0])
    monkeypatch.setattr(districts, "LARGE", WAYS[way][1])

    @often(12)
    @given(problems(), st.integers(0, 2**31 - 1))
    def check(problem, seed):
        best = best_total(problem)

        def answer():
            seen = []

            def enough():
                return bool(seen) and (seen[-1].score == best or len(seen) > 5000)

            return solve(problem, seconds=LONG, seed=seed, on_progress=seen.append,
                         should_stop=enough)  # fmt: skip

        first, second = answer(), answer()
        judge(problem, Pins(), best, first)
        assert (first.plan, first.status, first.bound) == (second.plan, second.status, second.bound)
        assert first.score is None or first.score.total == best

    check()


@often(250)
@given(drawn.problems())
def test_no_plan_of_any_problem_is_unsound(problem):
    outcome = solve(problem, seconds=LONG)
    assert outcome.status in ("optimal", "infeasible")
    judge(problem, Pins(), outcome.score and outcome.score.total, outcome)


@often(250)
@given(problems(), st.integers(0, 3))
def test_no_plan_of_any_possible_problem_is_unsound(problem, seed):
    outcome = solve(problem, seconds=LONG, seed=seed)
    assert outcome.status in ("optimal", "infeasible")
    judge(problem, Pins(), outcome.score and outcome.score.total, outcome)
