"""The distance to a published plan as columns of a model.

Every event that may change has hosts of its own: `Host.copy` is its number. Day and venue cost at
the columns of the schedule; an agency that came costs unless it comes again, one that did not
costs if it comes; `refielded` and `stays` say of an agency that comes again whether its fields
change and whether it keeps its booth. Who does not keep a booth must find room among those left:
Hall's condition with the kept booths taken out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from planner.core.decided import NOTHING_DECIDED, Decided
from planner.core.problem import Agency, DeltaWeights, Placement, PlanEvent, Problem, Venue
from planner.core.score import within
from planner.engine.booth_types import closed_sets, kind_of
from planner.engine.frame import Frame, Host
from planner.engine.joint import JointModel


@dataclass
class ChangeModel:
    """A joint model with the cost of changes; `distance` lists (column, price), `base` a constant.

    `events` gives the published event of each number, `adjacent` the columns of clashes.
    """

    joint: JointModel
    events: Mapping[int, PlanEvent]
    weights: DeltaWeights
    base: float = 0.0
    distance: list[tuple[int, float]] = field(default_factory=list)
    stays: dict[tuple[int, Host], int] = field(default_factory=dict)
    refielded: dict[tuple[int, Host], int] = field(default_factory=dict)
    adjacent: dict[Host, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        frame: Frame,
        events: Mapping[int, PlanEvent],
        weights: DeltaWeights,
        decided: Decided = NOTHING_DECIDED,
    ) -> ChangeModel:
        changes = cls(JointModel.of(frame), events, weights)
        for number in events:
            hosts = [host for host in frame.options if host.copy == number]
            model = changes.joint.model
            model.row([(changes.joint.schedule.held[host], 1.0) for host in hosts], 1, 1)
        for host in frame.options:
            changes._moves(host)
            changes._placements(host)
            changes._rooms(host)
            changes._clashes(host)
        for event in events.values():
            changes.base += weights.dropped * len(event.assign)
        for number, event in events.items():
            changes._pinned(number, event, decided)
        return changes

    def _pinned(self, number: int, event: PlanEvent, decided: Decided) -> None:
        """Who is to come comes on whatever day, and keeps its booth if the venue stays."""
        model, hosts = self.joint.model, [h for h in self.joint.frame.options if h.copy == number]
        for (name, agency), booth in decided.comes.items():
            if name != event.id:
                continue
            come = (self.joint.agencies.come.get((agency, host)) for host in hosts)
            model.row([(column, 1.0) for column in come if column is not None], lower=1)
            for host in hosts if booth is not None else ():
                stays, place = self.stays.get((agency, host)), (host, event.venue)
                if stays is not None and place in self.joint.schedule.place:
                    entries = [(stays, 1.0), (self.joint.schedule.place[place], -1.0)]
                    model.row(entries, lower=0)

    def _event(self, host: Host) -> PlanEvent:
        return self.events[host.copy]

    def _price(self, column: int, price: float) -> None:
        if price:
            self.distance.append((column, price))

    def _moves(self, host: Host) -> None:
        event, schedule = self._event(host), self.joint.schedule
        if host.day != event.day:
            self._price(schedule.held[host], self.weights.day)
        for venue in self.joint.frame.options[host]:
            if venue != event.venue:
                self._price(schedule.place[host, venue], self.weights.venue)

    def _placements(self, host: Host) -> None:
        event, weights = self._event(host), self.weights
        before = {placement.agency: placement for placement in event.assign}
        for agency, come in self.joint.agencies.by_host[host]:
            placement = before.get(agency.id)
            if placement is None:
                self._price(come, weights.added)
                continue
            self._price(come, -weights.dropped)
            self._fields(host, agency, come, placement)
            if (host, event.venue) in self.joint.schedule.place:
                self._booth(host, agency, come, placement, event.venue)

    def _fields(self, host: Host, agency: Agency, come: int, placement: Placement) -> None:
        model = self.joint.model
        changed = self.refielded[agency.id, host] = model.binary()
        self._price(changed, self.weights.fields)
        if not _can_serve(agency, placement.fields):
            model.row([(come, 1.0), (changed, -1.0)], upper=0)  # they cannot stay as they were
        for name in dict.fromkeys(agency.fields):
            part = self.joint.agencies.served[agency.id, host, name]
            if name in placement.fields:
                model.row([(come, 1.0), (part, -1.0), (changed, -1.0)], upper=0)
            else:
                model.row([(part, 1.0), (changed, -1.0)], upper=0)

    def _booth(
        self, host: Host, agency: Agency, come: int, placement: Placement, venue_id: int
    ) -> None:
        """`stays` ≤ `come`, ≤ "the venue stayed"; the price falls on coming without staying."""
        model, place = self.joint.model, self.joint.schedule.place[host, venue_id]
        venue = self.joint.frame.problem.venue_by_id[venue_id]
        booth = next((b for b in venue.booths if b.id == placement.booth), None)
        away = model.column()
        self._price(away, self.weights.booth)
        entries = [(come, 1.0), (place, 1.0), (away, -1.0)]
        if booth is not None and booth.meets(agency.needs):
            stays = self.stays[agency.id, host] = model.binary()
            model.row([(stays, 1.0), (come, -1.0)], upper=0)
            model.row([(stays, 1.0), (place, -1.0)], upper=0)
            entries.append((stays, -1.0))
        model.row(entries, upper=1)

    def _kept_at(self, host: Host) -> dict[int, int]:
        """Booth id by agency id of those that may stay."""
        event = self._event(host)
        return {p.agency: p.booth for p in event.assign if (p.agency, host) in self.stays}

    def _rooms(self, host: Host) -> None:
        frame, event, kept = self.joint.frame, self._event(host), self._kept_at(host)
        if not any((p.agency, host) in frame.explicit for p in event.assign):
            return
        comes = self.joint.agencies.by_host[host]
        for booth in set(kept.values()):
            sharers = [self.stays[agency, host] for agency in kept if kept[agency] == booth]
            if len(sharers) > 1:
                self.joint.model.at_most(sharers, 1)
        for group in closed_sets(frozenset(kind_of(agency.needs) for agency, _ in comes)):
            entries: dict[int, float] = {}
            for agency, come in comes:
                if kind_of(agency.needs) in group:
                    entries[come] = 1.0
            if not entries:
                continue
            self._take_out(host, group, entries)
            for name in frame.options[host]:
                room = len(list(_useful(frame.problem.venue_by_id[name], group)))
                entries[self.joint.schedule.place[host, name]] = -float(room)
            self.joint.model.row(entries.items(), upper=0)

    def _take_out(self, host: Host, group: frozenset[int], entries: dict[int, float]) -> None:
        """Who stays asks for no room, and its booth gives none."""
        problem, event, kept = self.joint.frame.problem, self._event(host), self._kept_at(host)
        if not kept:
            return  # also where the venue of the event is gone
        useful = set(_useful(problem.venue_by_id[event.venue], group))
        for agency, booth in kept.items():
            weight = float(booth in useful)
            weight -= float(kind_of(problem.agency_by_id[agency].needs) in group)
            if weight:
                entries[self.stays[agency, host]] = weight

    def _clashes(self, host: Host) -> None:
        """Clashing neighbours who both stay count; others are brought in by `add_cut`."""
        problem, model = self.joint.frame.problem, self.joint.model
        adjacent = self.adjacent[host] = model.column(problem.weights.adjacent, upper=10_000)
        pairs = []
        for one, two in clashing(problem, self._event(host), self._kept_at(host)):
            pair = model.column()
            stays = self.stays[one, host], self.stays[two, host]
            model.row([(stays[0], 1.0), (stays[1], 1.0), (pair, -1.0)], upper=1)
            pairs.append((pair, -1.0))
        if pairs:
            model.row([(adjacent, 1.0), *pairs], lower=0)

    def add_cut(
        self, host: Host, venue: int, agencies: Iterable[int], staying: Iterable[int], least: int
    ) -> None:
        """Whenever these come to the venue and those stay, there are `least` clashes or more."""
        columns = [self.joint.schedule.place[host, venue]]
        columns += [self.joint.agencies.come[agency, host] for agency in agencies]
        columns += [self.stays[agency, host] for agency in staying]
        entries = [(self.adjacent[host], 1.0), *((column, -float(least)) for column in columns)]
        self.joint.model.row(entries, lower=-float(least) * (len(columns) - 1))


def _can_serve(agency: Agency, fields: tuple[int, ...]) -> bool:
    """Whether the agency as it is now can serve exactly these fields (H15)."""
    distinct = set(fields)
    return distinct <= set(agency.fields) and 1 <= len(fields) == len(distinct) <= agency.staff


def _useful(venue: Venue, group: frozenset[int]) -> Iterator[int]:
    """Booth ids that meet some kind of needs of a group."""
    for booth in venue.booths:
        if any(kind_of(booth) & kind == kind for kind in group):
            yield booth.id


def clashing(
    problem: Problem, event: PlanEvent, booths: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Pairs of agencies at clashing neighbouring booths (booth id by agency id)."""
    venue = problem.venue_by_id.get(event.venue)
    places = {booth.id: booth for booth in venue.booths} if venue else {}
    for one, two in combinations(sorted(booths), 2):
        first, second = places.get(booths[one]), places.get(booths[two])
        if first is None or second is None or not problem.clashes(one, two):
            continue
        if within(first.x - second.x, first.y - second.y, problem.adj_radius):
            yield one, two
