"""The fairness of a season: draft and release, the season before, orders, downloads."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select

from planner.accounts.models import AccessRecord
from planner.booths.fairness_lines import agency_lines, zone_lines
from planner.booths.fairness_queries import load_fairness
from planner.campaigns.bridge import build_plan, build_problem, load_campaign
from planner.campaigns.models import Event
from planner.campaigns.releases import release
from planner.core.score import score_plan
from planner.extensions import db
from planner.results.models import EventRecord
from tests import factories as make

TODAY = date(2023, 5, 24)


def url(season, query=""):
    return f"/campaigns/{season.campaign.id}/fairness{query}"


def fairness(campaign, plan="draft", past=None, today=TODAY):
    return load_fairness(campaign, plan, past, today)


def rows(page: str, section: int) -> list[str]:
    """The lines of the page's table, without the total."""
    body = page.split("<tbody>")[section + 1].split("</tbody>")[0]
    return [row for row in re.split(r"<tr", body)[1:] if 'class="total"' not in row[:20]]


@pytest.fixture
def before(season, now):
    """A season of the year before in which Banpo was visited once, by the lawyers; released."""
    zone = season.venue.zone
    campaign = make.make_campaign(
        season.office,
        zones=(zone,),
        fields=(season.law,),
        agencies=(season.lawyers,),
        name="Season before",
        starts_on=date(2022, 10, 3),
        ends_on=date(2022, 10, 21),
    )
    event = make.make_event(campaign, season.venue, date(2022, 10, 13))
    make.make_assignment(event, season.lawyers, season.booths[0], (season.law,))
    hall = make.make_venue(season.office, zone, indoor=True)
    event.fallback_id = hall.id
    season.venue.fallbacks.append(make.VenueFallback(fallback_id=hall.id))
    db.session.commit()
    release(load_campaign(season.office.id, campaign.id), None, now)
    return campaign


def test_the_totals_are_the_terms_of_the_score(season):
    make.make_assignment(season.event, season.lawyers, season.booths[0], (season.law, season.jobs))
    make.make_assignment(season.other, season.lawyers, season.booths[0], (season.law,))
    make.make_assignment(season.event, season.agency, season.booths[1], (season.jobs,))
    found = fairness(season.campaign).found
    draft = load_campaign(season.office.id, season.campaign.id)
    terms = score_plan(build_problem(draft), build_plan(draft)).terms
    assert (found.zone_dev, found.load, found.uncovered) == (1, 2, 1)
    assert (terms["zone_dev"], terms["load"], terms["uncovered"]) == (1, 2, 1)


def test_an_event_in_its_rain_place_counts_where_it_is(season):
    elsewhere = make.make_zone(season.office, name="Elsewhere")
    season.event.fallback_id = make.make_venue(season.office, elsewhere, indoor=True).id
    season.event.use_fallback = True
    db.session.commit()
    found = fairness(season.campaign).found
    assert [(row.visits, row.aim.ours) for row in found.zones] == [(1, True), (1, False)]


def test_the_season_before_gives_visits_events_and_the_last_visit(season, before):
    make.make_assignment(season.event, season.lawyers, season.booths[0], (season.law,))
    page = fairness(season.campaign)
    assert page.past is not None and page.past.campaign.id == before.id
    (zone,) = page.found.zones
    assert (zone.aim.before, zone.aim.last, zone.last) == (1, date(2022, 10, 13), date(2023, 5, 23))
    assert (zone.since, zone.wait.days) == (1, (date(2023, 5, 23) - date(2022, 10, 13)).days)
    by_name = {page.agencies[row.agency].name: row.aim.before for row in page.found.agencies}
    assert by_name == {"Lawyers": 1, "Job centre": None, "Choir": None}
    assert fairness(season.campaign, past=0).past is None
    assert fairness(season.campaign, past=season.campaign.id) is None


def test_what_was_not_held_is_no_visit(season, before):
    event = before.events[0]
    db.session.add(EventRecord(event_id=event.id, held=False))
    db.session.commit()
    page = fairness(season.campaign)
    assert (page.past.account.unheld, page.past.account.visits) == (1, ())
    assert page.found.zones[0].aim.before == 0


def test_a_season_never_released_stands_by_its_draft(season, before):
    make.make_event(season.campaign, season.venue, date(2023, 5, 30))
    later = make.make_campaign(
        season.office, starts_on=date(2024, 5, 1), ends_on=date(2024, 5, 31),
        zones=(season.venue.zone,),
    )  # fmt: skip
    page = fairness(later)
    assert (page.past.campaign.id, page.past.account.release) == (season.campaign.id, None)
    assert page.found.zones[0].aim.before == 3
    later.previous_id = before.id
    assert fairness(later).past.campaign.id == before.id


def test_draft_and_release_differ_until_released_again(season, now):
    hall = make.make_venue(season.office, season.venue.zone, indoor=True)
    season.venue.fallbacks.append(make.VenueFallback(fallback_id=hall.id))
    for event in (season.event, season.other):
        event.fallback_id = hall.id
        make.make_assignment(event, season.lawyers, season.booths[0], (season.law,))
    campaign = season.campaign
    campaign.events_wanted, campaign.zones[0].max_visits, campaign.zones[0].target_visits = 2, 2, 2
    db.session.commit()
    assert fairness(campaign, "released").plan == "draft"
    release(load_campaign(season.office.id, campaign.id), None, now)
    db.session.get(Event, season.other.id).status = "cancelled"
    db.session.commit()
    assert [fairness(campaign, plan).found.events for plan in ("draft", "released")] == [1, 2]
    assert fairness(campaign, "released").account.release.number == 1


def test_who_is_out_of_use_is_told_only_where_it_comes(season):
    season.agency.active = season.lawyers.active = False
    make.make_assignment(season.event, season.lawyers, season.booths[0], (season.law,))
    page = fairness(season.campaign)
    assert [page.agencies[row.agency].name for row in page.found.agencies] == ["Choir", "Lawyers"]


def test_the_page_tells_zones_agencies_and_fields(season, sign_in):
    make.make_assignment(season.event, season.lawyers, season.booths[0], (season.law,))
    make.make_assignment(season.other, season.lawyers, season.booths[0], (season.law,))
    page = sign_in("viewer").get(url(season)).text
    assert "Banpo waits longest: 15 days (Thu 25 May 2023 to the season&#39;s end, " in page
    assert "2 events: 1 of 1 zones miss their aim, by 1 visits in all." in page
    assert (
        "Of 3 agencies 0 come as often as their share, 1 more often, 2 less often (−1 to +1)."
        in page
    )
    assert "In 1 of 2 fields 2 of 4 places are not filled." in page
    (zone,) = rows(page, 0)
    assert "<strong>2</strong>" in zone and ">1 (1~1)<" in zone and "Above the most" in zone
    assert [re.search(r"<a href=[^>]*>([^<]*)", row)[1] for row in rows(page, 1)] == [
        "Choir", "Job centre", "Lawyers",
    ]  # fmt: skip
    assert "1 more than its share" in rows(page, 1)[2]
    assert "1 fewer than its share" in rows(page, 1)[0]
    assert "<title" in rows(page, 1)[2] and "2 times, to be 1" in rows(page, 1)[2]


def test_headlines_of_several_zones_and_of_a_season_without_events(season, sign_in):
    for name in ("Two", "Three"):
        zone = make.make_zone(season.office, name=name)
        season.campaign.zones.append(make.CampaignZone(zone=zone))
    db.session.commit()
    client = sign_in()
    page = client.get(url(season)).text
    assert "Two, Three wait longest: at least 18 days." in page
    assert "2 events: 3 of 3 zones miss their aim, by 3 visits in all." in page
    for event in (season.event, season.other):
        event.status = "cancelled"
    db.session.commit()
    page = client.get(url(season)).text
    assert "There is no event yet: this is how it would be without any." in page
    assert "miss their aim" not in page


def test_everything_as_aimed_is_said_so_in_korean(season, sign_in):
    season.campaign.zones[0].target_visits = season.campaign.zones[0].max_visits = 2
    for row, share in zip(season.campaign.agencies, (2, 0, 0), strict=True):
        row.target_events = share
    for event in (season.event, season.other):
        make.make_assignment(event, season.lawyers, None, (season.law, season.jobs))
    client = sign_in()
    client.set_cookie("locale", "ko")
    page = client.get(url(season)).text
    assert "가장 오래 기다리는 곳은 Banpo입니다: 15일(2023. 5. 25.(목)부터 사업이 끝나는" in page
    assert "모두 2회 열어, 권역 1곳을 모두 목표한 만큼 방문합니다." in page
    assert "기관 3곳 모두 기준 횟수만큼 참여합니다." in page
    assert "모든 회차에 필요한 상담 분야를 빠짐없이 갖추었습니다." in page


def test_the_switch_shows_the_release_and_what_was_not_held(season, before, sign_in):
    db.session.add(EventRecord(event_id=before.events[0].id, held=False))
    db.session.commit()
    client = sign_in()
    assert "As released and held" not in client.get(url(season)).text
    page = client.get(f"/campaigns/{before.id}/fairness?plan=released").text
    assert f'href="/campaigns/{before.id}/fairness"' in page  # the draft
    assert "Release 1 of 2023-05-15 09:00" in page
    assert "without 1 events that were not held" in page


def test_orders_and_filters_stand_in_the_address(season, sign_in):
    make.make_assignment(season.event, season.lawyers, season.booths[0], (season.law,))
    client = sign_in()

    def names(query):
        page = client.get(url(season, query)).text
        return [re.search(r"<a href=[^>]*>([^<]*)", row)[1] for row in rows(page, 1)]

    assert names("?order=events") == ["Lawyers", "Choir", "Job centre"]
    assert names("?order=name") == ["Choir", "Job centre", "Lawyers"]
    assert names("?state=fair") == ["Lawyers"]
    assert names("?category=public") == ["Job centre"]
    assert names("?order=nonsense&zones=nonsense&state=nonsense") == [
        "Choir", "Job centre", "Lawyers",
    ]  # fmt: skip
    page = client.get(url(season, "?state=over")).text
    assert "No agency is like that." in page


def test_zones_by_wait_and_by_deviation(season):
    other = make.make_zone(season.office, name="Other")
    season.campaign.zones.append(make.CampaignZone(zone=other, target_visits=0, min_visits=0))
    db.session.commit()
    page = fairness(season.campaign)

    def names(order):
        return [line.zone.name for line in zone_lines(page, order)]

    assert (names("place"), names("wait")) == (["Banpo", "Other"], ["Other", "Banpo"])
    assert names("deviation") == ["Banpo", "Other"]
    assert len(agency_lines(page)) == 3


@pytest.mark.parametrize("past", ["x", "999999", "99999999999999999999", "-1", "²"])
def test_a_season_that_is_not_there_cannot_be_compared_with(season, sign_in, past):
    assert sign_in().get(url(season, f"?past={past}")).status_code == 404


def test_another_office_s_season_cannot_be_compared_with(season, sign_in):
    strange = make.make_campaign(make.make_office(), starts_on=date(2021, 5, 1))
    assert sign_in().get(url(season, f"?past={strange.id}")).status_code == 404


def test_an_empty_season_says_what_to_do(office, sign_in):
    campaign = make.make_campaign(office)
    page = sign_in().get(f"/campaigns/{campaign.id}/fairness").text
    assert "Nothing to compare yet" in page


def test_the_former_page_of_the_load_leads_here(season, sign_in):
    answer = sign_in().get(f"/campaigns/{season.campaign.id}/load")
    assert (answer.status_code, answer.location) == (301, url(season, "#agencies"))


@pytest.mark.parametrize("page", ["fairness", "load", "fairness.xlsx"])
def test_only_this_offices_staff_sees_it(season, client, sign_in, page):
    address = f"/campaigns/{season.campaign.id}/{page}"
    assert client.get(address).status_code == 302
    assert sign_in("recorder").get(address).status_code == 403
    assert sign_in(office=make.make_office()).get(address).status_code == 404


def test_the_download_holds_what_the_page_shows(season, before, sign_in):
    make.make_assignment(season.event, season.lawyers, season.booths[0], (season.law,))
    browser = sign_in("viewer")
    assert (
        f"/campaigns/{season.campaign.id}/fairness.xlsx?plan=draft" in browser.get(url(season)).text
    )
    answer = browser.get(url(season, ".xlsx?plan=draft"))
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == [
        "Fairness of zones", "Fairness of agencies", "Fairness of fields", "Explanation",
    ]  # fmt: skip
    zones = list(book["Fairness of zones"].iter_rows(values_only=True))
    assert zones[0][:3] == ("Zone", "Visits", "Aim")
    assert zones[1][:8] == ("Banpo", 2, 1, 1, 1, 1, 1, 0)
    agencies = list(book["Fairness of agencies"].iter_rows(values_only=True))
    assert ("Lawyers", "Private body", 1, 1, 0, 1, 0, None, 1) in agencies
    assert int(answer.headers["X-Row-Count"]) == 1 + 3 + 2
    alone = openpyxl.load_workbook(io.BytesIO(browser.get(url(season, ".xlsx?past=0")).data))
    columns = [cell.value for cell in alone["Fairness of zones"][1]]
    assert columns[:3] == ["Zone", "Visits", "Aim"]
    column = columns.index("Season before(times)")
    told = alone["Fairness of zones"].iter_rows(min_row=2, values_only=True)
    assert {row[column] for row in told} == {None}
    assert {row[column] for row in zones[1:]} == {1}
    assert browser.get(url(season, ".xlsx?past=9999")).status_code == 404
    actions = set(db.session.scalars(select(AccessRecord.action)))
    assert "export fairness.xlsx" in actions


def test_more_rows_ask_no_more_queries(season, before, sign_in, count_queries):
    client, address, event_id = sign_in(), url(season), season.event.id
    make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))
    client.get(address)
    db.session.remove()
    with count_queries() as one:
        client.get(address)
    event = db.session.get(Event, event_id)
    campaign = event.campaign
    for n in (1, 2, 3):
        agency = make.make_agency(campaign.office, tuple(row.field for row in campaign.fields))
        zone = make.make_zone(campaign.office)
        campaign.agencies.append(make.CampaignAgency(agency=agency))
        campaign.zones.append(make.CampaignZone(zone=zone))
        make.make_assignment(event, agency, event.venue.booths[n], (agency.fields[1],))
        make.make_event(campaign, event.venue, date(2023, 5, 25 + n))
    db.session.remove()
    with count_queries() as more:
        client.get(address)
    assert len(more) == len(one)
