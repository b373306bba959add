"""Campaigns, their fields, zones and agencies, the draft plan and releases.

The whole draft is one aggregate: events with their assignments. Assignments stand here and not in
`booths` because a release, a proposal and every rule read them together with the dates.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

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
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.accounts.models import Office, User
from planner.agencies.models import Agency, AgencyPair, CounselingField
from planner.extensions import Base, UtcDateTime, Versioned, db
from planner.places.models import Venue, VenueBooth, Zone

SEVERITIES = ("blocks", "blocks_release", "warns", "off")
EVENT_STATUSES = ("planned", "cancelled")

assignment_field = Table(
    "assignment_field",
    Base.metadata,
    Column(
        "assignment_id", Integer, ForeignKey("assignment.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("field_id", Integer, ForeignKey("counseling_field.id"), primary_key=True, index=True),
)


class Campaign(Versioned, db.Model):
    """One season of one office: its period, its rules, its draft and its releases."""

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)  # in public addresses
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date] = mapped_column()
    ends_on: Mapped[date] = mapped_column()
    weekdays: Mapped[str] = mapped_column(String(7), default="1111100")  # Monday first
    opens_at: Mapped[time] = mapped_column(default=time(10))
    closes_at: Mapped[time] = mapped_column(default=time(16))
    events_wanted: Mapped[int] = mapped_column(default=0)
    min_gap: Mapped[int] = mapped_column(default=1)  # days between two events
    max_weekend: Mapped[int] = mapped_column(default=0)
    kits: Mapped[int] = mapped_column(default=1)
    kit_turnaround: Mapped[int] = mapped_column(default=1)  # days
    adjacent_metres: Mapped[int] = mapped_column(default=4)
    rain_chance: Mapped[int] = mapped_column(default=30)  # percent, on any day
    weights: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    # Groups of terms in the order in which they count; empty: the weights alone.
    goal_order: Mapped[list[list[str]]] = mapped_column(JSON, default=list, server_default="[]")
    previous_id: Mapped[int | None] = mapped_column(  # the season before, whose debts are carried
        ForeignKey("campaign.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    office: Mapped[Office] = relationship()
    previous: Mapped[Campaign | None] = relationship(remote_side=[id])
    fields: Mapped[list[CampaignField]] = relationship(
        back_populates="campaign",
        cascade="all, delete-orphan",
        order_by="CampaignField.position",
    )
    zones: Mapped[list[CampaignZone]] = relationship(
        back_populates="campaign", cascade="all, delete-orphan", order_by="CampaignZone.id"
    )
    agencies: Mapped[list[CampaignAgency]] = relationship(
        back_populates="campaign", cascade="all, delete-orphan", order_by="CampaignAgency.id"
    )
    closed_days: Mapped[list[ClosedDay]] = relationship(
        back_populates="campaign", cascade="all, delete-orphan", order_by="ClosedDay.day"
    )
    rules: Mapped[list[RuleSetting]] = relationship(
        back_populates="campaign", cascade="all, delete-orphan", order_by="RuleSetting.code"
    )
    events: Mapped[list[Event]] = relationship(
        back_populates="campaign", cascade="all, delete-orphan", order_by="Event.day, Event.id"
    )
    releases: Mapped[list[Release]] = relationship(
        back_populates="campaign", order_by="Release.number"
    )
    bans: Mapped[list[PlacementBan]] = relationship(
        back_populates="campaign", cascade="all, delete-orphan", order_by="PlacementBan.id"
    )
    agency_pairs: Mapped[list[AgencyPair]] = relationship(  # of the whole office
        primaryjoin="Campaign.office_id == foreign(AgencyPair.office_id)",
        order_by="AgencyPair.id",
        viewonly=True,
    )

    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="period"),)


class CampaignField(db.Model):
    """A counselling field of this campaign and how many agencies each event needs in it."""

    __tablename__ = "campaign_field"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    field_id: Mapped[int] = mapped_column(ForeignKey("counseling_field.id"))
    need: Mapped[int] = mapped_column(default=1)
    is_new: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    campaign: Mapped[Campaign] = relationship(back_populates="fields")
    field: Mapped[CounselingField] = relationship(lazy="joined")

    __table_args__ = (
        UniqueConstraint("campaign_id", "field_id"),
        CheckConstraint("need >= 0", name="need"),
    )


class CampaignZone(db.Model):
    """How often a zone is to be visited, and when it last was."""

    __tablename__ = "campaign_zone"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.id"))
    min_visits: Mapped[int] = mapped_column(default=1)
    max_visits: Mapped[int] = mapped_column(default=1)
    target_visits: Mapped[int] = mapped_column(default=1)
    gap: Mapped[int] = mapped_column(default=0)  # days between two visits
    last_visit: Mapped[date | None] = mapped_column()  # before this season
    carried: Mapped[int] = mapped_column(default=0, server_default="0")  # visits owed by `previous`

    campaign: Mapped[Campaign] = relationship(back_populates="zones")
    zone: Mapped[Zone] = relationship(lazy="joined")

    __table_args__ = (
        UniqueConstraint("campaign_id", "zone_id"),
        CheckConstraint("min_visits <= max_visits", name="visits"),
    )


class CampaignAgency(db.Model):
    """An agency invited to this campaign, with its share of the work."""

    __tablename__ = "campaign_agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    target_events: Mapped[int] = mapped_column(default=1)  # its fair share
    carried: Mapped[int] = mapped_column(default=0, server_default="0")  # events owed by `previous`

    campaign: Mapped[Campaign] = relationship(back_populates="agencies")
    agency: Mapped[Agency] = relationship(lazy="joined")

    __table_args__ = (UniqueConstraint("campaign_id", "agency_id"),)


class ClosedDay(db.Model):
    """A day on which the office itself holds nothing (besides the public holidays)."""

    __tablename__ = "closed_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    day: Mapped[date] = mapped_column()
    name: Mapped[str] = mapped_column(String(80), default="")

    campaign: Mapped[Campaign] = relationship(back_populates="closed_days")

    __table_args__ = (UniqueConstraint("campaign_id", "day"),)


class RuleSetting(db.Model):
    """How severely this campaign takes a rule; a rule without a row has its default."""

    __tablename__ = "rule_setting"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[str] = mapped_column(String(8))
    severity: Mapped[str] = mapped_column(String(16))

    campaign: Mapped[Campaign] = relationship(back_populates="rules")

    __table_args__ = (UniqueConstraint("campaign_id", "code"),)


class Event(Versioned, db.Model):
    """One counselling day of the draft. Once released it is cancelled, never deleted."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    uid: Mapped[str] = mapped_column(String(36), unique=True)  # a UUID, never used again
    day: Mapped[date] = mapped_column()
    starts_at: Mapped[time] = mapped_column()
    ends_at: Mapped[time] = mapped_column()
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"), index=True)
    fallback_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"))
    use_fallback: Mapped[bool] = mapped_column(default=False)  # the rain plan is switched on
    status: Mapped[str] = mapped_column(String(12), default="planned")
    theme: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    pinned: Mapped[bool] = mapped_column(default=False)  # the optimiser keeps day and venue
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    campaign: Mapped[Campaign] = relationship(back_populates="events")
    venue: Mapped[Venue] = relationship(foreign_keys=[venue_id])
    fallback: Mapped[Venue | None] = relationship(foreign_keys=[fallback_id])
    assignments: Mapped[list[Assignment]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="Assignment.id"
    )

    __table_args__ = (
        Index("ix_event_campaign_day", "campaign_id", "day"),
        CheckConstraint("starts_at < ends_at", name="hours"),
        CheckConstraint("status IN ('planned', 'cancelled')", name="status"),
    )


class Assignment(Versioned, db.Model):
    """An agency at an event: its booth and the fields in which it counsels there."""

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    booth_id: Mapped[int | None] = mapped_column(ForeignKey("venue_booth.id"), index=True)
    pinned: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(200), default="")

    event: Mapped[Event] = relationship(back_populates="assignments")
    agency: Mapped[Agency] = relationship()
    booth: Mapped[VenueBooth | None] = relationship()
    fields: Mapped[list[CounselingField]] = relationship(
        secondary=assignment_field, order_by="CounselingField.position"
    )

    __table_args__ = (
        UniqueConstraint("event_id", "agency_id"),
        UniqueConstraint("event_id", "booth_id"),
    )


class PlacementBan(db.Model):
    """An agency that must not be put at an event, whatever a proposal would like."""

    __tablename__ = "placement_ban"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    reason: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    campaign: Mapped[Campaign] = relationship(back_populates="bans")
    event: Mapped[Event] = relationship()
    agency: Mapped[Agency] = relationship()

    __table_args__ = (UniqueConstraint("event_id", "agency_id"),)


class Release(db.Model):
    """A numbered copy of the draft that never changes; what agencies, feeds and the public see."""

    __tablename__ = "release"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    number: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)  # core.release.Season as JSON
    difference: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # warnings accepted

    campaign: Mapped[Campaign] = relationship(back_populates="releases")
    created_by: Mapped[User | None] = relationship()

    __table_args__ = (UniqueConstraint("campaign_id", "number"),)
