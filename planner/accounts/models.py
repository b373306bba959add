"""Offices, people with an account, their sessions, links with a secret, the access log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.extensions import UtcDateTime, Versioned, db

OFFICE_KINDS = ("district", "city")
ROLES = ("administrator", "organizer", "recorder", "viewer")
LINK_KINDS = ("feed", "portal", "count", "api")


class Office(Versioned, db.Model):
    """A district's welfare office, or the city's above it; every other row belongs to one."""

    __tablename__ = "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(12), default="district")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    department: Mapped[str] = mapped_column(String(120), default="")
    takes_applications: Mapped[bool] = mapped_column(default=True, server_default=true())

    parent: Mapped[Office | None] = relationship(remote_side=[id])

    __table_args__ = (CheckConstraint("kind IN ('district', 'city')", name="kind"),)


class User(Versioned, db.Model):
    """A person who signs in; belongs to one office, has one role there."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    role: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    locale: Mapped[str] = mapped_column(String(5), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    office: Mapped[Office] = relationship(lazy="joined")

    __table_args__ = (
        CheckConstraint(
            "role IN ('administrator', 'organizer', 'recorder', 'viewer')", name="role"
        ),
    )


class UserSession(db.Model):
    """A sign-in on one device; revoked by signing out, by its owner or by an administrator."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))  # the office looked at
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ip: Mapped[str] = mapped_column(String(45), default="")
    user_agent: Mapped[str] = mapped_column(String(200), default="")

    user: Mapped[User] = relationship(lazy="joined")
    office: Mapped[Office] = relationship(lazy="joined")


class SignInAttempt(db.Model):
    """One failed sign-in, for the throttle: counted by e-mail and by address."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    email_hash: Mapped[str] = mapped_column(String(64))
    ip: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_sign_in_attempt_email", "email_hash", "at"),
        Index("ix_sign_in_attempt_ip", "ip", "at"),
    )


class SecretLink(db.Model):
    """A link with a secret for those without an account; only the secret's hash is kept."""

    __tablename__ = "secret_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(120), default="")
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    booth_id: Mapped[int | None] = mapped_column(ForeignKey("venue_booth.id"))
    counsellor_id: Mapped[int | None] = mapped_column(
        ForeignKey("counsellor.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    uses: Mapped[int] = mapped_column(default=0)
    # Of an API token: what it may read (by words), until when, and why it was made.
    scopes: Mapped[str] = mapped_column(String(120), default="", server_default="")
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(200), default="", server_default="")

    __table_args__ = (CheckConstraint("kind IN ('feed', 'portal', 'count', 'api')", name="kind"),)


class AccessRecord(db.Model):
    """Who did what, when and from where; kept two years. Never holds a secret or typed text."""

    __tablename__ = "access_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("secret_link.id"))
    ip: Mapped[str] = mapped_column(String(45), default="")
    action: Mapped[str] = mapped_column(String(80))  # the endpoint, or a name such as sign-in
    subject: Mapped[str] = mapped_column(String(120), default="")  # ids of the address
    status: Mapped[int] = mapped_column(default=200)
    reason: Mapped[str] = mapped_column(Text, default="")  # why figures were downloaded

    user: Mapped[User | None] = relationship()
