"""A wish against a plan: 'why is agency A not at event E?', 'why not on day D, at venue V?'."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.core.plan import Placement, Plan, PlanEvent
from planner.core.problem import Agency, Booth, Problem, Venue, is_on

NO_BOOTH = -1  # stands for a booth that is still to be chosen


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked about the event of id `event`.

    With `agency`: that it be there (at `booth`, serving `field`). Without: that the event be on
    `day` and at `venue`, each as it is where None; `anywhere` leaves the venue open.
    """

    event: str
    agency: int | None = None
    booth: int | None = None
    field: int | None = None
    day: int | None = None
    venue: int | None = None
    anywhere: bool = False

    @property
    def about_dates(self) -> bool:
        return self.agency is None


def wish_fault(problem: Problem, plan: Plan, wish: Wish) -> str:
    """Why a wish cannot be asked about: what it names that is not known; '' where it can."""
    event = plan.event_by_id().get(wish.event)
    if event is None or event.venue not in problem.venue_by_id:
        return "unknown_event"
    return (
        _date_fault(problem, event, wish)
        if wish.about_dates
        else _agency_fault(problem, event, wish)
    )


def _date_fault(problem: Problem, event: PlanEvent, wish: Wish) -> str:
    if wish.booth is not None or wish.field is not None:
        return "unknown_agency"
    if wish.day is None and wish.venue is None:
        return "nothing_asked"
    if wish.day is not None and not 0 <= wish.day < problem.days:
        return "outside_season"
    venue = problem.venue_by_id.get(event.venue if wish.venue is None else wish.venue)
    return "" if venue is not None and venue.district == event.district else "unknown_venue"


def _agency_fault(problem: Problem, event: PlanEvent, wish: Wish) -> str:
    if wish.day is not None or wish.venue is not None or wish.anywhere:
        return "two_questions"
    if wish.agency not in problem.agency_by_id:
        return "unknown_agency"
    booths = {booth.id for booth in problem.venue_by_id[event.venue].booths}
    if wish.booth is not None and wish.booth not in booths:
        return "unknown_booth"
    return "" if wish.field is None or wish.field in problem.field_by_id else "unknown_field"


def holds(plan: Plan, wish: Wish) -> bool:
    """Whether the plan does what is wished."""
    event = plan.event_by_id()[wish.event]
    if wish.about_dates:
        same_place = wish.anywhere or wish.venue in (None, event.venue)
        return wish.day in (None, event.day) and same_place
    return any(
        item.agency == wish.agency
        and wish.booth in (None, item.booth)
        and (wish.field is None or wish.field in item.fields)
        for item in event.assign
    )


def wished_agency(problem: Problem, wish: Wish) -> Agency:
    """The agency of a wish that is not about dates."""
    assert wish.agency is not None
    return problem.agency_by_id[wish.agency]


def wished_place(problem: Problem, plan: Plan, wish: Wish) -> tuple[int, Venue]:
    """The day and venue of a wish about dates, what it leaves open as it is."""
    event = plan.event_by_id()[wish.event]
    day = event.day if wish.day is None else wish.day
    return day, problem.venue_by_id[event.venue if wish.venue is None else wish.venue]


def moved(problem: Problem, plan: Plan, name: str, day: int, venue: Venue) -> Plan:
    """The plan with one event on another day or at another venue, its agencies as they are."""
    fallback = best_fallback(problem, venue, day)
    return Plan(
        plan.instance,
        tuple(
            replace(event, day=day, venue=venue.id, fallback=fallback)
            if event.id == name
            else event
            for event in plan.events
        ),
    )


def best_fallback(problem: Problem, venue: Venue, day: int) -> int | None:
    """The open place for rain with most contacts; None for an indoor venue, or where none is."""
    if venue.indoor:
        return None
    weekend = is_on(problem.weekend, day)
    known = (problem.venue_by_id[name] for name in venue.fallbacks if name in problem.venue_by_id)
    dry = [other for other in known if is_on(other.avail, day)]
    return min(dry, key=lambda item: (-item.reach[weekend], item.id)).id if dry else None


def joined(problem: Problem, plan: Plan, wish: Wish) -> Plan:
    """The plan with the agency at the event as wished, all others as they are.

    It keeps its booth, takes a free one that suits, else the first that would suit whoever stands
    there; it serves what it serves, or as many of its fields as it has counsellors.
    """
    agency, event = wished_agency(problem, wish), plan.event_by_id()[wish.event]
    here = next((item for item in event.assign if item.agency == agency.id), None)
    booth = wish.booth
    if booth is None:
        booth = here.booth if here else next(_suiting(problem, event, agency), NO_BOOTH)
    served = list(here.fields if here else agency.fields[: agency.staff])
    if wish.field is not None and wish.field not in served:
        served = [wish.field, *served][: max(1, agency.staff)]
    others = tuple(item for item in event.assign if item.agency != agency.id)
    placed = replace(event, assign=(*others, Placement(agency.id, booth, tuple(sorted(served)))))
    return Plan(
        plan.instance, tuple(placed if item.id == event.id else item for item in plan.events)
    )


def _suiting(problem: Problem, event: PlanEvent, agency: Agency) -> Iterator[int]:
    """Booths of the event that suit an agency, free ones first."""
    used = {item.booth for item in event.assign if item.agency != agency.id}
    suiting = suiting_booths(problem, event, agency)
    yield from (booth.id for booth in sorted(suiting, key=lambda booth: booth.id in used))


def suiting_booths(problem: Problem, event: PlanEvent, agency: Agency) -> list[Booth]:
    """Booths of the event's venue that have what an agency needs."""
    venue = problem.venue_by_id.get(event.venue)
    return [booth for booth in venue.booths if booth.meets(agency.needs)] if venue else []
