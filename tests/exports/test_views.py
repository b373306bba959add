"""Downloads: the same figures as the page, a reason for those that are not public."""

from __future__ import annotations

import csv
import getpass
import io
import json
import uuid
from datetime import UTC, date, datetime

import openpyxl
import pytest
from sqlalchemy import select

from planner.accounts.models import AccessRecord
from planner.core.counting import Cell
from planner.exports import queries
from planner.exports.columns import COUNT_COLUMNS
from planner.extensions import db, reading, writing
from planner.results import outside_services
from planner.results.models import CountEntry
from planner.results.outside_queries import Place
from planner.statistics.queries import load_facts
from planner.statistics.services import season_figures
from planner.templating import SEOUL
from tests import factories as make


def base(season) -> str:
    return f"/campaigns/{season.campaign.id}/export"


def get_csv(browser, season, name, reason="result report"):
    answer = browser.post(base(season), data={"file": f"{name}.csv", "reason": reason})
    assert answer.status_code == 200, answer.text
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert int(answer.headers["X-Row-Count"]) == len(rows)
    return rows


def get_xlsx(browser, season, name):
    answer = browser.post(base(season), data={"file": f"{name}.xlsx", "reason": "result report"})
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def as_dicts(sheet) -> list[dict[str, object]]:
    rows = list(sheet.iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_page_csv_and_xlsx_agree_to_the_unit(sign_in, counted) -> None:
    browser = sign_in("organizer")
    figures = season_figures(load_facts(counted.office.id, counted.campaign.id))
    wide = get_csv(browser, counted, "statistics")
    book = get_xlsx(browser, counted, "all")
    sheet = as_dicts(book["Detailed figures"])
    entries = get_csv(browser, counted, "counts")
    for measure, heading in (
        ("attendance", "Attendance"),
        ("consultations", "Consultations"),
        ("referrals_public", "Referrals to public resources"),
    ):
        column = f"{heading}({'people' if measure == 'attendance' else 'cases'})"
        total = figures.totals[measure].value
        assert sum(int(row[column] or 0) for row in wide) == total
        assert sum(row[column] or 0 for row in sheet) == total
        assert sum(int(r["Value"]) for r in entries if r["Measure"] == heading) == total
    unreported = [row for row in wide if row["Agency"] == "보건소"]
    assert [row["Consultations(cases)"] for row in unreported] == [""]
    zero = [row for row in wide if row["Date"] == "2023-05-24" and row["Agency"] == "은행"]
    assert [row["Consultations(cases)"] for row in zero] == ["0"]


def test_the_figures_file_holds_every_number_of_the_page(sign_in, counted) -> None:
    rows = get_csv(sign_in("organizer"), counted, "figures")
    figures = season_figures(load_facts(counted.office.id, counted.campaign.id))
    found = {(row["Table"], row["Name"], row["Measure"]): row for row in rows}
    law = found[("By field", "법률", "Consultations")]
    assert (law["Value"], law["Reports in"], law["Reports expected"]) == ("13", "1", "2")
    rest = found[("By field", "Not broken down", "Consultations")]
    assert (rest["Value"], rest["Synthetic"]) == ("5", "Yes")
    total = found[("Total", "", "Consultations")]
    assert int(total["Value"]) == figures.totals["consultations"].value
    cells = sum(len(t.lines) * len(t.measures) for t in figures.tables.values())
    assert len(rows) == cells + len(figures.measures)


def test_a_workbook_of_everything(sign_in, counted) -> None:
    book = get_xlsx(sign_in("organizer"), counted, "all")
    assert book.sheetnames == [
        "Figures", "Targets", "Comparisons", "Wider programme", "Detailed figures",
        "Count entries", "Schedule", "Agencies", "Venues", "Explanation",
    ]  # fmt: skip
    assert len(as_dicts(book["Count entries"])) == 9
    explained = {row[1] for row in book["Explanation"].iter_rows(values_only=True)}
    for name in book.sheetnames[:-1]:
        headings = [cell.value for cell in book[name][1]]
        assert set(headings) <= explained


def test_korean_headings_in_korean(sign_in, counted) -> None:
    browser = sign_in("organizer")
    browser.set_cookie("locale", "ko")
    rows = get_csv(browser, counted, "statistics")
    assert list(rows[0])[:7] == [
        "날짜", "권역", "장소", "참여기관", "기관유형", "상담 분야", "방문인원(명)"
    ]  # fmt: skip


def test_csv_as_data(sign_in, counted) -> None:
    """For programs: no mark, keys, codes, ISO 8601, texts as they are, true and false."""
    counted.bank.name = "=은행"
    db.session.commit()
    browser = sign_in("organizer")
    browser.set_cookie("locale", "ko")

    def rows(name: str) -> list[dict[str, str]]:
        data = {"file": f"{name}.data.csv", "reason": "analysis"}
        answer = browser.post(base(counted), data=data)
        assert answer.status_code == 200
        text = answer.data.decode()
        assert not text.startswith("\ufeff") and text.endswith("\r\n")
        assert f'"{counted.campaign.slug}-{name}.data.csv"' in answer.headers["Content-Disposition"]
        found = list(csv.DictReader(io.StringIO(text, newline="")))
        assert int(answer.headers["X-Row-Count"]) == len(found)
        return found

    entries = rows("counts")
    assert list(entries[0]) == [column.key for column in COUNT_COLUMNS]
    law = [row for row in entries if row["measure"] == "consultations" and row["field"] == "법률"]
    assert {(row["agency"], row["category"], row["unit"], row["left_out"]) for row in law} == {
        ("=은행", "private", "cases", "false")
    }
    assert datetime.fromisoformat(law[0]["received_at"]).tzinfo == UTC
    wide = rows("statistics")
    assert list(wide[0])[:7] == [
        "day", "zone", "venue", "agency", "category", "field", "attendance"
    ]  # fmt: skip
    assert sum(int(row["consultations"] or 0) for row in wide) == 34
    totals = {row["measure"]: row["value"] for row in rows("figures") if row["table"] == "total"}
    assert totals["consultations"] == "34"
    schedule = browser.get(f"{base(counted)}/events.data.csv").data.decode()
    assert schedule.splitlines()[1].split(",")[:4] == ["2023-05-23", "2", "10:00:00", "16:00:00"]
    direct = browser.get(f"{base(counted)}/counts.data.csv")
    assert direct.status_code == 303 and direct.headers["Location"] == base(counted)


def test_a_reason_is_asked_for_and_kept(sign_in, counted) -> None:
    browser = sign_in("viewer")
    refused = browser.post(base(counted), data={"file": "counts.csv", "reason": ""})
    assert refused.status_code == 422 and "State why you need these figures." in refused.text
    assert db.session.scalars(select(AccessRecord).where(AccessRecord.reason != "")).all() == []
    get_csv(browser, counted, "counts", reason="결과보고 작성")
    record = db.session.scalars(select(AccessRecord).where(AccessRecord.reason != "")).one()
    assert (record.action, record.reason) == ("export counts.csv", "결과보고 작성")
    assert record.subject == f"campaign {counted.campaign.id}"
    direct = browser.get(f"{base(counted)}/counts.csv")
    assert direct.status_code == 303 and direct.headers["Location"] == base(counted)


@pytest.mark.parametrize("file", ["", "counts", "counts.pdf", "secrets.csv", "all.csv", "x.xlsx"])
def test_what_does_not_exist_cannot_be_had(sign_in, counted, file) -> None:
    browser = sign_in("viewer")
    assert browser.post(base(counted), data={"file": file, "reason": "why"}).status_code == 400
    assert browser.get(f"{base(counted)}/secrets.csv").status_code == 404
    assert browser.get(f"{base(counted)}/events.pdf").status_code == 404


def test_lists_need_no_reason(sign_in, counted) -> None:
    browser = sign_in("viewer")
    counted.bank.name = "=은행"
    db.session.commit()
    answer = browser.get(f"{base(counted)}/agencies.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    found = [(row["Name"], row["Events(times)"]) for row in rows]
    assert found == [("'=은행", "2"), ("보건소", "1")]
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    events = browser.get(f"{base(counted)}/events.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(events.data))["Schedule"]
    assert [row["State"] for row in as_dicts(sheet)] == ["Planned", "Planned"]
    assert browser.get("/export/venues.csv").data.count(b"\r\n") == 3


def test_who_may_have_what(client, sign_in, counted) -> None:
    for address in (base(counted), f"{base(counted)}/events.csv", "/export/agencies.csv"):
        assert client.get(address).status_code == 302
        assert sign_in("recorder").get(address).status_code == 403
    stranger = sign_in("administrator", make.make_office())
    assert stranger.get(base(counted)).status_code == 404
    assert stranger.get(f"{base(counted)}/events.csv").status_code == 404
    data = {"file": "counts.csv", "reason": "curious"}
    assert stranger.post(base(counted), data=data).status_code == 404
    assert stranger.get("/export/agencies.csv").data.count(b"\r\n") == 1


def test_the_page_lists_files_with_their_rows(sign_in, counted) -> None:
    page = sign_in("viewer").get(base(counted))
    assert 'value="counts.csv"' in page.text and f"{base(counted)}/venues.xlsx" in page.text


def test_unique_persons_of_two_periods_are_no_sum(sign_in, counted) -> None:
    def unique(browser) -> list[str]:
        rows = get_csv(browser, counted, "statistics")
        db.session.rollback()  # the download's own moment ends
        return [row["Unique persons(people)"] for row in rows if not row["Date"]]

    browser = sign_in("organizer")
    outside(counted, "unique_persons", date(2023, 5, 20), 12)
    outside(counted, "home_visits", date(2023, 5, 20), 3)
    assert unique(browser) == ["12"]
    outside(counted, "unique_persons", date(2023, 5, 21), 9)
    outside(counted, "home_visits", date(2023, 6, 2), 4)
    assert unique(browser) == [""]
    rows = get_csv(browser, counted, "statistics")
    assert [row["Home visits(cases)"] for row in rows if not row["Date"]] == ["7"]


def outside(season, measure, day, value) -> None:
    outside_services.add_outside(
        season.office.id, Place(season.campaign.id, day, "day"), Cell(measure), value,
        str(uuid.uuid4()), today=date(2023, 6, 30), user_id=None, now=datetime.now(UTC),
    )  # fmt: skip


def test_the_ledger_comes_in_the_order_of_arrival(sign_in, counted) -> None:
    rows = get_csv(sign_in("organizer"), counted, "counts")
    arrived = db.session.scalars(
        select(CountEntry.received_at).order_by(CountEntry.received_at)
    ).all()
    assert [row["Received at"] for row in rows] == [
        f"{moment.astimezone(SEOUL):%Y-%m-%d %H:%M}" for moment in arrived
    ]


def test_the_ledger_is_read_in_the_order_of_an_index(app, counted, count_queries) -> None:
    """A sort would hold a million entries in memory."""
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL sorts in a process of its own
    with count_queries() as statements:
        list(queries.entries(counted.office.id, counted.campaign.id))
    ids = (counted.campaign.id, counted.office.id)
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statements[-1]}", ids)
    steps = [row[-1] for row in plan]
    assert "SEARCH count_entry USING INDEX ix_count_entry_campaign (campaign_id=?)" in steps
    assert [step for step in steps if "TEMP B-TREE" in step] == []


@pytest.mark.parametrize("reason", ["", "결과보고"])
def test_the_command_leaves_a_line_in_the_access_log(app, counted, tmp_path, reason) -> None:
    slug, campaign_id, office_id = counted.campaign.slug, counted.campaign.id, counted.office.id
    more = ["--reason", reason] if reason else []
    out = str(tmp_path / "out")
    args = ["export", slug, "--format", "csv", "--table", "counts", "--out", out, *more]
    assert app.test_cli_runner().invoke(args=[*args, "--lang", "en"]).exit_code == 0
    record = db.session.scalars(select(AccessRecord)).one()
    told = f"On the command line, by the operating system's user {getpass.getuser()}"
    assert (record.action, record.subject) == ("export counts.csv", f"campaign {campaign_id}")
    assert (record.office_id, record.user_id, record.link_id) == (office_id, None, None)
    assert record.reason == (f"{reason} ({told})" if reason else told)


def test_the_command(app, counted, tmp_path) -> None:
    slug = counted.campaign.slug
    db.session.commit()
    runner = app.test_cli_runner()

    def run(*args):
        return runner.invoke(args=["export", slug, *args])

    path = tmp_path / "all.xlsx"
    assert run("--format", "xlsx", "--out", str(path)).exit_code == 0
    assert openpyxl.load_workbook(path).sheetnames[-1] == "설명"
    path = tmp_path / "one.csv"
    result = run("--format", "csv", "--out", str(path), "--table", "counts")
    assert "counts: 9 rows" in result.output
    assert path.read_bytes().count(b"\r\n") == 10
    path = tmp_path / "data.csv"
    assert run("--format", "data-csv", "--out", str(path), "--table", "counts").exit_code == 0
    assert path.read_bytes().startswith(b"id,day,zone,venue,agency,category,field,dong,")
    path = tmp_path / "all.json"
    assert run("--format", "json", "--out", str(path)).exit_code == 0
    tables = {t["name"]: t for t in json.loads(path.read_text(encoding="utf-8"))["tables"]}
    values = [row["consultations"] for row in tables["statistics"]["rows"]]
    assert sum(value or 0 for value in values) == 34 and None in values
    other = run("--format", "doc", "--out", str(tmp_path / "x"))
    assert other.exit_code == 1
    assert "there are csv, data-csv, xlsx, json, datapackage, hsds, pdf, hwpx" in other.output


def test_a_download_on_its_way_holds_up_nobody_who_writes(sign_in, counted) -> None:
    browser = sign_in("organizer")
    asked = {"file": "counts.csv", "reason": "result report"}
    answer = browser.post(base(counted), data=asked, buffered=False)
    pieces = iter(answer.response)
    begun = next(pieces)
    with db.engine.connect() as other, reading():
        actions = list(other.scalars(select(AccessRecord.action)))
        other.rollback()
        with writing():
            other.exec_driver_sql("UPDATE count_entry SET value = value + 1")  # or fails after 15 s
            other.commit()
    rest = b"".join(pieces).decode()
    answer.close()
    assert answer.status_code == 200
    assert [action for action in actions if "export" in action] == ["export counts.csv"]
    rows = list(csv.DictReader(io.StringIO((begun.decode("utf-8-sig") + rest), newline="")))
    assert sum(int(row["Value"]) for row in rows if row["Measure"] == "Consultations") == 34
