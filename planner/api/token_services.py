"""Tokens of the API: made, shown once, revoked for ever."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from planner.accounts import services as accounts
from planner.accounts.models import SecretLink
from planner.api.scopes import FIGURES, SCOPES
from planner.errors import Refused
from planner.extensions import db
from planner.templating import SEOUL

KIND = "api"
LONGEST = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A new token; `secret` is known now and never again."""

    id: int
    label: str
    secret: str


def make_token(
    office_id: int,
    label: str,
    scopes: Collection[str],
    *,
    last_day: date,
    reason: str = "",
    created_by: int | None = None,
    now: datetime,
) -> NewToken:
    """A token of an office, good until the end of `last_day`.

    Refused: `no_scope`, `no_reason` (figures that are not public need one), `past`, `too_long`.
    """
    known = [code for code in SCOPES if code in scopes]
    if not known or len(known) != len(set(scopes)):
        raise Refused("no_scope")
    if FIGURES in known and len(reason.strip()) < 2:
        raise Refused("no_reason")
    today = now.astimezone(SEOUL).date()
    if last_day < today:
        raise Refused("past")
    if last_day > today + LONGEST:
        raise Refused("too_long")
    link, secret = accounts.add_link(office_id, KIND, label, created_by=created_by, now=now)
    link.scopes = " ".join(known)
    link.reason = reason.strip()[:200]
    link.expires_at = datetime.combine(last_day + timedelta(days=1), time(), SEOUL)
    db.session.commit()
    return NewToken(link.id, link.label, secret)


def revoke_token(link: SecretLink, now: datetime) -> None:
    """End a token for ever."""
    accounts.revoke_link(link, now)


def revoke_numbered(token_id: int, now: datetime) -> str | None:
    """End a token by its number, whatever its office (for the operator); its label, if there."""
    link = db.session.get(SecretLink, token_id) if 0 < token_id < 2**31 else None
    if link is None or link.kind != KIND:
        return None
    revoke_token(link, now)
    return link.label


def token_state(link: SecretLink, now: datetime) -> str:
    """valid, expired or revoked."""
    if link.revoked_at is not None:
        return "revoked"
    return "expired" if link.expires_at is None or link.expires_at <= now else "valid"


def last_day_of(link: SecretLink) -> str:
    """The last day on which a token holds."""
    if link.expires_at is None:
        return "-"
    return f"{link.expires_at.astimezone(SEOUL) - timedelta(seconds=1):%Y-%m-%d}"
