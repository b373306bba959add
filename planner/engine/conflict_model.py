"""The rules of a season as a CP-SAT model in which each can be switched off."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from planner.core.problem import District, Problem, Venue, Zone, is_on
from planner.core.violation import Subject, Violation
from planner.engine.frame import can_hold, open_fallbacks
from planner.engine.outcome import Pins
from planner.engine.pinned_agencies import add_pinned_agencies
from planner.engine.schedule_model import windows

# What giving a rule up costs against one unit of a count: whole rules are dearer than one visit.
_PRICE_OF_RULE = 3


def districts_of(problem: Problem, rules: Iterable[Violation]) -> set[int]:
    """Districts that rules speak of; all of them where a rule speaks of none."""
    found: set[int] = set()
    for rule in rules:
        kinds = dict(rule.subjects)
        if "zone" in kinds:
            found.add(problem.zone_by_id[int(kinds["zone"])].district)
        elif "district" in kinds:
            found.add(int(kinds["district"]))
    return found or set(problem.district_by_id)


class ConflictModel:
    """Literals for rules, and the constraints that they switch on.

    With `facts` the days allowed, the venues' days, rain plans and earlier visits are rules that
    can be given up like others; without, impossible days and venues are left out.
    """

    def __init__(
        self,
        problem: Problem,
        pins: Pins,
        seed: int,
        *,
        facts: bool,
        districts: Collection[int] | None = None,
    ) -> None:
        from ortools.sat.python import cp_model

        self._cp: Any = cp_model
        self._model: Any = cp_model.CpModel()
        self._problem, self._pins, self._seed, self._facts = problem, pins, seed, facts
        wanted = set(problem.district_by_id) if districts is None else set(districts)
        self._districts = [d for d in problem.districts if d.id in wanted]
        self._rules: dict[Violation, Any] = {}
        self._slacks: dict[Violation, Any] = {}
        self._place: dict[tuple[int, int], Any] = {}
        self._by_day: dict[tuple[int, int], list[Any]] = defaultdict(list)
        self._by_zone: dict[int, list[tuple[int, Any]]] = defaultdict(list)
        self._state()

    def core(
        self, seconds: float, rules: Collection[Violation] | None = None
    ) -> tuple[bool | None, tuple[Violation, ...]]:
        """Whether the rules (all, if none are given) can hold together; if not, which cannot."""
        chosen = [rule for rule in self._rules if rules is None or rule in rules]
        self._model.ClearAssumptions()
        self._model.ClearObjective()
        self._model.AddAssumptions([self._rules[rule] for rule in chosen])
        solver = self._solver(seconds)
        # Presolve would hide which assumptions were used.
        solver.parameters.cp_model_presolve = False
        status = solver.Solve(self._model)
        if status in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            return True, ()
        if status != self._cp.INFEASIBLE:
            return None, ()
        blamed = set(solver.SufficientAssumptionsForInfeasibility())
        return False, tuple(rule for rule in chosen if self._rules[rule].Index() in blamed)

    def least(self, seconds: float) -> tuple[tuple[Violation, ...], bool]:
        """The cheapest rules to give up, with ``data["units"]``, and whether that is proven."""
        self._model.ClearAssumptions()
        costs = []
        for rule, literal in self._rules.items():
            if rule in self._slacks:
                costs.append(self._slacks[rule])
                self._model.AddHint(self._slacks[rule], 0)
            else:
                costs.append(_PRICE_OF_RULE * (1 - literal))
        self._model.Minimize(sum(costs))
        solver = self._solver(seconds)
        status = solver.Solve(self._model)
        if status not in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            return (), False
        offers = []
        for rule, literal in self._rules.items():
            slack = self._slacks.get(rule)
            units = solver.Value(slack) if slack is not None else 1 - solver.Value(literal)
            if units:
                offers.append(Violation(rule.code, rule.subjects, {**rule.data, "units": units}))
        return tuple(offers), status == self._cp.OPTIMAL

    def _solver(self, seconds: float) -> Any:
        solver = self._cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._seed
        solver.parameters.max_time_in_seconds = max(0.05, seconds)
        return solver

    def rule(self, code: str, subjects: tuple[Subject, ...], **data: object) -> Any:
        """The literal of a rule, made when first asked for."""
        rule = Violation(code, subjects, data)
        if rule not in self._rules:
            self._rules[rule] = self._model.NewBoolVar("")
        return self._rules[rule]

    def _count(self, code: str, subjects: tuple[Subject, ...], most: int, **data: object) -> Any:
        """A slack of 0 to `most` units for a rule that counts; assumed, the rule forbids it."""
        literal = self.rule(code, subjects, **data)
        rule = Violation(code, subjects, data)
        slack = self._slacks[rule] = self._model.NewIntVar(0, max(0, most), "")
        self._model.Add(slack == 0).OnlyEnforceIf(literal)
        return slack

    def _state(self) -> None:
        for district in self._districts:
            for venue in self._problem.venues:
                if venue.district == district.id:
                    self._venue(venue, district.events)
            self._district(district)
        for zone in self._problem.zones:
            if any(zone.district == district.id for district in self._districts):
                self._zone(zone)
        self._kits()
        self._event_pins()
        add_pinned_agencies(self._problem, self._pins, self)

    def add(self, condition: Any, *literals: Any) -> None:
        """A constraint that holds where all literals do."""
        self._model.Add(condition).OnlyEnforceIf(*literals)

    def _venue(self, venue: Venue, events: int) -> None:
        for day in range(self._problem.days):
            if not self._facts and not can_hold(self._problem, venue, day):
                continue
            place = self._place[venue.id, day] = self._model.NewIntVar(0, max(1, events), "")
            self._by_day[venue.district, day].append(place)
            self._by_zone[venue.zone].append((day, place))
            for literal in self._facts_against(venue, day) if self._facts else ():
                self.add(place == 0, literal)

    def _facts_against(self, venue: Venue, day: int) -> Iterator[Any]:
        """Rules that forbid an event at this venue on this day by themselves."""
        problem, zone = self._problem, self._problem.zone_by_id[venue.zone]
        where: tuple[Subject, ...] = (("zone", zone.id),)
        if not is_on(problem.allowed, day):
            yield self.rule("H02", (("district", venue.district),), reason="not_allowed")
        if not is_on(venue.avail, day):
            yield self.rule("H03", where, reason="not_available")
        elif not venue.indoor and not open_fallbacks(problem, venue, day):
            yield self.rule("H04", where, reason="not_available")
        if zone.last is not None and day - zone.last < zone.gap:
            data = {"reason": "last_season", "last": zone.last, "min_gap": zone.gap}
            yield self.rule("H06", where, **data)

    def _district(self, district: District) -> None:
        days = {day: places for (name, day), places in self._by_day.items() if name == district.id}
        where: tuple[Subject, ...] = (("district", district.id),)
        every = [place for places in days.values() for place in places]
        fewer = self._count("H01", where, district.events, expected=district.events)
        self._model.Add(sum(every) + fewer == district.events)
        pairs = [(day, place) for day, places in days.items() for place in places]
        gap = self.rule("H05", where, min_gap=district.min_gap)
        for group in windows(pairs, district.min_gap):
            self.add(sum(group) <= 1, gap)
        weekend = [place for day, place in pairs if is_on(self._problem.weekend, day)]
        if weekend:
            more = self._count("H08", where, district.events, max=district.max_weekend)
            self._model.Add(sum(weekend) - more <= district.max_weekend)

    def _zone(self, zone: Zone) -> None:
        pairs, where = self._by_zone[zone.id], (("zone", zone.id),)
        places = [place for _, place in pairs]
        if zone.min:
            fewer = self._count("H07", where, zone.min, reason="too_few", min=zone.min)
            self._model.Add(sum(places) + fewer >= zone.min)
        if places:
            events = self._problem.district_by_id[zone.district].events
            more = self._count("H07", where, events, reason="too_many", max=zone.max)
            self._model.Add(sum(places) - more <= zone.max)
        gap = self.rule("H06", where, reason="visits", min_gap=zone.gap)
        for group in windows(pairs, zone.gap):
            self.add(sum(group) <= 1, gap)

    def _kits(self) -> None:
        kits = self._problem.kits
        days: dict[int, list[Any]] = defaultdict(list)
        for (_, day), places in self._by_day.items():
            days[day].extend(places)
        if not days or not kits.turnaround:
            return
        events = sum(district.events for district in self._districts)
        more = self._count("H09", (), events, pool=kits.pool, turnaround=kits.turnaround)
        for last in sorted(days):
            span = range(last - kits.turnaround + 1, last + 1)
            using = [place for day in span for place in days.get(day, ())]
            self._model.Add(sum(using) - more <= kits.pool)

    def _event_pins(self) -> None:
        wanted: Counter[tuple[int, int, int | None]] = Counter()
        names: dict[tuple[int, int, int | None], str | None] = {}
        for pin in self._pins.events:
            wanted[pin.district, pin.day, pin.venue] += 1
            names[pin.district, pin.day, pin.venue] = pin.event
        pinned = {(pin.district, pin.day) for pin in self._pins.events}
        for implied in self._pins.placements:
            if (implied.district, implied.day) not in pinned:
                wanted[implied.district, implied.day, None] = 1
        for (district, day, venue), times in wanted.items():
            where: tuple[Subject, ...] = (("district", district),)
            if names.get((district, day, venue)):
                where = (*where, ("event", str(names[district, day, venue])))
            literal = self.rule("P03", where, day=day, venue=venue)
            places = self._by_day.get((district, day), [])
            if venue is not None:
                places = [self._place[venue, day]] if (venue, day) in self._place else []
            self.add(sum(places) >= times, literal)
