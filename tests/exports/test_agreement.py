"""One season in every format: the same figures to the unit, and a package that validates."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import uuid
import zipfile
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from planner.accounts.models import AccessRecord
from planner.campaigns.queries import find_campaign_by_slug
from planner.cli.seed_files import load
from planner.core.counting import Cell
from planner.extensions import db
from planner.results import outside_services
from planner.results.outside_queries import Place
from planner.settings import ROOT
from planner.statistics.queries import load_facts
from planner.statistics.services import season_figures
from tests import factories as make
from tests.exports.documented import (
    documented_comparisons,
    documented_programme,
    documented_targets,
    rows_of,
    told_comparisons,
    told_targets,
)

NOW = datetime(2023, 6, 8, tzinfo=UTC)
MEASURES = {
    "attendance": "Attendance",
    "consultations": "Consultations",
    "referrals_public": "Referrals to public resources",
    "experience": "Visits to experience booths",
}


def post(browser, campaign, file, reason="result report"):
    answer = browser.post(f"/campaigns/{campaign.id}/export", data={"file": file, "reason": reason})
    assert answer.status_code == 200, answer.text
    return answer


def counted_cells(archive) -> list[dict[str, str]]:
    return [row for row in rows_of(archive, "cells") if row["counted"] == "true"]


def package(browser, campaign) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(post(browser, campaign, "package.zip").data))


def validate(path: Path) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", str(path), "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert (done.returncode == 0) == report["valid"], done.stderr
    return report


def errors(report) -> set[str]:
    return {error["type"] for task in report["tasks"] for error in task["errors"]}


def by(rows, measure, value, *keys):
    """Sums of a measure over rows told by some of their columns; reported ones only."""
    found: dict[tuple, int] = defaultdict(int)
    for row in rows:
        if measure is None or row["measure"] == measure:
            number = row[value]
            if number not in ("", None):
                found[tuple(row[key] for key in keys)] += int(number)
    return dict(found)


def test_every_format_of_the_seocho_season_agrees_to_the_unit(app, sign_in) -> None:
    load(ROOT / "seeds" / "seocho-2023", now=NOW)
    campaign = find_campaign_by_slug("seocho-2023")
    browser = sign_in("organizer", campaign.office)
    page = browser.get(f"/campaigns/{campaign.id}/statistics").text
    shown = {
        re.sub(r"<.*", "", name).strip(): int(value.replace(",", ""))
        for name, value in re.findall(
            r"<dt>(.*?)</dt>\s*<dd><strong>(?:<a[^>]*>)?([\d,]+)", page, re.S
        )
    }
    text = post(browser, campaign, "statistics.csv").data.decode("utf-8-sig")
    wide = list(csv.DictReader(io.StringIO(text, newline="")))
    book = openpyxl.load_workbook(io.BytesIO(post(browser, campaign, "all.xlsx").data))
    head, *lines = book["Detailed figures"].iter_rows(values_only=True)
    sheet = [dict(zip(head, line, strict=True)) for line in lines]
    answer = post(browser, campaign, "all.json")
    document = json.loads(answer.data)
    assert answer.content_type == "application/json"
    assert int(answer.headers["X-Row-Count"]) == sum(t["count"] for t in document["tables"])
    tables = {found["name"]: found for found in document["tables"]}
    archive = package(browser, campaign)
    cells, names = counted_cells(archive), {}
    for row in rows_of(archive, "zones"):
        names[row["zone"]] = row["name_en"] or row["name"]
    told = [{**row, "zone": names.get(row["zone"], "")} for row in cells]
    totals = {row["measure"]: row["value"] for row in rows_of(archive, "totals")}
    units = {"attendance": "people", "experience": "people"}
    for measure, name in MEASURES.items():
        column = f"{name}({units.get(measure, 'cases')})"
        zones = by(told, measure, "value", "zone")
        assert len(zones) == 5
        assert by(wide, None, column, "Zone") == zones
        assert by(sheet, None, column, "Zone") == zones
        assert by(tables["statistics"]["rows"], None, measure, "zone") == zones
        assert by(tables["counts"]["rows"], name, "value", "zone") == zones
        assert sum(zones.values()) == int(totals[measure]) == shown[name]
    figures = season_figures(load_facts(campaign.office_id, campaign.id))
    assert {m: f.value for m, f in figures.totals.items()} == {
        m: int(v) if v else None for m, v in totals.items()
    }
    for dimension, key in (("field", "field"), ("agency", "agency"), ("event", "event")):
        parts = {
            (str(line.key or ""),): line.figures["consultations"].value
            for line in figures.tables[dimension].lines
            if line.figures["consultations"].value is not None
        }
        assert by(cells, "consultations", "value", key) == parts


@pytest.mark.parametrize(
    "name", ["seocho-2023", "seoul-2011", "yongsan-2018", "yeongdeungpo-2024", "seongbuk-2025"]
)
def test_the_command_writes_a_package_that_validates(app, tmp_path, name) -> None:
    load(ROOT / "seeds" / name, now=NOW)
    path = tmp_path / "package.zip"
    result = app.test_cli_runner().invoke(
        args=["export", name, "--format", "datapackage", "--out", str(path)]
    )
    assert result.exit_code == 0, result.output
    report = validate(path)
    assert report["valid"] and report["stats"]["tasks"] == 13
    archive = zipfile.ZipFile(path)
    for line in result.output.splitlines()[:-1]:
        table, count = re.fullmatch(r"(\w+): (\d+) rows", line).groups()
        assert len(rows_of(archive, table)) == int(count)
    command = app.test_cli_runner().invoke(args=["statistics", "figures", name, "--json"])
    document = json.loads(command.output)
    assert told_targets(archive) == documented_targets(document)
    assert told_comparisons(archive) == documented_comparisons(document)
    told = [
        (row["section"], row["figure"], row["part"], row["value"], row["unit"], row["qualifier"])
        for row in rows_of(archive, "programme")
    ]
    assert told == documented_programme(document)
    pinned = PINNED.get(name, set())
    assert pinned & printed_numbers(archive) == pinned


# Numbers that offices report: a target and its achievement, before the programme, the year before.
PINNED = {
    "yongsan-2018": {("789", "8.062"), ("5", "5.0"), ("61", "2.48"), ("795", "8.0")},
    "yeongdeungpo-2024": {("1957", "1.046"), ("124", "1.0")},
}


def printed_numbers(archive) -> set[tuple[str, str]]:
    """What was meant or was before, with the rate that is printed of it."""
    targets = {(row["wanted"], row["achievement"]) for row in rows_of(archive, "targets")}
    return targets | {(row["value"], row["ratio"]) for row in rows_of(archive, "comparisons")}


def test_a_package_that_was_changed_does_not_validate(sign_in, counted, tmp_path) -> None:
    archive = package(sign_in("organizer"), counted.campaign)
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(changed, "w") as target:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "data/zones.csv":
                data = b"\r\n".join(data.split(b"\r\n")[:2]) + b"\r\n"  # one zone of two
            target.writestr(name, data)
    assert errors(validate(changed)) == {"hash-count", "byte-count", "row-count", "foreign-key"}


def test_what_the_package_says_of_itself(sign_in, counted, tmp_path) -> None:
    counted.first.status = "cancelled"
    counted.bank.phone, counted.bank.email = "02-987-6543", "person@bank.example"
    counted.bank.note = "ask for Kim"
    db.session.commit()
    place = Place(counted.campaign.id, date(2023, 4, 1), "month", counted.first.venue.zone_id)
    outside_services.add_outside(
        counted.office.id, place, Cell("phone", counted.bank.id), 7, str(uuid.uuid4()),
        today=date(2026, 11, 26), user_id=None, now=NOW,
    )  # fmt: skip
    answer = post(sign_in("organizer"), counted.campaign, "package.zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    document = json.loads(archive.read("datapackage.json"))
    assert document["formula_version"] == "figures-2"
    assert document["as_of"] == "2023-06-08T00:00:00Z"
    assert document["description"].startswith("한 사업 기간의 입력을 합한 실적입니다.")
    assert document["description_en"].startswith("Figures of one season")
    assert "licenses" not in document and "sources" not in document
    everything = b"".join(archive.read(name) for name in archive.namelist())
    for secret in (b"987-6543", b"bank.example", b"Kim"):
        assert secret not in everything
    cells = rows_of(archive, "cells")
    assert int(answer.headers["X-Row-Count"]) == len(cells)
    assert answer.headers["Cache-Control"] == "no-store"
    told = {(row["status"], row["counted"]) for row in cells}
    assert told == {("cancelled", "false"), ("open", "true"), ("outside", "true")}
    (outside,) = [row for row in cells if row["status"] == "outside"]
    assert {key: value for key, value in outside.items() if value} == {
        "cell": outside["cell"], "zone": str(counted.first.venue.zone_id),
        "agency": str(counted.bank.id), "category": "private", "measure": "phone",
        "channel": "form", "month": "2023-04", "period": "2023-04", "status": "outside",
        "counted": "true", "value": "7", "entries": "1", "synthetic": "false",
    }  # fmt: skip
    totals = {row["measure"]: row["value"] for row in rows_of(archive, "totals")}
    assert totals == {
        "attendance": "50", "unique_persons": "45", "consultations": "0", "phone": "7",
    }  # fmt: skip
    path = tmp_path / "package.zip"
    path.write_bytes(answer.data)
    assert validate(path)["valid"]


def test_the_dictionary_is_in_both_languages(sign_in, counted) -> None:
    archive = package(sign_in("organizer"), counted.campaign)
    entry = next(
        row
        for row in rows_of(archive, "dictionary")
        if (row["table"], row["column"]) == ("cells", "agency")
    )
    assert (entry["name"], entry["name_en"], entry["type"]) == ("참여기관", "Agency", "integer")
    assert entry["meaning"].startswith("실적을 낸 기관입니다.")
    described = json.loads(archive.read("datapackage.json"))["resources"]
    told = {(row["table"], row["column"]) for row in rows_of(archive, "dictionary")}
    assert told == {
        (resource["name"], field["name"])
        for resource in described
        for field in resource["schema"]["fields"]
        if resource["name"] != "dictionary"
    }
    codes = {(row["list"], row["code"]): row["name"] for row in rows_of(archive, "codes")}
    assert codes[("status", "outside")] == "행사 밖" and codes[("channel", "form")]


@pytest.mark.parametrize("file", ["package.zip", "all.json"])
def test_the_new_formats_ask_for_a_reason_and_keep_it(client, sign_in, counted, file) -> None:
    address = f"/campaigns/{counted.campaign.id}/export"
    data = {"file": file, "reason": "결과보고 작성"}
    assert client.post(address, data=data).status_code == 401
    assert sign_in("recorder").post(address, data=data).status_code == 403
    stranger = sign_in("administrator", make.make_office())
    assert stranger.post(address, data=data).status_code == 404
    browser = sign_in("viewer")
    for reason in ("", " ", "x" * 201):
        refused = browser.post(address, data={"file": file, "reason": reason})
        assert refused.status_code == 422 and f'value="{file}"' in refused.text
    assert browser.get(f"{address}/{file}").status_code == 404
    kept = select(AccessRecord).where(AccessRecord.reason != "")
    assert db.session.scalars(kept).all() == []
    post(browser, counted.campaign, file, "결과보고 작성")
    record = db.session.scalars(kept).one()
    assert (record.action, record.reason) == (f"export {file}", "결과보고 작성")
    assert record.subject == f"campaign {counted.campaign.id}" and record.user_id


@pytest.mark.parametrize("file", ["package", "package.csv", "package.json", "figures.json"])
def test_formats_that_are_not_offered(sign_in, counted, file) -> None:
    address = f"/campaigns/{counted.campaign.id}/export"
    data = {"file": file, "reason": "why"}
    assert sign_in("viewer").post(address, data=data).status_code == 400


def test_a_package_has_no_single_table(app, counted, tmp_path) -> None:
    out = tmp_path / "x.zip"
    result = app.test_cli_runner().invoke(
        args=[
            "export", counted.campaign.slug, "--format", "datapackage", "--table", "counts",
            "--out", str(out),
        ]
    )  # fmt: skip
    assert result.exit_code == 1 and "leave out --table" in result.output
    assert not out.exists()


def test_the_workbook_says_as_of_when_and_explains_in_korean(sign_in, counted) -> None:
    browser = sign_in("organizer")
    browser.set_cookie("locale", "ko")
    answer = post(browser, counted.campaign, "all.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    rows = [[cell.value for cell in row] for row in book["설명"].iter_rows()]
    facts = {row[0]: row[1] for row in rows[:4]}
    assert (facts["기준 시각"], facts["산식"]) == ("2023-05-26 18:00", "figures-2")
    explained = {(row[0], row[1]): row[2:4] for row in rows}
    for sheet in book.worksheets[:-1]:
        assert sheet.freeze_panes == "A2"
        for cell in sheet[1]:
            assert explained[(sheet.title, cell.value)][1]
    assert explained[("세부 실적", "방문인원(명)")][0] == "명"
