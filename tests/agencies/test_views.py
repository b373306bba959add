"""The directory and one agency's pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from planner.agencies import queries
from planner.extensions import db
from tests import factories as make

FORM = {
    "name": "신용회복위원회",
    "category": "public",
    "staff_per_day": "2",
    "noise": "",
    "max_events": "5",
    "max_per_week": "3",
    "weekday_numbers": ["0", "1", "2", "3", "4"],
    "needs_private": "y",
    "email": "desk@example.org",
}
SignIn = Callable[..., Any]


def test_the_directory_shows_and_finds(office: Any, sign_in: SignIn) -> None:
    law = make.make_field(office, name="법률", name_en="Law")
    make.make_agency(office, (law,), name="Bank", needs_power=True, phone="02-100-2000")
    make.make_agency(office, name="Hall", weekdays="1111100", synthetic=True)
    make.make_agency(make.make_office(), name="Elsewhere")
    browser = sign_in("viewer")
    page = browser.get("/agencies").text
    assert "<strong>2</strong> in all" in page
    assert "Bank" in page
    assert "Law (1)" in page
    assert "Made up" in page
    assert "02-100-2000" in page
    assert "Elsewhere" not in page
    assert "Add an agency" not in page
    found = browser.get(f"/agencies?name=ba&category=private&field={law.id}&day=2023-05-27").text
    assert "<strong>1</strong> in all" in found
    assert ">Hall</a>" not in found


@pytest.mark.parametrize(
    "query", ["field=x", "field=0", "field=99999999999", "day=never", "page=-1"]
)
def test_nonsense_in_the_address_does_not_restrict(
    office: Any, sign_in: SignIn, query: str
) -> None:
    make.make_agency(office)
    answer = sign_in("viewer").get(f"/agencies?{query}")
    assert answer.status_code == 200
    assert "<strong>1</strong> in all" in answer.text


def test_an_empty_directory_says_what_to_do(office: Any, sign_in: SignIn) -> None:
    assert "import your list" in sign_in().get("/agencies").text


def test_who_may_not_see_or_change(office: Any, sign_in: SignIn, client: Any) -> None:
    agency = make.make_agency(office)
    foreign = make.make_agency(make.make_office())
    assert client.get("/agencies").status_code == 302
    assert client.post("/agencies/new", data=FORM).status_code == 401
    assert sign_in("recorder").get("/agencies").status_code == 403
    viewer = sign_in("viewer")
    assert viewer.get(f"/agencies/{agency.id}").status_code == 200
    assert viewer.get("/agencies/new").status_code == 403
    assert viewer.post(f"/agencies/{agency.id}/delete").status_code == 403
    organizer = sign_in()
    for path in ("", "/edit", "/availability"):
        assert organizer.get(f"/agencies/{foreign.id}{path}").status_code == 404
    assert organizer.post(f"/agencies/{foreign.id}/delete").status_code == 404
    assert organizer.get("/agencies/99999999999").status_code == 404


def test_an_agency_is_added_and_edited(office: Any, sign_in: SignIn) -> None:
    debt = make.make_field(office, name="금융")
    browser = sign_in()
    answer = browser.post("/agencies/new", data={**FORM, "field_ids": [debt.id]})
    assert answer.status_code == 303
    agency = queries.agencies(office.id)[0]
    assert (agency.category, agency.weekdays, agency.needs_private) == ("public", "1111100", True)
    assert [field.name for field in agency.fields] == ["금융"]
    page = browser.get(f"/agencies/{agency.id}/edit").text
    assert 'value="desk@example.org"' in page
    answer = browser.post(
        f"/agencies/{agency.id}/edit", data={**FORM, "version": "1", "staff_per_day": "4"}
    )
    assert answer.status_code == 303
    db.session.expire_all()
    assert (agency.staff_per_day, agency.version, list(agency.fields)) == (4, 2, [])


def test_bad_input_keeps_what_was_typed(office: Any, sign_in: SignIn) -> None:
    make.make_agency(office, name="신용회복위원회")
    browser = sign_in()
    wrong = {**FORM, "name": "새 기관", "staff_per_day": "0", "email": "nobody"}
    wrong["weekday_numbers"] = []
    answer = browser.post("/agencies/new", data=wrong)
    assert answer.status_code == 422
    assert "Number must be between 1 and 99." in answer.text
    assert "Write it as name@example.org." in answer.text
    assert "Choose at least one weekday." in answer.text
    assert 'value="새 기관"' in answer.text
    answer = browser.post("/agencies/new", data=FORM)
    assert answer.status_code == 422
    assert "There is already an entry named &#39;신용회복위원회&#39;" in answer.text
    assert len(queries.agencies(office.id)) == 1


def test_a_stale_form_is_shown_the_difference(office: Any, sign_in: SignIn) -> None:
    agency = make.make_agency(office, name="신용회복위원회", version=3, staff_per_day=7)
    browser = sign_in()
    answer = browser.post(f"/agencies/{agency.id}/edit", data={**FORM, "version": "2"})
    assert answer.status_code == 409
    assert "Counsellors a day" in answer.text
    assert "<td>2</td><td>7</td>" in answer.text
    assert 'name="version" type="hidden" value="3"' in answer.text
    db.session.expire_all()
    assert agency.staff_per_day == 7


def test_an_agency_rests_and_comes_back(office: Any, sign_in: SignIn) -> None:
    agency = make.make_agency(office)
    browser = sign_in()
    assert browser.post(f"/agencies/{agency.id}/active", data={"active": "0"}).status_code == 303
    db.session.expire_all()
    assert agency.active is False
    assert "Out of use" in browser.get("/agencies?state=inactive").text
    browser.post(f"/agencies/{agency.id}/active", data={"active": "1"})
    db.session.expire_all()
    assert agency.active is True


def test_an_agency_is_deleted_only_when_nothing_uses_it(office: Any, sign_in: SignIn) -> None:
    free, used = make.make_agency(office), make.make_agency(office)
    make.make_campaign(office, agencies=(used,))
    browser = sign_in()
    assert browser.post(f"/agencies/{free.id}/delete").status_code == 303
    answer = browser.post(f"/agencies/{used.id}/delete")
    assert answer.status_code == 422
    assert "is still in use (campaigns 1)" in answer.text
    assert [row.id for row in queries.agencies(office.id)] == [used.id]


def test_the_directory_needs_no_more_queries_for_more_rows(
    office: Any, sign_in: SignIn, count_queries: Any
) -> None:
    browser = sign_in()

    def counted() -> int:
        make.make_agency(office, (make.make_field(office),))
        with count_queries() as statements:
            assert browser.get("/agencies").status_code == 200
        return len(statements)

    browser.get("/agencies")
    one = counted()
    counted()
    assert counted() == one


def test_the_import_pages(office: Any, sign_in: SignIn) -> None:
    browser = sign_in()
    for path in ("/agencies/import", "/agencies/pairs/import", "/fields/import"):
        assert browser.get(path).status_code == 200
        assert browser.get(f"{path}/template.xlsx").status_code == 200
    assert sign_in("viewer").get("/agencies/import").status_code == 403


def test_one_agency_shows_its_days_fields_and_uses(office: Any, sign_in: SignIn) -> None:
    field = make.make_field(office, name="법률")
    agency = make.make_agency(office, (field,), weekdays="1010000", needs_water=True)
    page = sign_in("viewer").get(f"/agencies/{agency.id}").text
    assert "Mon, Wed" in page
    assert "Water" in page
    assert "Nowhere yet" in page
    assert date(2023, 5, 22).weekday() == 0
