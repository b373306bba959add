"""Why each change of a re-planning is there: read off the problem, what happened and both plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planner.core.difference import (
    AgencyAdded,
    AgencyDropped,
    BoothChanged,
    Change,
    DayMoved,
    FallbackChanged,
    FieldsChanged,
    VenueMoved,
    plan_difference,
)
from planner.core.happenings import AgencyAway, EventElsewhere, VenueClosed, kept_away
from planner.core.plan import Plan, PlanEvent
from planner.core.problem import is_on
from planner.core.replanning import Question, cannot_stay
from planner.core.violation import Violation


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code, and those whom its sentence names.

    Of a place: wished · pinned · closed (a happening says so) · broken (`violations`) · freed.
    Of the place for rain: moved (the event did) · rain_closed · better.
    Of who leaves: stranger · not_here (a happening) · banned · cancelled (a happening) ·
    absent · same_day · limit · conflict · room · spare.
    Of who joins: covers · pinned · better. Of fields: covers · offers · spare.
    Of a booth: first · gone · needs · room · better.
    """

    code: str
    agencies: tuple[int, ...] = ()
    fields: tuple[int, ...] = ()
    events: tuple[str, ...] = ()
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """A change with its reason."""

    event: str
    change: Change
    reason: Reason


def explain_changes(question: Question, plan: Plan) -> tuple[Explained, ...]:
    """Every change from the plan in force to `plan`, in the order of the events' (new) days.

    Left out is the place for rain of an event that moves to an indoor venue.
    """
    old, new = question.published.event_by_id(), plan.event_by_id()
    found = []
    for name in sorted(new.keys() & old.keys(), key=lambda key: (new[key].day, key)):
        pair = _Pair(question, plan, old[name], new[name])
        for change in plan_difference(Plan("", (old[name],)), Plan("", (new[name],))):
            if not pair.goes_indoors(change):
                found.append(Explained(name, change, pair.reason(change)))
    return tuple(found)


@dataclass(frozen=True)
class _Pair:
    """One event before and after."""

    question: Question
    plan: Plan
    old: PlanEvent
    new: PlanEvent

    def goes_indoors(self, change: Change) -> bool:
        """Whether a place for rain is lost only because the event moves to an indoor venue."""
        moved = self.old.venue != self.new.venue
        return isinstance(change, FallbackChanged) and moved and change.new is None

    def reason(self, change: Change) -> Reason:
        if isinstance(change, DayMoved | VenueMoved):
            return self._place()
        if isinstance(change, FallbackChanged):
            return self._rain()
        if isinstance(change, AgencyDropped):
            return self._dropped(change.placement.agency)
        if isinstance(change, AgencyAdded):
            return self._added(change.placement.agency)
        if isinstance(change, FieldsChanged):
            return self._fields(change)
        if isinstance(change, BoothChanged):
            return self._booth(change)
        raise TypeError(f"no re-planning makes {change!r}")

    # --- the event itself -----------------------------------------------------------------------

    def _place(self) -> Reason:
        happenings, problem = self.question.happenings, self.question.problem
        if any(isinstance(i, EventElsewhere) and i.event == self.old.id for i in happenings):
            return Reason("wished")
        if any(wish.event == self.old.id for wish in self.question.task.force):
            return Reason("pinned")
        broken = cannot_stay(problem, self.old)
        for item in happenings:
            if isinstance(item, VenueClosed) and broken and self._falls(item):
                return Reason("closed" if item.venue == self.old.venue else "rain_closed")
        return Reason("broken", violations=broken) if broken else Reason("freed")

    def _falls(self, item: VenueClosed) -> bool:
        """Whether a closure concerns this event's place, or its place for rain, on its day."""
        return item.venue in (self.old.venue, self.old.fallback) and self._within(
            item, self.old.day
        )

    def _within(self, span: AgencyAway | VenueClosed, day: int) -> bool:
        start = self.question.problem.start
        return (span.first - start).days <= day <= (span.last - start).days

    def _rain(self) -> Reason:
        if (self.old.day, self.old.venue) != (self.new.day, self.new.venue):
            return Reason("moved")
        rain = self.question.problem.venue_by_id.get(self.old.fallback or 0)
        if rain is None or not is_on(rain.avail, self.new.day):
            return Reason("rain_closed")
        return Reason("better")

    # --- agencies -------------------------------------------------------------------------------

    def _dropped(self, agency_id: int) -> Reason:
        problem = self.question.problem
        agency = problem.agency_by_id.get(agency_id)
        if agency is None:
            return Reason("stranger")
        if (self.old.id, agency_id) in self.question.decided.away:
            said = (self.old.id, agency_id) in kept_away(self.question.happenings)
            return Reason("not_here" if said else "banned")
        if not is_on(agency.avail, self.new.day):
            cancelled = any(
                isinstance(item, AgencyAway)
                and item.agency == agency_id
                and self._within(item, self.new.day)
                for item in self.question.happenings
            )
            return Reason("cancelled" if cancelled else "absent")
        others = [
            event
            for event in self.plan.events
            if event.id != self.new.id and any(item.agency == agency_id for item in event.assign)
        ]
        joined = tuple(event.id for event in others if not self._was_at(agency_id, event.id))
        if any(event.day == self.new.day for event in others):
            return Reason("same_day", events=joined)
        week = problem.week_of(self.new.day)
        in_week = sum(problem.week_of(event.day) == week for event in others)
        if len(others) >= agency.max or in_week >= agency.max_week:
            return Reason("limit", events=joined)
        foes = tuple(
            item.agency
            for item in self.new.assign
            if frozenset((item.agency, agency_id)) in problem.conflict_pairs
        )
        if foes:
            return Reason("conflict", agencies=foes)
        used = {item.booth for item in self.new.assign}
        venue = problem.venue_by_id.get(self.new.venue)
        free = [booth for booth in venue.booths if booth.id not in used] if venue else []
        suits = any(booth.meets(agency.needs) for booth in free)
        return Reason("spare" if suits else "room")

    def _was_at(self, agency_id: int, event_id: str) -> bool:
        event = self.question.published.event_by_id().get(event_id)
        return event is not None and any(item.agency == agency_id for item in event.assign)

    def _added(self, agency_id: int) -> Reason:
        if (self.new.id, agency_id) in self.question.decided.comes:
            return Reason("pinned")
        fields = self._bare_without(agency_id, _served(self.new, agency_id))
        if fields:
            return Reason("covers", self._left(fields), fields)
        return Reason("better")

    def _fields(self, change: FieldsChanged) -> Reason:
        won = set(change.new) - set(change.old)
        lost = set(change.old) - set(change.new)
        needed = self._bare_without(change.agency, won)
        if needed:
            return Reason("covers", self._left(needed, change.agency), needed)
        agency = self.question.problem.agency_by_id.get(change.agency)
        gone = lost - set(agency.fields) if agency else lost
        return Reason("offers", fields=tuple(sorted(gone))) if gone else Reason("spare")

    def _bare_without(self, agency_id: int, fields: Iterable[int]) -> tuple[int, ...]:
        """Fields in the problem's order that would be short, did the agency not serve them."""
        served = Counter(name for item in self.new.assign for name in set(item.fields))
        wanted = set(fields)
        return tuple(
            item.id
            for item in self.question.problem.fields
            if item.id in wanted and served[item.id] - 1 < item.need
        )

    def _left(self, fields: Iterable[int], but: int | None = None) -> tuple[int, ...]:
        """Agencies that served one of the fields before and no longer do."""
        names = set(fields)
        after = {item.agency: set(item.fields) for item in self.new.assign}
        return tuple(
            item.agency
            for item in self.old.assign
            if item.agency != but and (set(item.fields) & names) - after.get(item.agency, set())
        )

    def _booth(self, change: BoothChanged) -> Reason:
        if change.old < 1:
            return Reason("first")
        venue = self.question.problem.venue_by_id[self.new.venue]
        booth = next((item for item in venue.booths if item.id == change.old), None)
        agency = self.question.problem.agency_by_id.get(change.agency)
        if booth is None:
            return Reason("gone")
        if agency is not None and not booth.meets(agency.needs):
            return Reason("needs")
        taker = tuple(item.agency for item in self.new.assign if item.booth == change.old)
        return Reason("room", agencies=taker) if taker else Reason("better")


def _served(event: PlanEvent, agency_id: int) -> Iterator[int]:
    for item in event.assign:
        if item.agency == agency_id:
            yield from item.fields
