"""Reading files of people: what is taken, what is refused, and where each fault is said to be."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import xlsxwriter
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from hypothesis import given
from hypothesis import strategies as st

from planner import tabular, tabular_files
from planner.accounts.models import Office
from planner.extensions import db
from planner.tabular import Column, ImportKind, ImportResult, RowsRefused, read_table

NOW = datetime(2023, 5, 1, tzinfo=UTC)


def add_offices(office: Any, rows: Any, *, context: Any, now: datetime) -> ImportResult:
    """Stands for an area's `apply`: an office for each row; 'bad' is refused after some rows."""
    for row in rows:
        if row["name"] == "bad":
            raise RowsRefused([row.fault("name", "unknown", value="bad")])
        db.session.add(Office(code=row["name"], name=row["name"]))
        db.session.flush()
    return ImportResult(added=len(rows))


KIND = ImportKind(
    "things",
    (
        Column("name", _l("Name"), required=True, parse=tabular.text(10)),
        Column("staff", _l("Staff"), parse=tabular.integer(0, 100), default=1),
        Column("lat", _l("Latitude"), parse=tabular.decimal(33, 39)),
        Column("power", _l("Power"), parse=tabular.flag()),
        Column("kind", _l("Kind"), parse=tabular.choice({"park": _l("Park"), "hall": _l("Hall")})),
        Column("on", _l("Day"), parse=tabular.day()),
        Column("at", _l("Time"), parse=tabular.clock()),
        Column("week", _l("Open"), parse=tabular.weekdays()),
        Column("tags", _l("Tags"), parse=tabular.listing()),
        Column("closed", _l("Closed"), parse=tabular.day_spans()),
    ),
    add_offices,
)


def codes(table: tabular.Table) -> list[tuple[str, str]]:
    return [(fault.cell, fault.code) for fault in table.faults]


def xlsx(*rows: list[Any], formats: dict[str, str] | None = None) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        on_day = book.add_format({"num_format": "yyyy-mm-dd"})
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if isinstance(cell, date | time):
                    sheet.write_datetime(i, j, cell, on_day)
                elif cell is not None:
                    sheet.write(i, j, cell)
    return buffer.getvalue()


@pytest.fixture
def english(app: Any) -> Any:
    """Sentences in English, whatever the catalogues say."""
    with force_locale("en"):
        yield


class TestCells:
    @pytest.mark.parametrize(
        ("parse", "cell", "value"),
        [
            (tabular.text(10), "  a \n b ", "a b"),
            (tabular.text(10), "가‧나", "가·나"),
            (tabular.text(10), 1168051500.0, "1168051500"),
            (tabular.text(10, lines=True), "a\nb", "a\nb"),
            (tabular.integer(), "1,512", 1512),
            (tabular.integer(), 30.0, 30),
            (tabular.integer(), "１２", 12),
            (tabular.integer(-5), "-5", -5),
            (tabular.decimal(33, 39.5), "37.4837", 37.4837),
            (tabular.flag(), "O", True),
            (tabular.flag(), "x", False),
            (tabular.flag(), 1, True),
            (tabular.flag(), False, False),
            (tabular.flag(), "Yes", True),
            (tabular.choice({"park": _l("Park")}), "PARK", "park"),
            (tabular.day(), "2023-05-23", date(2023, 5, 23)),
            (tabular.day(), "2023.5.23", date(2023, 5, 23)),
            (tabular.day(), "2023. 5. 23.", date(2023, 5, 23)),
            (tabular.day(), "2023. 5. 23.(화)", date(2023, 5, 23)),
            (tabular.day(), datetime(2023, 5, 23), date(2023, 5, 23)),
            (tabular.clock(), "9:30", time(9, 30)),
            (tabular.clock(), time(10, 0), time(10)),
            (tabular.weekdays(), "1111100", "1111100"),
            (tabular.weekdays(), 11, "0000011"),
            (tabular.weekdays(), "월화수목금", "1111100"),
            (tabular.weekdays(), "토, 일", "0000011"),
            (tabular.weekdays(), "every day", "1111111"),
            (tabular.weekdays(), "Mon,Wed", "1010000"),
            (tabular.weekdays(), "일요일 월요일", "1000001"),
            (tabular.listing(), "a; b ;c", ("a", "b", "c")),
            (
                tabular.day_spans(),
                "2023-05-01~2023-05-03; 2023-06-01",
                ((date(2023, 5, 1), date(2023, 5, 3)), (date(2023, 6, 1), date(2023, 6, 1))),
            ),
        ],
    )
    def test_takes(self, app: Any, parse: Any, cell: Any, value: Any) -> None:
        assert parse(cell) == value

    @pytest.mark.parametrize(
        ("parse", "cell", "code"),
        [
            (tabular.text(3), "abcd", "too_long"),
            (tabular.text(9), "\ufffd\ufffd", "damaged"),
            (tabular.integer(), "1,2", "not_a_number"),
            (tabular.integer(), "1.5", "not_whole"),
            (tabular.integer(0, 9), "10", "out_of_range"),
            (tabular.integer(), "1e999999", "not_a_number"),
            (tabular.integer(), "1_0", "not_a_number"),
            (tabular.integer(), True, "not_a_number"),
            (tabular.decimal(0, 1), "nan", "not_a_number"),
            (tabular.flag(), "maybe", "not_yes_no"),
            (tabular.choice({"park": _l("Park")}), "lake", "not_a_choice"),
            (tabular.day(), "2023-02-30", "not_a_day"),
            (tabular.day(), datetime(2023, 5, 23, 10), "not_a_day"),
            (tabular.day(), "45069", "not_a_day"),
            (tabular.clock(), "25:00", "not_a_clock"),
            (tabular.clock(), "10", "not_a_clock"),
            (tabular.weekdays(), "0000000", "not_weekdays"),
            (tabular.weekdays(), "월월", "not_weekdays"),
            (tabular.weekdays(), "soon", "not_weekdays"),
            (tabular.listing(), "a;a", "twice_in_cell"),
            (tabular.listing(most=1), "a;b", "too_many"),
            (tabular.day_spans(), "2023-05-03~2023-05-01", "span_order"),
            (tabular.day_spans(), "2023-05-03~", "not_a_day"),
        ],
    )
    def test_refuses(self, app: Any, parse: Any, cell: Any, code: str) -> None:
        with pytest.raises(tabular.CellError) as refusal:
            parse(cell)
        assert refusal.value.code == code

    @given(st.text(max_size=30))
    def test_every_parser_takes_or_refuses_any_text(self, cell: str) -> None:
        parsers = (
            tabular.integer(),
            tabular.decimal(0, 9),
            tabular.day(),
            tabular.clock(),
            tabular.weekdays(),
            tabular.listing(),
            tabular.day_spans(),
            tabular.text(5),
        )
        for parse in parsers:
            try:
                parse(cell)
            except tabular.CellError as error:
                assert error.code


class TestReading:
    def test_every_column_from_csv(self, app: Any) -> None:
        table = read_table(
            KIND,
            "things.csv",
            b"\xef\xbb\xbfname,staff,lat,power,kind,on,at,week,tags,closed\r\n"
            b'A,"1,000",37.5,O,Park,2023-05-23,10:00,1111100,x;y,2023-05-01\r\n'.replace(
                b"1,000", b"10"
            ),
        )
        assert table.faults == ()
        assert table.encoding == "utf-8"
        assert table.rows[0] == {
            "name": "A", "staff": 10, "lat": 37.5, "power": True, "kind": "park",
            "on": date(2023, 5, 23), "at": time(10), "week": "1111100", "tags": ("x", "y"),
            "closed": ((date(2023, 5, 1), date(2023, 5, 1)),),
        }  # fmt: skip

    def test_blank_cells_give_the_default_and_absent_columns_nothing(self, app: Any) -> None:
        row = read_table(KIND, "t.csv", b"name,staff,power\nA,,\n").rows[0]
        assert row == {"name": "A", "staff": 1, "power": False}

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_three_delimiters(self, app: Any, delimiter: str) -> None:
        data = f"name{delimiter}staff\nA{delimiter}3\n".encode()
        assert read_table(KIND, "t.csv", data).rows[0] == {"name": "A", "staff": 3}

    def test_cp949_is_recognised_and_said(self, app: Any) -> None:
        table = read_table(KIND, "t.csv", "name\n서초구\n".encode("cp949"))
        assert (table.rows[0]["name"], table.encoding) == ("서초구", "cp949")

    def test_utf16_as_excel_saves_it(self, app: Any) -> None:
        assert read_table(KIND, "t.txt", "name\tstaff\n가\t2\n".encode("utf-16")).rows[0] == {
            "name": "가",
            "staff": 2,
        }

    def test_korean_and_english_headings_mean_the_same(self, app: Any) -> None:
        english = read_table(KIND, "t.csv", b"Name,Staff\nA,2\n")
        key = read_table(KIND, "t.csv", b"NAME, staff \nA,2\n")
        assert english.rows == key.rows == [{"name": "A", "staff": 2}]

    def test_xlsx_with_dates_numbers_and_gaps(self, app: Any) -> None:
        data = xlsx(["name", "on", "at", "staff"], ["A", date(2023, 5, 23), time(10, 30), 4.0], [],
                    ["B", None, None, 5])  # fmt: skip
        table = read_table(KIND, "t.xlsx", data)
        assert table.faults == ()
        assert [
            (row.number, row["name"], row["on"], row["at"], row["staff"]) for row in table.rows
        ] == [
            (2, "A", date(2023, 5, 23), time(10, 30), 4),
            (4, "B", None, None, 5),
        ]

    def test_every_bad_cell_of_every_row_is_listed_with_its_place(self, app: Any) -> None:
        data = b"name,staff,power\nA,many,perhaps\n,2,O\n\nA far too long name,3,O\nB,101,X\n"
        assert codes(read_table(KIND, "t.csv", data)) == [
            ("B2", "not_a_number"), ("C2", "not_yes_no"), ("A3", "required"), ("A5", "too_long"),
            ("B6", "out_of_range"),
        ]  # fmt: skip

    def test_headings_unknown_twice_and_missing(self, english: Any) -> None:
        table = read_table(KIND, "t.csv", b"staff,Staff,colour\n1,2,3\n")
        assert codes(table) == [
            ("B1", "duplicate_heading"), ("C1", "unknown_heading"), ("", "missing_heading"),
        ]  # fmt: skip
        assert [tabular.fault_sentence(fault) for fault in table.faults] == [
            "The heading 'Staff' stands twice.",
            "There is no column 'colour' in this kind of file.",
            "The column 'Name' is missing.",
        ]

    def test_a_name_twice_in_the_file(self, app: Any) -> None:
        table = read_table(KIND, "t.csv", b"name\nA\nB\nA\n")
        assert codes(table) == [("A4", "duplicate_row")]
        assert table.faults[0].data == {"value": "A", "first": 2}

    def test_a_cell_without_heading(self, app: Any) -> None:
        assert codes(read_table(KIND, "t.csv", b"name\nA,stray\n")) == [("B2", "no_heading")]

    def test_formulas_and_errors_of_the_spreadsheet(self, app: Any) -> None:
        table = read_table(KIND, "t.xlsx", xlsx(["name", "staff"], ["A", "=1+1"]))
        assert codes(table) == [("B2", "formula")]
        assert table.faults[0].data == {"value": "=1+1"}


class TestWholeFiles:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "empty_file"),
            (b" \n\n", "empty_file"),
            (b",,\n,,\n", "empty_file"),
            (b"name\n", "no_rows"),
            (b"%PDF-1.7", "wrong_kind"),
            (b"<html>", "wrong_kind"),
            (b"name\x00\n", "wrong_kind"),
            (b"\xd0\xcf\x11\xe0rest", "old_excel"),
            (b"name\n\x81\x20\xff\n", "encoding"),
            (b'name\n"open\n', "broken_csv"),
            (b"PK\x03\x04junk", "broken_xlsx"),
            (b"name" + b",x" * 300 + b"\n", "too_many_columns"),
            (b"name\n" + b"A\n" * 20_001, "too_many_rows"),
        ],
    )
    def test_refused_with_the_reason(self, app: Any, data: bytes, code: str) -> None:
        table = read_table(KIND, "t", data)
        assert (table.rows, [fault.code for fault in table.faults]) == ((), [code])

    def test_the_row_of_unreadable_letters(self, app: Any) -> None:
        fault = read_table(KIND, "t.csv", b"name\nA\n\x81\x20\n").faults[0]
        assert (fault.code, fault.row) == ("encoding", 3)

    def test_other_zip_archives_and_bombs(self, app: Any, monkeypatch: Any) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("word/document.xml", "<a/>")
        assert read_table(KIND, "t", buffer.getvalue()).faults[0].code == "wrong_kind"
        monkeypatch.setattr(tabular_files, "MOST_UNPACKED", 2000)
        assert read_table(KIND, "t", xlsx(["name"], ["A"])).faults[0].code == "too_large_unpacked"

    def test_xml_that_declares_entities(self, app: Any) -> None:
        buffer = io.BytesIO()
        source = zipfile.ZipFile(io.BytesIO(xlsx(["name"], ["A"])))
        with zipfile.ZipFile(buffer, "w") as archive:
            for part in source.namelist():
                content = source.read(part)
                if part == "xl/sharedStrings.xml":
                    content = content.replace(b"<sst", b'<!DOCTYPE x [<!ENTITY a "b">]><sst', 1)
                archive.writestr(part, content)
        assert read_table(KIND, "t", buffer.getvalue()).faults[0].code == "broken_xlsx"

    @given(st.binary(max_size=200))
    def test_any_bytes_are_read_or_refused(self, data: bytes) -> None:
        try:
            sheet = tabular_files.read_file(data, len)
        except tabular_files.FileError as error:
            assert error.code
        else:
            assert sheet.rows


class TestOneTransaction:
    def test_all_rows_or_none(self, app: Any, office: Any) -> None:
        result = tabular.import_rows(KIND, office, "t.csv", b"name\none\ntwo\n", NOW)
        assert result == ImportResult(added=2, encoding="utf-8")
        assert db.session.scalar(db.select(db.func.count(Office.id))) == 3

    def test_a_refusal_of_the_area_leaves_nothing(self, app: Any, office: Any) -> None:
        faults = tabular.import_rows(KIND, office, "t.csv", b"name\none\nbad\n", NOW)
        assert [(fault.cell, fault.code) for fault in faults] == [("A3", "unknown")]
        assert db.session.scalar(db.select(db.func.count(Office.id))) == 1

    def test_a_clash_in_the_database_leaves_nothing(self, app: Any, office: Any) -> None:
        tabular.import_rows(KIND, office, "t.csv", b"name\none\n", NOW)
        faults = tabular.import_rows(KIND, office, "t.csv", b"name\nnew\none\n", NOW)
        assert [fault.code for fault in faults] == ["conflict"]
        assert db.session.scalar(db.select(db.func.count(Office.id))) == 2

    def test_the_list_holds_also_what_the_area_refuses(self, app: Any, office: Any) -> None:
        faults = tabular.import_rows(KIND, office, "t.csv", b"name,staff\none,x\nbad,1\n", NOW)
        assert [(fault.cell, fault.code) for fault in faults] == [
            ("B2", "not_a_number"), ("A3", "unknown"),
        ]  # fmt: skip
        assert db.session.scalar(db.select(db.func.count(Office.id))) == 1

    def test_bad_rows_never_reach_the_area(self, app: Any, office: Any) -> None:
        faults = tabular.import_rows(KIND, office, "t.csv", b"name,staff\nbad,x\none,1\n", NOW)
        assert [fault.code for fault in faults] == ["not_a_number"]
        assert db.session.scalar(db.select(db.func.count(Office.id))) == 1


def test_every_code_has_a_sentence_that_fills(app: Any) -> None:
    from planner.tabular_words import SENTENCES

    data = dict.fromkeys(
        ("most", "value", "key", "first", "length", "longest", "low", "high", "count"), "·"
    )
    for code in SENTENCES:
        fault = tabular.RowFault(1, "A1", "name", code, {**data, "choices": ["a", "b"]})
        assert "%(" not in tabular.fault_sentence(fault, KIND)
        assert "%(" not in tabular.fault_advice(fault, KIND)
