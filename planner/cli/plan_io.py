"""What the commands over problem and plan files share: reading, writing, telling, stopping."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from errno import EISDIR
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType
from typing import NoReturn, TypeVar

import click

from planner.cli.plan_sentences import fault_line, sentence
from planner.core.formats import plan_to, write_plan
from planner.core.problem import Problem
from planner.core.reading import FormatError
from planner.core.score import Score
from planner.core.violation import Violation
from planner.engine.outcome import Outcome, Progress

Value = TypeVar("Value")

_UNREADABLE = 2
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_EVERY = 0.1  # seconds between two drawings of the progress bar


def read_file(path: Path, read: Callable[[bytes], Value]) -> Value:
    """Reads a file (``-``: standard input), or ends with exit code 2 and a line for each fault."""
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return read(content)
    except OSError as error:
        _refuse(path, error)
    except FormatError as error:
        for fault in error.faults:
            click.echo(fault_line(str(path), fault), err=True)
    raise SystemExit(_UNREADABLE)


def ensure_writable(path: Path | None) -> None:
    """Ends with exit code 2 where a file could not be written, before any work is done for it."""
    if path is None or str(path) == "-":
        return
    try:
        try_to_write(path)
    except OSError as error:
        _refuse(path, error)


def try_to_write(path: Path) -> None:
    """Raises what writing a file would raise; leaves nothing behind."""
    if path.is_dir():
        raise IsADirectoryError(EISDIR, "Is a directory", str(path))
    if path.exists() and not path.is_file():
        return
    existed = path.exists()
    with path.open("ab"):
        pass
    if not existed:
        path.unlink()


def write_file(path: Path, text: str) -> None:
    """Writes a file (``-``: standard output), or ends with exit code 2."""
    try:
        if str(path) == "-":
            click.echo(text, nl=False)
        else:
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        _refuse(path, error)


def _refuse(path: Path, error: OSError) -> NoReturn:
    click.echo(f"{path}: {error.strerror or error}", err=True)
    raise SystemExit(_UNREADABLE) from error


class Stop:
    """Whether a person has asked to stop: the first signal asks, the next one ends it all."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        return self.asked

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            # An exception would have to find its way through the solver's own code.
            os.write(2, b"\nbroken off\n")
            os._exit(130)
        self.asked = True


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Within, Ctrl-C (or a polite kill) keeps the best plan so far instead of losing it."""
    stop = Stop()
    mine = _SIGNALS if current_thread() is main_thread() else ()
    before = {number: signal.signal(number, stop.ask) for number in mine}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Bar:
    """A line that renews itself on a terminal; silent where standard error is not one."""

    def __init__(self, wanted: bool = True) -> None:
        self._shown = wanted and sys.stderr.isatty()
        self._drawn = -1.0
        self._phase = ""

    def __call__(self, progress: Progress) -> None:
        due = progress.phase != self._phase or progress.elapsed - self._drawn >= _EVERY
        if not self._shown or not due:
            return
        self._drawn, self._phase = progress.elapsed, progress.phase
        width = shutil.get_terminal_size().columns - 1
        click.echo(f"\r{bar_line(progress)[:width]:<{width}}", nl=False, err=True)

    def end(self) -> None:
        """Leaves the line, where there was one."""
        if self._drawn >= 0:
            click.echo(err=True)


def bar_line(progress: Progress) -> str:
    """Share of the time, best score and bound so far."""
    share = min(1.0, progress.elapsed / progress.seconds) if progress.seconds else 1.0
    done = "#" * round(20 * share)
    best = "-" if progress.score is None else str(progress.score)
    bound = "-" if progress.bound is None else f"{progress.bound:.0f}"
    line = f"[{done:-<20}] {progress.elapsed:5.1f} s  {progress.phase:<10} score {best}"
    return f"{line}  bound {bound}"


def show_terms(score: Score, err: bool = False) -> None:
    for name, points in score.points.items():
        line = f"  {name:<12}{score.terms[name]:>8} units {points:>9} points"
        click.echo(line, err=err)


def show_outcome(
    problem: Problem, outcome: Outcome, stopped: bool = False, err: bool = False
) -> None:
    """The outcome in words."""
    if outcome.score is None:
        click.echo(f"no plan: {_why_none(outcome, stopped)}", err=err)
        for item in outcome.conflicts:
            click.echo("  " + sentence(problem, item), err=err)
        return
    proof = "proven optimal" if outcome.status == "optimal" else "best plan found so far"
    if stopped and outcome.status != "optimal":
        proof = "stopped, " + proof
    click.echo(f"score {outcome.score.total}: {proof}, {outcome.elapsed:.1f} s", err=err)
    if outcome.bound is not None and outcome.gap is not None:
        click.echo(f"bound {outcome.bound:.0f} (gap {100 * outcome.gap:.2f} %)", err=err)
    else:
        click.echo("bound none", err=err)
    show_terms(outcome.score, err)


def _why_none(outcome: Outcome, stopped: bool) -> str:
    if outcome.status == "infeasible":
        return "infeasible, these rules cannot all be kept" if outcome.conflicts else "infeasible"
    if outcome.status == "too_large":
        return "too large: so many events may lie on one day that they cannot be searched"
    if stopped:
        return f"stopped after {outcome.elapsed:.1f} s, before one was found"
    return f"out of time after {outcome.elapsed:.1f} s; more --seconds may help"


def violation_data(item: Violation) -> dict[str, object]:
    """A violation as a JSON value."""
    subjects = [list(subject) for subject in item.subjects]
    return {"code": item.code, "subjects": subjects, "data": dict(item.data)}


def outcome_data(outcome: Outcome, stopped: bool = False) -> dict[str, object]:
    """The outcome as a JSON value; the plan is not in it."""
    score = outcome.score
    return {
        "status": outcome.status,
        "stopped": stopped,
        "score": score.total if score else None,
        "terms": dict(score.terms) if score else None,
        "bound": outcome.bound,
        "gap": outcome.gap,
        "seconds": round(outcome.elapsed, 3),
        "history": [list(step) for step in outcome.history],
        "conflicts": [violation_data(item) for item in outcome.conflicts],
    }


def finish(
    problem: Problem,
    outcome: Outcome,
    out: Path | None,
    as_json: bool,
    stopped: bool = False,
    more: Mapping[str, object] | None = None,
) -> None:
    """Writes the plan, tells the outcome, and ends with 1 where there is no plan.

    A plan on standard output stands there alone: all else is told on standard error.
    """
    err = str(out) == "-"
    if outcome.plan is not None and out is not None:
        write_file(out, write_plan(outcome.plan))
    if as_json:
        data = outcome_data(outcome, stopped) | dict(more or {})
        data["why"] = [sentence(problem, item) for item in outcome.conflicts]
        if out is None:
            data["plan"] = plan_to(outcome.plan) if outcome.plan else None
        click.echo(json.dumps(data, ensure_ascii=False), err=err)
    else:
        show_outcome(problem, outcome, stopped, err)
    if outcome.plan is None:
        raise SystemExit(1)
