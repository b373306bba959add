"""A counter-proposal: a plan with a wish pinned, looked for near the given plan first.

Freedom grows step by step: the event of the wish alone, then all agencies with dates and venues as
they are, then dates, of a few events near the wish (whose programmes are solved in about a second)
or of the whole season where that is small. Of equally good plans the one with fewer changes is
taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from planner.core.difference import plan_distance
from planner.core.matching import keep_identities
from planner.core.plan import Plan, PlanEvent
from planner.core.problem import Problem
from planner.core.proposal_changes import changed_events
from planner.core.rules import check_plan
from planner.core.score import Score, score_plan
from planner.core.steady import steady
from planner.core.wish import Wish, moved, wished_place
from planner.core.wish_rules import MOVES, judge
from planner.engine.exact import solve_exactly
from planner.engine.explain import Explanation
from planner.engine.fewest import fewer_changes
from planner.engine.frame import Frame, all_options
from planner.engine.mip import Limits
from planner.engine.outcome import Outcome, Pins, PlacementPin
from planner.engine.pinning import pinned_frame, pins_kept
from planner.engine.run import Run
from planner.engine.search import EXACT, assign, fixed_pins, solve, with_fallbacks
from planner.engine.surroundings import Part, Surroundings

# The share of the time that is kept for changing less.
_POLISH = 0.35
DATES = ("H00", "H01", "H02", "H03", "H04", "H05", "H06", "H07", "H08", "H09")


class Counter:
    """The search for a counter-proposal; `plan`, `score` and `scope` are the best so far."""

    def __init__(
        self,
        problem: Problem,
        base: Plan,
        wish: Wish,
        asked: Pins,
        keep: Collection[str],
        seconds: float,
        seed: int = 0,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        self._problem, self._base, self._wish, self._asked = problem, base, wish, asked
        self._keep, self._seed, self._should_stop = frozenset(keep), seed, should_stop
        self._deadline = time.monotonic() + (1 - _POLISH) * seconds
        self._polish = _POLISH * seconds
        self._excused = check_plan(problem, base)
        self._before = score_plan(problem, base).total
        self.plan: Plan | None = None
        self.score: Score | None = None
        self.scope = ""

    @property
    def _left(self) -> float:
        return max(0.0, self._deadline - time.monotonic())

    def _done(self) -> bool:
        """Whether nothing is left to ask: no cost, no time, or a wish to stop."""
        free = self.score is not None and self.score.total <= self._before
        stopped = self._should_stop is not None and self._should_stop()
        return free or stopped or self._left <= 0

    def search(self, find_out: Callable[[], Explanation] | None) -> Explanation | None:
        """Looks for a plan; what `find_out` says where there seems to be none.

        It is None where the base breaks rules of dates itself: other dates then stay.
        """
        fixed, whole = self._at_fixed_dates(), find_out is not None
        small = whole and Frame(self._problem, all_options(self._problem)).attendances() <= EXACT
        if fixed is not None:
            self._assign(fixed, self._involved(fixed), "event")
            if not self._done():
                everyone = {event.id for event in fixed.events} - self._keep
                self._assign(self.plan or fixed, everyone, "agencies")
        elif whole and not small:
            self._redate(only_near=True)
        if find_out is not None and self.plan is None:
            why = find_out()
            if why.feasible is False:
                return why
        if small and not self._done():
            self._solve()
        elif whole and self._wish.about_dates and not self._done():
            self._redate(only_near=False)
        if self.plan is not None and self.scope != "event":
            self._change_less(self.plan, dates=small and self.scope == "season")
        return None

    def _solve(self) -> None:
        outcome = solve(
            self._problem,
            seconds=self._left,
            seed=self._seed,
            pins=self._asked,
            start=self.plan,
            should_stop=self._should_stop,
        )
        self._take(outcome, "season")

    def _at_fixed_dates(self) -> Plan | None:
        """The plan whose dates need not change any more; None where others would have to move."""
        if not self._wish.about_dates:
            return self._base
        against = judge(self._problem, self._base, self._wish).against
        if self._wish.anywhere or any(item.code in MOVES for item in against):
            return None
        place = wished_place(self._problem, self._base, self._wish)
        return moved(self._problem, self._base, self._wish.event, *place)

    def _involved(self, plan: Plan) -> set[str]:
        """The event of the wish, and those at which its agency cannot stay for it."""
        against = judge(self._problem, self._base, self._wish).against
        others = {
            str(name)
            for item in against
            if item.code in ("H11", "H12")
            for kind, name in item.subjects
            if kind == "event"
        }
        return ({self._wish.event} | others) - self._keep

    def _assign(self, plan: Plan, free: Collection[str], scope: str) -> None:
        pins = replace(
            self._asked,
            events=(),
            placements=self._placed([event for event in plan.events if event.id in free]),
        )
        outcome = assign(
            self._problem,
            plan.events,
            keep=[event.id for event in plan.events if event.id not in free],
            seconds=self._left,
            seed=self._seed,
            pins=pins,
            should_stop=self._should_stop,
        )
        self._take(outcome, scope)

    def _placed(self, events: Collection[PlanEvent]) -> tuple[PlacementPin, ...]:
        """The pinned placements at these events."""
        names = {event.id for event in events}
        return tuple(pin for pin in self._asked.placements if pin.event in names)

    def _take(self, outcome: Outcome, scope: str) -> None:
        if outcome.plan is not None:
            self._offer(outcome.plan)
        if outcome.status == "optimal" and self.plan is not None:
            self.scope = scope

    def _offer(self, plan: Plan) -> None:
        """Keeps a plan that has the wish, breaks nothing new, and is better than the best."""
        named = self._named(plan)
        score = score_plan(self._problem, named)
        if self.score is not None and self._rank(score, named) >= self._rank(self.score, self.plan):
            return
        broken = check_plan(self._problem, named)
        if any(item not in self._excused for item in broken) or not self._keeps(named):
            return
        changed = changed_events(self._base, named)
        self.plan = steady(self._problem, self._base, named, changed, keeps=self._keeps)
        self.score = score_plan(self._problem, self.plan)

    def _rank(self, score: Score, plan: Plan | None) -> tuple[int, int]:
        """Points first, then how far a plan is from the base."""
        return score.total, plan_distance(self._base, plan) if plan else 0

    def _keeps(self, plan: Plan) -> bool:
        return pins_kept(self._asked, plan)

    def _named(self, plan: Plan) -> Plan:
        """The plan with events called as in the base, each as near to its namesake as can be."""
        zones = {venue.id: venue.zone for venue in self._problem.venues}
        pinned = frozenset(pin.event for pin in self._asked.events if pin.event)
        fresh = (f"+{number}" for number in range(len(plan.events)))
        named = keep_identities(self._base, plan, zones, lambda: next(fresh), pinned)
        used = {event.id for event in named.events}
        spare = iter([event.id for event in self._base.events if event.id not in used])
        return Plan(
            named.instance,
            tuple(self._called(event, spare) for event in named.events),
        )

    def _called(self, event: PlanEvent, spare: Iterator[str]) -> PlanEvent:
        """The event with a name of the base; one that stays wholly exactly as it was."""
        if event.id in self._keep:
            return self._base.event_by_id()[event.id]
        return replace(event, id=next(spare, event.id)) if event.id.startswith("+") else event

    def _change_less(self, plan: Plan, dates: bool) -> None:
        """Brings the plan nearer to the base without making it worse."""
        settled = tuple(event for event in plan.events if event.id in self._keep)
        options = all_options(self._problem) if dates else {}
        pins = self._asked
        if not dates:
            free = [event for event in plan.events if event.id not in self._keep]
            pins = replace(pins, events=fixed_pins(free), placements=self._placed(free))
        else:
            settled = ()
        frame, names = pinned_frame(self._problem, pins, options, settled)
        limits = Limits(self._left + self._polish, abs_gap=0.999, seed=self._seed)
        found = fewer_changes(frame, names, self._base, plan, limits, schedule=dates)
        if found is not None:
            self._offer(found if dates else with_fallbacks(found, plan.events))

    # --- large seasons: the dates of a few events near the wish ----------------------------------

    def _redate(self, *, only_near: bool) -> None:
        """Frees the events that must move, then ever more of those near the wish."""
        near = Surroundings(self._problem, self._base, self._wish, self._asked, self._keep)
        others, count = near.others(), len(near.clashing())
        if not only_near:
            count = min(2 * count + 1, len(others))
        while not self._done():
            freed, everyone = {self._wish.event, *others[:count]}, count >= len(others)
            self._solve_part(near.frame(freed), last=everyone)
            if everyone or only_near:
                return
            count = min(2 * count + 1, len(others))

    def _solve_part(self, part: Part | None, last: bool) -> None:
        if part is None:
            return
        run = Run(
            self._problem,
            self._left if last else self._left / 2,
            self._seed,
            should_stop=self._should_stop,
            keeps=self._keeps,
        )
        start = self.plan or self._base
        if solve_exactly(run, part.frame, part.names, start.events) and run.plan is not None:
            self._offer(run.plan)
            if last and part.complete and run.proven():
                self.scope = "season"
