"""Signing in: refusals, the throttle, fixation, safe redirects, CSRF."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import url_for
from flask.testing import FlaskClient
from sqlalchemy import select

from planner.accounts import services
from planner.accounts.models import AccessRecord, SignInAttempt, UserSession
from planner.accounts.sessions import authenticate
from planner.errors import Refused
from planner.extensions import db
from planner.security import secret_hash

PASSWORD = "a long enough sentence"


@pytest.fixture
def person(office):
    user, _ = services.create_user(
        office,
        email="Kim@Example.org ",
        name="Kim",
        role="organizer",
        password=PASSWORD,
        now=datetime(2023, 5, 1, tzinfo=UTC),
    )
    return user


def send(client: FlaskClient, email="kim@example.org", password=PASSWORD, **more):
    client.set_cookie("locale", "en")
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def token_of(client: FlaskClient):
    with client.session_transaction() as session:
        return session.get("token")


def test_the_right_password_signs_in_and_stores_only_a_hash(client, person):
    response = send(client, " KIM@example.org")
    assert response.status_code == 303
    token = token_of(client)
    row = db.session.scalars(select(UserSession)).one()
    assert row.token_hash == secret_hash(token) and token not in row.token_hash
    assert row.user_id == person.id and row.ip == "127.0.0.1"
    assert row.expires_at - row.created_at == timedelta(hours=12)
    assert db.session.scalars(select(AccessRecord.action)).all() == ["sign-in"]
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("email", "password"),
    [("kim@example.org", "wrong one entirely"), ("nobody@example.org", PASSWORD)],
)
def test_a_wrong_password_and_an_unknown_person_read_the_same(client, person, email, password):
    response = send(client, email, password)
    assert response.status_code == 422
    assert "The e-mail or the password is not right." in response.text
    assert f'value="{email}"' in response.text and password not in response.text
    assert token_of(client) is None


def test_a_deactivated_person_cannot_sign_in(client, person):
    person.active = False
    db.session.commit()
    assert send(client).status_code == 422


def test_unknown_people_cost_a_hash_too(app, office, monkeypatch):
    from planner.accounts import passwords

    verified = []
    original = passwords._in_turn
    monkeypatch.setattr(
        passwords, "_in_turn", lambda *args: verified.append(args[0]) or original(*args)
    )
    with pytest.raises(Refused):
        authenticate("nobody@example.org", "x", ip="", now=datetime.now(UTC))
    assert len(verified) == 1


def test_hashing_uses_argon2id_with_19_mib(app, monkeypatch):
    from planner.accounts.passwords import hash_password, needs_rehash, password_matches

    cheap = hash_password(PASSWORD)
    monkeypatch.setitem(app.config, "PASSWORD_HASH_COST", None)
    stored = hash_password(PASSWORD)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert password_matches(stored, PASSWORD) and not password_matches(stored, PASSWORD + "x")
    assert needs_rehash(cheap) and not needs_rehash(stored)
    assert not password_matches("!", PASSWORD)


def test_a_full_queue_of_hashes_answers_busy(client, person, monkeypatch):
    from planner.accounts import passwords

    class Full:
        def acquire(self, timeout):
            return False

    monkeypatch.setattr(passwords, "_turns", Full())
    response = send(client)
    assert response.status_code == 503
    assert "Many people are signing in right now." in response.text


def test_five_failures_of_an_e_mail_close_it_even_for_the_right_password(client, person):
    for _ in range(5):
        assert send(client, password="wrong").status_code == 422
    response = send(client)
    assert response.status_code == 429
    assert re.search(r"Wait 15 minutes, then try again\.", response.text)
    assert 0 < int(response.headers["Retry-After"]) <= 901
    assert token_of(client) is None


def test_twenty_failures_of_an_address_close_it(client, person):
    for n in range(20):
        assert send(client, f"somebody{n}@example.org", "wrong").status_code == 422
    assert send(client).status_code == 429


def test_the_throttle_opens_after_fifteen_minutes(app, person):
    start = datetime(2023, 5, 15, tzinfo=UTC)
    for _ in range(5):
        with pytest.raises(Refused, match="wrong"):
            authenticate("kim@example.org", "wrong", ip="10.0.0.1", now=start)
    with pytest.raises(Refused) as refused:
        authenticate("kim@example.org", PASSWORD, ip="10.0.0.1", now=start + timedelta(minutes=5))
    assert refused.value.code == "throttled"
    assert refused.value.data["wait"] == timedelta(minutes=10)
    later = start + timedelta(minutes=15)
    assert authenticate("kim@example.org", PASSWORD, ip="10.0.0.1", now=later).id == person.id


def test_a_sign_in_clears_the_failures_of_its_e_mail_only(client, person):
    send(client, "other@example.org", "wrong")
    for _ in range(4):
        send(client, password="wrong")
    assert send(client).status_code == 303
    kept = db.session.scalars(select(SignInAttempt.email_hash)).all()
    assert kept == [secret_hash("other@example.org")]


def test_a_failed_sign_in_is_in_the_access_log(client, person):
    send(client, password="wrong")
    record = db.session.scalars(select(AccessRecord)).one()
    assert (record.action, record.user_id, record.status) == ("sign-in-failed", person.id, 422)


def test_a_token_planted_before_the_sign_in_does_not_survive_it(client, person):
    with client.session_transaction() as session:
        session["token"] = "planted"
        session["other"] = "planted"
    send(client)
    with client.session_transaction() as session:
        assert session["token"] != "planted" and "other" not in session


def test_signing_in_twice_makes_two_tokens(client, app, person):
    send(client)
    other = app.test_client()
    send(other)
    assert token_of(client) != token_of(other)


def test_empty_fields_are_named(client, office):
    response = send(client, "", "")
    assert response.status_code == 422
    assert "Type your e-mail." in response.text and "Type your password." in response.text


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("/users?page=2", "/users?page=2"),
        ("https://evil.example/", ""),
        ("//evil.example/", ""),
        ("/\\evil.example", ""),
        ("/a\tb", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_next_leads_to_our_own_paths_only(app, client, person, target, place):
    response = send(client, next=target)
    assert response.status_code == 303
    with app.test_request_context():
        assert response.headers["Location"] == (place or url_for("campaigns.home"))


def test_a_guarded_page_leads_to_the_sign_in_and_back(client, person):
    response = client.get("/account?x=1")
    assert response.status_code == 302
    assert response.headers["Location"] == "/sign-in?next=/account?x%3D1"
    page = client.get(response.headers["Location"])
    assert 'name="next" value="/account?x=1"' in page.text


def test_signing_out_ends_the_session_on_the_server(client, person):
    send(client)
    token = token_of(client)
    response = client.post("/sign-out")
    assert response.status_code == 303 and response.headers["Location"] == "/"
    assert token_of(client) is None
    with client.session_transaction() as session:
        session["token"] = token  # a stolen copy of the cookie
    assert client.get("/account").status_code == 302


def test_signing_out_is_not_done_by_get(client, person):
    send(client)
    assert client.get("/sign-out").status_code == 405
    assert client.get("/account").status_code == 200


def test_without_a_csrf_token_nothing_is_changed(app, client, person, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    response = send(client)
    assert response.status_code == 400 and token_of(client) is None
    page = client.get("/sign-in")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text).group(1)
    assert send(client, csrf_token=token).status_code == 303
