"""The organizer makes, names, renews and revokes portal links; each is shown once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from planner.accounts.models import SecretLink
from planner.extensions import db
from planner.portal import link_services
from tests import factories as make
from tests.portal.conftest import words_of


def links() -> list[SecretLink]:
    return list(db.session.scalars(select(SecretLink).order_by(SecretLink.id)))


def addresses(page: str) -> list[str]:
    return re.findall(r'class="address">http://localhost(/p/[^<]+)<', page)


@pytest.fixture
def base(season) -> str:
    return f"/campaigns/{season.campaign.id}/portals"


def test_the_missing_links_are_made_and_shown_once(app, season, sign_in, base) -> None:
    browser = sign_in()
    assert "Make the 2 missing links" in browser.get(base).text
    response = browser.post(f"{base}/make-missing")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    made = addresses(response.text)
    assert len(made) == 2 and response.text.count('aria-label="QR code of the address') == 2
    assert "mailto:bank@a.example?subject=" in response.text
    for path in made:
        assert app.test_client().get(path).status_code == 200
        assert path not in browser.get(base).text
    response = browser.post(f"{base}/make-missing", follow_redirects=True)
    assert "Every agency has a link already." in response.text


def test_one_more_link_with_a_label(season, sign_in, base) -> None:
    browser = sign_in()
    page = browser.post(f"{base}/{season.bank.id}", data={"label": "Debt desk"}).text
    assert len(addresses(page)) == 1 and "Debt desk" in page
    browser.post(f"{base}/{season.bank.id}", data={"label": ""})
    assert [(row.kind, row.agency_id, row.label) for row in links()] == [
        ("portal", season.bank.id, "Debt desk"),
        ("portal", season.bank.id, "은행"),
    ]
    assert all(row.created_by_id for row in links())
    response = browser.post(f"{base}/{season.bank.id}", data={"label": "x" * 121})
    assert (response.status_code, len(links())) == (422, 2)


def test_a_new_link_ends_the_present_one(app, season, sign_in, base) -> None:
    browser = sign_in()
    (old,) = addresses(browser.post(f"{base}/{season.bank.id}", data={"label": "Desk"}).text)
    page = browser.post(f"{base}/links/{links()[0].id}/rotate").text
    (new,) = addresses(page)
    client = app.test_client()
    assert (client.get(old).status_code, client.get(new).status_code) == (410, 200)
    assert links()[1].label == "Desk"
    again = browser.post(f"{base}/links/{links()[0].id}/rotate", follow_redirects=True)
    assert "This link had ended already" in again.text and len(links()) == 2


def test_all_links_are_renewed_at_once(app, season, sign_in, base, call) -> None:
    old = call(season.bank)
    page = sign_in().post(f"{base}/renew-all").text
    assert len(addresses(page)) == 2
    old.get("", 410)


def test_revoking_ends_a_link_for_ever(season, sign_in, base, call) -> None:
    phone = call(season.bank)
    browser = sign_in()
    response = browser.post(f"{base}/links/{links()[0].id}/revoke", follow_redirects=True)
    assert "The link is revoked" in response.text
    phone.get("", 410)
    page = words_of(browser.get(f"{base}/{season.bank.id}").text)
    assert "There is no link yet." in page and "Links that ended" in page


def test_a_link_is_renamed(season, sign_in, base, call) -> None:
    call(season.bank)
    browser = sign_in()
    address = f"{base}/links/{links()[0].id}/label"
    browser.post(address, data={"label": "Front desk"})
    assert links()[0].label == "Front desk"
    browser.post(address, data={"label": ""})
    assert links()[0].label == "Front desk"
    assert browser.post(address, data={"label": "x" * 121}).status_code == 422


def test_the_state_of_each_agencys_link(released, sign_in, base, bank) -> None:
    page = words_of(sign_in().get(base).text)
    assert "은행" not in page  # the reader is English
    assert "Bank 1 Not opened yet" in page and "Clinic 0 No link" in page
    bank.get()
    assert "Bank 1 In use" in words_of(sign_in().get(base).text)


def test_who_may(season, sign_in, base, call) -> None:
    call(season.bank)
    link = links()[0].id
    paths = [f"{base}/make-missing", f"{base}/renew-all", f"{base}/{season.bank.id}",
             f"{base}/links/{link}/rotate", f"{base}/links/{link}/revoke",
             f"{base}/links/{link}/label"]  # fmt: skip
    viewer, stranger = sign_in("viewer"), sign_in("organizer", make.make_office())
    for path in paths:
        assert viewer.post(path).status_code == 403
        assert stranger.post(path).status_code == 404
    for page in (base, f"{base}/{season.bank.id}"):
        assert viewer.get(page).status_code == 403
        assert stranger.get(page).status_code == 404
    assert len(links()) == 1 and links()[0].revoked_at is None


def test_another_offices_link_or_another_kind_is_404(season, sign_in, base) -> None:
    other = make.make_office()
    (foreign,) = link_services.make_links(
        [make.make_agency(other)], created_by=None, now=datetime.now(UTC)
    )
    from planner.accounts import services as accounts

    feed, _secret = accounts.make_link(
        season.office.id, "feed", "x", season.bank.id, now=datetime.now(UTC)
    )
    browser: Any = sign_in()
    for link_id in (foreign.id, feed.id, 999_999):
        for what in ("rotate", "revoke", "label"):
            assert browser.post(f"{base}/links/{link_id}/{what}").status_code == 404
    assert all(row.revoked_at is None for row in links())


def test_a_season_without_agencies(office, sign_in) -> None:
    campaign = make.make_campaign(office)
    browser = sign_in()
    for what in ("make-missing", "renew-all"):
        response = browser.post(f"/campaigns/{campaign.id}/portals/{what}")
        assert response.status_code == 303
    assert "no agencies yet" in browser.get(f"/campaigns/{campaign.id}/portals").text
