"""Where a finding can be put right: addresses for the findings of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import current_app, url_for

from planner.campaigns.findings import Finding
from planner.campaigns.models import Campaign

AT_BOOTHS = frozenset({"H10", "H11", "H12", "H13", "H14", "H15", "H16"}
                      | {"W02", "W03", "W06", "W07", "W10"})  # fmt: skip
IN_SETTINGS = {
    "H07": "campaigns.settings_zones",
    "W04": "campaigns.settings_zones",
    "W09": "campaigns.settings_agencies",
}


def with_urls(campaign: Campaign, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each with the address of the page on which it can be put right."""
    ids = {event.uid: event.id for event in campaign.events}
    return [replace(finding, url=_url(campaign, finding, ids)) for finding in findings]


def _url(campaign: Campaign, finding: Finding, ids: dict[str, int]) -> str:
    here: dict[str, Any] = {"campaign_id": campaign.id}
    page = IN_SETTINGS.get(finding.code)
    if page:
        return url_for(page, **here)
    keys = [str(key) for kind, key in finding.subjects if kind == "event"]
    event_id = next((ids[key] for key in keys if key in ids), None)
    if finding.code == "W05":
        venue = next(int(key) for kind, key in finding.subjects if kind == "venue")
        return where_known("places.venue", venue_id=venue)
    if finding.code == "W11":
        return where_known("portal_office.answers", **here)
    if event_id is None:
        return where_known("booths.coverage", **here) if finding.code in AT_BOOTHS else ""
    if finding.code in AT_BOOTHS:
        found = where_known("booths.plan", event_id=event_id, **here)
        if found:
            return found
    return url_for("campaigns.event", event_id=event_id, **here)


def where_known(endpoint: str, **values: Any) -> str:
    """The address of a page of an area to the right, '' where this installation lacks it."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""
