"""The organizer's list of links and the pages that say how to subscribe."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from planner.accounts import services as accounts
from planner.accounts.models import SecretLink
from planner.extensions import db
from planner.feeds.qr import qr_code
from tests.factories import make_agency, make_campaign, make_office
from tests.feeds.seasons import RELEASED, draft, publish, released


@pytest.fixture
def agencies(office):
    return [make_agency(office, name=f"Agency {letter}") for letter in "ABC"]


@pytest.fixture
def campaign(office, agencies):
    return make_campaign(office, slug="seocho-2023", name="Season", agencies=tuple(agencies))


def shown(page: str) -> list[str]:
    return re.findall(r'class="address">http://localhost/feeds/([\w-]+)<', page)


def valid() -> list[SecretLink]:
    statement = select(SecretLink).where(SecretLink.revoked_at.is_(None)).order_by(SecretLink.id)
    return list(db.session.scalars(statement))


def test_a_link_is_made_and_shown_once(sign_in, client, campaign, agencies):
    organizer = sign_in()
    response = organizer.post(f"/campaigns/{campaign.id}/feeds/{agencies[0].id}/make")
    assert response.status_code == 200 and response.headers["Cache-Control"] == "no-store"
    [secret] = shown(response.text)
    [link] = valid()
    assert (link.agency_id, link.label, link.office_id) == (
        agencies[0].id,
        "Agency A",
        campaign.office_id,
    )
    assert client.get(f"/feeds/{secret}.ics").status_code == 200
    assert secret not in organizer.get(f"/campaigns/{campaign.id}/feeds").text


def test_a_new_link_ends_the_present_one(sign_in, client, campaign, agencies):
    organizer = sign_in()
    make = f"/campaigns/{campaign.id}/feeds/{agencies[0].id}/make"
    [old] = shown(organizer.post(make).text)
    [new] = shown(organizer.post(make).text)
    assert client.get(f"/feeds/{old}.ics").status_code == 410
    assert client.get(f"/feeds/{new}.ics").status_code == 200
    assert len(valid()) == 1


def test_the_missing_links_are_made_together(sign_in, campaign, agencies):
    organizer = sign_in()
    organizer.post(f"/campaigns/{campaign.id}/feeds/{agencies[1].id}/make")
    missing = f"/campaigns/{campaign.id}/feeds/make-missing"
    assert "Make the 2 missing links" in organizer.get(f"/campaigns/{campaign.id}/feeds").text
    assert len(shown(organizer.post(missing).text)) == 2
    assert sorted(link.label for link in valid()) == ["Agency A", "Agency B", "Agency C"]
    response = organizer.post(missing, follow_redirects=True)
    assert "Every agency has a link already." in response.text


def test_a_link_is_revoked(sign_in, client, campaign, agencies):
    organizer = sign_in()
    [secret] = shown(organizer.post(f"/campaigns/{campaign.id}/feeds/{agencies[0].id}/make").text)
    [link] = valid()
    response = organizer.post(f"/campaigns/{campaign.id}/feeds/links/{link.id}/revoke")
    assert response.status_code == 303
    assert client.get(f"/feeds/{secret}.ics").status_code == 410


def test_another_offices_rows_do_not_exist(sign_in, campaign, agencies, office):
    other = make_office()
    stranger = make_agency(other)
    theirs = make_campaign(other, agencies=(stranger,))
    link, _ = accounts.make_link(other.id, "feed", "x", stranger.id, now=RELEASED)
    counting, _ = accounts.make_link(office.id, "count", "x", now=RELEASED)
    organizer = sign_in()
    assert organizer.get(f"/campaigns/{theirs.id}/feeds").status_code == 404
    for path in (
        f"/campaigns/{theirs.id}/feeds/{stranger.id}/make",
        f"/campaigns/{theirs.id}/feeds/make-missing",
        f"/campaigns/{campaign.id}/feeds/{stranger.id}/make",
        f"/campaigns/{campaign.id}/feeds/links/{link.id}/revoke",
        f"/campaigns/{campaign.id}/feeds/links/{counting.id}/revoke",
    ):
        assert organizer.post(path).status_code == 404, path
    assert len(valid()) == 2


@pytest.mark.parametrize("role", ["recorder", "viewer"])
def test_only_who_plans_sees_links(sign_in, campaign, role):
    assert sign_in(role).get(f"/campaigns/{campaign.id}/feeds").status_code == 403


def test_the_list_says_who_fetches(sign_in, campaign, agencies, office):
    now = datetime.now(UTC)
    used = (None, now - timedelta(days=1), now - timedelta(days=9))
    for agency, at in zip(agencies, used, strict=True):
        link, _ = accounts.make_link(office.id, "feed", agency.name, agency.id, now=RELEASED)
        link.last_used_at = at
    db.session.commit()
    page = sign_in().get(f"/campaigns/{campaign.id}/feeds").text
    assert "Not fetched yet" in page and "Up to date" in page and "Not fetched for 9 days" in page
    assert "Nothing has been released yet" in page
    publish(office, released(), now=now)
    page = sign_in().get(f"/campaigns/{campaign.id}/feeds").text
    assert "Not since the last release" in page and "Up to date" not in page


def test_the_list_has_no_query_an_agency(sign_in, office, count_queries):
    organizer = sign_in()
    numbers = []
    for size in (1, 3):
        invited = tuple(make_agency(office) for _ in range(size))
        season = make_campaign(office, agencies=invited)
        for agency in invited:
            accounts.make_link(office.id, "feed", agency.name, agency.id, now=RELEASED)
        with count_queries() as statements:
            assert organizer.get(f"/campaigns/{season.id}/feeds").status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


def test_the_subscribe_page_offers_every_calendar(client, office):
    publish(office, released())
    client.set_cookie("locale", "en")
    page = client.get("/subscribe/seocho-2023")
    assert page.status_code == 200 and "Set-Cookie" not in page.headers
    assert 'href="webcal://localhost/feeds/public/seocho-2023.ics?lang=en"' in page.text
    assert 'value="http://localhost/feeds/public/seocho-2023.ics?lang=en"' in page.text
    assert 'download="seocho-2023.ics"' in page.text
    for name in ("Google Calendar", "Outlook", "Naver Calendar", "Thunderbird", "iPhone"):
        assert name in page.text
    for delay in ("4 to 24 hours", "about 3 hours", "within 1 hour", "30 minutes"):
        assert delay in page.text
    zone = client.get("/subscribe/seocho-2023?zone=2").text
    assert "webcal://localhost/feeds/public/seocho-2023/zones/2.ics" in zone
    assert 'zone=2" aria-current="page"' in zone
    field = client.get("/subscribe/seocho-2023?field=debt").text
    assert "webcal://localhost/feeds/public/seocho-2023/fields/debt.ics" in field


@pytest.mark.parametrize("query", ["zone=9", "zone=x", "field=none"])
def test_a_part_that_is_not_there_is_404(client, office, query):
    publish(office, released())
    assert client.get(f"/subscribe/seocho-2023?{query}").status_code == 404
    assert client.get("/subscribe/nothing").status_code == 404


def test_the_agencys_page(client, office, agencies):
    publish(office, released(draft(agencies[0].id)))
    link, secret = accounts.make_link(office.id, "feed", "A", agencies[0].id, now=RELEASED)
    client.set_cookie("locale", "en")
    page = client.get(f"/feeds/{secret}")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert (
        "Calendar of Agency A" in page.text
        and f"webcal://localhost/feeds/{secret}.ics" in page.text
    )
    assert "Ssarijae Park" in page.text and "Money and debt" in page.text
    assert (link.uses, link.last_used_at) == (0, None)  # a look at the page fetches nothing


def test_an_address_from_the_setting(app, client, office, monkeypatch):
    from dataclasses import replace

    settings = app.extensions["planner.settings"]
    monkeypatch.setitem(
        app.extensions, "planner.settings", replace(settings, base_url="https://planner.example/p")
    )
    publish(office, released())
    page = client.get("/subscribe/seocho-2023").text
    assert 'href="webcal://planner.example/p/feeds/public/seocho-2023.ics"' in page
    assert b"URL:https://planner.example/p/seasons/" in client.get(
        "/feeds/public/seocho-2023.ics"
    ).data.replace(b"\r\n ", b"")


def test_a_code_is_drawn_from_whole_modules():
    code = qr_code("https://planner.example/feeds/public/seocho-2023.ics")
    assert code.size == 33 + 8  # version 4 and its white margin
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", code.path)
    assert "".join(f"M{x} {y}h{w}v1h-{back}z" for x, y, w, back in runs) == code.path
    assert runs[0] == ("4", "4", "7", "7") and all(w == back for _, _, w, back in runs)
