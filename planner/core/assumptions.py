"""Assumptions that are not facts: what a season's problem would be if they held.

`apply` makes another problem and changes nothing. An assumption about what the problem does not
know changes nothing. Numbers of a season (events, days between them …) hold for every district.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import reduce
from typing import Any

from planner.core.goal_order import Order
from planner.core.problem import Problem, Weights


@dataclass(frozen=True, slots=True)
class AgencyOut:
    """The agency does not take part."""

    agency: int


@dataclass(frozen=True, slots=True)
class AgencyEffort:
    """What it takes on: `max` events, `max_week` a week, `target` its share; None: as is."""

    agency: int
    max: int | None = None
    max_week: int | None = None
    target: int | None = None


@dataclass(frozen=True, slots=True)
class VenueClosed:
    """The venue is not to be had from `first` to `last`, both included."""

    venue: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ZoneVisits:
    """How often the zone is to be visited."""

    zone: int
    least: int
    target: int
    most: int


@dataclass(frozen=True, slots=True)
class EventCount:
    events: int


@dataclass(frozen=True, slots=True)
class KitPool:
    pool: int


@dataclass(frozen=True, slots=True)
class MinGap:
    days: int


@dataclass(frozen=True, slots=True)
class WeekendMax:
    events: int


@dataclass(frozen=True, slots=True)
class RainChance:
    percent: int


@dataclass(frozen=True, slots=True)
class DayOpened:
    """An event may be held on a day on which none may."""

    day: date


@dataclass(frozen=True, slots=True)
class WeekdayOpened:
    """Events may be held on this weekday (0 is Monday), `but` on some days."""

    weekday: int
    but: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldNeed:
    """Every event needs so many agencies in the field."""

    field: int
    need: int


@dataclass(frozen=True, slots=True)
class Goals:
    """Other weights of the score's terms, and the order in which they count (empty: weighed)."""

    weights: tuple[tuple[str, int], ...]
    order: Order = ()


Assumption = (
    AgencyOut
    | AgencyEffort
    | VenueClosed
    | ZoneVisits
    | EventCount
    | KitPool
    | MinGap
    | WeekendMax
    | RainChance
    | DayOpened
    | WeekdayOpened
    | FieldNeed
    | Goals
)


def apply(problem: Problem, assumptions: Iterable[Assumption]) -> Problem:
    """The problem as it would be, one assumption after the other."""
    return reduce(lambda found, item: _APPLY[type(item)](found, item), assumptions, problem)


def goal_order(assumptions: Iterable[Assumption], usual: Order) -> Order:
    """The order of goals that is assumed, else the usual one."""
    return next((item.order for item in assumptions if isinstance(item, Goals)), usual)


def agencies_out(assumptions: Iterable[Assumption]) -> frozenset[int]:
    """Agencies that are assumed not to take part."""
    return frozenset(item.agency for item in assumptions if isinstance(item, AgencyOut))


def _agency_out(problem: Problem, item: AgencyOut) -> Problem:
    agencies = (
        replace(row, avail="0" * len(row.avail), target=0) if row.id == item.agency else row
        for row in problem.agencies
    )
    return replace(problem, agencies=tuple(agencies))


def _agency_effort(problem: Problem, item: AgencyEffort) -> Problem:
    wanted = {"max": item.max, "max_week": item.max_week, "target": item.target}
    known: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    agencies = (replace(row, **known) if row.id == item.agency else row for row in problem.agencies)
    return replace(problem, agencies=tuple(agencies))


def _venue_closed(problem: Problem, item: VenueClosed) -> Problem:
    first, last = ((day - problem.start).days for day in (item.first, item.last))
    venues = (
        replace(row, avail=_marked(row.avail, "0", lambda day: first <= day <= last))
        if row.id == item.venue
        else row
        for row in problem.venues
    )
    return replace(problem, venues=tuple(venues))


def _zone_visits(problem: Problem, item: ZoneVisits) -> Problem:
    zones = (
        replace(row, min=item.least, target=item.target, max=item.most)
        if row.id == item.zone
        else row
        for row in problem.zones
    )
    return replace(problem, zones=tuple(zones))


def _districts(problem: Problem, **values: int) -> Problem:
    changed: dict[str, Any] = dict(values)
    return replace(problem, districts=tuple(replace(row, **changed) for row in problem.districts))


def _day_opened(problem: Problem, item: DayOpened) -> Problem:
    number = (item.day - problem.start).days
    return replace(problem, allowed=_marked(problem.allowed, "1", lambda day: day == number))


def _weekday_opened(problem: Problem, item: WeekdayOpened) -> Problem:
    but = {(day - problem.start).days for day in item.but}

    def opened(day: int) -> bool:
        return (day + problem.weekday0) % 7 == item.weekday and day not in but

    return replace(problem, allowed=_marked(problem.allowed, "1", opened))


def _field_need(problem: Problem, item: FieldNeed) -> Problem:
    needs = (
        replace(row, need=item.need) if row.id == item.field else row for row in problem.fields
    )
    return replace(problem, fields=tuple(needs))


def _goals(problem: Problem, item: Goals) -> Problem:
    known = {row.name for row in fields(Weights)}
    weights: dict[str, Any] = {name: value for name, value in item.weights if name in known}
    return replace(problem, weights=replace(problem.weights, **weights))


def _marked(days: str, mark: str, where: Callable[[int], bool]) -> str:
    return "".join(mark if where(day) else old for day, old in enumerate(days))


_APPLY: Mapping[type, Callable[[Problem, Any], Problem]] = {
    AgencyOut: _agency_out,
    AgencyEffort: _agency_effort,
    VenueClosed: _venue_closed,
    ZoneVisits: _zone_visits,
    EventCount: lambda problem, item: _districts(problem, events=item.events),
    KitPool: lambda problem, item: replace(problem, kits=replace(problem.kits, pool=item.pool)),
    MinGap: lambda problem, item: _districts(problem, min_gap=item.days),
    WeekendMax: lambda problem, item: _districts(problem, max_weekend=item.events),
    RainChance: lambda problem, item: replace(problem, rain=(item.percent,) * problem.days),
    DayOpened: _day_opened,
    WeekdayOpened: _weekday_opened,
    FieldNeed: _field_need,
    Goals: _goals,
}
