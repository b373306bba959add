"""Counselling fields, agencies, what they offer and need, when they can come."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.extensions import Base, Versioned, db

CATEGORIES = ("public", "private", "sponsor", "council", "volunteer")
NOISES = ("", "noisy", "quiet")
PAIR_KINDS = ("conflict", "not_adjacent")
AGREEMENT_CATEGORIES = ("facility", "sponsor", "law", "medical", "other")

agency_field = Table(
    "agency_field",
    Base.metadata,
    Column("agency_id", Integer, ForeignKey("agency.id", ondelete="CASCADE"), primary_key=True),
    Column("field_id", Integer, ForeignKey("counseling_field.id"), primary_key=True, index=True),
)

agreement_field = Table(
    "agreement_field",
    Base.metadata,
    Column(
        "agreement_id", Integer, ForeignKey("agreement.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("field_id", Integer, ForeignKey("counseling_field.id"), primary_key=True, index=True),
)


class CounselingField(Versioned, db.Model):
    """A field in which residents are counselled, kept by the office."""

    __tablename__ = "counseling_field"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (UniqueConstraint("office_id", "code"), UniqueConstraint("office_id", "name"))


class Agency(Versioned, db.Model):
    """A public or private body that takes part."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    category: Mapped[str] = mapped_column(String(16), default="private")
    staff_per_day: Mapped[int] = mapped_column(default=1)  # counsellors, so fields at one event
    needs_power: Mapped[bool] = mapped_column(default=False)
    needs_water: Mapped[bool] = mapped_column(default=False)
    needs_private: Mapped[bool] = mapped_column(default=False)
    needs_step_free: Mapped[bool] = mapped_column(default=False)
    noise: Mapped[str] = mapped_column(String(8), default="")
    max_events: Mapped[int] = mapped_column(default=99)  # the most events of a season
    max_per_week: Mapped[int] = mapped_column(default=7)
    weekdays: Mapped[str] = mapped_column(String(7), default="1111111")  # Monday first
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(default=True)
    synthetic: Mapped[bool] = mapped_column(default=False)  # made up where the source is silent

    fields: Mapped[list[CounselingField]] = relationship(
        secondary=agency_field, order_by="CounselingField.position"
    )
    absences: Mapped[list[AgencyAbsence]] = relationship(
        back_populates="agency", cascade="all, delete-orphan", order_by="AgencyAbsence.first_day"
    )

    __table_args__ = (
        UniqueConstraint("office_id", "name"),
        CheckConstraint("staff_per_day >= 1", name="staff"),
        CheckConstraint("max_events >= 0", name="max_events"),
    )


class AgencyAbsence(db.Model):
    """Days, both ends included, on which an agency cannot come."""

    __tablename__ = "agency_absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[date] = mapped_column()
    last_day: Mapped[date] = mapped_column()
    reason: Mapped[str] = mapped_column(String(120), default="")

    agency: Mapped[Agency] = relationship(back_populates="absences")

    __table_args__ = (CheckConstraint("first_day <= last_day", name="order"),)


class AgencyPair(db.Model):
    """Two agencies that must not share an event, or should not stand side by side."""

    __tablename__ = "agency_pair"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    first_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"))

    first: Mapped[Agency] = relationship(foreign_keys=[first_id])
    second: Mapped[Agency] = relationship(foreign_keys=[second_id])

    __table_args__ = (
        UniqueConstraint("kind", "first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="order"),
        CheckConstraint("kind IN ('conflict', 'not_adjacent')", name="kind"),
    )


class Agreement(Versioned, db.Model):
    """A signed agreement (MOU) with an agency; its state on a day is `core.agreements`'."""

    __tablename__ = "agreement"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    category: Mapped[str] = mapped_column(String(12), default="other")
    number: Mapped[str] = mapped_column(String(60), default="")  # of the document
    scope: Mapped[str] = mapped_column(Text, default="")
    signed_on: Mapped[date | None] = mapped_column()
    starts_on: Mapped[date] = mapped_column()
    ends_on: Mapped[date | None] = mapped_column()  # none: until it is ended
    note: Mapped[str] = mapped_column(Text, default="")
    synthetic: Mapped[bool] = mapped_column(default=False)

    agency: Mapped[Agency] = relationship()
    fields: Mapped[list[CounselingField]] = relationship(
        secondary=agreement_field, order_by="CounselingField.position"
    )

    __table_args__ = (
        UniqueConstraint("agency_id", "category", "starts_on"),
        CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name="period"),
        CheckConstraint(
            "category IN ('facility', 'sponsor', 'law', 'medical', 'other')", name="category"
        ),
    )
