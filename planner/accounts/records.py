"""The access log: who did what, when and from where; never a secret, never typed text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast

from flask import g, has_request_context, request
from sqlalchemy import CursorResult, delete

from planner.accounts.models import AccessRecord
from planner.extensions import db, writing

KEPT = timedelta(days=2 * 365 + 1)


def record_access(
    action: str,
    subject: str = "",
    reason: str = "",
    status: int = 200,
    *,
    office_id: int | None = None,
) -> None:
    """Write one line of the access log for whoever makes this request, and commit it; outside
    requests `office_id` says whose log it is.

    Call it before the rows of a download are read: it ends the request's transaction, so that a
    GET can take the write lock (`planner.extensions.writing`).
    """
    user = g.get("user")
    office = g.get("office")
    link = g.get("link")
    record = AccessRecord(
        at=datetime.now(UTC),
        user_id=user.id if user else None,
        link_id=link.id if link else None,
        office_id=office.id if office else (link.office_id if link else office_id),
        ip=address(),
        action=action[:80],
        subject=subject[:120],
        reason=reason,
        status=status,
    )
    with writing():
        db.session.commit()
        db.session.add(record)
        db.session.commit()
    g.recorded = True


def address() -> str:
    """The address of whoever asks, as the proxy settings tell it."""
    return (request.remote_addr or "")[:45] if has_request_context() else ""


def prune_access_log(now: datetime) -> int:
    """Delete what is older than two years; how many lines went."""
    result = cast(
        "CursorResult[object]",
        db.session.execute(delete(AccessRecord).where(AccessRecord.at < now - KEPT)),
    )
    db.session.commit()
    return int(result.rowcount)
