"""The season of the counts' tests, counted."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from planner.core.counting import Cell, Change
from planner.extensions import db
from planner.results import services
from planner.results.models import CountEntry, PublishedFigure
from planner.results.rollups import post
from tests.results.conftest import Season, season

__all__ = ["counted", "season"]

NOW = datetime(2023, 5, 26, 9, tzinfo=UTC)


def put(season: Season, event: Any, values: dict[Cell, int]) -> None:
    changes = [Change(cell, None, value) for cell, value in values.items()]
    services.save_counts(
        season.office.id, event.id, str(uuid.uuid4()), changes, user_id=season.user.id, now=NOW
    )


@pytest.fixture
def counted(season: Season) -> Season:
    """First event: 402 came, the bank 13 + 16, the clinic did not report, 5 without an agency;
    second: 50 came, the bank 0."""
    bank, law, debt = season.bank.id, season.law.id, season.debt.id
    put(
        season,
        season.first,
        {
            Cell("attendance"): 402,
            Cell("unique_persons"): 366,
            Cell("consultations", bank, law): 13,
            Cell("consultations", bank, debt): 16,
            Cell("referrals_public", bank): 4,
        },
    )
    put(
        season,
        season.second,
        {
            Cell("attendance"): 50,
            Cell("unique_persons"): 45,
            Cell("consultations", bank, debt): 0,
        },
    )
    post(
        [
            CountEntry(
                id=str(uuid.uuid4()),
                office_id=season.office.id,
                campaign_id=season.campaign.id,
                event_id=season.first.id,
                day=season.first.day,
                measure="consultations",
                channel="desk",
                value=5,
                recorded_at=NOW,
                received_at=NOW,
                synthetic=True,
            )
        ]
    )
    db.session.add(
        PublishedFigure(
            campaign_id=season.campaign.id,
            period="2022-10",
            measure="attendance",
            value=400,
            qualifier="over",
            base="민간기관만",
            base_en="private agencies only",
            source="안내",
        )
    )
    db.session.commit()
    return season
