"""The open form of an agency that would like to take part: no account, no leak, no flood."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from planner import create_app
from planner.extensions import db, limiter
from planner.letters import application_services
from planner.letters.models import Application
from planner.settings import Settings
from tests import factories as make
from tests.feeds.seasons import publish, released

FORM = {
    "name": "서초 법률나눔 ",
    "category": "private",
    "staff_per_day": "2",
    "needs_private": "y",
    "weekday_numbers": ["1", "3"],
    "contact": "김담당",
    "phone": "02-3707-9167",
    "email": "desk@example.org",
    "note": "화요일이 좋습니다.\n목요일도 됩니다.",
    "consent": "y",
    "homepage": "",
}


@pytest.fixture
def browser(client: Any) -> Any:
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def path(office: Any) -> str:
    return f"/apply/{office.code}"


def kept() -> list[Application]:
    db.session.rollback()
    return list(db.session.scalars(select(Application).order_by(Application.id)))


def test_the_form_asks_nothing_about_residents(browser: Any, office: Any, path: str) -> None:
    make.make_field(office, name="법률", name_en="Law")
    make.make_field(make.make_office(), name="Elsewhere")
    page = browser.get(path).text
    assert "<h1>Take part as an agency</h1>" in page
    assert "Law" in page and "Elsewhere" not in page
    assert "Council" not in page
    names = set(re.findall(r'name="(\w+)"', page.split("<main")[1]))
    assert names == {
        "name", "category", "field_ids", "staff_per_day", "needs_power", "needs_water",
        "needs_private", "needs_step_free", "weekday_numbers", "contact", "phone", "email",
        "note", "consent", "homepage",
    }  # fmt: skip
    assert "90 days after an application is declined" in page


def test_an_application_is_kept_for_the_organizer(browser: Any, office: Any, path: str) -> None:
    law = make.make_field(office, name="법률")
    foreign = make.make_field(make.make_office())
    answer = browser.post(path, data={**FORM, "field_ids": [str(law.id)]})
    assert (answer.status_code, answer.location) == (303, f"{path}/done")
    row = kept()[0]
    assert (row.office_id, row.name, row.state, row.weekdays) == (
        office.id, "서초 법률나눔", "waiting", "0101000",
    )  # fmt: skip
    assert (row.contact, row.phone, row.email) == ("김담당", "02-3707-9167", "desk@example.org")
    assert (row.needs_private, row.needs_power, row.staff_per_day) == (True, False, 2)
    assert row.note == "화요일이 좋습니다.\n목요일도 됩니다."
    assert [field.name for field in row.fields] == ["법률"]
    wrong = browser.post(path, data={**FORM, "field_ids": [str(foreign.id)]})
    assert wrong.status_code == 422


def test_the_answer_does_not_tell_what_is_known(browser: Any, office: Any, path: str) -> None:
    make.make_agency(office, name="서초 법률나눔")
    pages = []
    for _ in range(2):
        answer = browser.post(path, data=FORM)
        pages.append((answer.status_code, answer.location, browser.get(answer.location).text))
    assert pages[0] == pages[1]
    assert "서초 법률나눔" not in pages[0][2] and "desk@example.org" not in pages[0][2]
    assert browser.get(f"{path}/done").text == pages[0][2]
    assert len(kept()) == 2


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": " "}, "Type a name."),
        ({"name": "x" * 121}, "Field cannot be longer than 120 characters."),
        ({"category": "council"}, "Not a valid choice"),
        ({"staff_per_day": "0"}, "Number must be between 1 and 50."),
        ({"staff_per_day": "many"}, "Not a valid integer value."),
        ({"weekday_numbers": []}, "Choose at least one weekday."),
        ({"weekday_numbers": ["9"]}, "is not a valid choice"),
        ({"contact": ""}, "Type a name."),
        ({"phone": "call me"}, "Write it as 02-3707-9167."),
        ({"email": "a@b.kr, c@d.kr"}, "Write it as name@example.org."),
        ({"email": "a@b.kr\nBcc: c@d.kr"}, "Write it as name@example.org."),
        ({"note": "x" * 501}, "Field cannot be longer than 500 characters."),
        ({"consent": ""}, "Without this we cannot get in touch."),
        ({"field_ids": ["999999"]}, "is not a valid choice"),
    ],
)
def test_bad_input_keeps_what_was_typed(
    browser: Any, path: str, values: dict[str, Any], sentence: str
) -> None:
    answer = browser.post(path, data={**FORM, **values})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "화요일이 좋습니다." in answer.text or "note" in values
    assert kept() == []


def test_a_machine_that_fills_in_everything_gains_nothing(browser: Any, path: str) -> None:
    answer = browser.post(path, data={**FORM, "homepage": "https://spam.example"})
    assert (answer.status_code, answer.location) == (303, f"{path}/done")
    assert kept() == []


def test_too_much_is_refused_unread(browser: Any, path: str) -> None:
    for data in ({**FORM, "note": "x" * 70_000}, {**FORM, "more": "x" * 5_000_000}):
        answer = browser.post(path, data=data)
        assert answer.status_code == 413
        assert "What was sent is too large." in answer.text
    assert kept() == []


def test_a_closed_form(browser: Any, office: Any, path: str) -> None:
    office.takes_applications = False
    db.session.commit()
    page = browser.get(path)
    assert page.status_code == 200
    assert "The office takes no applications at the moment" in page.text
    assert '<form method="post" action="/apply' not in page.text
    assert browser.post(path, data=FORM).status_code == 422
    assert kept() == []
    assert "No office takes applications" in browser.get("/apply").text


def test_no_more_than_can_be_read(
    browser: Any, office: Any, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_services, "MOST_WAITING", 1)
    assert browser.post(path, data=FORM).status_code == 303
    answer = browser.post(path, data=FORM)
    assert answer.status_code == 422
    assert "So many applications wait" in answer.text
    office.phone = "02-2155-0000"
    db.session.commit()
    assert "Please call 02-2155-0000." in browser.post(path, data=FORM).text
    assert len(kept()) == 1


def test_which_offices_take_applications(browser: Any, office: Any) -> None:
    answer = browser.get("/apply")
    assert (answer.status_code, answer.location) == (302, f"/apply/{office.code}")
    make.make_office(name="Closed", takes_applications=False)
    other = make.make_office(name="Another")
    page = browser.get("/apply").text
    assert f'href="/apply/{other.code}"' in page and f'href="/apply/{office.code}"' in page
    assert "Closed" not in page
    assert browser.get("/apply/nowhere").status_code == 404
    assert browser.post("/apply/nowhere", data=FORM).status_code == 404
    assert browser.get("/apply/nowhere/done").status_code == 404


def test_an_expired_form_keeps_what_was_typed(app: Flask, browser: Any, path: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = browser.post(path, data=FORM)
        assert answer.status_code == 422
        assert "The form had expired." in answer.text
        assert 'value="김담당"' in answer.text
        assert kept() == []
        token = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', answer.text)
        assert token is not None
        again = browser.post(path, data={**FORM, "csrf_token": token[1]})
        assert again.status_code == 303
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert len(kept()) == 1


def test_one_connection_may_not_send_without_end(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'limits.db'}"
    settings = Settings(
        instance_path=tmp_path,
        database_url=address,
        secret_key="k",
        testing=True,
        extra={"WTF_CSRF_ENABLED": False},
    )
    try:
        limited = create_app(settings)
        with limited.app_context():
            db.create_all()
            code = make.make_office().code
        client = limited.test_client()
        client.set_cookie("locale", "en")
        statuses = [client.post(f"/apply/{code}", data=FORM).status_code for _ in range(11)]
        assert statuses == [303] * 10 + [429]
        refused = client.post(f"/apply/{code}", data=FORM)
        assert "Too many applications came from your connection." in refused.text
        assert 'value="김담당"' in refused.text
        assert refused.headers["Cache-Control"] == "no-store"
        with limited.app_context():
            assert db.session.scalar(select(func.count(Application.id))) == 10
            db.session.remove()
            db.engine.dispose()
    finally:
        limiter.reset()
        limiter.enabled = False


def test_typed_text_is_text(browser: Any, path: str) -> None:
    nasty = "<script>alert(1)</script>{{7*7}}"
    answer = browser.post(path, data={**FORM, "name": nasty, "note": nasty, "consent": ""})
    assert "<script>alert" not in answer.text and "{{7*7}}" in answer.text


def test_the_residents_page_leads_here_while_the_form_is_open(browser: Any, office: Any) -> None:
    publish(office, released())
    assert f'href="/apply/{office.code}"' in browser.get("/").text
    office.takes_applications = False
    db.session.commit()
    assert "/apply/" not in browser.get("/").text


def test_nobody_is_logged_by_name(browser: Any, path: str, caplog: Any) -> None:
    with caplog.at_level("DEBUG"):
        browser.post(path, data=FORM)
    assert not [row for row in caplog.records if "김담당" in row.getMessage()]
