"""The lists of the programme for Excel: words instead of codes, every row, a line in the log."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from planner.accounts.models import AccessRecord
from planner.exports.programme import PROGRAMME
from planner.extensions import db
from planner.programme import tally_services as services
from planner.programme.tally_services import EntryData
from tests import factories as make
from tests.programme.conftest import NOW, area, center, course, part, rotation, session, tally, task

SignIn = Callable[..., Any]


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    return [tuple(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def test_words_stand_for_codes(office: Any, sign_in: SignIn) -> None:
    task(area(office), "위기가구 발굴", state="running", percent=40, due=date(2024, 6, 30))
    answer = sign_in("viewer").get("/export/programme/plan_tasks.xlsx")
    assert answer.headers["X-Row-Count"] == "1"
    flat = [cell for row in rows_of(answer) for cell in row]
    assert {"Under way", "위기가구 발굴", 40, "발굴"} <= set(flat)
    record = db.session.scalars(select(AccessRecord.action)).all()
    assert "export plan_tasks.xlsx" in record


def test_entries_have_their_corrections_worked_in(office: Any, sign_in: SignIn) -> None:
    row = tally(office)
    for direction, quantity, channel in (("in", 100, ""), ("out", 40, "pharmacy")):
        data = EntryData(services.new_id(), date(2024, 3, 4), direction, quantity, channel)
        entry = services.add_entry(office.id, row.id, data, user_id=None, now=NOW)
    services.correct_entry(
        office.id, entry.id, shown=40, wanted=30, reason="x", user_id=None, now=NOW
    )
    lines = sign_in().get("/export/programme/tally_entries.csv").get_data(as_text=True)
    assert "메모패드,2024-03-04,Out,30,Pharmacy" in lines
    assert "메모패드,2024-03-04,In,100," in lines


@pytest.mark.parametrize("name", PROGRAMME)
def test_every_list_can_be_had_empty_and_full(office: Any, sign_in: SignIn, name: str) -> None:
    browser = sign_in("viewer")
    empty = browser.get(f"/export/programme/{name}.xlsx")
    assert (empty.status_code, empty.headers["X-Row-Count"]) == (200, "0")
    session(course(office), date(2024, 4, 26))
    part(rotation(office), date(2024, 7, 1))
    center(office)
    task(area(make.make_office()), "남의 과제")
    full = browser.get(f"/export/programme/{name}.csv")
    assert full.status_code == 200
    assert "남의 과제" not in full.get_data(as_text=True)


def test_who_may_not(office: Any, sign_in: SignIn) -> None:
    assert sign_in("recorder").get("/export/programme/tallies.csv").status_code == 403
    assert sign_in().get("/export/programme/offices.csv").status_code == 404
