"""The season's coverage and unmet needs."""

from __future__ import annotations

import pytest

from planner.campaigns.models import Event
from planner.extensions import db
from tests import factories as make


def url(season, page):
    return f"/campaigns/{season.campaign.id}/{page}"


def test_the_matrix_counts_fields_by_events(season, sign_in):
    make.make_assignment(season.event, season.lawyers, season.booths[0], (season.law, season.jobs))
    make.make_assignment(season.event, season.agency, season.booths[1], (season.jobs,))
    page = sign_in("viewer").get(url(season, "coverage")).text
    assert page.count('<span class="heat met" title') == 1
    assert page.count('<span class="heat over" title') == 1
    assert page.count('<span class="heat none" title') == 2
    assert ">0/1</span>" in page
    assert "Square" in page


def test_cancelled_events_do_not_count(season, sign_in):
    season.other.status = "cancelled"
    make.make_assignment(season.other, season.agency, None, (season.jobs,))
    page = sign_in().get(url(season, "coverage")).text
    assert "2023-05-25" not in page


def test_unmet_needs_name_who_could_come(season, sign_in):
    make.make_assignment(season.event, season.lawyers, season.booths[0], (season.law,))
    make.make_assignment(season.other, season.agency, season.booths[0], (season.jobs,))
    page = sign_in().get(url(season, "needs")).text
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert len(rows) == 2  # jobs on the 23rd, law on the 25th
    assert "2023-05-23" in rows[0] and "Job centre" in rows[0] and "Lawyers" not in rows[0]
    assert "2023-05-25" in rows[1] and "Lawyers" in rows[1]


def test_nothing_missing_says_so(season, sign_in):
    for event in (season.event, season.other):
        make.make_assignment(event, season.lawyers, None, (season.law, season.jobs))
    assert "Nothing is missing." in sign_in().get(url(season, "needs")).text


def test_empty_seasons_say_what_to_do(office, sign_in):
    campaign = make.make_campaign(office)
    assert "No events yet" in sign_in().get(f"/campaigns/{campaign.id}/coverage").text


@pytest.mark.parametrize("page", ["coverage", "needs"])
def test_only_this_offices_staff_sees_it(season, client, sign_in, page):
    address = url(season, page)
    assert client.get(address).status_code == 302
    assert sign_in("recorder").get(address).status_code == 403
    assert sign_in(office=make.make_office()).get(address).status_code == 404


@pytest.mark.parametrize("page", ["coverage", "needs"])
def test_more_rows_ask_no_more_queries(season, sign_in, count_queries, page):
    client, address, event_id = sign_in(), url(season, page), season.event.id
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
        make.make_assignment(event, agency, event.venue.booths[n], (agency.fields[1],))
    db.session.remove()
    with count_queries() as more:
        client.get(address)
    assert len(more) == len(one)
