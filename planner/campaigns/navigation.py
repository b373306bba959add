"""The season that the side navigation names."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import g, request

from planner.agencies.periods import Period
from planner.campaigns.queries import campaign_in_view, find_campaign, list_campaigns
from planner.templating import SEOUL


def season_in_view() -> dict[str, Any]:
    """`nav_campaign`: the season of the address, else the office's running one; None for strangers.

    At most one query; a page that holds the campaign already costs none.
    """
    if g.get("user") is None or g.get("office") is None:
        return {"nav_campaign": None}
    wanted = (request.view_args or {}).get("campaign_id") if request else None
    if wanted:
        return {"nav_campaign": find_campaign(g.office.id, wanted)}
    return {"nav_campaign": campaign_in_view(g.office.id, datetime.now(SEOUL).date())}


def season_periods(office_id: int) -> list[Period]:
    """The office's seasons, newest first, for the agencies' calendar of days off."""
    rows = (row.campaign for row in list_campaigns(office_id))
    return [Period(row.name, row.name_en, row.starts_on, row.ends_on) for row in rows]
