"""Accounts and offices: made, changed, ended."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from planner.accounts import queries
from planner.accounts.models import OFFICE_KINDS, ROLES, Office, User, UserSession
from planner.accounts.passwords import hash_password
from planner.accounts.sessions import check_password, revoke_sessions
from planner.core.password_rules import password_fault
from planner.errors import Refused
from planner.extensions import LOCALES, db

EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,180}")
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
FIRST_EMAIL = "admin@localhost"
SYLLABLES = 4
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read as something else


def create_user(
    office: Office,
    *,
    email: str,
    role: str,
    now: datetime,
    name: str = "",
    password: str | None = None,
) -> tuple[User, str]:
    """A new person of an office, and the password: a random one, to be changed, unless given.

    Raises `Refused`: email_bad, email_taken, role_unknown, password_short, password_common, ….
    """
    address = email.strip().lower()
    if not EMAIL.fullmatch(address):
        raise Refused("email_bad", email=address)
    if role not in ROLES:
        raise Refused("role_unknown", role=role, roles=", ".join(ROLES))
    if queries.find_user_by_email(address) is not None:
        raise Refused("email_taken", email=address)
    chosen = password if password is not None else random_password()
    _ensure_password(chosen, address)
    user = User(
        office_id=office.id,
        email=address,
        name=name.strip(),
        role=role,
        password_hash=hash_password(chosen),
        must_change_password=password is None,
        created_at=now,
    )
    db.session.add(user)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        raise Refused("email_taken", email=address) from None
    return user, chosen


def update_user(user: User, *, actor: User, name: str, role: str) -> None:
    """Name and role. Nobody takes the administrator's role from themselves."""
    if role not in ROLES:
        raise Refused("role_unknown", role=role, roles=", ".join(ROLES))
    if user.id == actor.id and role != user.role:
        raise Refused("own_role")
    user.name = name
    user.role = role
    user.version += 1
    db.session.commit()


def set_active(user: User, active: bool, *, actor: User, now: datetime) -> None:
    """Let a person in again, or shut them out at once on all devices."""
    if user.id == actor.id:
        raise Refused("own_account")
    user.active = active
    user.version += 1
    if not active:
        revoke_sessions(user.id, now)
    db.session.commit()


def reset_password(user: User, *, password: str | None = None, now: datetime) -> str:
    """A new password that ends all sign-ins: a random one, to be changed, unless given.

    Raises `Refused`: password_short, ….
    """
    chosen = password if password is not None else random_password()
    _ensure_password(chosen, user.email)
    user.password_hash = hash_password(chosen)
    user.must_change_password = password is None
    user.version += 1
    revoke_sessions(user.id, now)
    db.session.commit()
    return chosen


def change_password(
    user: User, current: str, new: str, *, session: UserSession | None, ip: str, now: datetime
) -> None:
    """A person's own new password; ends every sign-in but this one.

    Raises `Refused`: wrong, throttled, busy, password_….
    """
    keep = session.id if session else None
    check_password(user, current, ip=ip, now=now)
    _ensure_password(new, user.email)
    if current == new:
        raise Refused("password_same")
    db.session.rollback()
    hashed = hash_password(new)
    user.password_hash = hashed
    user.must_change_password = False
    user.version += 1
    revoke_sessions(user.id, now, keep=keep)
    db.session.commit()


def update_profile(user: User, *, name: str, locale: str) -> None:
    """A person's own name and language ('' follows the browser's cookie)."""
    user.name = name
    user.locale = locale if locale in LOCALES else ""
    db.session.commit()


def set_locale(user: User, locale: str) -> None:
    """The language of the screen, remembered with the person."""
    user.locale = locale
    db.session.commit()


def create_office(
    code: str, name: str, *, kind: str = "district", parent: Office | None = None, name_en: str = ""
) -> Office:
    """A new office. Raises `Refused`: code_bad, code_taken, name_missing, kind_unknown."""
    if not CODE.fullmatch(code):
        raise Refused("code_bad", office=code)
    if not name.strip():
        raise Refused("name_missing")
    if kind not in OFFICE_KINDS:
        raise Refused("kind_unknown", kind=kind)
    if queries.find_office_by_code(code) is not None:
        raise Refused("code_taken", office=code)
    office = Office(
        code=code,
        name=name.strip(),
        name_en=name_en.strip(),
        kind=kind,
        parent_id=parent.id if parent else None,
    )
    db.session.add(office)
    db.session.commit()
    return office


def update_office(office: Office, *, name: str, name_en: str, phone: str, department: str) -> None:
    """An office's own names and contact."""
    office.name = name
    office.name_en = name_en
    office.phone = phone
    office.department = department
    office.version += 1
    db.session.commit()


def may_look_at(user: User, office: Office) -> bool:
    """Whether a person may look at an office: the own one, or a district below the own city."""
    if office.id == user.office_id:
        return True
    return user.office.kind == "city" and office.parent_id == user.office_id


def switch_office(session: UserSession, user: User, office_id: int) -> None:
    """Look at another office from now on. Raises `Refused('office_foreign')`."""
    office = db.session.get(Office, office_id)
    if office is None or not may_look_at(user, office):
        raise Refused("office_foreign")
    session.office_id = office.id
    db.session.commit()


def first_account(now: datetime) -> tuple[User, str] | None:
    """At the very first start: an administrator with a random password, to be changed.

    Belongs to the city's office, else to the first one; an empty database gets an office first.
    None when somebody has an account already.
    """
    if queries.count_users():
        return None
    offices = queries.list_offices()
    office = next((row for row in offices if row.kind == "city"), None) or (
        offices[0] if offices else create_office("office", gettext("Our welfare office"))
    )
    return create_user(office, email=FIRST_EMAIL, role="administrator", now=now)


def random_password() -> str:
    """Four groups of four signs (79 bits), easy to read aloud."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(SYLLABLES))
    return "-".join(groups)


def _ensure_password(password: str, email: str) -> None:
    fault = password_fault(password, email)
    if fault is not None:
        raise Refused(f"password_{fault}")
