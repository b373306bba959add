"""Reading and writing of problems (`olp-1`), plans (`olp-plan-1`) and re-plannings.

Readers take JSON text, or decoded JSON through `problem_from`, `plan_from`, `replan_from`; they
raise `FormatError` with every fault found: first those of single values, and if there are none,
those between values. What a reader accepts a writer gives back unchanged, with unknown keys.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from planner.core import format_parts as parts
from planner.core.problem import DeltaWeights, Period, Plan, Problem, Replan
from planner.core.reading import Faults, FormatError, FormatFault, Node, decode
from planner.core.references import reference_faults
from planner.core.unknown_keys import unknown_faults, unknown_keys
from planner.core.writing import plan_to, problem_to, replan_to

__all__ = [
    "FormatError",
    "FormatFault",
    "plan_from",
    "plan_to",
    "problem_from",
    "problem_to",
    "read_plan",
    "read_problem",
    "read_question",
    "read_replan",
    "replan_from",
    "replan_to",
    "write_plan",
    "write_problem",
    "write_replan",
]

Value = TypeVar("Value", Problem, Plan, Replan)
_REPLAN = "olp-replan-1"


def _format(node: Node, expected: str) -> None:
    found = node.at("format")
    if found.value is not None and found.value != expected:
        found.fault("wrong_format", expected=expected, found=found.value)


def _problem(node: Node) -> Problem:
    _format(node, "olp-1")
    name, start = node.at("name").text(), parts.start_date(node.at("start"))
    days = parts.season_days(node.at("days"), start)
    return Problem(
        name=name,
        start=start,
        days=days or 0,
        weekday0=node.at("weekday0").count(),
        allowed=node.at("allowed").days(days),
        weekend=node.at("weekend").days(days),
        rain=node.at("rain").each(Node.count),
        fields=node.at("fields").each(parts.field),
        kits=parts.kits(node.at("kits")),
        districts=node.at("districts").each(parts.district),
        zones=node.at("zones").each(parts.zone),
        dongs=node.at("dongs").each(parts.dong),
        venues=node.at("venues").each(lambda item: parts.venue(item, days)),
        agencies=node.at("agencies").each(lambda item: parts.agency(item, days)),
        travel=node.at("travel").each(Node.integers),
        periods=node.at("periods").each(lambda item: Period(*item.pair())),
        conflicts=node.at("conflicts").each(Node.pair),
        not_adjacent=node.at("not_adjacent").each(Node.pair),
        adj_radius=node.at("adj_radius").number(0),
        weights=parts.weights(node.at("weights")),
    )


def _sound_problem(node: Node) -> Problem:
    problem = _problem(node)
    if not node.faults:
        _report(node, reference_faults(problem, node.path))
    return _with_extra(node, problem, problem_to)


def _report(node: Node, faults: Iterable[FormatFault]) -> None:
    for fault in faults:
        node.faults.add(fault.path, fault.reason, fault.data)


def _with_extra(node: Node, value: Value, write: Callable[[Value], object]) -> Value:
    """The value with the keys of the file that the format does not know."""
    if node.faults:
        return value
    extra = unknown_keys(node.value, write(value))
    _report(node, unknown_faults(extra, node.path))
    return replace(value, extra=extra)


def _plan(node: Node) -> Plan:
    _format(node, "olp-plan-1")
    plan = Plan(node.at("instance").text(), node.at("events").each(parts.event))
    return _with_extra(node, plan, plan_to)


def _replan(node: Node) -> Replan:
    _format(node, _REPLAN)
    task = Replan(
        problem=_sound_problem(node.at("instance")),
        published=_plan(node.at("published")),
        now=node.at("now").integer() if node.has("now") else 0,
        pin_schedule=node.at("pin_schedule").flag() if node.has("pin_schedule") else False,
        movable=node.at("movable").each(Node.text) if node.has("movable") else (),
        force=node.at("force").each(parts.forced) if node.has("force") else (),
        delta_weights=parts.delta_weights(node.at("delta_weights"))
        if node.has("delta_weights")
        else DeltaWeights(),
    )
    return _with_extra(node, task, replan_to)


def _read(read: Callable[[Node], Value], data: object, faults: Faults) -> Value:
    value = read(Node(data, "", faults))
    faults.finish()
    return value


def problem_from(data: object) -> Problem:
    """A problem of decoded JSON; raises `FormatError`."""
    return _read(_sound_problem, data, Faults())


def plan_from(data: object) -> Plan:
    """A plan of decoded JSON; raises `FormatError`. Whether it is sound is `check_plan`'s."""
    return _read(_plan, data, Faults())


def replan_from(data: object) -> Replan:
    """A re-planning of decoded JSON; raises `FormatError`."""
    return _read(_replan, data, Faults())


def read_problem(text: str | bytes) -> Problem:
    """A problem of JSON text; raises `FormatError` with all faults found."""
    return _read(_sound_problem, *decode(text))


def read_plan(text: str | bytes) -> Plan:
    """A plan of JSON text; raises `FormatError` with all faults found."""
    return _read(_plan, *decode(text))


def read_replan(text: str | bytes) -> Replan:
    """A re-planning of JSON text; raises `FormatError` with all faults found."""
    return _read(_replan, *decode(text))


def read_question(text: str | bytes) -> Problem | Replan:
    """A problem, or a re-planning where the text says that it is one; raises `FormatError`."""
    data, faults = decode(text)
    if isinstance(data, dict) and data.get("format") == _REPLAN:
        return _read(_replan, data, faults)
    return _read(_sound_problem, data, faults)


def _dump(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def write_problem(problem: Problem) -> str:
    return _dump(problem_to(problem))


def write_plan(plan: Plan) -> str:
    return _dump(plan_to(plan))


def write_replan(replan: Replan) -> str:
    return _dump(replan_to(replan))
