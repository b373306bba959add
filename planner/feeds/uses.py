"""Who fetched when, written in batches: a poll that is answered 304 must not cost a write.

A worker notes fetches in its memory and writes them together, at most a minute later. A link's
first fetch is written at once, so that the organizer sees that a subscription has begun.
"""

from __future__ import annotations

import atexit
import logging
from datetime import datetime
from threading import Lock, Timer

from flask import Flask, current_app
from sqlalchemy import bindparam, case, or_, update
from sqlalchemy.exc import SQLAlchemyError

from planner.accounts.models import SecretLink
from planner.extensions import db, writing

log = logging.getLogger("planner.feeds")
EVERY = 60.0  # seconds
_NOTE = (
    update(SecretLink)
    .where(SecretLink.id == bindparam("link_id"))
    .values(
        uses=SecretLink.uses + bindparam("count"),
        last_used_at=case(
            (
                or_(SecretLink.last_used_at.is_(None), SecretLink.last_used_at < bindparam("at")),
                bindparam("at"),
            ),
            else_=SecretLink.last_used_at,
        ),
    )
)


class Uses:
    """The fetches that a worker has noted and not yet written."""

    def __init__(self, app: Flask, every: float = EVERY) -> None:
        self._app = app
        self._every = every
        self._noted: dict[int, tuple[datetime, int]] = {}
        self._timer: Timer | None = None
        self._lock = Lock()

    def note(self, link_id: int, at: datetime, *, first: bool) -> None:
        """Note a fetch; written at once when it is the link's first."""
        with self._lock:
            latest, count = self._noted.get(link_id, (at, 0))
            self._noted[link_id] = (max(latest, at), count + 1)
            if not first and self._every and self._timer is None:
                self._timer = Timer(self._every, self._write_later)
                self._timer.daemon = True
                self._timer.start()
        if first or not self._every:
            self.write()

    def write(self) -> None:
        """Write all that is noted; a database too busy for it gets it the next time."""
        with self._lock:
            noted, self._noted = self._noted, {}
        if not noted:
            return
        rows = [{"link_id": key, "at": at, "count": n} for key, (at, n) in sorted(noted.items())]
        try:
            with writing():
                db.session.rollback()
                db.session.connection().execute(_NOTE, rows)
                db.session.commit()
        except SQLAlchemyError:
            db.session.rollback()
            log.warning("the last fetches of %d links could not be noted", len(noted))
            self._put_back(noted)

    def _put_back(self, noted: dict[int, tuple[datetime, int]]) -> None:
        with self._lock:
            for link_id, (at, count) in noted.items():
                latest, more = self._noted.get(link_id, (at, 0))
                self._noted[link_id] = (max(latest, at), count + more)

    def _write_later(self) -> None:
        with self._lock:
            self._timer = None
        with self._app.app_context():
            self.write()


def uses() -> Uses:
    """This worker's notes; in tests each is written at once."""
    found: Uses | None = current_app.extensions.get("planner.feeds.uses")
    if found is None:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        found = current_app.extensions["planner.feeds.uses"] = Uses(
            app, 0 if app.testing else EVERY
        )
        atexit.register(found._write_later)
    return found
