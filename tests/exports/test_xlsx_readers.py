"""Every workbook of the product says the same in openpyxl, python-calamine and LibreOffice."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from planner.campaigns.queries import find_campaign_by_slug
from planner.cli.seed_files import load
from planner.exports import encode_xlsx
from planner.exports.table import Column, Table
from planner.settings import ROOT
from tests.exports.readers import by_calamine, by_libreoffice, by_openpyxl, told_alike

SEOUL = ZoneInfo("Asia/Seoul")
NOON = datetime(2023, 5, 23, 3, 0, tzinfo=UTC)
KINDS = ("text", "integer", "share", "day", "time", "instant", "flag")
VALUES = (
    ("=1+1", 33_600_000_000, 0.798, date(2023, 5, 23), time(9, 5), NOON, True),
    ("+82-2-120", -5, 0.0, date(2024, 2, 29), time(23, 59), NOON.replace(second=33), False),
    ("-3", 0, 1.0, date(1999, 12, 31), time(0, 1), NOON.replace(hour=15), None),
    ("@가나다", 10**15 - 1, 1 / 3, None, None, None, True),
    ("＝1", 10**15, None, None, None, None, None),
    ("위\n아래 & <b> \"'", 10**12, 0.5, None, None, None, None),
    (" 앞뒤 ", 1, None, None, None, None, None),
    ("1234", 2, None, None, None, None, None),
    ("a\x01b\x0bc\ud800", 3, None, None, None, None, None),
    ("x\r\ny\rz", 4, None, None, None, None, None),
    ("😀" * 17_000, 5, None, None, None, None, None),
    ("_x0041_", 6, None, None, None, None, None),
    (None, None, None, None, None, None, None),
    ("end", 7, None, None, None, None, None),
)
LABELS = {
    "yes": "예", "no": "아니오", "explanation": "설명", "sheet": "시트", "column": "열",
    "unit": "단위", "meaning": "뜻", "rows": "행",
}  # fmt: skip


def every_value(path: Path) -> None:
    columns = [Column(kind, f"제목 {kind}", "뜻", "명", kind) for kind in KINDS]
    table = Table("t", "표", "설명", columns, len(VALUES), lambda: VALUES)
    with path.open("wb") as file:
        encode_xlsx.write(file, [table], facts=[("시즌", "서초")], labels=LABELS, zone=SEOUL)


def expected(value):
    """What is in a cell for one of `VALUES`."""
    if isinstance(value, bool):
        return "예" if value else "아니오"
    if isinstance(value, datetime):
        there = value.astimezone(SEOUL).replace(tzinfo=None)
        return there.date() if there.time() == time(0) else there
    return str(value) if isinstance(value, int) and value >= 10**15 else value


def product_files(sign_in, folder: Path) -> list[Path]:
    """Every workbook that the pages offer, in Korean."""
    for name in ("seocho-2023", "seongbuk-2025"):
        load(ROOT / "seeds" / name, now=NOON)
    found = []
    for slug, names in (
        ("seocho-2023", ("all", "counts", "fairness", "agreements", "agencies", "venues")),
        ("seongbuk-2025", ("all", "statistics", "plan_tasks")),
    ):
        campaign = find_campaign_by_slug(slug)
        browser = sign_in("organizer", campaign.office)
        browser.set_cookie("locale", "ko")
        address = f"/campaigns/{campaign.id}"
        for name in names:
            if name in ("all", "counts", "statistics"):
                data = {"file": f"{name}.xlsx", "reason": "결과보고"}
                answer = browser.post(f"{address}/export", data=data)
            elif name == "fairness":
                answer = browser.get(f"{address}/fairness.xlsx")
            elif name == "plan_tasks":
                answer = browser.get("/export/programme/plan_tasks.xlsx")
            else:
                answer = browser.get(f"/export/{name}.xlsx")
            assert answer.status_code == 200, (name, answer.status_code)
            path = folder / f"{slug}_{name}.xlsx"
            path.write_bytes(answer.data)
            found.append(path)
    return found


def test_three_programs_read_the_same_cells(app, sign_in, tmp_path, request) -> None:
    every_value(tmp_path / "values.xlsx")
    paths = [tmp_path / "values.xlsx", *product_files(sign_in, tmp_path)]
    read = {path: by_openpyxl(path) for path in paths}
    for path in paths:
        for sheet, rows in by_calamine(path).items():
            assert [row for row in rows if any(row)] == [
                row for row in read[path][sheet] if any(row)
            ], (path.name, sheet)
    if request.config.getoption("--database") != "sqlite":
        return  # the files are the same: LibreOffice reads them once
    spoken = by_libreoffice(paths, tmp_path)
    for path, sheets in (spoken or {}).items():
        assert set(sheets) == set(read[path]), path.name
        for sheet, rows in sheets.items():
            for mine, theirs in zip(read[path][sheet], rows, strict=True):
                assert all(map(told_alike, mine, theirs)), (path.name, sheet, mine, theirs)


def test_cells_hold_what_was_written(tmp_path) -> None:
    every_value(tmp_path / "values.xlsx")
    (head, *rows), explained = by_openpyxl(tmp_path / "values.xlsx").values()
    assert head == [f"제목 {kind}(명)" for kind in KINDS]
    assert [row[1:] for row in rows] == [[expected(cell) for cell in row[1:]] for row in VALUES]
    texts = [row[0] for row in rows]
    assert texts[:8] == [row[0] for row in VALUES[:8]]
    assert texts[8:10] == ["a\ufffdb\ufffdc\ufffd", "x\ny\nz"]
    assert texts[10] == "😀" * 16_383 + "…" and texts[11] == "_x0041_"
    assert explained[1] == ["표", "행", len(VALUES), "설명"]


def test_a_workbook_is_written_as_it_comes() -> None:
    """The first rows are in the file before the last ones have been read."""
    file = io.BytesIO()
    seen = []

    def rows():
        for number in range(100_000):
            if number % 25_000 == 0:
                seen.append(file.tell())
            yield (number, f"글 {number * 7919 % 100_003}")

    columns = [Column("n", "수", kind="integer"), Column("t", "글")]
    table = Table("t", "표", "", columns, 100_000, rows)
    encode_xlsx.write(file, [table], facts=[], labels=LABELS, zone=SEOUL)
    assert 0 < seen[0] < seen[1] < seen[2] < seen[3] < file.tell()
