"""The scenario of Seocho 2023: loaded, released, sound, and written back."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from planner.accounts.models import Office
from planner.agencies.models import Agency, CounselingField
from planner.campaigns.bridge import build_plan, build_problem, load_campaign
from planner.campaigns.models import Assignment, Campaign, CampaignAgency, Event
from planner.campaigns.queries import find_campaign_by_slug
from planner.campaigns.release_queries import latest_release
from planner.cli import seed_files
from planner.cli.seed_rows import write_season
from planner.cli.seeds import load_once, seed
from planner.core.rules import check_plan
from planner.core.score import score_plan
from planner.extensions import db
from planner.places.boundary_queries import boundary_report
from planner.places.figure_queries import figure_sources, latest_figures
from planner.places.models import DONG_MEASURES, Zone
from planner.results.models import CountEntry, EventRecord, PublishedFigure

NAME = "seocho-2023"


@pytest.fixture
def season(app: Any) -> Iterator[Campaign]:
    """The scenario, loaded into an empty database."""
    load_once(NAME)
    campaign = find_campaign_by_slug(NAME)
    assert campaign is not None
    yield load_campaign(campaign.office_id, campaign.id)


def test_the_published_figures_come_out(season: Campaign) -> None:
    zones = select(func.count()).select_from(Zone).where(Zone.office_id == season.office_id)
    assert db.session.scalar(zones) == 5
    assert [(event.day, event.venue.name, event.venue.zone.name) for event in season.events] == [
        (date(2023, 5, 23), "싸리재공원", "반포권역"),
        (date(2023, 5, 24), "서초1동주민센터", "서초권역"),
        (date(2023, 5, 25), "뒷벌공원", "방배권역"),
        (date(2023, 5, 31), "양재근린공원", "양재2·내곡권역"),
        (date(2023, 6, 2), "섬들근린공원", "양재1권역"),
    ]
    taking_part = (
        select(Agency.category, func.count())
        .join(CampaignAgency, CampaignAgency.agency_id == Agency.id)
        .where(CampaignAgency.campaign_id == season.id)
        .group_by(Agency.category)
    )
    counts = dict(tuple(row) for row in db.session.execute(taking_part))
    assert counts["public"] + counts["private"] == 32
    assert (counts["council"], counts["sponsor"]) == (5, 2)
    assert len(season.fields) == 13
    assert [item.field.code for item in season.fields if item.is_new] == ["finance"]
    figure = db.session.scalar(
        select(PublishedFigure).where(
            PublishedFigure.period == "2022-10", PublishedFigure.value == 1750
        )
    )
    assert figure is not None
    assert (figure.qualifier, "29" in figure.base, "29" in figure.base_en) == ("over", True, True)


def test_every_name_of_the_source_is_there(season: Campaign) -> None:
    agencies = set(db.session.scalars(select(Agency.name)))
    assert {
        "서초고용복지플러스센터",
        "신용회복위원회",
        "㈜사조대림",
        "㈜휴먼피부임상시험센터",
        "서초1동주민센터",
        *(f"{item.zone.name} 민관협의체" for item in season.zones),
    } <= agencies
    named = select(Agency.name).where(Agency.synthetic.is_(False), Agency.category == "public")
    assert set(db.session.scalars(named)) == {"서초고용복지플러스센터", "신용회복위원회"}
    finance = db.session.scalar(select(CounselingField).where(CounselingField.code == "finance"))
    assert finance is not None
    assert "신용회복위원회" in finance.description


def test_the_plan_is_sound_and_covers_every_field(season: Campaign) -> None:
    problem = build_problem(season)
    plan = build_plan(season)
    assert check_plan(problem, plan) == ()
    terms = score_plan(problem, plan).terms
    assert (terms["uncovered"], terms["zone_dev"], terms["adjacent"]) == (0, 0, 0)
    assert all(22 <= len(event.assignments) <= 30 for event in season.events)
    came = select(func.count(func.distinct(Assignment.agency_id)))
    assert db.session.scalar(came) == 32


def test_counts_records_and_the_release(season: Campaign) -> None:
    attendance = select(func.sum(CountEntry.value)).where(CountEntry.measure == "attendance")
    assert 1900 <= int(db.session.scalar(attendance) or 0) <= 2100
    assert db.session.scalar(select(func.count()).where(CountEntry.synthetic.is_(False))) == 0
    assert db.session.scalar(select(func.count()).where(CountEntry.value == 0)) == 1
    still_open = select(Event.day).join(EventRecord).where(EventRecord.signed_off_at.is_(None))
    assert list(db.session.scalars(still_open)) == [date(2023, 6, 2)]
    last = season.events[-1]
    reported = set(
        db.session.scalars(select(CountEntry.agency_id).where(CountEntry.event_id == last.id))
    )
    expected = {item.agency_id for item in last.assignments}
    assert len(expected - reported) == 1
    release = latest_release(season.id)
    assert release is not None
    assert release.number == 1
    assert release.created_at == datetime(2023, 5, 15, tzinfo=UTC)


def test_loading_twice_changes_nothing(season: Campaign, capsys: Any) -> None:
    capsys.readouterr()
    before = db.session.scalar(select(func.count()).select_from(CountEntry))
    load_once(NAME)
    assert "it is there already" in capsys.readouterr().out
    assert db.session.scalar(select(func.count()).select_from(CountEntry)) == before
    assert db.session.scalar(select(func.count()).select_from(Campaign)) == 1
    assert len(season.releases) == 1


def test_a_season_is_written_back_as_it_was_read(season: Campaign, tmp_path: Path) -> None:
    source = seed_files.SEEDS / NAME
    written = write_season(season, tmp_path)
    assert {path.name for path in written} == {
        path.name for path in source.iterdir() if path.suffix in (".csv", ".geojson")
    }
    for path in written:
        assert path.read_text("utf-8") == (source / path.name).read_text("utf-8"), path.name


def test_what_was_written_back_loads_again(season: Campaign, tmp_path: Path) -> None:
    season.zones[0].carried, season.agencies[1].carried = 1, -2
    db.session.commit()
    write_season(season, tmp_path / "copy")
    folder = tmp_path / "copy"
    for path in [folder / "office.csv", *_campaign_files(folder)]:
        old = "seocho," if path.name == "office.csv" else NAME
        text = path.read_text(encoding="utf-8").replace(old, "x" + old)
        path.write_text(text, encoding="utf-8")
    load_once("copy", tmp_path)
    copy = find_campaign_by_slug("x" + NAME)
    assert copy is not None
    assert copy.office_id != season.office_id
    assert len(copy.events) == 5
    for members in ("zones", "agencies"):
        assert [row.carried for row in getattr(copy, members)] == [
            row.carried for row in getattr(season, members)
        ]


@pytest.mark.parametrize("name", ["seoul-2011", "yongsan-2018", "seongbuk-2025"])
def test_counts_outside_events_and_targets_are_written_back(
    app: Any, tmp_path: Path, name: str
) -> None:
    load_once(name)
    campaign = find_campaign_by_slug(name)
    assert campaign is not None
    write_season(campaign, tmp_path / "copy")
    for file in ("counts", "published_figures", "targets"):
        source, copy = seed_files.SEEDS / name / f"{file}.csv", tmp_path / "copy" / f"{file}.csv"
        assert source.exists() == copy.exists()
        if source.exists():
            assert sorted(_said(copy)) == sorted(_said(source))


def _said(path: Path) -> list[list[tuple[str, str]]]:
    """What the rows of a file say: cells that say something, but when it was counted."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            sorted((k, v) for k, v in row.items() if v not in ("", "no") and k != "recorded_at")
            for row in csv.DictReader(file)
        ]


def _campaign_files(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.glob("*.csv")
        if path.read_text(encoding="utf-8").startswith(("campaign,", "slug,"))
    ]


def test_faults_name_file_row_and_cell_and_nothing_is_loaded(
    app: Any, tmp_path: Path, capsys: Any
) -> None:
    folder = tmp_path / "bad"
    shutil.copytree(seed_files.SEEDS / NAME, folder)
    agencies = folder / "agencies.csv"
    text = agencies.read_text(encoding="utf-8")
    agencies.write_text(text.replace(",public,jobs,2,", ",public,jobs,none,"), encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        load_once("bad", tmp_path)
    assert stopped.value.code == 1
    said = capsys.readouterr().err
    assert "agencies.csv, row 2, cell E2 (staff_per_day): 'none' is not a number." in said
    assert "bad: nothing was loaded" in said
    assert db.session.scalar(select(func.count()).select_from(Office)) == 0


def test_a_fault_found_late_undoes_everything(app: Any, tmp_path: Path, capsys: Any) -> None:
    folder = tmp_path / "bad"
    shutil.copytree(seed_files.SEEDS / NAME, folder)
    goods = folder / "goods.csv"
    text = goods.read_text(encoding="utf-8")
    goods.write_text(text.replace("신용회복위원회", "없는 기관", 1), encoding="utf-8")
    with pytest.raises(SystemExit):
        load_once("bad", tmp_path)
    assert "goods.csv, row " in capsys.readouterr().err
    assert db.session.scalar(select(func.count()).select_from(Office)) == 0
    assert db.session.scalar(select(func.count()).select_from(Agency)) == 0


def test_the_commands(app: Any, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    listed = runner.invoke(seed, ["list"])
    known = sorted(path.parent.name for path in seed_files.SEEDS.glob("*/office.csv"))
    assert (listed.exit_code, listed.output.split()) == (0, known) and NAME in known
    missing = runner.invoke(seed, ["load", "nowhere"])
    assert missing.exit_code == 1
    assert f"there is no scenario 'nowhere'; there are: {', '.join(known)}" in missing.output
    unknown = runner.invoke(seed, ["export", "nowhere", str(tmp_path)])
    assert unknown.exit_code == 1


def test_zones_neither_overlap_nor_leave_gaps(season: Campaign) -> None:
    found = boundary_report(season.office_id)
    assert (found.outlines, found.sound) == (5, True)


def test_people_by_dong_are_marked_as_made_up(season: Campaign) -> None:
    figures = latest_figures(season.office_id)
    assert len(figures) == 18
    assert {tuple(values) for values in figures.values()} == {tuple(sorted(DONG_MEASURES))}
    sources = figure_sources(season.office_id)
    assert {source for row in sources.values() for source in row.sources} == {
        "가상 수치(시연용, 실제 통계 아님)"
    }
    assert all(row["vulnerable"] < row["residents"] for row in figures.values())


def test_neighbouring_zones_share_their_points() -> None:
    import json

    text = (seed_files.SEEDS / NAME / "zones.geojson").read_text(encoding="utf-8")
    rings = {
        item["properties"]["name"]: {tuple(point) for point in item["geometry"]["coordinates"][0]}
        for item in json.loads(text)["features"]
    }
    assert all(12 <= len(points) <= 25 for points in rings.values())
    for one, other in (
        ("반포권역", "서초권역"),
        ("반포권역", "방배권역"),
        ("서초권역", "방배권역"),
        ("서초권역", "양재1권역"),
        ("방배권역", "양재1권역"),
        ("양재1권역", "양재2·내곡권역"),
    ):
        assert len(rings[one] & rings[other]) >= 3, (one, other)
