"""What the optimiser is asked: the campaign's problem, what stays, and the draft to begin with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from planner.campaigns.bridge import TakenBooths, build_plan, build_problem
from planner.campaigns.drafting import held_uids
from planner.campaigns.goal_services import goal_order
from planner.campaigns.korean_holidays import holidays_between
from planner.campaigns.models import Campaign, Event
from planner.core.assumptions import Assumption, agencies_out, apply
from planner.core.assumptions import goal_order as assumed_order
from planner.core.goal_order import Order
from planner.core.held import admit, known_only, left_out, settled
from planner.core.plan import Plan, PlanEvent
from planner.core.problem import Problem
from planner.core.writing import plan_to
from planner.engine import Ban, EventPin, Pins, PlacementPin
from planner.engine.pinning import pins_kept


@dataclass(frozen=True)
class Ask:
    """One question to the optimiser.

    `before` is the whole draft as it stands, `start` what of it the solver can use. `past` events
    (up to and including the day asked for) stay wholly, `held` ones keep day, venue and pinned
    agencies; both by uid. `event` is the only one to be given booths anew, for a proposal of
    booths. `order` holds the goals that count one after the other, empty where they are weighed.
    On `reluctant` days (public holidays, days past) no event should be offered.
    """

    problem: Problem
    before: Plan
    start: Plan
    pins: Pins
    past: frozenset[str]
    held: frozenset[str]
    event: str | None = None
    order: Order = ()
    reluctant: frozenset[int] = frozenset()

    def keeps(self, plan: Plan) -> bool:
        """Whether a plan holds all that a person has decided."""
        return pins_kept(self.pins, plan)


def season_ask(
    campaign: Campaign,
    as_of: date,
    taken: TakenBooths | None = None,
    assumed: Sequence[Assumption] = (),
) -> Ask:
    """A season from the day after `as_of` on: new events never lie on a public holiday.

    With `assumed` it is planned as if that were so. Who is assumed away leaves its pins to come.
    """
    rows = {row.uid: row for row in campaign.events if row.status == "planned"}
    # One that lies before the season (its days were changed) cannot stay: no plan would be sound.
    past = frozenset(uid for uid, row in rows.items() if campaign.starts_on <= row.day <= as_of)
    held = held_uids(campaign) & rows.keys() - past
    before = build_plan(campaign)
    facts = build_problem(campaign, holidays_forbid=True, taken_booths=taken)
    bare, out = apply(facts, assumed), agencies_out(assumed)
    first_day = (as_of - campaign.starts_on).days + 1
    gone = [event for event in before.events if event.id in past]
    problem = settled(admit(bare, gone, max(0, first_day)), gone, out)
    start = left_out(known_only(problem, before), out, past)
    pins = Pins(
        events=tuple(_event_pin(event) for event in start.events if event.id in past | held),
        placements=tuple(
            pin
            for event in start.events
            if event.id in past | held
            for pin in _placement_pins(event, rows[event.id], event.id in past)
        ),
        forbidden=(
            *(
                Ban(agency.id, event.district, event.day)
                for event in start.events
                if event.id in past
                for agency in problem.agencies
                if all(item.agency != agency.id for item in event.assign)
            ),
            *bans(campaign, problem, (event for event in start.events if event.id in held)),
        ),
    )
    order = assumed_order(assumed, goal_order(campaign))
    off = _reluctant(campaign, first_day)
    return Ask(problem, before, start, pins, past, held, order=order, reluctant=off)


def _reluctant(campaign: Campaign, first_day: int) -> frozenset[int]:
    """Days that nobody should be told to open: public holidays, and those before the first."""
    holidays = holidays_between(campaign.starts_on, campaign.ends_on)
    off = {(day - campaign.starts_on).days for day in holidays}
    return frozenset(off | set(range(first_day)))


def booths_ask(campaign: Campaign, uid: str, taken: TakenBooths | None = None) -> Ask:
    """The agencies and booths of one event; its day and place stand, the others stay wholly.

    With the rain plan on, the event's agencies stand at its fallback.
    """
    row = next(row for row in campaign.events if row.uid == uid)
    here = (taken or {}).get(uid, set())
    before = plan_as_asked(campaign, uid)
    problem = build_problem(campaign, taken_booths={uid: here})
    start = known_only(problem, before)
    own = next(event for event in start.events if event.id == uid)
    pins = Pins(
        placements=tuple(_placement_pins(own, row, whole=False)),
        forbidden=bans(campaign, problem, [own]),
    )
    return Ask(problem, before, start, pins, frozenset(), frozenset({uid}), uid)


def bans(campaign: Campaign, problem: Problem, events: Iterable[PlanEvent]) -> tuple[Ban, ...]:
    """Who is kept away from these events, as the optimiser asks it: on their days."""
    away = {(row.event.uid, row.agency_id) for row in campaign.bans}
    return tuple(
        Ban(agency, event.district, event.day)
        for event in events
        for uid, agency in sorted(away)
        if uid == event.id and agency in problem.agency_by_id
    )


def booth_pins(ask: Ask) -> Pins:
    """The pins of a proposal of booths with its event where it stands, to explain a conflict."""
    own = next(event for event in ask.start.events if event.id == ask.event)
    return replace(ask.pins, events=(_event_pin(own),))


def plan_as_asked(campaign: Campaign, uid: str | None = None) -> Plan:
    """The draft's plan; for booths of the event `uid`, at its fallback when the rain plan is on."""
    plan = build_plan(campaign)
    for row in campaign.events:
        if row.uid == uid and row.use_fallback and row.fallback_id is not None:
            return _moved(plan, uid, row.fallback_id)
    return plan


def ask_detail(ask: Ask, taken: TakenBooths | None) -> dict[str, Any]:
    """What a proposal keeps of its question besides problem and plan, as JSON."""
    return {
        "before": plan_to(ask.before),
        "past": sorted(ask.past),
        "held": sorted(ask.held),
        "taken": {uid: sorted(booths) for uid, booths in (taken or {}).items()},
        "order": [list(group) for group in ask.order],
    }


def _event_pin(event: PlanEvent) -> EventPin:
    return EventPin(event.district, event.day, event.venue, event.id)


def _placement_pins(event: PlanEvent, row: Event, whole: bool) -> list[PlacementPin]:
    """All agencies of a past event (booths left open: they no longer matter), else the pinned."""
    pinned = {item.agency_id for item in row.assignments if item.pinned}
    return [
        PlacementPin(
            event.district,
            event.day,
            item.agency,
            None if whole or item.booth < 1 else item.booth,
            event.id,
        )
        for item in event.assign
        if whole or item.agency in pinned
    ]


def _moved(plan: Plan, uid: str, venue: int) -> Plan:
    return Plan(
        plan.instance,
        tuple(
            replace(event, venue=venue, fallback=None) if event.id == uid else event
            for event in plan.events
        ),
    )
