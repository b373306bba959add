"""The people of an office: added, changed, shut out; rows of another office do not exist."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from planner.accounts import services
from planner.accounts.models import User, UserSession
from planner.extensions import db
from tests.factories import make_office, make_user


@pytest.fixture
def admin(sign_in):
    return sign_in("administrator")


def shown_password(page: str) -> str:
    return re.search(r'id="new-password"[^>]*>([^<]+)<', page).group(1)


def test_a_new_person_gets_a_random_password_shown_once(admin, office):
    response = admin.post(
        "/users/new", data={"email": "Lee@example.org", "name": "Lee", "role": "recorder"}
    )
    assert response.status_code == 200 and response.headers["Cache-Control"] == "no-store"
    password = shown_password(response.text)
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password)
    user = db.session.scalars(select(User).where(User.email == "lee@example.org")).one()
    assert (user.office_id, user.role, user.must_change_password) == (office.id, "recorder", True)
    assert services.authenticate(user.email, password, ip="", now=datetime.now(UTC)) is user
    assert password not in admin.get("/users").text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"email": "nonsense", "role": "viewer"}, "This is not an e-mail address."),
        ({"email": "", "role": "viewer"}, "Type an e-mail."),
        ({"email": "taken@example.org", "role": "viewer"}, "with this e-mail already"),
        ({"email": "a@example.org", "role": "king"}, "Not a valid choice."),
    ],
)
def test_a_person_that_cannot_be_added(admin, values, sentence):
    make_user(make_office(), email="taken@example.org")
    before = len(db.session.scalars(select(User)).all())
    response = admin.post("/users/new", data=values)
    assert response.status_code == 422 and sentence in response.text
    assert f'value="{values["email"]}"' in response.text
    assert len(db.session.scalars(select(User)).all()) == before


def test_people_are_listed_without_a_query_each(admin, office, count_queries):
    numbers = []
    for _ in range(2):
        with count_queries() as statements:
            page = admin.get("/users").text
        numbers.append(len(statements))
        make_user(office, active=False)
        make_user(office, must_change_password=True)
    assert numbers[0] == numbers[1] <= 4
    assert page.count("<tr>") == 1 + 3


def test_name_and_role_are_changed(admin, office):
    user = make_user(office, role="viewer")
    response = admin.post(
        f"/users/{user.id}", data={"name": "Choi", "role": "organizer", "version": "1"}
    )
    assert response.status_code == 303
    assert (user.name, user.role, user.version) == ("Choi", "organizer", 2)


def test_a_stale_form_is_shown_the_difference_and_saves_nothing(admin, office):
    user = make_user(office, name="Before", role="viewer", version=2)
    values = {"name": "Mine", "role": "viewer", "version": "1"}
    response = admin.post(f"/users/{user.id}", data=values)
    assert response.status_code == 409
    assert "Mine" in response.text and "Before" in response.text
    assert user.name == "Before"
    assert admin.post(f"/users/{user.id}", data={**values, "version": "2"}).status_code == 303


def test_the_own_role_and_account_are_left_to_others(admin, office):
    own = db.session.scalars(select(User).where(User.role == "administrator")).one()
    response = admin.post(f"/users/{own.id}", data={"name": "Me", "role": "viewer", "version": "1"})
    assert response.status_code == 422
    assert "Another administrator must change your own role." in response.text
    admin.post(f"/users/{own.id}/deactivate")
    assert own.active and own.role == "administrator"


def test_a_person_is_shut_out_and_let_in_again(app, admin, office, sign_in):
    theirs = sign_in("viewer")
    user = db.session.scalars(select(User).where(User.role == "viewer")).one()
    assert theirs.get("/account").status_code == 200
    assert admin.post(f"/users/{user.id}/deactivate").status_code == 303
    assert theirs.get("/account").status_code == 302
    row = db.session.scalars(select(UserSession).where(UserSession.user_id == user.id)).one()
    assert row.revoked_at is not None
    admin.post(f"/users/{user.id}/activate")
    assert user.active and theirs.get("/account").status_code == 302


def test_a_reset_password_is_shown_once_and_ends_all_sign_ins(admin, office, sign_in):
    theirs = sign_in("viewer")
    user = db.session.scalars(select(User).where(User.role == "viewer")).one()
    response = admin.post(f"/users/{user.id}/password")
    password = shown_password(response.text)
    assert response.headers["Cache-Control"] == "no-store"
    assert user.must_change_password and theirs.get("/account").status_code == 302
    assert services.authenticate(user.email, password, ip="", now=datetime.now(UTC)) is user


@pytest.mark.parametrize("path", ["", "/deactivate", "/password"])
def test_people_of_another_office_do_not_exist(admin, path):
    stranger = make_user(make_office())
    assert admin.post(f"/users/{stranger.id}{path}", data={}).status_code == 404
    assert admin.get(f"/users/{stranger.id}").status_code == 404
    assert stranger.email not in admin.get("/users").text
    assert stranger.active and stranger.password_hash == "!"


@pytest.mark.parametrize("number", ["0", "-1", "2147483648", "99999999999999999999", "x"])
def test_ids_that_no_table_holds_are_not_found(admin, number):
    assert admin.get(f"/users/{number}").status_code == 404
