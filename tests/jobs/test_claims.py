"""A proposal is worked on by one worker, and never forgotten when that worker dies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from planner.extensions import db
from planner.jobs import claims
from planner.jobs.worker import claim_next
from planner.proposals.models import Proposal
from planner.proposals.services import propose
from tests.campaigns.seasons import make_season


@pytest.fixture
def proposal(office, now):
    return propose(make_season(office).campaign, now=now)


def state(proposal_id):
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(Proposal, proposal_id)


def test_of_two_workers_one_gets_it(app, proposal, now):
    proposal_id = proposal.id
    db.session.commit()
    seen = []
    for _ in range(2):  # both saw it waiting before either claimed it
        with app.app_context():
            seen.append(claims.next_queued())
            db.session.rollback()
    assert seen == [proposal_id, proposal_id]
    got = []
    for offset in (0, 1):
        with app.app_context():
            got.append(claims.claim(proposal_id, now + timedelta(seconds=offset)))
    assert got == [True, False]
    assert state(proposal_id).started_at == now


def test_the_oldest_waits_shortest(app, office, proposal, now):
    other = propose(make_season(office).campaign, now=now)
    ids = (proposal.id, other.id)
    db.session.rollback()  # the test holds no transaction while another session writes
    assert claim_next(app, now) == (ids[0], now)
    assert claim_next(app, now) == (ids[1], now)
    assert claim_next(app, now) is None


def test_a_heartbeat_tells_of_progress_and_hears_of_a_stop(app, proposal, now):
    proposal_id = proposal.id
    claims.claim(proposal_id, now)
    later = now + timedelta(seconds=3)
    assert claims.beat(proposal_id, now, later, 120, 90.5) is False
    row = state(proposal_id)
    assert (row.heartbeat_at, row.score, row.bound) == (later, 120, 90.5)
    row.stop_wanted = True
    db.session.commit()
    assert claims.beat(proposal_id, now, later, 119, 91) is True


def test_a_worker_that_lost_its_claim_is_told_so(app, proposal, now):
    claims.claim(proposal.id, now)
    assert claims.beat(proposal.id, now - timedelta(seconds=1), now, 5, 1) is None
    assert state(proposal.id).score is None


def test_a_silent_worker_is_replaced_once_then_the_proposal_fails(app, proposal, now):
    proposal_id = proposal.id
    claims.claim(proposal_id, now)
    claims.beat(proposal_id, now, now, 300, 20)
    assert claims.recover(now + timedelta(seconds=60)) == []
    assert claims.recover(now + timedelta(seconds=61)) == [proposal_id]
    row = state(proposal_id)
    assert (row.state, row.score, row.detail["tries"]) == ("queued", None, 2)
    db.session.rollback()
    again = now + timedelta(seconds=70)
    assert claim_next(app, again) == (proposal_id, again)
    assert claim_next(app, again + timedelta(seconds=61)) is None
    row = state(proposal_id)
    assert (row.state, row.detail["error"]) == ("failed", "lost")
    assert row.finished_at == again + timedelta(seconds=61)


def test_what_somebody_wanted_stopped_is_not_begun_again(app, proposal, now):
    claims.claim(proposal.id, now)
    state(proposal.id).stop_wanted = True
    db.session.commit()
    claims.recover(now + timedelta(minutes=5))
    assert state(proposal.id).state == "failed"


def test_given_back_it_waits_again_and_counts_as_no_try(app, proposal, now):
    claims.claim(proposal.id, now)
    assert claims.give_back(proposal.id, now) is True
    assert claims.give_back(proposal.id, now) is False
    row = state(proposal.id)
    assert (row.state, row.started_at, row.detail) == ("queued", None, {})


def test_looking_for_work_takes_no_write_lock(app, now):
    statements = []

    def note(conn, cursor, statement, *rest):
        statements.append(statement)

    from sqlalchemy import event

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert claim_next(app, now) is None
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert "BEGIN IMMEDIATE" not in statements
    assert db.session.scalar(select(Proposal.id)) is None
