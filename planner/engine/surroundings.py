"""The events around a wish about dates, and frames in which some of them are dated anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from planner.core.plan import Plan
from planner.core.problem import Problem
from planner.core.wish import Wish, wished_place
from planner.core.wish_rules import MOVES, judge
from planner.engine.frame import Frame, Host, all_options, without_clashes
from planner.engine.joint import free_host
from planner.engine.outcome import Pins
from planner.engine.search import EXACT


@dataclass(frozen=True, slots=True)
class Part:
    """A frame, the names of its pinned hosts, and whether it holds every possible day."""

    frame: Frame
    names: dict[Host, str]
    complete: bool


class Surroundings:
    """A wish about dates within a plan whose other events may move, but for pinned ones."""

    def __init__(
        self, problem: Problem, base: Plan, wish: Wish, asked: Pins, keep: Collection[str]
    ) -> None:
        self._problem, self._base, self._wish, self._asked = problem, base, wish, asked
        self._stay = {pin.event for pin in asked.events} | set(keep)
        self._own = base.event_by_id()[wish.event]
        self._day, self._venue = wished_place(problem, base, wish)

    def clashing(self) -> set[str]:
        """Events that cannot stay where they are with the wish granted."""
        return {
            str(name)
            for item in judge(self._problem, self._base, self._wish).against
            if item.code in MOVES
            for kind, name in item.subjects
            if kind == "event" and name != self._wish.event and name not in self._stay
        }

    def others(self) -> list[str]:
        """Other events that may move: those that must, then by their distance in days."""
        clashing, days = self.clashing(), (self._day, self._own.day)
        found = [
            event
            for event in self._base.events
            if event.district == self._own.district and event.id not in self._stay
        ]
        found.sort(key=lambda e: (e.id not in clashing, min(abs(e.day - day) for day in days)))
        return [event.id for event in found]

    def frame(self, freed: Collection[str]) -> Part | None:
        """A frame in which `freed` events are dated anew; None where the wish has no room in it."""
        settled = tuple(event for event in self._base.events if event.id not in freed)
        used: set[Host] = set()
        for event in settled:
            used.add(free_host(event, used))
        options = all_options(self._problem, [self._own.district])
        options = {host: venues for host, venues in options.items() if host not in used}
        options = without_clashes(self._problem, options, settled)
        here = next((host for host in sorted(options) if host.day == self._day), None)
        if here is None or not (self._wish.anywhere or self._venue.id in options[here]):
            return None
        if not self._wish.anywhere:
            options[here] = (self._venue.id,)
        days = [self._day, *(e.day for e in self._base.events if e.id in freed)]
        kept = _nearby(Frame(self._problem, options), here, days)
        fixed = {
            (ban.agency, host): False
            for ban in self._asked.forbidden
            for host in kept
            if ban.district in (None, host.district) and ban.day in (None, host.day)
        }
        frame = Frame(self._problem, kept, frozenset({here}), settled, fixed)
        return Part(frame, {here: self._wish.event}, len(kept) == len(options))


def _nearby(frame: Frame, here: Host, days: Sequence[int]) -> dict[Host, tuple[int, ...]]:
    """Hosts near the given days, up to a size that one programme proves in seconds."""
    ranked = sorted(
        frame.options, key=lambda host: (host != here, min(abs(host.day - d) for d in days), host)
    )
    kept, columns = [], 0
    for host in ranked:
        kept.append(host)
        columns += frame.facts.agencies_on(host.district, host.day)
        if columns > EXACT:
            break
    return {host: frame.options[host] for host in sorted(kept)}
