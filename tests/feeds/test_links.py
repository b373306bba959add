"""An agency's links one by one, counsellors' calendars, files to carry out."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from sqlalchemy import select

from planner.accounts import services as accounts
from planner.accounts.models import SecretLink
from planner.accounts.queries import get_link
from planner.errors import Refused
from planner.extensions import db
from planner.feeds import counsellor_services, file_services, links
from planner.feeds.freshness import freshness
from planner.feeds.models import Counsellor
from tests.factories import (
    make_agency,
    make_assignment,
    make_campaign,
    make_event,
    make_field,
    make_office,
    make_venue,
    make_zone,
)
from tests.feeds.seasons import (
    DEBT,
    JOBS,
    UIDS,
    change,
    draft,
    placement,
    publish,
    released,
)

NOW = datetime(2023, 5, 20, tzinfo=UTC)


@pytest.fixture
def fields(office):
    return (
        make_field(office, id=DEBT.id, code="debt", name="금융", name_en="Money and debt"),
        make_field(office, id=JOBS.id, code="jobs", name="일자리", name_en="Jobs"),
    )


@pytest.fixture
def agency(office, fields):
    return make_agency(office, fields, name="기관 A", name_en="Agency A")


@pytest.fixture
def campaign(office, agency):
    """A released season with debt counselling on the first date and jobs on the second."""
    campaign = make_campaign(office, slug="seocho-2023", agencies=(agency,))
    venue = make_venue(office, make_zone(office))
    for number, (uid, day) in enumerate(zip(UIDS, (23, 24), strict=True)):
        event = make_event(campaign, venue, date(2023, 5, day), uid=uid, id=31 + number)
        make_assignment(event, agency)
    season = draft(agency.id)
    jobs = placement(UIDS[1], agency.id, fields=(JOBS,))
    publish(office, released(change(season, 1, placements=(jobs,))))
    return campaign


def shown(page):
    return re.findall(r'class="address">http://localhost/feeds/([\w-]+)<', page)


def days(response):
    assert response.status_code == 200
    found = icalendar.Calendar.from_ical(response.data).walk("VEVENT")
    return [event.decoded("DTSTART").day for event in found]


def here(campaign, agency):
    return f"/campaigns/{campaign.id}/feeds/{agency.id}"


def test_a_link_for_each_reader(sign_in, client, campaign, agency):
    organizer = sign_in()
    secrets = [
        shown(organizer.post(f"{here(campaign, agency)}/links", data={"label": label}).text)[0]
        for label in ("Head office", "Branch")
    ]
    page = organizer.get(here(campaign, agency)).text
    assert "Head office" in page and "Branch" in page
    assert not any(secret in page for secret in secrets)
    assert [client.get(f"/feeds/{secret}.ics").status_code for secret in secrets] == [200, 200]
    listed = organizer.get(f"/campaigns/{campaign.id}/feeds").text
    assert '<td class="num only-wide">2</td>' in listed


def test_a_label_is_wanted(sign_in, campaign, agency):
    organizer = sign_in()
    for label in ("", "   ", "x" * 121):
        response = organizer.post(f"{here(campaign, agency)}/links", data={"label": label})
        assert response.status_code == 422
        assert "Nothing has been saved yet" in response.text
    assert db.session.scalars(select(SecretLink)).all() == []


def test_a_link_is_called_something_else(sign_in, office, campaign, agency):
    link, _secret = accounts.make_link(office.id, "feed", "Before", agency.id, now=NOW)
    organizer, path = sign_in(), f"/campaigns/{campaign.id}/feeds/links/{link.id}/label"
    assert 'value="Before"' in organizer.get(path).text
    refused = organizer.post(path, data={"label": ""})
    assert refused.status_code == 422
    response = organizer.post(path, data={"label": "After <b>"})
    assert response.headers["Location"] == here(campaign, agency)
    assert "After &lt;b&gt;" in organizer.get(here(campaign, agency)).text


def test_a_new_address_ends_the_one_alone(sign_in, client, office, campaign, agency):
    link, old = accounts.make_link(office.id, "feed", "Head office", agency.id, now=NOW)
    _other, kept = accounts.make_link(office.id, "feed", "Branch", agency.id, now=NOW)
    organizer, path = sign_in(), f"/campaigns/{campaign.id}/feeds/links/{link.id}/rotate"
    response = organizer.post(path)
    [new] = shown(response.text)
    assert response.headers["Cache-Control"] == "no-store"
    assert [client.get(f"/feeds/{secret}.ics").status_code for secret in (old, new, kept)] == [
        410,
        200,
        200,
    ]
    page = organizer.get(here(campaign, agency)).text
    assert "Links that have ended (1)" in page
    again = organizer.post(path, follow_redirects=True)
    assert "This link has ended already" in again.text
    assert organizer.get(f"/campaigns/{campaign.id}/feeds/links/{link.id}/label").status_code == 404


def test_a_counsellor_has_their_own_dates(sign_in, client, campaign, agency):
    organizer = sign_in()
    new = f"{here(campaign, agency)}/counsellors/new"
    assert "Money and debt" in organizer.get(new).text
    response = organizer.post(new, data={"name": "김상담", "field_ids": [str(DEBT.id)]})
    [secret] = shown(response.text)
    feed = client.get(f"/feeds/{secret}.ics")
    assert days(feed) == [23]
    calendar = icalendar.Calendar.from_ical(feed.data)
    assert str(calendar["NAME"]) == "찾아가는 복지상담소 · 기관 A · 김상담"
    assert "김상담".encode() not in b"".join(event.to_ical() for event in calendar.walk("VEVENT"))
    page = client.get(f"/feeds/{secret}")
    assert "기관 A · 김상담" in page.text and "싸리재공원" in page.text
    assert "서초1동주민센터" not in page.text
    row = db.session.scalars(select(Counsellor)).one()
    edit = f"/campaigns/{campaign.id}/feeds/counsellors/{row.id}"
    form = {"name": "김상담", "version": "1", "event_ids": ["32"]}
    assert organizer.post(edit, data=form).status_code == 303
    assert days(client.get(f"/feeds/{secret}.ics")) == [24]
    assert "1 chosen" in organizer.get(here(campaign, agency)).text
    organizer.post(edit, data={"name": "김상담", "version": "2"})
    assert days(client.get(f"/feeds/{secret}.ics")) == [23, 24]


def test_a_counsellors_form_refuses_what_it_cannot_keep(sign_in, campaign, agency):
    organizer = sign_in()
    new = f"{here(campaign, agency)}/counsellors/new"
    for form in (
        {"name": ""},
        {"name": "A", "field_ids": ["999"]},
        {"name": "A", "event_ids": "x"},
    ):
        response = organizer.post(new, data=form)
        assert response.status_code == 422 and "Nothing has been saved yet" in response.text
    organizer.post(new, data={"name": "A"})
    taken = organizer.post(new, data={"name": "A"})
    assert taken.status_code == 422 and "already has a counsellor" in taken.text
    row = db.session.scalars(select(Counsellor)).one()
    edit = f"/campaigns/{campaign.id}/feeds/counsellors/{row.id}"
    stale = organizer.post(edit, data={"name": "B", "version": "7"})
    assert stale.status_code == 409 and "Somebody saved this meanwhile" in stale.text
    assert organizer.get(edit).status_code == 200
    db.session.expire_all()
    assert row.name == "A"


def test_a_counsellors_link_is_renewed_and_ended(sign_in, client, campaign, agency):
    organizer = sign_in()
    new = f"{here(campaign, agency)}/counsellors/new"
    [first] = shown(organizer.post(new, data={"name": "A"}).text)
    row = db.session.scalars(select(Counsellor)).one()
    edit = f"/campaigns/{campaign.id}/feeds/counsellors/{row.id}"
    [second] = shown(organizer.post(f"{edit}/make").text)
    assert client.get(f"/feeds/{first}.ics").status_code == 410
    assert days(client.get(f"/feeds/{second}.ics")) == [23, 24]
    # What renews the agency's links leaves the counsellors' alone.
    organizer.post(f"{here(campaign, agency)}/make")
    assert client.get(f"/feeds/{second}.ics").status_code == 200
    [link] = [one for one in db.session.scalars(select(SecretLink)) if one.counsellor_id == row.id
              and one.revoked_at is None]  # fmt: skip
    rotate = f"/campaigns/{campaign.id}/feeds/links/{link.id}/rotate"
    [third] = shown(organizer.post(rotate).text)
    assert str(client.get(f"/feeds/{third}.ics").data, "utf-8").count("기관 A · A") == 2
    assert organizer.post(f"{edit}/delete").status_code == 303
    for secret in (first, second, third):
        assert client.get(f"/feeds/{secret}.ics").status_code == 410
        assert client.get(f"/feeds/{secret}").status_code == 410
    assert db.session.scalars(select(Counsellor)).all() == []


def test_dates_chosen_in_another_season_stay(office, campaign, agency):
    venue = make_venue(office, make_zone(office))
    other = make_campaign(office, agencies=(agency,))
    earlier = make_event(other, venue, date(2022, 10, 4))
    made = counsellor_services.add_counsellor(agency, "A", [], [earlier], created_by=None, now=NOW)
    assert made.name == "기관 A · A"
    row = db.session.scalars(select(Counsellor)).one()
    counsellor_services.update_counsellor(row, campaign.id, "A", [], [])
    assert row.events == [earlier]
    counsellor_services.update_counsellor(row, other.id, "A", [], [])
    assert row.events == []


def test_a_field_of_a_counsellor_is_in_use(sign_in, campaign, agency, fields):
    counsellor_services.add_counsellor(agency, "A", [fields[0]], [], created_by=None, now=NOW)
    agency.fields.remove(fields[0])
    db.session.commit()
    response = sign_in().post(f"/fields/{fields[0].id}/delete")
    assert response.status_code == 422 and "counsellors 1" in response.text


def test_a_revoked_link_gets_no_new_address(office, agency):
    link, _secret = accounts.make_link(office.id, "feed", "A", agency.id, now=NOW)
    links.revoke(link, NOW)
    with pytest.raises(Refused):
        links.rotate(link, created_by=None, now=NOW)
    assert get_link(office.id, link.id, "feed").revoked_at == NOW


@pytest.mark.parametrize("role", ["recorder", "viewer"])
def test_only_who_plans_sees_links(sign_in, campaign, agency, role):
    browser = sign_in(role)
    for path in ("", ".ics", "/counsellors/new"):
        assert browser.get(here(campaign, agency) + path).status_code == 403
    assert browser.get(f"/campaigns/{campaign.id}/feeds/files.zip").status_code == 403


def test_another_offices_links_do_not_exist(sign_in, campaign, agency):
    other = make_office()
    stranger = sign_in(office=other)
    theirs = make_agency(other)
    own = make_campaign(other, agencies=(theirs,))
    link, _secret = accounts.make_link(campaign.office_id, "feed", "A", agency.id, now=NOW)
    made = counsellor_services.add_counsellor(agency, "A", [], [], created_by=None, now=NOW)
    assert made.secret
    row = db.session.scalars(select(Counsellor)).one()
    for path in (
        here(campaign, agency),
        here(own, agency),
        f"{here(own, agency)}.ics",
        f"{here(campaign, agency)}/counsellors/new",
        f"/campaigns/{own.id}/feeds/counsellors/{row.id}",
        f"/campaigns/{own.id}/feeds/links/{link.id}/label",
        f"/campaigns/{campaign.id}/feeds/files.zip",
    ):
        assert stranger.get(path).status_code == 404, path
    for path in (
        f"{here(own, agency)}/links",
        f"{here(own, agency)}/counsellors/new",
        f"/campaigns/{own.id}/feeds/links/{link.id}/rotate",
        f"/campaigns/{own.id}/feeds/links/{link.id}/label",
        f"/campaigns/{own.id}/feeds/counsellors/{row.id}/make",
        f"/campaigns/{own.id}/feeds/counsellors/{row.id}/delete",
    ):
        assert stranger.post(path, data={"label": "x", "name": "x"}).status_code == 404, path


def test_an_agencys_file(sign_in, campaign, agency):
    response = sign_in().get(f"{here(campaign, agency)}.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    name = f"attachment; filename=seocho-2023-{agency.id}.ics"
    assert response.headers["Content-Disposition"] == name
    assert days(response) == [23, 24]
    assert b"Agency A" in response.data  # in the organizer's language
    assert db.session.scalars(select(SecretLink)).all() == []


def test_all_files(sign_in, office, campaign, agency):
    organizer = sign_in()
    organizer.set_cookie("locale", "ko")
    response = organizer.get(f"/campaigns/{campaign.id}/feeds/files.zip")
    assert response.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        assert archive.namelist() == ["seocho-2023.ics", "agencies/01-기관-A.ics"]
        for name in archive.namelist():
            found = icalendar.Calendar.from_ical(archive.read(name)).walk("VEVENT")
            assert len(found) == 2
    unreleased = make_campaign(office, slug="empty", agencies=(agency,))
    response = organizer.get(f"/campaigns/{unreleased.id}/feeds/files.zip")
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        assert archive.namelist() == ["agencies/01-기관-A.ics"]
    nobody = make_campaign(office, slug="nobody")
    assert organizer.get(f"/campaigns/{nobody.id}/feeds/files.zip").status_code == 404


@pytest.mark.parametrize(
    ("name", "expected"),
    [("기관 A", "기관-A"), ("../../etc", "etc"), ("a/b:c", "a-b-c"), ("***", "calendar")],
)
def test_names_of_files(name, expected):
    assert file_services.file_name(name) == expected


def test_how_a_subscription_is_doing():
    release = NOW - timedelta(days=2)
    assert freshness(None, release, NOW) == "never"
    assert freshness(NOW - timedelta(days=7), release, NOW) == "stale"
    assert freshness(NOW - timedelta(days=7), None, NOW) == "stale"
    assert freshness(NOW - timedelta(days=3), release, NOW) == "behind"
    assert freshness(NOW - timedelta(days=1), release, NOW) == "fresh"
    assert freshness(NOW - timedelta(days=6), None, NOW) == "fresh"


def test_an_agencys_page_has_no_query_a_link(sign_in, office, campaign, agency, count_queries):
    organizer, numbers = sign_in(), []
    for size in (1, 3):
        for number in range(size):
            accounts.make_link(office.id, "feed", f"{size}.{number}", agency.id, now=NOW)
            counsellor_services.add_counsellor(
                agency, f"{size}.{number}", [], [], created_by=None, now=NOW
            )
        db.session.expire_all()
        with count_queries() as statements:
            assert organizer.get(here(campaign, agency)).status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
