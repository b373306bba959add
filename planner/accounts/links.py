"""Links with a secret for those without an account: made, used, revoked."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner.accounts.models import LINK_KINDS, SecretLink
from planner.extensions import db, writing
from planner.security import new_secret, secret_hash

SIGHT = timedelta(minutes=5)  # a last use is written at most this often


def add_link(
    office_id: int,
    kind: str,
    label: str,
    agency_id: int | None = None,
    event_id: int | None = None,
    booth_id: int | None = None,
    *,
    created_by: int | None = None,
    now: datetime,
) -> tuple[SecretLink, str]:
    """A new link and its secret, which can be shown this once only. The caller commits."""
    if kind not in LINK_KINDS:
        raise ValueError(f"no such kind of link: {kind}")
    secret = new_secret()
    link = SecretLink(
        office_id=office_id,
        kind=kind,
        label=label[:120],
        agency_id=agency_id,
        event_id=event_id,
        booth_id=booth_id,
        token_hash=secret_hash(secret),
        created_at=now,
        created_by_id=created_by,
    )
    db.session.add(link)
    return link, secret


def make_link(
    office_id: int,
    kind: str,
    label: str,
    agency_id: int | None = None,
    event_id: int | None = None,
    booth_id: int | None = None,
    *,
    created_by: int | None = None,
    now: datetime,
) -> tuple[SecretLink, str]:
    """The same, committed."""
    made = add_link(
        office_id, kind, label, agency_id, event_id, booth_id, created_by=created_by, now=now
    )
    db.session.commit()
    return made


def rotate_link(
    link: SecretLink, *, created_by: int | None, now: datetime
) -> tuple[SecretLink, str]:
    """Revoke a link and make its successor for the same reader, in one transaction."""
    link.revoked_at = link.revoked_at or now
    fresh, secret = add_link(
        link.office_id,
        link.kind,
        link.label,
        link.agency_id,
        link.event_id,
        link.booth_id,
        created_by=created_by,
        now=now,
    )
    fresh.counsellor_id = link.counsellor_id
    db.session.commit()
    return fresh, secret


def revoke_link(link: SecretLink, now: datetime) -> None:
    """End a link for ever; its address answers 410 from now on."""
    link.revoked_at = link.revoked_at or now
    db.session.commit()


def touch_link(link: SecretLink, now: datetime) -> None:
    """Note that a link was used: one write in five minutes at most, so `uses` counts visits."""
    if link.last_used_at is not None and now - link.last_used_at < SIGHT:
        return
    with writing():
        db.session.commit()
        link.last_used_at = now
        link.uses += 1
        db.session.commit()
