"""Reading and writing of problems (`olp-1`), plans (`olp-plan-1`) and re-plannings.

Readers take JSON text, or decoded JSON through `problem_from`, `plan_from`, `replan_from`; they
raise `FormatError` with every fault found. What a reader accepts a writer gives back unchanged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from planner.core.problem import (
    Agency,
    Booth,
    DeltaWeights,
    District,
    Dong,
    Field,
    Forced,
    Kits,
    Needs,
    Period,
    Placement,
    Plan,
    PlanEvent,
    Problem,
    Replan,
    Venue,
    Weights,
    Zone,
    weight_names,
)
from planner.core.reading import FormatError, FormatFault, Node, decode
from planner.core.references import reference_faults
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
    "read_replan",
    "replan_from",
    "replan_to",
    "write_plan",
    "write_problem",
    "write_replan",
]

_KNOWN = {
    *("format", "name", "start", "days", "weekday0", "allowed", "weekend", "rain", "fields"),
    *("kits", "districts", "zones", "dongs", "venues", "agencies", "travel", "periods"),
    *("conflicts", "not_adjacent", "adj_radius", "weights"),
}


def _field(node: Node) -> Field:
    return Field(node.at("id").integer(), node.at("name").text(), node.at("need").count())


def _kits(node: Node) -> Kits:
    return Kits(node.at("pool").count(), node.at("turnaround").count())


def _district(node: Node) -> District:
    counts = (node.at(key).count() for key in ("events", "min_gap", "max_weekend"))
    return District(node.at("id").integer(), node.at("name").text(), *counts)


def _zone(node: Node) -> Zone:
    return Zone(
        id=node.at("id").integer(),
        district=node.at("district").integer(),
        name=node.at("name").text(),
        min=node.at("min").count(),
        max=node.at("max").count(),
        target=node.at("target").count(),
        gap=node.at("gap").count(),
        last=node.at("last").integer() if node.has("last") else None,
    )


def _dong(node: Node) -> Dong:
    ids = node.at("id").integer(), node.at("zone").integer()
    return Dong(*ids, node.at("vuln").count(), node.at("x").number(), node.at("y").number())


def _booth(node: Node) -> Booth:
    place = node.at("x").number(), node.at("y").number()
    flags = (node.at(key).flag() for key in ("private", "power", "water", "access"))
    return Booth(node.at("id").integer(), *place, *flags)


def _venue(node: Node, days: int) -> Venue:
    return Venue(
        id=node.at("id").integer(),
        district=node.at("district").integer(),
        zone=node.at("zone").integer(),
        name=node.at("name").text(),
        indoor=node.at("indoor").flag(),
        avail=node.at("avail").days(days),
        reach=node.at("reach").pair(),
        x=node.at("x").number(),
        y=node.at("y").number(),
        covers=node.at("covers").integers(),
        fallbacks=node.at("fallbacks").integers(),
        booths=node.at("booths").each(_booth),
    )


def _needs(node: Node) -> Needs:
    return Needs(*(node.at(key).flag() for key in ("private", "power", "water", "access")))


def _agency(node: Node, days: int) -> Agency:
    return Agency(
        id=node.at("id").integer(),
        name=node.at("name").text(),
        home=node.at("home").integer(),
        serves=node.at("serves").integers(),
        fields=node.at("fields").integers(),
        staff=node.at("staff").count(),
        avail=node.at("avail").days(days),
        max=node.at("max").count(),
        max_week=node.at("max_week").count(),
        target=node.at("target").count(),
        needs=_needs(node.at("needs")),
        noisy=node.at("noisy").flag(),
        quiet=node.at("quiet").flag(),
    )


def _weights(node: Node) -> Weights:
    return Weights(**{name: node.at(name).count() for name in weight_names()})


def _date(node: Node) -> date:
    try:
        return date.fromisoformat(node.text())
    except ValueError:
        node.fault("not_a_date")
        return date(2000, 1, 1)


def _format(node: Node, expected: str) -> None:
    found = node.at("format")
    if found.value is not None and found.value != expected:
        found.fault("wrong_format", expected=expected, found=found.value)


def _problem(node: Node) -> Problem:
    _format(node, "olp-1")
    days = node.at("days").count()
    extra = node.value if isinstance(node.value, dict) else {}
    return Problem(
        name=node.at("name").text(),
        start=_date(node.at("start")),
        days=days,
        weekday0=node.at("weekday0").count(),
        allowed=node.at("allowed").days(days),
        weekend=node.at("weekend").days(days),
        rain=node.at("rain").each(Node.count),
        fields=node.at("fields").each(_field),
        kits=_kits(node.at("kits")),
        districts=node.at("districts").each(_district),
        zones=node.at("zones").each(_zone),
        dongs=node.at("dongs").each(_dong),
        venues=node.at("venues").each(lambda item: _venue(item, days)),
        agencies=node.at("agencies").each(lambda item: _agency(item, days)),
        travel=node.at("travel").each(Node.integers),
        periods=node.at("periods").each(lambda item: Period(*item.pair())),
        conflicts=node.at("conflicts").each(Node.pair),
        not_adjacent=node.at("not_adjacent").each(Node.pair),
        adj_radius=node.at("adj_radius").number(),
        weights=_weights(node.at("weights")),
        extra={key: value for key, value in extra.items() if key not in _KNOWN},
    )


def _sound_problem(node: Node) -> Problem:
    problem = _problem(node)
    if not node.faults:
        node.faults.extend(reference_faults(problem, node.path))
    return problem


def _placement(node: Node) -> Placement:
    fields = node.at("fields").integers()
    return Placement(node.at("agency").integer(), node.at("booth").integer(), fields)


def _event(node: Node) -> PlanEvent:
    return PlanEvent(
        id=node.at("id").text(),
        district=node.at("district").integer(),
        day=node.at("day").integer(),
        venue=node.at("venue").integer(),
        fallback=node.at("fallback").integer() if node.has("fallback") else None,
        assign=node.at("assign").each(_placement),
    )


def _plan(node: Node) -> Plan:
    _format(node, "olp-plan-1")
    return Plan(node.at("instance").text(), node.at("events").each(_event))


def _forced(node: Node) -> Forced:
    day = node.at("day").integer() if node.has("day") else None
    venue = node.at("venue").integer() if node.has("venue") else None
    return Forced(node.at("event").text(), day, venue)


_DELTA_NAMES = {
    "day": ("day",),
    "venue": ("venue",),
    "dropped": ("dropped", "drop", "agency_dropped", "removed"),
    "added": ("added", "add", "agency_added"),
    "fields": ("fields", "field"),
    "booth": ("booth",),
}


def _delta_weights(node: Node) -> DeltaWeights:
    found: dict[str, int] = {}
    for name, spellings in _DELTA_NAMES.items():
        for spelling in spellings:
            if node.has(spelling):
                found[name] = node.at(spelling).count()
    return DeltaWeights(**found)


def _replan(node: Node) -> Replan:
    _format(node, "olp-replan-1")
    return Replan(
        problem=_sound_problem(node.at("instance")),
        published=_plan(node.at("published")),
        now=node.at("now").integer() if node.has("now") else 0,
        pin_schedule=node.at("pin_schedule").flag() if node.has("pin_schedule") else False,
        movable=node.at("movable").each(Node.text) if node.has("movable") else (),
        force=node.at("force").each(_forced) if node.has("force") else (),
        delta_weights=_delta_weights(node.at("delta_weights"))
        if node.has("delta_weights")
        else DeltaWeights(),
    )


def _finish(faults: list[FormatFault]) -> None:
    if faults:
        raise FormatError(tuple(dict.fromkeys(faults)))


def problem_from(data: object) -> Problem:
    """A problem of decoded JSON; raises `FormatError`."""
    faults: list[FormatFault] = []
    problem = _sound_problem(Node(data, "", faults))
    _finish(faults)
    return problem


def plan_from(data: object) -> Plan:
    """A plan of decoded JSON; raises `FormatError`. Whether it is sound is `check_plan`'s."""
    faults: list[FormatFault] = []
    plan = _plan(Node(data, "", faults))
    _finish(faults)
    return plan


def replan_from(data: object) -> Replan:
    """A re-planning of decoded JSON; raises `FormatError`."""
    faults: list[FormatFault] = []
    replan = _replan(Node(data, "", faults))
    _finish(faults)
    return replan


def read_problem(text: str | bytes) -> Problem:
    """A problem of JSON text; raises `FormatError` with all faults found."""
    return problem_from(decode(text))


def read_plan(text: str | bytes) -> Plan:
    """A plan of JSON text; raises `FormatError` with all faults found."""
    return plan_from(decode(text))


def read_replan(text: str | bytes) -> Replan:
    """A re-planning of JSON text; raises `FormatError` with all faults found."""
    return replan_from(decode(text))


def _dump(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def write_problem(problem: Problem) -> str:
    return _dump(problem_to(problem))


def write_plan(plan: Plan) -> str:
    return _dump(plan_to(plan))


def write_replan(replan: Replan) -> str:
    return _dump(replan_to(replan))
