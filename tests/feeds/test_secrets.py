"""Wrong, renewed and revoked secrets are refused, and no secret is left lying about."""

from __future__ import annotations

import logging
import re

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from planner.accounts import services as accounts
from planner.accounts.models import AccessRecord, SecretLink
from planner.extensions import db
from planner.feeds import links, render
from tests.factories import make_agency, make_campaign, make_office
from tests.feeds.seasons import RELEASED, draft, publish, released

OTHER = "x" * 32


@pytest.fixture
def agency(office):
    return make_agency(office, name="기관 A")


@pytest.fixture
def campaign(office, agency):
    campaign = make_campaign(office, slug="seocho-2023", agencies=(agency,))
    publish(office, released(draft(agency.id)))
    return campaign


@pytest.fixture
def link(office, agency, campaign):
    return accounts.make_link(office.id, "feed", "A", agency.id, now=RELEASED)


def refusals(office, agency, link):
    """Secrets that open nothing, with what they are answered."""
    row, secret = link
    _fresh, renewed = accounts.make_link(office.id, "feed", "B", agency.id, now=RELEASED)
    renewed_row = accounts.find_link(renewed, "feed")
    links.rotate(renewed_row, created_by=None, now=RELEASED)
    links.revoke(row, RELEASED)
    _portal, portal = accounts.make_link(office.id, "portal", "C", agency.id, now=RELEASED)
    return {
        secret: 410,
        renewed: 410,
        portal: 404,
        OTHER: 404,
        secret[:-1]: 404,
        secret + "A": 404,
        secret.swapcase(): 404,
        row.token_hash: 404,
    }


def test_what_is_refused_is_refused_everywhere(client, office, agency, link):
    for secret, status in refusals(office, agency, link).items():
        for path in (f"/feeds/{secret}.ics", f"/feeds/{secret}"):
            for method in ("GET", "HEAD"):
                response = client.open(path, method=method, headers={"If-None-Match": "*"})
                assert response.status_code == status, (path, method)
                assert response.headers["Cache-Control"] == "no-store"
                assert response.headers["Referrer-Policy"] == "no-referrer"
                assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
                assert "Set-Cookie" not in response.headers
                assert secret not in response.text
                for name, value in response.headers.items():
                    assert secret not in value, name


def test_no_page_passes_the_secret_on(client, link):
    _row, secret = link
    page = client.get(f"/feeds/{secret}")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert '<meta name="referrer" content="no-referrer">' in page.text
    linked = re.findall(r'(?:src|href|action)="([^"]+)"', page.text)
    with_secret = {url.removeprefix("webcal://localhost") for url in linked if secret in url}
    assert with_secret == {f"/feeds/{secret}.ics"}  # the calendar itself, twice
    for url in linked:
        assert url.startswith(("/", "#", "webcal://localhost/")), url


def broken(*_args, **_kwargs):
    raise RuntimeError("rendering")


def test_no_line_of_any_log_holds_a_secret(client, office, agency, link, monkeypatch, caplog):
    row, secret = link
    caplog.set_level(logging.DEBUG)
    client.get(f"/feeds/{secret}.ics")
    client.get(f"/feeds/{secret}")
    client.post(f"/feeds/{secret}.ics")
    with monkeypatch.context() as patched:
        patched.setattr(render, "render_entry", broken)
        row.label = "changed"
        agency.name = "changed"
        db.session.commit()
        client.get(f"/feeds/{secret}.ics")
    assert "its last good state is sent" in caplog.text
    with monkeypatch.context() as patched:

        def gone(statement, values=None, *_args, **_kwargs):
            raise OperationalError(str(statement), values, Exception("gone"))

        patched.setattr(db.session, "execute", gone)
        assert client.get(f"/feeds/{secret}.ics").status_code == 503
    assert "the database does not answer a feed" in caplog.text
    links.revoke(row, RELEASED)
    client.get(f"/feeds/{secret}.ics")
    assert secret not in caplog.text
    assert row.token_hash not in caplog.text


def test_the_access_log_names_the_link_by_its_number(sign_in, campaign, agency):
    organizer = sign_in()
    page = organizer.post(f"/campaigns/{campaign.id}/feeds/{agency.id}/make").text
    [secret] = re.findall(r"http://localhost/feeds/([\w-]+)<", page)
    link_id = db.session.scalars(select(SecretLink.id)).one()
    organizer.post(f"/campaigns/{campaign.id}/feeds/links/{link_id}/rotate")
    organizer.post(f"/campaigns/{campaign.id}/feeds/links/{link_id}/revoke")
    rows = db.session.scalars(select(AccessRecord).order_by(AccessRecord.id)).all()
    done = [(row.action, row.subject) for row in rows if row.action.startswith("feeds.")]
    assert done == [
        ("feeds.make", f"agency_id={agency.id} campaign_id={campaign.id}"),
        ("feeds.rotate", f"campaign_id={campaign.id} link_id={link_id}"),
        ("feeds.revoke", f"campaign_id={campaign.id} link_id={link_id}"),
    ]
    for row in rows:
        assert secret not in f"{row.action} {row.subject} {row.reason}"


def test_no_table_holds_a_secret(link):
    row, secret = link
    for table in db.metadata.sorted_tables:
        for values in db.session.execute(table.select()):
            assert not any(secret in str(value) for value in values), table.name
    assert row.token_hash != secret


def test_two_agencies_see_their_own_only(client, office, agency, campaign):
    other = make_agency(office)
    stranger = make_office()
    publish(office, released(draft(agency.id, other.id)))
    bodies = []
    for office_id, agency_id in ((office.id, agency.id), (office.id, other.id), (stranger.id, 1)):
        _row, secret = accounts.make_link(office_id, "feed", "x", agency_id, now=RELEASED)
        bodies.append(client.get(f"/feeds/{secret}.ics").text.replace("\r\n ", ""))
    assert f"-{agency.id}\r\n" in bodies[0] and f"-{other.id}\r\n" not in bodies[0]
    assert f"-{other.id}\r\n" in bodies[1] and f"-{agency.id}\r\n" not in bodies[1]
    assert "BEGIN:VEVENT" not in bodies[2]
