"""An event's board: each booth of the venue in use with what stands there, and who could."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from werkzeug.exceptions import NotFound

from planner.agencies.models import Agency
from planner.booths import queries
from planner.booths.models import ExtraBooth
from planner.booths.problem import event_plan, event_problem, nowhere
from planner.booths.severities import in_force
from planner.campaigns.models import (
    Assignment,
    CampaignAgency,
    CampaignField,
    Event,
    PlacementBan,
)
from planner.core.coverage import Cover, suggest_fields
from planner.core.eligible import CODES, objections
from planner.core.plan import Placement, Plan
from planner.core.problem import Problem
from planner.core.rules import check_plan
from planner.core.score import TermRow, explain_terms
from planner.core.violation import Violation
from planner.places.models import Venue, VenueBooth


@dataclass(frozen=True, slots=True)
class Seat:
    """A booth of the venue and what stands there: an agency, another booth, or nothing."""

    booth: VenueBooth
    assignment: Assignment | None = None
    extra: ExtraBooth | None = None
    objections: tuple[Violation, ...] = ()

    @property
    def free(self) -> bool:
        return self.assignment is None and self.extra is None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agency asked about for a booth: what speaks against it, and the fields it would take."""

    agency: Agency
    target: int
    events: int
    fields: tuple[int, ...]
    objections: tuple[Violation, ...]
    assignment: Assignment | None = None  # where it is at this event already


@dataclass(frozen=True)
class Board:
    """Everything that the workspace of one event shows and that its changes are judged by."""

    event: Event
    venue: Venue
    invited: Sequence[CampaignAgency]
    extras: Sequence[ExtraBooth]
    problem: Problem
    plan: Plan
    bans: Sequence[PlacementBan] = ()

    @cached_property
    def seats(self) -> list[Seat]:
        """One a booth of the venue in use, in its order."""
        held = {row.booth_id: row for row in self.event.assignments}
        extra = {row.booth_id: row for row in self.extras}
        found: dict[int, list[Violation]] = {}
        for violation in self.violations:
            for kind, row_id in violation.subjects:
                if kind == "agency" and isinstance(row_id, int):
                    found.setdefault(row_id, []).append(violation)
        return [
            Seat(
                booth,
                held.get(booth.id),
                extra.get(booth.id),
                tuple(found.get(held[booth.id].agency_id, ())) if booth.id in held else (),
            )
            for booth in self.venue.booths
        ]

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """The rules about agencies and booths that this event breaks as it stands."""
        here = (self._kept_away(row.agency_id) for row in self.event.assignments)
        away = (item for items in here for item in items)
        broken = (*check_plan(self.problem, self.plan, CODES), *away)
        return tuple(
            item
            for item in in_force(self.event.campaign, broken)
            if ("event", self.event.uid) in item.subjects and not _is_unseated(item)
        )

    @cached_property
    def ban_of(self) -> dict[int, PlacementBan]:
        """Who is kept away from this event, by agency."""
        return {row.agency_id: row for row in self.bans}

    def _kept_away(self, agency_id: int) -> tuple[Violation, ...]:
        if agency_id not in self.ban_of:
            return ()
        return (Violation("W10", (("event", self.event.uid), ("agency", agency_id))),)

    @cached_property
    def neighbours(self) -> tuple[TermRow, ...]:
        """Pairs of agencies that stand too close (noisy beside quiet, or listed as apart)."""
        return explain_terms(self.problem, self.plan)["adjacent"]

    @cached_property
    def fields(self) -> dict[int, CampaignField]:
        """The season's fields by the id of the field, in their order."""
        return {row.field_id: row for row in self.event.campaign.fields}

    @cached_property
    def covers(self) -> dict[int, Cover]:
        """How well each field of the season is covered here."""
        served = Counter(field.id for row in self.event.assignments for field in row.fields)
        return {
            field_id: Cover(field_id, row.need, served[field_id])
            for field_id, row in self.fields.items()
        }

    @property
    def waiting(self) -> list[Assignment]:
        """Agencies of this event that have no booth at the venue in use."""
        booths = {booth.id for booth in self.venue.booths}
        return [row for row in self.event.assignments if row.booth_id not in booths]

    @property
    def waiting_extras(self) -> list[ExtraBooth]:
        booths = {booth.id for booth in self.venue.booths}
        return [row for row in self.extras if row.booth_id not in booths]

    @property
    def free_seats(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.free]

    def get_invited(self, agency_id: int) -> Agency:
        """The invited agency of that id; 404 when it is not invited."""
        found = next((row.agency for row in self.invited if row.agency_id == agency_id), None)
        if found is None:
            raise NotFound
        return found

    def seat(self, booth_id: int) -> Seat | None:
        return next((seat for seat in self.seats if seat.booth.id == booth_id), None)

    def objections_to(
        self, agency_id: int, booth_id: int | None, fields: Sequence[int]
    ) -> tuple[Violation, ...]:
        """What speaks against an agency in a booth (None: at the event, without a booth yet)."""
        placement = Placement(agency_id, booth_id or nowhere(agency_id), tuple(fields))
        found = objections(self.problem, self.plan, self.event.uid, placement)
        known = (item for item in found if booth_id or not _is_unseated(item))
        return in_force(self.event.campaign, (*known, *self._kept_away(agency_id)))

    def suggested(self, agency: Agency) -> tuple[int, ...]:
        """The fields that the agency would best take here."""
        offered = [field.id for field in agency.fields]
        return suggest_fields(offered, self.covers, agency.staff_per_day)

    def candidates(self, booth_id: int | None) -> list[Candidate]:
        """Every invited agency: first those that can stand there, the most useful first."""
        here = {row.agency_id: row for row in self.event.assignments}
        events = Counter(
            placement.agency for event in self.plan.events for placement in event.assign
        )
        found = []
        for row in self.invited:
            agency = row.agency
            fields = self.suggested(agency)
            against = () if agency.id in here else self.objections_to(agency.id, booth_id, fields)
            found.append(
                Candidate(
                    agency,
                    row.target_events,
                    events[agency.id],
                    fields,
                    against,
                    here.get(agency.id),
                )
            )
        return sorted(found, key=self._usefulness)

    def _usefulness(self, item: Candidate) -> tuple[bool, bool, int, int]:
        bare = sum(1 for field in item.fields if self.covers[field].missing)
        return (
            item.assignment is not None,
            bool(item.objections),
            -bare,
            item.events - item.target,
        )


def _is_unseated(violation: Violation) -> bool:
    """Whether it only says that somebody has no booth yet."""
    booths = [row_id for kind, row_id in violation.subjects if kind == "booth"]
    return violation.code == "H13" and any(isinstance(n, int) and n < 0 for n in booths)


def load_board(event: Event) -> Board:
    """The board of an event that `queries.get_event` loaded: five more queries."""
    venue = queries.venue_in_use(event)
    invited = queries.invited(event.campaign_id)
    elsewhere = queries.agency_days(event.campaign_id)
    return Board(
        event,
        venue,
        invited,
        queries.extras(event.id),
        event_problem(event, venue, invited),
        event_plan(event, venue, elsewhere),
        queries.bans(event.id),
    )
