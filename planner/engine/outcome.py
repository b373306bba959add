"""What the optimiser is asked and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.core.problem import Plan
from planner.core.score import Score
from planner.core.violation import Violation


@dataclass(frozen=True, slots=True)
class EventPin:
    """An event of `district` on `day` (and at `venue`); `event` is the id it shall carry."""

    district: int
    day: int
    venue: int | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class PlacementPin:
    """`agency` comes to the event of `district` on `day` (and stands at `booth`), which is held.

    It serves at least `fields`, whatever else it has counsellors for. A booth can be pinned only
    where an `EventPin` names the venue. `event` tells several events of a district on one day
    apart, by the id of their `EventPin`.
    """

    district: int
    day: int
    agency: int
    booth: int | None = None
    event: str | None = None
    fields: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ban:
    """`agency` does not come to an event of `district` on `day` (None: of any district or day)."""

    agency: int
    district: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Pins:
    """What a person has decided; honoured by every plan, or refused with the reason."""

    events: tuple[EventPin, ...] = ()
    placements: tuple[PlacementPin, ...] = ()
    forbidden: tuple[Ban, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """What was reached of one group of terms, among plans equally good by the groups before it.

    `points` of the plan in these terms; `bound` is proven, `proven` says that it is reached.
    """

    terms: tuple[str, ...]
    points: int
    bound: int | None
    proven: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search has come: `score` of the best plan, proven `bound`, seconds since start.

    `terms` holds the units by term of the best plan. With goals in order `bound` stays None.
    """

    phase: str
    elapsed: float
    seconds: float
    score: int | None = None
    bound: float | None = None
    terms: Mapping[str, int] | None = field(default=None, hash=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of the optimiser.

    `status`: "optimal" (proven), "feasible" (a sound plan, unproven), "infeasible" (proven, with
    the reason in `conflicts`), "out_of_time" (neither plan nor proof), "too_large" (more possible
    events than can be searched; see `frame.too_many`). `bound` is a proven lower
    bound of every sound plan's score; `gap` = (score - bound) / score. `history` holds
    (seconds, score) of each better plan, `elapsed` the seconds used. With goals in order `goals`
    says what was reached of each, "optimal" means that each is proven, and there is no `bound` of
    the weighted sum.
    """

    status: str
    plan: Plan | None = None
    score: Score | None = None
    bound: float | None = None
    gap: float | None = None
    elapsed: float = 0.0
    conflicts: tuple[Violation, ...] = ()
    history: tuple[tuple[float, int], ...] = field(default_factory=tuple)
    goals: tuple[Goal, ...] = ()
