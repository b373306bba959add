"""A release of a season as it stands, whatever its rules say; and more counts."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import Release
from planner.campaigns.releases import preview_release
from planner.core.counting import Cell, Change
from planner.core.release import to_json
from planner.extensions import db
from planner.results import services

RELEASED = datetime(2023, 5, 15, tzinfo=UTC)
COUNTED = datetime(2023, 6, 1, tzinfo=UTC)


def release(office_id: int, campaign_id: int) -> Release:
    campaign = load_campaign(office_id, campaign_id)
    preview = preview_release(campaign, RELEASED)
    row = Release(
        campaign_id=campaign_id,
        number=preview.number,
        created_at=RELEASED,
        note="",
        snapshot=to_json(preview.season),
        difference=[],
        findings=[],
    )
    db.session.add(row)
    db.session.commit()
    return row


def recount(season: Any, event: Any, cell: Cell, before: int | None, after: int) -> None:
    services.save_counts(
        season.office.id,
        event.id,
        str(uuid.uuid4()),
        [Change(cell, before, after)],
        reason="counted again",
        user_id=season.user.id,
        now=COUNTED,
    )
