"""Single rules of a season judged one by one over any handful of events, for comparison."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement, pairwise

from planner.core.problem import Problem, Venue, is_on
from planner.core.violation import Violation

Event = tuple[int, Venue]  # a day and a venue
COUNTED = ("H01", "H07", "H08", "H09")
PRICE = 3  # of a rule that does not count


def places(problem: Problem) -> list[Event]:
    return [(day, venue) for day in range(problem.days) for venue in problem.venues]


def handfuls(problem: Problem) -> Iterator[tuple[Event, ...]]:
    """Every choice of as many events as any rule asks for, on any day at any venue, alike too."""
    visits = sum(zone.min for zone in problem.zones)
    most = max(visits, sum(district.events for district in problem.districts))
    for count in range(most + 1):
        yield from combinations_with_replacement(places(problem), count)


def broken_by(problem: Problem, events: tuple[Event, ...], rule: Violation) -> int:
    """By how many units the events break a rule of `explain`; 0 where they keep it."""
    about, data = dict(rule.subjects), rule.data
    own = [
        event
        for event in events
        if about.get("zone") in (None, event[1].zone)
        and about.get("district") in (None, event[1].district)
    ]
    days = sorted(day for day, _ in own)
    if rule.code == "H01":
        less = int(data["expected"]) - len(own)
        return max(0, less if data["reason"] == "too_few" else -less)
    if rule.code == "H02":
        return any(not is_on(problem.allowed, day) for day in days)
    if rule.code == "H03":
        return any(not is_on(venue.avail, day) for day, venue in own)
    if rule.code == "H04":
        return any(not venue.indoor and not _dry(problem, *event) for event in own
                   for venue in [event[1]])  # fmt: skip
    if rule.code in ("H05", "H06") and data.get("reason") != "last_season":
        return any(b - a < int(data["min_gap"]) for a, b in pairwise(days))
    if rule.code == "H06":
        return any(day - int(data["last"]) < int(data["min_gap"]) for day in days)
    if rule.code == "H07":
        least, most = int(data.get("min", 0)), int(data.get("max", 99))
        return max(0, least - len(own), len(own) - most)
    if rule.code == "H08":
        weekend = sum(is_on(problem.weekend, day) for day in days)
        return max(0, weekend - int(data["max"]))
    if rule.code == "H09":
        span = int(data["turnaround"])
        using = (sum(day - span < other <= day for other in days) for day in days)
        return max(0, max(using, default=0) - int(data["pool"]))
    raise KeyError(rule.code)


def _dry(problem: Problem, day: int, venue: Venue) -> bool:
    return any(is_on(problem.venue_by_id[name].avail, day) for name in venue.fallbacks)


def price(rule: Violation, units: int) -> int:
    return units if rule.code in COUNTED else PRICE * bool(units)
