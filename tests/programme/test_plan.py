"""The plan: areas and tasks, by form and by file; what is behind; who may what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from planner.extensions import db
from planner.programme.book_imports import BOOK_KINDS
from planner.programme.models import PlanArea, PlanTask
from planner.programme.notes import waiting
from planner.programme.plan_queries import plan_look
from planner.tabular import ImportResult, import_rows
from tests import factories as make
from tests.programme.conftest import TODAY, area, task

SignIn = Callable[..., Any]


def form_of(own: PlanArea, **values: str) -> dict[str, str]:
    return {
        "year": "2024",
        "area": str(own.id),
        "number": "1",
        "name": "위기가구 발굴",
        "state": "running",
        "percent": "40",
        "due": "2024-06-30",
        "department": "복지정책과",
        "note": "",
        "version": "1",
        **values,
    }


def test_an_empty_plan_says_how_to_begin(office: Any, sign_in: SignIn) -> None:
    assert "There is no plan yet" in sign_in().get("/programme/plan").text
    assert "Import areas" not in sign_in("viewer").get("/programme/plan").text


def test_a_task_is_added_changed_and_deleted(office: Any, sign_in: SignIn) -> None:
    browser = sign_in()
    answer = browser.post(
        "/programme/books/plan_areas/new", data={"name": "발굴", "position": "1", "version": "1"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/programme/plan")
    first = db.session.scalars(select(PlanArea)).one()
    answer = browser.post("/programme/books/plan_tasks/new", data=form_of(first))
    assert answer.headers["Location"] == "/programme/plan?year=2024"
    row = db.session.scalars(select(PlanTask)).one()
    assert (row.name, row.state, row.percent, row.due) == (
        "위기가구 발굴", "running", 40, date(2024, 6, 30),
    )  # fmt: skip
    page = browser.get("/programme/plan?year=2024").text
    assert "Overdue" in page
    assert "40%" in page
    edit = f"/programme/books/plan_tasks/{row.id}/edit"
    assert 'value="40"' in browser.get(edit).text
    done = form_of(first, state="done", percent="100")
    assert browser.post(edit, data=done).status_code == 303
    assert (row.state, row.percent, row.version) == ("done", 100, 2)
    in_use = browser.post(f"/programme/books/plan_areas/{first.id}/delete")
    assert (in_use.status_code, db.session.get(PlanArea, first.id)) == (303, first)
    assert browser.post(f"/programme/books/plan_tasks/{row.id}/delete").status_code == 303
    assert browser.post(f"/programme/books/plan_areas/{first.id}/delete").status_code == 303
    assert db.session.scalars(select(PlanArea)).all() == []


def test_bad_input_is_shown_again_and_nothing_is_saved(office: Any, sign_in: SignIn) -> None:
    own, foreign = area(office), area(make.make_office())
    task(own, "둘째")
    browser = sign_in()
    for values, sentence in (
        ({"percent": "100"}, "100 % does not fit the state."),
        ({"state": "done"}, "40 % does not fit the state."),
        ({"percent": "101"}, "Number must be between 0 and 100."),
        ({"percent": "viel"}, "Not a valid integer value."),
        ({"year": ""}, "This field is required."),
        ({"area": str(foreign.id)}, "Not a valid choice."),
        ({"name": "둘째"}, "There is already such a row."),
        ({"due": "0024-06-30"}, "Check the year."),
        ({"name": "x" * 161}, "Field cannot be longer than 160 characters."),
    ):
        answer = browser.post("/programme/books/plan_tasks/new", data=form_of(own, **values))
        assert (answer.status_code, sentence in answer.text) == (422, True), values
        assert 'value="복지정책과"' in answer.text  # what was typed is still there
    assert [row.name for row in db.session.scalars(select(PlanTask))] == ["둘째"]


def test_a_stale_form_is_409_with_what_differs(office: Any, sign_in: SignIn) -> None:
    own = area(office)
    row = task(own, "위기가구 발굴", version=2, state="done", percent=100)
    answer = sign_in().post(f"/programme/books/plan_tasks/{row.id}/edit", data=form_of(own))
    assert answer.status_code == 409
    assert "Completed" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert (row.state, row.version) == ("done", 2)


def test_who_may_not_see_or_change(office: Any, sign_in: SignIn, client: Any) -> None:
    foreign = area(make.make_office(), "남의 분야")
    assert client.get("/programme").status_code == 302
    assert sign_in("recorder").get("/programme/plan").status_code == 403
    viewer = sign_in("viewer")
    assert viewer.get("/programme").status_code == 200
    assert viewer.get("/programme/books/plan_areas/new").status_code == 403
    assert viewer.post("/programme/books/plan_areas/new").status_code == 403
    organizer = sign_in()
    edit = f"/programme/books/plan_areas/{foreign.id}"
    assert organizer.get(f"{edit}/edit").status_code == 404
    assert organizer.post(f"{edit}/edit", data={"name": "x"}).status_code == 404
    assert organizer.post(f"{edit}/delete").status_code == 404
    assert "남의 분야" not in organizer.get("/programme/plan").text
    for nonsense in ("/programme/books/offices/new", "/programme/plan?year=x&area=y"):
        assert organizer.get(nonsense).status_code in (200, 404)


def test_a_file_adds_changes_and_refuses(office: Any, now: datetime) -> None:
    area(office)
    kind = BOOK_KINDS["plan_tasks"]
    good = "year,area,name,state,percent\n2024,발굴,하나,done,100\n2024,발굴,둘,running,30\n"
    taken = import_rows(kind, office, "a.csv", good.encode(), now)
    assert taken == ImportResult(2, 0, 0, "utf-8")
    assert import_rows(kind, office, "a.csv", good.encode(), now) == ImportResult(0, 0, 2, "utf-8")
    changed = "연도,세부 과제,분야,진척률(%)\n2024,둘,발굴,80\n"
    assert import_rows(kind, office, "a.csv", changed.encode(), now) == ImportResult(
        0, 1, 0, "utf-8"
    )
    rows = {row.name: (row.state, row.percent) for row in db.session.scalars(select(PlanTask))}
    assert rows == {"하나": ("done", 100), "둘": ("running", 80)}
    bad = "year,area,name,state,percent\n2024,없음,셋,done,100\n2024,발굴,넷,done,99\n"
    faults = import_rows(kind, office, "a.csv", bad.encode(), now)
    assert isinstance(faults, tuple)
    assert [(fault.row, fault.column, fault.code) for fault in faults] == [
        (2, "area", "unknown_name")
    ]
    bad = "year,area,name,state,percent\n2024,발굴,셋,done,100\n2024,발굴,넷,done,99\n"
    faults = import_rows(kind, office, "a.csv", bad.encode(), now)
    assert isinstance(faults, tuple)
    assert [(fault.row, fault.code) for fault in faults] == [(3, "percent_and_state")]
    assert len(db.session.scalars(select(PlanTask)).all()) == 2


def test_the_pages_ask_a_fixed_number_of_questions(
    office: Any, sign_in: SignIn, count_queries: Any
) -> None:
    own = area(office)
    task(own, "a")
    browser = sign_in("viewer")
    numbers = []
    for n in range(2):
        for address in ("/programme", "/programme/plan"):
            with count_queries() as statements:
                assert browser.get(address).status_code == 200
            numbers.append(len(statements))
        if not n:
            for i in range(2):
                task(area(office, f"분야 {i}"), f"과제 {i}", due=date(2024, 1, 1))
    assert numbers[:2] == numbers[2:]


def test_what_is_overdue_waits_on_the_start_page(office: Any, app: Any) -> None:
    own = area(office)
    task(own, "late", state="running", percent=5, due=date(2024, 7, 1))
    task(own, "today", due=TODAY)
    task(own, "last year", year=2023, due=date(2023, 1, 1))
    look = plan_look(office.id, None, TODAY)
    assert (look.year, look.years, look.total.behind) == (2024, [2024, 2023], 1)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        notes = waiting(office.id, TODAY)
    assert [note.endpoint for note in notes] == ["programme.plan"]
