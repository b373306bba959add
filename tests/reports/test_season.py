"""The blocks of a season's report: the numbers of the statistics, each with its base."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

from planner.campaigns.queries import find_campaign_by_slug
from planner.cli.seed_files import load
from planner.core.figures import Figure
from planner.extensions import db
from planner.reports.budget import budget_grid, executed
from planner.reports.content import Grid, Heading, Item, Picture
from planner.reports.figure_tables import MOST_ROWS, figure_grids
from planner.reports.goals import together
from planner.reports.models import BudgetLine, ResultReport
from planner.reports.season import season_paper
from planner.reports.source import load_source
from planner.results.models import EventRecord
from planner.settings import ROOT
from planner.statistics.programme_targets import Goal
from planner.statistics.services import FigureTable, Line
from tests import factories as make

NOW = datetime(2023, 6, 30, tzinfo=UTC)
SEEDS = {  # name: (headings of the results, a row that stands in them)
    "seocho-2023": (
        ["Overall", "Results by zone", "Results by field", "Results by agency", "Referrals"],
        ("Consultations *", "cases", "2,236", "118/119"),
    ),
    "yeongdeungpo-2024": (
        ["Overall", "Results of the wider programme"],
        ("Tasks *", "31", "items"),
    ),
    "seoul-2011": (
        ["Overall", "Results by field", "Results of the wider programme"],
        ("Consultations completed *", "cases", "4,973"),
    ),
    "yongsan-2018": (
        ["Overall", "Referrals", "Results of the wider programme"],
        ("Referrals to private resources *", "cases", "6,361", "789", "806.2%"),
    ),
    "seongbuk-2025": (
        ["Overall", "Results by field", "Results by agency", "Results of the wider programme"],
        ("Debt discharged *", "won", "33,600,000,000"),
    ),
}


def paper(season, lang="en"):
    with force_locale(lang):
        return season_paper(load_source(season.office.id, season.campaign.id), NOW)


def grids(found) -> dict[str, Grid]:
    """The tables of a paper by their captions without the number."""
    tables = [block for block in found.report.blocks if isinstance(block, Grid)]
    return {table.caption.split("> ", 1)[1]: table for table in tables}


def titles(found, level) -> list[str]:
    return [b.text for b in found.report.blocks if isinstance(b, Heading) and b.level == level]


def test_the_figures_of_a_season(counted) -> None:
    found = paper(counted)
    assert titles(found, 1) == ["Outline of the season", "Results"]
    tables = grids(found)
    assert tables["Overall results"].rows[:2] == [
        ("1", "Attendance", "people", "452", "2/2"),
        ("2", "Consultations *", "cases", "34", "2/3"),
    ]
    zones = tables["By zone"]
    assert [head.text for head in zones.columns] == [
        "No.", "Zone", "Attendance", "Unique persons", "Consultations", "Share",
        "Referrals to public resources", "Reports in",
    ]  # fmt: skip
    assert zones.rows[0] == ("1", "북 *", "402", "366", "34", "100.0%", "4", "1/2")
    assert zones.rows[1] == ("2", "남", "50", "45", "0", "0.0%", "-", "1/1")
    assert zones.total == ("", "Total *", "452", "-", "34", "100.0%", "4", "2/3")
    assert zones.unit == "(Unit: people, cases)"
    fields = tables["By field"]
    assert fields.rows[-1] == ("", "Not broken down *", "5", "14.7%", "4", "-")
    last = tables["Against last year"]
    assert last.rows == [
        ("Attendance", "2022-10", "over 400", "452", "+13.0%", "private agencies only")
    ]


def test_what_is_not_written_is_left_out_and_named(counted) -> None:
    found = paper(counted)
    assert {chapter.key: list(chapter.unwritten) for chapter in found.unwritten} == {
        "overview": ["Purpose", "Basis"],
        "outcome": ["Special remarks"],
        "budget": ["Lines of the budget", "Note on the budget"],
        "achieved": ["Achievements", "What to improve"],
        "plans": ["Plans"],
    }
    db.session.add(
        ResultReport(
            campaign_id=counted.campaign.id, version=1, updated_at=NOW,
            reported_on=date(2023, 6, 15), plans="내년에도\n- 저녁에", attachments="사진",
        )
    )  # fmt: skip
    db.session.commit()
    found = paper(counted, "ko")
    assert titles(found, 1) == ["추진개요", "추진실적", "향후계획", "붙임"]
    assert found.report.blocks[-5:] == [
        Heading(1, "Ⅲ", "향후계획"), Item(1, "내년에도"), Item(2, "저녁에"),
        Heading(1, "", "붙임"), Item(0, "사진  끝.", "1."),
    ]  # fmt: skip
    assert found.report.day == "2023. 6. 15.(목)"


def test_an_event_that_was_not_held_is_remarked_and_counted_out(counted) -> None:
    db.session.add(EventRecord(event_id=counted.second.id, held=False, version=1))
    db.session.commit()
    found = paper(counted)
    assert [row[-1] for row in grids(found)["Where and when"].rows] == ["-", "Not held"]
    assert found.report.imprint[2].startswith("1 cancelled events, or events that were not held")
    assert grids(found)["Overall results"].rows[0][3] == "402"


def test_a_season_without_anything(office) -> None:
    campaign = make.make_campaign(office)
    with force_locale("en"):
        found = season_paper(load_source(office.id, campaign.id), NOW)
    assert titles(found, 2) == ["The season in short", "Overall"]
    assert found.report.blocks[-1] == Item(1, "Nothing has been counted yet.")
    assert list(found.report.imprint) == []


def line(item, planned, spent) -> BudgetLine:
    return BudgetLine(item=item, source="", planned=planned, spent=spent, note="")


def test_the_budget_adds_up_what_is_known(app) -> None:
    with force_locale("en"):
        table = budget_grid([line("부스", 12_000_000, 11_450_000), line("요원", 3_000_000, None)])
    assert table.rows == [
        ("1", "부스", "-", "12,000,000", "11,450,000", "550,000", "95.4%", "-"),
        ("2", "요원", "-", "3,000,000", "-", "-", "-", "-"),
    ]
    assert table.total == ("", "Total", "", "15,000,000", "11,450,000", "550,000", "95.4%", "")
    assert table.note.startswith("What was spent is not known yet for 1 of 2 lines. The totals")


def test_not_all_is_never_a_hundred_per_cent() -> None:
    assert executed(9_999_999_999_999, 10_000_003_001_000) == "99.9"
    assert (executed(10_000, 10_000), executed(1_000_001, 1_000_000)) == ("100.0", "100.1")
    assert (executed(None, 10), executed(1, 3)) == (None, "33.3")


def test_a_very_long_table_ends_in_the_sum_of_the_rest(app) -> None:
    figures = [{"consultations": Figure(n, 1, 1)} for n in range(MOST_ROWS + 3)]
    figures[-1] = {"consultations": Figure(None, 0, 1)}
    whole = sum(row["consultations"].value or 0 for row in figures)
    lines = tuple(
        Line(n, make_row(n), row, (row["consultations"].value or 0) / whole)
        for n, row in enumerate(figures)
    )
    total = {"consultations": Figure(whole, MOST_ROWS + 2, MOST_ROWS + 3)}
    table = FigureTable("agency", ("consultations",), "consultations", lines, total)
    with force_locale("en"):
        (found,) = figure_grids(table)
    assert len(found.rows) == MOST_ROWS + 1
    assert found.rows[-1] == ("", "3 others together", "301", "2.6%", "2/3")
    assert found.total == ("", "Total", f"{whole:,}", "100.0%", "152/153")
    assert "The first 150 of 153 rows" in found.note
    shorter = replace(table, lines=lines[:MOST_ROWS])
    with force_locale("en"):
        (found,) = figure_grids(shorter)
    assert (len(found.rows), found.note) == (MOST_ROWS, "")


def test_parts_of_a_target_that_a_table_leaves_out_stand_together() -> None:
    rows = [Goal(None, 10, actual, 8, None, None, actual == 5) for actual in (9, None, 5)]
    assert together(rows) == Goal(None, 30, 14, 24, "46.7", (14 - 24) / 24, True)


def make_row(n):
    from planner.agencies.models import Agency

    return Agency(name=f"기관 {n}", name_en="")


@pytest.mark.parametrize("name", SEEDS)
def test_every_scenario_makes_a_report(app, name) -> None:
    load(ROOT / "seeds" / name, now=NOW)
    campaign = find_campaign_by_slug(name)
    with force_locale("en"):
        found = season_paper(load_source(campaign.office_id, campaign.id), NOW)
    headings, row = SEEDS[name]
    results = [b for c in found.chapters if c.key == "outcome" for b in c.blocks]
    assert [b.text for b in results if isinstance(b, Heading) and b.level == 2] == headings
    rows = {cells for b in results if isinstance(b, Grid) for cells in b.rows}
    assert row in rows or row in {cells[1:] for cells in rows}
    for picture in (b for b in found.report.blocks if isinstance(b, Picture)):
        assert picture.svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
        assert "<style" not in picture.svg
