"""Dates and venues in a model: rules H01 to H09 and the terms zone_dev, period_miss, reach, vuln.

Columns: `held[host]` an event is held, `place[host, venue]` it is held there, `used[venue]`. One
function adds the rows of one rule or the columns of one term.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from planner.core.problem import Problem, is_on
from planner.engine.frame import Frame, Host
from planner.engine.mip import Model

Item = TypeVar("Item")


@dataclass
class ScheduleColumns:
    """Column numbers of the dates and venues."""

    held: dict[Host, int] = field(default_factory=dict)
    place: dict[tuple[Host, int], int] = field(default_factory=dict)
    uses: dict[int, list[tuple[Host, int]]] = field(default_factory=dict)
    used: dict[int, int] = field(default_factory=dict)
    kits: dict[int, int] = field(default_factory=dict)  # row of the kits in use, by day


def add_schedule(model: Model, frame: Frame) -> ScheduleColumns:
    """Adds everything about dates and venues; the columns to read the answer from."""
    columns = ScheduleColumns()
    _places(model, frame, columns)
    _event_counts(model, frame, columns)
    _district_gaps(model, frame, columns)
    _zones(model, frame, columns)
    _weekends(model, frame, columns)
    _kits(model, frame, columns)
    _dongs(model, frame, columns)
    return columns


def add_fixed_schedule(model: Model, frame: Frame) -> ScheduleColumns:
    """Columns of events whose day and venue stand: no rule of dates or venues is stated."""
    columns = ScheduleColumns()
    for host, venues in frame.options.items():
        columns.held[host] = model.column(lower=1, integral=True)
        columns.place[host, venues[0]] = model.column(lower=1, integral=True)
    return columns


def _places(model: Model, frame: Frame, columns: ScheduleColumns) -> None:
    weight, facts = frame.problem.weights.reach, frame.facts
    for event in frame.settled:
        model.offset += weight * facts.lost_reach(event.venue, event.day)
    uses: dict[int, list[tuple[Host, int]]] = defaultdict(list)
    for host, venues in frame.options.items():
        held = columns.held[host] = model.binary()
        if host in frame.required:
            model.fix(held, 1)
        for name in venues:
            lost = facts.lost_reach(name, host.day)
            place = columns.place[host, name] = model.binary(weight * lost)
            uses[name].append((host, place))
        entries = [(columns.place[host, name], 1.0) for name in venues]
        model.row([*entries, (held, -1.0)], 0, 0)
    for name, pairs in sorted(uses.items()):
        columns.uses[name] = pairs
        used = columns.used[name] = model.column(upper=len(pairs), integral=True)
        model.row([*((place, 1.0) for _, place in pairs), (used, -1.0)], 0, 0)


def _event_counts(model: Model, frame: Frame, columns: ScheduleColumns) -> None:
    """H01"""
    hosts: dict[int, list[int]] = defaultdict(list)
    for host, held in columns.held.items():
        hosts[host.district].append(held)
    for district, left in frame.events_left().items():
        if left or hosts[district]:
            model.row([(held, 1.0) for held in hosts[district]], left, left)


def windows(pairs: Iterable[tuple[int, Item]], width: int) -> list[list[Item]]:
    """The largest groups of columns whose days lie within `width` days: (day, column) in."""
    if width < 1:  # no gap is wanted
        return []
    ordered, groups = sorted(pairs, key=lambda pair: pair[0]), list[list[Item]]()
    begin, grown = 0, False
    for end, (day, _) in enumerate(ordered):
        while day - ordered[begin][0] >= width:
            if grown:
                groups.append([column for _, column in ordered[begin:end]])
                grown = False
            begin += 1
        grown = True
    if grown:
        groups.append([column for _, column in ordered[begin:]])
    return [group for group in groups if len(group) > 1]


def _district_gaps(model: Model, frame: Frame, columns: ScheduleColumns) -> None:
    """H05; gaps to settled events are kept by the options."""
    days: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for host, held in columns.held.items():
        days[host.district].append((host.day, held))
    for district, pairs in days.items():
        for group in windows(pairs, frame.problem.district_by_id[district].min_gap):
            model.at_most(group, 1)


def _zones(model: Model, frame: Frame, columns: ScheduleColumns) -> None:
    """H06, H07, zone_dev and period_miss."""
    problem = frame.problem
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (host, name), place in columns.place.items():
        places[problem.venue_by_id[name].zone].append((host.day, place))
    settled: dict[int, list[int]] = defaultdict(list)
    for event in frame.settled:
        if event.venue in problem.venue_by_id:
            settled[problem.venue_by_id[event.venue].zone].append(event.day)
    for zone in problem.zones:
        pairs, done = places[zone.id], settled[zone.id]
        used = [
            columns.used[venue.id]
            for venue in frame.facts.zone_venues[zone.id]
            if venue.id in columns.used
        ]
        least, most = zone.min - len(done), zone.max - len(done)
        if used or least > 0:
            # What is settled may be more than is allowed today: then there is no more.
            model.row([(column, 1.0) for column in used], max(0, least), max(0, most))
        for group in windows(pairs, zone.gap):
            model.at_most(group, 1)
        _zone_terms(model, problem, zone.id, used, len(done))
        _period_terms(model, problem, zone.id, pairs, done)


def _zone_terms(model: Model, problem: Problem, zone_id: int, used: list[int], done: int) -> None:
    zone, weight = problem.zone_by_id[zone_id], problem.weights.zone_dev
    wanted = zone.target - done
    if not used:
        model.offset += weight * abs(wanted)
        return
    over = model.column(weight, upper=max(0, zone.max - zone.target))
    under = model.column(weight, upper=max(0, zone.target - zone.min))
    entries = [(column, 1.0) for column in used]
    model.row([*entries, (over, -1.0), (under, 1.0)], wanted, wanted)


def _period_terms(
    model: Model, problem: Problem, zone_id: int, pairs: list[tuple[int, int]], done: list[int]
) -> None:
    if problem.zone_by_id[zone_id].min < 1:
        return
    for period in problem.periods:
        if any(day in period for day in done):
            continue
        missed = model.column(problem.weights.period_miss)
        inside = [(place, 1.0) for day, place in pairs if day in period]
        model.row([*inside, (missed, 1.0)], lower=1)


def _weekends(model: Model, frame: Frame, columns: ScheduleColumns) -> None:
    """H08"""
    problem = frame.problem
    done = Counter(e.district for e in frame.settled if is_on(problem.weekend, e.day))
    hosts: dict[int, list[int]] = defaultdict(list)
    for host, held in columns.held.items():
        if is_on(problem.weekend, host.day):
            hosts[host.district].append(held)
    for district, group in hosts.items():
        left = problem.district_by_id[district].max_weekend - done[district]
        model.at_most(group, max(0, left))


def _kits(model: Model, frame: Frame, columns: ScheduleColumns) -> None:
    """H09: looked at on every day on which a kit may be taken."""
    kits, days = frame.problem.kits, defaultdict(list)
    for host, held in columns.held.items():
        days[host.day].append(held)
    taken = Counter(event.day for event in frame.settled)
    for last in sorted({*days, *taken}):
        span = range(last - frame.problem.kit_days + 1, last + 1)
        group = [held for day in span for held in days.get(day, ())]
        left = kits.pool - sum(taken[day] for day in span)
        if group and len(group) > left:
            columns.kits[last] = model.at_most(group, max(0, left))


def _dongs(model: Model, frame: Frame, columns: ScheduleColumns) -> None:
    """vuln: a dong short of two coverings."""
    problem = frame.problem
    known = problem.venue_by_id
    visited = [known[e.venue] for e in frame.settled if e.venue in known]
    covered = Counter(name for venue in visited for name in set(venue.covers))
    covering: dict[int, list[int]] = defaultdict(list)
    for name, used in columns.used.items():
        for place in set(known[name].covers):
            covering[place].append(used)
    for dong in problem.dongs:
        short, weight = 2 - covered[dong.id], dong.vuln * problem.weights.vuln
        if short <= 0 or not dong.vuln:
            continue
        if not covering[dong.id]:
            model.offset += weight * short
            continue
        missing = model.column(weight, upper=short)
        entries = [(column, 1.0) for column in covering[dong.id]]
        model.row([*entries, (missing, 1.0)], lower=short)
