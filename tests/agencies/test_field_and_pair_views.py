"""The catalogue of fields, and the pairs of agencies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from planner.agencies import queries
from planner.extensions import db
from tests import factories as make

SignIn = Callable[..., Any]


def test_a_field_is_added_edited_moved_and_deleted(office: Any, sign_in: SignIn) -> None:
    browser = sign_in()
    for code, name in (("debt", "금융"), ("law", "법률")):
        data = {"code": code, "name": name}
        assert browser.post("/fields/new", data=data).status_code == 303
    debt, law = queries.fields(office.id)
    assert browser.post(f"/fields/{law.id}/move", data={"step": "-1"}).status_code == 303
    data = {"code": "debt", "name": "금융 상담", "name_en": "Finance", "version": "1"}
    assert browser.post(f"/fields/{debt.id}/edit", data=data).status_code == 303
    db.session.expire_all()
    assert [(row.name, row.version) for row in queries.fields(office.id)] == [
        ("법률", 1),
        ("금융 상담", 2),
    ]
    assert browser.post(f"/fields/{law.id}/delete").status_code == 303
    assert "Finance" in browser.get("/fields").text
    assert len(queries.fields(office.id)) == 1


def test_what_a_field_form_refuses(office: Any, sign_in: SignIn) -> None:
    field = make.make_field(office, code="debt", name="금융", version=2)
    browser = sign_in()
    answer = browser.post("/fields/new", data={"code": "debt", "name": "법률"})
    assert (answer.status_code, "The code &#39;debt&#39; is taken" in answer.text) == (422, True)
    answer = browser.post("/fields/new", data={"code": "A B", "name": "금융"})
    assert (answer.status_code, "Use small letters" in answer.text) == (422, True)
    assert 'value="A B"' in answer.text
    stale = {"code": "debt", "name": "채무", "version": "1"}
    answer = browser.post(f"/fields/{field.id}/edit", data=stale)
    assert (answer.status_code, "<td>채무</td><td>금융</td>" in answer.text) == (409, True)
    make.make_agency(office, (field,))
    answer = browser.post(f"/fields/{field.id}/delete")
    assert answer.status_code == 422
    assert "agencies that offer it 1" in answer.text


def test_fields_of_other_offices_and_roles(office: Any, sign_in: SignIn, client: Any) -> None:
    foreign = make.make_field(make.make_office(), name="남의 분야")
    browser = sign_in()
    assert browser.get(f"/fields/{foreign.id}/edit").status_code == 404
    assert browser.post(f"/fields/{foreign.id}/delete").status_code == 404
    assert "남의 분야" not in browser.get("/fields").text
    assert client.get("/fields").status_code == 302
    assert sign_in("viewer").get("/fields/new").status_code == 403


def test_pairs_are_added_listed_and_deleted(office: Any, sign_in: SignIn) -> None:
    one, two = make.make_agency(office, name="가"), make.make_agency(office, name="나")
    browser = sign_in()
    data = {"kind": "conflict", "first_id": two.id, "second_id": one.id}
    assert browser.post("/agencies/pairs", data=data).status_code == 303
    assert "Not at the same event" in browser.get("/agencies/pairs").text
    answer = browser.post("/agencies/pairs", data=data)
    assert (answer.status_code, "already listed" in answer.text) == (422, True)
    answer = browser.post("/agencies/pairs", data={**data, "second_id": two.id})
    assert (answer.status_code, "two different agencies" in answer.text) == (422, True)
    answer = browser.post("/agencies/pairs", data={"kind": "conflict", "first_id": one.id})
    assert (answer.status_code, "This field is required." in answer.text) == (422, True)
    assert f'<option selected value="{one.id}">' in answer.text
    foreign = make.make_agency(make.make_office())
    answer = browser.post("/agencies/pairs", data={**data, "second_id": foreign.id})
    assert (answer.status_code, "Not a valid choice" in answer.text) == (422, True)
    pair = queries.pairs(office.id)[0]
    assert sign_in("viewer").post(f"/agencies/pairs/{pair.id}/delete").status_code == 403
    assert browser.post(f"/agencies/pairs/{pair.id}/delete").status_code == 303
    assert queries.pairs(office.id) == []
