"""The worker: looks for waiting proposals, works on them one at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from flask import Flask
from sqlalchemy.exc import OperationalError

from planner.extensions import db, reading, writing
from planner.jobs import claims
from planner.jobs.solving import BEAT, Clock, utc_now, work_on

log = logging.getLogger("planner.jobs")
POLL = 1.0  # seconds between two looks at the queue


def claim_next(app: Flask, now: datetime) -> tuple[int, datetime] | None:
    """Put what was lost back into the queue, then take the next proposal: (id, token) or None."""
    with app.app_context():
        with reading():
            waiting = claims.next_queued()
            silent = claims.any_silent(now)
            db.session.rollback()
        with writing():
            if silent:
                for proposal_id in claims.recover(now):
                    log.warning("proposal %d had lost its worker", proposal_id)
                waiting = claims.next_queued()
                db.session.rollback()
            if waiting is None or not claims.claim(waiting, now):
                return None
        return waiting, now


def work_once(app: Flask, *, clock: Clock = utc_now, every: float = BEAT) -> int | None:
    """Work on one waiting proposal, if there is one; its id."""
    claimed = claim_next(app, clock())
    if claimed is None:
        return None
    work_on(app, *claimed, clock=clock, every=every)
    return claimed[0]


def work_forever(
    app: Flask,
    ending: threading.Event,
    *,
    clock: Clock = utc_now,
    poll: float = POLL,
    alive: Callable[[], bool] = lambda: True,
) -> None:
    """Work until `ending` is set or `alive` says no; a busy database is asked again later."""
    while not ending.is_set() and alive():
        try:
            claimed = claim_next(app, clock())
            if claimed is not None:
                state = work_on(app, *claimed, clock=clock, ending=ending)
                log.info("proposal %d: %s", claimed[0], state)
                continue
        except OperationalError as error:
            log.warning("the database is not to be had: %s", error.orig)
        ending.wait(poll)
