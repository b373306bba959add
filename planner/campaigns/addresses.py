"""The public addresses that stand below a season's address name, and end when it changes."""

from __future__ import annotations

from flask_babel import gettext as _

from planner.campaigns.destinations import where_known
from planner.campaigns.models import Campaign
from planner.campaigns.release_queries import latest_release, season_of
from planner.templating import named


def public_addresses(campaign: Campaign) -> list[tuple[str, str]]:
    """(what it is, its path) of a released season; none where nothing is released."""
    release = latest_release(campaign.id)
    if release is None:
        return []
    season, here = season_of(release), {"campaign": campaign.slug}
    zones = (("feeds.zone", row, {"zone": row.id}) for row in season.zones)
    fields = (("feeds.field", row, {"field": row.code}) for row in season.fields)
    found = [
        (_("Page for residents"), where_known("public.season", slug=campaign.slug)),
        (_("How to subscribe"), where_known("feeds.subscribe", **here)),
        (_("Calendar of all dates"), where_known("feeds.campaign", **here)),
        *(
            (_("Calendar: %(name)s", name=named(row)), where_known(endpoint, **here, **part))
            for endpoint, row, part in (*zones, *fields)
        ),
    ]
    return [(label, path) for label, path in found if path]
