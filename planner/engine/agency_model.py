"""Agencies and fields in a model: rules H10 to H16 and the terms uncovered, load and travel.

Columns: `come[agency, host]` is binary; the fields an agency serves are continuous, because with
`come` decided they are a transportation problem whose corners are integral. Load is convex in the
number of events, so unit columns of rising cost state it exactly.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from planner.core.problem import Agency, Problem, is_on
from planner.engine.booth_types import closed_sets, few_sets, kind_of, room_for
from planner.engine.frame import Frame, Host
from planner.engine.mip import Model
from planner.engine.schedule_model import ScheduleColumns


@dataclass
class AgencyColumns:
    """Column numbers of the agencies; `by_host` and `by_agency` list (the other, column)."""

    come: dict[tuple[int, Host], int] = field(default_factory=dict)
    by_host: dict[Host, list[tuple[Agency, int]]] = field(default_factory=dict)
    by_agency: dict[int, list[tuple[Host, int]]] = field(default_factory=dict)
    served: dict[tuple[int, Host, int], int] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)


def add_agencies(model: Model, frame: Frame, schedule: ScheduleColumns) -> AgencyColumns:
    """Adds everything about agencies; the columns to read the answer from.

    Hall's condition is stated for few sets; `add_rooms` states others where an answer breaks them.
    """
    columns = AgencyColumns()
    _attendance(model, frame, schedule, columns)
    own_rooms = {host for _, host in frame.explicit}
    for host in frame.options:
        _coverage(model, frame, host, schedule, columns)
        if host not in own_rooms:
            add_rooms(model, frame, host, schedule, columns)
        _conflicts(model, frame, host, schedule, columns)
    _season(model, frame, columns)
    _weeks_and_days(model, frame, columns)
    return columns


def _attendance(
    model: Model, frame: Frame, schedule: ScheduleColumns, columns: AgencyColumns
) -> None:
    """H10, H11 against settled events, and travel."""
    problem = frame.problem
    busy = {(p.agency, event.day) for event in frame.settled for p in event.assign}
    columns.by_host = {host: [] for host in frame.options}
    columns.by_agency = {agency.id: [] for agency in problem.agencies}
    for host in frame.options:
        for agency in frame.facts.serving[host.district]:
            if not is_on(agency.avail, host.day) or (agency.id, host.day) in busy:
                continue
            fixed = frame.fixed.get((agency.id, host))
            if fixed is False or (frame.pinned_only and not fixed):
                continue
            cost = problem.weights.travel * problem.travel_cost(agency.home, host.district)
            come = model.binary(cost)
            if fixed:
                model.fix(come, 1)
            columns.come[agency.id, host] = come
            columns.by_host[host].append((agency, come))
            columns.by_agency[agency.id].append((host, come))
            if host not in frame.required:
                model.row([(come, 1.0), (schedule.held[host], -1.0)], upper=0)


def _coverage(
    model: Model, frame: Frame, host: Host, schedule: ScheduleColumns, columns: AgencyColumns
) -> None:
    """H15 and uncovered."""
    problem = frame.problem
    needed = {item.id: item.need for item in problem.fields if item.need > 0}
    givers: dict[int, list[int]] = {name: [] for name in needed}
    for agency, come in columns.by_host[host]:
        pinned = frame.serves.get((agency.id, host), ())
        explicit = bool(pinned) or (agency.id, host) in frame.explicit
        offered = [name for name in dict.fromkeys(agency.fields) if name in needed or explicit]
        if len(offered) <= agency.staff and not explicit:
            for name in offered:
                givers[name].append(come)
            continue
        parts = []
        for name in offered:
            part = columns.served[agency.id, host, name] = model.column(
                lower=1.0 if name in pinned else 0.0
            )
            givers.get(name, []).append(part)
            parts.append((part, 1.0))
            if agency.staff > 1:
                model.row([(part, 1.0), (come, -1.0)], upper=0)
        model.row([*parts, (come, -float(agency.staff))], upper=0)
        if explicit:
            model.row([*parts, (come, -1.0)], lower=0)
    for name, need in needed.items():
        missing = model.column(problem.weights.uncovered, upper=need)
        columns.missing.append(missing)
        entries = [(column, 1.0) for column in givers[name]]
        model.row([*entries, (missing, 1.0), (schedule.held[host], -float(need))], lower=0)


def add_rooms(
    model: Model,
    frame: Frame,
    host: Host,
    schedule: ScheduleColumns,
    columns: AgencyColumns,
    groups: Iterable[frozenset[int]] | None = None,
) -> None:
    """H13 and H14 by Hall's condition for the given sets of kinds of needs (for the usual ones)."""
    problem, kinds = frame.problem, defaultdict(list)
    taken = booths_taken(frame, host)
    for agency, come in columns.by_host[host]:
        if (agency.id, host) not in frame.booths:
            kinds[kind_of(agency.needs)].append(come)
    if groups is None:
        known = {g for name in frame.options[host] for g in frame.facts.crowded.get(name, ())}
        groups = [*few_sets(frozenset(kinds)), *sorted(known, key=sorted)]
    for group in groups:
        come_columns = [come for kind in group for come in kinds.get(kind, ())]
        space = {
            name: room_for(problem.venue_by_id[name], group, taken) for name in frame.options[host]
        }
        if min(space.values()) >= len(come_columns):
            continue
        entries = [(come, 1.0) for come in come_columns]
        for name, booths in space.items():
            entries.append((schedule.place[host, name], -float(booths)))
        model.row(entries, upper=0)


def booths_taken(frame: Frame, host: Host) -> frozenset[int]:
    """Booths that are pinned at a host."""
    return frozenset(booth for (_, at), booth in frame.booths.items() if at == host)


def crowded_sets(
    frame: Frame, host: Host, venue: int, agencies: Iterable[Agency]
) -> list[frozenset[int]]:
    """Sets of needs for which the agencies are more than the booths of the venue."""
    free = [agency for agency in agencies if (agency.id, host) not in frame.booths]
    asked = Counter(kind_of(agency.needs) for agency in free)
    place, taken = frame.problem.venue_by_id[venue], booths_taken(frame, host)
    return [
        group
        for group in closed_sets(frozenset(asked))
        if sum(asked[kind] for kind in group) > room_for(place, group, taken)
    ]


def _conflicts(
    model: Model, frame: Frame, host: Host, schedule: ScheduleColumns, columns: AgencyColumns
) -> None:
    """H16"""
    for agency, come in columns.by_host[host]:
        for other in frame.facts.conflicts_of.get(agency.id, ()):
            meets = columns.come.get((other, host))
            if meets is not None:
                model.row([(come, 1.0), (meets, 1.0), (schedule.held[host], -1.0)], upper=0)


def _season(model: Model, frame: Frame, columns: AgencyColumns) -> None:
    """H12 over the season, and load."""
    problem, weight = frame.problem, frame.problem.weights.load
    done = Counter(p.agency for event in frame.settled for p in event.assign)
    for agency in problem.agencies:
        held, comes = done[agency.id], [come for _, come in columns.by_agency[agency.id]]
        model.offset += weight * (held - agency.target) ** 2
        if not comes:
            continue
        most = max(0, min(agency.max - held, len(comes)))
        units = []
        for number in range(held, held + most):
            units.append(model.column(weight * (2 * number + 1 - 2 * agency.target)))
        entries = [*((come, 1.0) for come in comes), *((unit, -1.0) for unit in units)]
        model.row(entries, 0, 0)


def _weeks_and_days(model: Model, frame: Frame, columns: AgencyColumns) -> None:
    """H12 by the week, and one event a day (H11)."""
    problem = frame.problem
    done = Counter(
        (p.agency, problem.week_of(event.day)) for event in frame.settled for p in event.assign
    )
    for agency in problem.agencies:
        weeks: dict[int, list[tuple[Host, int]]] = defaultdict(list)
        days: dict[int, list[int]] = defaultdict(list)
        for host, come in columns.by_agency[agency.id]:
            weeks[problem.week_of(host.day)].append((host, come))
            days[host.day].append(come)
        for week, pairs in weeks.items():
            left = agency.max_week - done[agency.id, week]
            if _most_in_week(problem, [host for host, _ in pairs]) > left:
                model.at_most([come for _, come in pairs], max(0, left))
        for group in days.values():
            if len(group) > 1:
                model.at_most(group, 1)


def _most_in_week(problem: Problem, hosts: list[Host]) -> int:
    """An upper bound on how many of the hosts of one week the district gaps let happen."""
    total, days = 0, defaultdict(set)
    for host in hosts:
        days[host.district].add((host.day, host.copy))
    for district, found in days.items():
        gap = problem.district_by_id[district].min_gap
        most = len(found) if gap == 0 else -(-7 // gap)
        total += min(most, len(found))
    return total
