"""The secret is the whole authority: wrong, revoked and other agencies' are refused everywhere."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from planner import create_app
from planner.accounts import services as accounts
from planner.accounts.models import AccessRecord, SecretLink
from planner.extensions import db, limiter
from planner.portal import link_services
from planner.portal.door import token_of
from planner.settings import Settings

NOW = datetime(2026, 5, 1, tzinfo=UTC)
SAFE = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


def every_address(app: Flask, secret: str, **ids: int) -> list[tuple[str, str]]:
    """(method, address) of each of the portal's views, with these ids (else 1)."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("portal."):
            values: dict[str, Any] = {name: ids.get(name, 1) for name in rule.arguments}
            adapter = app.url_map.bind("localhost")
            address = adapter.build(rule.endpoint, {**values, "secret": secret})
            found += [(method, address) for method in sorted((rule.methods or set()) - {"OPTIONS"})]
    return found


def test_every_address_is_looked_at(app: Flask) -> None:
    found = every_address(app, "x")
    assert len({address for _method, address in found}) == 15
    assert {method for method, _address in found} == {"GET", "HEAD", "POST"}


def statuses(app: Flask, secret: str, **ids: int) -> set[int]:
    client = app.test_client()
    found = set()
    for method, address in every_address(app, secret, **ids):
        response = client.open(address, method=method)
        found.add(response.status_code)
        for name, value in SAFE.items():
            assert response.headers[name] == value, (address, name)
        assert "Set-Cookie" not in response.headers, address
        assert secret not in response.text if response.status_code >= 400 else True
    return found


def test_a_wrong_secret_is_404_everywhere(app, bank) -> None:
    assert statuses(app, "wrong") == {404}
    assert statuses(app, bank.secret[:-1]) == {404}


def test_a_revoked_secret_is_410_for_ever(app, released, bank) -> None:
    link = accounts.find_link(bank.secret, "portal")
    link_services.revoke(released.office.id, link.id, NOW)
    assert statuses(app, bank.secret) == {410}
    link_services.rename(released.office.id, link.id, "again")
    assert statuses(app, bank.secret) == {410}


def test_a_rotated_secret_is_410_and_its_successor_works(app, released, bank) -> None:
    link = accounts.find_link(bank.secret, "portal")
    new, secret = link_services.rotate(released.office.id, link.id, created_by=None, now=NOW)
    assert statuses(app, bank.secret) == {410}
    assert app.test_client().get(f"/p/{secret}/").status_code == 200
    assert (new.label, new.agency_id) == (link.label, link.agency_id)


@pytest.mark.parametrize("kind", ["feed", "count"])
def test_links_of_other_kinds_do_not_open_the_portal(app, released, kind) -> None:
    _link, secret = accounts.make_link(
        released.office.id, kind, "x", released.bank.id, event_id=released.first.id, now=NOW
    )
    assert statuses(app, secret) == {404}


def test_a_portal_secret_opens_nothing_else(app, bank) -> None:
    client = app.test_client()
    for address in (f"/feeds/{bank.secret}", f"/feeds/{bank.secret}.ics"):
        assert client.get(address).status_code == 404
    assert client.post(f"/count/{bank.secret}/entries", json={"entries": []}).status_code == 404


def test_another_agencys_things_are_404_on_every_address(app, released, call, ask) -> None:
    """The clinic is at the first event only; the bank's second event, invitation and goods are
    not its own, and neither is what was never released."""
    (invitation,) = ask(released.second, released.bank)
    bank, clinic = call(released.bank), call(released.clinic)
    bank.post(f"events/{released.first.id}/goods", kind="promo", name="Bags", quantity="5")
    ids = {"event_id": released.second.id, "invitation_id": invitation.id, "item_id": 1}
    own = {"portal.home", "portal.seen", "portal.invitations", "portal.days", "portal.save_days",
           "portal.about", "portal.save_about", "portal.calendar", "portal.make_calendar",
           "portal.calendar_file"}  # fmt: skip
    checked = 0
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("portal.") or rule.endpoint in own:
            continue
        address = app.url_map.bind("localhost").build(
            rule.endpoint,
            {name: ids.get(name, clinic.secret) for name in rule.arguments},
        )
        for method in rule.methods - {"OPTIONS"}:
            assert clinic.client.open(address, method=method).status_code == 404, address
            checked += 1
    assert checked == 19
    mine = f"events/{released.first.id}/goods/1"
    assert clinic.client.get(clinic.address(mine)).status_code == 404
    assert clinic.client.post(clinic.address(f"{mine}/delete")).status_code == 404
    assert bank.client.get(bank.address(mine)).status_code == 200


def test_an_event_that_no_release_holds_is_404(season, call) -> None:
    phone = call(season.bank)
    for path in ("", "/run-sheet", "/counts", "/goods", "/place.geojson"):
        phone.get(f"events/{season.first.id}{path}", 404)
    season.release()
    phone.get(f"events/{season.first.id}")


def test_the_token_is_the_links_own(app, released, call) -> None:
    bank, clinic = call(released.bank), call(released.clinic)
    links = {link.agency_id: link for link in db.session.scalars(select(SecretLink))}
    token, other = (token_of(links[row.id]) for row in (released.bank, released.clinic))
    assert f'name="portal_token" value="{token}"' in bank.get("days")
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        posts = [
            address
            for method, address in every_address(app, bank.secret, event_id=released.first.id)
            if method == "POST"
        ]
        assert len(posts) == 9
        for address in posts:
            for form in ({}, {"portal_token": other}, {"portal_token": "x.y"}):
                response = bank.client.post(address, data=form)
                assert response.status_code == 400, address
                assert "The form had expired" in response.text
                assert bank.secret not in response.text
        bank.post("seen", portal_token=token)
        clinic.post("seen", portal_token=other)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_a_form_works_without_a_cookie_and_over_tls(app, released, bank) -> None:
    """A page without a Referer sends none, which the cookie's token would insist on."""
    link = accounts.find_link(bank.secret, "portal")
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        response = app.test_client(use_cookies=False).post(
            bank.address("seen"),
            data={"portal_token": token_of(link)},
            base_url="https://localhost",
        )
        assert response.status_code == 303
        assert "Set-Cookie" not in response.headers
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_a_member_of_staff_sees_there_what_the_agency_sees(released, bank, sign_in) -> None:
    browser = sign_in("administrator")
    page = browser.get(bank.address()).text
    assert "Sign out" not in page and "Staff sign-in" not in page
    assert "Bank" in page


def test_a_change_is_in_the_access_log_by_its_link(released, bank) -> None:
    bank.post("seen")
    record = db.session.scalars(select(AccessRecord)).one()
    link = accounts.find_link(bank.secret, "portal")
    assert (record.action, record.link_id, record.user_id) == ("portal.seen", link.id, None)
    assert (record.subject, record.office_id) == ("", released.office.id)


def test_the_secret_reaches_no_log(released, bank, caplog) -> None:
    with caplog.at_level(logging.DEBUG):
        bank.get()
        bank.get(f"events/{released.first.id}")
        bank.get("nothing", 404)
        bank.post("days", 422)
        bank.client.get("/p/unknown-secret/")
    lines = [row.getMessage() for row in caplog.records]
    assert any("GET /p/<secret>/ 200" in line for line in lines)
    assert not any(bank.secret in line or "unknown-secret" in line for line in lines)


def test_the_address_without_its_end_leads_to_the_page(bank) -> None:
    response = bank.client.get(f"/p/{bank.secret}")
    assert response.status_code == 308
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_a_link_may_not_ask_without_end(tmp_path) -> None:
    address = f"sqlite:///{tmp_path / 'limits.db'}"
    settings = Settings(instance_path=tmp_path, database_url=address, secret_key="k", testing=True)
    try:
        limited = create_app(settings)
        with limited.app_context():
            db.create_all()
        client = limited.test_client()
        paths = ("/p/one/", "/p/one/days", "/p/one/calendar")  # one allowance for all pages
        found = [client.get(paths[n % 3]).status_code for n in range(121)]
        assert found == [404] * 120 + [429]
        refused = client.get("/p/one/")
        assert refused.status_code == 429
        assert refused.headers["Referrer-Policy"] == "no-referrer"
        assert client.get("/p/another/").status_code == 404
        with limited.app_context():
            db.engine.dispose()
    finally:
        limiter.reset()
        limiter.enabled = False
