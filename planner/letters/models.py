"""Letters to agencies, from draft to sent, and the applications of agencies that want to join."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.accounts.models import Office, User
from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Campaign
from planner.extensions import Base, UtcDateTime, Versioned, db

ABOUTS = ("notice", "schedule", "change", "answer", "count", "invitation")
APPLICATION_STATES = ("waiting", "accepted", "declined")

application_field = Table(
    "application_field",
    Base.metadata,
    Column(
        "application_id",
        Integer,
        ForeignKey("application.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column(
        "field_id",
        Integer,
        ForeignKey("counseling_field.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)


class Mailing(Versioned, db.Model):
    """One text written to several agencies; each has its own letter with the places filled in."""

    __tablename__ = "mailing"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    about: Mapped[str] = mapped_column(String(12), default="notice")
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    deadline: Mapped[date | None] = mapped_column()
    release_number: Mapped[int | None] = mapped_column()  # what the dates were taken from
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    campaign: Mapped[Campaign | None] = relationship()
    drafted_by: Mapped[User | None] = relationship()
    letters: Mapped[list[Letter]] = relationship(back_populates="mailing", order_by="Letter.id")


class Letter(Versioned, db.Model):
    """What one agency is written; also its place in the queue of the jobs room."""

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    mailing_id: Mapped[int] = mapped_column(ForeignKey("mailing.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)  # the same message at each try
    email: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(400))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    by_hand: Mapped[bool] = mapped_column(default=False)  # sent outside, and marked so
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(Text, default="")  # what stopped it, in the server's words
    extra: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # further places of this one

    mailing: Mapped[Mailing] = relationship(back_populates="letters")
    agency: Mapped[Agency] = relationship()
    office: Mapped[Office] = relationship()
    reviewed_by: Mapped[User | None] = relationship(foreign_keys=[reviewed_by_id])
    sent_by: Mapped[User | None] = relationship(foreign_keys=[sent_by_id])
    events: Mapped[list[LetterEvent]] = relationship(
        back_populates="letter", order_by="LetterEvent.id"
    )

    __table_args__ = (
        Index("ix_letter_office_state", "office_id", "state"),
        Index("ix_letter_queue", "state", "next_try_at"),
        CheckConstraint(
            "state IN ('draft', 'reviewed', 'queued', 'sending', 'sent', 'failed', 'withdrawn')",
            name="state",
        ),
    )


class LetterEvent(db.Model):
    """What happened to a letter, who did it and when; only ever added."""

    __tablename__ = "letter_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    action: Mapped[str] = mapped_column(String(12))
    detail: Mapped[str] = mapped_column(Text, default="")

    letter: Mapped[Letter] = relationship(back_populates="events")
    user: Mapped[User | None] = relationship()


class Application(Versioned, db.Model):
    """An agency that asks to take part, until the organizer has said yes or no."""

    __tablename__ = "application"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    name: Mapped[str] = mapped_column(String(120))
    category: Mapped[str] = mapped_column(String(16), default="private")
    staff_per_day: Mapped[int] = mapped_column(default=1)
    needs_power: Mapped[bool] = mapped_column(default=False)
    needs_water: Mapped[bool] = mapped_column(default=False)
    needs_private: Mapped[bool] = mapped_column(default=False)
    needs_step_free: Mapped[bool] = mapped_column(default=False)
    weekdays: Mapped[str] = mapped_column(String(7), default="1111100")  # Monday first
    contact: Mapped[str] = mapped_column(String(80))  # of the agency, for its work
    phone: Mapped[str] = mapped_column(String(40))
    email: Mapped[str] = mapped_column(String(254))
    note: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)

    decided_by: Mapped[User | None] = relationship()
    agency: Mapped[Agency | None] = relationship()
    fields: Mapped[list[CounselingField]] = relationship(
        secondary=application_field, order_by="CounselingField.position"
    )

    __table_args__ = (
        Index("ix_application_office_state", "office_id", "state"),
        CheckConstraint("state IN ('waiting', 'accepted', 'declined')", name="state"),
    )
