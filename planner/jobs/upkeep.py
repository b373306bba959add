"""What the office has promised to forget is forgotten, without anybody remembering to do it.

Access records older than two years, and the contacts of declined applications after 90 days. The
commands `access-log prune` and `applications prune` do the same at once.
"""

from __future__ import annotations

import logging
import threading

from flask import Flask
from sqlalchemy.exc import OperationalError

from planner.accounts.services import prune_access_log
from planner.extensions import db, writing
from planner.jobs.solving import Clock, utc_now
from planner.letters.application_services import forget_contacts

log = logging.getLogger("planner.jobs")
EVERY = 6 * 3600.0  # seconds
AGAIN = 60.0  # after a database that was busy


def start(app: Flask, ending: threading.Event) -> threading.Thread:
    """Forget in a thread of its own, now and every few hours, until `ending`."""
    keeping = threading.Thread(target=keep_forever, args=(app, ending), daemon=True)
    keeping.start()
    return keeping


def keep_forever(
    app: Flask, ending: threading.Event, *, clock: Clock = utc_now, every: float = EVERY
) -> None:
    """Forget what is due, then wait; a busy database is asked again soon."""
    while not ending.is_set():
        try:
            forget(app, clock=clock)
            wait = every
        except OperationalError as error:
            log.warning("the database is not to be had: %s", error.orig)
            wait = min(AGAIN, every)
        ending.wait(wait)


def forget(app: Flask, *, clock: Clock = utc_now) -> tuple[int, int]:
    """Forget what is due now: how many access records, how many contacts."""
    with app.app_context(), writing():
        db.session.rollback()
        records, contacts = prune_access_log(clock()), forget_contacts(clock())
    if records or contacts:
        log.info("forgotten: %d access records, %d contacts", records, contacts)
    return records, contacts
