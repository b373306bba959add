"""`plan generate` and `plan replan` over files, and what is said before any work."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from planner import engine
from planner.core.difference import plan_difference
from planner.core.formats import (
    read_plan,
    read_problem,
    write_plan,
    write_problem,
    write_replan,
)
from planner.core.problem import Forced, Replan
from planner.core.score import score_plan
from planner.engine.generate import SIZES, generate_problem
from planner.engine.outcome import Outcome
from tests.core.small import alter, change_event, placed, small_plan, small_problem

PROBLEM = generate_problem("tiny", 0)
BEST = engine.solve(PROBLEM, seconds=600)
OPTIONS = ("--seconds", "600", "--workers", "1", "--seed", "3")


# --- generate


def test_every_size_can_be_made_and_read_again(run_plan, tmp_path):
    for size in ("tiny", "seocho"):
        assert (
            run_plan("generate", "--size", size, "--seed", "7", "--out", "made.json").exit_code == 0
        )
        made = read_problem((tmp_path / "made.json").read_bytes())
        assert made == generate_problem(size, 7)
    shown = run_plan("generate", "--size", "tiny", "--seed", "7")
    assert shown.stdout == write_problem(generate_problem("tiny", 7))


def test_sizes_are_listed(run_plan):
    listed = run_plan("generate", "--help").stdout
    assert f"[{'|'.join(SIZES)}]" in listed.replace("\n", "").replace(" ", "")
    wrong = run_plan("generate", "--size", "huge")
    assert wrong.exit_code == 2
    for size in ("tiny", "seocho", "district-year", "city-month", "city-year"):
        assert f"'{size}'" in wrong.stderr


# --- replan


def test_nothing_happened_nothing_changes(run_plan, tmp_path):
    task = Replan(PROBLEM, BEST.plan, 3)
    (tmp_path / "again.json").write_text(write_replan(task), encoding="utf-8")
    answer = run_plan("replan", "again.json", "--out", "out.json", *OPTIONS)
    assert answer.exit_code == 0, answer.output
    plan = read_plan((tmp_path / "out.json").read_bytes())
    assert plan_difference(BEST.plan, plan) == ()
    missing, total = BEST.score.terms["uncovered"], BEST.score.total
    goals = [f"uncovered {missing}", "distance 0", f"score {total}"]
    assert answer.stdout.splitlines()[:3] == [f"{goal} (proven least)" for goal in goals]
    data = json.loads(run_plan("replan", "again.json", "--json", *OPTIONS).stdout)
    assert data["distance"] == 0
    assert data["goals"] == [
        {"goal": "uncovered", "value": missing, "proven": True},
        {"goal": "distance", "value": 0, "proven": True},
        {"goal": "score", "value": total, "proven": True},
    ]


def test_goals_may_be_chosen_by_name(run_plan):
    data = json.loads(run_plan("replan", "replan.json", "--json", "--goals", "distance").stdout)
    assert [goal["goal"] for goal in data["goals"]] == ["distance"]
    for wrong in ("cheap", "", "uncovered,cheap"):
        answer = run_plan("replan", "replan.json", "--goals", wrong)
        assert answer.exit_code == 2
        assert "one or more of uncovered, distance, score" in answer.stderr


def test_more_workers_are_not_used_and_not_promised(run_plan):
    answer = run_plan("replan", "replan.json", "--json", "--workers", "2", "--seconds", "600")
    assert answer.exit_code == 0
    assert answer.stderr == "note: a re-planning uses one worker\n"


def test_a_wish_that_cannot_be_met_is_no_plan(run_plan, tmp_path):
    task = Replan(small_problem(), small_plan(), 0, True, (), (Forced("b", 3),))
    (tmp_path / "no.json").write_text(write_replan(task), encoding="utf-8")
    answer = run_plan("replan", "no.json", *OPTIONS)
    assert answer.exit_code == 1
    assert answer.stdout.startswith("no plan: infeasible")


# --- check


def judge(run_plan, tmp_path, plan, task=None, *options):
    """What `plan check` says of a plan for a re-planning: exit code and lines."""
    if task is not None:
        (tmp_path / "replan.json").write_text(write_replan(task), encoding="utf-8")
    (tmp_path / "after.json").write_text(write_plan(plan), encoding="utf-8")
    answer = run_plan("check", "replan.json", "after.json", *options)
    return answer.exit_code, answer.stdout.splitlines()


def test_the_published_plan_is_sound_and_at_no_distance(run_plan, tmp_path):
    score = score_plan(small_problem(), small_plan()).total
    code, lines = judge(run_plan, tmp_path, small_plan())
    assert (code, lines[0]) == (0, f"sound, score {score}, distance 0")
    data = json.loads(judge(run_plan, tmp_path, small_plan(), None, "--json")[1][0])
    assert (data["sound"], data["score"], data["distance"]) == (True, score, 0)


@pytest.mark.parametrize(
    ("code", "changed", "asked"),
    [
        ("R01", replace(small_plan(), events=small_plan().events[::2]), {}),
        ("R02", change_event(small_plan(), "a", day=2), {"now": 2}),
        ("R03", change_event(small_plan(), "a", assign=placed((31, 1, (1,)))), {"now": 2}),
        ("R04", change_event(small_plan(), "a", day=2), {"pin_schedule": True}),
        ("R05", small_plan(), {"force": (Forced("b", 8),)}),
    ],
)
def test_each_rule_of_a_replanning_is_judged(run_plan, tmp_path, code, changed, asked):
    task = Replan(small_problem(), small_plan(), **{"now": 0, **asked})
    exit_code, lines = judge(run_plan, tmp_path, changed, task)
    assert exit_code == 1
    assert [line[:3] for line in lines if line.startswith("R")] == [code]
    data = json.loads(judge(run_plan, tmp_path, changed, task, "--json")[1][0])
    assert [row["code"] for row in data["broken"] if row["code"][0] == "R"] == [code]


def test_what_the_past_breaks_today_is_excused(run_plan, tmp_path):
    shut = alter(small_problem(), "venues", 21, avail="0" * 12)  # where "a" was held on day 1
    exit_code, _lines = judge(run_plan, tmp_path, small_plan(), Replan(shut, small_plan(), 2))
    assert exit_code == 0
    exit_code, lines = judge(run_plan, tmp_path, small_plan(), Replan(shut, small_plan(), 1))
    assert (exit_code, [line[:3] for line in lines]) == (1, ["H03"])


def test_what_the_engine_answers_is_sound_for_the_checker(run_plan, tmp_path):
    answer = run_plan("replan", "replan.json", "--out", "after.json", *OPTIONS)
    assert answer.exit_code == 0
    judged = run_plan("check", "replan.json", "after.json")
    assert judged.exit_code == 0 and judged.stdout.startswith("sound, score ")


def test_a_broken_replanning_is_unreadable_for_the_checker(run_plan, tmp_path):
    (tmp_path / "replan.json").write_text('{"format": "olp-replan-1"}', encoding="utf-8")
    answer = run_plan("check", "replan.json", "plan.json")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.splitlines()[0] == "replan.json: instance: missing"


# --- before any work


def test_a_file_that_cannot_be_written_is_told_before_solving(run_plan, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "solve", lambda *_, **__: pytest.fail("solved for nothing"))
    (tmp_path / "folder").mkdir()
    for out, why in (("nowhere/out.json", "No such file or directory"),
                     ("folder", "Is a directory"), ("plan.json/x", "Not a directory")):  # fmt: skip
        answer = run_plan("solve", "tiny.json", "--out", out)
        assert (answer.exit_code, answer.stdout) == (2, "")
        assert answer.stderr == f"{out}: {why}\n"
    for command in (("replan", "replan.json"), ("generate", "--size", "tiny")):
        answer = run_plan(*command, "--out", "nowhere/out.json")
        assert (answer.exit_code, answer.stdout) == (2, "")


def test_looking_whether_a_file_can_be_written_leaves_it_alone(run_plan, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "solve", lambda *_, **__: Outcome("out_of_time"))
    (tmp_path / "kept.json").write_text("kept", encoding="utf-8")
    assert run_plan("solve", "tiny.json", "--out", "kept.json").exit_code == 1
    assert (tmp_path / "kept.json").read_text(encoding="utf-8") == "kept"
    assert run_plan("solve", "tiny.json", "--out", "new.json").exit_code == 1
    assert not (tmp_path / "new.json").exists()
