"""People by dong: imported by name or code, the newest shown, taken back."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest

from planner.extensions import db
from planner.places.figure_queries import (
    FigureBatch,
    FigureSource,
    batches,
    figure_sources,
    latest_figures,
)
from planner.places.imports import FIGURES
from planner.places.models import DONG_MEASURES, DongFigure
from planner.places.words import DONG_MEASURE_LABELS
from planner.tabular import ImportResult, import_rows
from tests import factories

HEAD = "dong,measure,value,as_of,source\n"


def take(office: Any, now: Any, text: str) -> Any:
    return import_rows(FIGURES, office, "f.csv", (HEAD + text).encode(), now)


@pytest.fixture
def dong(office: Any) -> Any:
    return factories.make_dong(office, name="D1", code="1165051000", position=1)


def test_every_measure_has_a_label() -> None:
    assert tuple(DONG_MEASURE_LABELS) == DONG_MEASURES


def test_by_name_and_by_code_and_again(office: Any, now: Any, dong: Any) -> None:
    text = 'D1,residents,"21,483",2022-12-31,City\n1165051000,seniors,3000,2022-12-31,City\n'
    assert take(office, now, text) == ImportResult(2, 0, 0, "utf-8")
    assert take(office, now, text) == ImportResult(0, 0, 2, "utf-8")
    changed = text.replace("3000", "3001")
    assert take(office, now, changed) == ImportResult(0, 1, 1, "utf-8")
    assert latest_figures(office.id) == {dong.id: {"residents": 21483, "seniors": 3001}}


def test_the_newest_counts_and_the_older_stay(office: Any, now: Any, dong: Any) -> None:
    two = factories.make_dong(office, name="D2", position=2)
    take(office, now, "D1,residents,1,2021-12-31,Old\nD2,residents,2,2021-12-31,Old\n")
    take(office, now, "D1,residents,10,2022-12-31,New\n")
    assert latest_figures(office.id) == {dong.id: {"residents": 10}, two.id: {"residents": 2}}
    assert figure_sources(office.id) == {
        "residents": FigureSource(12, 2, date(2021, 12, 31), date(2022, 12, 31), ("New", "Old"))
    }
    assert batches(office.id) == [
        FigureBatch("residents", date(2022, 12, 31), 1, 10, "New", 1),
        FigureBatch("residents", date(2021, 12, 31), 2, 3, "Old", 1),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nowhere,residents,1,2022-12-31,me\n", [("A2", "unknown")]),
        ("D1,people,1,2022-12-31,me\n", [("B2", "not_a_choice")]),
        ("D1,residents,-1,2022-12-31,me\n", [("C2", "out_of_range")]),
        ("D1,residents,1.5,2022-12-31,me\n", [("C2", "not_whole")]),
        ("D1,residents,nan,2022-12-31,me\n", [("C2", "not_a_number")]),
        ("D1,residents,1e400,2022-12-31,me\n", [("C2", "not_a_number")]),
        ("D1,residents,1,yesterday,me\n", [("D2", "not_a_day")]),
        ("D1,residents,1,2023-05-16,me\n", [("D2", "future_day")]),
        ("D1,residents,1,2022-12-31,\n", [("E2", "required")]),
        (
            "D1,residents,1,2022-12-31,me\n1165051000,residents,2,2022-12-31,me\n",
            [("A3", "duplicate_row")],
        ),
        (
            "D1,residents,1,2022-12-31,me\nD1,residents,2,2022-12-31,me\n",
            [("D3", "duplicate_row")],
        ),
    ],
)
def test_faults_name_their_cells_and_nothing_is_saved(
    office: Any, now: Any, dong: Any, text: str, expected: list[tuple[str, str]]
) -> None:
    outcome = take(office, now, text)
    assert [(fault.cell, fault.code) for fault in outcome] == expected
    assert db.session.scalar(db.select(db.func.count(DongFigure.id))) == 0


def test_today_in_seoul_is_not_the_future(office: Any, now: Any, dong: Any) -> None:
    assert take(office, now, "D1,residents,1,2023-05-15,me\n").added == 1


def test_dongs_of_another_office_are_unknown(office: Any, now: Any) -> None:
    other = factories.make_office()
    factories.make_dong(other, name="D1")
    assert [f.code for f in take(office, now, "D1,residents,1,2022-12-31,me\n")] == ["unknown"]
    assert latest_figures(other.id) == {}


class TestPages:
    def test_the_list(self, sign_in: Any, office: Any, now: Any, dong: Any) -> None:
        factories.make_dong(office, name="D2", position=2)
        take(office, now, "D1,residents,1234,2022-12-31,<b>City\nD2,residents,1,2021-12-31,me\n")
        text = sign_in("viewer").get("/places/figures").text
        assert "1,235" in text
        assert "&lt;b&gt;City" in text
        assert '<td class="num">1 <span class="muted nowrap">(2021-12-31)</span></td>' in text
        assert "/places/figures/delete" not in text

    def test_empty(self, sign_in: Any) -> None:
        assert "There are no figures yet" in sign_in("viewer").get("/places/figures").text
        assert "Import figures" in sign_in().get("/places/figures").text

    def test_upload_and_take_back(self, sign_in: Any, office: Any, dong: Any) -> None:
        browser = sign_in()
        data = {"file": (io.BytesIO((HEAD + "D1,주민등록 인구,5,2022-12-31,me\n").encode("cp949")),
                         "f.csv")}  # fmt: skip
        answer = browser.post("/places/figures/import", data=data, follow_redirects=True)
        assert "Imported: 1 added, 0 changed, 0 as before." in answer.text
        form = {"measure": "residents", "as_of": "2022-12-31"}
        answer = browser.post("/places/figures/delete", data=form, follow_redirects=True)
        assert "Residents as of 2022-12-31: 1 figures are deleted." in answer.text
        assert latest_figures(office.id) == {}
        assert browser.post("/places/figures/delete", data=form).status_code == 404

    @pytest.mark.parametrize(
        "form", [{}, {"measure": "x", "as_of": "2022-12-31"}, {"measure": "residents"}]
    )
    def test_nonsense_is_404(self, sign_in: Any, form: dict[str, str]) -> None:
        assert sign_in().post("/places/figures/delete", data=form).status_code == 404

    def test_another_office_s_figures_stay(self, sign_in: Any, now: Any) -> None:
        other = factories.make_office()
        factories.make_dong(other, name="D1")
        take(other, now, "D1,residents,1,2022-12-31,me\n")
        form = {"measure": "residents", "as_of": "2022-12-31"}
        assert sign_in().post("/places/figures/delete", data=form).status_code == 404
        assert len(latest_figures(other.id)) == 1

    def test_who_may(self, sign_in: Any, client: Any) -> None:
        assert client.get("/places/figures").status_code == 302
        viewer = sign_in("viewer")
        assert viewer.get("/places/figures/import").status_code == 403
        assert viewer.post("/places/figures/delete").status_code == 403
        assert sign_in("recorder").get("/places/figures").status_code == 403

    def test_queries_do_not_grow(
        self, sign_in: Any, office: Any, now: Any, count_queries: Any
    ) -> None:
        browser = sign_in()
        counts = []
        for i in range(3):
            factories.make_dong(office, factories.make_zone(office), name=f"N{i}")
            take(office, now, f"N{i},residents,1,2022-12-3{i % 2},me\n")
            db.session.expire_all()
            with count_queries() as statements:
                browser.get("/places/figures")
            counts.append(len(statements))
        assert counts[0] == counts[2]
