"""Figures that other areas add to the document of a season."""

from __future__ import annotations

import pytest
from flask_babel import force_locale

from planner.cli.statistics import written
from planner.statistics import further
from planner.statistics.queries import load_facts
from planner.statistics.report import figures_document
from planner.statistics.services import FurtherFigure, Section, register_figures


@pytest.fixture
def providers(monkeypatch):
    """No provider of an area, so that only a test's own is asked."""
    monkeypatch.setattr(further, "_providers", [])


def test_a_providers_figures_stand_in_the_document_and_in_print(counted, providers) -> None:
    asked = []

    def provider(office_id: int, campaign_id: int) -> list[Section]:
        asked.append((office_id, campaign_id))
        parts = (FurtherFigure("done", "Done", 12), FurtherFigure("open", "Open", 19))
        tasks = FurtherFigure("tasks", "Tasks", 31, parts=parts)
        visits = FurtherFigure("visits", "Visits", 3012, "cases", "about", synthetic=True)
        unknown = FurtherFigure("stock", "Stock", None, "copies")
        return [Section("plan", "Plan", (tasks, visits, unknown)), Section("none", "Nothing", ())]

    register_figures(provider)
    register_figures(provider)
    with force_locale("en"):
        document = figures_document(load_facts(counted.office.id, counted.campaign.id))
        lines = written(document)
    assert asked == [(counted.office.id, counted.campaign.id)]
    assert list(document["further"]) == ["plan"]
    plan = document["further"]["plan"]
    assert plan["title"] == "Plan"
    assert plan["figures"]["visits"] == {
        "label": "Visits",
        "value": 3012,
        "unit": "cases",
        "qualifier": "about",
        "text": "about 3,000 cases",
        "synthetic": True,
    }
    assert [row["value"] for row in plan["figures"]["tasks"]["parts"].values()] == [12, 19]
    assert lines[-6:] == [
        "Plan",
        "  Tasks 31",
        "    Done 12",
        "    Open 19",
        "  Visits about 3,000 cases [Synthetic]",
        "  Stock -",
    ]
