"""The count ledger: entries are only ever added; reports, sign-off, published figures."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.accounts.models import User
from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Event
from planner.core.counting import CHANNELS, MEASURES
from planner.extensions import UtcDateTime, Versioned, db

__all__ = [
    "CHANNELS",
    "MEASURES",
    "AgencyReport",
    "CountEntry",
    "EventRecord",
    "PublishedFigure",
]


class CountEntry(db.Model):
    """One line of the ledger. Its id is made by whoever counts, so sending it twice is harmless.

    `value` is what the line adds; a correction adds the difference and names what it corrects. A
    cell (event, agency, field, measure) without a line is not reported; one with a line of 0 is.
    """

    __tablename__ = "count_entry"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    booth_id: Mapped[int | None] = mapped_column(ForeignKey("venue_booth.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    field_id: Mapped[int | None] = mapped_column(ForeignKey("counseling_field.id"))
    measure: Mapped[str] = mapped_column(String(24))
    channel: Mapped[str] = mapped_column(String(12), default="form")
    value: Mapped[int] = mapped_column(BigInteger)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)  # when it was counted
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)  # when it reached us
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("secret_link.id"))
    corrects_id: Mapped[str | None] = mapped_column(ForeignKey("count_entry.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    after_sign_off: Mapped[bool] = mapped_column(default=False)
    synthetic: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event] = relationship()
    agency: Mapped[Agency | None] = relationship()
    field: Mapped[CounselingField | None] = relationship()
    user: Mapped[User | None] = relationship()
    corrects: Mapped[CountEntry | None] = relationship(remote_side=[id])

    __table_args__ = (
        Index("ix_count_entry_cell", "event_id", "measure", "agency_id", "field_id", "value"),
    )


class EventRecord(Versioned, db.Model):
    """What became of an event: held or not, where, and the sign-off of its counts."""

    __tablename__ = "event_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    held: Mapped[bool | None] = mapped_column()  # None: not yet said
    moved_indoors: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    signed_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_off_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    event: Mapped[Event] = relationship()
    signed_off_by: Mapped[User | None] = relationship()


class AgencyReport(db.Model):
    """An agency's word that its counts of an event are all in."""

    __tablename__ = "agency_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("secret_link.id"))

    agency: Mapped[Agency] = relationship()

    __table_args__ = (UniqueConstraint("event_id", "agency_id"),)


class PublishedFigure(Versioned, db.Model):
    """A figure as it was published: the exact integer beside its qualifier, with its base."""

    __tablename__ = "published_figure"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    period: Mapped[str] = mapped_column(String(20))  # '2022-10', '2022' …
    day: Mapped[date | None] = mapped_column()
    measure: Mapped[str] = mapped_column(String(24))  # a measure, or events, agencies, zones …
    value: Mapped[int] = mapped_column(BigInteger)
    qualifier: Mapped[str] = mapped_column(String(8), default="")  # '', over, about, min, within
    base: Mapped[str] = mapped_column(String(200), default="")
    base_en: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(String(300), default="")

    __table_args__ = (
        CheckConstraint("qualifier IN ('', 'over', 'about', 'min', 'within')", name="qualifier"),
    )
