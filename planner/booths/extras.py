"""What a release carries of the extra booths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from planner.booths.models import ExtraBooth
from planner.campaigns.models import Event
from planner.core.release import Extra
from planner.extensions import db


def release_extras(campaign_id: int) -> Mapping[int, tuple[Extra, ...]]:
    """The extra booths of each event of a campaign, by the event's id."""
    found: dict[int, list[Extra]] = defaultdict(list)
    rows = db.session.scalars(
        select(ExtraBooth)
        .join(ExtraBooth.event)
        .where(Event.campaign_id == campaign_id)
        .options(joinedload(ExtraBooth.booth), joinedload(ExtraBooth.agency))
        .order_by(ExtraBooth.kind, ExtraBooth.name, ExtraBooth.id)
    )
    for row in rows:
        found[row.event_id].append(
            Extra(
                kind=row.kind,
                name=row.name,
                name_en=row.name_en,
                booth=row.booth.number if row.booth else None,
                agency=row.agency.name if row.agency else "",
                agency_en=row.agency.name_en if row.agency else "",
            )
        )
    return {event_id: tuple(items) for event_id, items in found.items()}
