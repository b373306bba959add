"""Where people meet: trainings, regular centres, counsellors' shifts, centres that come round."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Campaign, Event
from planner.extensions import Versioned, db
from planner.places.models import AdminDong, Venue

if TYPE_CHECKING:
    from planner.programme.models import Tally

SESSION_KINDS = ("regular", "special")
CENTER_KINDS = ("welfare", "finance", "other")


class TrainingCourse(Versioned, db.Model):
    """A training that comes again, and how often a year it must, since when."""

    __tablename__ = "training_course"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    least: Mapped[int] = mapped_column(default=0)  # sessions a year
    since: Mapped[int | None] = mapped_column()  # year
    note: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (UniqueConstraint("office_id", "name"),)


class TrainingSession(Versioned, db.Model):
    """One day of a training."""

    __tablename__ = "training_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"), index=True)
    day: Mapped[date] = mapped_column()
    kind: Mapped[str] = mapped_column(String(8), default="regular")
    hours: Mapped[int] = mapped_column(default=0)
    place: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    synthetic: Mapped[bool] = mapped_column(default=False)

    course: Mapped[TrainingCourse] = relationship()
    attendances: Mapped[list[TrainingAttendance]] = relationship(
        back_populates="session", cascade="all, delete-orphan", order_by="TrainingAttendance.id"
    )

    __table_args__ = (
        UniqueConstraint("course_id", "day"),
        CheckConstraint("kind IN ('regular', 'special')", name="kind"),
    )


class TrainingAttendance(Versioned, db.Model):
    """How many staff of an agency (None: of the office's own teams) came and completed."""

    __tablename__ = "training_attendance"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    session_id: Mapped[int] = mapped_column(
        ForeignKey("training_session.id", ondelete="CASCADE"), index=True
    )
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    attended: Mapped[int] = mapped_column(default=0)
    completed: Mapped[int] = mapped_column(default=0)
    synthetic: Mapped[bool] = mapped_column(default=False)

    session: Mapped[TrainingSession] = relationship(back_populates="attendances")
    agency: Mapped[Agency | None] = relationship()

    __table_args__ = (
        UniqueConstraint("session_id", "agency_id"),
        CheckConstraint("0 <= completed AND completed <= attended", name="completed"),
    )


class RegularCenter(Versioned, db.Model):
    """A centre with fixed hours, to be visited or called, by reservation."""

    __tablename__ = "regular_center"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8), default="welfare")
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    dong_id: Mapped[int | None] = mapped_column(ForeignKey("admin_dong.id"), index=True)
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    weekdays: Mapped[str] = mapped_column(String(7), default="1111100")  # Monday first
    opens_at: Mapped[time] = mapped_column(default=time(10))
    closes_at: Mapped[time] = mapped_column(default=time(17))
    by_phone: Mapped[bool] = mapped_column(default=True)
    by_visit: Mapped[bool] = mapped_column(default=True)
    slot_minutes: Mapped[int] = mapped_column(default=60)
    slot_places: Mapped[int] = mapped_column(default=1)
    opened_on: Mapped[date | None] = mapped_column()
    closed_on: Mapped[date | None] = mapped_column()  # the first day without it
    note: Mapped[str] = mapped_column(Text, default="")
    synthetic: Mapped[bool] = mapped_column(default=False)

    dong: Mapped[AdminDong | None] = relationship()

    __table_args__ = (
        UniqueConstraint("office_id", "name"),
        CheckConstraint("opens_at < closes_at", name="hours"),
        CheckConstraint("slot_minutes BETWEEN 5 AND 480 AND slot_places >= 1", name="slots"),
        CheckConstraint("kind IN ('welfare', 'finance', 'other')", name="kind"),
    )


class CenterSlot(db.Model):
    """How many places of a slot are reserved, by telephone and by visit. Nobody is named."""

    __tablename__ = "center_slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    center_id: Mapped[int] = mapped_column(ForeignKey("regular_center.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column()
    starts_at: Mapped[time] = mapped_column()
    phone: Mapped[int] = mapped_column(default=0)
    visit: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("center_id", "day", "starts_at"),
        CheckConstraint("phone >= 0 AND visit >= 0", name="taken"),
    )


class CounsellorShift(Versioned, db.Model):
    """How many counsellors of a kind an event wants for some hours, and how many came."""

    __tablename__ = "counsellor_shift"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    tally_id: Mapped[int] = mapped_column(ForeignKey("tally.id"), index=True)
    field_id: Mapped[int | None] = mapped_column(ForeignKey("counseling_field.id"), index=True)
    starts_at: Mapped[time] = mapped_column()
    ends_at: Mapped[time] = mapped_column()
    wanted: Mapped[int] = mapped_column(default=1)
    came: Mapped[int | None] = mapped_column()  # None: not yet said
    note: Mapped[str] = mapped_column(String(200), default="")
    synthetic: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event] = relationship()
    tally: Mapped[Tally] = relationship()
    field: Mapped[CounselingField | None] = relationship()

    __table_args__ = (
        UniqueConstraint("event_id", "tally_id", "field_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="hours"),
        CheckConstraint("wanted >= 0 AND (came IS NULL OR came >= 0)", name="numbers"),
    )


class Rotation(Versioned, db.Model):
    """A centre that comes round by a rule; its dates are told by `core.rotation`."""

    __tablename__ = "rotation"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(
        ForeignKey("campaign.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    ends_on: Mapped[date] = mapped_column()
    opens_at: Mapped[time] = mapped_column(default=time(10))
    closes_at: Mapped[time] = mapped_column(default=time(16))
    note: Mapped[str] = mapped_column(Text, default="")
    synthetic: Mapped[bool] = mapped_column(default=False)

    campaign: Mapped[Campaign | None] = relationship()
    parts: Mapped[list[RotationPart]] = relationship(
        back_populates="rotation", cascade="all, delete-orphan", order_by="RotationPart.starts_on"
    )

    __table_args__ = (
        UniqueConstraint("office_id", "name"),
        CheckConstraint("opens_at < closes_at", name="hours"),
    )


class RotationPart(Versioned, db.Model):
    """What holds from a day on. `stops` are places in the order of their turns."""

    __tablename__ = "rotation_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    rotation_id: Mapped[int] = mapped_column(
        ForeignKey("rotation.id", ondelete="CASCADE"), index=True
    )
    starts_on: Mapped[date] = mapped_column()
    weekday: Mapped[str] = mapped_column(String(1))  # Monday is 0
    weeks: Mapped[str] = mapped_column(String(9))  # '1;3', 5 is the last
    themes: Mapped[str] = mapped_column(String(400), default="")  # separated by ;
    synthetic: Mapped[bool] = mapped_column(default=False)

    rotation: Mapped[Rotation] = relationship(back_populates="parts")
    stops: Mapped[list[RotationStop]] = relationship(
        cascade="all, delete-orphan", order_by="RotationStop.position"
    )

    @property
    def stop_ids(self) -> list[int]:
        return [stop.venue_id for stop in self.stops]

    @stop_ids.setter
    def stop_ids(self, ids: list[int]) -> None:
        self.stops = [RotationStop(venue_id=id_, position=n) for n, id_ in enumerate(ids)]

    __table_args__ = (
        UniqueConstraint("rotation_id", "starts_on"),
        CheckConstraint("weekday BETWEEN '0' AND '6'", name="weekday"),
    )


class RotationStop(db.Model):
    """One place of a part's turns."""

    __tablename__ = "rotation_stop"

    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(
        ForeignKey("rotation_part.id", ondelete="CASCADE"), index=True
    )
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    venue: Mapped[Venue] = relationship()
