"""Why there is no plan: minimal, and enough when given up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from planner.engine.explain import explain
from planner.engine.generate import generate_problem
from tests.engine.brute import possible
from tests.engine.problems import problems

PROBLEM = generate_problem("seocho", 0)


def codes(items) -> list[str]:
    return sorted(item.code for item in items)


def test_a_possible_season_has_nothing_to_explain():
    answer = explain(PROBLEM, seconds=600)
    assert answer.feasible is True
    assert answer.conflicts == ()


def test_kits_and_events():
    problem = replace(PROBLEM, kits=replace(PROBLEM.kits, pool=0))
    answer = explain(problem, seconds=600)
    assert (answer.feasible, answer.minimal) == (False, True)
    assert "H09" in codes(answer.conflicts)
    assert len(answer.conflicts) == 2
    assert [(item.code, item.data["units"]) for item in answer.give_up] == [("H09", 1)]


def test_too_few_visits_allowed():
    zones = tuple(replace(zone, min=0, max=0) for zone in PROBLEM.zones)
    answer = explain(replace(PROBLEM, zones=zones), seconds=600)
    assert codes(answer.conflicts) == ["H01", *["H07"] * 5]
    assert sum(item.data["units"] for item in answer.give_up) == 5


@pytest.mark.parametrize("gap", [9, 12])
def test_gaps_too_wide(gap):
    district = replace(PROBLEM.districts[0], min_gap=gap)
    answer = explain(replace(PROBLEM, districts=(district,)), seconds=600)
    assert answer.feasible is False
    assert "H05" in codes(answer.conflicts)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_an_explanation_is_given_exactly_where_no_season_is_possible(problem):
    answer = explain(problem, seconds=600)
    assert answer.feasible is possible(problem)
    assert bool(answer.conflicts) is bool(answer.give_up) is not answer.feasible
