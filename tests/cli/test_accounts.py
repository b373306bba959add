"""`users`, `office`, `access-log`: results and one clear line for each fault."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from planner.accounts import services
from planner.accounts.models import AccessRecord, Office, User
from planner.cli.accounts import access_log, office, users
from planner.extensions import db
from tests.factories import make_office, make_user

PASSWORD = "a long enough sentence"


@pytest.fixture
def run(app):
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    runner = app.test_cli_runner()

    def invoke(group, *arguments, text=None):
        return runner.invoke(group, arguments, input=text)

    yield invoke
    app.config["BABEL_DEFAULT_LOCALE"] = "ko"


def test_a_person_is_added_with_a_password_from_standard_input(run):
    make_office(code="seocho")
    result = run(
        users, "add", "Kim@example.org", "--office", "seocho", "--role", "organizer",
        "--password-stdin", "--name", "Kim", text=PASSWORD + "\n",
    )  # fmt: skip
    assert (result.exit_code, result.output) == (0, "kim@example.org added\n")
    user = db.session.scalars(select(User)).one()
    assert (user.role, user.name, user.must_change_password) == ("organizer", "Kim", False)
    assert services.authenticate(user.email, PASSWORD, ip="", now=datetime.now(UTC)).id == user.id


def test_without_a_password_a_random_one_is_printed(run):
    make_office(code="seocho")
    result = run(users, "add", "k@example.org", "--office", "seocho", "--role", "viewer")
    email, password = result.output.split()
    assert email == "k@example.org" and len(password) == 19
    assert db.session.scalars(select(User)).one().must_change_password


@pytest.mark.parametrize(
    ("arguments", "text", "line"),
    [
        (("a@b.c", "--office", "nowhere", "--role", "viewer"), None, "no office 'nowhere'"),
        (("a@b.c", "--office", "seocho", "--role", "king"), None, "Choose one of the roles"),
        (("nonsense", "--office", "seocho", "--role", "viewer"), None, "not an e-mail address"),
        (
            ("a@b.c", "--office", "seocho", "--role", "viewer", "--password-stdin"),
            "short\n",
            "at least 12 characters",
        ),
    ],
)
def test_a_fault_is_one_clear_line(run, arguments, text, line):
    make_office(code="seocho")
    result = run(users, "add", *arguments, text=text)
    assert result.exit_code == 2
    assert result.stderr.startswith("planner: ") and line in result.stderr
    assert result.stderr.count("\n") == 1
    assert db.session.scalars(select(User)).all() == []


def test_people_are_listed(run):
    home = make_office(code="seocho")
    make_user(home, email="b@example.org", name="B", active=False, role="viewer")
    make_user(home, email="a@example.org", name="A")
    assert run(users, "list").output.splitlines() == [
        "a@example.org\tseocho\torganizer\tactive\tA",
        "b@example.org\tseocho\tviewer\tdeactivated\tB",
    ]


def test_a_forgotten_password_is_replaced(run, client):
    user = make_user(make_office(), email="kim@example.org")
    token = services.start_session(user, now=datetime.now(UTC))
    email, password = run(users, "password", "Kim@example.org").output.split()
    assert email == "kim@example.org" and user.must_change_password
    assert services.authenticate(email, password, ip="", now=datetime.now(UTC)).id == user.id
    with client.session_transaction() as session:
        session["token"] = token
    assert client.get("/account").status_code == 302
    given = run(users, "password", "kim@example.org", "--password-stdin", text=PASSWORD + "\n")
    assert given.output == "kim@example.org changed\n" and not user.must_change_password
    short = run(users, "password", "kim@example.org", "--password-stdin", text="short\n")
    assert short.exit_code == 2 and "at least 12 characters" in short.stderr
    nobody = run(users, "password", "nobody@example.org")
    assert (nobody.exit_code, nobody.stderr) == (
        2, "planner: there is no account 'nobody@example.org'\n",
    )  # fmt: skip


def test_the_first_account_is_made_once(run):
    first = run(users, "first")
    email, password = first.output.split()
    user = db.session.scalars(select(User)).one()
    assert (email, user.role, user.must_change_password) == (
        "admin@localhost", "administrator", True,
    )  # fmt: skip
    assert db.session.scalars(select(Office.code)).all() == ["office"]
    assert services.authenticate(email, password, ip="", now=datetime.now(UTC)).id == user.id
    assert run(users, "first").output == ""


def test_the_first_account_belongs_to_the_city_where_there_is_one(app, now):
    make_office(code="a")
    city = make_office(code="z", kind="city")
    assert services.first_account(now)[0].office_id == city.id


def test_an_office_is_added_below_its_city(run):
    assert run(office, "add", "seoul", "Seoul", "--kind", "city").output == "seoul added\n"
    assert run(office, "add", "seocho", "Seocho", "--parent", "seoul").exit_code == 0
    rows = db.session.scalars(select(Office).order_by(Office.id)).all()
    assert [(row.code, row.kind, row.parent_id) for row in rows] == [
        ("seoul", "city", None),
        ("seocho", "district", rows[0].id),
    ]
    taken = run(office, "add", "seocho", "Again")
    assert taken.exit_code == 2 and "Another office has this code." in taken.stderr
    assert run(office, "list").output == "seocho\tdistrict\tSeocho\nseoul\tcity\tSeoul\n"


def test_the_access_log_is_pruned(run, office):
    old = datetime(2020, 1, 1, tzinfo=UTC)
    db.session.add(AccessRecord(at=old, action="x", office_id=office.id))
    db.session.commit()
    assert run(access_log, "prune").output == "1 deleted\n"
