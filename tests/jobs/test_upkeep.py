"""The runner forgets what the office has promised to forget."""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from planner.accounts.models import AccessRecord
from planner.accounts.records import KEPT
from planner.extensions import db
from planner.jobs import upkeep
from planner.letters import application_services
from planner.letters.models import Application


def old(office, now):
    """One record and one contact that are due, and one each that are not."""
    for more in (timedelta(seconds=-1), timedelta(days=1)):
        db.session.add(AccessRecord(at=now - KEPT + more, action="x", office_id=office.id))
        row = Application(
            office_id=office.id,
            received_at=now,
            name="Old",
            contact="김담당",
            phone="02-3707-9167",
            email="a@b.example",
            state="declined",
            decided_at=now - application_services.KEPT + more,
        )
        db.session.add(row)
    db.session.commit()


def left():
    db.session.rollback()
    db.session.expire_all()
    contacts = db.session.scalars(select(Application.email).order_by(Application.id)).all()
    records = db.session.scalar(select(func.count(AccessRecord.id)))
    db.session.rollback()  # the next writer is another connection
    return records, list(contacts)


def test_what_is_due_is_forgotten_once(app, office, now):
    old(office, now)
    assert upkeep.forget(app, clock=lambda: now) == (1, 1)
    assert left() == (1, ["", "a@b.example"])
    assert upkeep.forget(app, clock=lambda: now) == (0, 0)


def test_it_goes_on_until_told_to_end_and_outlasts_a_busy_database(app, office, now, monkeypatch):
    old(office, now)
    ending, told = threading.Event(), []

    def clock():
        told.append(1)
        if len(told) == 1:
            raise OperationalError("forget", {}, Exception("locked"))
        if len(told) > 4:
            ending.set()
        return now

    db.session.rollback()
    upkeep.keep_forever(app, ending, clock=clock, every=0.01)
    assert left() == (1, ["", "a@b.example"])


def test_the_runner_begins_with_it(app, monkeypatch):
    ending, begun = threading.Event(), threading.Event()
    monkeypatch.setattr(upkeep, "forget", lambda *_a, **_k: begun.set())
    thread = upkeep.start(app, ending)
    assert begun.wait(10)
    ending.set()
    thread.join(10)
    assert not thread.is_alive()
