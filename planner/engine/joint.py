"""The joint model: dates, venues and agencies in one programme, and plans out of its answers."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from planner.core.goals import weighed_by
from planner.core.problem import Agency, Placement, Plan, PlanEvent, Problem, Weights
from planner.core.score import score_plan
from planner.engine.agency_model import AgencyColumns, add_agencies, add_rooms, crowded_sets
from planner.engine.frame import Frame, Host, open_fallbacks
from planner.engine.layout import lay_out
from planner.engine.mip import Limits, Model, Solution
from planner.engine.schedule_model import ScheduleColumns, add_fixed_schedule, add_schedule
from planner.engine.serving import share_fields


@dataclass
class JointModel:
    """The programme of a frame and the columns to read plans from and to write plans into."""

    frame: Frame
    model: Model = field(default_factory=Model)
    schedule: ScheduleColumns = field(default_factory=ScheduleColumns)
    agencies: AgencyColumns = field(default_factory=AgencyColumns)
    adjacent: dict[Host, int] = field(default_factory=dict)

    @classmethod
    def of(cls, frame: Frame, *, schedule: bool = True, agencies: bool = True) -> JointModel:
        """The model of a frame, without the rules of dates or without agencies if so wished.

        Caps are stated where the model holds both.
        """
        joint = cls._bare(frame, schedule, agencies)
        if agencies:
            for weights, most in frame.caps:
                joint._cap(weights, most, schedule)
        return joint

    @classmethod
    def _bare(cls, frame: Frame, schedule: bool, agencies: bool) -> JointModel:
        joint = cls(frame)
        add = add_schedule if schedule else add_fixed_schedule
        joint.schedule = add(joint.model, frame)
        if agencies:
            joint.agencies = add_agencies(joint.model, frame, joint.schedule)
        return joint

    def _cap(self, weights: Weights, most: int, schedule: bool) -> None:
        """At most so many points under other weights: costs of the same columns, as a row."""
        frame = replace(self.frame, problem=weighed_by(self.frame.problem, weights))
        frame.__dict__["facts"] = self.frame.facts
        twin = self._bare(frame, schedule, True).model
        entries = [(column, cost) for column, cost in enumerate(twin.cost) if cost]
        if weights.adjacent:
            for host in frame.options:
                entries.append((self.clashes_at(host), float(weights.adjacent)))
        left = most - twin.offset - constant_points(frame, schedule)
        # Points are whole numbers. A hair's breadth of slack would mislead HiGHS's presolve.
        self.model.row(entries, upper=left + 0.5)

    def clashes_at(self, host: Host) -> int:
        """The column of the clashes at a host, made when first asked for."""
        if host not in self.adjacent:
            cost = self.frame.problem.weights.adjacent
            self.adjacent[host] = self.model.column(cost, upper=10_000)
        return self.adjacent[host]

    def solve(self, limits: Limits, start: Mapping[int, float] | None = None) -> Solution:
        """Solves the model until its answer leaves everyone room; rooms are stated as needed.

        The bound is that of the last, tightest model. An answer without room for all is not given.
        """
        begun = time.monotonic()
        while True:
            left = limits.seconds - (time.monotonic() - begun)
            found = self.model.solve(replace(limits, seconds=left), start)
            if not found.values or not self.make_room(found.values):
                return found
            if left <= 0 or (limits.stop is not None and limits.stop()):
                return Solution("unknown", bound=found.bound)

    def make_room(self, values: Sequence[float]) -> bool:
        """States the room that an answer lacks, at all hosts of the venue; whether it lacks any."""
        facts, short = self.frame.facts, defaultdict(set)
        for host, venue, agencies in self.chosen(values):
            for group in crowded_sets(self.frame, host, venue, agencies):
                # Widened to all kinds of needs, so that it holds for whoever comes.
                wide = (k for k in facts.kinds if any(k & low == low for low in group))
                short[venue].add(frozenset(wide))
        for venue, groups in short.items():
            facts.crowded[venue] |= groups
        for host, venues in self.frame.options.items() if short else ():
            found = {group for venue in venues for group in short.get(venue, ())}
            ordered = sorted(found, key=sorted)
            add_rooms(self.model, self.frame, host, self.schedule, self.agencies, ordered)
        return bool(short)

    def chosen(self, values: Sequence[float]) -> list[tuple[Host, int, list[Agency]]]:
        """(host, venue id, agencies) of an answer, by day and district."""
        held = [key for key, column in self.schedule.place.items() if values[column] > 0.5]
        chosen = []
        for host, venue in sorted(held):
            pairs = self.agencies.by_host.get(host, ())
            chosen.append((host, venue, [agency for agency, come in pairs if values[come] > 0.5]))
        return chosen

    def start_from(self, events: Sequence[PlanEvent]) -> dict[int, float]:
        """Values of the binary columns that state the given events; what does not fit is left."""
        values: dict[int, float] = dict.fromkeys(self.schedule.held.values(), 0.0)
        values |= dict.fromkeys(self.schedule.place.values(), 0.0)
        values |= dict.fromkeys(self.agencies.come.values(), 0.0)
        used: set[Host] = set()
        for event in events:
            host = free_host(event, used)
            if (host, event.venue) not in self.schedule.place:
                continue
            used.add(host)
            values[self.schedule.held[host]] = 1.0
            values[self.schedule.place[host, event.venue]] = 1.0
            for placement in event.assign:
                column = self.agencies.come.get((placement.agency, host))
                if column is not None:
                    values[column] = 1.0
        return values


def constant_points(frame: Frame, schedule: bool = True) -> float:
    """Points that no decision of the frame changes and that its model does not hold."""
    problem = frame.problem
    settled = score_plan(problem, Plan(problem.name, frame.settled)).points
    points = settled["uncovered"] + settled["travel"] + settled["adjacent"]
    if schedule:
        return points
    bare = [PlanEvent("", h.district, h.day, places[0]) for h, places in frame.options.items()]
    dates = score_plan(problem, Plan(problem.name, (*frame.settled, *bare))).points
    return points + sum(dates[name] for name in ("zone_dev", "period_miss", "reach", "vuln"))


def free_host(event: PlanEvent, used: set[Host]) -> Host:
    """The first host of the event's day and district that is not in use."""
    copy = 0
    while Host(event.day, event.district, copy) in used:
        copy += 1
    return Host(event.day, event.district, copy)


def make_event(
    problem: Problem,
    name: str,
    host: Host,
    venue_id: int,
    agencies: Sequence[Agency],
    booths: Mapping[int, int] | None = None,
    serves: Mapping[int, tuple[int, ...]] | None = None,
) -> PlanEvent | None:
    """An event with fields shared, booths laid out and the best open fallback.

    `booths` pins booth ids by agency id, `serves` fields. None where the agencies do not fit the
    venue.
    """
    venue = problem.venue_by_id[venue_id]
    layout = lay_out(problem, venue, agencies, booths)
    if layout is None:
        return None
    fallbacks = [] if venue.indoor else open_fallbacks(problem, venue, host.day)
    served = share_fields(problem.fields, agencies, pinned=serves)
    assign = tuple(
        Placement(agency.id, layout[0][agency.id], served[agency.id])
        for agency in sorted(agencies, key=lambda agency: agency.id)
    )
    fallback = fallbacks[0] if fallbacks else None
    return PlanEvent(name, host.district, host.day, venue_id, fallback, assign)


def make_plan(joint: JointModel, values: Sequence[float], names: Mapping[Host, str]) -> Plan | None:
    """The plan of an answer: settled events as they are, the others by day and district.

    New events are called e1, e2 …, past the names that are taken; `names` gives others their own.
    """
    problem, frame = joint.frame.problem, joint.frame
    taken = {*names.values(), *(event.id for event in frame.settled)}
    fresh = (name for name in (f"e{n}" for n in range(1, 10**6)) if name not in taken)
    events = list(frame.settled)
    for host, venue, agencies in joint.chosen(values):
        pinned = {a: booth for (a, at), booth in frame.booths.items() if at == host}
        serves = {a: fields for (a, at), fields in frame.serves.items() if at == host}
        name = names.get(host) or next(fresh)
        event = make_event(problem, name, host, venue, agencies, pinned, serves)
        if event is None:
            return None
        events.append(event)
    return Plan(problem.name, tuple(sorted(events, key=lambda e: (e.day, e.district, e.id))))
