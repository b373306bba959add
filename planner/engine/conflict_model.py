"""The rules of a season as a small programme in which each can be given up.

For the question whether there is any season at all, the venues of a zone are alike: a column
counts the events of a zone on a day, one for each set of facts (days allowed, venues' days, rain
plans, earlier visits) that would have to be given up for it. Every rule has a column: of units
where it counts something, else of 0 or 1. `planner.engine.conflict_search` asks the questions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planner.core.problem import District, Problem, Venue, Zone, is_on
from planner.core.violation import Subject, Violation
from planner.engine.frame import open_fallbacks
from planner.engine.mip import INFINITY, Model
from planner.engine.outcome import Pins
from planner.engine.pinned_agencies import add_pinned_agencies

PRICE_OF_RULE = 3.0  # of giving a whole rule up, against one unit of a count
PRICE_OF_PIN = 2.0  # a person has decided it, and can decide otherwise
Pair = tuple[int, int]  # a day and a column


@dataclass(frozen=True, slots=True)
class Place:
    """A column of events of a zone on a day, and the columns of the facts against it."""

    zone: Zone
    day: int
    column: int
    facts: frozenset[int]


class ConflictModel:
    """The rules of a problem under pins; without `dates` those of pinned agencies alone.

    `rules` gives the column of each rule, `row_rules` pairs a row with the column of its rule,
    `always` are the rows that state no rule.
    """

    def __init__(self, problem: Problem, pins: Pins, *, dates: bool = True) -> None:
        self._problem, self._pins = problem, pins
        self.model = Model()
        self.rules: dict[Violation, int] = {}
        self.row_rules: list[tuple[int, int]] = []
        self.always: list[int] = []
        self.places: list[Place] = []
        self._by_venue: dict[tuple[int, int], int] = {}
        self._most = {item.id: self._most_events(item) for item in problem.districts}
        if dates:
            self._dates()
        add_pinned_agencies(problem, pins, self)

    def hold_firm(self, pins: Pins) -> None:
        """These pins cannot be given up."""
        events = {(pin.district, pin.day, pin.venue) for pin in pins.events}
        placed = {(pin.agency, pin.district, pin.day, pin.event) for pin in pins.placements}
        for rule, column in self.rules.items():
            about, day = dict(rule.subjects), rule.data.get("day")
            event = about.get("district"), day, rule.data.get("venue")
            there = about.get("agency"), about.get("district"), day, about.get("event")
            if (rule.code == "P03" and event in events) or (rule.code == "P04" and there in placed):
                self.model.upper[column] = 0.0

    def _most_events(self, district: District) -> int:
        """More events than this no rule and no pin ever asks for, whatever is given up."""
        visits = sum(zone.min for zone in self._problem.zones if zone.district == district.id)
        pinned = sum(pin.district == district.id for pin in self._pins.events)
        return max(district.events, visits, pinned)

    def rule(self, code: str, subjects: tuple[Subject, ...], **data: object) -> int:
        """The column of a rule that holds (0) or is given up (1), made when first asked for."""
        rule = Violation(code, subjects, data)
        if rule not in self.rules:
            price = PRICE_OF_PIN if code in ("P03", "P04") else PRICE_OF_RULE
            self.rules[rule] = self.model.column(price, integral=True)
        return self.rules[rule]

    def _count(self, code: str, subjects: tuple[Subject, ...], most: int, **data: object) -> int:
        """The column of a rule that counts: by how many units it is given up, at most `most`."""
        column = self.model.column(1.0, upper=max(0, most), integral=True)
        self.rules[Violation(code, subjects, data)] = column
        return column

    def limit(
        self, columns: Iterable[int], most: float, rule: int, slack: float, sign: float = 1.0
    ) -> None:
        """`sign · Σ columns ≤ most`, loosened by `slack` where the rule is given up."""
        entries = [(column, sign) for column in columns]
        row = self.model.row([*entries, (rule, -slack)], upper=most)
        self.row_rules.append((row, rule))

    def _spread(
        self, pairs: Iterable[Pair], width: int, most: int, rule: int, slack: float
    ) -> None:
        """At most `most` events in any `width` days, as differences of running sums.

        So a row holds three columns and not hundreds: a year's programme is solved much faster.
        """
        by_day: dict[int, list[int]] = defaultdict(list)
        for day, column in pairs:
            by_day[day].append(column)
        days = sorted(by_day)
        sums: list[int] = []
        for day in days:
            total = self.model.column(upper=INFINITY)
            before = [(sums[-1], 1.0)] if sums else []
            entries = [*((column, 1.0) for column in by_day[day]), *before, (total, -1.0)]
            self.always.append(self.model.row(entries, 0, 0))
            sums.append(total)
        first = 0
        for last, day in enumerate(days):
            while day - days[first] >= width:
                first += 1
            if last + 1 == len(days) or days[last + 1] - days[first] >= width:
                before = [(sums[first - 1], -1.0)] if first else []
                row = self.model.row([(sums[last], 1.0), *before, (rule, -slack)], upper=most)
                self.row_rules.append((row, rule))

    def _dates(self) -> None:
        pinned = {(pin.venue, pin.day) for pin in self._pins.events}
        for zone in self._problem.zones:
            venues = [v for v in self._problem.venues if v.zone == zone.id]
            for day in range(self._problem.days):
                self._zone_day(zone, venues, day, pinned)
        self._facts()
        for district in self._problem.districts:
            self._district(district)
        for zone in self._problem.zones:
            self._zone(zone)
        self._kits()
        self._event_pins()

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
        column = self.model.column(upper=self._most[zone.district], integral=True)
        self.places.append(Place(zone, day, column, facts))
        return column

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

    def _facts(self) -> None:
        """No event against a fact that holds."""
        against: dict[tuple[int, int], list[int]] = defaultdict(list)
        for place in self.places:
            for fact in sorted(place.facts):
                against[fact, place.zone.district].append(place.column)
        for (fact, district), columns in against.items():
            self.limit(columns, 0, fact, self._most[district])

    def _pairs(self, district: int | None = None, zone: int | None = None) -> list[Pair]:
        return [
            (place.day, place.column)
            for place in self.places
            if district in (None, place.zone.district) and zone in (None, place.zone.id)
        ]

    def _district(self, district: District) -> None:
        where: tuple[Subject, ...] = (("district", district.id),)
        pairs, wanted = self._pairs(district=district.id), district.events
        most = self._most[district.id]
        places = [place for _, place in pairs]
        fewer = self._count("H01", where, wanted, reason="too_few", expected=wanted)
        self.limit(places, -wanted, fewer, 1, sign=-1.0)
        if places:
            more = self._count("H01", where, most - wanted, reason="too_many", expected=wanted)
            self.limit(places, wanted, more, 1)
        if district.min_gap:
            gap = self.rule("H05", where, min_gap=district.min_gap)
            self._spread(pairs, district.min_gap, 1, gap, max(0, most - 1))
        weekend = [place for day, place in pairs if is_on(self._problem.weekend, day)]
        if weekend:
            more = self._count("H08", where, most, max=district.max_weekend)
            self.limit(weekend, district.max_weekend, more, 1)

    def _zone(self, zone: Zone) -> None:
        pairs, where = self._pairs(zone=zone.id), (("zone", zone.id),)
        places = [place for _, place in pairs]
        events = self._most[zone.district]
        if zone.min:
            fewer = self._count("H07", where, zone.min, reason="too_few", min=zone.min)
            self.limit(places, -zone.min, fewer, 1, sign=-1.0)
        if places:
            more = self._count("H07", where, events, reason="too_many", max=zone.max)
            self.limit(places, zone.max, more, 1)
        if zone.gap:
            gap = self.rule("H06", where, reason="visits", min_gap=zone.gap)
            self._spread(pairs, zone.gap, 1, gap, max(0, events - 1))

    def _kits(self) -> None:
        kits, pairs = self._problem.kits, self._pairs()
        if not pairs or not kits.turnaround:
            return
        events = sum(self._most.values())
        more = self._count("H09", (), events, pool=kits.pool, turnaround=kits.turnaround)
        self._spread(pairs, kits.turnaround, kits.pool, more, 1)

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
            places = [
                place.column
                for place in self.places
                if (place.zone.district, place.day) == (district, day)
            ]
            if venue is not None:
                own = self._by_venue.get((venue, day))
                places = [] if own is None else [own]
            given_up = self.rule("P03", where, day=day, venue=venue)
            self.limit(places, -times, given_up, times, sign=-1.0)
