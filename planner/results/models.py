"""The count ledger: entries are only ever added; reports, sign-off, published figures."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.accounts.models import User
from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Campaign, Event
from planner.core.counting import CHANNELS, MEASURES
from planner.extensions import UtcDateTime, Versioned, db
from planner.places.models import AdminDong, Zone

__all__ = [
    "CHANNELS",
    "MEASURES",
    "AgencyReport",
    "CountEntry",
    "CountRollup",
    "EventRecord",
    "PublishedFigure",
    "Target",
]


class CountEntry(db.Model):
    """One line of the ledger. Its id is made by whoever counts, so sending it twice is harmless.

    `value` is what the line adds; a correction adds the difference and names what it corrects. A
    cell (event, agency, field, measure, …) without a line is not reported; one with a line of 0 is.

    A count of an event lies where and when the event does: `dong_id` and `zone_id` are empty, `day`
    is the event's day when the line came, and figures read place and month off the event. A count
    outside events says for itself where it belongs, and what its `day` begins (`span`).
    """

    __tablename__ = "count_entry"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    day: Mapped[date] = mapped_column()
    span: Mapped[str] = mapped_column(String(5), default="day", server_default="day")
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"))
    dong_id: Mapped[int | None] = mapped_column(ForeignKey("admin_dong.id"))
    booth_id: Mapped[int | None] = mapped_column(ForeignKey("venue_booth.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    field_id: Mapped[int | None] = mapped_column(ForeignKey("counseling_field.id"))
    measure: Mapped[str] = mapped_column(String(24))
    channel: Mapped[str] = mapped_column(String(12), default="form")
    target_group: Mapped[str] = mapped_column(String(20), default="", server_default="")
    programme: Mapped[str] = mapped_column(String(24), default="", server_default="")
    value: Mapped[int] = mapped_column(BigInteger)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)  # when it was counted
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)  # when it reached us
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("secret_link.id"))
    corrects_id: Mapped[str | None] = mapped_column(ForeignKey("count_entry.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    after_sign_off: Mapped[bool] = mapped_column(default=False)
    synthetic: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event | None] = relationship()
    zone: Mapped[Zone | None] = relationship()
    dong: Mapped[AdminDong | None] = relationship()
    agency: Mapped[Agency | None] = relationship()
    field: Mapped[CounselingField | None] = relationship()
    user: Mapped[User | None] = relationship()
    corrects: Mapped[CountEntry | None] = relationship(remote_side=[id])

    __table_args__ = (
        Index("ix_count_entry_event", "event_id", "received_at"),
        Index("ix_count_entry_campaign", "campaign_id", "received_at"),
        CheckConstraint("span IN ('day', 'month', 'year')", name="span"),
        CheckConstraint(
            "event_id IS NULL OR (zone_id IS NULL AND dong_id IS NULL AND span = 'day')",
            name="place",
        ),
    )


class CountRollup(db.Model):
    """The ledger added up: one row for each set of dimensions, kept in the entries' transaction.

    0 and '' are 'none'. Place, day and status of an event and an agency's category are not here:
    they are joined when figures are read, so that a change of them rewrites nothing. `period` is
    empty for an event; outside, a month ('2024-03'), a year, or the very day of what is never
    summed. Only `results.rollups` writes here; the ledger can always make it anew.
    """

    __tablename__ = "count_rollup"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    event_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    measure: Mapped[str] = mapped_column(String(24), primary_key=True)
    agency_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    field_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    zone_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    dong_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    channel: Mapped[str] = mapped_column(String(12), primary_key=True)
    target_group: Mapped[str] = mapped_column(String(20), primary_key=True)
    programme: Mapped[str] = mapped_column(String(24), primary_key=True)
    period: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
    entries: Mapped[int] = mapped_column(Integer)
    synthetic: Mapped[int] = mapped_column(Integer)  # how many of the entries are
    newest: Mapped[datetime] = mapped_column(UtcDateTime)  # the last arrival of one of them

    __table_args__ = (
        Index("ix_count_rollup_event_id", "event_id"),
        {"info": {"derived": True}, "sqlite_with_rowid": False},
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
    programme: Mapped[str] = mapped_column(String(24), default="", server_default="")
    # 'published' for a period, or the 'baseline' before the programme began
    kind: Mapped[str] = mapped_column(String(10), default="published", server_default="published")
    value: Mapped[int] = mapped_column(BigInteger)
    qualifier: Mapped[str] = mapped_column(String(8), default="")  # '', over, about, min, within
    base: Mapped[str] = mapped_column(String(200), default="")
    base_en: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    synthetic: Mapped[bool] = mapped_column(default=False, server_default=false())

    __table_args__ = (
        CheckConstraint("qualifier IN ('', 'over', 'about', 'min', 'within')", name="qualifier"),
        CheckConstraint("kind IN ('published', 'baseline')", name="kind"),
    )


class Target(Versioned, db.Model):
    """What a season means to reach: a number of a measure, in a place, a field, a period.

    `period` is '' for the whole season, else a month or a year. `before` is last year's number,
    where the target was made from it.
    """

    __tablename__ = "target"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    measure: Mapped[str] = mapped_column(String(24))
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"))
    dong_id: Mapped[int | None] = mapped_column(ForeignKey("admin_dong.id"))
    field_id: Mapped[int | None] = mapped_column(ForeignKey("counseling_field.id"))
    period: Mapped[str] = mapped_column(String(7), default="")
    value: Mapped[int] = mapped_column(BigInteger)
    before: Mapped[int | None] = mapped_column(BigInteger)
    base: Mapped[str] = mapped_column(String(200), default="")
    synthetic: Mapped[bool] = mapped_column(default=False)

    campaign: Mapped[Campaign] = relationship()
    zone: Mapped[Zone | None] = relationship()
    dong: Mapped[AdminDong | None] = relationship()
    field: Mapped[CounselingField | None] = relationship()

    __table_args__ = (CheckConstraint("value >= 0", name="value"),)
