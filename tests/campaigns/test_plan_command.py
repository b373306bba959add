"""`plan propose` and `jobs work` on the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from planner.campaigns.models import Event
from planner.cli.jobs import jobs
from planner.cli.plans import propose_command
from planner.extensions import db
from planner.proposals.models import Proposal
from planner.proposals.services import propose
from tests.campaigns.seasons import make_season


@pytest.fixture
def season(office):
    first = (datetime.now(UTC) + timedelta(days=30)).date()
    return make_season(office, starts_on=first, ends_on=first + timedelta(days=20))


def test_a_proposal_is_made_and_taken(app, season):
    slug = season.campaign.slug
    db.session.rollback()
    answer = app.test_cli_runner().invoke(propose_command, [slug, "--seconds", "20", "--take"])
    assert answer.exit_code == 0, answer.output
    assert "proven optimal" in answer.output
    assert "taken: 3 new, 0 changed, 0 cancelled" in answer.output
    db.session.rollback()
    assert db.session.query(Event).count() == 3


def test_an_unknown_campaign_is_one_line(app):
    answer = app.test_cli_runner().invoke(propose_command, ["nowhere"])
    assert (answer.exit_code, answer.output) == (1, "there is no campaign 'nowhere'\n")


def test_one_waiting_proposal_is_worked_on(app, season):
    proposal_id = propose(season.campaign, seconds=10, now=datetime.now(UTC)).id
    db.session.rollback()
    runner = app.test_cli_runner()
    assert runner.invoke(jobs, ["work", "--once"]).output == f"proposal {proposal_id}: worked on\n"
    db.session.rollback()
    db.session.expire_all()
    assert db.session.get(Proposal, proposal_id).state == "done"
    db.session.rollback()
    assert runner.invoke(jobs, ["work", "--once"]).output == "nothing waits\n"
