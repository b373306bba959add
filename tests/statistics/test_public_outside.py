"""Public tables of seasons with counts outside events: they add up, and their audit passes."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest

from planner.campaigns.queries import find_campaign_by_slug
from planner.cli.seed_files import load
from planner.core.counting import Cell
from planner.results import outside_services
from planner.results.outside_queries import Place
from planner.settings import ROOT
from planner.statistics.publication_services import preview_publication
from tests import factories as make

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def whole(preview) -> None:
    """Each total is the sum of its parts, and no hidden number can be confined."""
    figures = preview.tables.published.figures
    for row in figures.sums:
        parts = [figures.values[part] for part in row.parts if figures.values[part] is not None]
        assert (sum(parts) if parts else None) == figures.values[row.total], row
    assert preview.audit.passed and preview.unprotected == ()


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("seoul-2011", ("completed", 4973)),
        ("yongsan-2018", ("referrals_public", 510)),
        ("seongbuk-2025", ("consultations", 1512)),
    ],
)
def test_the_scenarios(app, name, total) -> None:
    load(ROOT / "seeds" / name, now=NOW)
    campaign = find_campaign_by_slug(name)
    preview = preview_publication(campaign.office_id, campaign.id)
    whole(preview)
    measure, value = total
    assert preview.tables.exact(measure, "all") == value
    assert preview.tables.exact(measure, "outside") == value


def test_counts_in_and_out_of_zones(counted) -> None:
    north = counted.first.venue.zone_id
    dong = make.make_dong(counted.office, counted.first.venue.zone)
    for place, value in (
        (Place(counted.campaign.id, date(2023, 4, 1), "month"), 3),
        (Place(counted.campaign.id, date(2023, 4, 1), "month", north), 20),
        (Place(counted.campaign.id, date(2023, 4, 1), "month", None, dong.id), 4),
    ):
        outside_services.add_outside(
            counted.office.id, place, Cell("consultations", None, counted.law.id), value,
            str(uuid.uuid4()), today=NOW.date(), user_id=None, now=NOW,
        )  # fmt: skip
    preview = preview_publication(counted.office.id, counted.campaign.id)
    whole(preview)
    tables = preview.tables
    assert tables.exact("consultations", "all") == 34 + 27
    assert tables.exact("consultations", f"outside:{north}") == 24
    assert tables.exact("consultations", f"zone:{north}") == 34 + 24
    assert tables.exact("consultations", "outside", f"field:{counted.law.id}") == 3
    assert [line.kind for line in tables.below("event")] == [
        "event", "event", "outside_zone", "outside",
    ]  # fmt: skip
    assert "small" in tables.published.marks.values()
