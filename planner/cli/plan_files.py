"""Commands over problem and plan files: solve, check, explain, generate, replan.

Exit codes: 0 sound or done, 1 violated or no plan, 2 unreadable.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import click

from planner.cli.plan_sentences import fault_line, sentence
from planner.core.formats import (
    plan_to,
    read_plan,
    read_problem,
    read_replan,
    write_plan,
    write_problem,
)
from planner.core.problem import Plan, Problem
from planner.core.reading import FormatError
from planner.core.rules import check_plan
from planner.core.score import Score, score_plan
from planner.engine.outcome import Outcome, Progress

Value = TypeVar("Value")
_FILE = click.Path(path_type=Path, allow_dash=True)


@click.group("plan-files")
def plan_files() -> None:
    """Problems and plans in files (see docs/optimiser.md)."""


def read_file(path: Path, read: Callable[[bytes], Value]) -> Value:
    """Reads a file (``-``: standard input), or ends with exit code 2 and a line for each fault."""
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return read(content)
    except OSError as error:
        click.echo(f"{path}: {error.strerror or error}", err=True)
    except FormatError as error:
        for fault in error.faults:
            click.echo(fault_line(str(path), fault), err=True)
    raise SystemExit(2)


def write_file(path: Path, text: str) -> None:
    """Writes a file (``-``: standard output), or ends with exit code 2."""
    try:
        if str(path) == "-":
            click.echo(text, nl=False)
        else:
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        click.echo(f"{path}: {error.strerror or error}", err=True)
        raise SystemExit(2) from error


def progress_line(wanted: bool) -> Callable[[Progress], None] | None:
    """A line that renews itself on a terminal; nothing where the output is not one."""
    if not wanted or not sys.stderr.isatty():
        return None

    def show(progress: Progress) -> None:
        share = min(1.0, progress.elapsed / progress.seconds) if progress.seconds else 1.0
        bar = "#" * round(20 * share) + "-" * (20 - round(20 * share))
        best = "-" if progress.score is None else str(progress.score)
        bound = "-" if progress.bound is None else f"{progress.bound:.0f}"
        line = f"\r[{bar}] {progress.elapsed:5.1f} s  {progress.phase:<10} score {best}"
        click.echo(f"{line}  bound {bound}   ", nl=False, err=True)

    return show


def show_outcome(problem: Problem, outcome: Outcome) -> None:
    """The outcome in words."""
    if outcome.score is None:
        click.echo(f"no plan: {outcome.status.replace('_', ' ')} after {outcome.elapsed:.1f} s")
        for item in outcome.conflicts:
            click.echo("  " + sentence(problem, item))
        return
    proof = "proven optimal" if outcome.status == "optimal" else "best plan found so far"
    click.echo(f"score {outcome.score.total}: {proof}, {outcome.elapsed:.1f} s")
    if outcome.bound is not None and outcome.gap is not None:
        click.echo(f"bound {outcome.bound:.0f} (gap {100 * outcome.gap:.2f} %)")
    else:
        click.echo("bound none")
    show_terms(outcome.score)


def show_terms(score: Score) -> None:
    for name, points in score.points.items():
        click.echo(f"  {name:<12}{score.terms[name]:>8} units {points:>9} points")


def outcome_data(outcome: Outcome) -> dict[str, object]:
    """The outcome as a JSON value; the plan is not in it."""
    score = outcome.score
    conflicts = [
        {"code": item.code, "subjects": list(item.subjects), "data": dict(item.data)}
        for item in outcome.conflicts
    ]
    return {
        "status": outcome.status,
        "score": score.total if score else None,
        "terms": dict(score.terms) if score else None,
        "bound": outcome.bound,
        "gap": outcome.gap,
        "seconds": round(outcome.elapsed, 3),
        "history": [list(step) for step in outcome.history],
        "conflicts": conflicts,
    }


def finish(
    problem: Problem,
    outcome: Outcome,
    out: Path | None,
    as_json: bool,
    more: Mapping[str, object] | None = None,
) -> None:
    """Writes the plan, tells the outcome, and ends with 1 where there is no plan."""
    if sys.stderr.isatty():
        click.echo(err=True)
    if outcome.plan is not None and out is not None:
        write_file(out, write_plan(outcome.plan))
    if as_json:
        data = outcome_data(outcome) | dict(more or {})
        if out is None:
            data["plan"] = plan_to(outcome.plan) if outcome.plan else None
        click.echo(json.dumps(data, ensure_ascii=False))
    else:
        show_outcome(problem, outcome)
    if outcome.plan is None:
        raise SystemExit(1)


@plan_files.command("solve")
@click.argument("instance", type=_FILE)
@click.option("--out", type=_FILE, help="File for the plan.")
@click.option("--seconds", type=click.FloatRange(min=0), default=30.0, show_default=True)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--start", type=_FILE, help="A plan to improve on.")
@click.option("--json", "as_json", is_flag=True, help="The outcome as one line of JSON.")
def solve(
    instance: Path,
    out: Path | None,
    seconds: float,
    workers: int,
    seed: int,
    start: Path | None,
    as_json: bool,
) -> None:
    """Plan the season of INSTANCE: dates, venues, agencies, fields and booths."""
    from planner import engine

    problem = read_file(instance, read_problem)
    first = read_file(start, read_plan) if start else None
    outcome = engine.solve(
        problem,
        seconds=seconds,
        workers=workers,
        seed=seed,
        start=first,
        on_progress=progress_line(not as_json),
    )
    finish(problem, outcome, out, as_json)


@plan_files.command("check")
@click.argument("instance", type=_FILE)
@click.argument("plan", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Score and violations as JSON.")
def check(instance: Path, plan: Path, as_json: bool) -> None:
    """Judge PLAN by the hard rules of INSTANCE and print its score."""
    problem, drawn = read_file(instance, read_problem), read_file(plan, read_plan)
    _tell_check(problem, drawn, as_json)


def _tell_check(problem: Problem, plan: Plan, as_json: bool) -> None:
    found, score = check_plan(problem, plan), score_plan(problem, plan)
    if as_json:
        lines = [sentence(problem, item) for item in found]
        data = {"sound": not found, "score": score.total, "terms": dict(score.terms)}
        click.echo(json.dumps({**data, "violations": lines}, ensure_ascii=False))
    else:
        for item in found:
            click.echo(sentence(problem, item))
        if not found:
            click.echo(f"sound, score {score.total}")
            show_terms(score)
    if found:
        raise SystemExit(1)


@plan_files.command("explain")
@click.argument("instance", type=_FILE)
@click.option("--seconds", type=click.FloatRange(min=0), default=10.0, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def explain(instance: Path, seconds: float, seed: int) -> None:
    """Say why there is no plan for INSTANCE, and what would have to be given up."""
    from planner.engine import explain as explaining

    problem = read_file(instance, read_problem)
    answer = explaining.explain(problem, seconds=seconds, seed=seed)
    if answer.feasible is not False:
        known = "there is a plan" if answer.feasible else "not known within the time"
        click.echo(known)
        raise SystemExit(0 if answer.feasible else 1)
    click.echo("No plan keeps all of these" + ("" if answer.minimal else " (perhaps not all)"))
    for item in answer.conflicts:
        click.echo("  " + sentence(problem, item))
    if answer.give_up:
        click.echo("Least to give up" + ("" if answer.least else " (perhaps less would do)"))
        for item in answer.give_up:
            click.echo("  " + sentence(problem, item))
    raise SystemExit(1)


@plan_files.command("generate")
@click.option("--size", required=True, help="tiny, seocho, district-year, city-month, city-year")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--out", type=_FILE, default=Path("-"), help="File for the problem.")
def generate(size: str, seed: int, out: Path) -> None:
    """Make up a problem with the structure of a real one."""
    from planner.engine.generate import SIZES, generate_problem

    if size not in SIZES:
        raise click.BadParameter(f"one of {', '.join(SIZES)}", param_hint="--size")
    write_file(out, write_problem(generate_problem(size, seed)))


@plan_files.command("replan")
@click.argument("replanning", type=_FILE)
@click.option("--out", type=_FILE, help="File for the plan.")
@click.option("--seconds", type=click.FloatRange(min=0), default=30.0, show_default=True)
@click.option("--workers", type=click.IntRange(min=1), default=1, help="Accepted, one is used.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--goals", default="uncovered,distance,score", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The outcome as one line of JSON.")
def replan(
    replanning: Path,
    out: Path | None,
    seconds: float,
    workers: int,
    seed: int,
    goals: str,
    as_json: bool,
) -> None:
    """Plan again, close to the published plan, as REPLANNING says."""
    from planner.engine import replan as replanning_engine

    wanted = tuple(goals.split(","))
    if set(wanted) - set(replanning_engine.GOALS):
        raise click.BadParameter(", ".join(replanning_engine.GOALS), param_hint="--goals")
    task = read_file(replanning, read_replan)
    answer = replanning_engine.replan(
        task, seconds=seconds, seed=seed, goals=wanted, on_progress=progress_line(not as_json)
    )
    reached = [{"goal": g.name, "value": g.value, "proven": g.proven} for g in answer.goals]
    if not as_json:
        for goal in answer.goals:
            click.echo(f"{goal.name} {goal.value}" + (" (proven least)" if goal.proven else ""))
    more = {"goals": reached, "distance": answer.distance}
    finish(task.problem, answer.outcome, out, as_json, more)
