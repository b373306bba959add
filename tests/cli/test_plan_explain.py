"""`plan explain`: rows behind a plan, why not otherwise, why there is none; exit codes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from planner import engine
from planner.cli import plan_explain  # registers the command
from planner.core.formats import write_plan, write_problem
from planner.core.score import explain_terms, score_plan
from planner.engine.generate import generate_problem
from tests.core.small import change_event, small_plan, small_problem

assert plan_explain
PROBLEM, PLAN = small_problem(), small_plan()
TINY = generate_problem("tiny", 0)
BEST = engine.solve(TINY, seconds=600).plan
OPTIONS = ("--seconds", "600", "--seed", "3")


@pytest.fixture
def run(run_plan, tmp_path):
    """Runs `explain` beside best.json (of tiny.json), broken.json (of small.json) and no.json."""
    broken = change_event(PLAN, "a", day=3)
    none = replace(TINY, kits=replace(TINY.kits, pool=0))
    for name, text in (
        ("best", write_plan(BEST)),
        ("broken", write_plan(broken)),
        ("no", write_problem(none)),
    ):
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    return lambda *arguments: run_plan("explain", *arguments, *OPTIONS)


def test_a_sound_plan_with_the_rows_behind_each_term(run):
    answer = run("small.json", "plan.json")
    assert answer.exit_code == 0, answer.output
    lines = answer.stdout.splitlines()
    assert lines[0] == f"sound, score {score_plan(PROBLEM, PLAN).total}"
    rows = sum(len(found) for found in explain_terms(PROBLEM, PLAN).values())
    assert len(lines) == 1 + 8 + rows
    assert any("event a (2024-02-02), field 1 (debt) (need 2)" in line for line in lines)


def test_an_unsound_plan_says_what_is_violated_and_ends_with_1(run):
    answer = run("small.json", "broken.json")
    assert answer.exit_code == 1
    assert answer.stdout.startswith("  H02 event a")
    assert "unsound, score" in answer.stdout


def test_a_plan_as_json(run):
    answer = run("small.json", "broken.json", "--json")
    data = json.loads(answer.stdout)
    assert (answer.exit_code, data["sound"]) == (1, False)
    assert data["violations"][0]["code"] == "H02"
    assert data["violations"][0]["sentence"].startswith("H02 event a")
    assert {name: len(rows) > 0 for name, rows in data["rows"].items()}["uncovered"] is True


def test_there_is_a_plan(run):
    answer = run("tiny.json")
    assert (answer.exit_code, answer.stdout) == (0, "there is a plan\n")
    data = json.loads(run("tiny.json", "--json").stdout)
    assert (data["feasible"], data["conflicts"], data["give_up"]) == (True, [], [])


def test_there_is_no_plan_the_conflict_first_then_what_to_give_up(run):
    answer = run("no.json")
    assert answer.exit_code == 1
    lines = answer.stdout.splitlines()
    assert lines[0] == "No plan keeps all of these"
    assert lines.index("Any one of these is enough") > 0
    assert lines.index("Least to give up") > lines.index("Any one of these is enough")
    assert lines[-1] == "  H09 there are 0 equipment kits, each away for 1 days (by 1)"
    data = json.loads(run("no.json", "--json").stdout)
    assert (data["feasible"], data["minimal"], data["least"]) == (False, True, True)
    assert [item["code"] for item in data["give_up"]] == ["H09"]
    assert [item["code"] for item in data["alone"]] == ["H09"]


def test_what_each_placement_is_worth(run):
    answer = run("small.json", "plan.json", "--why", "a")
    assert answer.exit_code == 0
    assert "agency 31 (Band) at booth 1: alone in debt;" in answer.stdout
    data = json.loads(run("small.json", "plan.json", "--why", "a", "--json").stdout)
    assert [item["agency"] for item in data["placements"]] == [31, 32]
    assert data["placements"][0]["points"] == {"uncovered": 1000, "load": 10, "adjacent": -25}


def test_why_not_forbidden_by_the_rules(run):
    answer = run("small.json", "plan.json", "--why-not", "event=a,day=3")
    assert answer.exit_code == 1
    first, second, *_ = answer.stdout.splitlines()
    assert first == "the rules forbid it"
    assert second.startswith("  H02 event a")


def test_why_not_at_a_cost_with_the_changes(run):
    event = BEST.events[0]
    day = next(d for d in range(TINY.days) if TINY.allowed[d] == "1" and d != event.day)
    wish = f"event={event.id},day={day},venue=any"
    answer = run("tiny.json", "best.json", "--why-not", wish)
    data = json.loads(run("tiny.json", "best.json", "--why-not", wish, "--json").stdout)
    assert answer.exit_code == (0 if data["plan"] else 1)
    assert answer.stdout.splitlines()[0] == plan_explain.HEADLINES[data["status"]]
    if data["plan"]:
        assert data["cost"] == sum(points for _old, _new, points in data["terms"].values())
        assert data["changes"]


def test_the_plan_already_has_it(run):
    event = BEST.events[0]
    wish = f"event={event.id},venue={event.venue}"
    answer = run("tiny.json", "best.json", "--why-not", wish)
    assert (answer.exit_code, answer.stdout) == (0, "the plan already has it\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("small.json", "plan.json", "--why-not", "agency=3"), "event=…"),
        (("small.json", "plan.json", "--why-not", "event=a,colour=3"), "event=…"),
        (("small.json", "plan.json", "--why-not", "event=a,agency=x"), "numbers"),
        (("small.json", "plan.json", "--why-not", "event=z,agency=30"), "unknown event"),
        (("small.json", "plan.json", "--why-not", "event=a,agency=99"), "unknown agency"),
        (("small.json", "plan.json", "--why", "z"), "no event"),
        (("small.json", "--why", "a"), "ask about a PLAN"),
        (("missing.json",), "missing.json"),
        (("plan.json",), "plan.json"),
    ],
)
def test_what_cannot_be_read_ends_with_2(run, arguments, said):
    answer = run(*arguments)
    assert answer.exit_code == 2
    assert said in answer.output
