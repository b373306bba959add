"""What agencies ask to change is confirmed or refused; of days off the office takes note."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from planner.accounts import services as accounts
from planner.extensions import db
from planner.portal import request_services
from planner.portal.models import AgencyRequest
from tests import factories as make
from tests.portal.conftest import words_of
from tests.portal.seasons import after, today


@pytest.fixture
def wish(season, call) -> Any:
    """`wish(staff_per_day=3)`: the bank asks for a change; its open requests."""
    phone = call(season.bank)
    link = accounts.find_link(phone.secret, "portal")

    def make_wish(**values: Any) -> list[AgencyRequest]:
        terms = {**request_services.terms_of(season.bank), **values}
        request_services.ask_changes(season.bank, terms, link=link, now=datetime.now(UTC))
        rows = db.session.scalars(select(AgencyRequest).where(AgencyRequest.state == "open"))
        return list(rows)

    return make_wish


@pytest.fixture
def notice(season, call) -> AgencyRequest:
    """The bank cannot come in two days."""
    link = accounts.find_link(call(season.bank).secret, "portal")
    request_services.take_days_off(
        season.bank, today(), after(30), {after(2)}, reason="", version=season.bank.version,
        link=link, now=datetime.now(UTC), today=today(),
    )  # fmt: skip
    return db.session.scalars(select(AgencyRequest)).one()


def test_before_and_after_are_shown_and_confirming_puts_them_into_force(
    season, sign_in, wish
) -> None:
    (row,) = wish(fields=[season.debt.id])
    browser = sign_in()
    page = words_of(browser.get("/agency-requests").text)
    assert "Counselling fields Law, Debt Debt" in page
    response = browser.post(
        f"/agency-requests/{row.id}",
        data={"decision": "grant", "version": "1", "reply": "Thank you"},
        follow_redirects=True,
    )
    assert "Saved; the agency sees it." in response.text and "Decided lately" in response.text
    assert [field.id for field in season.bank.fields] == [season.debt.id]
    assert (row.state, row.reply, season.bank.version) == ("accepted", "Thank you", 2)
    assert row.decided_by_id is not None


def test_each_kind_is_decided_by_itself_and_refusing_changes_nothing(
    season, sign_in, wish, call
) -> None:
    staff, needs = wish(staff_per_day=5, needs_water=True, noise="quiet")
    browser = sign_in()
    page = words_of(browser.get("/agency-requests").text)
    assert "Water does not need it needs it" in page and "Noise Ordinary Needs quiet" in page
    browser.post(f"/agency-requests/{needs.id}", data={"decision": "grant", "version": "1"})
    browser.post(
        f"/agency-requests/{staff.id}",
        data={"decision": "refuse", "version": "1", "reply": "Too many"},
    )
    bank = season.bank
    assert (bank.needs_water, bank.noise, bank.staff_per_day) == (True, "quiet", 2)
    told = words_of(call(bank).get("about"))
    assert "Not confirmed" in told and "Too many" in told


def test_a_field_that_the_office_gave_up_is_left_out(season, sign_in, wish) -> None:
    extra = make.make_field(season.office, name_en="Extra")
    (row,) = wish(fields=[season.law.id, extra.id])
    db.session.delete(extra)
    db.session.commit()
    browser = sign_in()
    assert browser.get("/agency-requests").status_code == 200
    browser.post(f"/agency-requests/{row.id}", data={"decision": "grant", "version": "1"})
    assert [field.id for field in season.bank.fields] == [season.law.id]


@pytest.mark.parametrize("version", ["0", "2", "", "x"])
def test_a_stale_decision_is_409(season, sign_in, wish, version) -> None:
    (row,) = wish(staff_per_day=5)
    response = sign_in().post(
        f"/agency-requests/{row.id}", data={"decision": "grant", "version": version}
    )
    assert response.status_code == 409
    assert "changed this meanwhile" in response.text
    assert season.bank.staff_per_day == 2


def test_a_wish_that_was_replaced_can_no_longer_be_confirmed(season, sign_in, wish) -> None:
    (old,) = wish(staff_per_day=5)
    (new,) = wish(staff_per_day=4)
    response = sign_in().post(
        f"/agency-requests/{old.id}", data={"decision": "grant", "version": "2"}
    )
    assert (response.status_code, season.bank.staff_per_day) == (409, 2)
    assert new.id != old.id


@pytest.mark.parametrize(
    "form",
    [{}, {"decision": "perhaps"}, {"decision": "grant", "reply": "x" * 201},
     {"decision": "grant", "reply": "call 010-1234-5678"}],
)  # fmt: skip
def test_a_bad_decision_is_422(season, sign_in, wish, form) -> None:
    (row,) = wish(staff_per_day=5)
    response = sign_in().post(f"/agency-requests/{row.id}", data={"version": "1", **form})
    assert response.status_code == 422
    assert (row.state, season.bank.staff_per_day) == ("open", 2)


def test_days_off_are_noted(season, sign_in, notice) -> None:
    browser = sign_in()
    page = words_of(browser.get("/agency-requests").text)
    assert "New days off 1" in page and after(2).isoformat() in page
    assert "1 told new days off" in words_of(browser.get("/home").text)
    stale = browser.post(f"/agency-requests/{notice.id}/seen", data={"version": "9"})
    assert (stale.status_code, notice.state) == (409, "taken")
    assert (
        browser.post(f"/agency-requests/{notice.id}/seen", data={"version": "1"}).status_code == 303
    )
    assert notice.state == "seen"
    assert "No agency has told new days off." in browser.get("/agency-requests").text


def test_a_notice_is_no_wish(season, sign_in, notice) -> None:
    response = sign_in().post(
        f"/agency-requests/{notice.id}", data={"decision": "grant", "version": "1"}
    )
    assert response.status_code == 409


def test_who_may_decide(season, sign_in, wish, notice) -> None:
    (row,) = wish(staff_per_day=5)
    viewer = sign_in("viewer")
    assert viewer.get("/agency-requests").status_code == 200
    assert "Confirm" not in viewer.get("/agency-requests").text
    for path in (f"/agency-requests/{row.id}", f"/agency-requests/{notice.id}/seen"):
        form = {"decision": "grant", "version": "1"}
        assert viewer.post(path, data=form).status_code == 403
        assert sign_in("organizer", make.make_office()).post(path, data=form).status_code == 404
    assert season.bank.staff_per_day == 2


def test_another_offices_requests_are_not_listed(season, sign_in, wish) -> None:
    wish(staff_per_day=5)
    page = sign_in("organizer", make.make_office()).get("/agency-requests").text
    assert "Bank" not in page and "Nothing waits to be confirmed." in page


def test_the_list_has_no_query_a_request(season, sign_in, call, count_queries) -> None:
    browser = sign_in()
    numbers = []
    for size in (1, 4):
        for agency in [make.make_agency(season.office, (season.law,)) for _ in range(size)]:
            link = accounts.find_link(call(agency).secret, "portal")
            terms = {**request_services.terms_of(agency), "staff_per_day": 7, "fields": []}
            request_services.ask_changes(agency, terms, link=link, now=datetime.now(UTC))
        with count_queries() as statements:
            assert browser.get("/agency-requests").status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] == 5
