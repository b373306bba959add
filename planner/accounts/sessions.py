"""Signing in and out: the throttle, sessions on the server, revocation."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, update

from planner.accounts import queries
from planner.accounts.models import AccessRecord, SignInAttempt, User, UserSession
from planner.accounts.passwords import hash_password, needs_rehash, password_matches
from planner.core import throttle
from planner.errors import Refused
from planner.extensions import db, writing
from planner.security import new_secret, secret_hash

SIGHT = timedelta(minutes=5)


def authenticate(email: str, password: str, *, ip: str, now: datetime) -> User:
    """The active person of an e-mail and password.

    Raises `Refused('throttled', wait=…)`, `Refused('wrong')` for every other failure (the same
    work and the same words whether or not the e-mail is known), `Refused('busy')`.
    """
    address = email.strip().lower()
    _ensure_not_throttled(address, ip, now)
    _note_attempt(address, ip, now)  # counted before the slow part, so a burst gains nothing
    user = queries.find_user_by_email(address)
    stored = user.password_hash if user and user.active else None
    db.session.rollback()  # nobody waits for the hash with a lock in hand
    if not password_matches(stored, password) or user is None:
        _note_failure(user, ip, now)
        raise Refused("wrong")
    _forget_attempts(address, now)
    if needs_rehash(user.password_hash):
        user.password_hash = hash_password(password)
    db.session.commit()
    return user


def check_password(user: User, password: str, *, ip: str, now: datetime) -> None:
    """The same for somebody who is signed in and confirms who they are."""
    authenticate(user.email, password, ip=ip, now=now)


def start_session(user: User, *, now: datetime, ip: str = "", user_agent: str = "") -> str:
    """A new sign-in of a person; the token belongs in the signed cookie, its hash is stored."""
    token = new_secret()
    settings = current_app.extensions["planner.settings"]
    db.session.add(
        UserSession(
            token_hash=secret_hash(token),
            user_id=user.id,
            office_id=user.office_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + timedelta(hours=settings.session_hours),
            ip=ip[:45],
            user_agent=user_agent[:200],
        )
    )
    db.session.add(_record(user, "sign-in", ip, now, 303))
    db.session.commit()
    return token


def end_session(token: str, now: datetime) -> None:
    """Sign out: the token is worth nothing from now on."""
    db.session.execute(
        update(UserSession)
        .where(UserSession.token_hash == secret_hash(token), UserSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    db.session.commit()


def revoke_session(row: UserSession, now: datetime) -> None:
    """End one sign-in, on whatever device it is."""
    row.revoked_at = row.revoked_at or now
    db.session.commit()


def revoke_sessions(user_id: int, now: datetime, keep: int | None = None) -> None:
    """End all of a person's sign-ins but `keep`; the caller commits."""
    db.session.execute(
        update(UserSession)
        .where(
            UserSession.user_id == user_id,
            UserSession.revoked_at.is_(None),
            UserSession.id != (keep or 0),
        )
        .values(revoked_at=now)
    )


def see_session(row: UserSession, now: datetime) -> None:
    """Note that a session is in use, at most every five minutes."""
    if now - row.last_seen_at < SIGHT:
        return
    with writing():
        db.session.commit()
        row.last_seen_at = now
        db.session.commit()


def _ensure_not_throttled(email: str, ip: str, now: datetime) -> None:
    by_email, by_address = queries.failures(secret_hash(email), ip, now - throttle.WINDOW)
    waits = [
        wait
        for wait in (
            throttle.waiting_time(by_email, throttle.PER_EMAIL, now),
            throttle.waiting_time(by_address, throttle.PER_ADDRESS, now),
        )
        if wait is not None
    ]
    if waits:
        db.session.rollback()
        raise Refused("throttled", wait=max(waits))


def _note_attempt(email: str, ip: str, now: datetime) -> None:
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - throttle.WINDOW))
    db.session.add(SignInAttempt(email_hash=secret_hash(email), ip=ip[:45], at=now))
    db.session.commit()


def _forget_attempts(email: str, now: datetime) -> None:
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.email_hash == secret_hash(email)))


def _note_failure(user: User | None, ip: str, now: datetime) -> None:
    if user is not None:
        db.session.add(_record(user, "sign-in-failed", ip, now, 422))
        db.session.commit()


def _record(user: User, action: str, ip: str, now: datetime, status: int) -> AccessRecord:
    return AccessRecord(
        at=now,
        office_id=user.office_id,
        user_id=user.id,
        ip=ip[:45],
        action=action,
        status=status,
    )
