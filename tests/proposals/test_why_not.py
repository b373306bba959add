"""Questions to a plan: answered at once by the rules, else by the worker; the pages of both."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from planner.agencies.models import AgencyPair
from planner.campaigns.models import Event
from planner.core.wish import Wish
from planner.errors import Refused
from planner.extensions import db
from planner.jobs.worker import work_once
from planner.proposals import views as proposal_views
from planner.proposals.models import Proposal
from planner.proposals.services import plan_of, propose, take
from planner.proposals.why_not_services import ask_why_not
from planner.proposals.why_not_work import asked_plan, stored_answer
from tests import factories
from tests.campaigns.seasons import absent, close, draft, make_season

NOW = datetime(2023, 5, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def before_the_season(monkeypatch):
    monkeypatch.setattr(proposal_views, "now", lambda: NOW + timedelta(minutes=1))


@pytest.fixture
def season(office):
    found = make_season(office)
    draft(found)
    return found


@pytest.fixture
def base(season):
    return f"/campaigns/{season.campaign.id}/proposals"


def events(season) -> list[Event]:
    return sorted(season.campaign.events, key=lambda event: event.day)


def away(season) -> int:
    """An agency that could come to the first event and does not."""
    here = {row.agency_id for row in events(season)[0].assignments}
    return next(agency.id for agency in season.agencies if agency.id not in here)


def ask(season, source=None, **values):
    wish = Wish(events(season)[0].uid, **values)
    campaign = season.campaign
    return ask_why_not(campaign.office_id, campaign.id, wish, source, now=NOW)


def worked(app, row_id):
    db.session.rollback()
    assert work_once(app, clock=lambda: NOW, every=0.05) == row_id
    return fresh(row_id)


def fresh(row_id) -> Proposal:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(Proposal, row_id)


# --- asking ---------------------------------------------------------------------------------------


def test_what_the_rules_forbid_is_answered_at_once(season):
    absent(season.agencies[4], date(2023, 5, 23), date(2023, 5, 23))
    row = ask(season, agency=season.agencies[4].id)
    assert (row.kind, row.state, row.outcome, row.plan) == ("why_not", "done", "forbidden", None)
    answer = stored_answer(row)
    assert [(item.code, item.data["reason"]) for item in answer.outright] == [
        ("H10", "not_available")
    ]
    assert row.finished_at == NOW


def test_what_is_so_already_is_answered_at_once(season):
    row = ask(season, agency=events(season)[0].assignments[0].agency_id)
    assert (row.state, row.outcome) == ("done", "holds")


def test_anything_else_waits_and_is_asked_once(season):
    row = ask(season, agency=away(season))
    assert (row.state, row.outcome, row.seconds) == ("queued", "", 10)
    assert ask(season, agency=away(season)).id == row.id
    assert ask(season, day=20 - 22 + 9).id != row.id


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"agency": 999}, "unknown_agency"),
        ({"day": 99}, "outside_season"),
        ({"venue": 999}, "unknown_venue"),
        ({}, "nothing_asked"),
    ],
)
def test_what_the_plan_does_not_know_is_refused(season, values, code):
    with pytest.raises(Refused) as refused:
        ask(season, **values)
    assert refused.value.code == code
    assert db.session.query(Proposal).count() == 0


def test_a_proposal_without_a_plan_cannot_be_asked_about(season):
    source = propose(season.campaign, now=NOW)
    with pytest.raises(Refused) as refused:
        ask(season, source, agency=away(season))
    assert refused.value.code == "no_plan"


# --- the worker ----------------------------------------------------------------------------------


def test_the_worker_answers_with_a_counter_proposal_near_the_draft(app, season):
    wanted = away(season)
    row = worked(app, ask(season, agency=wanted).id)
    assert row.state == "done"
    assert row.outcome in ("free", "better", "costs")
    first = plan_of(row).event_by_id()[events(season)[0].uid]
    assert wanted in {item.agency for item in first.assign}
    assert set(plan_of(row).event_by_id()) == {event.uid for event in events(season)}
    assert stored_answer(row).before is not None


def test_what_the_rules_do_not_know_stays_in_the_counter_proposal(app, season):
    stranger = factories.make_agency(season.campaign.office, (season.fields[0],))
    last = events(season)[2]
    factories.make_assignment(last, stranger, last.venue.booths[5], (season.fields[0],))
    db.session.expire_all()
    row = worked(app, ask(season, agency=away(season)).id)
    kept = plan_of(row).event_by_id()[last.uid]
    if {item.agency for item in kept.assign} - {stranger.id} == {
        item.agency_id for item in last.assignments
    } - {stranger.id}:
        assert stranger.id in {item.agency for item in kept.assign}


def test_a_day_on_which_no_plan_holds_the_event_is_told_with_the_conflict(app, season):
    first, second, third = events(season)
    second.pinned = True
    season.campaign.min_gap = 3
    first.day, second.day, third.day = date(2023, 5, 24), date(2023, 5, 31), date(2023, 6, 7)
    db.session.commit()
    row = worked(app, ask(season, day=8).id)  # the day before the pinned one
    assert (row.state, row.outcome, row.plan) == ("done", "impossible", None)
    codes = {item["code"] for item in row.detail["conflicts"]}
    assert {"H05", "P03"} <= codes
    assert all(item["code"] != "P03" or item["subjects"][1][1] == second.uid
               for item in row.detail["give_up"])  # fmt: skip


def test_a_proposals_plan_is_asked_about_and_taken_instead(app, season):
    source_id = propose(season.campaign, seconds=10, now=NOW).id
    db.session.rollback()
    work_once(app, clock=lambda: NOW, every=0.05)
    source = fresh(source_id)
    plan = plan_of(source)
    event = plan.events[0]
    here = {item.agency for item in event.assign}
    wanted = next(agency.id for agency in season.agencies if agency.id not in here)
    campaign = season.campaign
    wish = Wish(event.id, agency=wanted)
    asked = ask_why_not(campaign.office_id, campaign.id, wish, source, now=NOW)
    row = worked(app, asked.id) if asked.state == "queued" else asked
    assert asked_plan(row) == plan
    if row.plan is not None:
        take(row, None, now=NOW)
        taken = db.session.query(Event).filter_by(uid=event.id).one()
        assert wanted in {item.agency_id for item in taken.assignments}


def test_a_question_about_an_event_that_is_gone_fails_with_a_reason(app, sign_in, season):
    row_id = ask(season, agency=away(season)).id
    events(season)[0].status = "cancelled"
    db.session.commit()
    row = worked(app, row_id)
    assert (row.state, row.detail["error"]) == ("failed", "unknown_event")
    page = sign_in().get(f"/campaigns/{season.campaign.id}/proposals/{row_id}").text
    assert "The plan has no such event. Choose one of the list." in page


# --- the pages ------------------------------------------------------------------------------------


def test_the_page_says_why_each_agency_stands_there(sign_in, base, season):
    event = events(season)[0]
    page = sign_in().get(f"{base}/why?event={event.uid}").text
    assert "Why this plan?" in page
    for row in event.assignments:
        assert row.agency.name in page
    assert "Without it too few would counsel in" in page
    assert "Why is an agency not here?" in page


def test_without_an_event_the_first_is_shown_and_an_empty_season_says_so(sign_in, base, season):
    browser = sign_in()
    assert season.parks[0].name in browser.get(f"{base}/why").text
    for event in events(season):
        event.status = "cancelled"
    db.session.commit()
    assert "There is no event to ask about" in browser.get(f"{base}/why").text


@pytest.mark.parametrize("query", ["?event=nobody", "?plan=999", "?plan=x", "?plan=99999999999"])
def test_what_is_not_there_is_not_found(sign_in, base, query):
    assert sign_in().get(f"{base}/why{query}").status_code == 404


def test_a_bad_day_in_the_address_is_passed_over(sign_in, base):
    assert sign_in().get(f"{base}/why?day=tomorrow&agency=x").status_code == 200


def test_a_question_leads_to_its_answer(app, sign_in, base, season):
    browser, event = sign_in(), events(season)[0]
    data = {"about": "agency", "agency": str(away(season)), "booth": "", "field": ""}
    answer = browser.post(f"{base}/why?event={event.uid}", data=data)
    row = db.session.query(Proposal).one()
    assert (answer.status_code, answer.location) == (303, f"{base}/{row.id}")
    waiting = browser.get(f"{base}/{row.id}").text
    assert "Why is" in waiting and "Waiting" in waiting
    row = worked(app, row.id)
    page = browser.get(f"{base}/{row.id}").text
    assert "Take this plan instead" in page or row.plan is None
    assert "Ask something else about this event" in page
    listed = browser.get(f"{base}/why?event={event.uid}").text
    assert "Asked before" in listed and f"/proposals/{row.id}" in listed
    assert f"/proposals/{row.id}" not in browser.get(base).text


def test_forbidden_in_sentences_with_other_days(sign_in, base, season):
    close(season.parks[0], date(2023, 5, 30))
    browser, event = sign_in(), events(season)[0]
    data = {"about": "dates", "day": "2023-05-30", "venue": ""}
    answer = browser.post(f"{base}/why?event={event.uid}", data=data)
    page = browser.get(answer.location).text
    assert "Rules forbid it." in page
    assert f"{season.parks[0].name} is closed to us on Tue 30 May." in page
    assert "Days on which it would be possible" in page
    assert "day=2023-05-31#dates" in page


def test_closed_days_and_holidays_are_named(sign_in, base, season):
    browser, event = sign_in(), events(season)[0]
    data = {"about": "dates", "day": "2023-05-29", "venue": ""}
    answer = browser.post(f"{base}/why?event={event.uid}", data=data)
    assert "No event is held on Mon 29 May (" in browser.get(answer.location).text


def test_rules_about_agencies_in_sentences(sign_in, base, season):
    browser, event = sign_in(), events(season)[0]
    agency, other = season.agencies[4], event.assignments[0].agency
    first, second = sorted((agency.id, other.id))
    db.session.add(AgencyPair(office_id=season.campaign.office_id, kind="conflict",
                              first_id=first, second_id=second))  # fmt: skip
    agency.max_events = 0
    db.session.commit()
    data = {"about": "agency", "agency": str(agency.id), "booth": "", "field": ""}
    answer = browser.post(f"{base}/why?event={event.uid}", data=data)
    page = browser.get(answer.location).text
    assert f"{agency.name} takes on no events." in page
    assert f"{agency.name} and {other.name} should not meet." in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"about": "agency", "agency": "", "booth": "", "field": ""}, "Choose an agency."),
        ({"about": "agency", "agency": "999", "booth": "", "field": ""}, "Not a valid choice"),
        ({"about": "dates", "day": "", "venue": ""}, "Choose a day, a venue, or both."),
        ({"about": "dates", "day": "", "venue": "any"}, "Choose a day, a venue, or both."),
        ({"about": "dates", "day": "2030-01-01", "venue": ""}, "Choose a day within the season."),
        ({"about": "dates", "day": "tomorrow", "venue": ""}, "Not a valid date"),
        ({}, "Choose an agency."),
    ],
)
def test_a_bad_question_is_shown_again(sign_in, base, season, data, said):
    answer = sign_in().post(f"{base}/why?event={events(season)[0].uid}", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.query(Proposal).count() == 0


def test_only_planners_ask_and_viewers_read(client, sign_in, base, season):
    row = ask(season, agency=away(season))
    address = f"{base}/why?event={events(season)[0].uid}"
    assert client.post(address).status_code == 401
    for role in ("viewer", "recorder"):
        assert sign_in(role).post(address).status_code == 403
    viewer = sign_in("viewer")
    page = viewer.get(address).text
    assert "Why these agencies" in page and "Why is an agency not here?" not in page
    assert viewer.get(f"{base}/{row.id}").status_code == 200
    assert sign_in("recorder").get(address).status_code == 403


def test_another_offices_plan_is_not_there(sign_in, base, season):
    row = ask(season, agency=away(season))
    browser = sign_in(office=factories.make_office())
    assert browser.get(f"{base}/why").status_code == 404
    assert browser.post(f"{base}/why", data={}).status_code == 404
    assert browser.get(f"{base}/{row.id}").status_code == 404


def test_the_booth_plan_and_the_event_lead_here(sign_in, season):
    browser, event = sign_in(), events(season)[0]
    for page in (f"/events/{event.id}", f"/events/{event.id}/booths"):
        text = browser.get(f"/campaigns/{season.campaign.id}{page}").text
        assert f"/proposals/why?event={event.uid}" in text


def test_the_page_asks_no_more_for_many_questions_than_for_one(
    sign_in, base, season, count_queries
):
    browser, counts = sign_in(), []
    for agencies in (season.agencies[2:3], season.agencies[3:]):
        for agency in agencies:
            absent(agency, date(2023, 5, 23), date(2023, 5, 23))
            ask(season, agency=agency.id)
        with count_queries() as statements:
            browser.get(f"{base}/why")
        counts.append(len(statements))
    assert counts[0] == counts[1]
