"""Counts from a spreadsheet: all or nothing, and twice is once."""

from __future__ import annotations

from datetime import UTC, datetime

from planner.core.counting import Cell
from planner.extensions import db
from planner.results import queries
from planner.results.imports import COUNTS, EVENT_RECORDS, PUBLISHED
from planner.results.models import CountEntry, PublishedFigure
from planner.tabular import ImportResult, import_rows

NOW = datetime(2023, 5, 30, tzinfo=UTC)
HEAD = "campaign,day,agency,field,measure,channel,value,recorded_at,synthetic\n"


def load(season, kind, text):
    return import_rows(kind, season.office, "file.csv", text.encode(), NOW)


def counts(season, *rows) -> str:
    return HEAD + "".join(f"{season.campaign.slug},{row}\n" for row in rows)


def test_a_file_read_twice_adds_nothing_the_second_time(season) -> None:
    text = counts(
        season,
        "2023-05-23,,,attendance,desk,402,2023-05-23 16:00,yes",
        "2023-05-23,은행,law,consultations,,13,,",
        "2023-05-23,은행,법률,consultations,,13,,",
        "2023-05-24,은행,debt,상담건수,form,0,,no",
    )
    assert load(season, COUNTS, text) == ImportResult(added=4, encoding="utf-8")
    assert load(season, COUNTS, text) == ImportResult(unchanged=4, encoding="utf-8")
    first = queries.cell_totals(season.office.id, season.first.id)
    assert first == {
        Cell("attendance"): 402,
        Cell("consultations", season.bank.id, season.law.id): 26,
    }
    rows = {row.measure: row for row in db.session.query(CountEntry).order_by(CountEntry.value)}
    assert rows["attendance"].recorded_at == datetime(2023, 5, 23, 7, 0, tzinfo=UTC)
    assert (rows["attendance"].synthetic, rows["consultations"].synthetic) == (True, False)
    assert rows["consultations"].channel == "import"


def test_every_bad_row_is_named_and_nothing_is_saved(season) -> None:
    text = counts(
        season,
        "2023-05-23,은행,law,consultations,,13,,",
        "2023-05-25,은행,law,consultations,,13,,",
        "2023-05-23,없는 곳,law,consultations,,13,,",
        "2023-05-23,은행,magic,consultations,,13,,",
    )
    faults = load(season, COUNTS, text)
    assert [(f.cell, f.code) for f in faults] == [
        ("B3", "unknown"), ("C4", "unknown"), ("D5", "unknown")
    ]  # fmt: skip
    bad = counts(season, "2023-05-23,은행,law,smiles,,-1,yesterday,")
    assert [(f.cell, f.code) for f in load(season, COUNTS, bad)] == [
        ("E2", "not_a_choice"), ("G2", "out_of_range"), ("H2", "not_an_instant")
    ]  # fmt: skip
    assert db.session.query(CountEntry).count() == 0


def test_records_close_an_event_to_further_files(season) -> None:
    text = counts(season, "2023-05-23,,,attendance,desk,402,,")
    load(season, COUNTS, text)
    record = (
        "campaign,day,held,moved_indoors,note,signed_off\n"
        f"{season.campaign.slug},2023-05-23,yes,no,,2023-05-26 17:00\n"
    )
    assert load(season, EVENT_RECORDS, record) == ImportResult(added=1, encoding="utf-8")
    assert load(season, EVENT_RECORDS, record) == ImportResult(unchanged=1, encoding="utf-8")
    row = queries.event_records([season.first.id])[season.first.id]
    assert row.signed_off_at == datetime(2023, 5, 26, 8, 0, tzinfo=UTC)
    assert load(season, COUNTS, text) == ImportResult(unchanged=1, encoding="utf-8")
    more = text + f"{season.campaign.slug},2023-05-23,은행,law,consultations,,1,,\n"
    assert {fault.code for fault in load(season, COUNTS, more)} == {"signed_off"}


def test_published_figures(season) -> None:
    text = (
        "campaign,period,measure,value,qualifier,base,base_en,source\n"
        f'{season.campaign.slug},2022-10,attendance,"1,750",over,민간만,private only,안내\n'
    )
    assert load(season, PUBLISHED, text) == ImportResult(added=1, encoding="utf-8")
    changed = text.replace("1,750", "1,760")
    assert load(season, PUBLISHED, changed) == ImportResult(changed=1, encoding="utf-8")
    row = db.session.query(PublishedFigure).one()
    assert (row.value, row.qualifier, row.base_en) == (1760, "over", "private only")
