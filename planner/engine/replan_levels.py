"""How freely events may move when a plan is made again, and when more freedom cannot help.

Level 0 moves only events that cannot stay where they are, and only to another venue of their day;
level 1 moves those to any day; level 2 lets every event that is not pinned change its venue, and
level 3 its day as well. A level suffices where what it excludes costs more than what it found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.core.decided import NOTHING_DECIDED, Decided
from planner.core.problem import PlanEvent, Replan, is_on
from planner.engine.frame import Frame, Host, can_hold, without_clashes

LEVELS = (0, 1, 2, 3)


class Freedom:
    """The options of every event that is still to come, by level."""

    def __init__(self, task: Replan, decided: Decided = NOTHING_DECIDED) -> None:
        self.task, self.problem, self.decided = task, task.problem, decided
        self.past = tuple(e for e in task.published.events if e.day < task.now)
        self.events = dict(enumerate(e for e in task.published.events if e.day >= task.now))
        self._wishes = {wish.event: wish for wish in task.force}
        self._whole = Frame(self.problem, {}, settled=self.past)
        self.facts = self._whole.facts

    def frame(self, level: int) -> Frame:
        """The frame of a level; `Host.copy` is the number of the event."""
        options: dict[Host, tuple[int, ...]] = {}
        for number, event in self.events.items():
            options |= self._options(number, event, level)
        options = without_clashes(self.problem, options, self.past)
        single = {number: [h for h in options if h.copy == number] for number in self.events}
        explicit = frozenset(
            (p.agency, host)
            for host in options
            for p in self.events[host.copy].assign
            if self._may_come(p.agency, self.events[host.copy], host.day)
        )
        frame = self._whole.narrowed(dict(sorted(options.items())), self.past)
        required = frozenset(hosts[0] for hosts in single.values() if len(hosts) == 1)
        frame = replace(frame, required=required, explicit=explicit, fixed=self._away(single))
        frame.__dict__["facts"] = self.facts
        return frame

    def _away(self, hosts: Mapping[int, Sequence[Host]]) -> dict[tuple[int, Host], bool]:
        """Who is kept away from an event, wherever it is held."""
        numbers = {event.id: number for number, event in self.events.items()}
        return {
            (agency, host): False
            for name, agency in self.decided.away
            if name in numbers
            for host in hosts[numbers[name]]
        }

    def _may_come(self, agency_id: int, event: PlanEvent, day: int) -> bool:
        agency = self.problem.agency_by_id.get(agency_id)
        return (
            agency is not None
            and (event.id, agency_id) not in self.decided.away
            and is_on(agency.avail, day)
            and event.district in agency.serves
        )

    def _options(self, number: int, event: PlanEvent, level: int) -> dict[Host, tuple[int, ...]]:
        wish = self._wishes.get(event.id)
        any_day = level in (1, 3) if self.stuck(event) else level == 3
        any_venue = self.stuck(event) or level >= 2
        pinned = self._pinned(event)
        days = range(self.task.now, self.problem.days) if any_day else [event.day]
        if pinned:
            days, any_venue = [event.day], False
        if wish is not None and wish.day is not None:
            days = [wish.day]
        found: dict[Host, tuple[int, ...]] = {}
        for day in days:
            venues = [v for v in self.problem.venues if v.district == event.district]
            if wish is not None and wish.venue is not None:
                venues = [v for v in venues if v.id == wish.venue]
            elif not any_venue:
                venues = [v for v in venues if v.id == event.venue]
            names = tuple(v.id for v in venues if can_hold(self.problem, v, day))
            if names and day >= self.task.now:
                found[Host(day, event.district, number)] = names
        return found

    def _pinned(self, event: PlanEvent) -> bool:
        free = event.id in self.task.movable or event.id in self._wishes
        return self.task.pin_schedule and not free

    def _dated(self, event: PlanEvent) -> bool:
        wish = self._wishes.get(event.id)
        return wish is not None and wish.day is not None

    def stuck(self, event: PlanEvent) -> bool:
        """Whether an event cannot stay where it is, or is wished elsewhere."""
        venue, wish = self.problem.venue_by_id.get(event.venue), self._wishes.get(event.id)
        if wish is not None and (
            wish.day not in (None, event.day) or wish.venue not in (None, event.venue)
        ):
            return True
        return venue is None or not can_hold(self.problem, venue, event.day)

    def least_uncovered(self) -> int:
        """Needs that stay uncovered in any plan, whatever moves: a bound from below."""
        total = 0
        for number, event in self.events.items():
            alone = [
                self.facts.uncovered_alone(host.district, host.day, 10_000)
                for host in self._options(number, event, 3)
            ]
            total += min(alone, default=0)
        return total

    def cheapest_excluded(self, level: int) -> float:
        """The least distance of any plan that a level leaves out."""
        prices, weights = [], self.task.delta_weights
        forced = {number: self._forced(event) for number, event in self.events.items()}
        whole = float(sum(forced.values()))
        free = {n: e for n, e in self.events.items() if not self._pinned(e)}
        movers = [
            number
            for number, event in free.items()
            if level < 3 and not self._dated(event) and (level != 1 or not self.stuck(event))
        ]
        # Moving an event costs its day but spares what it is forced to pay where it stands.
        gains = [weights.day - forced[n] for n in movers]
        if gains:
            prices.append(whole + (sum(g for g in gains if g < 0) or min(gains)))
        if level < 2 and any(not self.stuck(event) for event in free.values()):
            prices.append(whole + weights.venue)
        return min(prices, default=float("inf"))

    def _forced(self, event: PlanEvent) -> int:
        """What an event costs at least if it stays on its day (or goes to the day wished)."""
        weights = self.task.delta_weights
        wish = self._wishes.get(event.id)
        if wish is not None and wish.day not in (None, event.day):
            return weights.day + weights.venue * (wish.venue not in (None, event.venue))
        lost = [p for p in event.assign if not self._may_come(p.agency, event, event.day)]
        venue = self.problem.venue_by_id.get(event.venue)
        gone = venue is None or not can_hold(self.problem, venue, event.day)
        return weights.dropped * len(lost) + (weights.venue if gone else 0)
