"""The rules of a season as a small programme in which each can be given up.

For the question whether there is any season at all, the venues of a zone are alike: a column
counts the events of a zone on a day, one for each set of facts (days allowed, venues' days, rain
plans, earlier visits) that would have to be given up for it. Every rule has a column: of units
where it counts something, else of 0 or 1.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

from planner.core.problem import District, Problem, Venue, Zone, is_on
from planner.core.violation import Subject, Violation
from planner.engine.frame import open_fallbacks
from planner.engine.mip import Limits, Model
from planner.engine.outcome import Pins
from planner.engine.pinned_agencies import add_pinned_agencies
from planner.engine.schedule_model import windows

# What giving a whole rule up costs against one unit of a count.
_PRICE_OF_RULE = 3.0

Rules = tuple[Violation, ...]


class ConflictModel:
    """The rules of a problem under pins, and whether any set of them can hold together."""

    def __init__(self, problem: Problem, pins: Pins, seed: int) -> None:
        self._problem, self._pins, self._seed = problem, pins, seed
        self._model = Model()
        self._rules: dict[Violation, int] = {}
        self._by_day: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._by_zone: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._row_rules: list[tuple[int, int]] = []
        self._by_venue: dict[tuple[int, int], int] = {}
        self._most = max([district.events for district in problem.districts] or [0])
        self._state()

    @property
    def rules(self) -> Rules:
        return tuple(self._rules)

    def blamed(self, seconds: float) -> Rules | None:
        """Rules that the linear relaxation alone proves to conflict; None where it does not.

        In the cheapest way to give rules up, a rule with exactly its own cost as reduced cost has
        no part in the dual proof, so the others conflict without it. (That of H01, which holds both
        ways, may be larger.)
        """
        found = self._model.solve(Limits(seconds, seed=self._seed), relaxed=True)
        if not found.values or found.objective < 1e-6:
            return None
        costs = self._model.cost
        part = [r for r, c in self._rules.items() if abs(found.reduced[c] - costs[c]) > 1e-9]
        return tuple(part)

    def can_hold(self, rules: Collection[Violation], seconds: float) -> bool | None:
        """Whether the given rules can hold together when all others are given up."""
        kept = {self._rules[rule] for rule in rules}
        # The rows of a rule that is given up say nothing: leaving them out makes this fast.
        part = self._model.part(row for row, rule in self._row_rules if rule in kept)
        for column in kept:
            part.upper[column] = 0.0
        found = part.solve(Limits(seconds, seed=self._seed))
        if found.status == "infeasible":
            return False
        return True if found.values else None

    def least(self, seconds: float) -> tuple[Rules, bool]:
        """The cheapest rules to give up, with ``data["units"]``, and whether that is proven."""
        found = self._model.solve(Limits(seconds, seed=self._seed, abs_gap=0.999))
        offers = []
        for rule, column in self._rules.items() if found.values else ():
            units = round(found.values[column])
            if units:
                offers.append(Violation(rule.code, rule.subjects, {**rule.data, "units": units}))
        return tuple(offers), found.status == "optimal"

    def rule(self, code: str, subjects: tuple[Subject, ...], **data: object) -> int:
        """The column of a rule that holds (0) or is given up (1), made when first asked for."""
        rule = Violation(code, subjects, data)
        if rule not in self._rules:
            self._rules[rule] = self._model.column(_PRICE_OF_RULE, integral=True)
        return self._rules[rule]

    def _count(self, code: str, subjects: tuple[Subject, ...], most: int, **data: object) -> int:
        """The column of a rule that counts: by how many units it is given up, at most `most`."""
        column = self._model.column(1.0, upper=max(0, most), integral=True)
        self._rules[Violation(code, subjects, data)] = column
        return column

    def limit(
        self, columns: Iterable[int], most: float, rule: int, slack: float, sign: float = 1.0
    ) -> None:
        """`sign · Σ columns ≤ most`, loosened by `slack` where the rule is given up."""
        entries = [(column, sign) for column in columns]
        row = self._model.row([*entries, (rule, -slack)], upper=most)
        self._row_rules.append((row, rule))

    def _state(self) -> None:
        pinned = {(pin.venue, pin.day) for pin in self._pins.events}
        for zone in self._problem.zones:
            venues = [v for v in self._problem.venues if v.zone == zone.id]
            for day in range(self._problem.days):
                self._zone_day(zone, venues, day, pinned)
        for district in self._problem.districts:
            self._district(district)
        for zone in self._problem.zones:
            self._zone(zone)
        self._kits()
        self._event_pins()
        add_pinned_agencies(self._problem, self._pins, self)

    def _zone_day(
        self, zone: Zone, venues: list[Venue], day: int, pinned: set[tuple[int | None, int]]
    ) -> None:
        """A column for every smallest set of facts against the zone's venues on a day."""
        against = {venue.id: frozenset(self._facts_against(venue, day)) for venue in venues}
        least = [
            facts
            for facts in sorted(set(against.values()), key=lambda f: (len(f), sorted(f)))
            if not any(other < facts for other in against.values())
        ]
        for facts in least:
            self._place(zone, day, facts)
        for venue in venues:
            if (venue.id, day) in pinned:
                self._by_venue[venue.id, day] = self._place(zone, day, against[venue.id])

    def _place(self, zone: Zone, day: int, facts: frozenset[int]) -> int:
        place = self._model.column(upper=self._most, integral=True)
        for fact in sorted(facts):
            self.limit([place], 0, fact, self._most)
        self._by_day[zone.district, day].append(place)
        self._by_zone[zone.id].append((day, place))
        return place

    def _facts_against(self, venue: Venue, day: int) -> Iterator[int]:
        """Rules that forbid an event at this venue on this day by themselves."""
        problem, zone = self._problem, self._problem.zone_by_id[venue.zone]
        where: tuple[Subject, ...] = (("zone", zone.id),)
        if not is_on(problem.allowed, day):
            yield self.rule("H02", (("district", venue.district),), reason="not_allowed")
        if not is_on(venue.avail, day):
            yield self.rule("H03", where, reason="not_available")
        if not venue.indoor and not open_fallbacks(problem, venue, day):
            yield self.rule("H04", where, reason="not_available")
        if zone.last is not None and day - zone.last < zone.gap:
            data = {"reason": "last_season", "last": zone.last, "min_gap": zone.gap}
            yield self.rule("H06", where, **data)

    def _district(self, district: District) -> None:
        days = {day: places for (name, day), places in self._by_day.items() if name == district.id}
        where: tuple[Subject, ...] = (("district", district.id),)
        pairs = [(day, place) for day, places in days.items() for place in places]
        fewer = self._count("H01", where, district.events, expected=district.events)
        entries = [(place, 1.0) for _, place in pairs]
        row = self._model.row([*entries, (fewer, 1.0)], district.events, district.events)
        self._row_rules.append((row, fewer))
        if district.min_gap:
            gap = self.rule("H05", where, min_gap=district.min_gap)
            for group in _windows(pairs, district.min_gap):
                self.limit(group, 1, gap, district.events - 1)
        weekend = [place for day, place in pairs if is_on(self._problem.weekend, day)]
        if weekend:
            more = self._count("H08", where, district.events, max=district.max_weekend)
            self.limit(weekend, district.max_weekend, more, 1)

    def _zone(self, zone: Zone) -> None:
        pairs, where = self._by_zone[zone.id], (("zone", zone.id),)
        places, events = [place for _, place in pairs], self._most
        if zone.min:
            fewer = self._count("H07", where, zone.min, reason="too_few", min=zone.min)
            self.limit(places, -zone.min, fewer, 1, sign=-1.0)
        if places:
            more = self._count("H07", where, events, reason="too_many", max=zone.max)
            self.limit(places, zone.max, more, 1)
        if zone.gap:
            gap = self.rule("H06", where, reason="visits", min_gap=zone.gap)
            for group in _windows(pairs, zone.gap):
                self.limit(group, 1, gap, events - 1)

    def _kits(self) -> None:
        kits = self._problem.kits
        pairs = [(day, place) for (_, day), places in self._by_day.items() for place in places]
        if not pairs or not kits.turnaround:
            return
        events = sum(district.events for district in self._problem.districts)
        more = self._count("H09", (), events, pool=kits.pool, turnaround=kits.turnaround)
        days: dict[int, list[int]] = defaultdict(list)
        for day, place in pairs:
            days[day].append(place)
        for last in sorted(days):
            span = range(last - kits.turnaround + 1, last + 1)
            self.limit([p for day in span for p in days.get(day, ())], kits.pool, more, 1)

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
            places = list(self._by_day.get((district, day), ()))
            if venue is not None:
                own = self._by_venue.get((venue, day))
                places = [] if own is None else [own]
            given_up = self.rule("P03", where, day=day, venue=venue)
            self.limit(places, -times, given_up, times, sign=-1.0)


def _windows(pairs: Iterable[tuple[int, int]], width: int) -> list[list[int]]:
    """As `windows`, with those of a single column too: here a column may hold several events."""
    twice = windows([pair for pair in pairs for _ in range(2)], width)
    return [list(dict.fromkeys(group)) for group in twice]
