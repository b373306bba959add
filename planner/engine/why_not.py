"""'Why is agency A not at event E?', 'why not on day D?': the rules, or what it would cost.

What the rules forbid is told at once. Otherwise the wish is pinned and a counter-proposal is looked
for, near the given plan first, then ever further from it while there is time; the answer says what
it costs, and as how far that is the proven least.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from planner.core.plan import Plan
from planner.core.problem import Problem
from planner.core.rules import check_plan
from planner.core.score import Score, score_plan
from planner.core.violation import Violation
from planner.core.wish import Wish, wish_fault, wished_place
from planner.core.wish_rules import Judgement, judge
from planner.engine.counter import DATES, Counter
from planner.engine.explain import Explanation, explain
from planner.engine.frame import too_many
from planner.engine.outcome import Ban, EventPin, Pins, PlacementPin
from planner.engine.search import fixed_pins

# The share of the time that may go into finding out that no plan can have the wish.
_EXPLAIN = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a wish.

    `status`: "holds" (the plan has it), "forbidden" (by the rules in `outright`, whatever else is
    planned), "impossible" (no plan has it: `why`), "free" (an equally good plan has it), "better"
    (a better one even: the given plan was not the best), "costs" (the best plan found with it
    costs more), "unknown" (nothing found in the time).
    `against` names what of the given plan is in the way. `plan` is the counter-proposal, events
    called as in the given plan, with its score `after`. `scope` is the widest freedom in which
    nothing cheaper exists, proven: "event" (others stay), "agencies" (all dates and venues stay),
    "season"; "" where nothing is proven.
    """

    wish: Wish
    status: str
    outright: tuple[Violation, ...] = ()
    against: tuple[Violation, ...] = ()
    why: Explanation | None = None
    plan: Plan | None = None
    before: Score | None = None
    after: Score | None = None
    scope: str = ""
    elapsed: float = 0.0

    @property
    def cost(self) -> int | None:
        """Points more than the given plan; None without a counter-proposal."""
        return self.after.total - self.before.total if self.after and self.before else None


def why_not(
    problem: Problem,
    plan: Plan,
    wish: Wish,
    *,
    pins: Pins | None = None,
    keep: Collection[str] = (),
    seconds: float = 10.0,
    seed: int = 0,
    should_stop: Callable[[], bool] | None = None,
) -> Answer:
    """Answers a wish that `core.wish.wish_fault` has nothing against.

    `plan` may be incomplete or unsound: what it breaks already is excused, but dates then move no
    further than one event. `pins` are what a person has decided; events in `keep` stay wholly.
    """
    assert not wish_fault(problem, plan, wish)
    begun, pins = time.monotonic(), kept_pins(problem, plan, keep, pins or Pins())
    said, before = what_is_said(problem, plan, wish, pins), score_plan(problem, plan)
    answer = Answer(wish, "unknown", said.outright, said.against, before=before)
    if said.holds or said.outright:
        return replace(answer, status="holds" if said.holds else "forbidden")
    asked = asked_pins(problem, plan, wish, pins)
    whole = not check_plan(problem, plan, DATES) and not too_many(problem)

    def find_out() -> Explanation:
        left = max(1.0, seconds - (time.monotonic() - begun))
        wished = asked_pins(problem, plan, wish, Pins())
        return explain(problem, pins=asked, seconds=_EXPLAIN * left, seed=seed, firm=wished)

    left = seconds - (time.monotonic() - begun)
    counter = Counter(problem, plan, wish, asked, keep, left, seed, should_stop)
    why = counter.search(find_out if whole else None)
    if why is not None and why.feasible is False:
        return replace(answer, status="impossible", why=why, elapsed=time.monotonic() - begun)
    return replace(
        answer,
        status=_status(before, counter.score),
        plan=counter.plan,
        after=counter.score,
        scope=counter.scope,
        elapsed=time.monotonic() - begun,
    )


def what_is_said(problem: Problem, plan: Plan, wish: Wish, pins: Pins) -> Judgement:
    """What the rules say to a wish, and what a person has decided to the contrary. No solver."""
    said = judge(problem, plan, wish)
    if said.holds:
        return said
    return replace(said, outright=(*said.outright, *_pinned_otherwise(plan, pins, wish)))


def _status(before: Score, after: Score | None) -> str:
    if after is None:
        return "unknown"
    if after.total == before.total:
        return "free"
    return "costs" if after.total > before.total else "better"


def kept_pins(problem: Problem, plan: Plan, keep: Collection[str], pins: Pins) -> Pins:
    """The pins with those of events that stay wholly, where they are not pinned already."""
    known = {pin.event for pin in pins.events}
    events = [event for event in plan.events if event.id in keep and event.id not in known]
    stand = tuple(
        PlacementPin(event.district, event.day, item.agency, None, event.id)
        for event in events
        for item in event.assign
    )
    away = tuple(
        Ban(agency.id, event.district, event.day)
        for event in events
        for agency in problem.agencies
        if all(item.agency != agency.id for item in event.assign)
    )
    return Pins(
        (*pins.events, *fixed_pins(events)), (*pins.placements, *stand), (*pins.forbidden, *away)
    )


def asked_pins(problem: Problem, plan: Plan, wish: Wish, pins: Pins) -> Pins:
    """The pins with the wish: its event on its day and at its venue, its agency there."""
    event = plan.event_by_id()[wish.event]
    day, place = wished_place(problem, plan, wish)
    venue = None if wish.anywhere else place.id
    events = tuple(pin for pin in pins.events if pin.event != event.id)
    here = EventPin(event.district, day, venue, event.id)
    placements = pins.placements
    if wish.agency is not None:
        served = () if wish.field is None else (wish.field,)
        joins = PlacementPin(event.district, day, wish.agency, wish.booth, event.id, served)
        own = [pin for pin in placements if _is_same(pin, joins)]
        if own and wish.booth is None:
            joins = replace(joins, booth=own[0].booth)
        placements = (*(pin for pin in placements if pin not in own), joins)
    return Pins((*events, here), placements, pins.forbidden)


def _is_same(pin: PlacementPin, other: PlacementPin) -> bool:
    """Whether two pins put the same agency at the same event."""
    return (pin.agency, pin.district, pin.day) == (other.agency, other.district, other.day) and (
        pin.event in (None, other.event)
    )


def _pinned_otherwise(plan: Plan, pins: Pins, wish: Wish) -> Iterator[Violation]:
    """P02, P03 and P04: what a person has decided to the contrary."""
    event = plan.event_by_id()[wish.event]
    where = (("district", event.district), ("event", event.id))
    if wish.about_dates:
        for pin in pins.events:
            elsewhere = pin.venue is not None and wish.venue not in (None, pin.venue)
            if pin.event == event.id and (wish.day not in (None, pin.day) or elsewhere):
                yield Violation("P03", where, {"day": pin.day, "venue": pin.venue})
        return
    for ban in pins.forbidden:
        here = ban.district in (None, event.district) and ban.day in (None, event.day)
        if ban.agency == wish.agency and here:
            who = (("agency", ban.agency), *where)
            yield Violation("P02", who, {"reason": "banned", "day": event.day})
    for placed in pins.placements:
        other = wish.booth is not None and placed.booth is not None
        if other and placed.event == event.id:
            mine = placed.agency == wish.agency
            if (placed.booth == wish.booth) is not mine:
                held = (("agency", placed.agency), *where, ("booth", placed.booth or 0))
                yield Violation("P04", held, {"reason": "booth", "day": event.day})
