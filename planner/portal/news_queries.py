"""What the agencies told and the office has not dealt with: requests, notices, broken answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from planner.agencies.models import Agency
from planner.campaigns.models import Assignment, Event
from planner.core.invitation import DECLINED
from planner.extensions import db
from planner.portal.models import AgencyRequest, Invitation

PLANNED = "planned"


def declined(campaign_id: int) -> set[tuple[str, int]]:
    """(event uid, agency id) of those who do not come, for the findings of the draft."""
    rows = db.session.execute(
        select(Event.uid, Invitation.agency_id)
        .join(Invitation, Invitation.event_id == Event.id)
        .where(
            Event.campaign_id == campaign_id,
            Invitation.answer == DECLINED,
            Invitation.withdrawn_at.is_(None),
        )
    )
    return {(uid, agency_id) for uid, agency_id in rows}


def requests(office_id: int, states: Sequence[str], most: int = 500) -> Sequence[AgencyRequest]:
    """The office's requests in these states, the newest first."""
    return db.session.scalars(
        select(AgencyRequest)
        .join(AgencyRequest.agency)
        .where(Agency.office_id == office_id, AgencyRequest.state.in_(states))
        .options(joinedload(AgencyRequest.agency), joinedload(AgencyRequest.decided_by))
        .order_by(AgencyRequest.created_at.desc(), AgencyRequest.id.desc())
        .limit(most)
    ).all()


@dataclass(frozen=True, slots=True)
class News:
    """What the office's home tells of its agencies."""

    wishes: int
    notices: int
    broken: int
    overdue: int

    def __bool__(self) -> bool:
        return bool(self.wishes or self.notices or self.broken or self.overdue)


def news(office_id: int, campaign_id: int, today: date) -> News:
    """Requests of the office, and what is wrong with a season's answers: two queries."""
    counts = db.session.execute(
        select(AgencyRequest.state, func.count())
        .join(AgencyRequest.agency)
        .where(Agency.office_id == office_id, AgencyRequest.state.in_(("open", "taken")))
        .group_by(AgencyRequest.state)
    )
    waiting = dict(counts.all())
    here = (
        select(Assignment.id)
        .where(
            Assignment.event_id == Invitation.event_id,
            Assignment.agency_id == Invitation.agency_id,
        )
        .exists()
    )
    rows = db.session.execute(
        select(Invitation.answer, here)
        .join(Invitation.event)
        .where(
            Event.campaign_id == campaign_id,
            Event.status == PLANNED,
            Event.day >= today,
            Invitation.withdrawn_at.is_(None),
            (Invitation.answer == DECLINED)
            | ((Invitation.answer == "") & (Invitation.deadline < today)),
        )
    ).all()
    return News(
        waiting.get("open", 0),
        waiting.get("taken", 0),
        sum(1 for answer, placed in rows if answer == DECLINED and placed),
        sum(1 for answer, _placed in rows if not answer),
    )
