"""The pages of proposals, from asking to taking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from planner.accounts.models import User
from planner.campaigns.models import Event
from planner.extensions import db
from planner.jobs.worker import work_once
from planner.proposals import views as proposal_views
from planner.proposals.models import Proposal
from planner.proposals.services import propose
from tests import factories
from tests.campaigns.seasons import draft, make_season

NOW = datetime(2023, 5, 15, tzinfo=UTC)


@pytest.fixture
def season(office):
    return make_season(office)


@pytest.fixture(autouse=True)
def before_the_season(monkeypatch):
    """The pages' clock stands at a minute past `NOW`, a week before the season."""
    monkeypatch.setattr(proposal_views, "now", lambda: NOW + timedelta(minutes=1))


@pytest.fixture
def base(season):
    return f"/campaigns/{season.campaign.id}"


def worked(app, campaign, **values):
    proposal_id = propose(campaign, seconds=120, now=NOW, **values).id
    db.session.rollback()
    work_once(app, clock=lambda: NOW, every=0.05)
    db.session.expire_all()
    return proposal_id


def fresh(proposal_id):
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(Proposal, proposal_id)


def test_the_list_asks_and_names_who_asked(sign_in, base, season):
    browser = sign_in()
    answer = browser.post(f"{base}/proposals", data={"seconds": "10"})
    row = db.session.query(Proposal).one()
    assert answer.status_code == 303
    assert answer.location == f"{base}/proposals/{row.id}"
    assert (row.state, row.seconds, row.kind) == ("queued", 10, "season")
    assert row.created_by_id == db.session.query(User.id).scalar()
    page = browser.get(f"{base}/proposals").text
    assert "Whole season" in page and "Waiting" in page and row.created_by.name in page


def test_an_empty_list_says_so(sign_in, base):
    assert "There are no proposals yet." in sign_in().get(f"{base}/proposals").text


@pytest.mark.parametrize("seconds", ["", "7", "99999999999", "ten"])
def test_other_times_are_refused(sign_in, base, seconds):
    answer = sign_in().post(f"{base}/proposals", data={"seconds": seconds})
    assert answer.status_code == 422
    assert db.session.query(Proposal).count() == 0


def test_a_season_without_zones_is_refused_in_words(sign_in, base, season):
    season.campaign.zones.clear()
    db.session.commit()
    answer = sign_in().post(f"{base}/proposals", data={"seconds": "10"})
    assert answer.status_code == 422
    assert "This season has no zones." in answer.text


def test_waiting_and_running_are_told_with_a_stop(sign_in, base, season):
    browser = sign_in()
    row = propose(season.campaign, now=datetime.now(UTC), queued=False)
    row.score, row.bound = 200, 190.0
    db.session.commit()
    page = browser.get(f"{base}/proposals/{row.id}").text
    assert "At most 5 % from the best possible." in page
    assert "Stop and keep the best" in page and "Put away" not in page
    state = browser.get(f"{base}/proposals/{row.id}/state").json
    assert (state["state"], state["finished"], state["score"], state["bound"]) == (
        "running",
        False,
        200,
        190,
    )
    assert browser.post(f"{base}/proposals/{row.id}/stop").status_code == 303
    assert fresh(row.id).stop_wanted is True
    assert browser.post(f"{base}/proposals/{row.id}/discard").status_code == 422


def test_when_nobody_works_the_page_says_so(sign_in, base, season):
    row = propose(season.campaign, now=NOW)
    state = sign_in().get(f"{base}/proposals/{row.id}/state").json
    assert (state["state"], state["late"]) == ("queued", True)


def test_a_finished_proposal_is_explained_and_taken_whole(app, sign_in, base, season):
    proposal_id = worked(app, season.campaign)
    browser = sign_in()
    page = browser.get(f"{base}/proposals/{proposal_id}").text
    assert "Proven: no better plan exists." in page
    assert "Why this plan" in page and "Take the whole proposal" in page
    assert page.count('name="events"') == 3
    answer = browser.post(f"{base}/proposals/{proposal_id}/take", data={"whole": "1"})
    assert (answer.status_code, answer.location) == (303, f"{base}/schedule")
    assert db.session.query(Event).count() == 3
    page = browser.get(f"{base}/proposals/{proposal_id}").text
    assert "This proposal is in the draft." in page
    assert 'name="events"' not in page


def test_chosen_events_are_taken_alone(app, sign_in, base, season):
    proposal_id = worked(app, season.campaign)
    browser = sign_in()
    uid = fresh(proposal_id).plan["events"][1]["id"]
    browser.post(f"{base}/proposals/{proposal_id}/take", data={"events": [uid]})
    assert [event.uid for event in db.session.query(Event)] == [uid]


def test_nothing_ticked_is_refused(app, sign_in, base, season):
    proposal_id = worked(app, season.campaign)
    answer = sign_in().post(f"{base}/proposals/{proposal_id}/take", data={})
    assert answer.status_code == 422
    assert "Choose at least one event that the proposal changes." in answer.text


def test_a_stale_draft_is_shown_not_written_over(app, sign_in, base, season):
    proposal_id = worked(app, season.campaign)
    event = factories.make_event(
        season.campaign, season.hall, season.campaign.ends_on, theme="drawn by hand"
    )
    answer = sign_in().post(f"{base}/proposals/{proposal_id}/take", data={"whole": "1"})
    assert answer.status_code == 409
    assert "The draft has changed since the search began." in answer.text
    assert "Changed meanwhile" in answer.text and season.hall.name in answer.text
    assert [row.id for row in db.session.query(Event)] == [event.id]


def test_an_infeasible_season_is_told_in_sentences(app, sign_in, base, season):
    season.campaign.ends_on = season.campaign.starts_on
    db.session.commit()
    proposal_id = worked(app, season.campaign)
    page = sign_in().get(f"{base}/proposals/{proposal_id}").text
    assert "No plan keeps all the rules." in page
    assert "Rules that cannot hold together" in page
    assert "The least that has to give way" in page
    assert "Hold 2 events fewer." in page


def test_booths_of_an_event_from_asking_to_taking(app, sign_in, base, season):
    draft(season)
    event = season.campaign.events[0]
    browser = sign_in()
    answer = browser.post(f"{base}/events/{event.id}/propose-booths")
    row = db.session.query(Proposal).one()
    assert answer.location == f"{base}/proposals/{row.id}"
    assert (row.kind, row.event_id, row.seconds) == ("booths", event.id, 10)
    proposal_id, event_id = row.id, event.id
    db.session.rollback()
    work_once(app, every=0.05)
    page = browser.get(f"{base}/proposals/{proposal_id}").text
    assert "Proposal: booths of" in page
    answer = browser.post(f"{base}/proposals/{proposal_id}/take", data={"whole": "1"})
    assert answer.location == f"{base}/events/{event_id}/booths"


def test_a_failed_proposal_tells_why(sign_in, base, season):
    row = propose(season.campaign, now=NOW)
    row.state, row.detail, row.finished_at = "failed", {"error": "lost"}, NOW
    db.session.commit()
    page = sign_in().get(f"{base}/proposals/{row.id}").text
    assert "The search broke off twice." in page


def test_put_away(sign_in, base, season):
    row = propose(season.campaign, now=NOW)
    answer = sign_in().post(f"{base}/proposals/{row.id}/discard")
    assert (answer.status_code, answer.location) == (303, f"{base}/proposals")
    assert db.session.query(Proposal).count() == 0


WRITES = ("proposals", "proposals/{id}/stop", "proposals/{id}/take", "proposals/{id}/discard")


@pytest.mark.parametrize("path", WRITES)
def test_only_planners_change_anything(client, sign_in, base, season, path):
    row = propose(season.campaign, now=NOW)
    address = f"{base}/{path.format(id=row.id)}"
    assert client.post(address).status_code == 401
    for role in ("viewer", "recorder"):
        assert sign_in(role).post(address).status_code == 403


def test_viewers_may_look_but_find_no_buttons(app, sign_in, base, season):
    proposal_id = worked(app, season.campaign)
    browser = sign_in("viewer")
    page = browser.get(f"{base}/proposals/{proposal_id}").text
    assert "Why this plan" in page
    assert "Take the whole proposal" not in page and "Put away" not in page
    assert sign_in("recorder").get(f"{base}/proposals").status_code == 403


def test_nobody_is_sent_to_the_sign_in(client, base):
    assert client.get(f"{base}/proposals").status_code == 302


def test_another_offices_proposals_are_not_there(sign_in, base, season):
    row = propose(season.campaign, now=NOW)
    browser = sign_in(office=factories.make_office())
    for path in ("proposals", f"proposals/{row.id}", f"proposals/{row.id}/state"):
        assert browser.get(f"{base}/{path}").status_code == 404
    for path in (f"proposals/{row.id}/{name}" for name in ("stop", "take", "discard")):
        assert browser.post(f"{base}/{path}").status_code == 404
    assert browser.post(f"{base}/proposals", data={"seconds": "10"}).status_code == 404


def test_a_proposal_of_another_campaign_is_not_found(sign_in, base, season, office):
    other = propose(make_season(office).campaign, now=NOW)
    assert sign_in().get(f"{base}/proposals/{other.id}").status_code == 404


def test_the_list_asks_no_more_for_three_than_for_one(sign_in, base, season, count_queries):
    browser = sign_in()
    counts = []
    for number in (1, 2):
        for _ in range(number):
            row = propose(season.campaign, now=NOW)
            row.state = "done"
            db.session.commit()
        with count_queries() as statements:
            browser.get(f"{base}/proposals")
        counts.append(len(statements))
    assert counts[0] == counts[1]
