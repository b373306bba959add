"""The values of a season's planning problem and of a plan (exchange format `olp-1`).

Days are integers counted from 0 (= `Problem.start`). A string of days holds one character a day,
``1`` for yes. Ids are integers, unique within their list; event ids are strings. Lengths share one
unit within a problem; reach is a number of expected contacts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property

from planner.core.plan import DeltaWeights, Forced, Placement, Plan, PlanEvent

__all__ = [
    "TERMS",
    "Agency",
    "Booth",
    "DeltaWeights",
    "District",
    "Dong",
    "Field",
    "Forced",
    "Kits",
    "Needs",
    "Period",
    "Placement",
    "Plan",
    "PlanEvent",
    "Problem",
    "Replan",
    "Venue",
    "Weights",
    "Zone",
    "is_on",
    "weight_names",
]

TERMS = ("uncovered", "zone_dev", "period_miss", "reach", "vuln", "load", "travel", "adjacent")


@dataclass(frozen=True, slots=True)
class Field:
    """A counselling field; `need` agencies are wanted in it at every event."""

    id: int
    name: str
    need: int


@dataclass(frozen=True, slots=True)
class Kits:
    """`pool` equipment kits; an event holds one for `turnaround` days from its day."""

    pool: int
    turnaround: int


@dataclass(frozen=True, slots=True)
class District:
    """A district holds exactly `events` events, `min_gap` days apart, `max_weekend` at weekends."""

    id: int
    name: str
    events: int
    min_gap: int
    max_weekend: int


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone wants `min` to `max` visits (ideally `target`), `gap` days apart.

    `last` is the day of the last visit before the season (negative), or None.
    """

    id: int
    district: int
    name: str
    min: int
    max: int
    target: int
    gap: int
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Dong:
    """An administrative dong; `vuln` weighs its vulnerable residents."""

    id: int
    zone: int
    vuln: int
    x: float = 0
    y: float = 0


@dataclass(frozen=True, slots=True)
class Needs:
    """What an agency cannot do without at its booth."""

    private: bool = False
    power: bool = False
    water: bool = False
    access: bool = False


@dataclass(frozen=True, slots=True)
class Booth:
    """A booth of a venue, unique by `id` within it; `x`, `y` in the venue's own lengths."""

    id: int
    x: float = 0
    y: float = 0
    private: bool = False
    power: bool = False
    water: bool = False
    access: bool = False

    def meets(self, needs: Needs) -> bool:
        """Whether an agency with `needs` can stand here."""
        return (
            self.private >= needs.private
            and self.power >= needs.power
            and self.water >= needs.water
            and self.access >= needs.access
        )


@dataclass(frozen=True, slots=True)
class Venue:
    """A place for events. `reach` is (contacts on a weekday, contacts at the weekend).

    `covers` lists dong ids within walking reach, `fallbacks` indoor venue ids for rainy days.
    """

    id: int
    district: int
    zone: int
    name: str
    indoor: bool
    avail: str
    reach: tuple[int, int]
    x: float = 0
    y: float = 0
    covers: tuple[int, ...] = ()
    fallbacks: tuple[int, ...] = ()
    booths: tuple[Booth, ...] = ()


@dataclass(frozen=True, slots=True)
class Agency:
    """A participating agency. `staff` counsellors a day bound its fields at one event.

    `max` events in the season, `max_week` in a week from Monday; `target` is its fair share.
    """

    id: int
    name: str
    home: int
    serves: tuple[int, ...]
    fields: tuple[int, ...]
    staff: int
    avail: str
    max: int
    max_week: int
    target: int
    needs: Needs = Needs()
    noisy: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """Days `begin` ≤ day < `end` in which every zone with `min` ≥ 1 should be visited."""

    begin: int
    end: int

    def __contains__(self, day: int) -> bool:
        return self.begin <= day < self.end


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for one unit of each term of the score, all ≥ 0."""

    uncovered: int = 1000
    zone_dev: int = 300
    period_miss: int = 100
    reach: int = 1
    vuln: int = 1
    load: int = 10
    travel: int = 1
    adjacent: int = 25


@dataclass(frozen=True)
class Problem:
    """A season to plan. `travel[i][j]` is the cost between the i-th and j-th district as listed.

    `rain` is the chance of rain in percent, a number a day. `extra` keeps the keys of a file that
    the format does not know (see `unknown_keys`), so that nothing is lost when it is written again.
    """

    name: str
    start: date
    days: int
    weekday0: int
    allowed: str
    weekend: str
    rain: tuple[int, ...]
    fields: tuple[Field, ...]
    kits: Kits
    districts: tuple[District, ...]
    zones: tuple[Zone, ...]
    dongs: tuple[Dong, ...]
    venues: tuple[Venue, ...]
    agencies: tuple[Agency, ...]
    travel: tuple[tuple[int, ...], ...]
    periods: tuple[Period, ...] = ()
    conflicts: tuple[tuple[int, int], ...] = ()
    not_adjacent: tuple[tuple[int, int], ...] = ()
    adj_radius: float = 0
    weights: Weights = Weights()
    extra: Mapping[object, object] = field(default_factory=dict, hash=False)

    @cached_property
    def district_by_id(self) -> dict[int, District]:
        return {item.id: item for item in self.districts}

    @cached_property
    def zone_by_id(self) -> dict[int, Zone]:
        return {item.id: item for item in self.zones}

    @cached_property
    def venue_by_id(self) -> dict[int, Venue]:
        return {item.id: item for item in self.venues}

    @cached_property
    def agency_by_id(self) -> dict[int, Agency]:
        return {item.id: item for item in self.agencies}

    @cached_property
    def field_by_id(self) -> dict[int, Field]:
        return {item.id: item for item in self.fields}

    @cached_property
    def district_position(self) -> dict[int, int]:
        """Row of each district id in `travel`."""
        return {item.id: row for row, item in enumerate(self.districts)}

    @cached_property
    def conflict_pairs(self) -> frozenset[frozenset[int]]:
        return frozenset(frozenset(pair) for pair in self.conflicts)

    @cached_property
    def apart_pairs(self) -> frozenset[frozenset[int]]:
        """Pairs of agencies listed in `not_adjacent`."""
        return frozenset(frozenset(pair) for pair in self.not_adjacent)

    @property
    def kit_days(self) -> int:
        """Days that an event holds its kit, as far as they matter within the season."""
        return min(self.kits.turnaround, self.days)

    def week_of(self, day: int) -> int:
        """Number of the week (from Monday) that holds `day`; day 0 lies in week 0."""
        return (day + self.weekday0) // 7

    def travel_cost(self, home: int, district: int) -> int:
        """Cost between two districts by id; 0 where one of them is not in the problem."""
        row, column = self.district_position.get(home), self.district_position.get(district)
        return 0 if row is None or column is None else self.travel[row][column]

    def clashes(self, first: int, second: int) -> bool:
        """Whether two agencies (by id) should not stand within `adj_radius` of each other."""
        if frozenset((first, second)) in self.apart_pairs:
            return True
        one, two = self.agency_by_id.get(first), self.agency_by_id.get(second)
        if one is None or two is None:
            return False
        return (one.noisy and two.quiet) or (one.quiet and two.noisy)


def is_on(days: str, day: int) -> bool:
    """Whether `day` lies in the season and the string of days holds a ``1`` for it."""
    return 0 <= day < len(days) and days[day] == "1"


@dataclass(frozen=True, slots=True)
class Replan:
    """Plan again from day `now`, close to `published`, for `problem` as it is now.

    With `pin_schedule` the published dates and venues stay, but for the events in `movable`.
    """

    problem: Problem
    published: Plan
    now: int = 0
    pin_schedule: bool = False
    movable: tuple[str, ...] = ()
    force: tuple[Forced, ...] = ()
    delta_weights: DeltaWeights = field(default_factory=DeltaWeights)
    extra: Mapping[object, object] = field(default_factory=dict, hash=False)


def weight_names() -> tuple[str, ...]:
    """Names of the score's terms, in the order of the format."""
    return tuple(item.name for item in fields(Weights))
