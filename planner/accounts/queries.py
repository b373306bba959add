"""Reads of offices, people, sessions, links and the access log."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload
from werkzeug.exceptions import NotFound

from planner.accounts.models import (
    AccessRecord,
    Office,
    SecretLink,
    SignInAttempt,
    User,
    UserSession,
)
from planner.extensions import db
from planner.security import secret_hash


def find_office_by_code(code: str) -> Office | None:
    return db.session.scalar(select(Office).where(Office.code == code))


def list_offices() -> Sequence[Office]:
    """Every office of the installation (for the command line)."""
    return db.session.scalars(select(Office).order_by(Office.code)).all()


def list_offices_under(office_id: int) -> Sequence[Office]:
    """A city's offices: itself first, then its districts by name."""
    districts = db.session.scalars(
        select(Office).where(Office.parent_id == office_id).order_by(Office.name, Office.id)
    ).all()
    own = db.session.get(Office, office_id)
    return [*([own] if own else []), *districts]


def find_user_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email))


def get_user(office_id: int, user_id: int) -> User:
    """A person of this office, else 404."""
    user: User | None = db.session.scalar(
        select(User).where(User.id == user_id, User.office_id == office_id)
    )
    if user is None:
        raise NotFound
    return user


def list_users(office_id: int) -> Sequence[User]:
    """The people of an office: the active first, then by e-mail."""
    return db.session.scalars(
        select(User).where(User.office_id == office_id).order_by(User.active.desc(), User.email)
    ).all()


def list_all_users() -> Sequence[User]:
    """Everybody (for the command line)."""
    return db.session.scalars(select(User).order_by(User.email)).all()


def count_users() -> int:
    return db.session.scalar(select(func.count(User.id))) or 0


def find_session(token: str, now: datetime) -> UserSession | None:
    """The sign-in of a token that is neither revoked nor expired, of an active person."""
    return db.session.scalar(
        select(UserSession).where(
            UserSession.token_hash == secret_hash(token),
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > now,
            UserSession.user.has(User.active.is_(True)),
        )
    )


def list_sessions(user_id: int, now: datetime) -> Sequence[UserSession]:
    """A person's sign-ins that still hold, the last used first."""
    return db.session.scalars(
        select(UserSession)
        .where(
            UserSession.user_id == user_id,
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > now,
        )
        .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
    ).all()


def get_session(user_id: int, session_id: int) -> UserSession:
    """One of a person's own sign-ins, else 404."""
    row: UserSession | None = db.session.scalar(
        select(UserSession).where(UserSession.id == session_id, UserSession.user_id == user_id)
    )
    if row is None:
        raise NotFound
    return row


def failures(email_hash: str, ip: str, since: datetime) -> tuple[list[datetime], list[datetime]]:
    """When sign-ins failed since then: by e-mail, by address."""
    statement = select(SignInAttempt.at).where(SignInAttempt.at > since).order_by(SignInAttempt.at)
    by_email = db.session.scalars(statement.where(SignInAttempt.email_hash == email_hash)).all()
    by_address = db.session.scalars(statement.where(SignInAttempt.ip == ip)).all() if ip else []
    return list(by_email), list(by_address)


def find_link(secret: str, kind: str) -> SecretLink | None:
    """The link of a secret, revoked or not (the caller answers 410 for a revoked one)."""
    return db.session.scalar(
        select(SecretLink).where(
            SecretLink.token_hash == secret_hash(secret), SecretLink.kind == kind
        )
    )


def get_link(office_id: int, link_id: int, kind: str) -> SecretLink:
    """A link of this office, else 404."""
    link: SecretLink | None = db.session.scalar(
        select(SecretLink).where(
            SecretLink.id == link_id, SecretLink.office_id == office_id, SecretLink.kind == kind
        )
    )
    if link is None:
        raise NotFound
    return link


def valid_links(agency_ids: Collection[int], *kinds: str) -> Sequence[SecretLink]:
    """Agencies' own links of these kinds (not of counsellors) that still hold, oldest first."""
    return db.session.scalars(
        select(SecretLink)
        .where(
            SecretLink.kind.in_(kinds),
            SecretLink.revoked_at.is_(None),
            SecretLink.agency_id.in_(agency_ids),
            SecretLink.counsellor_id.is_(None),
        )
        .order_by(SecretLink.id)
    ).all()


def list_links(office_id: int, kind: str) -> Sequence[SecretLink]:
    """An office's links of one kind, the newest first."""
    return db.session.scalars(
        select(SecretLink)
        .where(SecretLink.office_id == office_id, SecretLink.kind == kind)
        .order_by(SecretLink.created_at.desc(), SecretLink.id.desc())
    ).all()


def access_records(
    office_id: int,
    *,
    user_id: int | None = None,
    action: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> Select[Any]:
    """The office's access log, newest first, narrowed down; for `paginate`."""
    statement = (
        select(AccessRecord)
        .where(AccessRecord.office_id == office_id)
        .options(selectinload(AccessRecord.user))
        .order_by(AccessRecord.at.desc(), AccessRecord.id.desc())
    )
    if user_id is not None:
        statement = statement.where(AccessRecord.user_id == user_id)
    if action:
        statement = statement.where(AccessRecord.action == action)
    if since is not None:
        statement = statement.where(AccessRecord.at >= since)
    if until is not None:
        statement = statement.where(AccessRecord.at < until)
    return statement


def access_actions(office_id: int) -> Sequence[str]:
    """The actions that occur in the office's log."""
    return db.session.scalars(
        select(AccessRecord.action)
        .where(AccessRecord.office_id == office_id)
        .distinct()
        .order_by(AccessRecord.action)
    ).all()


def access_people(office_id: int) -> Sequence[User]:
    """The people who occur in the office's log (the city's people among them)."""
    seen = select(AccessRecord.user_id).where(AccessRecord.office_id == office_id)
    return db.session.scalars(select(User).where(User.id.in_(seen)).order_by(User.email)).all()


def last_seen(office_id: int) -> dict[int, datetime]:
    """When each person of an office was last here, by user id."""
    statement = (
        select(UserSession.user_id, func.max(UserSession.last_seen_at))
        .join(User, User.id == UserSession.user_id)
        .where(User.office_id == office_id)
        .group_by(UserSession.user_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}
