"""Asking for proposals, stopping, taking whole and in part, what may not be written over."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from planner.campaigns.bridge import build_plan, load_campaign
from planner.core.difference import plan_difference
from planner.core.proposal_changes import changed_events
from planner.errors import Refused
from planner.extensions import db
from planner.jobs.worker import work_once
from planner.proposals.comparison import compare
from planner.proposals.models import Proposal
from planner.proposals.services import discard, draft_before, plan_of, propose, stop, take
from tests import factories
from tests.campaigns.seasons import draft, make_season

NOW = datetime(2023, 5, 15, tzinfo=UTC)


@pytest.fixture
def season(office):
    return make_season(office)


def loaded(season):
    db.session.expire_all()
    return load_campaign(season.campaign.office_id, season.campaign.id)


def ready(app, season, **values):
    """A proposal that has been worked on."""
    proposal_id = propose(season.campaign, seconds=120, now=NOW, **values).id
    db.session.rollback()
    work_once(app, clock=lambda: NOW, every=0.05)
    db.session.expire_all()
    return db.session.get(Proposal, proposal_id)


def test_a_proposal_waits_and_leaves_the_draft_alone(season):
    row = propose(season.campaign, seconds=30, now=NOW)
    assert (row.state, row.kind, row.seconds, row.created_at) == ("queued", "season", 30, NOW)
    assert (row.plan, row.problem) == (None, None)
    assert season.campaign.events == []


def test_asked_twice_it_is_the_same(season):
    assert propose(season.campaign, now=NOW).id == propose(season.campaign, now=NOW).id


@pytest.mark.parametrize(
    ("change", "code"), [("zones", "no_zones"), ("events_wanted", "no_events_wanted")]
)
def test_a_season_that_cannot_be_planned_is_refused(season, change, code):
    setattr(season.campaign, change, [] if change == "zones" else 0)
    db.session.commit()
    with pytest.raises(Refused) as refused:
        propose(season.campaign, now=NOW)
    assert refused.value.code == code


def test_booths_of_a_cancelled_event_are_refused(season):
    draft(season)
    event = season.campaign.events[0]
    event.status = "cancelled"
    with pytest.raises(Refused) as refused:
        propose(season.campaign, "booths", event=event, now=NOW)
    assert refused.value.code == "event_cancelled"


def test_stopped_while_it_waits_it_ends_at_once(season):
    row = propose(season.campaign, now=NOW)
    stop(row, NOW)
    assert (row.state, row.finished_at) == ("stopped", NOW)


def test_stopped_while_it_runs_the_worker_is_asked(season):
    row = propose(season.campaign, now=NOW, queued=False)
    stop(row, NOW)
    assert (row.state, row.stop_wanted) == ("running", True)
    with pytest.raises(Refused):
        discard(row)


def test_taken_whole_the_draft_is_the_plan(app, season):
    row = ready(app, season)
    written = take(row, None, now=NOW)
    assert len(written.created) == 3
    assert row.state == "taken"
    campaign = loaded(season)
    assert plan_difference(plan_of(row), build_plan(campaign)) == ()
    assert {event.starts_at for event in campaign.events} == {campaign.opens_at}


def test_taken_in_part_the_rest_can_follow(app, season):
    row = ready(app, season)
    first, second, third = (event.id for event in plan_of(row).events)
    take(row, [second], now=NOW)
    assert [event.uid for event in loaded(season).events] == [second]
    assert row.state == "done"
    take(row, [first, third], now=NOW)
    assert row.state == "taken"
    assert len(loaded(season).events) == 3


def test_nothing_chosen_is_refused(app, season):
    row = ready(app, season)
    for chosen in ([], ["no such event"]):
        with pytest.raises(Refused) as refused:
            take(row, chosen, now=NOW)
        assert refused.value.code == "nothing_to_take"


def test_a_draft_changed_meanwhile_is_not_written_over(app, season):
    draft(season)
    row = ready(app, season)
    touched = changed_events(draft_before(row), plan_of(row))
    assert touched
    event = next(event for event in loaded(season).events if event.uid in touched)
    event.venue_id = season.hall.id
    event.fallback_id = None
    db.session.commit()
    day, uid = event.day, event.uid
    with pytest.raises(Refused) as refused:
        take(row, None, now=NOW)
    assert refused.value.code == "stale"
    assert [item.event for item in refused.value.data["changes"]] == [uid]
    kept = next(event for event in loaded(season).events if event.uid == uid)
    assert (kept.day, kept.venue_id) == (day, season.hall.id)
    others = touched - {uid}
    if others:
        take(db.session.get(Proposal, row.id), others, now=NOW)


def test_an_event_drawn_meanwhile_forbids_the_whole_but_not_a_part(app, season):
    row = ready(app, season)
    factories.make_event(season.campaign, season.hall, date(2023, 6, 9))
    db.session.expire_all()
    with pytest.raises(Refused) as refused:
        take(row, None, now=NOW)
    assert refused.value.code == "stale"
    take(row, [plan_of(row).events[0].id], now=NOW)
    assert len(loaded(season).events) == 2


def test_what_already_is_as_proposed_is_no_conflict(app, season):
    draft(season)
    row = ready(app, season)
    take(row, None, now=NOW)
    row.state = "done"
    db.session.commit()
    written = take(row, None, now=NOW)
    assert (written.created, written.changed, written.cancelled) == ([], [], [])


def test_booths_taken_change_one_event_only(app, season):
    draft(season)
    event = season.campaign.events[0]
    others = build_plan(loaded(season)).events[1:]
    row = ready(app, season, kind="booths", event=event)
    take(row, None, now=NOW)
    after = build_plan(loaded(season))
    assert after.events[1:] == others
    served = {field for item in after.events[0].assign for field in item.fields}
    assert served == {field.id for field in season.fields}


def test_comparison_tells_terms_events_and_what_found_no_place(app, season):
    draft(season)
    season.campaign.fields[0].need = 4
    db.session.commit()
    row = ready(app, season)
    with app.test_request_context():
        found = compare(row, loaded(season), NOW.date())
    terms = {line.key: line for line in found.terms}
    assert sum(line.points for line in found.terms) == row.score
    assert terms["uncovered"].after == row.terms["uncovered"] > 0
    assert found.score_before is not None and found.score_before >= row.score
    assert len(found.events) == 3
    assert len(found.unplaced) == len(set(found.unplaced)) > 0


def test_a_draft_without_all_its_events_has_no_score_to_compare(app, season):
    row = ready(app, season)
    with app.test_request_context():
        found = compare(row, loaded(season), NOW.date())
    assert found.score_before is None
    assert [line.kind for line in found.events] == ["new"] * 3
    assert all(line.selectable for line in found.events)


def test_put_away_it_is_gone(app, season):
    row = ready(app, season)
    proposal_id = row.id
    discard(row)
    assert db.session.get(Proposal, proposal_id) is None
