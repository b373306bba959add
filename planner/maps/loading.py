"""What a map shows, read from the draft or from a release."""

from __future__ import annotations

from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import Campaign, Release
from planner.campaigns.queries import find_campaign_by_slug, latest_release, season_of
from planner.campaigns.snapshots import draft_season
from planner.core.release import ReleasedSeason
from planner.maps.spots import Area, Spot, season_spots
from planner.places import queries as places
from planner.results.queries import event_records


def office_map(
    office_id: int, campaign_id: int, show: str
) -> tuple[Campaign, Release | None, tuple[Spot, ...]]:
    """The campaign, its newest release, and the spots of the draft or of that release.

    Another office's campaign is 404.
    """
    campaign = load_campaign(office_id, campaign_id)
    release = latest_release(campaign.id)
    season = season_of(release) if release else None
    shown = season if show == "released" and season else draft_season(campaign)
    known = {event.uid for event in season.events if not event.cancelled} if season else set()
    records = event_records([event.id for event in shown.events])
    held = {event_id for event_id, record in records.items() if record.held}
    return campaign, release, season_spots(shown, released=known, held=held)


def public_season(slug: str) -> tuple[Campaign, ReleasedSeason] | None:
    """The newest release of a season by its public name, or None where none is released."""
    campaign = find_campaign_by_slug(slug)
    release = latest_release(campaign.id) if campaign else None
    return (campaign, season_of(release)) if campaign and release else None


def public_spots(season: ReleasedSeason) -> tuple[Spot, ...]:
    """The spots of a release as residents see them: open, moved indoors, or cancelled."""
    return season_spots(season, released={event.uid for event in season.events})


def areas(office_id: int, zone_ids: set[int] | None = None) -> list[Area]:
    """The office's zones that have an outline (of a season, where its zones are given)."""
    return [
        Area(zone.id, zone.name, zone.name_en, zone.outline, zone.outline_source)
        for zone in places.zones(office_id, outlines=True)
        if zone.outline and (zone_ids is None or zone.id in zone_ids)
    ]
