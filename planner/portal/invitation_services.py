"""Invitations: many made in one go, answered by the agency or for it, withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from planner.accounts.models import SecretLink
from planner.booths.queries import venue_in_use
from planner.campaigns.models import Campaign, Event
from planner.core.invitation import DECLINED, why_not
from planner.core.release import ReleasedEvent
from planner.errors import Refused, StaleEdit
from planner.extensions import db
from planner.portal.models import Invitation
from planner.portal.queries import asked


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of the agencies that were to be asked."""

    new: int = 0
    again: int = 0  # asked anew: unanswered, withdrawn, or the event has moved since
    kept: int = 0  # have answered to just this; their answer stands


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it is given; `version` is that of the invitation it was given to."""

    answer: str
    reason: str
    note: str
    version: int


def invite(
    events: Sequence[Event],
    agencies: Mapping[int, Collection[int]],
    deadline: date,
    *,
    user_id: int | None,
    now: datetime,
    today: date,
) -> Invited:
    """Ask agencies (ids by the event's id) whether they come, and commit.

    Refused: `nobody`; `deadline_past`; `deadline_late` with the event that is held before it.
    Asking again changes nothing for who has answered to the same day, hours and place.
    """
    wanted = [event for event in events if agencies.get(event.id)]
    if not wanted:
        raise Refused("nobody")
    if deadline < today:
        raise Refused("deadline_past")
    late = next((event for event in wanted if deadline > event.day), None)
    if late is not None:
        raise Refused("deadline_late", day=late.day)
    there = _locked([event.id for event in wanted])
    counts = {"new": 0, "again": 0, "kept": 0}
    for event in wanted:
        for agency_id in sorted(agencies[event.id]):
            row = there.get((event.id, agency_id))
            counts[_ask(row, event, agency_id, deadline, user_id, now)] += 1
    db.session.commit()
    return Invited(**counts)


def _locked(event_ids: Sequence[int]) -> dict[tuple[int, int], Invitation]:
    """The invitations of these events; two people who ask at once wait for each other."""
    events = select(Event.id).where(Event.id.in_(event_ids)).order_by(Event.id)
    db.session.execute(events.with_for_update())
    rows = db.session.scalars(select(Invitation).where(Invitation.event_id.in_(event_ids)))
    return {(row.event_id, row.agency_id): row for row in rows}


def _ask(
    row: Invitation | None,
    event: Event,
    agency_id: int,
    deadline: date,
    user_id: int | None,
    now: datetime,
) -> str:
    if row is not None and row.answer and row.withdrawn_at is None and not differs(row, event):
        return "kept"
    fresh = row is None
    place = venue_in_use(event)
    if row is None:
        row = Invitation(event_id=event.id, agency_id=agency_id, version=0)
    row.day, row.starts_at, row.ends_at = event.day, event.starts_at, event.ends_at
    row.place, row.place_en, row.address = place.name, place.name_en, place.address
    row.deadline, row.asked_at, row.asked_by_id = deadline, now, user_id
    row.withdrawn_at = row.answered_at = row.link_id = row.answered_by_id = None
    row.answer = row.reason = row.note = ""
    row.version += 1
    db.session.add(row)
    return "new" if fresh else "again"


def differs(row: Invitation, event: Event) -> bool:
    """Whether the event is now on another day, at other hours or elsewhere than was asked."""
    now = (event.day, event.starts_at, event.ends_at, venue_in_use(event).name)
    return (row.day, row.starts_at, row.ends_at, row.place) != now


# ---------------------------------------------------------------- answers


def answer(
    row: Invitation,
    reply: Reply,
    released: ReleasedEvent | None,
    *,
    link: SecretLink,
    now: datetime,
    today: date,
) -> Invitation:
    """An agency's own answer, which it may change until the deadline.

    Refused: `deadline`, `over`, `withdrawn`, `cancelled`, `decline_reason`; `StaleEdit` when the
    invitation was changed since it was looked at.
    """
    row = _lock(row.id)
    shut = why_not(asked(row, released), today)
    if shut:
        raise Refused(shut)
    return _answered(row, reply, link_id=link.id, user_id=None, now=now)


def record_answer(
    office_id: int, invitation_id: int, reply: Reply, *, user_id: int, now: datetime
) -> Invitation:
    """An answer that came by telephone, written down by the office; no deadline holds it up.

    Refused: `withdrawn` (ask again first), `decline_reason`; `StaleEdit` as for the agency.
    """
    row = _lock(get_for_office(office_id, invitation_id).id)
    if row.withdrawn_at is not None:
        raise Refused("withdrawn")
    return _answered(row, reply, link_id=None, user_id=user_id, now=now)


def _answered(
    row: Invitation, reply: Reply, *, link_id: int | None, user_id: int | None, now: datetime
) -> Invitation:
    if row.version != reply.version:
        raise StaleEdit(row)
    if reply.answer == DECLINED and not reply.reason:
        raise Refused("decline_reason")
    row.answer, row.note = reply.answer, reply.note
    row.reason = reply.reason if reply.answer == DECLINED else ""
    row.answered_at, row.link_id, row.answered_by_id = now, link_id, user_id
    row.version += 1
    db.session.commit()
    return row


def withdraw(office_id: int, invitation_id: int, now: datetime) -> Invitation:
    """Take an invitation back; the agency sees that it was."""
    row = _lock(get_for_office(office_id, invitation_id).id)
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        row.version += 1
    db.session.commit()
    return row


def get_for_office(office_id: int, invitation_id: int) -> Invitation:
    """An invitation of this office, else 404."""
    row: Invitation | None = db.session.scalar(
        select(Invitation)
        .join(Invitation.event)
        .join(Event.campaign)
        .where(Invitation.id == invitation_id, Campaign.office_id == office_id)
        .options(joinedload(Invitation.event), joinedload(Invitation.agency))
    )
    if row is None:
        raise NotFound
    return row


def _lock(invitation_id: int) -> Invitation:
    """The row as it is now, held until the commit."""
    row: Invitation = db.session.scalars(
        select(Invitation)
        .where(Invitation.id == invitation_id)
        .with_for_update(of=Invitation)
        .execution_options(populate_existing=True)
    ).one()
    return row
