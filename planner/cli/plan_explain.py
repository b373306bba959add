"""`plan explain`: why a plan is as it is, why not otherwise, and why there is none.

Exit codes: 0 the plan is sound, or there is one; 1 it is violated, the wish is not to be had, or
there is no plan (with the reason); 2 unreadable.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import click

from planner.cli.plan_changes import change_lines, row_line
from planner.cli.plan_files import plan_files
from planner.cli.plan_io import read_file, show_terms, violation_data
from planner.cli.plan_sentences import sentence
from planner.core.cost import term_changes
from planner.core.formats import plan_to, read_plan, read_problem
from planner.core.problem import Plan, Problem
from planner.core.rules import check_plan
from planner.core.score import explain_terms, score_plan
from planner.core.violation import Violation
from planner.core.wish import Wish, wish_fault
from planner.core.worth import Worth, worths

_FILE = click.Path(path_type=Path, allow_dash=True)
_NUMBERS = ("agency", "booth", "field", "day", "venue")
HEADLINES = {
    "holds": "the plan already has it",
    "forbidden": "the rules forbid it",
    "impossible": "no plan that has it keeps all the rules",
    "free": "it costs nothing: an equally good plan has it",
    "better": "a better plan has it",
    "costs": "it is possible, at a cost",
    "unknown": "not known within the time",
}
SCOPES = {
    "season": "proven least",
    "agencies": "proven least as long as dates and venues stay",
    "event": "proven least as long as the other events stay",
    "": "best found, perhaps less would do",
}


class WishType(click.ParamType):
    """``event=e2,agency=3,booth=4``: an event and what is wished of it."""

    name = "wish"

    def convert(self, value: Any, param: Any, ctx: Any) -> Wish:
        if isinstance(value, Wish):
            return value
        parts = dict(part.partition("=")[::2] for part in str(value).split(","))
        known = {key.strip(): text.strip() for key, text in parts.items()}
        event = known.pop("event", "")
        if not event or set(known) - set(_NUMBERS):
            self.fail(f"event=…, and one or more of {', '.join(_NUMBERS)}", param, ctx)
        anywhere = known.get("venue") == "any"
        if anywhere:
            known.pop("venue")
        try:
            numbers = {key: int(text) for key, text in known.items()}
        except ValueError:
            self.fail("numbers of the problem, as in event=e2,agency=3", param, ctx)
        return Wish(event, anywhere=anywhere, **numbers)


@plan_files.command("explain")
@click.argument("instance", type=_FILE)
@click.argument("plan", type=_FILE, required=False)
@click.option("--why-not", "wish", type=WishType(), help="event=e2,agency=3 · event=e2,day=40 …")
@click.option("--why", "event", metavar="EVENT", help="What each placement of an event is worth.")
@click.option("--seconds", type=click.FloatRange(min=0), default=10.0, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, help="Of all random choices.")
@click.option("--json", "as_json", is_flag=True, help="The answer as one line of JSON.")
def explain(
    instance: Path,
    plan: Path | None,
    wish: Wish | None,
    event: str | None,
    seconds: float,
    seed: int,
    as_json: bool,
) -> None:
    """Say what stands behind the points of PLAN, or why there is no plan for INSTANCE."""
    problem = read_file(instance, read_problem)
    if plan is None:
        if wish or event:
            raise click.UsageError("--why and --why-not ask about a PLAN")
        _no_plan(problem, seconds, seed, as_json)
    drawn = read_file(plan, read_plan)
    if wish is not None:
        _why_not(problem, drawn, wish, seconds, seed, as_json)
    elif event is not None:
        _why(problem, drawn, event, as_json)
    else:
        _this_plan(problem, drawn, as_json)


def _tell(data: dict[str, object]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False))


def _lines(problem: Problem, items: Iterable[Violation], plan: Plan | None = None) -> None:
    for item in items:
        click.echo("  " + sentence(problem, item, plan))


def _data(problem: Problem, items: Iterable[Violation]) -> list[dict[str, object]]:
    return [violation_data(item) | {"sentence": sentence(problem, item)} for item in items]


# --- a plan as it is ----------------------------------------------------------------------------


def _this_plan(problem: Problem, plan: Plan, as_json: bool) -> None:
    """Terms with the rows behind each; the violations where it is unsound."""
    found, score = check_plan(problem, plan), score_plan(problem, plan)
    terms = explain_terms(problem, plan)
    if as_json:
        rows = {
            name: [row_line(problem, plan, row.subjects, row.amount, row.data) for row in rows]
            for name, rows in terms.items()
        }
        data = {"sound": not found, "score": score.total, "terms": dict(score.terms)}
        _tell({**data, "rows": rows, "violations": _data(problem, found)})
    else:
        _lines(problem, found, plan)
        click.echo(f"{'unsound' if found else 'sound'}, score {score.total}")
        show_terms(score)
        for name, rows in terms.items():
            for row in sorted(rows, key=lambda row: -row.amount):
                line = row_line(problem, plan, row.subjects, row.amount, row.data)
                click.echo(f"  {name:<12}{line}")
    if found:
        raise SystemExit(1)


def _why(problem: Problem, plan: Plan, event: str, as_json: bool) -> None:
    if event not in plan.event_by_id():
        raise click.BadParameter(f"the plan has no event {event!r}", param_hint="--why")
    found = sorted(worths(problem, plan, event), key=lambda item: -item.total)
    if as_json:
        _tell({"event": event, "placements": [_worth_data(item) for item in found]})
        return
    for item in found:
        name = problem.agency_by_id[item.agency].name
        alone = ", ".join(problem.field_by_id[key].name for key in item.alone)
        reason = f"alone in {alone}" if alone else "nothing would be short without it"
        click.echo(f"agency {item.agency} ({name}) at booth {item.booth}: {reason};")
        click.echo(
            f"  {item.events} of {item.target} events, {item.suiting} booths suit it, "
            f"{item.total} points saved"
        )


def _worth_data(item: Worth) -> dict[str, object]:
    names = ("agency", "booth", "events", "target", "suiting")
    lists = ("alone", "spare", "needs", "clashes")
    data: dict[str, object] = {name: getattr(item, name) for name in names}
    data |= {name: list(getattr(item, name)) for name in lists}
    return {**data, "points": dict(item.points)}


# --- why not ------------------------------------------------------------------------------------


def _why_not(
    problem: Problem, plan: Plan, wish: Wish, seconds: float, seed: int, as_json: bool
) -> NoReturn:
    from planner.engine.why_not import why_not

    fault = wish_fault(problem, plan, wish)
    if fault:
        raise click.BadParameter(fault.replace("_", " "), param_hint="--why-not")
    answer = why_not(problem, plan, wish, seconds=seconds, seed=seed)
    why = answer.why
    changes = change_lines(problem, plan, answer.plan) if answer.plan else []
    terms = term_changes(problem, plan, answer.plan) if answer.plan else ()
    if as_json:
        _tell(
            {
                "status": answer.status,
                "cost": answer.cost,
                "proven": answer.scope or None,
                "outright": _data(problem, answer.outright),
                "against": _data(problem, answer.against),
                "conflicts": _data(problem, why.conflicts if why else ()),
                "minimal": bool(why and why.minimal),
                "give_up": _data(problem, why.give_up if why else ()),
                "terms": {item.term: [item.before, item.after, item.points] for item in terms},
                "changes": changes,
                "plan": plan_to(answer.plan) if answer.plan else None,
                "seconds": round(answer.elapsed, 3),
            }
        )
    else:
        click.echo(HEADLINES[answer.status])
        _lines(problem, (*answer.outright, *(why.conflicts if why else ())), plan)
        if answer.cost is not None:
            click.echo(f"{answer.cost:+} points, {SCOPES[answer.scope]}")
        for item in terms:
            click.echo(f"  {item.term:<12}{item.before:>8} → {item.after} ({item.points:+} points)")
        if answer.against:
            click.echo("in the way of the plan as it is")
            _lines(problem, answer.against, plan)
        for line in changes:
            click.echo("  " + line)
    raise SystemExit(0 if answer.status in ("holds", "free", "better", "costs") else 1)


# --- no plan ------------------------------------------------------------------------------------


def _no_plan(problem: Problem, seconds: float, seed: int, as_json: bool) -> NoReturn:
    """The minimal set in conflict as soon as it is known, then what to give up."""
    from planner.engine.explain import explain

    def told(conflicts: tuple[Violation, ...], minimal: bool) -> None:
        if not as_json:
            click.echo("No plan keeps all of these" + ("" if minimal else " (perhaps not all)"))
            _lines(problem, conflicts)

    answer = explain(problem, seconds=seconds, seed=seed, on_conflict=told)
    if as_json:
        data = {"feasible": answer.feasible, "minimal": answer.minimal, "least": answer.least}
        for name in ("conflicts", "give_up", "alone"):
            data[name] = _data(problem, getattr(answer, name))  # type: ignore[assignment]
        _tell(dict(data))
    elif answer.feasible is not False:
        click.echo("there is a plan" if answer.feasible else "not known within the time")
    else:
        if answer.alone:
            click.echo("Any one of these is enough")
            _lines(problem, answer.alone)
        if answer.give_up:
            click.echo("Least to give up" + ("" if answer.least else " (perhaps less would do)"))
            _lines(problem, answer.give_up)
    raise SystemExit(0 if answer.feasible else 1)
