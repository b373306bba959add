"""CSV and XLSX: numbers intact, text harmless, nothing dropped."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.exports import encode_csv, encode_xlsx
from planner.exports.table import Column, Table

# Machines under load are slow; that is no fault of the rules.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SEOUL = ZoneInfo("Asia/Seoul")
WORDS = ("Yes", "No")
LABELS = {
    "yes": "Yes", "no": "No", "explanation": "Explanation", "sheet": "Sheet", "column": "Column",
    "unit": "Unit", "meaning": "Meaning", "rows": "Rows",
}  # fmt: skip


def read_csv(pieces) -> list[list[str]]:
    data = b"".join(pieces)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def table(rows, *kinds, name="t") -> Table:
    columns = [Column(f"c{i}", f"C{i}", "meaning", "명", kind) for i, kind in enumerate(kinds)]
    return Table(name, "Title", "Lead", columns, len(rows), lambda: rows)


def workbook(tables, **more):
    file = io.BytesIO()
    written = encode_xlsx.write(
        file, tables, facts=[("Season", "S")], labels=LABELS, zone=SEOUL, **more
    )
    file.seek(0)
    return openpyxl.load_workbook(file), written


@pytest.mark.parametrize("start", [*"=+-@\t\r\n＝＋－＠", "  ="])
def test_text_that_would_run_gets_an_apostrophe(start) -> None:
    assert encode_csv.safe_text(start + "cmd|' /C calc'!A0").startswith("'" + start)


@pytest.mark.parametrize("value", [-3, 0, -1_000_000, 7])
def test_numbers_stay_numbers(value) -> None:
    rows = read_csv(encode_csv.encode(["n"], [[value]], zone=SEOUL, words=WORDS))
    assert rows == [["n"], [str(value)]]


SAFE = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)


@CALM
@given(st.lists(st.tuples(SAFE, st.none() | st.integers(-(10**9), 10**9)), max_size=20))
def test_what_goes_into_csv_comes_out(rows) -> None:
    found = read_csv(encode_csv.encode(["a", "b"], rows, zone=SEOUL, words=WORDS))
    assert len(found) == len(rows) + 1
    for (text, number), (cell, digits) in zip(rows, found[1:], strict=True):
        assert cell in (text, "'" + text)
        assert digits == ("" if number is None else str(number))
        assert cell[:1] not in ("=", "+", "-", "@")


def test_every_kind_of_value_in_csv() -> None:
    at = datetime(2023, 5, 23, 7, 20, tzinfo=UTC)
    row = ["가", 1, 0.25, date(2023, 5, 23), time(9, 5), at, True, False, None]
    rows = read_csv(encode_csv.encode(["x"] * 9, [row], zone=SEOUL, words=WORDS))
    assert rows[1] == [
        "가", "1", "0.25", "2023-05-23", "09:05", "2023-05-23 16:20", "Yes", "No", ""
    ]  # fmt: skip


def test_csv_comes_in_pieces() -> None:
    pieces = list(
        encode_csv.encode(["x"], (["가" * 100] for _ in range(2000)), zone=SEOUL, words=WORDS)
    )
    assert len(pieces) > 3 and max(map(len, pieces)) < 300_000
    assert len(read_csv(pieces)) == 2001


def test_every_kind_of_value_in_xlsx() -> None:
    kinds = ("text", "integer", "share", "day", "time", "instant", "flag", "integer")
    at = datetime(2023, 5, 23, 7, 20, tzinfo=UTC)
    row = ["=1+1", -5, 0.25, date(2023, 5, 23), time(9, 5), at, False, None]
    book, written = workbook([table([row], *kinds)])
    sheet = book["Title"]
    assert [cell.value for cell in sheet[1]] == [f"C{i}(명)" for i in range(8)]
    assert [cell.value for cell in sheet[2]] == [
        "=1+1", -5, 0.25, datetime(2023, 5, 23), time(9, 5), datetime(2023, 5, 23, 16, 20), "No",
        None,
    ]  # fmt: skip
    assert sheet["A2"].data_type == "s" and sheet["B2"].data_type == "n"
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:H2"
    assert written == {"t": 1}


def test_the_last_sheet_explains_every_column() -> None:
    book, _written = workbook([table([[1], [2]], "integer"), table([["x"]], "text", name="u")])
    assert book.sheetnames == ["Title", "Title (2)", "Explanation"]
    rows = [[cell.value for cell in row] for row in book["Explanation"].iter_rows()]
    assert rows[0][:2] == ["Season", "S"]
    assert rows[1][:3] == ["Title", "Rows", 2]
    assert rows[-2] == ["Title", "C0(명)", "명", "meaning"]


def test_a_table_longer_than_a_sheet_goes_on_on_the_next() -> None:
    book, written = workbook([table([[n] for n in range(7)], "integer")], most_rows=4)
    assert written == {"t": 7}
    assert book.sheetnames == ["Title", "Title (2)", "Title (3)", "Explanation"]
    values = [
        row[0].value for name in book.sheetnames[:3] for row in book[name].iter_rows(min_row=2)
    ]
    assert values == list(range(7))


def test_an_empty_table_is_a_sheet_with_its_heading() -> None:
    book, written = workbook([table([], "integer")])
    assert written == {"t": 0} and book["Title"].max_row == 1


def test_a_crooked_row_is_never_written() -> None:
    with pytest.raises(ValueError, match="2 cells under 1"):
        workbook([table([[1, 2]], "integer")])
