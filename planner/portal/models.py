"""What agencies say by their portal: answers to invitations, wishes, what they have looked at."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.accounts.models import SecretLink, User
from planner.agencies.models import Agency
from planner.campaigns.models import Event
from planner.extensions import UtcDateTime, Versioned, db


class Invitation(Versioned, db.Model):
    """An agency asked whether it comes to an event, by a deadline.

    Day, hours and place are kept as they were asked: the agency answers to these, whatever becomes
    of the draft meanwhile, and sees nothing else of it.
    """

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    day: Mapped[date] = mapped_column()
    starts_at: Mapped[time] = mapped_column()
    ends_at: Mapped[time] = mapped_column()
    place: Mapped[str] = mapped_column(String(120))
    place_en: Mapped[str] = mapped_column(String(160), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    deadline: Mapped[date] = mapped_column()  # the last day on which it can answer itself
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(String(20), default="")  # a code of core.invitation
    note: Mapped[str] = mapped_column(String(100), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    link_id: Mapped[int | None] = mapped_column(
        ForeignKey("secret_link.id")
    )  # by which it answered
    answered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user_account.id")
    )  # or who for it

    event: Mapped[Event] = relationship()
    agency: Mapped[Agency] = relationship()
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])

    __table_args__ = (
        UniqueConstraint("event_id", "agency_id"),
        CheckConstraint("answer IN ('', 'accepted', 'declined')", name="answer"),
    )


class AgencyRequest(Versioned, db.Model):
    """A change that an agency told: to be confirmed ('open'), or taken at once ('taken').

    `before` and `after` are plain values (ids of fields, numbers, flags, ISO days).
    """

    __tablename__ = "agency_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    before: Mapped[Any] = mapped_column(JSON)
    after: Mapped[Any] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="open")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("secret_link.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reply: Mapped[str] = mapped_column(String(200), default="")

    agency: Mapped[Agency] = relationship()
    decided_by: Mapped[User | None] = relationship()

    __table_args__ = (
        CheckConstraint("kind IN ('fields', 'staff', 'needs', 'absences')", name="kind"),
        CheckConstraint(
            "state IN ('open', 'accepted', 'refused', 'replaced', 'taken', 'seen')", name="state"
        ),
    )


class PortalLook(db.Model):
    """Which release of a season was last shown by a link, and up to which it was confirmed."""

    __tablename__ = "portal_look"

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("secret_link.id", ondelete="CASCADE"))
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    shown: Mapped[int] = mapped_column()  # number of the release that was last shown
    confirmed: Mapped[int] = mapped_column()  # changes since this one are told
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    link: Mapped[SecretLink] = relationship()

    __table_args__ = (UniqueConstraint("link_id", "campaign_id"),)
