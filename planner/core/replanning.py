"""The question of a re-planning: what happened and what a person pinned, as a task for the engine.

What happened comes before what was pinned: a pin that can no longer hold is given up and named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from planner.core.decided import Decided
from planner.core.happenings import Happening, changed_problem, kept_away, wishes
from planner.core.held import admit
from planner.core.plan import Forced, Plan, PlanEvent
from planner.core.problem import Problem, Replan, is_on
from planner.core.rules import check_plan
from planner.core.violation import Violation

# The rules that look at an event's own day and venue alone.
ALONE = ("H02", "H03", "H04")


@dataclass(frozen=True, slots=True)
class Pinned:
    """What is pinned in the draft: places (day, venue) by event, booths by (event, agency).

    The booth is None where the pinned agency has none. `away` are those kept away for good.
    """

    places: Mapping[str, tuple[int, int]] = field(default_factory=dict, hash=False)
    agencies: Mapping[tuple[str, int], int | None] = field(default_factory=dict, hash=False)
    away: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """How freely the rest may move: `pin` keeps dates and venues but for those in `movable`."""

    pin: bool = True
    movable: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Question:
    """A task with what is decided about agencies.

    `stuck` names the events that cannot stay where they are, `given_up` the pins that cannot hold:
    (event, None) for its place, (event, agency) for an agency.
    """

    task: Replan
    decided: Decided
    happenings: tuple[Happening, ...]
    stuck: frozenset[str] = frozenset()
    given_up: tuple[tuple[str, int | None], ...] = ()

    @property
    def problem(self) -> Problem:
        return self.task.problem

    @property
    def published(self) -> Plan:
        return self.task.published


def pose(
    problem: Problem,
    published: Plan,
    now: int,
    happenings: Collection[Happening],
    pinned: Pinned,
    wanted: Wanted,
) -> Question:
    """The question from day `now` on; `problem` is as wide as `published` needs it (in_force)."""
    changed = changed_problem(problem, happenings)
    past = [event for event in published.events if event.day < now]
    changed = admit(changed, past, now)
    ahead = {event.id: event for event in published.events if event.day >= now}
    stuck = frozenset(name for name, event in ahead.items() if cannot_stay(changed, event))
    forced = {wish.event: wish for wish in wishes(changed, happenings) if wish.event in ahead}
    kept, lost = _places(changed, ahead, pinned, wanted, forced)
    away = pinned.away | kept_away(happenings)
    comes = dict(_agencies(changed, ahead, pinned, away, stuck | forced.keys()))
    gone = [key for key in pinned.agencies if key[0] in ahead and key not in comes]
    movable = (wanted.movable & ahead.keys()) - pinned.places.keys()
    task = Replan(
        changed,
        published,
        now,
        wanted.pin,
        tuple(sorted(movable | stuck)),
        (*forced.values(), *kept),
    )
    given_up = (*((name, None) for name in sorted(lost)), *sorted(gone))
    return Question(task, Decided(away, comes), tuple(happenings), stuck, given_up)


def cannot_stay(problem: Problem, event: PlanEvent) -> tuple[Violation, ...]:
    """The rules that an event breaks where it is, whatever its place for rain; empty: it can."""
    venue = problem.venue_by_id.get(event.venue)
    rain = () if venue is None or venue.indoor else venue.fallbacks
    found: tuple[Violation, ...] = ()
    for fallback in rain or (None,):
        alone = replace(event, fallback=fallback, assign=())
        found = check_plan(problem, Plan(problem.name, (alone,)), ALONE)
        if not found:
            return ()
    return found


def crossed_out(question: Question) -> Plan:
    """The plan in force without those who cannot come any more, and nothing else changed."""
    published = question.published
    return Plan(published.instance, tuple(bare_event(question, e) for e in published.events))


def bare_event(question: Question, event: PlanEvent) -> PlanEvent:
    """An event without those who cannot come to it any more."""
    agencies, away = question.problem.agency_by_id, question.decided.away
    comes = (
        item
        for item in event.assign
        if item.agency in agencies
        and is_on(agencies[item.agency].avail, event.day)
        and (event.id, item.agency) not in away
    )
    return replace(event, assign=tuple(comes))


def _places(
    problem: Problem,
    ahead: Mapping[str, PlanEvent],
    pinned: Pinned,
    wanted: Wanted,
    forced: Collection[str],
) -> tuple[list[Forced], list[str]]:
    """Wishes for pinned places that would not hold by themselves; events whose pin cannot hold."""
    kept, lost = [], []
    for name, (day, venue) in sorted(pinned.places.items()):
        event = ahead.get(name)
        if event is None:
            continue
        there = (event.day, event.venue) == (day, venue)
        if name in forced or cannot_stay(problem, replace(event, day=day, venue=venue)):
            lost.append(name)
        elif not there or not wanted.pin:
            kept.append(Forced(name, day, venue))
    return kept, lost


def _agencies(
    problem: Problem,
    ahead: Mapping[str, PlanEvent],
    pinned: Pinned,
    away: Collection[tuple[str, int]],
    moving: Collection[str],
) -> Iterator[tuple[tuple[str, int], int | None]]:
    """Pinned agencies that can still come, each with the booth that it keeps."""
    for key, booth in sorted(pinned.agencies.items()):
        event, agency = ahead.get(key[0]), problem.agency_by_id.get(key[1])
        if event is None or agency is None or key in away:
            continue
        if event.id not in moving and not is_on(agency.avail, event.day):
            continue
        yield key, booth if _keeps(problem, event, key[1], booth) else None


def _keeps(problem: Problem, event: PlanEvent, agency: int, booth: int | None) -> bool:
    """Whether a pinned booth is the one in force and can be kept."""
    stands = any(item.agency == agency and item.booth == booth for item in event.assign)
    venue = problem.venue_by_id.get(event.venue)
    found = next((item for item in venue.booths if item.id == booth), None) if venue else None
    return stands and found is not None and found.meets(problem.agency_by_id[agency].needs)
