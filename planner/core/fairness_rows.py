"""The values of fairness: what a zone, an agency and a field get, and what they were to get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.core.coverage import Load
from planner.core.waits import Wait


@dataclass(frozen=True, slots=True)
class Span:
    """A season's first and last day, and the day up to which 'since the last visit' is told."""

    first: date
    last: date
    as_of: date


@dataclass(frozen=True, slots=True)
class Visit:
    """An event as it counts here: its day, its zone (None: not known), and who serves what."""

    day: date
    zone: int | None
    agencies: tuple[tuple[int, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class ZoneAim:
    """What a zone is to get. `need` weighs its vulnerable residents, `last` is the last visit
    before the season, `before` the visits of the season before (None: not known).

    One that does not take part (`ours` off) was to get nothing; it is not said to wait.
    """

    zone: int
    target: int = 0
    least: int = 0
    most: int = 0
    need: int = 0
    last: date | None = None
    before: int | None = None
    carried: int = 0
    ours: bool = True


@dataclass(frozen=True, slots=True)
class AgencyAim:
    """What an agency is to take on; `before` and `carried` as for a zone."""

    agency: int
    target: int
    most: int
    most_per_week: int = 7
    before: int | None = None
    carried: int = 0


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A zone's visits against its aim. Shares are of 1; None where there is nothing to share."""

    aim: ZoneAim
    visits: int
    visit_share: float | None
    need_share: float | None
    last: date | None
    since: int | None
    wait: Wait

    @property
    def zone(self) -> int:
        return self.aim.zone

    @property
    def difference(self) -> int:
        return self.visits - self.aim.target

    @property
    def standing(self) -> str:
        """'short' or 'beyond' (outside its limits), else 'under', 'over' or 'fair'."""
        if self.visits < self.aim.least:
            return "short"
        if self.visits > self.aim.most:
            return "beyond"
        return side(self.difference)


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency's events against its share."""

    aim: AgencyAim
    load: Load

    @property
    def agency(self) -> int:
        return self.aim.agency

    @property
    def events(self) -> int:
        return self.load.events

    @property
    def difference(self) -> int:
        return self.load.events - self.aim.target

    @property
    def standing(self) -> str:
        return self.load.standing


@dataclass(frozen=True, slots=True)
class FieldRow:
    """How often a field was covered: `wanted` agencies over all events, `met` events in full."""

    field: int
    need: int
    events: int
    met: int
    present: int
    missing: int

    @property
    def wanted(self) -> int:
        return self.need * self.events

    @property
    def share(self) -> float | None:
        """The part of what is wanted that is there."""
        return None if not self.wanted else 1 - self.missing / self.wanted


@dataclass(frozen=True, slots=True)
class Distribution:
    """How differences spread: rows above, at and below 0, the lowest and highest, their squares."""

    above: int
    at: int
    below: int
    lowest: int
    highest: int
    squares: int

    @property
    def spread(self) -> int:
        return self.highest - self.lowest


def distribution(differences: Sequence[int]) -> Distribution:
    """Of none, everything is 0."""
    sides = Counter(map(side, differences))
    return Distribution(
        above=sides["over"],
        at=sides["fair"],
        below=sides["under"],
        lowest=min(differences, default=0),
        highest=max(differences, default=0),
        squares=sum(item**2 for item in differences),
    )


def side(difference: int) -> str:
    """'over', 'under' or 'fair'."""
    return "over" if difference > 0 else "under" if difference < 0 else "fair"
