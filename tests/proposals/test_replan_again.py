"""A re-planning without a plan: what has to give way, asked again at the press of a button."""

from __future__ import annotations

import re
from datetime import date

import pytest

from planner.campaigns.bridge import load_campaign
from planner.core.happenings import AgencyAway, AgencyNotAt, EventElsewhere, VenueClosed
from planner.extensions import db
from planner.jobs.worker import work_once
from planner.proposals import views as proposal_views
from planner.proposals.models import Proposal
from planner.proposals.replan_again import asked_wish
from planner.proposals.replan_services import Wish
from planner.proposals.services import propose
from tests import factories
from tests.proposals.replanning import EVE, NOW, events, first_cancels, released, worked


@pytest.fixture
def season(office):
    return released(office)


@pytest.fixture
def base(season):
    return f"/campaigns/{season.campaign.id}"


@pytest.fixture(autouse=True)
def before_the_season(monkeypatch):
    monkeypatch.setattr(proposal_views, "now", lambda: NOW)


def meeting(season) -> Wish:
    """The third event on the day of the second, which keeps its day."""
    _first, second, third = events(season)
    return Wish(EVE, (EventElsewhere(third.uid, second.day),))


def given_way(page: str) -> dict[str, list[str]]:
    """The fields of the form that asks again."""
    form = page[page.index("/replan-again") :]
    found = re.findall(r'name="(move|without)" value="([^"]+)"', form[: form.index("</form>")])
    return {name: [value for key, value in found if key == name] for name, _value in found}


def test_giving_way_is_one_button_after_which_there_is_a_plan(app, sign_in, base, season):
    row = worked(app, season, meeting(season))
    assert row.plan is None
    row_id, browser = row.id, sign_in()
    _first, second, third = (event.uid for event in events(season))
    page = browser.get(f"{base}/proposals/{row_id}").text
    assert "Give way and plan again" in page
    chosen = given_way(page)
    assert chosen in ({"move": [second]}, {"without": [third]})
    answer = browser.post(f"{base}/proposals/{row_id}/replan-again", data=chosen)
    fresh = db.session.query(Proposal).order_by(Proposal.id.desc()).first()
    assert (answer.status_code, answer.location) == (303, f"{base}/proposals/{fresh.id}")
    assert fresh.detail["movable"] == chosen.get("move", [])
    assert len(fresh.detail["changes"]) == (0 if "without" in chosen else 1)
    number = fresh.id
    db.session.rollback()
    assert work_once(app, clock=lambda: NOW, every=0.05) == number
    assert db.session.get(Proposal, number).plan is not None


def test_what_is_asked_again(app, season):
    first, second, third = events(season)
    wish = Wish(
        EVE,
        (
            AgencyNotAt(season.agencies[0].id, first.uid, "ill"),
            EventElsewhere(third.uid, second.day),
        ),
        pin_schedule=True,
        movable=(first.uid,),
        goals=("distance", "uncovered", "score"),
    )
    row = worked(app, season, wish)
    assert asked_wish(row) == wish
    again = asked_wish(row, moves=[second.uid, "nonsense"], without=[third.uid, first.uid])
    assert again.happenings == wish.happenings[:1]
    assert set(again.movable) == {first.uid, second.uid}
    assert (again.as_of, again.pin_schedule, again.goals) == (EVE, True, wish.goals)


def test_what_is_set_for_the_season_is_changed_there_first(app, sign_in, base, season):
    closed = Wish(EVE, (VenueClosed(season.parks[1].id, EVE, season.campaign.ends_on),))
    row_id = worked(app, season, closed).id
    page = sign_in().get(f"{base}/proposals/{row_id}").text
    assert f'href="{base}/settings/zones"' in page and 'value="zone_min:' in page
    assert "what is set for the season has to be changed first" in page
    assert given_way(page) == {}


def test_a_pin_of_the_draft_is_taken_off_first(app, sign_in, base, season):
    _first, second, _third = events(season)
    second.pinned = True
    db.session.commit()
    row_id, browser = worked(app, season, meeting(season)).id, sign_in()
    page = browser.get(f"{base}/proposals/{row_id}").text
    if given_way(page) == {"move": [second.uid]}:
        key = f"unpin_event:{second.uid}:1:0"
        assert f'name="step" value="{key}"' in page
        answer = browser.post(f"{base}/proposals/{row_id}/give-up", data={"step": key})
        assert answer.status_code == 303
        assert events(season)[1].pinned is False
    else:
        assert given_way(page) == {"without": [events(season)[2].uid]}


def test_the_form_comes_back_as_it_was_asked(app, sign_in, base, season):
    first, second, third = events(season)
    agency, other, park = season.agencies[0], season.agencies[1], season.parks[0]
    row = worked(
        app,
        season,
        Wish(
            EVE,
            (
                AgencyNotAt(agency.id, first.uid, "ill"),
                AgencyAway(other.id, date(2023, 5, 24), date(2023, 5, 26), "course"),
                VenueClosed(park.id, date(2023, 5, 30), date(2023, 5, 31), "works"),
                EventElsewhere(third.uid, date(2023, 5, 30)),
            ),
            movable=(second.uid,),
            goals=("distance", "uncovered", "score"),
        ),
    )
    page = sign_in().get(f"{base}/proposals/replan?copy={row.id}").text
    for part in (
        f'<option selected value="{agency.id}">', f'<option selected value="event-{first.id}">',
        f'<option selected value="{other.id}">', '<option selected value="days">',
        'value="2023-05-24"', 'value="2023-05-26"', 'value="ill"', 'value="course"',
        f'<option selected value="{park.id}">', 'value="2023-05-31"', 'value="works"',
        f'<option selected value="event-{third.id}">', '<option selected value="1">',
        'value="2023-05-22"',
    ):  # fmt: skip
        assert part in page
    assert re.search(rf'<input checked[^>]* value="event-{second.id}"', page)


def test_what_is_there_no_longer_is_left_open_in_the_form(app, sign_in, base, season):
    row_id = worked(app, season, meeting(season)).id
    third = events(season)[2]
    third.status = "cancelled"
    db.session.commit()
    page = sign_in().get(f"{base}/proposals/replan?copy={row_id}").text
    assert f"event-{third.id}" not in page


def test_only_a_replanning_is_asked_again_and_only_by_planners(app, client, sign_in, base, season):
    row_id = worked(app, season, first_cancels(season)).id
    plain = propose(load_campaign(season.campaign.office_id, season.campaign.id), now=NOW).id
    address = f"{base}/proposals/{row_id}/replan-again"
    assert client.post(address).status_code == 401
    assert sign_in("viewer").post(address).status_code == 403
    assert sign_in(office=factories.make_office()).post(address).status_code == 404
    browser = sign_in()
    assert browser.post(f"{base}/proposals/{plain}/replan-again").status_code == 404
    for wrong in (str(plain), "x", "999999"):
        assert browser.get(f"{base}/proposals/replan?copy={wrong}").status_code == 404


def test_a_viewer_reads_why_and_has_no_button(app, sign_in, base, season):
    row_id = worked(app, season, meeting(season)).id
    page = sign_in("viewer").get(f"{base}/proposals/{row_id}").text
    assert "The least that has to give way" in page
    assert "Give way and plan again" not in page and "Ask differently" not in page
