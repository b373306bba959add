"""The plan commands on a terminal: a bar that renews itself, Ctrl-C that keeps the best plan."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from planner import engine
from planner.cli.plan_io import Bar, bar_line
from planner.core.formats import read_plan, write_problem
from planner.core.rules import check_plan
from planner.core.score import score_plan
from planner.engine import replan
from planner.engine.generate import generate_problem
from planner.engine.outcome import Outcome, Progress
from planner.engine.replan import ReplanOutcome

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "from planner.cli.plan_files import plan_files; plan_files()"
PATIENCE = 120  # seconds after which a command that hangs fails the test


def start(folder, *arguments, **streams) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    command = [sys.executable, "-c", COMMAND, *arguments]
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, **streams
    )


class Terminal:
    """A terminal at the standard error of a command."""

    def __init__(self, folder, *arguments) -> None:
        self.mine, theirs = pty.openpty()
        self.process = start(folder, *arguments, stderr=theirs)
        os.close(theirs)
        self.seen = ""

    def read_until(self, found) -> None:
        """Reads until what was seen is as wanted, or the command has ended."""
        while not found(self.seen):
            ready, _, _ = select.select([self.mine], [], [], PATIENCE)
            assert ready, f"nothing more after {self.seen!r}"
            try:
                more = os.read(self.mine, 4096)
            except OSError:  # the other end is closed
                return
            if not more:
                return
            self.seen += more.decode()

    def end(self) -> tuple[int, str]:
        self.read_until(lambda _: False)
        os.close(self.mine)
        answer = self.process.communicate(timeout=PATIENCE)[0]
        return self.process.returncode, answer


@pytest.fixture
def folder(tmp_path):
    for size in ("tiny", "district-year"):
        text = write_problem(generate_problem(size, 1))
        (tmp_path / f"{size}.json").write_text(text, encoding="utf-8")
    return tmp_path


def has_score(text: str) -> bool:
    return any(f"score {digit}" in text for digit in "123456789")


def test_a_terminal_shows_a_bar_and_ends_its_line(folder):
    terminal = Terminal(folder, "solve", "tiny.json", "--seconds", "600")
    code, answer = terminal.end()
    assert (code, answer.partition(" ")[0]) == (0, "score")
    assert terminal.seen.startswith("\r[--------------------]   0.0 s  ")
    drawn = terminal.seen.split("\r")[1:]
    assert {len(line) for line in drawn if "\n" not in line} == {99}
    assert terminal.seen.endswith("\r\n")
    assert terminal.seen.count("\n") == 1


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_without_a_terminal_there_is_silence(folder, more):
    process = start(folder, "solve", "tiny.json", "--seconds", "600", *more, stderr=subprocess.PIPE)
    answer, told = process.communicate(timeout=PATIENCE)
    assert (process.returncode, told) == (0, "")
    assert "\r" not in answer


def test_json_is_not_disturbed_by_a_bar(folder):
    terminal = Terminal(folder, "solve", "tiny.json", "--seconds", "600", "--json")
    code, answer = terminal.end()
    assert (code, json.loads(answer)["status"], terminal.seen) == (0, "optimal", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_the_best_plan_so_far(folder, number):
    problem, more = generate_problem("district-year", 1), ("--out", "o.json", "--seconds", "600")
    terminal = Terminal(folder, "solve", "district-year.json", *more)
    terminal.read_until(has_score)
    terminal.process.send_signal(number)
    code, answer = terminal.end()
    assert code == 0, terminal.seen
    plan = read_plan((folder / "o.json").read_bytes())
    assert check_plan(problem, plan) == ()
    first = answer.splitlines()[0]
    total = score_plan(problem, plan).total
    assert first.startswith(f"score {total}: stopped, best plan found so far, ")


def asking(answer):
    """In place of the engine: presses Ctrl-C and answers when it is asked to stop."""

    def run(*_, should_stop, **__):
        assert not should_stop()
        os.kill(os.getpid(), signal.SIGINT)
        assert should_stop()
        return answer

    return run


def test_ctrl_c_before_any_plan_is_no_plan(run_plan, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "solve", asking(Outcome("out_of_time", elapsed=1.0)))
    answer = run_plan("solve", "tiny.json", "--out", "out.json")
    assert (answer.exit_code, answer.stderr) == (1, "")
    assert answer.stdout == "no plan: stopped after 1.0 s, before one was found\n"
    assert not (tmp_path / "out.json").exists()
    data = json.loads(run_plan("solve", "tiny.json", "--json").stdout)
    assert (data["status"], data["stopped"], data["plan"]) == ("out_of_time", True, None)


def test_ctrl_c_keeps_a_plan_made_again(run_plan, monkeypatch):
    problem = generate_problem("tiny", 0)
    best = engine.solve(problem, seconds=600)
    kept = Outcome("feasible", best.plan, best.score, elapsed=1.0)
    monkeypatch.setattr(replan, "replan", asking(ReplanOutcome(kept, (), 7)))
    answer = run_plan("replan", "replan.json", "--out", "out.json")
    assert answer.exit_code == 0
    first = answer.stdout.splitlines()[0]
    assert first == f"score {best.score.total}: stopped, best plan found so far, 1.0 s"
    assert read_plan(Path("out.json").read_bytes()) == best.plan


def test_afterwards_ctrl_c_means_what_it_meant_before(run_plan):
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    assert run_plan("solve", "tiny.json", "--seconds", "600").exit_code == 0
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_a_second_ctrl_c_ends_it_at_once(folder):
    """Also where the search does not listen: it is not waited for."""
    code = (
        "import os, signal\n"
        "from planner import engine\n"
        "from planner.cli.plan_files import plan_files\n"
        "def deaf(*_, **__):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    raise AssertionError('still running')\n"
        "engine.solve = deaf\n"
        "plan_files(['solve', 'tiny.json', '--out', 'out.json'])\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True,
        timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "\nbroken off\n")
    assert not (folder / "out.json").exists()


EMPTY, HALF, FULL = "-" * 20, "#" * 10 + "-" * 10, "#" * 20


@pytest.mark.parametrize(
    ("progress", "line"),
    [
        (Progress("dates", 0.0, 30.0), f"[{EMPTY}]   0.0 s  dates      score -  bound -"),
        (
            Progress("window", 15.0, 30.0, 812, 700.4),
            f"[{HALF}]  15.0 s  window     score 812  bound 700",
        ),
        (
            Progress("window", 31.0, 30.0, 0, 0.0),
            f"[{FULL}]  31.0 s  window     score 0  bound 0",
        ),
        (Progress("model", 0.1, 0.0), f"[{FULL}]   0.1 s  model      score -  bound -"),
    ],
)
def test_the_bar_tells_share_score_and_bound(progress, line):
    assert bar_line(progress) == line


def test_the_bar_is_drawn_ten_times_a_second_at_most(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    bar = Bar()
    for phase, elapsed in (("a", 0.0), ("a", 0.05), ("a", 0.11), ("b", 0.12), ("b", 0.13)):
        bar(Progress(phase, elapsed, 1.0))
    bar.end()
    assert capsys.readouterr().err.count("\r") == 3
