"""What a feed last said, ready to be sent, and counsellors with a calendar of their own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Event
from planner.extensions import Base, UtcDateTime, Versioned, db

counsellor_field = Table(
    "counsellor_field",
    Base.metadata,
    Column(
        "counsellor_id", Integer, ForeignKey("counsellor.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("field_id", Integer, ForeignKey("counseling_field.id"), primary_key=True, index=True),
)
counsellor_event = Table(
    "counsellor_event",
    Base.metadata,
    Column(
        "counsellor_id", Integer, ForeignKey("counsellor.id", ondelete="CASCADE"), primary_key=True
    ),
    Column(
        "event_id",
        Integer,
        ForeignKey("event.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)


class Counsellor(Versioned, db.Model):
    """One of an agency's counsellors: the part of its dates that is theirs.

    Without `fields`, all of the agency's are; without `events` in a season, all its dates there.
    """

    __tablename__ = "counsellor"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))

    agency: Mapped[Agency] = relationship()
    fields: Mapped[list[CounselingField]] = relationship(
        secondary=counsellor_field, order_by="CounselingField.position"
    )
    events: Mapped[list[Event]] = relationship(secondary=counsellor_event, order_by="Event.day")

    __table_args__ = (UniqueConstraint("agency_id", "name"),)


class FeedCopy(db.Model):
    """The bytes of one feed in one language, made once a change and sent as they are.

    It is derived: without it the next request makes it anew. `state` names all that the bytes
    depend on; `changed_at` rises whenever they change, be it only that an entry has left.
    """

    __tablename__ = "feed_copy"

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("secret_link.id", ondelete="CASCADE"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    part: Mapped[str] = mapped_column(String(80), default="")  # a zone or a field of the campaign
    variant: Mapped[str] = mapped_column(String(24))  # language, and which outside address
    state: Mapped[str] = mapped_column(String(120), default="")
    etag: Mapped[str] = mapped_column(String(64), default="")
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Last, so that whoever only compares tags does not read over them.
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    compressed: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (
        UniqueConstraint("link_id", "variant"),
        UniqueConstraint("campaign_id", "part", "variant"),
        {"info": {"derived": True}},
    )
