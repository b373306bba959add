"""From declined invitations to a plan without them: who does not come is kept away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from planner.accounts.models import User
from planner.agencies.models import Agency
from planner.booths import ban_services
from planner.campaigns.models import Event
from planner.errors import Refused
from planner.extensions import db


@dataclass(frozen=True, slots=True)
class Gone:
    """An agency that does not come to an event, and why."""

    event_id: int
    agency_id: int
    reason: str


def keep_away(gone: Iterable[Gone], *, user: User | None, now: datetime) -> list[Agency]:
    """Keep these agencies away, so that no proposal puts them there again, and commit; those that
    a pin holds are left, and returned. One that is kept away already stays so.

    Refused: `meanwhile`, when somebody else has just kept one of them away; nothing is written.
    """
    held: list[int] = []
    for item in gone:
        event = db.session.get_one(Event, item.event_id)
        agency = db.session.get_one(Agency, item.agency_id)
        try:
            ban_services.put_ban(event, agency, item.reason, user=user, now=now)
        except Refused as refused:
            if refused.code == "pinned_here":
                held.append(item.agency_id)
    try:
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        raise Refused("meanwhile") from error
    return [db.session.get_one(Agency, agency_id) for agency_id in dict.fromkeys(held)]
