"""What of the agencies' answers waits for an organizer, for the start page."""

from __future__ import annotations

from datetime import date

from flask_babel import ngettext

from planner.campaigns.notes import Note
from planner.campaigns.queries import campaign_in_view
from planner.portal import news_queries


def waiting(office_id: int, today: date) -> list[Note]:
    """Agencies that are planned at an event of the season in view to which they cannot come."""
    campaign = campaign_in_view(office_id, today)
    if campaign is None:
        return []
    count = news_queries.news(office_id, campaign.id, today).broken
    if not count:
        return []
    sentence = ngettext(
        "%(num)s agency is planned at an event to which it cannot come.",
        "%(num)s times an agency is planned at an event to which it cannot come.",
        count,
    )
    return [Note(str(sentence), "portal_office.answers", (("campaign_id", str(campaign.id)),))]
