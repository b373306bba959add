"""The wider programme: plan, tallies, training, regular centres, counsellors' shifts, rotations.

A tally is one ledger for whatever comes in and goes out: printed matter, sponsored goods, donation
funds, counsellors, quotas that fill up. Its entries are only ever added.
"""

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
from planner.extensions import UtcDateTime, Versioned, db
from planner.places.models import AdminDong
from planner.programme.meeting_models import (
    CENTER_KINDS,
    SESSION_KINDS,
    CenterSlot,
    CounsellorShift,
    RegularCenter,
    Rotation,
    RotationPart,
    RotationStop,
    TrainingAttendance,
    TrainingCourse,
    TrainingSession,
)

__all__ = [
    "CENTER_KINDS",
    "CHANNELS",
    "SESSION_KINDS",
    "TALLY_KINDS",
    "TALLY_TYPES",
    "CenterSlot",
    "CounsellorShift",
    "PlanArea",
    "PlanTask",
    "RegularCenter",
    "Rotation",
    "RotationPart",
    "RotationStop",
    "Tally",
    "TallyEntry",
    "TallyTarget",
    "TrainingAttendance",
    "TrainingCourse",
    "TrainingSession",
]

TALLY_KINDS = ("material", "goods", "fund", "counsellor", "quota")
TALLY_TYPES = {
    "material": ("booklet", "memo_pad", "leaflet", "poster", "promo_item"),
    "goods": ("food", "hygiene", "household", "voucher"),
    "fund": ("donation",),
    "counsellor": ("field_counselor", "phone_counselor"),
    "quota": ("care", "care_hours", "visit", "honorary", "discovery", "pilot"),
}
CHANNELS = (
    "management_office",
    "estate_agent",
    "convenience_store",
    "pharmacy",
    "community_center",
    "event",
    "other",
)


class PlanArea(Versioned, db.Model):
    """An area of the master plan."""

    __tablename__ = "plan_area"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (UniqueConstraint("office_id", "name"),)


class PlanTask(Versioned, db.Model):
    """A task of an area in one year's plan."""

    __tablename__ = "plan_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("plan_area.id"), index=True)
    year: Mapped[int] = mapped_column()
    number: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(160))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(8), default="planned")
    percent: Mapped[int] = mapped_column(default=0)
    due: Mapped[date | None] = mapped_column()
    department: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    synthetic: Mapped[bool] = mapped_column(default=False)

    area: Mapped[PlanArea] = relationship()

    __table_args__ = (
        UniqueConstraint("office_id", "year", "name"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("state IN ('planned', 'running', 'done', 'stopped')", name="state"),
    )


class Tally(Versioned, db.Model):
    """Something that is counted in and out; never more out than in (`core.tally`)."""

    __tablename__ = "tally"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    type: Mapped[str] = mapped_column(String(16), default="")
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    unit: Mapped[str] = mapped_column(String(12), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("office_id", "name"),
        CheckConstraint(
            "kind IN ('material', 'goods', 'fund', 'counsellor', 'quota')", name="kind"
        ),
    )


class TallyEntry(db.Model):
    """One line of a tally. Its id is a UUID, so that sending it twice is harmless.

    `value` is signed; a correction adds the difference and names what it corrects, with a reason.
    """

    __tablename__ = "tally_entry"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    tally_id: Mapped[int] = mapped_column(ForeignKey("tally.id"))
    day: Mapped[date] = mapped_column()
    direction: Mapped[str] = mapped_column(String(3))
    value: Mapped[int] = mapped_column(BigInteger)
    channel: Mapped[str] = mapped_column(String(20), default="")
    dong_id: Mapped[int | None] = mapped_column(ForeignKey("admin_dong.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    field_id: Mapped[int | None] = mapped_column(ForeignKey("counseling_field.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(120), default="")
    corrects_id: Mapped[str | None] = mapped_column(ForeignKey("tally_entry.id"), index=True)
    reason: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    synthetic: Mapped[bool] = mapped_column(default=False)

    tally: Mapped[Tally] = relationship()
    dong: Mapped[AdminDong | None] = relationship()
    agency: Mapped[Agency | None] = relationship()
    field: Mapped[CounselingField | None] = relationship()
    user: Mapped[User | None] = relationship()

    __table_args__ = (
        Index("ix_tally_entry_tally_id_day", "tally_id", "day"),
        CheckConstraint("direction IN ('in', 'out')", name="direction"),
    )


class TallyTarget(Versioned, db.Model):
    """What is to be reached in a period: of a whole tally, or of one dong, field or agency.

    `last_year` is what the year before reached, where the target is built on it; `a_month` is the
    quota of a month as it was agreed, with its qualifier ('about 15 a month').
    """

    __tablename__ = "tally_target"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    tally_id: Mapped[int] = mapped_column(ForeignKey("tally.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date] = mapped_column()
    ends_on: Mapped[date] = mapped_column()
    dong_id: Mapped[int | None] = mapped_column(ForeignKey("admin_dong.id"), index=True)
    field_id: Mapped[int | None] = mapped_column(ForeignKey("counseling_field.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    wanted: Mapped[int] = mapped_column(BigInteger)
    last_year: Mapped[int | None] = mapped_column(BigInteger)
    a_month: Mapped[int | None] = mapped_column(BigInteger)
    qualifier: Mapped[str] = mapped_column(String(8), default="")  # of `a_month`
    note: Mapped[str] = mapped_column(String(200), default="")
    synthetic: Mapped[bool] = mapped_column(default=False)

    tally: Mapped[Tally] = relationship()
    dong: Mapped[AdminDong | None] = relationship()
    field: Mapped[CounselingField | None] = relationship()
    agency: Mapped[Agency | None] = relationship()

    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="period"),
        CheckConstraint("wanted >= 0", name="wanted"),
        CheckConstraint("qualifier IN ('', 'over', 'about', 'min', 'within')", name="qualifier"),
    )
