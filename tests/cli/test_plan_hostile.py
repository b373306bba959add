"""Files that cannot be read: exit code 2, one line for each fault, never a traceback."""

from __future__ import annotations

import json

import pytest

from planner.core.formats import plan_to, problem_to
from tests.core.small import small_plan, small_problem

PROBLEM, PLAN = json.dumps(problem_to(small_problem())), json.dumps(plan_to(small_plan()))

# What stands in the file, and the line that is printed of it.
HOSTILE = {
    "empty": ("", "(text): not json (line 1, column 1)"),
    "no JSON": ("{'name': 1}", "(text): not json (line 1, column 2)"),
    "not UTF-8": (PROBLEM.encode("utf-16"), "(text): not utf8 (byte 0)"),
    "a list": ("[1, 2]", "(text): not an object"),
    "nothing": ("null", "(text): not an object"),
    "nested": ("[" * 200_000, "(text): too deep"),
    "10 MB of text": ('"' + "x" * 10_000_000 + '"', "(text): not an object"),
    "10 MB of digits": ("9" * 10_000_000, "(text): not an object"),
}
WRONG = {
    "a huge number": ('"pool": 2', '"pool": ' + "9" * 5000, "kits.pool: too large "
                      "(most 9223372036854775807)"),
    "no number": ('"adj_radius": 3', '"adj_radius": NaN', "adj_radius: not a number"),
    "infinite": ('"adj_radius": 3', '"adj_radius": -Infinity', "adj_radius: not a number"),
    "a text": ('"days": 12', '"days": "12"', "days: not an integer"),
    "a repeated key": ('"days": 12', '"days": 12, "days": 12', "days: repeated key"),
    "half a character": ('"Hall"', '"\\ud83d"', "venues[0].name: not unicode"),
    "an unknown id": ('"home": 5', '"home": 5, "serves": [5]', "agencies[0].serves: repeated key"),
    "a deep key": ('"name"', '"a": ' + "[" * 60 + "]" * 60 + ', "name"',
                   "a" + "[0]" * 50 + ": too deep (most 50)"),
}  # fmt: skip

COMMANDS = {
    "solve": ("solve", "bad.json"),
    "solve --start": ("solve", "small.json", "--start", "bad.json"),
    "check": ("check", "bad.json", "plan.json"),
    "check a plan": ("check", "small.json", "bad.json"),
    "replan": ("replan", "bad.json"),
}


def refused(answer, lines: list[str]) -> None:
    assert answer.exit_code == 2
    assert isinstance(answer.exception, SystemExit)
    assert answer.stdout == ""
    assert answer.stderr.splitlines() == [f"bad.json: {line}" for line in lines]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_such_file_at_all(run_plan, tmp_path, command, name):
    content, line = HOSTILE[name]
    data = content if isinstance(content, bytes) else content.encode()
    (tmp_path / "bad.json").write_bytes(data)
    refused(run_plan(*COMMANDS[command]), [line])


@pytest.mark.parametrize("command", ["solve", "check"])
@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_in_one_place(run_plan, tmp_path, command, name):
    old, new, line = WRONG[name]
    assert old in PROBLEM
    (tmp_path / "bad.json").write_text(PROBLEM.replace(old, new, 1), encoding="utf-8")
    refused(run_plan(*COMMANDS[command]), [line])


def test_every_fault_has_a_line(run_plan, tmp_path):
    plan = json.loads(PLAN)
    plan["events"][0]["day"], plan["events"][2]["assign"][1]["booth"] = "Monday", None
    del plan["instance"]
    (tmp_path / "bad.json").write_text(json.dumps(plan), encoding="utf-8")
    refused(
        run_plan("check", "small.json", "bad.json"),
        [
            "instance: missing",
            "events[0].day: not an integer",
            "events[2].assign[1].booth: not an integer",
        ],
    )


def test_a_plan_is_not_a_problem(run_plan):
    answer = run_plan("solve", "plan.json")
    first = "plan.json: format: wrong format (expected olp-1, found olp-plan-1)"
    assert (answer.exit_code, answer.stderr.splitlines()[0]) == (2, first)


@pytest.mark.parametrize(
    ("name", "why"), [("none.json", "No such file or directory"), (".", "Is a directory")]
)
def test_a_file_that_cannot_be_opened(run_plan, name, why):
    answer = run_plan("check", "small.json", name)
    assert (answer.exit_code, answer.stdout, answer.stderr) == (2, "", f"{name}: {why}\n")


def test_names_that_would_move_the_cursor_are_told_harmlessly(run_plan, tmp_path):
    wild = PROBLEM.replace('"Hall"', '"\\u001b[2J\\r\\nH01 all is well"')
    (tmp_path / "wild.json").write_text(wild, encoding="utf-8")
    plan = PLAN.replace('"fallback": 20', '"fallback": null')
    (tmp_path / "plan.json").write_text(plan.replace('"day": 7', '"day": 3'), encoding="utf-8")
    answer = run_plan("check", "wild.json", "plan.json")
    assert answer.exit_code == 1
    assert [line[:3] for line in answer.stdout.splitlines()] == ["H02", "H04", "H05"]
    assert "\x1b" not in answer.stdout


@pytest.mark.parametrize("day", [10**12, -(10**12), 2**63 - 1])
def test_a_day_beyond_the_calendar_is_outside_the_season(run_plan, tmp_path, day):
    (tmp_path / "far.json").write_text(PLAN.replace('"day": 7', f'"day": {day}'), encoding="utf-8")
    answer = run_plan("check", "small.json", "far.json")
    assert answer.exit_code == 1
    assert answer.stdout.splitlines()[0] == (
        f"H02 event b (Hall): day {day} lies outside the season"
    )


# --- numbers that ask for more than can be done

MILLION = 1_000_000


def asking(**changes):
    """The small problem, asking for a million events in each district."""
    data = problem_to(small_problem())
    for district in data["districts"]:
        district |= {"events": MILLION, "min_gap": 0, "max_weekend": MILLION}
    for zone in data["zones"]:
        zone |= {"min": 0, "max": MILLION, "gap": 0, "last": None}
    data["kits"] = {"pool": MILLION, "turnaround": 1}
    for key, value in changes.items():
        for row in data[key] if isinstance(data[key], list) else [data[key]]:
            row |= value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "no plan: too large: so many events may lie on one day that they cannot be searched"),
        ({"zones": {"max": 2}}, "no plan: infeasible, these rules cannot all be kept"),
        ({"zones": {"gap": 1}}, "no plan: infeasible, these rules cannot all be kept"),
        ({"kits": {"pool": 1}}, "no plan: infeasible, these rules cannot all be kept"),
        ({"districts": {"min_gap": 1}}, "no plan: infeasible, these rules cannot all be kept"),
    ],
)
def test_a_million_events_are_answered_at_once(run_plan, tmp_path, changes, line):
    (tmp_path / "many.json").write_text(asking(**changes), encoding="utf-8")
    answer = run_plan("solve", "many.json", "--seconds", "20", "--json")
    data = json.loads(answer.stdout)
    assert (answer.exit_code, data["plan"]) == (1, None)
    assert data["seconds"] < 15
    told = run_plan("solve", "many.json", "--seconds", "20")
    assert (told.exit_code, told.stdout.splitlines()[0]) == (1, line)


def test_kits_that_are_away_for_ever_are_no_endless_loop(run_plan, tmp_path):
    text = PROBLEM.replace('"turnaround": 2', f'"turnaround": {10**12}')
    (tmp_path / "away.json").write_text(text, encoding="utf-8")
    answer = run_plan("solve", "away.json", "--seconds", "20")
    assert answer.exit_code == 1
    assert answer.stdout.startswith("no plan: infeasible")


@pytest.mark.parametrize(
    ("key", "name"),
    [("fields", "need"), ("zones", "target"), ("agencies", "staff"), ("agencies", "target")],
)
def test_huge_numbers_elsewhere_are_just_numbers(run_plan, tmp_path, key, name):
    data = problem_to(small_problem())
    data[key][0][name] = 10**6
    (tmp_path / "huge.json").write_text(json.dumps(data), encoding="utf-8")
    answer = run_plan("solve", "huge.json", "--seconds", "20", "--json")
    assert (answer.exit_code, json.loads(answer.stdout)["status"]) == (0, "optimal")
