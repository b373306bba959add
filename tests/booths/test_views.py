"""The booth plan, the assignment form, moving and removing, as a browser sees them."""

from __future__ import annotations

import re

import pytest

from planner.campaigns.models import Assignment, Event
from planner.extensions import db
from tests import factories as make


@pytest.fixture
def placed(season):
    return make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))


def test_the_plan_draws_each_booth_and_lists_it(season, placed, sign_in):
    page = sign_in("viewer").get(season.url()).text
    assert len(re.findall(r"<title>[1-6] ", page)) == 6
    assert 'aria-label="1 Job centre · Jobs · has: power, water' in page
    assert "1 of 6 taken" in page
    assert "<title>2 free" in page
    assert "data-confirm" not in page
    assert 'id="drop"' not in page  # a viewer moves nothing


def test_the_plan_names_the_problems(season, sign_in):
    make.make_assignment(season.event, season.lawyers, season.booths[5], (season.law,))
    page = sign_in().get(season.url()).text
    assert "Lawyers: It needs power, which the booth does not have." in page
    assert "Agencies are missing in: Jobs 1." in page
    assert "H14" in page


def test_the_plan_of_a_venue_without_booths_says_what_to_do(season, sign_in):
    bare = make.make_venue(season.office, season.venue.zone, booths=0)
    event = make.make_event(season.campaign, bare, season.event.day)
    assert "This venue has no booths yet" in sign_in().get(season.url(event=event)).text


def test_a_free_booth_lists_who_can_and_why_others_cannot(season, sign_in):
    page = sign_in().get(season.url(f"/booths/{season.booths[5].id}")).text
    can, cannot = page.split("Agencies that cannot, and why")
    assert "Job centre" in can
    assert "Lawyers" not in can
    assert "It needs power, which the booth does not have." in cannot
    assert "It has no field here." in cannot


def test_whoever_only_looks_gets_no_link_that_is_refused(season, placed, sign_in):
    viewer = sign_in("viewer")
    page = viewer.get(season.url()).text
    links = set(re.findall(rf'href="({season.url()}/[^"#?]+)', page))
    assert season.url(f"/booths/assignments/{placed.id}") in links
    assert {viewer.get(link).status_code for link in links} == {200}
    assert season.url(f"/booths/{season.booths[5].id}") not in links
    assert season.url(f"/booths/{season.booths[5].id}") in sign_in().get(season.url()).text


def test_a_taken_booth_leads_to_who_stands_there(season, placed, sign_in):
    answer = sign_in().get(season.url(f"/booths/{season.booths[0].id}"))
    assert answer.location == season.url(f"/booths/assignments/{placed.id}")


def test_a_booth_of_another_venue_leads_back(season, sign_in):
    answer = sign_in().get(season.url("/booths/99999"))
    assert answer.location == season.url()


def test_placing_by_the_form(season, sign_in):
    client, address = sign_in(), season.url(f"/booths/place/{season.lawyers.id}")
    page = client.get(f"{address}?booth={season.booths[1].id}").text
    assert f'<option selected value="{season.booths[1].id}">2 (power, water' in page
    answer = client.post(
        address,
        data={"booth": season.booths[1].id, "fields": [season.law.id], "note": "by car"},
    )
    assert (answer.status_code, answer.location) == (303, season.url())
    row = db.session.query(Assignment).one()
    assert (row.booth_id, row.note, row.pinned) == (season.booths[1].id, "by car", False)
    assert [field.name for field in row.fields] == ["Law"]


def test_a_refused_placing_keeps_what_was_typed(season, sign_in):
    answer = sign_in().post(
        season.url(f"/booths/place/{season.lawyers.id}"),
        data={"booth": season.booths[5].id, "fields": [season.law.id], "note": "by car"},
    )
    assert answer.status_code == 422
    assert "Lawyers: It needs power, which the booth does not have." in answer.text
    assert 'value="by car"' in answer.text
    assert "Place it anyway" in answer.text
    assert db.session.query(Assignment).count() == 0


def test_placing_anyway(season, sign_in):
    data = {"booth": season.booths[5].id, "fields": [season.law.id], "anyway": "y"}
    sign_in().post(season.url(f"/booths/place/{season.lawyers.id}"), data=data)
    assert db.session.query(Assignment).one().booth_id == season.booths[5].id


def test_dropping_an_agency_chooses_its_fields(season, sign_in):
    data = {"booth": season.booths[2].id, "suggest": "1"}
    answer = sign_in().post(season.url(f"/booths/place/{season.lawyers.id}"), data=data)
    assert answer.status_code == 303
    assert [f.name for f in db.session.query(Assignment).one().fields] == ["Law", "Jobs"]


def test_dropping_where_it_cannot_stand_says_why(season, sign_in):
    data = {"booth": season.booths[5].id, "suggest": "1"}
    answer = sign_in().post(season.url(f"/booths/place/{season.lawyers.id}"), data=data)
    assert answer.status_code == 422
    assert "The change was not made" in answer.text
    assert "It needs power" in answer.text


def test_changing_the_fields(season, sign_in):
    row = make.make_assignment(season.event, season.lawyers, season.booths[0], (season.law,))
    address = season.url(f"/booths/assignments/{row.id}")
    answer = sign_in().post(
        address, data={"version": 1, "fields": [season.jobs.id], "pinned": "y", "note": ""}
    )
    assert answer.status_code == 303
    db.session.refresh(row)
    assert ([field.name for field in row.fields], row.pinned, row.version) == (["Jobs"], True, 2)


def test_no_field_is_refused(season, placed, sign_in):
    answer = sign_in().post(
        season.url(f"/booths/assignments/{placed.id}"), data={"version": 1, "note": "kept"}
    )
    assert answer.status_code == 422
    assert "Choose at least one field for Job centre." in answer.text
    assert 'value="kept"' in answer.text


def test_a_stale_form_shows_the_difference(season, placed, sign_in):
    placed.note, placed.version = "theirs", 2
    db.session.commit()
    answer = sign_in().post(
        season.url(f"/booths/assignments/{placed.id}"),
        data={"version": 1, "fields": [season.jobs.id], "note": "mine"},
    )
    assert answer.status_code == 409
    assert "<td>mine</td><td>theirs</td>" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    db.session.refresh(placed)
    assert placed.note == "theirs"


def test_moving_and_swapping(season, placed, sign_in):
    two = make.make_assignment(season.event, season.lawyers, season.booths[1], (season.law,))
    client = sign_in()
    address = season.url(f"/booths/assignments/{placed.id}/move")
    answer = client.post(address, data={"version": 1, "booth": season.booths[1].id})
    assert (answer.status_code, answer.location) == (303, season.url())
    db.session.refresh(placed)
    db.session.refresh(two)
    assert (placed.booth_id, two.booth_id) == (season.booths[1].id, season.booths[0].id)
    assert "Job centre and Lawyers have changed places." in client.get(season.url()).text


def test_moving_off_every_booth(season, placed, sign_in):
    data = {"version": 1, "booth": "0"}
    sign_in().post(season.url(f"/booths/assignments/{placed.id}/move"), data=data)
    db.session.refresh(placed)
    assert placed.booth_id is None


@pytest.mark.parametrize("booth", ["", "99999", "x"])
def test_moving_nowhere_is_refused(season, placed, sign_in, booth):
    answer = sign_in().post(
        season.url(f"/booths/assignments/{placed.id}/move"), data={"version": 1, "booth": booth}
    )
    assert answer.status_code == 422
    assert "The venue has no such booth. Choose one of the plan." in answer.text


def test_a_stale_move_is_refused(season, placed, sign_in):
    answer = sign_in().post(
        season.url(f"/booths/assignments/{placed.id}/move"),
        data={"version": 9, "booth": season.booths[1].id},
    )
    assert answer.status_code == 409
    assert "Somebody changed this booth meanwhile" in answer.text


def test_pinning_and_taking_off(season, placed, sign_in):
    client, address = sign_in(), season.url(f"/booths/assignments/{placed.id}")
    client.post(address + "/pin", data={"version": 1, "pinned": "1"})
    db.session.refresh(placed)
    assert placed.pinned
    assert client.post(address + "/remove", data={"version": "x"}).status_code == 409
    assert client.post(address + "/remove", data={"version": 2}).status_code == 303
    assert db.session.query(Assignment).count() == 0


def test_a_cancelled_event_shows_its_plan_only(season, placed, sign_in):
    season.event.status = "cancelled"
    db.session.commit()
    client = sign_in()
    page = client.get(season.url()).text
    assert "This event is cancelled" in page
    assert "Propose booths" not in page
    answer = client.post(
        season.url(f"/booths/assignments/{placed.id}/move"),
        data={"version": 1, "booth": season.booths[1].id},
    )
    assert answer.status_code == 422
    assert "Restore it before you change its booths." in answer.text


PAGES = ("/booths", "/goods", "/run-sheet", "/signs", "/booths/assignments/1")
CHANGES = ("/booths/assignments/1/move", "/booths/assignments/1/remove", "/booths/place/1",
           "/goods/copy", "/goods/supplies/new")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_strangers_are_sent_to_the_sign_in(season, client, path):
    answer = client.get(season.url(path))
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize("path", CHANGES)
def test_only_planners_change(season, client, sign_in, path):
    assert client.post(season.url(path)).status_code == 401
    assert sign_in("viewer").post(season.url(path)).status_code == 403
    assert sign_in("recorder").post(season.url(path)).status_code == 403


@pytest.mark.parametrize("path", [*PAGES, "/booths/1", "/booths/place/1", "/goods/items/1"])
def test_another_offices_event_is_not_there(season, placed, sign_in, path):
    client = sign_in(office=make.make_office())
    assert client.get(season.url(path)).status_code == 404


def test_an_event_of_another_campaign_is_not_there(season, sign_in):
    other = make.make_campaign(season.office)
    address = f"/campaigns/{other.id}/events/{season.event.id}/booths"
    assert sign_in().get(address).status_code == 404


def test_the_plan_asks_as_often_for_three_as_for_one(season, sign_in, count_queries):
    client, address, event_id = sign_in(), season.url(), season.event.id
    make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))
    client.get(address)
    db.session.remove()
    with count_queries() as one:
        client.get(address)
    event = db.session.get(Event, event_id)
    for n in (1, 2, 3):
        fields = tuple(row.field for row in event.campaign.fields)
        agency = make.make_agency(event.campaign.office, fields)
        event.campaign.agencies.append(make.CampaignAgency(agency=agency))
        make.make_assignment(event, agency, event.venue.booths[n], (agency.fields[0],))
    db.session.remove()
    with count_queries() as more:
        client.get(address)
    assert len(more) == len(one)
