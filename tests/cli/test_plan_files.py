"""`plan solve` and `plan check` over files: answers and exit codes."""

from __future__ import annotations

import json

from planner import engine
from planner.core.formats import (
    problem_to,
    read_plan,
    write_plan,
    write_problem,
)
from planner.core.rules import check_plan
from planner.core.score import score_plan
from planner.engine.generate import generate_problem
from planner.engine.outcome import Outcome
from tests.core.places import put
from tests.core.small import change_event, small_plan, small_problem

PROBLEM = generate_problem("tiny", 0)
BEST = engine.solve(PROBLEM, seconds=600)
OPTIONS = ("--seconds", "600", "--workers", "1", "--seed", "3")


def terms(score) -> list[str]:
    return [
        f"  {name:<12}{score.terms[name]:>8} units {points:>9} points"
        for name, points in score.points.items()
    ]


# --- solve


def test_a_season_is_solved_and_the_printed_score_is_the_checkers(run_plan, tmp_path):
    answer = run_plan("solve", "tiny.json", "--out", "out.json", *OPTIONS)
    assert answer.exit_code == 0, answer.output
    plan = read_plan((tmp_path / "out.json").read_bytes())
    assert check_plan(PROBLEM, plan) == ()
    score = score_plan(PROBLEM, plan)
    first, second, *rest = answer.stdout.splitlines()
    assert first.startswith(f"score {score.total}: proven optimal, ")
    assert second == f"bound {score.total} (gap 0.00 %)"
    assert rest == terms(score)
    assert answer.stderr == ""
    judged = run_plan("check", "tiny.json", "out.json")
    assert judged.exit_code == 0
    assert judged.stdout.splitlines() == [f"sound, score {score.total}", *terms(score)]


def test_the_outcome_as_json_holds_the_plan_unless_it_is_written(run_plan, tmp_path):
    whole = run_plan("solve", "tiny.json", "--json", *OPTIONS)
    data = json.loads(whole.stdout)
    assert whole.stdout.count("\n") == 1
    plan = read_plan(json.dumps(data["plan"]))
    score = score_plan(PROBLEM, plan)
    assert (data["status"], data["stopped"], data["score"]) == ("optimal", False, score.total)
    assert (data["bound"], data["gap"], data["terms"]) == (score.total, 0.0, score.terms)
    assert data["history"][-1][1] == score.total
    assert (data["conflicts"], data["why"]) == ([], [])
    apart = run_plan("solve", "tiny.json", "--json", "--out", "out.json", *OPTIONS)
    assert "plan" not in json.loads(apart.stdout)
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == data["plan"]


def test_a_plan_on_standard_output_stands_there_alone(run_plan):
    answer = run_plan("solve", "tiny.json", "--out", "-", *OPTIONS)
    assert check_plan(PROBLEM, read_plan(answer.stdout)) == ()
    assert answer.stderr.startswith("score ")


def test_a_problem_may_come_from_standard_input(run_plan):
    answer = run_plan("solve", "-", "--json", *OPTIONS, input=write_problem(PROBLEM))
    assert json.loads(answer.stdout)["status"] == "optimal"


def test_the_same_seed_gives_the_same_plan(run_plan):
    first, second = (run_plan("solve", "tiny.json", "--out", "-", *OPTIONS) for _ in range(2))
    assert first.stdout == second.stdout != ""


def test_a_plan_to_start_from_is_never_made_worse(run_plan, tmp_path):
    (tmp_path / "best.json").write_text(write_plan(BEST.plan), encoding="utf-8")
    answer = run_plan(
        "solve", "tiny.json", "--start", "best.json", "--seconds", "0", "--out", "o.json"
    )
    assert answer.exit_code == 0
    assert read_plan((tmp_path / "o.json").read_bytes()) == BEST.plan
    assert answer.stdout.startswith(f"score {BEST.score.total}: ")


def test_no_time_is_no_plan_and_says_so(run_plan, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "solve", lambda *_, **__: Outcome("out_of_time", elapsed=2.04))
    answer = run_plan("solve", "tiny.json", "--out", "out.json")
    assert answer.exit_code == 1
    assert answer.stdout == "no plan: out of time after 2.0 s; more --seconds may help\n"
    assert not (tmp_path / "out.json").exists()
    data = json.loads(run_plan("solve", "tiny.json", "--json").stdout)
    assert (data["status"], data["plan"], data["why"]) == ("out_of_time", None, [])


IMPOSSIBLE = put(problem_to(small_problem()), "kits.pool", 0)
WHY = [
    "H01 district 3 (Elm) must hold at least 1 events",
    "H01 district 5 (Oak) must hold at least 2 events",
    "H07 zone 10 (Oak north) must be visited at least 1 times",
    "H07 zone 12 (Elm) must be visited at least 1 times",
]
KITS = "H09 there are 0 equipment kits, each away for 2 days"


def test_no_plan_says_why_in_sentences(run_plan, tmp_path):
    (tmp_path / "no.json").write_text(json.dumps(IMPOSSIBLE), encoding="utf-8")
    answer = run_plan("solve", "no.json", "--out", "out.json", *OPTIONS)
    assert answer.exit_code == 1
    head, *why = [line.strip() for line in answer.stdout.splitlines()]
    assert head == "no plan: infeasible, these rules cannot all be kept"
    assert len(why) == 2 and KITS in why
    assert set(why) <= {KITS, *WHY}
    data = json.loads(run_plan("solve", "no.json", "--json", *OPTIONS).stdout)
    assert (data["status"], data["score"], data["plan"]) == ("infeasible", None, None)
    assert sorted(data["why"]) == sorted(why)
    assert sorted(item["code"] for item in data["conflicts"]) == sorted(w[:3] for w in why)


# --- check


def test_what_is_broken_is_told_line_by_line(run_plan, tmp_path):
    broken = change_event(change_event(small_plan(), "b", day=3), "a", fallback=None)
    (tmp_path / "broken.json").write_text(write_plan(broken), encoding="utf-8")
    answer = run_plan("check", "small.json", "broken.json")
    assert answer.exit_code == 1
    assert answer.stdout.splitlines() == [
        "H02 event b (2024-02-04, Hall): no event may be held on day 3 (2024-02-04)",
        "H04 event a (2024-02-02, Park): venue 21 (Park) is outdoors and needs a fallback",
        "H05 district 5 (Oak): event a (2024-02-02, Park) and event b (2024-02-04, Hall) lie "
        "2 days apart, not 3",
    ]
    data = json.loads(run_plan("check", "small.json", "broken.json", "--json").stdout)
    assert (data["sound"], data["score"]) == (False, score_plan(small_problem(), broken).total)
    assert data["violations"] == answer.stdout.splitlines()
    assert data["broken"][0] == {
        "code": "H02",
        "subjects": [["event", "b"]],
        "data": {"reason": "not_allowed", "day": 3},
    }


def test_a_sound_plan_as_json(run_plan):
    answer = run_plan("check", "small.json", "plan.json", "--json")
    score = score_plan(small_problem(), small_plan())
    assert answer.exit_code == 0
    assert json.loads(answer.stdout) == {
        "sound": True,
        "score": score.total,
        "terms": score.terms,
        "violations": [],
        "broken": [],
    }
