"""A season's spots and the zones below them, for pictures and the coverage map."""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.campaigns.models import Campaign
from planner.maps import loading, queries
from planner.maps.geojson import Area
from planner.maps.spots import Spot


@dataclass(frozen=True, slots=True)
class SeasonShown:
    """A season as drafted or as released; `release` is the newest one's number."""

    campaign: Campaign
    release: int | None
    spots: tuple[Spot, ...]
    whole: bool = True  # the zones of the season, not those of its spots alone

    def only(self, event_id: int) -> SeasonShown:
        """One event, in its zone; without spots where the season has no such event."""
        spots = tuple(spot for spot in self.spots if spot.event_id == event_id)
        return replace(self, spots=spots, whole=False)

    def areas(self) -> list[Area]:
        """The outlines of the season's zones, in their order."""
        zones = {spot.zone.id for spot in self.spots}
        if self.whole:
            zones |= queries.season_zones(self.campaign.id)
        return queries.zone_areas(self.campaign.office_id, zones or None)


def office_season(office_id: int, campaign_id: int, show: str) -> SeasonShown:
    """The draft, or the newest release where there is one; another office's is 404."""
    found = loading.office_map(office_id, campaign_id, show)
    number = found.release.number if found.release else None
    return SeasonShown(found.campaign, number, found.spots)


def public_season(slug: str) -> SeasonShown | None:
    """What residents may see of a season; None where nothing is released."""
    found = loading.public_season(slug)
    if found is None:
        return None
    return SeasonShown(found[0], None, loading.public_spots(found[1]))
