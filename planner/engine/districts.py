"""Dates of a whole city: district by district, as only the equipment kits join them.

Without H09 a city falls apart into its districts: the sum of their proven bounds bounds the city
(Lagrangian relaxation with prices of zero). Where too many kits are in use on a day, districts are
dated anew one after the other within the kits that the others leave. Where that costs too much, the
kits of each day get a price from the linear relaxation, and everything is done once more: prices
spread the events, and the bound rises (G. Desaulniers, J. Desrosiers, M. Solomon, 2005).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

from planner.core.plan import Plan, PlanEvent
from planner.core.problem import District
from planner.engine.frame import Frame, Host
from planner.engine.joint import JointModel, make_event
from planner.engine.mip import Solution
from planner.engine.run import Run

# Candidates (day and venue) from which a city is dated district by district.
LARGE = 20_000
# Relative gap at which a district is good enough, and below which a city needs no prices.
_CLOSE, _GOOD = 0.001, 0.001
# Times that every district is dated once more when all have room.
_POLISH = 2
# Points for a kit too many on a day, in the first pass and in the last.
_FIRST_FINE, _LAST_FINE = 30.0, 10_000.0


def candidates(frame: Frame) -> int:
    """How many pairs of a day and a venue there are to choose from."""
    return sum(len(venues) for venues in frame.options.values())


def falls_apart(frame: Frame) -> bool:
    """Whether a frame is large, and nothing but kits joins its districts."""
    alone = not frame.settled and not frame.has_pinned and not frame.caps
    return alone and len(frame.problem.districts) > 1 and candidates(frame) > LARGE


def district_frame(frame: Frame, district: int) -> Frame:
    """The frame of one district. Kits are left out; so are dongs that others may cover as well."""
    problem = frame.problem
    zones = tuple(zone for zone in problem.zones if zone.district == district)
    own = {zone.id for zone in zones}
    foreign = {d for venue in problem.venues if venue.district != district for d in venue.covers}
    part = replace(
        problem,
        districts=(problem.district_by_id[district],),
        zones=zones,
        dongs=tuple(d for d in problem.dongs if d.zone in own and d.id not in foreign),
        kits=replace(problem.kits, pool=problem.district_by_id[district].events),
    )
    options = {host: names for host, names in frame.options.items() if host.district == district}
    required = frozenset(host for host in frame.required if host.district == district)
    return Frame(part, options, required, pinned_only=True)


@dataclass
class _District:
    """One district's model, its costs without prices, and its present choice."""

    joint: JointModel
    costs: list[float]
    bound: float = 0.0
    held: list[tuple[Host, int]] = field(default_factory=list)

    @property
    def district(self) -> District:
        return self.joint.frame.problem.districts[0]


class City:
    """The districts of a frame, dated apart and brought together."""

    def __init__(self, run: Run, frame: Frame, workers: int) -> None:
        self._run, self._frame, self._workers = run, frame, workers
        self._parts: dict[int, _District] = {}
        for district in frame.problem.districts:
            joint = JointModel.of(district_frame(frame, district.id), agencies=False)
            for (host, venue), column in joint.schedule.place.items():
                booths = len(frame.problem.venue_by_id[venue].booths)
                alone = frame.facts.uncovered_alone(host.district, host.day, booths)
                joint.model.cost[column] += frame.problem.weights.uncovered * alone
            self._parts[district.id] = _District(joint, joint.model.cost[:])

    def dated(self, prices: Mapping[int, float]) -> bool | None:
        """Dates every district under prices of a kit by day, and raises the bound.

        False where a district has no season, None where time ran out.
        """
        self.price(prices)
        found = self._each(self._date)
        if any(status == "infeasible" for status in found):
            return False
        total = sum(part.bound for part in self._parts.values())
        if all(part.bound > -float("inf") for part in self._parts.values()):
            self._run.raise_bound(total - self._frame.problem.kits.pool * sum(prices.values()))
        return (
            True if all(part.held for part in self._parts.values() if self._wanted(part)) else None
        )

    def _wanted(self, part: _District) -> int:
        return part.joint.frame.problem.districts[0].events

    def price(self, prices: Mapping[int, float]) -> None:
        """Lets every district pay for its kits by day."""
        away = self._frame.problem.kit_days
        for part in self._parts.values():
            part.joint.model.cost = part.costs[:]
            for host, column in part.joint.schedule.held.items():
                days = range(host.day, host.day + away)
                part.joint.model.cost[column] += sum(prices.get(day, 0.0) for day in days)

    def _each(
        self, work: Callable[[_District], str], names: Iterable[int] | None = None
    ) -> list[str]:
        parts = [self._parts[name] for name in (self._parts if names is None else names)]
        if self._workers < 2 or len(parts) < 2:
            return [work(part) for part in parts]
        with ThreadPoolExecutor(self._workers) as pool:
            return list(pool.map(work, parts))

    def _date(self, part: _District) -> str:
        found = self._solve(part)
        if found.status != "infeasible":
            part.bound = found.bound
        return found.status

    def _solve(self, part: _District) -> Solution:
        first: dict[int, float] | None = None
        if part.held:
            schedule = part.joint.schedule
            first = dict.fromkeys([*schedule.held.values(), *schedule.place.values()], 0.0)
            for host, venue in part.held:
                first[schedule.held[host]] = first[schedule.place[host, venue]] = 1.0
        found = part.joint.model.solve(self._run.limits(rel_gap=_CLOSE), first)
        if found.values:
            part.held = [(host, venue) for host, venue, _ in part.joint.chosen(found.values)]
        return found

    def in_use(self, but: int | None = None) -> Counter[int]:
        """Kits in use by day, those of one district left out."""
        used: Counter[int] = Counter()
        for district, part in self._parts.items():
            if district != but:
                for host, _ in part.held:
                    used.update(range(host.day, host.day + self._frame.problem.kit_days))
        return used

    def made_room(self) -> bool:
        """Dates districts anew until no day needs more kits than there are; whether that ended.

        A kit too many has a price that rises from pass to pass, so that a district gives way where
        it can and two that want the same day settle it.
        """
        price = _FIRST_FINE
        while price <= _LAST_FINE:
            waiting = self._blamed()
            if not waiting:
                return True
            moved: set[int] = set()
            while waiting:
                if self._run.stopped():
                    return False
                some = waiting[: self._workers]
                self._each(partial(self._move, fine=price), some)
                moved.update(some)
                waiting = [name for name in self._blamed() if name not in moved]
            price *= 4
        return not self._blamed()

    def polish(self) -> None:
        """Dates every district once more within the kits that the others leave."""
        for name in list(self._parts):
            if self._run.stopped():
                return
            self._move(self._parts[name], _LAST_FINE)

    def _blamed(self) -> list[int]:
        """Districts with events on days that need too many kits, most to blame first."""
        kits, away = self._frame.problem.kits, self._frame.problem.kit_days
        over = {day: count - kits.pool for day, count in self.in_use().items()}
        blame: Counter[int] = Counter()
        for name, part in self._parts.items():
            for host, _ in part.held:
                days = range(host.day, host.day + away)
                blame[name] += sum(max(0, over.get(day, 0)) for day in days)
        return [name for name, amount in blame.most_common() if amount]

    def _move(self, part: _District, fine: float) -> str:
        """Dates one district against the kits that the others use, each too many at a fine."""
        kits, model = self._frame.problem.kits, part.joint.model
        used, before = self.in_use(but=part.district.id), model.cost[:]
        # An own event less than a turnaround away would take a second kit.
        own = 2 if part.district.min_gap < kits.turnaround else 1
        for host, column in part.joint.schedule.held.items():
            days = range(host.day, host.day + self._frame.problem.kit_days)
            model.cost[column] += fine * sum(max(0, used[day] + own - kits.pool) for day in days)
        found = self._solve(part)
        model.cost = before
        return found.status

    def plan(self, names: Mapping[Host, str]) -> Plan | None:
        """The dates of all districts as a plan without agencies."""
        problem, events = self._frame.problem, list[PlanEvent]()
        fresh = (name for name in (f"e{n}" for n in range(1, 10**6)) if name not in names.values())
        held = sorted(pair for part in self._parts.values() for pair in part.held)
        for host, venue in held:
            event = make_event(problem, names.get(host) or next(fresh), host, venue, [])
            if event is None:
                return None
            events.append(event)
        return Plan(problem.name, tuple(events))


def date_city(
    run: Run, frame: Frame, names: Mapping[Host, str], workers: int
) -> Plan | bool | None:
    """Dates and venues of a city; False where no season is possible. Raises the run's bound."""
    city = City(run, frame, workers)
    # Agencies want most of the time, if there are any.
    enough = run.elapsed + (0.25 if frame.attendances() else 1.0) * run.left
    plan: Plan | None = None
    prices: Mapping[int, float] = {}
    for priced in (False, True):
        if priced:
            prices = kit_prices(run, frame)
        dated = city.dated(prices)
        if dated is not True:
            return plan if plan is not None else dated
        if city.made_room():
            plan = _better(run, city.plan(names), plan)
            city.price({})
            for _ in range(_POLISH):
                if run.elapsed < enough:
                    city.polish()
                    plan = _better(run, city.plan(names), plan)
        if run.stopped() or run.elapsed > enough or run.total - run.bound <= _GOOD * run.total:
            break
    return plan


def _better(run: Run, found: Plan | None, plan: Plan | None) -> Plan | None:
    return found if run.offer(found) or plan is None else plan


def kit_prices(run: Run, frame: Frame) -> dict[int, float]:
    """What a kit is worth on each day: the duals of H09 in the linear relaxation of all dates."""
    part = replace(frame, pinned_only=True)
    part.__dict__["facts"] = frame.facts
    joint = JointModel.of(part, agencies=False)
    limits = run.limits(0.3 * run.left)
    found = joint.model.solve(limits, relaxed=True, interior=True)
    rows = joint.schedule.kits
    return {day: max(0.0, -found.duals[row]) for day, row in rows.items()} if found.duals else {}
