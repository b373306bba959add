"""The published figures of the Seocho season, from its seed files."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from flask_babel import force_locale

from planner.campaigns.queries import find_campaign_by_slug
from planner.results.words import published
from planner.settings import ROOT
from planner.statistics.queries import load_facts
from planner.statistics.report import figures_document
from planner.statistics.services import season_figures


@pytest.fixture
def seocho(app):
    """The season as `seed load seocho-2023` brings it."""
    imports = pytest.importorskip("planner.campaigns.imports", reason="not written yet")
    assert imports.KINDS
    from planner.cli.seed_files import load

    load(ROOT / "seeds" / "seocho-2023", now=datetime(2023, 6, 8, tzinfo=UTC))
    return find_campaign_by_slug("seocho-2023")


def test_the_published_figures(app, seocho) -> None:
    facts = load_facts(seocho.office_id, seocho.id)
    with force_locale("ko"):
        document = figures_document(facts)
    assert document["zones"]["count"] == 5
    assert document["zones"]["names"] == [
        "반포권역", "서초권역", "방배권역", "양재2·내곡권역", "양재1권역"
    ]  # fmt: skip
    events = [
        (row["date"], row["weekday"], row["venue"], row["zone"])
        for row in document["events"]["list"]
    ]
    assert events == [
        ("2023-05-23", "화", "싸리재공원", "반포권역"),
        ("2023-05-24", "수", "서초1동주민센터", "서초권역"),
        ("2023-05-25", "목", "뒷벌공원", "방배권역"),
        ("2023-05-31", "수", "양재근린공원", "양재2·내곡권역"),
        ("2023-06-02", "금", "섬들근린공원", "양재1권역"),
    ]
    assert document["agencies"]["count"] == 32
    assert document["agencies"]["by_category"]["council"] == 5
    assert document["fields"]["count"] == 13
    assert document["fields"]["new"] == ["금융"]
    before = next(
        row
        for row in document["published"]
        if row["period"].startswith("2022") and row["value"] == 1750
    )
    assert (before["qualifier"], before["text"]) == ("over", "1,750여")
    assert "민간" in before["base"]
    json.dumps(document)


def test_the_tables_add_up(app, seocho) -> None:
    figures = season_figures(load_facts(seocho.office_id, seocho.id))
    for table in figures.tables.values():
        for measure in table.measures:
            values = [line.figures[measure].value for line in table.lines]
            if measure != "unique_persons":
                total = table.total[measure].value
                assert sum(value or 0 for value in values) == (total or 0)


@pytest.mark.parametrize(
    ("value", "qualifier", "text"),
    [(1750, "over", "1,750여"), (1512, "over", "1,500여"), (3000, "about", "약 3,000"),
     (510, "", "510"), (64, "min", "64 이상")],
)  # fmt: skip
def test_qualifiers_in_print(app, value, qualifier, text) -> None:
    with force_locale("ko"):
        assert published(value, qualifier) == text
