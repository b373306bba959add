"""One's own account: name, language, password, sign-ins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from planner.accounts import services
from planner.accounts.models import User, UserSession
from planner.extensions import db
from planner.security import secret_hash
from tests.factories import make_user

OLD = "the old long sentence"
NEW = "the new long sentence"


@pytest.fixture
def kim(office):
    user, _ = services.create_user(
        office, email="kim@example.org", role="viewer", password=OLD, now=datetime.now(UTC)
    )
    return user


@pytest.fixture
def browser(app, kim):
    return enter(app, kim)


def enter(app, user, now=None):
    client = app.test_client()
    token = services.start_session(user, now=now or datetime.now(UTC), user_agent="Firefox")
    with client.session_transaction() as session:
        session["token"] = token
    client.set_cookie("locale", "en")
    return client


def change(client, current=OLD, new=NEW, again=None):
    return client.post(
        "/account/password", data={"current": current, "new": new, "again": again or new}
    )


def test_name_and_language_are_kept(browser, kim):
    response = browser.post("/account", data={"name": "Kim\u2027Lee", "locale": "en"})
    assert response.status_code == 303
    assert (kim.name, kim.locale) == ("Kim·Lee", "en")
    assert 'value="Kim·Lee"' in browser.get("/account").text


def test_a_name_that_is_too_long_is_given_back(browser, kim):
    response = browser.post("/account", data={"name": "x" * 81, "locale": "en"})
    assert response.status_code == 422 and "x" * 81 in response.text
    assert kim.name == ""


def test_the_password_changes_and_every_other_sign_in_ends(app, browser, kim):
    other = enter(app, kim)
    assert change(browser).status_code == 303
    assert browser.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    with pytest.raises(Exception, match="wrong"):
        services.authenticate(kim.email, OLD, ip="", now=datetime.now(UTC))
    assert services.authenticate(kim.email, NEW, ip="", now=datetime.now(UTC)).id == kim.id


@pytest.mark.parametrize(
    ("current", "new", "again", "sentence"),
    [
        ("not the old one", NEW, NEW, "This is not your current password."),
        (OLD, "short", "short", "Use at least 12 characters for the password."),
        (OLD, "x" * 201, "x" * 201, "Use at most 200 characters for the password."),
        (OLD, "kim@example.org", "kim@example.org", "The password must not be your e-mail."),
        (OLD, "password1234", "password1234", "Everybody tries this password first."),
        (OLD, "aaaaaaaaaaaaa", "aaaaaaaaaaaaa", "Everybody tries this password first."),
        (OLD, OLD, OLD, "The new password is the old one."),
        (OLD, NEW, NEW + "x", "The two new passwords differ."),
        ("", NEW, NEW, "Type your current password."),
    ],
)
def test_a_password_that_cannot_be_taken(browser, kim, current, new, again, sentence):
    before = kim.password_hash
    response = change(browser, current, new, again)
    assert response.status_code == 422 and sentence in response.text
    assert kim.password_hash == before


def test_guessing_the_current_password_is_throttled(browser, kim):
    for _ in range(5):
        assert change(browser, "not the old one").status_code == 422
    assert change(browser).status_code == 429


def test_a_given_password_is_changed_before_anything_else(app, kim):
    kim.must_change_password = True
    db.session.commit()
    browser = enter(app, kim)
    response = browser.get("/account/sessions")
    assert (response.status_code, response.headers["Location"]) == (302, "/account/password")
    assert browser.post("/account", data={"name": "x"}).status_code == 403
    assert "First, choose a password of your own" in browser.get("/account/password").text
    assert browser.get("/healthz").status_code == 200
    assert change(browser).status_code == 303
    assert browser.get("/account/sessions").status_code == 200


def test_sign_ins_are_listed_and_ended(app, browser, kim):
    other = enter(app, kim)
    assert browser.get("/account/sessions").text.count("Firefox") == 2
    row = db.session.scalars(select(UserSession).order_by(UserSession.id.desc())).first()
    assert browser.post(f"/account/sessions/{row.id}/revoke").status_code == 303
    assert other.get("/account").status_code == 302
    assert browser.get("/account/sessions").text.count("Firefox") == 1


def test_somebody_elses_sign_in_is_not_found(browser, office):
    other = make_user(office)
    services.start_session(other, now=datetime.now(UTC))
    row = db.session.scalars(select(UserSession).where(UserSession.user_id == other.id)).one()
    assert browser.post(f"/account/sessions/{row.id}/revoke").status_code == 404
    assert row.revoked_at is None


def test_ending_the_own_sign_in_leads_to_the_door(browser):
    row = db.session.scalars(select(UserSession)).one()
    response = browser.post(f"/account/sessions/{row.id}/revoke")
    assert response.headers["Location"] == "/sign-in"
    assert browser.get("/account").status_code == 302


def test_an_expired_session_is_worth_nothing(app, kim):
    late = enter(app, kim, now=datetime.now(UTC) - timedelta(hours=12, seconds=1))
    assert late.get("/account").status_code == 302
    fresh = enter(app, kim, now=datetime.now(UTC) - timedelta(hours=11, minutes=59))
    assert fresh.get("/account").status_code == 200


def test_a_deactivated_person_is_out_at_once(browser, kim):
    kim.active = False
    db.session.commit()
    assert browser.get("/account").status_code == 302


def test_a_made_up_token_is_worth_nothing(client, kim):
    for token in ("x", secret_hash("x"), 7, None):
        with client.session_transaction() as session:
            session["token"] = token
        assert client.get("/account").status_code == 302


def test_last_sight_is_written_every_five_minutes_at_most(app, kim, count_queries):
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    browser = enter(app, kim, now=hour_ago)
    row = db.session.scalars(select(UserSession)).one()
    assert row.last_seen_at == hour_ago
    browser.get("/account")
    seen = db.session.scalars(select(UserSession)).one().last_seen_at
    assert seen > hour_ago + timedelta(minutes=59)
    with count_queries() as statements:
        browser.get("/account")
    assert not [sql for sql in statements if sql.startswith("UPDATE")]
    assert len([sql for sql in statements if "user_session" in sql]) == 1


@pytest.mark.parametrize(
    ("target", "place"), [("/seasons/a", "/seasons/a"), ("https://evil.example", "/"), ("", "/")]
)
def test_the_language_works_signed_out_and_returns_to_our_own_path(client, office, target, place):
    response = client.post("/locale", data={"locale": "en", "next": target})
    assert (response.status_code, response.headers["Location"]) == (303, place)
    assert "locale=en" in response.headers["Set-Cookie"]
    assert 'lang="en"' in client.get("/sign-in").text


def test_the_language_is_remembered_with_the_person(browser, kim):
    browser.post("/locale", data={"locale": "ko"})
    assert db.session.get(User, kim.id).locale == "ko"
    assert '<html lang="ko">' in browser.get("/account").text


def test_an_unknown_language_changes_nothing(client, office):
    response = client.post("/locale", data={"locale": "xx"})
    assert response.status_code == 303 and "Set-Cookie" not in response.headers


def test_the_language_needs_a_token_of_a_signed_in_person_only(
    app, client, browser, kim, monkeypatch
):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert client.post("/locale", data={"locale": "en"}).status_code == 303
    assert browser.post("/locale", data={"locale": "ko"}).status_code == 400
    assert kim.locale == ""
