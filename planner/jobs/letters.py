"""Letters that wait are handed to the mail server, beside the work on proposals."""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from flask import Flask
from sqlalchemy.exc import OperationalError

from planner.extensions import db, reading, writing
from planner.jobs.solving import Clock, utc_now
from planner.letters import outbox_services as outbox
from planner.letters.smtp import deliver
from planner.settings import Settings

log = logging.getLogger("planner.jobs")
POLL = 2.0  # seconds between two looks at the queue


def start(app: Flask, ending: threading.Event) -> threading.Thread | None:
    """Send letters in a thread of their own until `ending`; None without a mail server."""
    settings: Settings = app.extensions["planner.settings"]
    if not settings.smtp_host:
        return None
    sending = threading.Thread(target=send_forever, args=(app, ending), daemon=True)
    sending.start()
    return sending


def send_forever(
    app: Flask, ending: threading.Event, *, clock: Clock = utc_now, poll: float = POLL
) -> None:
    """Send what is due until `ending` is set; a busy database is asked again later."""
    while not ending.is_set():
        try:
            if send_next(app, clock=clock) is not None:
                continue
        except OperationalError as error:
            log.warning("the database is not to be had: %s", error.orig)
        ending.wait(poll)


def send_next(app: Flask, *, clock: Clock = utc_now) -> tuple[int, str] | None:
    """Send one letter that is due, if there is one: its id and its state afterwards."""
    now = clock()
    with app.app_context():
        letter_id = _claim_next(now)
        if letter_id is None:
            return None
        with reading():
            envelope = outbox.envelope_of(letter_id)
            db.session.remove()  # no transaction stays open while the server is spoken to
        delivery = deliver(envelope, app.extensions["planner.settings"], now)
        with writing():
            state = outbox.settle(letter_id, now, delivery, clock())
    log.info("letter %d: %s %s", letter_id, state or "lost", delivery.words)
    return letter_id, state


def _claim_next(now: datetime) -> int | None:
    with reading():
        waiting, lost = outbox.next_due(now), outbox.any_lost(now)
        db.session.rollback()
    with writing():
        if lost:
            for letter_id in outbox.recover(now):
                log.warning("letter %d had lost its worker", letter_id)
        if waiting is None or not outbox.claim(waiting, now):
            return None
    return waiting
