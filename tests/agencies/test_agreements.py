"""Agreements: the register, one of them, the form, the file, the download, the start page."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from planner.agencies import agreement_queries as queries
from planner.agencies.agreement_imports import AGREEMENTS
from planner.agencies.agreement_services import AgreementData, create_agreement
from planner.agencies.models import Agreement
from planner.extensions import db
from planner.tabular import ImportResult, import_rows
from tests import factories as make

SignIn = Callable[..., Any]
TODAY = date(2023, 11, 15)
# The thirty partners of seoul-2011 by kind.
PARTNERS = {"facility": 8, "sponsor": 13, "law": 2, "medical": 3, "other": 4}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("agencies.agreement_views", "agencies.views", "exports.views"):
        monkeypatch.setattr(f"planner.{module}.today", lambda: TODAY)


def agree(office: Any, name: str = "", **values: Any) -> Agreement:
    agency = make.make_agency(office, **({"name": name} if name else {}))
    defaults = {"category": "law", "starts_on": date(2023, 1, 1), "ends_on": date(2023, 12, 31)}
    return create_agreement(agency, AgreementData(**{**defaults, **values}), ())


def form_of(agency: Any, **values: str) -> dict[str, Any]:
    return {
        "agency_id": str(agency.id),
        "category": "law",
        "number": "복지정책과-1234",
        "signed_on": "2023-01-02",
        "starts_on": "2023-01-01",
        "ends_on": "2024-12-31",
        "scope": "법률 상담",
        "version": "1",
        **values,
    }


def test_the_register_shows_states_and_counts(office: Any, sign_in: SignIn) -> None:
    for kind, count in PARTNERS.items():
        for n in range(count):
            agree(office, f"{kind} {n}", category=kind, ends_on=None)
    agree(office, "Old", ends_on=date(2023, 11, 14))
    agree(office, "Soon", category="medical", number="7-7")
    agree(office, "Later", starts_on=date(2024, 1, 1), ends_on=None)
    agree(make.make_office(), "Elsewhere")
    browser = sign_in("viewer")
    page = browser.get("/agreements").text
    assert "<strong>33</strong> in all" in page
    assert "Sponsoring body (13)" in page
    assert "Facility association (8)" in page
    assert "Elsewhere" not in page
    assert "Add an agreement" not in page
    for query, names in (
        ("state=over", ["Old"]),
        ("state=ending", ["Soon"]),
        ("state=ahead", ["Later"]),
        ("q=7-7", ["Soon"]),
        ("category=law&q=old", ["Old"]),
    ):
        found = browser.get(f"/agreements?{query}").text
        assert f"<strong>{len(names)}</strong> in all" in found
        assert all(f">{name}</a>" in found for name in names)
    for query in ("state=x", "category=0", "page=-1", "page=99", "name=1&format=pdf&q="):
        answer = browser.get(f"/agreements?{query}")
        assert (answer.status_code, "<strong>33</strong> in all" in answer.text) == (200, True)


def test_an_empty_register_says_what_to_do(office: Any, sign_in: SignIn) -> None:
    assert "import your register" in sign_in().get("/agreements").text


def test_who_may_not_see_or_change(office: Any, sign_in: SignIn, client: Any) -> None:
    own, foreign = agree(office), agree(make.make_office())
    assert client.get("/agreements").status_code == 302
    assert client.post("/agreements/new").status_code == 401
    assert sign_in("recorder").get("/agreements").status_code == 403
    viewer = sign_in("viewer")
    page = viewer.get(f"/agreements/{own.id}").text
    assert f"Agreement with {own.agency.name}" in page and "/edit" not in page
    assert viewer.get("/agreements/new").status_code == 403
    assert viewer.post(f"/agreements/{own.id}/delete").status_code == 403
    organizer = sign_in()
    assert organizer.get(f"/agreements/{foreign.id}").status_code == 404
    assert organizer.get(f"/agreements/{foreign.id}/edit").status_code == 404
    assert organizer.post(f"/agreements/{foreign.id}/delete").status_code == 404
    answer = organizer.post("/agreements/new", data=form_of(foreign.agency))
    assert answer.status_code == 422


def test_an_agreement_is_added_changed_and_deleted(office: Any, sign_in: SignIn) -> None:
    agency = make.make_agency(office, name="법률구조공단")
    law = make.make_field(office, name="법률")
    browser = sign_in()
    opened = browser.get(f"/agreements/new?agency={agency.id}").text
    assert f'<option selected value="{agency.id}">법률구조공단</option>' in opened
    answer = browser.post("/agreements/new", data=form_of(agency, field_ids=str(law.id)))
    row = db.session.scalar(select(Agreement))
    assert row is not None
    assert (answer.status_code, answer.location) == (303, f"/agreements/{row.id}")
    assert (row.office_id, row.number, row.ends_on) == (
        office.id,
        "복지정책과-1234",
        date(2024, 12, 31),
    )
    assert [field.name for field in row.fields] == ["법률"]
    page = browser.get(f"/agencies/{agency.id}").text
    assert f'href="/agreements/{row.id}"' in page
    assert "In force" in page
    number = row.id
    changed = form_of(agency, ends_on="", scope="법률 상담과 소송 구조")
    assert browser.post(f"/agreements/{number}/edit", data=changed).status_code == 303
    db.session.expire_all()
    assert (row.ends_on, row.version, list(row.fields)) == (None, 2, [])
    assert "No end set" in browser.get(f"/agreements/{number}").text
    assert browser.post(f"/agencies/{agency.id}/delete").status_code == 422
    assert browser.post(f"/agreements/{number}/delete").status_code == 303
    assert db.session.scalar(select(Agreement)) is None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"agency_id": ""}, "Choose an agency."),
        ({"agency_id": "999999"}, "Not a valid choice"),
        ({"ends_on": "2022-12-31"}, "The last day comes before the first."),
        ({"starts_on": "0023-01-01"}, "Check the year."),
        ({"starts_on": ""}, "This field is required."),
        ({"category": "treaty"}, "Not a valid choice"),
        ({"scope": "x" * 2001}, "Field cannot be longer than 2000 characters."),
    ],
)
def test_bad_input_keeps_what_was_typed(
    office: Any, sign_in: SignIn, values: dict[str, str], sentence: str
) -> None:
    agency = make.make_agency(office)
    answer = sign_in().post("/agreements/new", data=form_of(agency, **values))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="복지정책과-1234"' in answer.text
    assert db.session.scalar(select(Agreement)) is None


def test_the_same_agreement_twice_is_refused(office: Any, sign_in: SignIn) -> None:
    row = agree(office, "Bar")
    answer = sign_in().post("/agreements/new", data=form_of(row.agency))
    assert answer.status_code == 422
    assert "Bar has an agreement of this kind from 2023-01-01 on already." in answer.text


def test_a_stale_form_is_shown_the_difference(office: Any, sign_in: SignIn) -> None:
    row = agree(office, "Bar", ends_on=None, number="old")
    row.version = 3
    db.session.commit()
    browser = sign_in()
    answer = browser.post(f"/agreements/{row.id}/edit", data=form_of(row.agency, version="2"))
    assert answer.status_code == 409
    assert "<td>2024-12-31</td><td>-</td>" in answer.text
    assert 'name="version" type="hidden" value="3"' in answer.text
    db.session.expire_all()
    assert row.number == "old"


FILE = (
    "agency,category,starts_on,ends_on,signed_on,number,fields,scope\n"
    "법률구조공단,law,2023-01-01,2024-12-31,2022-12-20,정책-1,law,법률 상담\n"
    "서초병원,의료,2023. 3. 1.,,,,,\n"
)


def take(office: Any, now: datetime, text: str) -> Any:
    return import_rows(AGREEMENTS, office, "file.csv", text.encode(), now)


def test_a_file_of_agreements(office: Any, now: datetime, app: Any) -> None:
    make.make_field(office, code="law")
    agencies = [make.make_agency(office, name=name) for name in ("법률구조공단", "서초병원")]
    text = FILE.replace("의료", "medical")
    assert take(office, now, text) == ImportResult(2, 0, 0, "utf-8")
    assert take(office, now, text) == ImportResult(0, 0, 2, "utf-8")
    shorter = "agency,category,starts_on,number\n법률구조공단,law,2023-01-01,정책-2\n"
    assert take(office, now, shorter) == ImportResult(0, 1, 0, "utf-8")
    first = queries.find_same(agencies[0].id, "law", date(2023, 1, 1))
    assert first is not None
    assert (first.number, first.ends_on, first.scope, first.version) == (
        "정책-2",
        date(2024, 12, 31),
        "법률 상담",
        2,
    )
    assert [field.code for field in first.fields] == ["law"]


def test_every_bad_row_of_the_file_is_listed(office: Any, now: datetime) -> None:
    make.make_agency(office, name="서초병원")
    bad = (
        "agency,category,starts_on,ends_on,fields\n"
        "없는 기관,law,2023-01-01,,\n"
        "서초병원,law,2023-01-01,2022-01-01,nothing\n"
        "서초병원,treaty,2023-01-01,,\n"
    )
    assert [(fault.cell, fault.code) for fault in take(office, now, bad)] == [
        ("A2", "unknown_agency"),
        ("D3", "order"),
        ("E3", "unknown_field"),
        ("B4", "not_a_choice"),
    ]
    assert db.session.scalar(select(Agreement)) is None


def test_the_import_pages(office: Any, sign_in: SignIn) -> None:
    page = sign_in().get("/agreements/import").text
    assert "One row for each agreement" in page and 'type="file"' in page
    answer = sign_in().get("/agreements/import/template.xlsx")
    headings = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(answer.data))["Data"][1]]
    assert headings[:3] == ["Agency", "Kind of agreement", "Document number"]
    assert len(headings) == len(AGREEMENTS.columns)
    assert sign_in("viewer").get("/agreements/import").status_code == 403


def test_the_download_holds_what_the_list_showed(office: Any, sign_in: SignIn) -> None:
    agree(office, "Bar", number="7", scope="=advice")
    agree(office, "Clinic", category="medical", ends_on=None)
    browser = sign_in("viewer")
    assert "agreements.xlsx?state=ending" in browser.get("/agreements?state=ending").text
    answer = browser.get("/export/agreements.csv?state=ending")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert [(row["Agency"], row["State"], row["What is agreed"]) for row in rows] == [
        ("Bar", "Ends soon", "'=advice")
    ]
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/export/agreements.xlsx").data))
    assert book["Agreements"].max_row == 3
    assert sign_in("recorder").get("/export/agreements.xlsx").status_code == 403


def test_the_start_page_says_what_ends_soon(office: Any, sign_in: SignIn, monkeypatch: Any) -> None:
    monkeypatch.setattr(
        "planner.campaigns.views.now", lambda: datetime(2023, 11, 15, 3).astimezone()
    )
    agree(office)
    organizer = sign_in()
    assert "1 agreement ends within 60 days." in organizer.get("/home").text
    assert 'href="/agreements?state=ending"' in organizer.get("/home").text
    assert "within 60 days" not in sign_in("recorder").get("/home").text
    assert "within 60 days" not in sign_in("organizer", make.make_office()).get("/home").text


def test_the_list_needs_no_more_queries_for_more_rows(
    office: Any, sign_in: SignIn, count_queries: Any
) -> None:
    browser = sign_in()

    def counted(rows: int) -> int:
        agree(office)
        db.session.expire_all()
        with count_queries() as statements:
            page = browser.get("/agreements").text
        assert f"<strong>{rows}</strong> in all" in page
        return len(statements)

    browser.get("/agreements")
    one = counted(1)
    counted(2)
    assert counted(3) == one
