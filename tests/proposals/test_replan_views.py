"""The pages of a re-planning, from the form to the release."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from planner.agencies.models import AgencyAbsence
from planner.campaigns.models import PlacementBan
from planner.core.happenings import EventElsewhere, VenueClosed
from planner.extensions import db
from planner.jobs.worker import work_once
from planner.letters.models import Letter, Mailing
from planner.proposals import views as proposal_views
from planner.proposals.models import Proposal
from planner.proposals.replan_services import Wish, ask_replan
from planner.proposals.services import propose
from tests import factories
from tests.proposals.replanning import (
    EVE,
    NOW,
    at,
    covered,
    events,
    first_cancels,
    loaded,
    released,
    worked,
)

OVER = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def season(office):
    return released(office)


@pytest.fixture
def base(season):
    return f"/campaigns/{season.campaign.id}"


@pytest.fixture
def pages_at(monkeypatch):
    return lambda now: monkeypatch.setattr(proposal_views, "now", lambda: now)


@pytest.fixture(autouse=True)
def before_the_season(pages_at):
    pages_at(NOW)


def typed(season, **values):
    """A form in which agency 0 does not come to the first event."""
    first = events(season)[0]
    data = {
        "agencies-0-agency": str(season.agencies[0].id),
        "agencies-0-when": f"event-{first.id}",
        "agencies-0-reason": "ill",
        "as_of": "2023-05-22",
        "pin_schedule": "y",
        "order": "0",
        "seconds": "10",
        **values,
    }
    return {key: value for key, value in data.items() if value is not None}


def send(browser, season, base, **values):
    return browser.post(f"{base}/proposals/replan", data=typed(season, **values))


# --- the form -----------------------------------------------------------------------------------


def test_the_form_comes_filled_in_from_an_event_and_an_agency(sign_in, base, season):
    event, agency = events(season)[1], season.agencies[2]
    page = sign_in().get(f"{base}/proposals/replan?event={event.id}&agency={agency.id}").text
    assert f'<option selected value="{agency.id}">{agency.name}</option>' in page
    assert f'<option selected value="event-{event.id}">' in page
    assert 'value="2023-05-21"' in page  # the season is ahead: all of it may change
    assert "Changes are measured against release 1." in page
    assert "differs from what is released" not in page
    assert 'name="pin_schedule"' in page and "checked" in page


@pytest.mark.parametrize("query", ["", "?event=999&agency=999", "?event=x&agency=-1"])
def test_other_queries_leave_it_empty(sign_in, base, query):
    answer = sign_in().get(f"{base}/proposals/replan{query}")
    assert answer.status_code == 200
    assert '<option selected value="event-' not in answer.text


@pytest.mark.parametrize(
    ("now", "as_of"),
    [
        (OVER, "2023-05-23"),
        (datetime(2023, 5, 24, 3, tzinfo=UTC), "2023-05-23"),
        (datetime(2023, 5, 23, 3, tzinfo=UTC), "2023-05-23"),
    ],
)
def test_the_day_offered_lets_the_event_change(sign_in, base, season, pages_at, now, as_of):
    pages_at(now)
    event = events(season)[1]  # Wednesday 24 May
    page = sign_in().get(f"{base}/proposals/replan?event={event.id}").text
    assert f'value="{as_of}"' in page
    assert ("This season is over" in page) is (now == OVER)


def test_a_draft_that_differs_is_said(sign_in, base, season):
    events(season)[2].assignments[0].booth_id = None
    db.session.commit()
    page = sign_in().get(f"{base}/proposals/replan").text
    assert "The draft differs from what is released" in page
    assert "1 events differ: Thu 25 May" in page


def test_nothing_released_yet(sign_in, office):
    season = covered(office)
    page = sign_in().get(f"/campaigns/{season.campaign.id}/proposals/replan").text
    assert "Nothing is released yet: changes are measured against the draft." in page


def test_one_more_row_keeps_what_was_typed(sign_in, base, season):
    answer = send(sign_in(), season, base, more="agencies", as_of="2023-05-23")
    assert answer.status_code == 200
    assert 'name="agencies-1-agency"' in answer.text and 'value="ill"' in answer.text
    assert 'value="2023-05-23"' in answer.text
    assert db.session.query(Proposal).count() == 0
    again = send(sign_in(), season, base, more="nonsense")
    assert again.status_code == 200 and 'name="agencies-1-agency"' not in again.text


def test_everything_at_once(sign_in, base, season):
    first, second, third = events(season)
    venue = season.parks[0].id
    answer = send(
        sign_in(), season, base,
        **{
            "agencies-1-agency": str(season.agencies[1].id), "agencies-1-when": "rest",
            "agencies-2-agency": str(season.agencies[2].id), "agencies-2-when": "days",
            "agencies-2-first": "2023-05-24", "agencies-2-last": "",
            "venues-0-venue": str(venue), "venues-0-first": "2023-05-30",
            "venues-0-last": "2023-06-30",
            "events-0-event": f"event-{third.id}", "events-0-day": "2023-05-30",
            "movable": [f"event-{second.id}"], "order": "1",
        },
    )  # fmt: skip
    row = db.session.query(Proposal).one()
    assert (answer.status_code, answer.location) == (303, f"{base}/proposals/{row.id}")
    a = [agency.id for agency in season.agencies]
    assert row.detail["changes"] == [
        {"kind": "agency_not_at", "agency": a[0], "event": first.uid, "reason": "ill"},
        {"kind": "agency_away", "agency": a[1], "first": "2023-05-23", "last": "2023-06-09",
         "reason": ""},
        {"kind": "agency_away", "agency": a[2], "first": "2023-05-24", "last": "2023-05-24",
         "reason": ""},
        {"kind": "venue_closed", "venue": venue, "first": "2023-05-30", "last": "2023-06-09",
         "reason": ""},
        {"kind": "event_elsewhere", "event": third.uid, "day": "2023-05-30", "venue": None,
         "reason": ""},
    ]  # fmt: skip
    assert (row.detail["movable"], row.detail["pin_schedule"]) == ([second.uid], True)
    assert row.detail["aims"] == ["distance", "uncovered", "score"]


def test_an_empty_form_asks_for_what_is_recorded(sign_in, base, season):
    values = {"agencies-0-agency": "", "agencies-0-when": "", "agencies-0-reason": "",
              "as_of": "", "pin_schedule": None}  # fmt: skip
    assert send(sign_in(), season, base, **values).status_code == 303
    row = db.session.query(Proposal).one()
    assert (row.detail["changes"], row.detail["as_of"]) == ([], "2023-05-21")
    assert row.detail["pin_schedule"] is False


WRONG = [
    ({"agencies-0-agency": ""}, "Choose the agency."),
    ({"agencies-0-agency": "999"}, "Not a valid choice."),
    ({"agencies-0-when": ""}, "Choose when it cannot come."),
    ({"agencies-0-when": "event-999"}, "Not a valid choice."),
    ({"agencies-0-when": "days"}, "Type the first day."),
    ({"agencies-0-when": "days", "agencies-0-first": "soon"}, "Not a valid date value."),
    (
        {"agencies-0-when": "days", "agencies-0-first": "2023-05-26",
         "agencies-0-last": "2023-05-25"},
        "The last day comes before the first.",
    ),
    (
        {"agencies-0-when": "days", "agencies-0-first": "2023-05-20",
         "agencies-0-last": "2023-05-22"},
        "Choose a day after Mon 22 May and up to the season&#39;s last day, Fri 9 Jun.",
    ),
    ({"agencies-0-reason": "x" * 121}, "Field cannot be longer than 120 characters."),
    ({"as_of": "2023-05-23"}, "This event lies on a day that stays as it is."),
    ({"as_of": "2023-06-30"}, "This event lies on a day that stays as it is."),
    ({"as_of": "2023-05-19"}, "Choose a day from 2023-05-21(Sun), the day before the season"),
    ({"as_of": "2023-13-40"}, "Not a valid date value."),
    ({"venues-0-first": "2023-05-24"}, "Choose the venue."),
    ({"venues-0-venue": "1", "venues-0-first": ""}, "Type the first day."),
    ({"events-0-day": "2023-05-24"}, "Choose the event."),
    ({"events-0-event": "event-3"}, "Type a new day, or choose a new venue."),
    ({"events-0-event": "event-3", "events-0-day": "2023-07-01"}, "Choose a day after"),
    (
        {"events-0-event": "event-3", "events-0-day": "2023-05-25"},
        "The event is on this day at this venue already.",
    ),
    (
        {"events-0-event": "event-3", "events-0-day": "2023-05-30",
         "events-1-event": "event-3", "events-1-day": "2023-05-31"},
        "This event is already among those that have to move.",
    ),
    ({"seconds": "7"}, "Not a valid choice."),
    ({"order": "9"}, "Not a valid choice."),
]  # fmt: skip


@pytest.mark.parametrize(("values", "sentence"), WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(sign_in, base, season, values, sentence):
    third = events(season)[2]
    values = {
        key: value.replace("event-3", f"event-{third.id}") if value != "1" else
        str(season.parks[0].id)
        for key, value in values.items()
    }  # fmt: skip
    answer = send(sign_in(), season, base, **{"agencies-0-reason": "flu at the office", **values})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'id="form-errors"' in answer.text
    for key, value in {"agencies-0-reason": "flu at the office", **values}.items():
        if key.endswith(("reason", "first", "last", "day", "as_of")) and value:
            assert f'value="{value}"' in answer.text
    assert db.session.query(Proposal).count() == 0


def test_no_event_is_left_to_change(sign_in, base, season):
    values = {"agencies-0-agency": "", "agencies-0-when": "", "agencies-0-reason": ""}
    answer = send(sign_in(), season, base, as_of="2023-06-08", **values)
    assert answer.status_code == 422
    assert "No planned event lies after Thu 8 Jun. Plan from an earlier day." in answer.text


# --- the answer ---------------------------------------------------------------------------------


def shown(app, season, browser, base, wish=None):
    row_id = worked(app, season, wish or first_cancels(season)).id
    db.session.rollback()
    return row_id, browser.get(f"{base}/proposals/{row_id}").text


def test_while_it_searches_the_page_waits(sign_in, base, season):
    row = ask_replan(loaded(season), first_cancels(season), now=NOW)
    page = sign_in().get(f"{base}/proposals/{row.id}").text
    assert "Re-planning after a change" in page and "data-proposal" in page
    assert sign_in().get(f"{base}/proposals/{row.id}/state").json["state"] == "queued"


def test_the_answer_says_what_changes_for_whom_and_that_fewer_is_impossible(
    app, sign_in, base, season
):
    agency, helper = season.agencies[0], season.agencies[3]
    agency.phone, agency.email = "02-3707-9167", "aid@example.org"
    db.session.commit()
    _row, page = shown(app, season, sign_in(), base)
    assert (
        "Every counselling field stays covered · 2 changes · Fewer are impossible (proven)" in page
    )
    park = season.parks[0].name
    assert f"{agency.name}: does not come to Tue 23 May {park} (ill)" in page
    assert "It does not come to this event, as you said." in page
    assert f"{helper.name}: comes (booth 1, {season.fields[0].name})" in page
    assert f"It takes over {season.fields[0].name} from {agency.name}." in page
    assert "leave 1 (3), join 1 (3)" in page
    assert page.count("Proven: not less under the goals above it") == 3
    assert 'href="tel:02-3707-9167"' in page and 'href="mailto:aid@example.org"' in page
    assert f"Tue 23 May {park}: does not take part any more" in page
    assert f"Tue 23 May {park} 10:00–16:00: takes part (booth 1, {season.fields[0].name})" in page
    assert 'data-copy="#text-' in page
    assert "Every field has the agencies that it needs." in page
    assert "2 events stay as they are." in page


def test_taken_it_leads_to_the_release(app, sign_in, base, season):
    browser = sign_in()
    row_id, page = shown(app, season, browser, base)
    assert 'name="record" value="1" checked' in page
    answer = browser.post(f"{base}/proposals/{row_id}/take-replan", data={"record": "1"})
    assert (answer.status_code, answer.location) == (303, f"{base}/proposals/{row_id}")
    page = browser.get(answer.location).text
    assert "Taken into the draft: 1 events changed, 1 facts recorded." in page
    assert f'href="{base}/release"' in page and 'id="take"' not in page
    assert db.session.query(PlacementBan).count() == 1
    assert season.agencies[3].name in at(events(season)[0])
    assert season.agencies[3].name in browser.get(f"{base}/release").text


def test_letters_are_drafted_to_those_concerned(app, sign_in, base, season):
    browser = sign_in()
    row_id, _page = shown(app, season, browser, base)
    answer = browser.post(f"{base}/proposals/{row_id}/letters")
    assert answer.status_code == 422
    assert "None of these agencies has an e-mail address. Tell them by telephone." in answer.text
    agency = season.agencies[3]
    agency.email = "helper@example.org"
    db.session.commit()
    answer = browser.post(f"{base}/proposals/{row_id}/letters")
    mailing = db.session.query(Mailing).one()
    assert (answer.status_code, answer.location) == (303, f"/letters/mailings/{mailing.id}")
    assert (mailing.about, mailing.campaign_id) == ("change", season.campaign.id)
    letter = db.session.query(Letter).one()
    assert (letter.agency_id, letter.email) == (agency.id, "helper@example.org")
    # In the language of the installation, whatever the screen's.
    day = f"5. 23.(\ud654) {season.parks[0].name} 10:00–16:00"
    assert f"- {day}" in letter.body and season.fields[0].name in letter.body
    assert "1 agencies have no e-mail address" in browser.get(answer.location).text


def test_a_season_has_no_such_letters(sign_in, base, season):
    row = propose(season.campaign, now=NOW)
    assert sign_in().post(f"{base}/proposals/{row.id}/letters").status_code == 404


def test_what_stays_open_is_said_with_the_reason(app, sign_in, base, season):
    for agency in (season.agencies[2], season.agencies[3]):
        day = events(season)[0].day
        agency.absences.append(AgencyAbsence(first_day=day, last_day=day))
    db.session.commit()
    _row, page = shown(app, season, sign_in(), base)
    assert "1 place in the counselling fields stays open" in page
    assert "If those who cannot come were only crossed out, 2 places would be open." in page
    assert "cannot come that day: 2" in page


def test_a_draft_that_differs_is_listed_before_it_is_written_over(app, sign_in, base, season):
    first, _second, third = events(season)
    for row in (first, third):
        row.assignments[1].booth_id = row.venue.booths[5].id
    db.session.commit()
    _row, page = shown(app, season, sign_in(), base)
    assert "Written over in the draft" in page and "#2 → #6" in page
    assert "The draft differs in these events too and stays so: Thu 25 May" in page


def test_pins_that_are_given_up_are_named(app, sign_in, base, season):
    events(season)[0].assignments[0].pinned = True
    db.session.commit()
    _row, page = shown(app, season, sign_in(), base)
    assert "Pins that cannot hold" in page
    assert f"{season.agencies[0].name} was pinned." in page


def test_a_stale_draft_is_shown_not_written_over(app, sign_in, base, season):
    browser = sign_in()
    row_id, _page = shown(app, season, browser, base)
    events(season)[0].assignments[1].booth_id = None
    db.session.commit()
    answer = browser.post(f"{base}/proposals/{row_id}/take-replan", data={"record": "1"})
    assert answer.status_code == 409
    assert "The draft has changed since the search began. Nothing was taken." in answer.text
    assert "Changed meanwhile" in answer.text
    assert db.session.query(PlacementBan).count() == 0


def test_of_a_season_that_is_over_it_is_for_comparison(app, sign_in, base, season, pages_at):
    pages_at(OVER)
    browser = sign_in()
    answer = send(browser, season, base)
    db.session.rollback()
    work_once(app, clock=lambda: OVER, every=0.05)
    page = browser.get(answer.location).text
    assert "It concerns days already past and is for comparison." in page
    assert "Fewer are impossible (proven)" in page and 'id="take"' not in page
    row_id = db.session.query(Proposal.id).scalar()
    answer = browser.post(f"{base}/proposals/{row_id}/take-replan", data={"record": "1"})
    assert answer.status_code == 422
    assert "A change concerns an event on a day already past" in answer.text


def test_what_cannot_be_is_told_in_rules(app, sign_in, base, season):
    closed = Wish(EVE, (VenueClosed(season.parks[1].id, EVE, season.campaign.ends_on),))
    _row, page = shown(app, season, sign_in(), base, closed)
    assert "No plan keeps all the rules." in page
    assert f"Venues of {season.zones[1].name} are open on certain days only." in page
    assert "The least that has to give way" in page
    _first, second, third = events(season)
    meet = Wish(EVE, (EventElsewhere(third.uid, second.day),))
    _row, page = shown(app, season, sign_in(), base, meet)
    assert f"Wed 24 May {season.parks[2].name}: as was asked for." in page
    assert f"Wed 24 May {season.parks[1].name}: keeps its day and venue." in page
    sunday = Wish(EVE, (EventElsewhere(third.uid, datetime(2023, 5, 28).date()),))
    _row, page = shown(app, season, sign_in(), base, sunday)
    assert f"Sun 28 May {season.parks[2].name} lies on a weekday" in page


def test_the_list_names_it(app, sign_in, base, season):
    browser = sign_in()
    shown(app, season, browser, base)
    page = browser.get(f"{base}/proposals").text
    assert "Re-planning after a change" in page and f'href="{base}/proposals/replan"' in page


def test_without_events_there_is_nothing_to_plan_again(sign_in, office):
    from tests.campaigns.seasons import make_season

    season = make_season(office)
    page = sign_in().get(f"/campaigns/{season.campaign.id}/proposals").text
    assert "Re-plan after a change" not in page


# --- the ways to it, and who may go them --------------------------------------------------------


def test_the_ways_to_the_form(sign_in, base, season):
    browser = sign_in()
    event = events(season)[0]
    row, agency = event.assignments[0], season.agencies[0]
    to_event = f"{base}/proposals/replan?event={event.id}"
    assert f'href="{to_event}"' in browser.get(f"{base}/events/{event.id}").text
    assert f'href="{to_event}"' in browser.get(f"{base}/events/{event.id}/booths").text
    page = browser.get(f"{base}/events/{event.id}/booths/assignments/{row.id}").text
    assert f'href="{to_event}&amp;agency={row.agency_id}"' in page
    page = browser.get(f"/agencies/{agency.id}").text
    assert f'href="{base}/proposals/replan?agency={agency.id}"' in page


def test_only_planners_plan_again(app, client, sign_in, base, season):
    row_id = worked(app, season, first_cancels(season)).id
    db.session.rollback()
    own = [f"{base}/proposals/{row_id}/{name}" for name in ("take-replan", "letters")]
    paths = {
        "get": [f"{base}/proposals/replan"],
        "post": [f"{base}/proposals/replan", *own],
    }
    for role in ("viewer", "recorder"):
        browser = sign_in(role)
        assert [browser.get(path).status_code for path in paths["get"]] == [403]
        assert [browser.post(path).status_code for path in paths["post"]] == [403, 403, 403]
    assert client.get(paths["get"][0]).status_code == 302
    assert [client.post(path).status_code for path in paths["post"]] == [401, 401, 401]
    page = sign_in("viewer").get(f"{base}/proposals/{row_id}").text
    assert "Fewer are impossible (proven)" in page and 'id="take"' not in page
    event = events(season)[0]
    assert "proposals/replan" not in sign_in("viewer").get(f"{base}/events/{event.id}").text


def test_another_offices_season_is_not_there(app, sign_in, base, season):
    row_id = worked(app, season, first_cancels(season)).id
    db.session.rollback()
    browser = sign_in(office=factories.make_office())
    assert browser.get(f"{base}/proposals/replan").status_code == 404
    assert send(browser, season, base).status_code == 404
    assert browser.post(f"{base}/proposals/{row_id}/take-replan").status_code == 404
    assert browser.post(f"{base}/proposals/{row_id}/letters").status_code == 404


def test_the_form_asks_no_more_for_many_agencies(sign_in, base, season, count_queries):
    browser = sign_in()
    counts = []
    for _ in range(2):
        with count_queries() as statements:
            browser.get(f"{base}/proposals/replan")
        counts.append(len(statements))
        for _more in range(5):
            agency = factories.make_agency(season.campaign.office, (season.fields[0],))
            factories.make_assignment(events(season)[0], agency)
    assert counts[0] == counts[1]
