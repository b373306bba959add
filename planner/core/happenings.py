"""What happened since a plan came into force, as values; and the planning problem after it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from planner.core.plan import Forced
from planner.core.problem import Problem


@dataclass(frozen=True, slots=True)
class AgencyAway:
    """An agency cannot come from `first` to `last`, both included."""

    agency: int
    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AgencyNotAt:
    """An agency does not come to one event, on whatever day that is held."""

    agency: int
    event: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class VenueClosed:
    """A venue cannot be had from `first` to `last`, both included."""

    venue: int
    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EventElsewhere:
    """An event has to be on another day, at another venue, or both; None leaves it open."""

    event: str
    day: date | None = None
    venue: int | None = None
    reason: str = ""


Happening = AgencyAway | AgencyNotAt | VenueClosed | EventElsewhere
KINDS: dict[str, type[Happening]] = {
    "agency_away": AgencyAway,
    "agency_not_at": AgencyNotAt,
    "venue_closed": VenueClosed,
    "event_elsewhere": EventElsewhere,
}


def to_json(item: Happening) -> dict[str, Any]:
    """Plain values; `from_json` gives the same happening back."""
    kind = next(name for name, found in KINDS.items() if type(item) is found)
    values = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(item).items()
    }
    return {"kind": kind, **values}


def from_json(data: dict[str, Any]) -> Happening:
    """The happening of `to_json`. Raises KeyError, TypeError or ValueError for anything else."""
    values = {name: value for name, value in data.items() if name != "kind"}
    for name in {"first", "last", "day"} & values.keys():
        if values[name] is not None:
            values[name] = date.fromisoformat(values[name])
    return KINDS[data["kind"]](**values)


def changed_problem(problem: Problem, happenings: Collection[Happening]) -> Problem:
    """The problem in which agencies are absent and venues closed as has happened."""
    away: dict[int, list[AgencyAway]] = {}
    closed: dict[int, list[VenueClosed]] = {}
    for item in happenings:
        if isinstance(item, AgencyAway):
            away.setdefault(item.agency, []).append(item)
        elif isinstance(item, VenueClosed):
            closed.setdefault(item.venue, []).append(item)
    return replace(
        problem,
        agencies=tuple(
            replace(agency, avail=_without(problem, agency.avail, away.get(agency.id, ())))
            for agency in problem.agencies
        ),
        venues=tuple(
            replace(venue, avail=_without(problem, venue.avail, closed.get(venue.id, ())))
            for venue in problem.venues
        ),
    )


def _without(problem: Problem, days: str, spans: Iterable[AgencyAway | VenueClosed]) -> str:
    """A string of days without the spans."""
    for span in spans:
        first, last = ((day - problem.start).days for day in (span.first, span.last))
        days = "".join("0" if first <= number <= last else mark for number, mark in enumerate(days))
    return days


def kept_away(happenings: Iterable[Happening]) -> frozenset[tuple[str, int]]:
    """(event, agency) of those who do not come to one event."""
    return frozenset(
        (item.event, item.agency) for item in happenings if isinstance(item, AgencyNotAt)
    )


def wishes(problem: Problem, happenings: Iterable[Happening]) -> tuple[Forced, ...]:
    """Where events have to be."""
    return tuple(
        Forced(
            item.event, None if item.day is None else (item.day - problem.start).days, item.venue
        )
        for item in happenings
        if isinstance(item, EventElsewhere)
    )
