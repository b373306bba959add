"""Dongs, zones, venues and their booth positions; boundaries, people by dong, addresses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.extensions import UtcDateTime, Versioned, db

VENUE_KINDS = ("park", "community_center", "welfare_center", "plaza", "school", "hall", "other")
# How well a position is known: the place itself, its street, its block, only its neighbourhood.
PRECISIONS = ("exact", "street", "block", "neighbourhood")
ALL_WEEK = "1111111"
# What is known of a dong's people: everybody, and groups that counselling wants to reach.
DONG_MEASURES = ("residents", "vulnerable", "seniors", "one_person", "basic_livelihood")


class Zone(Versioned, db.Model):
    """A set of dongs that gets its turn in the rotation, with its council."""

    __tablename__ = "zone"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    council: Mapped[str] = mapped_column(String(120), default="")  # the zone council's name
    position: Mapped[int] = mapped_column(default=0)
    outline: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # GeoJSON (Multi)Polygon, WGS 84
    outline_source: Mapped[str] = mapped_column(String(200), default="")
    boundary_set_id: Mapped[int | None] = mapped_column(
        ForeignKey("boundary_set.id", ondelete="SET NULL"), index=True
    )

    dongs: Mapped[list[AdminDong]] = relationship(
        back_populates="zone", order_by="AdminDong.position"
    )
    venues: Mapped[list[Venue]] = relationship(back_populates="zone", order_by="Venue.name")

    __table_args__ = (UniqueConstraint("office_id", "name"),)


class AdminDong(Versioned, db.Model):
    """An administrative dong of the district; belongs to at most one zone."""

    __tablename__ = "admin_dong"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"), index=True)
    code: Mapped[str] = mapped_column(String(10), default="")  # 10-digit code of the ministry
    name: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)
    vulnerable: Mapped[int] = mapped_column(default=0)  # weight of vulnerable residents
    label_lat: Mapped[float | None] = mapped_column()
    label_lon: Mapped[float | None] = mapped_column()
    outline: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    outline_source: Mapped[str] = mapped_column(String(200), default="")
    boundary_set_id: Mapped[int | None] = mapped_column(
        ForeignKey("boundary_set.id", ondelete="SET NULL"), index=True
    )

    zone: Mapped[Zone | None] = relationship(back_populates="dongs")

    __table_args__ = (UniqueConstraint("office_id", "name"),)


class Venue(Versioned, db.Model):
    """A place where an event can be held."""

    __tablename__ = "venue"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.id"), index=True)
    dong_id: Mapped[int | None] = mapped_column(ForeignKey("admin_dong.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(20), default="park")
    indoor: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(String(200), default="")
    legal_dong: Mapped[str] = mapped_column(String(40), default="")
    lat: Mapped[float | None] = mapped_column()
    lon: Mapped[float | None] = mapped_column()
    precision: Mapped[str] = mapped_column(String(16), default="exact")
    power: Mapped[bool] = mapped_column(default=False)
    water: Mapped[bool] = mapped_column(default=False)
    toilets: Mapped[bool] = mapped_column(default=False)
    step_free: Mapped[bool] = mapped_column(default=False)
    foot_weekday: Mapped[int] = mapped_column(default=0)  # people expected to be met in a day
    foot_weekend: Mapped[int] = mapped_column(default=0)
    open_weekdays: Mapped[str] = mapped_column(String(7), default=ALL_WEEK)  # Monday first
    contact_name: Mapped[str] = mapped_column(String(80), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(default=True)

    zone: Mapped[Zone] = relationship(back_populates="venues")
    dong: Mapped[AdminDong | None] = relationship()
    booths: Mapped[list[VenueBooth]] = relationship(
        back_populates="venue", cascade="all, delete-orphan", order_by="VenueBooth.position"
    )
    closures: Mapped[list[VenueClosure]] = relationship(
        back_populates="venue", cascade="all, delete-orphan", order_by="VenueClosure.first_day"
    )
    fallbacks: Mapped[list[VenueFallback]] = relationship(
        foreign_keys="VenueFallback.venue_id",
        cascade="all, delete-orphan",
        order_by="VenueFallback.position",
    )

    __table_args__ = (
        UniqueConstraint("office_id", "name"),
        CheckConstraint("lat IS NULL OR (lat BETWEEN -90 AND 90)", name="lat"),
        CheckConstraint("lon IS NULL OR (lon BETWEEN -180 AND 180)", name="lon"),
    )


class VenueClosure(db.Model):
    """Days, both ends included, on which a venue cannot be had."""

    __tablename__ = "venue_closure"

    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[date] = mapped_column()
    last_day: Mapped[date] = mapped_column()
    reason: Mapped[str] = mapped_column(String(120), default="")

    venue: Mapped[Venue] = relationship(back_populates="closures")

    __table_args__ = (CheckConstraint("first_day <= last_day", name="order"),)


class VenueFallback(db.Model):
    """An indoor venue to which an outdoor one's event moves in the rain, best first."""

    __tablename__ = "venue_fallback"

    venue_id: Mapped[int] = mapped_column(
        ForeignKey("venue.id", ondelete="CASCADE"), primary_key=True
    )
    fallback_id: Mapped[int] = mapped_column(
        ForeignKey("venue.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(default=0)

    fallback: Mapped[Venue] = relationship(foreign_keys=[fallback_id], lazy="joined")


class VenueBooth(db.Model):
    """A numbered position for a booth; x and y in metres from the venue's north-west corner."""

    __tablename__ = "venue_booth"

    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(12))
    position: Mapped[int] = mapped_column(default=0)
    x: Mapped[int] = mapped_column()
    y: Mapped[int] = mapped_column()
    private: Mapped[bool] = mapped_column(default=False)
    power: Mapped[bool] = mapped_column(default=False)
    water: Mapped[bool] = mapped_column(default=False)
    step_free: Mapped[bool] = mapped_column(default=True)

    venue: Mapped[Venue] = relationship(back_populates="booths")

    __table_args__ = (UniqueConstraint("venue_id", "number"),)


class BoundarySet(db.Model):
    """One upload of outlines: whom to credit, of which day the boundaries are, who brought them."""

    __tablename__ = "boundary_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    kind: Mapped[str] = mapped_column(String(9))
    filename: Mapped[str] = mapped_column(String(120), default="")
    source: Mapped[str] = mapped_column(String(200))
    as_of: Mapped[date | None] = mapped_column()  # the day for which the boundaries hold
    outlines: Mapped[int] = mapped_column()
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (CheckConstraint("kind IN ('zones', 'dongs', 'dissolved')", name="kind"),)


class DongFigure(db.Model):
    """How many people of a kind live in a dong on a day, and who says so."""

    __tablename__ = "dong_figure"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    dong_id: Mapped[int] = mapped_column(ForeignKey("admin_dong.id", ondelete="CASCADE"))
    measure: Mapped[str] = mapped_column(String(20))  # one of DONG_MEASURES
    value: Mapped[int] = mapped_column()
    as_of: Mapped[date] = mapped_column()
    source: Mapped[str] = mapped_column(String(200))

    dong: Mapped[AdminDong] = relationship()

    __table_args__ = (
        UniqueConstraint("dong_id", "measure", "as_of"),
        CheckConstraint("value >= 0", name="value"),
    )


class AddressFile(db.Model):
    """The office's own list of addresses, as last imported: one an office."""

    __tablename__ = "address_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), unique=True)
    filename: Mapped[str] = mapped_column(String(120), default="")
    as_of: Mapped[date | None] = mapped_column()
    addresses: Mapped[int] = mapped_column()
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class AddressPoint(db.Model):
    """A building's entrance: its address by road, its name, and where it is (WGS 84).

    `key` and `building_key` are the road address without its city and district, and the building's
    name, folded and without spaces: what a search compares.
    """

    __tablename__ = "address_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    label: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(120))
    building: Mapped[str] = mapped_column(String(120), default="")
    building_key: Mapped[str] = mapped_column(String(120), default="")
    postcode: Mapped[str] = mapped_column(String(5), default="")
    legal_dong: Mapped[str] = mapped_column(String(40), default="")
    dong_code: Mapped[str] = mapped_column(String(10), default="")  # of the legal dong
    admin_dong: Mapped[str] = mapped_column(String(40), default="")
    lat: Mapped[float] = mapped_column()
    lon: Mapped[float] = mapped_column()

    # The operators let PostgreSQL look for the beginning of a text whatever its collation.
    __table_args__ = tuple(
        Index(
            f"ix_address_point_office_id_{name}",
            "office_id",
            name,
            postgresql_ops={name: "varchar_pattern_ops"},
        )
        for name in ("key", "building_key")
    )
