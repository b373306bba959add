"""The published figures of the scenarios, from entries that the ordinary importer recorded."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from flask_babel import force_locale

from planner.campaigns.queries import find_campaign_by_slug
from planner.cli.seed_files import load, names
from planner.results import rollups
from planner.settings import ROOT
from planner.statistics.queries import load_facts
from planner.statistics.report import figures_document

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
def document(app):
    """`document(name)`: the scenario loaded, and its figures in Korean."""

    def make(name: str) -> dict:
        load(ROOT / "seeds" / name, now=NOW)
        campaign = find_campaign_by_slug(name)
        with force_locale("ko"):
            found = figures_document(load_facts(campaign.office_id, campaign.id))
        json.dumps(found)
        return found

    return make


def values(rows, measure):
    """A table's numbers of a measure by code, the remainder under None."""
    return {
        row["code"]: row["figures"][measure]["value"]
        for row in rows
        if row["figures"][measure]["value"] is not None
    }


def total(document, measure):
    row = document["totals"][measure]
    return row["value"], row["synthetic"]


def printed(document):
    return {(row["measure"], row["programme"]): row["printed"] for row in document["published"]}


def test_seoul_2011(document) -> None:
    found = document("seoul-2011")
    assert total(found, "received") == (6225, True)
    assert total(found, "completed") == (4973, True)
    assert found["rates"] == {"completed_of_received": 79.9}
    assert values(found["tables"]["field"], "completed") == {
        "income": 1568,
        "employment": 1037,
        "daily_life": 738,
        "health": 611,
        None: 1019,
    }
    rest = found["tables"]["field"][-1]
    assert (rest["name"], rest["remainder"]) == ("구분 없음", True)
    assert total(found, "home_visits") == (3000, True)
    assert printed(found)["home_visits", ""] == "약 3,000건"
    assert sum(values(found["tables"]["month"], "completed").values()) == 4973


def test_yongsan_2018(document) -> None:
    found = document("yongsan-2018")
    assert values(found["tables"]["programme"], "referrals_public") == {
        "basic_livelihood": 242,
        "seoul_basic": 25,
        "national_emergency": 92,
        "seoul_emergency": 151,
    }
    assert total(found, "referrals_public") == (510, True)
    assert total(found, "referrals_private") == (6361, True)
    (reached,) = found["comparisons"]["achievement"]
    assert (reached["actual"], reached["base"], reached["per_cent"]) == (6361, 789, 806.2)
    ratios = found["comparisons"]["ratio_to_before"]
    assert [
        (row["measure"], row["programme"], row["actual"], row["base"], row["per_cent"])
        for row in ratios
    ] == [
        ("referrals_public", "seoul_basic", 25, 5, 500),
        ("referrals_public", "seoul_emergency", 151, 61, 248),
        ("referrals_private", "", 6361, 795, 800),
    ]
    assert {row["synthetic"] for row in ratios} == {True}
    assert all("growth" not in row for row in ratios)


def test_seongbuk_2025(document) -> None:
    found = document("seongbuk-2025")
    assert total(found, "unique_persons") == (400, False)
    assert total(found, "consultations") == (1512, True)
    assert printed(found)["consultations", ""] == "1,500여건"
    assert total(found, "debt_discharged_krw") == (33_600_000_000, True)
    assert total(found, "training_attendees") == (54, True)
    assert found["agencies"]["count"] == 40
    trained = found["tables"]["agency"]
    assert sum(row["figures"]["training_attendees"]["value"] is not None for row in trained) == 40
    assert printed(found)["training_sessions", ""] == "2회 이상"


def test_the_scenarios_live_side_by_side(app, document) -> None:
    for name in names():
        document(name)
    assert list(rollups.all_differences()) == []
    assert rollups.rebuild() > 0
    again = document("yongsan-2018")  # loaded already: nothing is added
    assert total(again, "referrals_public") == (510, True)


def test_the_command_prints_them(app, document) -> None:
    document("yongsan-2018")
    text = app.test_cli_runner().invoke(args=["statistics", "figures", "yongsan-2018"]).output
    assert "  민간자원 연계: 6,361 / 789 = 806.2% [가상 자료]" in text
    assert "  공적자원 연계 · 서울형 긴급지원: 151 / 61 = 248% [가상 자료]" in text
    assert "(보고 0 / 0)" not in text
    result = app.test_cli_runner().invoke(args=["statistics", "figures", "yongsan-2018", "--json"])
    assert json.loads(result.output)["formulas"] == "figures-2"


def test_the_page_shows_published_figures_beside_the_entries(app, document, sign_in) -> None:
    document("seoul-2011")
    campaign = find_campaign_by_slug("seoul-2011")
    page = sign_in("viewer", campaign.office).get(f"/campaigns/{campaign.id}/statistics")
    assert page.status_code == 200
    assert "about 3,000 cases" in page.text and "Not broken down" in page.text
    assert "From the entries" in page.text
