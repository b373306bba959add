"""The published figures of the programme, from recorded rows, by the command and by the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from planner.agencies.agreement_queries import category_counts
from planner.campaigns.queries import find_campaign_by_slug
from planner.cli.seed_files import SEEDS, load
from planner.cli.seed_rows import write_season
from planner.cli.seeds import load_once
from planner.core.comparison import target_from
from planner.programme.imports import KINDS

NAMES = ("seongbuk-2025", "seoul-2011", "yeongdeungpo-2024", "yongsan-2018")


@pytest.fixture
def figures(app: Flask) -> Callable[[str], dict[str, Any]]:
    """`figures(name)`: what `statistics figures NAME --json` says of the programme."""

    def ask(name: str) -> dict[str, Any]:
        load_once(name)
        runner = app.test_cli_runner()
        told = runner.invoke(args=["statistics", "figures", name, "--json", "--lang", "ko"])
        assert told.exit_code == 0, told.output
        start = told.output.index("{")
        found: dict[str, Any] = json.loads(told.output[start:])["further"]
        sections = {key: section["figures"] for key, section in found.items()}
        assert [fault for rows in sections.values() for fault in unlawful(rows)] == []
        return sections

    return ask


def unlawful(figures: dict[str, Any]) -> list[str]:
    """Figures whose parts are of another unit than they are, or do not add up to them; shares in
    per cent have their whole among them."""
    found = []
    for key, figure in figures.items():
        own = figure.get("parts", {}).values()
        values = [part["value"] for part in own if part["value"] is not None]
        whole = figure["value"]
        if any(part["unit"] != figure["unit"] for part in own):
            found.append(f"{key}: unit")
        elif figure["unit"] == "%" and values:
            found += [] if min(values) <= whole <= max(values) else [f"{key}: share"]
        elif own and (sum(values) if values else None) != whole:
            found.append(f"{key}: {values} are not {whole}")
    return found


def parts(figure: dict[str, Any]) -> dict[str, int]:
    return {key: part["value"] for key, part in figure["parts"].items()}


def test_yeongdeungpo_2024(figures: Callable[[str], dict[str, Any]]) -> None:
    told = figures("yeongdeungpo-2024")
    plan = told["plan"]
    assert (plan["areas"]["value"], plan["tasks"]["value"]) == (4, 31)
    assert list(parts(plan["tasks"]).values()) == [8, 8, 8, 7]
    assert plan["progress"]["value"] == 93
    printed = told["material"]
    booklet, memo = "위기가구 신고 안내 책자", "복지 안내 메모패드"
    assert printed[f"{booklet}.in"]["value"] == 2200
    assert printed[f"{booklet}.in"]["synthetic"] is False
    assert printed[f"{memo}.out"]["value"] == 3500
    channels = parts(printed[f"{memo}.out.channel"])
    assert set(channels) == {"management_office", "estate_agent", "convenience_store", "pharmacy"}
    assert sum(channels.values()) == 3500
    assert len(parts(printed[f"{memo}.out.dong"])) == 18
    quota = told["quota"]
    targets = parts(quota["위기가구 발굴.target"])
    assert len(targets) == 18
    assert quota["위기가구 발굴.target"]["value"] == sum(targets.values())
    assert quota["위기가구 발굴.last_year"]["value"] == 1772
    assert set(parts(quota["명예사회복지공무원.in.dong"])) == set(targets)
    assert set(parts(told["fund"]["이웃돕기 성금.out.purpose"])) == {"중장년 치과 치료비", "이사비"}
    assert told["fund"]["이웃돕기 성금.left"]["value"] == 15_000_000
    assert [
        told["fund"][f"이웃돕기 성금.in{key}"]["label"] for key in ("", ".agency", ".agencies")
    ] == [
        "이웃돕기 성금: 모금액",
        "이웃돕기 성금: 참여기관별 모금액",
        "이웃돕기 성금: 모금한 기관 수",
    ]
    special = "2024-04-26 찾아가는 복지팀 의무교육 (특별교육)"
    assert told["training"]["attended"]["parts"]["2024-04-26"]["label"] == special
    assert told["training"]["찾아가는 복지팀 의무교육"]["value"] == 0
    centers = told["centers"]
    assert (centers["before"]["value"], centers["centers"]["value"]) == (1, 2)


def test_each_dong_aims_a_tenth_above_last_year(app: Flask) -> None:
    import csv

    path = SEEDS / "yeongdeungpo-2024" / "tally_targets.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({row["dong"] for row in rows}) == 18
    assert all(int(row["wanted"]) == target_from(int(row["last_year"])) for row in rows)


def test_seoul_2011(figures: Callable[[str], dict[str, Any]]) -> None:
    told = figures("seoul-2011")
    partners = told["agreements"]["partners"]
    assert partners["value"] == 30
    assert parts(partners) == {"facility": 8, "sponsor": 13, "law": 2, "medical": 3, "other": 4}
    campaign = find_campaign_by_slug("seoul-2011")
    assert campaign is not None
    assert category_counts(campaign.office_id) == parts(partners)
    pool = told["counsellor"]
    assert pool["현장상담가.in"]["value"] == 400
    assert pool["현장상담가.target"]["value"] == 100
    assert set(parts(pool["현장상담가.target"])) == {"housing", "income", "education", "health"}
    assert pool["전화상담가.target"]["value"] == 15
    assert pool["전화상담가.in"]["value"] is None  # not published is not zero
    assert told["quota"]["통합지원 시범 가구.in"]["value"] == 50
    months = parts(told["rotations"]["테마 순회상담소.months"])
    assert months == {f"2011-{month:02d}": 2 if month < 9 else 4 for month in range(3, 13)}
    themes = parts(told["rotations"]["테마 순회상담소.themes"])
    assert set(themes) == {"독거어르신", "다문화가정"}
    settings = parts(told["rotations"]["테마 순회상담소.settings"])
    assert settings == {"street": 8, "facility": 20}


def test_yongsan_2018(figures: Callable[[str], dict[str, Any]]) -> None:
    quota = figures("yongsan-2018")["quota"]
    assert quota["돌봄연대 어르신.target"]["value"] == 100
    assert len(parts(quota["돌봄연대 어르신.target"])) == 7
    assert sum(parts(quota["돌봄연대 어르신.target"]).values()) == 100
    assert quota["돌봄연대 어르신.in.agencies"]["value"] == 7
    month = quota["돌봄연대 어르신.a_month"]
    assert (month["value"], month["qualifier"]) == (15, "about")
    assert month["text"].startswith("약 15")
    assert quota["돌봄연대 돌봄 시간.a_month"]["value"] == 20
    assert quota["돌봄연대 돌봄 시간.target"]["value"] == 7 * 20  # May to November
    assert quota["복지플래너 기관 방문.in"]["value"] == 50
    assert quota["복지플래너 기관 방문.in.agencies"]["value"] == 10


def test_seongbuk_2025(figures: Callable[[str], dict[str, Any]]) -> None:
    told = figures("seongbuk-2025")
    training = told["training"]
    assert (training["attended"]["value"], training["agencies"]["value"]) == (54, 40)
    assert training["completed"]["value"] == 54
    rule = training["금융복지 역량강화 교육"]
    assert rule["value"] == 0  # no year with fewer than two
    assert "parts" not in rule
    held = training["금융복지 역량강화 교육.held"]
    assert (held["text"], held["label"]) == ("28회", "금융복지 역량강화 교육: 연도별 교육 횟수")
    assert parts(held) == {str(year): 2 for year in range(2012, 2026)}
    assert [training[key]["label"] for key in ("sessions", "completed", "agencies")] == [
        "교육 횟수(2024~2025년)",
        "이수 인원(4회 중 1회만 출석 기록)",
        "참석한 기관 수(4회 중 1회만 출석 기록)",
    ]
    centers = told["centers"]
    assert centers["centers"]["value"] == 11
    assert parts(centers["hours"]) == {"1111100 10:00-17:00": 11}
    assert (centers["phone"]["value"], centers["visit"]["value"]) == (11, 11)


def test_the_command_says_it_in_both_languages(app: Flask) -> None:
    load_once("yeongdeungpo-2024")
    runner = app.test_cli_runner()
    korean = runner.invoke(args=["statistics", "figures", "yeongdeungpo-2024"]).output
    assert "위기가구 신고 안내 책자: 인쇄·구입 2,200부\n" in korean
    assert "세부 과제 31개 [가상 자료]" in korean
    english = runner.invoke(
        args=["statistics", "figures", "yeongdeungpo-2024", "--lang", "en"]
    ).output
    assert "Booklet: households in crisis: Printed or bought 2,200 copies" in english
    assert "Tasks 31 items [Synthetic]" in english


@pytest.mark.parametrize("name", NAMES)
def test_the_programme_is_written_back_as_it_was_read(
    app: Flask, tmp_path: Path, name: str
) -> None:
    load_once(name)
    campaign = find_campaign_by_slug(name)
    assert campaign is not None
    write_season(campaign, tmp_path)
    own = [path for path in (SEEDS / name).glob("*.csv") if path.stem in PROGRAMME]
    assert own
    for path in own:
        written = (tmp_path / path.name).read_text("utf-8").splitlines()
        assert sorted(written) == sorted(path.read_text("utf-8").splitlines()), path.name


PROGRAMME = frozenset(kind.name for kind in KINDS) | {"agreements"}


def test_the_files_are_read_twice_without_adding_anything(app: Flask, now: Any) -> None:
    loaded = load(SEEDS / "yongsan-2018", now=now)
    assert loaded.rows["tally_entries.csv"].added == 66
    assert load(SEEDS / "yongsan-2018", now=now).known is True
