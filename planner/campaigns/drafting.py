"""A plan written into the draft: events keep their uid, what a person pinned stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from planner.agencies.models import CounselingField
from planner.campaigns.models import Assignment, Campaign, Event
from planner.core.plan import Placement, Plan, PlanEvent
from planner.extensions import db


def is_held(event: Event) -> bool:
    """Whether a person has pinned the event, or an agency at it: day and venue then stay."""
    return event.pinned or any(row.pinned for row in event.assignments)


def held_uids(campaign: Campaign) -> frozenset[str]:
    """Events that a proposal leaves on their day, at their venue: held ones, and ones with a ban.

    Who is kept away from an event is kept away from that day and place; were the event moved, the
    ban would say something else.
    """
    banned = {row.event_id for row in campaign.bans}
    return frozenset(row.uid for row in campaign.events if is_held(row) or row.id in banned)


@dataclass
class Written:
    """What became of the draft: uids of events by what happened to them."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)


def plan_to_draft(
    campaign: Campaign,
    plan: Plan,
    *,
    now: datetime,
    only: Collection[str] | None = None,
    leave: Collection[str] = (),
    dates: bool = True,
    taken_booths: Mapping[str, set[int]] | None = None,
) -> Written:
    """Write a plan into the loaded draft, without a commit.

    Events are known by their uid: one that the draft holds is moved, a new one is made, a planned
    one that the plan lacks is cancelled. `only` takes these uids and nothing else, `leave` never
    touches these. A pinned assignment stays as it is, and so do day and venue of its event or of
    a pinned one (and of every event, with `dates` off). No agency is put at a booth that stands in
    `taken_booths` for its event (it then has none). Versions of changed rows rise.
    """
    rows = {event.uid: event for event in campaign.events}
    writing = _Writing(campaign, now, taken_booths or {}, dates)
    done = Written()

    def chosen(uid: str) -> bool:
        return uid not in leave and (only is None or uid in only)

    for event in plan.events:
        if not chosen(event.id):
            continue
        row = rows.get(event.id)
        if row is None:
            writing.create(event)
            done.created.append(event.id)
        elif writing.change(row, event):
            done.changed.append(event.id)
    kept = {event.id for event in plan.events}
    for uid, row in rows.items():
        stands = row.status == "planned" and not is_held(row)
        if uid not in kept and chosen(uid) and stands:
            row.status = "cancelled"
            row.version += 1
            done.cancelled.append(uid)
    db.session.flush()
    return done


@dataclass
class _Writing:
    campaign: Campaign
    now: datetime
    taken: Mapping[str, set[int]]
    dates: bool

    def create(self, event: PlanEvent) -> None:
        row = Event(
            uid=event.id,
            day=self._day(event),
            starts_at=self.campaign.opens_at,
            ends_at=self.campaign.closes_at,
            venue_id=event.venue,
            fallback_id=event.fallback,
            created_at=self.now,
        )
        self.campaign.events.append(row)
        for placement in event.assign:
            row.assignments.append(self._assignment(event, placement))

    def change(self, row: Event, event: PlanEvent) -> bool:
        """Whether anything of the event or its assignments changed."""
        before = row.version
        if self.dates and not is_held(row):
            self._move(row, event)
        changed = self._assign(row, event)
        if row.version == before and changed:
            row.version += 1
        return row.version != before

    def _move(self, row: Event, event: PlanEvent) -> None:
        indoors = row.use_fallback and row.fallback_id is not None
        if indoors and (row.day, row.fallback_id) == (self._day(event), event.venue):
            if row.status != "planned":
                row.status = "planned"
                row.version += 1
            return  # it stays where the rain plan has put it
        place = (self._day(event), event.venue, event.fallback, "planned")
        if (row.day, row.venue_id, row.fallback_id, row.status) == place and not indoors:
            return
        row.use_fallback = False
        row.day, row.venue_id, row.fallback_id, row.status = place
        row.version += 1
        db.session.flush()
        db.session.expire(row, ["venue", "fallback"])

    def _assign(self, row: Event, event: PlanEvent) -> bool:
        """Bring the assignments to the plan's; booths are freed first, as each is held once."""
        wanted = {placement.agency: placement for placement in event.assign}
        stale = [
            item
            for item in row.assignments
            if not item.pinned and self._differs(event, item, wanted.get(item.agency_id))
        ]
        for item in stale:
            if item.agency_id in wanted:
                item.booth_id = None
                item.version += 1
            else:
                row.assignments.remove(item)
        db.session.flush()
        held = {item.agency_id: item for item in row.assignments}
        full = {item.booth_id for item in row.assignments if item.pinned}
        added = False
        for agency, placement in wanted.items():
            if agency not in held:
                row.assignments.append(self._assignment(event, placement, full))
                added = True
            elif held[agency] in stale:
                held[agency].booth_id = self._booth(event, placement, full)
                held[agency].fields = _fields(placement.fields)
        db.session.flush()
        for item in stale:
            if item.agency_id in wanted:
                db.session.expire(item, ["booth"])
        return bool(stale) or added

    def _differs(self, event: PlanEvent, row: Assignment, wanted: Placement | None) -> bool:
        if wanted is None:
            return True
        served = {item.id for item in row.fields}
        return row.booth_id != self._booth(event, wanted) or served != set(wanted.fields)

    def _assignment(
        self, event: PlanEvent, placement: Placement, full: Collection[int | None] = ()
    ) -> Assignment:
        return Assignment(
            agency_id=placement.agency,
            booth_id=self._booth(event, placement, full),
            fields=_fields(placement.fields),
        )

    def _booth(
        self, event: PlanEvent, placement: Placement, full: Collection[int | None] = ()
    ) -> int | None:
        """The booth of a placement; None for none, a taken one, or one that a pin holds."""
        if placement.booth < 1 or placement.booth in full:
            return None
        return None if placement.booth in self.taken.get(event.id, ()) else placement.booth

    def _day(self, event: PlanEvent) -> date:
        return self.campaign.starts_on + timedelta(days=event.day)


def _fields(ids: Iterable[int]) -> list[CounselingField]:
    found = (db.session.get(CounselingField, item) for item in ids)
    return sorted((row for row in found if row is not None), key=lambda row: row.position)
