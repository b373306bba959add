"""Files of fields, agencies and pairs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from planner.agencies import queries
from planner.agencies.imports import AGENCIES, AGENCY_PAIRS, FIELDS
from planner.tabular import ImportKind, ImportResult, import_rows

FIELD_FILE = "code,name,name_en\ndebt,금융,Financial counselling\nlaw,법률,Law\n"
AGENCY_FILE = (
    "name,category,fields,staff_per_day,needs_power,weekdays,absences,synthetic\n"
    "신용회복위원회,public,debt;법률,2,O,1111100,2023-05-23~2023-05-24;2023-06-01,no\n"
    "법률구조공단,공공,law,,,,,yes\n"
)


def take(kind: ImportKind, office: Any, now: datetime, text: str) -> Any:
    return import_rows(kind, office, "file.csv", text.encode(), now)


def test_fields_agencies_and_pairs(office: Any, now: datetime) -> None:
    assert take(FIELDS, office, now, FIELD_FILE) == ImportResult(2, 0, 0, "utf-8")
    assert take(FIELDS, office, now, FIELD_FILE) == ImportResult(0, 0, 2, "utf-8")
    assert take(AGENCIES, office, now, AGENCY_FILE.replace("공공", "public")) == ImportResult(
        2, 0, 0, "utf-8"
    )
    agency = queries.agencies_by_name(office.id)["신용회복위원회"]
    assert [field.code for field in agency.fields] == ["debt", "law"]
    assert (agency.staff_per_day, agency.needs_power, agency.weekdays) == (2, True, "1111100")
    assert [(row.first_day, row.last_day) for row in agency.absences] == [
        (date(2023, 5, 23), date(2023, 5, 24)),
        (date(2023, 6, 1), date(2023, 6, 1)),
    ]
    pairs = "kind,first,second\nconflict,법률구조공단,신용회복위원회\n"
    assert take(AGENCY_PAIRS, office, now, pairs) == ImportResult(1, 0, 0, "utf-8")
    assert take(AGENCY_PAIRS, office, now, pairs) == ImportResult(0, 0, 1, "utf-8")


def test_a_second_file_changes_only_its_own_columns(office: Any, now: datetime) -> None:
    take(FIELDS, office, now, FIELD_FILE)
    take(AGENCIES, office, now, AGENCY_FILE.replace("공공", "public"))
    result = take(AGENCIES, office, now, "name,phone\n신용회복위원회,1600-5500\n법률구조공단,\n")
    assert result == ImportResult(0, 1, 1, "utf-8")
    agency = queries.agencies_by_name(office.id)["신용회복위원회"]
    assert (agency.phone, agency.staff_per_day, len(agency.absences)) == ("1600-5500", 2, 2)


def test_every_bad_row_is_listed_and_nothing_is_saved(office: Any, now: datetime) -> None:
    take(FIELDS, office, now, FIELD_FILE)
    bad = "name,fields,staff_per_day,noise\n좋은 기관,debt,2,\n,debt,1,\n나쁜 기관,debt,0,loud\n"
    faults = take(AGENCIES, office, now, bad)
    assert [(fault.cell, fault.code) for fault in faults] == [
        ("A3", "required"),
        ("C4", "out_of_range"),
        ("D4", "not_a_choice"),
    ]
    assert queries.agencies(office.id) == []
    faults = take(AGENCIES, office, now, "name,fields\n좋은 기관,debt;none\n")
    assert [(fault.cell, fault.code, fault.data) for fault in faults] == [
        ("B2", "unknown_field", {"value": "none"})
    ]
    assert queries.agencies(office.id) == []


def test_pairs_need_two_known_agencies(office: Any, now: datetime) -> None:
    faults = take(AGENCY_PAIRS, office, now, "kind,first,second\nconflict,가,가\n")
    assert [(fault.cell, fault.code) for fault in faults] == [
        ("B2", "unknown_agency"),
        ("C2", "unknown_agency"),
        ("C2", "same_agency"),
    ]


def test_a_field_name_of_another_code_is_refused(office: Any, now: datetime) -> None:
    take(FIELDS, office, now, FIELD_FILE)
    faults = take(FIELDS, office, now, "code,name\nnew,금융\n")
    assert [(fault.cell, fault.code) for fault in faults] == [("B2", "name_taken")]
    assert sorted(queries.fields_by_code(office.id)) == ["debt", "law"]
