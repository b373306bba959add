"""The season that the side navigation names."""

from __future__ import annotations

from typing import Any

from flask import g, request

from planner.campaigns.queries import find_campaign, newest_campaign


def season_in_view() -> dict[str, Any]:
    """`nav_campaign`: the season of the address, else the office's newest; None for strangers.

    At most one query a request; a page that has the campaign at hand costs none, as it comes from
    the session.
    """
    if g.get("user") is None or g.get("office") is None:
        return {"nav_campaign": None}
    if "nav_campaign" not in g:
        wanted = (request.view_args or {}).get("campaign_id") if request else None
        g.nav_campaign = (
            find_campaign(g.office.id, wanted) if wanted else newest_campaign(g.office.id)
        )
    return {"nav_campaign": g.nav_campaign}
