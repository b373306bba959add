"""Commands over problem and plan files: solve, check, generate, replan.

Exit codes: 0 sound or done, 1 violated or no plan, 2 unreadable (or not to be written).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from planner.cli.plan_io import (
    Bar,
    ensure_writable,
    finish,
    read_file,
    show_terms,
    stoppable,
    violation_data,
    write_file,
)
from planner.cli.plan_sentences import sentence
from planner.core.difference import plan_distance
from planner.core.formats import (
    read_plan,
    read_problem,
    read_question,
    read_replan,
    write_problem,
)
from planner.core.problem import Plan, Problem, Replan
from planner.core.rules import check_plan, check_replan
from planner.core.score import score_plan
from planner.core.violation import Violation
from planner.engine.generate import SIZES, generate_problem

_FILE = click.Path(path_type=Path, allow_dash=True)
_OUT = click.option("--out", type=_FILE, help="File for the plan (- for standard output).")
_SECONDS = click.option("--seconds", type=click.FloatRange(min=0), default=30.0, show_default=True)
_SEED = click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=0, help="Of all random choices."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="The outcome as one line of JSON.")


@click.group("plan-files")
def plan_files() -> None:
    """Problems and plans in files (see docs/optimiser.md)."""


@plan_files.command("solve")
@click.argument("instance", type=_FILE)
@_OUT
@_SECONDS
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True)
@_SEED
@click.option("--start", type=_FILE, help="A plan to improve on.")
@_JSON
def solve(
    instance: Path,
    out: Path | None,
    seconds: float,
    workers: int,
    seed: int,
    start: Path | None,
    as_json: bool,
) -> None:
    """Plan the season of INSTANCE: dates, venues, agencies, fields and booths.

    Ctrl-C ends the search early and keeps the best plan so far.
    """
    from planner import engine

    problem = read_file(instance, read_problem)
    first = read_file(start, read_plan) if start else None
    ensure_writable(out)
    bar = Bar(not as_json)
    with stoppable() as stop:
        outcome = engine.solve(
            problem,
            seconds=seconds,
            workers=workers,
            seed=seed,
            start=first,
            on_progress=bar,
            should_stop=stop,
        )
        bar.end()
        finish(problem, outcome, out, as_json, stop.asked)


@plan_files.command("check")
@click.argument("instance", type=_FILE)
@click.argument("plan", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Score and violations as JSON.")
def check(instance: Path, plan: Path, as_json: bool) -> None:
    """Judge PLAN by the hard rules of INSTANCE and print its score.

    INSTANCE may be a re-planning: then by its rules R01 to R05 too, with the distance. What the
    past breaks under the rules of today is excused.
    """
    question, drawn = read_file(instance, read_question), read_file(plan, read_plan)
    if isinstance(question, Replan):
        found = _judged(question, drawn)
        distance = plan_distance(question.published, drawn, question.delta_weights)
        _tell_check(question.problem, drawn, found, as_json, {"distance": distance})
    else:
        _tell_check(question, drawn, check_plan(question, drawn), as_json, {})


def _judged(task: Replan, plan: Plan) -> tuple[Violation, ...]:
    from planner.engine.replan_faults import past_faults

    excused = past_faults(task)
    hard = (item for item in check_plan(task.problem, plan) if item not in excused)
    return (*hard, *check_replan(task, plan))


def _tell_check(
    problem: Problem,
    plan: Plan,
    found: tuple[Violation, ...],
    as_json: bool,
    more: Mapping[str, int],
) -> None:
    score = score_plan(problem, plan)
    lines = [sentence(problem, item, plan) for item in found]
    if as_json:
        data = {"sound": not found, "score": score.total, **more, "terms": dict(score.terms)}
        broken = [violation_data(item) for item in found]
        data |= {"violations": lines, "broken": broken}
        click.echo(json.dumps(data, ensure_ascii=False))
    else:
        for line in lines:
            click.echo(line)
        if not found:
            figures = {"score": score.total, **more}
            click.echo(f"sound, {', '.join(f'{name} {value}' for name, value in figures.items())}")
            show_terms(score)
    if found:
        raise SystemExit(1)


@plan_files.command("generate")
@click.option("--size", required=True, type=click.Choice(tuple(SIZES)), help="Kind of season.")
@_SEED
@click.option("--out", type=_FILE, default=Path("-"), help="File for the problem.")
def generate(size: str, seed: int, out: Path) -> None:
    """Make up a problem with the structure of a real one."""
    ensure_writable(out)
    write_file(out, write_problem(generate_problem(size, seed)))


@plan_files.command("replan")
@click.argument("replanning", type=_FILE)
@_OUT
@_SECONDS
@click.option("--workers", type=click.IntRange(min=1), default=1, help="One is used, however many.")
@_SEED
@click.option("--goals", default="uncovered,distance,score", show_default=True)
@_JSON
def replan(
    replanning: Path,
    out: Path | None,
    seconds: float,
    workers: int,
    seed: int,
    goals: str,
    as_json: bool,
) -> None:
    """Plan again, close to the published plan, as REPLANNING says.

    Ctrl-C ends the search early and keeps the best plan so far.
    """
    from planner.engine import replan as engine

    wanted = _goals(goals, engine.GOALS)
    task = read_file(replanning, read_replan)
    ensure_writable(out)
    if workers > 1:
        click.echo("note: a re-planning uses one worker", err=True)
    bar = Bar(not as_json)
    with stoppable() as stop:
        answer = engine.replan(
            task, seconds=seconds, seed=seed, goals=wanted, on_progress=bar, should_stop=stop
        )
        bar.end()
        reached = [{"goal": g.name, "value": g.value, "proven": g.proven} for g in answer.goals]
        for goal in answer.goals if not as_json else ():
            proof = " (proven least)" if goal.proven else ""
            click.echo(f"{goal.name} {goal.value}{proof}", err=str(out) == "-")
        more = {"goals": reached, "distance": answer.distance}
        finish(task.problem, answer.outcome, out, as_json, stop.asked, more)


def _goals(text: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The goals in the order asked for, each once."""
    wanted = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if not wanted or set(wanted) - set(known):
        raise click.BadParameter(f"one or more of {', '.join(known)}", param_hint="--goals")
    return wanted
