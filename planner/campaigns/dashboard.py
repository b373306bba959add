"""What a signed-in person has to do next, from the running season of the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from planner.campaigns.bridge import load_campaign
from planner.campaigns.destinations import with_urls
from planner.campaigns.findings import Finding, find_problems
from planner.campaigns.models import Campaign, Event
from planner.campaigns.queries import campaign_in_view
from planner.campaigns.releases import Preview, preview_release
from planner.templating import SEOUL


@dataclass(frozen=True, slots=True)
class Progress:
    """Events of the season by today: past, today and to come (cancelled ones apart)."""

    past: list[Event]
    coming: list[Event]
    cancelled: int
    today: date

    @property
    def next(self) -> Event | None:
        return self.coming[0] if self.coming else None


def look(office_id: int, now: datetime, *, planner: bool) -> dict[str, Any]:
    """Values of the start page: the season, its progress, its findings and what is unreleased.

    A recorder (`planner` false) gets the events only.
    """
    today = now.astimezone(SEOUL).date()
    found = campaign_in_view(office_id, today)
    if found is None:
        return {"campaign": None, "progress": None, "findings": [], "preview": None}
    campaign = load_campaign(office_id, found.id)
    findings: list[Finding] = []
    preview: Preview | None = None
    if planner:
        findings = with_urls(campaign, find_problems(campaign))
        preview = preview_release(campaign, now)
    return {
        "campaign": campaign,
        "progress": progress(campaign, today),
        "findings": findings,
        "preview": preview,
    }


def progress(campaign: Campaign, today: date) -> Progress:
    """The events around today."""
    planned = [event for event in campaign.events if event.status == "planned"]
    return Progress(
        past=[event for event in planned if event.day < today],
        coming=[event for event in planned if event.day >= today],
        cancelled=len(campaign.events) - len(planned),
        today=today,
    )
