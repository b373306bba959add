"""The page of a report, its file with a reason, and the form."""

from __future__ import annotations

import io
import zipfile

import pytest
from sqlalchemy import select

from planner.accounts.models import AccessRecord
from planner.extensions import db
from planner.reports.forms import MOST_LINES, won
from planner.reports.models import ResultReport
from planner.reports.queries import budget_lines, find_report
from tests import factories as make
from tests.reports.conftest import pdf_text


def base(season) -> str:
    return f"/campaigns/{season.campaign.id}/report"


def typed(version=0, *lines, **texts):
    data = {"version": str(version), **texts}
    for at, line in enumerate(lines):
        for name, value in zip(("item", "source", "planned", "spent", "note"), line, strict=False):
            data[f"lines-{at}-{name}"] = value
    return data


BOOTHS = ("부스", "구비", "12,000,000", "11450000", "")


def test_the_page_shows_figures_and_what_is_not_written(sign_in, counted) -> None:
    page = sign_in("viewer").get(base(counted)).text
    assert '<th scope="row" class="short">북 *</th>' in page
    assert "Not written yet; the paper leaves it out" in page
    assert f"{base(counted)}/edit" not in page  # a viewer cannot write
    assert '<button class="button primary" name="file" value="pdf">' in page
    assert f"{base(counted)}/edit#budget" in sign_in("organizer").get(base(counted)).text


def test_a_file_needs_a_reason_and_is_recorded(sign_in, counted) -> None:
    browser = sign_in("viewer")
    refused = browser.post(base(counted), data={"file": "pdf", "reason": ""})
    assert refused.status_code == 422
    assert "State why you need these figures." in refused.text
    answer = browser.post(base(counted), data={"file": "pdf", "reason": "for the mayor"})
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'filename="{counted.campaign.slug}-report.pdf"' in answer.headers["Content-Disposition"]
    assert "Outline of the season" in pdf_text(answer.data)
    records = db.session.scalars(select(AccessRecord).order_by(AccessRecord.id)).all()
    assert [(r.action, r.reason) for r in records if r.reason] == [
        ("export report.pdf", "for the mayor")
    ]


def test_the_report_as_hwpx(sign_in, counted) -> None:
    browser = sign_in("organizer")
    answer = browser.post(base(counted), data={"file": "hwpx", "reason": "for the mayor"})
    assert (answer.status_code, answer.mimetype) == (200, "application/hwp+zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert "Outline of the season" in archive.read("Preview/PrvText.txt").decode()


def test_the_command_writes_the_same_report(app, counted, tmp_path) -> None:
    def run(*args):
        return app.test_cli_runner().invoke(args=["export", counted.campaign.slug, *args])

    path = tmp_path / "report.pdf"
    result = run("--format", "pdf", "--lang", "en", "--out", str(path))
    assert result.exit_code == 0, result.output
    assert "<Table 3> Overall results: 3 rows" in result.output
    assert "Outline of the season" in pdf_text(path.read_bytes())
    path = tmp_path / "report.hwpx"
    assert run("--format", "hwpx", "--out", str(path)).exit_code == 0
    assert zipfile.is_zipfile(path)
    refused = run("--format", "pdf", "--out", str(path), "--table", "counts")
    assert refused.exit_code == 1 and "the result report is one paper" in refused.output


def test_who_may_not(app, sign_in, counted, client) -> None:
    for address in (base(counted), f"{base(counted)}/edit"):
        assert client.get(address).status_code in (302, 303, 401)
        assert sign_in("recorder").get(address).status_code == 403
        other = sign_in("organizer", make.make_office())
        assert other.get(address).status_code == 404
        assert other.post(address, data={"file": "pdf", "reason": "mine"}).status_code == 404
    viewer = sign_in("viewer")
    assert viewer.get(f"{base(counted)}/edit").status_code == 403
    assert viewer.post(f"{base(counted)}/edit", data=typed()).status_code == 403
    assert viewer.post(base(counted), data={"file": "exe", "reason": "mine"}).status_code == 400
    records = db.session.scalars(select(AccessRecord.action)).all()
    assert not [action for action in records if action.startswith("export report")]


def test_texts_and_budget_are_saved_and_printed(sign_in, counted) -> None:
    browser = sign_in("organizer")
    data = typed(
        0, BOOTHS, ("", "", "", "", ""), ("홍보", "", "500,000"), plans="- 저녁에\n#panic()"
    )
    answer = browser.post(f"{base(counted)}/edit", data={**data, "reported_on": "2023-06-15"})
    assert (answer.status_code, answer.location) == (303, base(counted))
    assert [(row.position, row.item, row.planned, row.spent) for row in lines(counted)] == [
        (1, "부스", 12_000_000, 11_450_000),
        (2, "홍보", 500_000, None),
    ]
    report = find_report(counted.campaign.id)
    assert (report.version, report.plans) == (1, "- 저녁에\n#panic()")
    page = browser.get(base(counted)).text
    assert "Planned 12,500,000 won" in page
    known = "Spent 11,450,000 won of 12,000,000 won planned (95.4%)"
    assert f"{known}: of the 1 of 2 lines of which it is known" in page
    assert "For use within the office: it holds figures that are not public" in page
    text = pdf_text(browser.post(base(counted), data={"file": "pdf", "reason": "mayor"}).data)
    assert "For use within the office" in text
    assert "#panic()" in text and "12,500,000" in text and "Thu 15 Jun 2023" in text
    form = browser.get(f"{base(counted)}/edit").text
    assert 'value="12,000,000"' in form and 'name="version" type="hidden" value="1"' in form


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_on_which_no_report_can_be_made_is_refused(sign_in, counted, day) -> None:
    data = {**typed(0), "reported_on": day}
    answer = sign_in("organizer").post(f"{base(counted)}/edit", data=data)
    assert answer.status_code == 422 and f'value="{day}"' in answer.text
    assert f"Choose a day from {counted.campaign.starts_on}, the first of the" in answer.text
    assert find_report(counted.campaign.id) is None


def lines(season):
    db.session.expire_all()
    return budget_lines(season.campaign.id)


def test_a_line_goes_by_its_tick_or_by_emptying_it(sign_in, counted) -> None:
    browser = sign_in("organizer")
    address = f"{base(counted)}/edit"
    browser.post(address, data=typed(0, BOOTHS, BOOTHS, BOOTHS))
    data = {**typed(1, BOOTHS, ("", "", "", "", ""), BOOTHS), "lines-0-drop": "y"}
    assert browser.post(address, data=data).status_code == 303
    assert len(lines(counted)) == 1


def test_more_lines_can_be_asked_for_without_saving(sign_in, counted) -> None:
    browser = sign_in("organizer")
    data = {**typed(0, BOOTHS, plans="내년"), "more": "1"}
    answer = browser.post(f"{base(counted)}/edit", data=data)
    assert answer.status_code == 200
    assert 'name="lines-4-item"' in answer.text and ">\n내년</textarea>" in answer.text.replace(
        "\r", ""
    )
    assert find_report(counted.campaign.id) is None


def test_bad_lines_are_named_and_nothing_is_lost(sign_in, counted) -> None:
    browser = sign_in("organizer")
    data = typed(
        0,
        BOOTHS,
        ("홍보", "", "육백만원", "-5", ""),
        ("", "", "", "", "비고만"),
        plans="<b>내년</b>",
    )
    answer = browser.post(f"{base(counted)}/edit", data=data)
    assert answer.status_code == 422
    for words in (
        "Line 2, Planned amount: Type a sum in whole won",
        "Line 2, Spent: Type a sum in whole won",
        "Line 3, Budget item: Type what the money is for.",
        "Line 3, Planned amount: Type the planned amount.",
        'value="육백만원"',
        'value="비고만"',
        "&lt;b&gt;내년&lt;/b&gt;",
    ):
        assert words in answer.text, words
    assert find_report(counted.campaign.id) is None


def test_limits(sign_in, counted) -> None:
    browser = sign_in("organizer")
    address = f"{base(counted)}/edit"
    many = browser.post(address, data=typed(0, *[BOOTHS] * (MOST_LINES + 1)))
    assert many.status_code == 422 and "Write at most 60 lines of the budget." in many.text
    for text, words in (("가" * 4001, "at most 4000 characters"), ("가\n" * 61 + "나", "60 lines")):
        answer = browser.post(address, data=typed(plans=text))
        assert answer.status_code == 422 and words in answer.text
    assert browser.post(address, data=typed(reported_on="soon")).status_code == 422
    assert db.session.scalars(select(ResultReport)).all() == []


def test_a_stale_form_shows_both(sign_in, counted) -> None:
    browser = sign_in("organizer")
    address = f"{base(counted)}/edit"
    assert browser.post(address, data=typed(0, BOOTHS, plans="먼저")).status_code == 303
    answer = browser.post(address, data=typed(0, plans="나중"))
    assert answer.status_code == 409
    for words in ("먼저", "나중", "부스 / 구비 / 12,000,000 / 11,450,000 / -"):
        assert words in answer.text
    assert find_report(counted.campaign.id).plans == "먼저"
    assert browser.post(address, data=typed(1, plans="나중")).status_code == 303
    assert (find_report(counted.campaign.id).plans, lines(counted)) == ("나중", [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200,000", 1_200_000), ("1200000", 1_200_000), ("０", 0), (" 5 ", 5), ("1,20", None),
        ("-5", None), ("1.5", None), ("1e3", None), ("", None), ("12원", 12), ("1,200 원", 1_200),
        ("원", None), ("9" * 14, None),
    ],
)  # fmt: skip
def test_won(text, value) -> None:
    assert won(text) == value


def test_the_page_asks_the_same_however_many_events(sign_in, counted, count_queries) -> None:
    browser = sign_in("viewer")
    browser.get(base(counted))
    db.session.expire_all()
    with count_queries() as few:
        browser.get(base(counted))
    zone = counted.first.venue.zone
    for day in range(5, 9):
        venue = make.make_venue(counted.office, zone)
        make.make_event(counted.campaign, venue, counted.first.day.replace(month=6, day=day))
    db.session.expire_all()
    with count_queries() as many:
        browser.get(base(counted))
    assert len(many) == len(few) <= 90
