"""Importing a season's lists from its own pages: the season is the one of the address."""

from __future__ import annotations

from planner.campaigns.imports import KINDS
from planner.campaigns.models import Campaign
from planner.campaigns.views import BASE, bp, campaign_of
from planner.importing import register_import

BACK = {
    "campaign_fields": "campaigns.settings_fields",
    "campaign_zones": "campaigns.settings_zones",
    "campaign_agencies": "campaigns.settings_agencies",
    "closed_days": "campaigns.settings_days",
    "events": "campaigns.schedule",
    "assignments": "campaigns.schedule",
}


def season(campaign_id: int) -> dict[str, Campaign]:
    """What the importer needs to know of the address; 404 for another office's season."""
    return {"campaign": campaign_of(campaign_id, lock=True)}


for _kind in KINDS:
    if _kind.name == "campaign":
        register_import(bp, _kind, url="/campaigns/import", back="campaigns.index")
    else:
        register_import(
            bp,
            _kind,
            url=f"{BASE}/import/{_kind.name}",
            back=BACK[_kind.name],
            context=season,
        )
