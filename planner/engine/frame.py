"""What a model may decide: on which days a district may hold an event, and where.

A `Frame` narrows a problem down: some events are settled, some days are required, some agencies
are fixed. The whole problem, a re-dating of two districts and a new assignment of agencies are
frames over the same model.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from planner.core.problem import PlanEvent, Problem, Venue, Weights, is_on
from planner.engine.facts import Facts


@dataclass(frozen=True, slots=True, order=True)
class Host:
    """A possible event: a day of a district; `copy` tells apart several on the same day."""

    day: int
    district: int
    copy: int = 0


@dataclass(frozen=True)
class Frame:
    """A problem narrowed down.

    `options` gives the venue ids open to each host; `required` hosts hold an event; `settled`
    events are kept whole, and the other events of their districts are chosen among `options`;
    `fixed` says of an agency and a host that it comes (True) or does not (False); `booths` the
    booth id of an agency that comes for certain to a host with a single option, `serves` the
    fields that it serves there at least. With `pinned_only` nobody comes but those that are fixed.
    `explicit` pairs of an agency and a host get a column for every field they offer, and their
    hosts no rows of rooms: re-planning, which counts changed fields and booths, states its own.
    Each of `caps` keeps the points that a plan has under other weights from exceeding a number.
    """

    problem: Problem
    options: Mapping[Host, tuple[int, ...]]
    required: frozenset[Host] = frozenset()
    settled: tuple[PlanEvent, ...] = ()
    fixed: Mapping[tuple[int, Host], bool] = field(default_factory=dict)
    booths: Mapping[tuple[int, Host], int] = field(default_factory=dict)
    serves: Mapping[tuple[int, Host], tuple[int, ...]] = field(default_factory=dict)
    pinned_only: bool = False
    explicit: frozenset[tuple[int, Host]] = frozenset()
    caps: tuple[tuple[Weights, int], ...] = ()

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.problem)

    @property
    def has_pinned(self) -> bool:
        """Whether any agency comes for certain."""
        return any(self.fixed.values())

    def narrowed(
        self, options: Mapping[Host, tuple[int, ...]], settled: tuple[PlanEvent, ...]
    ) -> Frame:
        """This frame with fewer options and more settled events; it shares the facts."""
        frame = replace(
            self,
            options=options,
            required=frozenset(host for host in self.required if host in options),
            settled=settled,
        )
        frame.__dict__["facts"] = self.facts
        return frame

    def attendances(self) -> int:
        """How many pairs of an agency and a possible event there are."""
        return sum(self.facts.agencies_on(host.district, host.day) for host in self.options)

    def events_left(self) -> dict[int, int]:
        """By district: how many events remain to be placed."""
        left = {district.id: district.events for district in self.problem.districts}
        for event in self.settled:
            left[event.district] = left.get(event.district, 0) - 1
        return left


def open_fallbacks(problem: Problem, venue: Venue, day: int) -> list[int]:
    """Fallback venue ids open on `day`, best reach first, then by id."""
    weekend = is_on(problem.weekend, day)
    known = (problem.venue_by_id.get(name) for name in venue.fallbacks)
    usable = [other for other in known if other is not None and is_on(other.avail, day)]
    usable.sort(key=lambda other: (-other.reach[weekend], other.id))
    return [other.id for other in usable]


def can_hold(problem: Problem, venue: Venue, day: int) -> bool:
    """Whether an event at `venue` on `day` keeps the rules that look at it alone (H02-H04, H06)."""
    zone = problem.zone_by_id.get(venue.zone)
    if zone is None or zone.max < 1 or not is_on(problem.allowed, day):
        return False
    if zone.last is not None and day - zone.last < zone.gap:
        return False
    if not is_on(venue.avail, day):
        return False
    return venue.indoor or bool(open_fallbacks(problem, venue, day))


# Pairs of a possible event and a venue above which copies of days are not searched.
MOST_COPIED = 1_000_000


def too_many(problem: Problem) -> bool:
    """Whether days that can hold many events of a district make more choices than can be searched.

    A file's size bounds its days and venues; how many events it asks for is but a number.
    """
    found = sum(copies * len(venues) for _, venues, copies in _days(problem, None, 0) if copies > 1)
    return found > MOST_COPIED


def all_options(
    problem: Problem, districts: Iterable[int] | None = None, first_day: int = 0
) -> dict[Host, tuple[int, ...]]:
    """Every possible event of the given districts (of all), from `first_day`."""
    return {
        Host(first.day, first.district, copy): venues
        for first, venues, copies in _days(problem, districts, first_day)
        for copy in range(copies)
    }


def _days(
    problem: Problem, districts: Iterable[int] | None, first_day: int
) -> Iterator[tuple[Host, tuple[int, ...], int]]:
    """Days of districts with the venues open to an event, and how many events they can hold."""
    wanted = set(problem.district_by_id) if districts is None else set(districts)
    by_district: dict[int, list[Venue]] = defaultdict(list)
    for venue in problem.venues:
        if venue.district in wanted:
            by_district[venue.district].append(venue)
    kits = max(1, problem.kits.pool) if problem.kits.turnaround else 10**6
    for day in range(first_day, problem.days):
        for district in problem.districts:
            if district.id not in wanted or district.events < 1:
                continue
            venues = by_district[district.id]
            usable = [venue for venue in venues if can_hold(problem, venue, day)]
            if usable:
                # Without a gap one day can hold several events of a district: one host for each,
                # no more than there are kits for and than the zones take.
                copies = min(district.events, kits, _visits(problem, usable))
                names = tuple(venue.id for venue in usable)
                yield Host(day, district.id), names, copies if district.min_gap == 0 else 1


def _visits(problem: Problem, venues: Iterable[Venue]) -> int:
    """How many events a day can hold at these venues: a zone with a gap takes one."""
    zones = (problem.zone_by_id[zone] for zone in {venue.zone for venue in venues})
    return sum(1 if zone.gap else zone.max for zone in zones)


def without_clashes(
    problem: Problem, options: Mapping[Host, tuple[int, ...]], settled: Iterable[PlanEvent]
) -> dict[Host, tuple[int, ...]]:
    """`options` less those that a settled event's district gap or zone gap rules out."""
    days: dict[int, list[int]] = defaultdict(list)
    visits: dict[int, list[int]] = defaultdict(list)
    for event in settled:
        days[event.district].append(event.day)
        if event.venue in problem.venue_by_id:  # a venue of the past may be gone
            visits[problem.venue_by_id[event.venue].zone].append(event.day)
    kept: dict[Host, tuple[int, ...]] = {}
    for host, venues in options.items():
        gap = problem.district_by_id[host.district].min_gap
        if any(abs(host.day - day) < gap for day in days[host.district]):
            continue
        names = []
        for name in venues:
            zone = problem.zone_by_id[problem.venue_by_id[name].zone]
            if all(abs(host.day - day) >= zone.gap for day in visits[zone.id]):
                names.append(name)
        if names:
            kept[host] = tuple(names)
    return kept
